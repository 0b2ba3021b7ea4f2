//! A value while it is being received, asynchronously: lent at no cost, or as owned snapshots.

use super::ask::poll_once;
use super::clock::Clock;
use super::plan::Plan;
use super::receive::Receiver;
use super::{Flow, Incoming, Model, Reply};
use crate::{Error, Generate, Parser, Request};
use futures_core::Stream;
use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A `T` that is being received. Dropping it cancels the call.
///
/// [`next`](TypedStream::next) lends the value so far after every arrival; [`finish`](TypedStream::finish) gives the value.
/// As a [`Stream`] it yields owned snapshots, each made by parsing what there is anew.
pub struct TypedStream<T: Generate> {
    reply: Open<T>,
}

/// A reply that is being received, and what keeps watch over it.
struct Open<T: Generate> {
    incoming: Option<Box<dyn Incoming>>,
    receiver: Option<Receiver<T>>,
    clock: Clock,
    /// What kept the call from being sent.
    refused: Option<Error>,
}

impl<T: Generate<Partial: Send + Sync>> Open<T> {
    fn new(model: &dyn Model, request: Request) -> Self {
        match Plan::of::<T>(request, true) {
            Ok(plan) => {
                let mut clock = Clock::new(plan.policy().timeouts);
                clock.begin();
                let receiver = Some(Receiver::new(plan.policy(), plan.is_constrained()));
                Self { incoming: Some(model.send(plan.call())), receiver, clock, refused: None }
            }
            Err(error) => {
                Self { incoming: None, receiver: None, clock: Clock::new(crate::Timeouts::default()), refused: Some(error) }
            }
        }
    }

    /// Takes what has come; `None` when the reply is over.
    fn poll_more(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<(), Error>>> {
        if let Some(error) = self.refused.take() {
            return Poll::Ready(Some(Err(error)));
        }
        let (Some(incoming), Some(receiver)) = (&mut self.incoming, &mut self.receiver) else { return Poll::Ready(None) };
        let polled = ready!(poll_once(&mut **incoming, receiver, &mut self.clock, context));
        if !matches!(polled, Ok(Flow::Open)) || receiver.is_over() {
            // Dropped at once, so that the server stops writing.
            self.incoming = None;
        }
        match polled {
            Ok(_) => Poll::Ready(Some(Ok(()))),
            Err(error) => Poll::Ready(self.receiver.take().map(|receiver| Err(receiver.fail(error)))),
        }
    }

    fn finish(self) -> Result<Reply<T>, Error> {
        match (self.refused, self.receiver) {
            (Some(error), _) => Err(error),
            (None, Some(receiver)) => receiver.finish(),
            (None, None) => {
                Err(Error::new(crate::ErrorKind::Cancelled, "the stream has already failed; its error was given before"))
            }
        }
    }
}

impl<T: Generate<Partial: Send + Sync>> TypedStream<T> {
    pub(super) fn new(model: &dyn Model, request: Request) -> Self {
        Self { reply: Open::new(model, request) }
    }

    /// Waits until more has come, and lends the value so far; `None` when the reply is over.
    ///
    /// # Errors
    /// When the call fails on the way. What is wrong with the value itself is [`finish`](TypedStream::finish)'s to say.
    pub async fn next(&mut self) -> Option<Result<&T::Partial, Error>> {
        match poll_fn(|context| self.reply.poll_more(context)).await? {
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

    /// Receives the rest and gives the value, checked as by [`generate`](Model::generate).
    ///
    /// # Errors
    /// As [`generate`](Model::generate).
    pub async fn finish(self) -> Result<T, Error> {
        self.reply().await.map(|reply| reply.value)
    }

    /// As [`finish`](TypedStream::finish), with everything else that is known of the reply.
    ///
    /// # Errors
    /// As [`generate`](Model::generate).
    pub async fn reply(mut self) -> Result<Reply<T>, Error> {
        while let Some(more) = poll_fn(|context| self.reply.poll_more(context)).await {
            more?;
        }
        self.reply.finish()
    }
}

impl<T: Generate> fmt::Debug for TypedStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TypedStream")
            .field("partial", &self.reply.receiver.as_ref().map(Receiver::partial))
            .finish_non_exhaustive()
    }
}

/// An owned partial value; use it like a `&T::Partial`.
pub struct Snapshot<T: Generate>(Parser<T>);

impl<T: Generate> Snapshot<T> {
    /// Parses what there is of the text anew; what is wrong with it is the stream's to report.
    pub(super) fn of(receiver: &Receiver<T>) -> Self {
        let mut parser = Parser::new();
        let _ = parser.push(receiver.raw().as_bytes());
        Self(parser)
    }
}

impl<T: Generate> Deref for Snapshot<T> {
    type Target = T::Partial;

    fn deref(&self) -> &T::Partial {
        self.0.partial()
    }
}

impl<T: Generate> fmt::Debug for Snapshot<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, formatter)
    }
}

// The stream is moved about as a whole and never pinned in its parts.
impl<T: Generate> Unpin for TypedStream<T> {}

impl<T: Generate<Partial: Send + Sync>> Stream for TypedStream<T> {
    type Item = Result<Snapshot<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let more = ready!(self.reply.poll_more(context));
        Poll::Ready(more.and_then(|more| match more {
            Ok(()) => self.reply.receiver.as_ref().map(|receiver| Ok(Snapshot::of(receiver))),
            Err(error) => Some(Err(error)),
        }))
    }
}

/// The elements of a list, each handed over when it is complete. Dropping it cancels the call.
pub struct Items<T: Generate> {
    stream: Option<TypedStream<Vec<T>>>,
    ready: VecDeque<T>,
}

impl<T> Items<T>
where
    T: Generate<Partial: Send + Sync> + Send + Sync,
{
    pub(super) fn new(stream: TypedStream<Vec<T>>) -> Self {
        Self { stream: Some(stream), ready: VecDeque::new() }
    }

    /// Waits for the next element; `None` after the last.
    ///
    /// # Errors
    /// As [`generate`](Model::generate); the elements before the error have been handed over.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(stream) = &mut self.stream else { return Poll::Ready(None) };
            match ready!(stream.reply.poll_more(context)) {
                Some(Ok(())) => {
                    if let Some(receiver) = &mut stream.reply.receiver {
                        self.ready.extend(receiver.partial_mut().drain());
                    }
                }
                Some(Err(error)) => {
                    self.stream = None;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    let ended = self.stream.take().map(|stream| stream.reply.finish());
                    return Poll::Ready(ended.and_then(Result::err).map(Err));
                }
            }
        }
    }
}

impl<T: Generate> fmt::Debug for Items<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Items").field("ready", &self.ready.len()).finish_non_exhaustive()
    }
}

impl<T: Generate> Unpin for Items<T> {}

impl<T> Stream for Items<T>
where
    T: Generate<Partial: Send + Sync> + Send + Sync,
{
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}
