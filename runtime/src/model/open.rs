//! A reply that is being received, whoever waits for it: what the asynchronous and the blocking calls share.

use super::plan::Plan;
use super::receive::Receiver;
use super::stream::Snapshot;
use super::trace::Trace;
use super::{Flow, Reply};
use crate::{Error, ErrorKind, Generate};
use std::collections::VecDeque;
use std::ops::ControlFlow;

/// A reply that is being received over an `I`.
pub(super) struct Open<T: Generate, I: ?Sized> {
    incoming: Option<Box<I>>,
    pub(super) receiver: Option<Receiver<T>>,
    /// What kept the call from being sent.
    refused: Option<Error>,
    trace: Option<Trace>,
}

impl<T: Generate<Partial: Send + Sync>, I: ?Sized> Open<T, I> {
    /// The reply to what was planned.
    pub(super) fn new(plan: &Plan, trace: Trace, send: impl FnOnce() -> Result<Box<I>, Error>) -> Self {
        match trace.within(send) {
            Ok(incoming) => {
                let receiver = Receiver::new(plan.policy(), plan.expects());
                Self { incoming: Some(incoming), receiver: Some(receiver), refused: None, trace: Some(trace) }
            }
            Err(error) => {
                trace.end::<T>(Err(&error));
                Self::refused(error)
            }
        }
    }

    /// A call that was not sent.
    pub(super) fn refused(error: Error) -> Self {
        Self { incoming: None, receiver: None, refused: Some(error), trace: None }
    }

    /// What is to be waited for, and who takes it; `None` when the reply is over.
    pub(super) fn waiting(&mut self) -> Option<(&mut I, &mut Receiver<T>, &Trace)> {
        let receiver = self.receiver.as_mut()?;
        receiver.begin_arrival();
        Some((self.incoming.as_deref_mut()?, receiver, self.trace.as_ref()?))
    }

    /// What is left to say when nothing is waited for.
    pub(super) fn last_word(&mut self) -> Option<Result<(), Error>> {
        self.refused.take().map(Err)
    }

    /// Takes how a wait ended.
    pub(super) fn arrived(&mut self, flow: Result<Flow, Error>) -> Option<Result<(), Error>> {
        let receiver = self.receiver.as_mut()?;
        if !matches!(flow, Ok(Flow::Open)) || receiver.is_over() {
            // Dropped at once, so that the server stops writing.
            self.incoming = None;
        }
        match flow {
            Ok(_) => Some(Ok(())),
            Err(error) => {
                let error = self.receiver.take()?.fail(error);
                if let Some(trace) = self.trace.take() {
                    trace.end::<T>(Err(&error));
                }
                Some(Err(error))
            }
        }
    }

    /// A snapshot after a wait; after the last one what is wrong with the value, since an iteration has no other end to say it at.
    pub(super) fn snapshot(&mut self, more: Option<Result<(), Error>>) -> Option<Result<Snapshot<T>, Error>> {
        match more {
            Some(Ok(())) => self.receiver.as_ref().map(|receiver| Ok(Snapshot::of(receiver))),
            Some(Err(error)) => Some(Err(error)),
            None => {
                let receiver = self.receiver.take_if(|receiver| receiver.is_broken())?;
                let error = receiver.finish().err()?;
                if let Some(trace) = self.trace.take() {
                    trace.end::<T>(Err(&error));
                }
                Some(Err(error))
            }
        }
    }

    /// The value of a reply that is over, or why there is none.
    pub(super) fn finish(self) -> Result<Reply<T>, Error> {
        match (self.refused, self.receiver) {
            (Some(error), _) => Err(error),
            (None, Some(receiver)) => {
                let result = receiver.finish();
                if let Some(trace) = self.trace {
                    trace.end(result.as_ref());
                }
                result
            }
            (None, None) => Err(Error::new(ErrorKind::Cancelled, "the stream has already failed; its error was given before")),
        }
    }
}

/// The elements of a list that is being received over an `I`.
pub(super) struct Gathering<T: Generate<Partial: Send + Sync>, I: ?Sized> {
    pub(super) reply: Option<Open<Vec<T>, I>>,
    pub(super) ready: VecDeque<T>,
}

impl<T, I: ?Sized> Gathering<T, I>
where
    T: Generate<Partial: Send + Sync> + Send + Sync,
{
    pub(super) fn new(reply: Open<Vec<T>, I>) -> Self {
        Self { reply: Some(reply), ready: VecDeque::new() }
    }

    /// Takes how a wait for more ended; breaks with what is to be given if no element came of it.
    pub(super) fn arrived(&mut self, more: Option<Result<(), Error>>) -> ControlFlow<Option<Result<T, Error>>> {
        match more {
            Some(Ok(())) => {
                if let Some(receiver) = self.reply.as_mut().and_then(|reply| reply.receiver.as_mut()) {
                    self.ready.extend(receiver.partial_mut().drain());
                }
                ControlFlow::Continue(())
            }
            Some(Err(error)) => {
                self.reply = None;
                ControlFlow::Break(Some(Err(error)))
            }
            None => ControlFlow::Break(self.reply.take().and_then(|reply| reply.finish().err()).map(Err)),
        }
    }
}

/// What both kinds of stream show of their `reply`.
macro_rules! views {
    () => {
        /// Notes from now on which values change: see [`changes`](Self::changes).
        pub fn with_changes(mut self) -> Self {
            self.reply.receiver = self.reply.receiver.map(Receiver::with_changes);
            self
        }

        /// Keeps from now on the text of what is known: see [`partial_json`](Self::partial_json).
        pub fn with_partial_json(mut self) -> Self {
            self.reply.receiver = self.reply.receiver.map(Receiver::with_partial_json);
            self
        }

        /// The value so far; `None` once the stream has failed.
        pub fn partial(&self) -> Option<&T::Partial> {
            self.reply.receiver.as_ref().map(Receiver::partial)
        }

        /// The values that grew or finished with the last `next`, those inside before what contains them; none unless the stream
        /// was made [`with_changes`](Self::with_changes), and none for plain text.
        pub fn changes(&self) -> $crate::Changes<'_> {
            self.reply.receiver.as_ref().map(Receiver::changes).unwrap_or_default()
        }

        /// JSON of what is known so far, closed wherever it is open: for a page that shows it. `null` if nothing is known, or if the
        /// stream was not made [`with_partial_json`](Self::with_partial_json).
        pub fn partial_json(&self) -> String {
            self.reply.receiver.as_ref().map_or_else(|| "null".to_owned(), Receiver::partial_json)
        }

        /// The text of the reply so far.
        pub fn raw(&self) -> &str {
            self.reply.receiver.as_ref().map_or("", Receiver::raw)
        }

        /// What the model has thought so far, where the server keeps that apart.
        pub fn thinking(&self) -> &str {
            self.reply.receiver.as_ref().map_or("", Receiver::thinking)
        }
    };
}
pub(super) use views;
