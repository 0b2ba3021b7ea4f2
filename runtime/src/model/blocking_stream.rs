//! A value while it is being received, blocking: lent at no cost, or as owned snapshots.

use super::clock::{Limit, expired};
use super::plan::Plan;
use super::receive::Receiver;
use super::stream::Snapshot;
use super::{BlockingIncoming, BlockingModel, Flow, Reply};
use crate::prompt::Timeouts;
use crate::{Error, ErrorKind, Generate, Request};
use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

/// The limit of a whole call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline {
    begun: Instant,
    timeouts: Timeouts,
}

impl Deadline {
    pub(super) fn new(timeouts: Timeouts) -> Self {
        Self { begun: Instant::now(), timeouts }
    }

    pub(super) fn check_after(&self, wait: Duration) -> Result<(), Error> {
        match self.timeouts.total {
            Some(total) if self.begun.elapsed() + wait > total => Err(expired(Limit::Total(total))),
            _ => Ok(()),
        }
    }
}

/// A reply that is being received.
pub(super) struct Open<T: Generate> {
    incoming: Option<Box<dyn BlockingIncoming>>,
    receiver: Option<Receiver<T>>,
    deadline: Deadline,
    refused: Option<Error>,
}

impl<T: Generate<Partial: Send + Sync>> Open<T> {
    pub(super) fn new(model: &dyn BlockingModel, request: Request) -> Self {
        match Plan::of::<T>(request, true) {
            Ok(plan) => Self::of(model, &plan, Deadline::new(plan.policy().timeouts)),
            Err(error) => {
                let deadline = Deadline::new(Timeouts::default());
                Self { incoming: None, receiver: None, deadline, refused: Some(error) }
            }
        }
    }

    pub(super) fn of(model: &dyn BlockingModel, plan: &Plan, deadline: Deadline) -> Self {
        match model.send(plan.call()) {
            Ok(incoming) => {
                let receiver = Receiver::new(plan.policy(), plan.is_constrained());
                Self { incoming: Some(incoming), receiver: Some(receiver), deadline, refused: None }
            }
            Err(error) => Self { incoming: None, receiver: None, deadline, refused: Some(error) },
        }
    }

    /// Waits for more; `None` when the reply is over.
    pub(super) fn more(&mut self) -> Option<Result<(), Error>> {
        if let Some(error) = self.refused.take() {
            return Some(Err(error));
        }
        let (Some(incoming), Some(receiver)) = (&mut self.incoming, &mut self.receiver) else { return None };
        let flow = incoming.receive(&mut |event| receiver.accept(event));
        let flow = flow.and_then(|flow| self.deadline.check_after(Duration::ZERO).map(|()| flow));
        if !matches!(flow, Ok(Flow::Open)) || receiver.is_over() {
            // Dropped at once, so that the server stops writing.
            self.incoming = None;
        }
        match flow {
            Ok(_) => Some(Ok(())),
            Err(error) => self.receiver.take().map(|receiver| Err(receiver.fail(error))),
        }
    }

    pub(super) fn finish(self) -> Result<Reply<T>, Error> {
        match (self.refused, self.receiver) {
            (Some(error), _) => Err(error),
            (None, Some(receiver)) => receiver.finish(),
            (None, None) => Err(Error::new(ErrorKind::Cancelled, "the stream has already failed; its error was given before")),
        }
    }
}

/// A `T` that is being received; the blocking twin of [`TypedStream`](super::TypedStream).
///
/// As an [`Iterator`] it yields owned snapshots, each made by parsing what there is anew.
pub struct BlockingStream<T: Generate> {
    reply: Open<T>,
}

impl<T: Generate<Partial: Send + Sync>> BlockingStream<T> {
    pub(super) fn new(model: &dyn BlockingModel, request: Request) -> Self {
        Self { reply: Open::new(model, request) }
    }

    /// Waits until more has come, and lends the value so far; `None` when the reply is over.
    ///
    /// # Errors
    /// When the call fails on the way. What is wrong with the value itself is [`finish`](BlockingStream::finish)'s to say.
    #[expect(clippy::should_implement_trait, reason = "an iterator cannot lend; the one that is implemented yields snapshots")]
    pub fn next(&mut self) -> Option<Result<&T::Partial, Error>> {
        match self.reply.more()? {
            Ok(()) => self.partial().map(Ok),
            Err(error) => Some(Err(error)),
        }
    }

    /// The value so far; `None` once the stream has failed.
    pub fn partial(&self) -> Option<&T::Partial> {
        self.reply.receiver.as_ref().map(Receiver::partial)
    }

    /// The text of the reply so far.
    pub fn raw(&self) -> &str {
        self.reply.receiver.as_ref().map_or("", Receiver::raw)
    }

    /// What the model has thought so far, where the server keeps that apart.
    pub fn thinking(&self) -> &str {
        self.reply.receiver.as_ref().map_or("", Receiver::thinking)
    }

    /// Receives the rest and gives the value.
    ///
    /// # Errors
    /// As [`generate`](BlockingModel::generate).
    pub fn finish(self) -> Result<T, Error> {
        self.reply().map(|reply| reply.value)
    }

    /// As [`finish`](BlockingStream::finish), with everything else that is known of the reply.
    ///
    /// # Errors
    /// As [`generate`](BlockingModel::generate).
    pub fn reply(mut self) -> Result<Reply<T>, Error> {
        while let Some(more) = self.reply.more() {
            more?;
        }
        self.reply.finish()
    }
}

impl<T: Generate<Partial: Send + Sync>> Iterator for BlockingStream<T> {
    type Item = Result<Snapshot<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.reply.more()? {
            Ok(()) => self.reply.receiver.as_ref().map(|receiver| Ok(Snapshot::of(receiver))),
            Err(error) => Some(Err(error)),
        }
    }
}

impl<T: Generate> fmt::Debug for BlockingStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let partial = self.reply.receiver.as_ref().map(Receiver::partial);
        formatter.debug_struct("BlockingStream").field("partial", &partial).finish_non_exhaustive()
    }
}

/// The elements of a list, each handed over when it is complete; the blocking twin of [`Items`](super::Items).
pub struct BlockingItems<T: Generate> {
    reply: Option<Open<Vec<T>>>,
    ready: VecDeque<T>,
}

impl<T: Generate<Partial: Send + Sync> + Send + Sync> BlockingItems<T> {
    pub(super) fn new(model: &dyn BlockingModel, request: Request) -> Self {
        Self { reply: Some(Open::new(model, request)), ready: VecDeque::new() }
    }
}

impl<T> Iterator for BlockingItems<T>
where
    T: Generate<Partial: Send + Sync> + Send + Sync,
{
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(Ok(item));
            }
            let reply = self.reply.as_mut()?;
            match reply.more() {
                Some(Ok(())) => {
                    if let Some(receiver) = &mut reply.receiver {
                        self.ready.extend(receiver.partial_mut().drain());
                    }
                }
                Some(Err(error)) => {
                    self.reply = None;
                    return Some(Err(error));
                }
                None => return self.reply.take()?.finish().err().map(Err),
            }
        }
    }
}

impl<T: Generate> fmt::Debug for BlockingItems<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("BlockingItems").field("ready", &self.ready.len()).finish_non_exhaustive()
    }
}
