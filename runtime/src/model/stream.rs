//! A value while it is being received, asynchronously: lent at no cost, or as owned snapshots.

use super::clock::Clock;
use super::open::{Gathering, Open, views};
use super::plan::Plan;
use super::receive::Receiver;
use super::{Incoming, Model, Reply};
use crate::prompt::Timeouts;
use crate::{Error, Generate, Parser, Request};
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::ops::{ControlFlow, Deref};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A `T` that is being received. Dropping it cancels the call.
///
/// [`next`](TypedStream::next) lends the value so far after every arrival; [`finish`](TypedStream::finish) gives the value.
/// As a [`Stream`] it yields owned snapshots, each made by parsing what there is anew, and last what is wrong with the value, if
/// anything is. What has been shown cannot be taken back, so
/// that a stream is one try: its request's policy counts, but for asking again and retrying.
pub struct TypedStream<T: Generate> {
    reply: Open<T, dyn Incoming>,
    clock: Clock,
}

impl<T: Generate<Partial: Send + Sync>> TypedStream<T> {
    pub(super) fn new(model: &dyn Model, request: Request) -> Self {
        let (reply, clock) = begin(model, request);
        Self { reply, clock }
    }

    /// Waits until more has come, and lends the value so far; `None` when the reply is over.
    ///
    /// # Errors
    /// When the call fails on the way. What is wrong with the value itself is [`finish`](TypedStream::finish)'s to say.
    pub async fn next(&mut self) -> Option<Result<&T::Partial, Error>> {
        match poll_fn(|context| self.reply.poll_more(&mut self.clock, context)).await? {
            Ok(()) => self.partial().map(Ok),
            Err(error) => Some(Err(error)),
        }
    }

    views!();

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
        self.reply.receive(&mut self.clock).await
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
        let mut parser = receiver.fresh_parser();
        let _ = parser.push_str(receiver.raw());
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
        let Self { reply, clock } = &mut *self;
        let more = ready!(reply.poll_more(clock, context));
        Poll::Ready(reply.snapshot(more))
    }
}

/// The elements of a list, each handed over when it is complete. Dropping it cancels the call.
pub struct Items<T: Generate<Partial: Send + Sync>> {
    gathering: Gathering<T, dyn Incoming>,
    clock: Clock,
}

impl<T> Items<T>
where
    T: Generate<Partial: Send + Sync> + Send + Sync,
{
    pub(super) fn new(model: &dyn Model, request: Request) -> Self {
        let (reply, clock) = begin(model, request);
        Self { gathering: Gathering::new(reply), clock }
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
            if let Some(item) = self.gathering.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(reply) = &mut self.gathering.reply else { return Poll::Ready(None) };
            let more = ready!(reply.poll_more(&mut self.clock, context));
            if let ControlFlow::Break(last) = self.gathering.arrived(more) {
                return Poll::Ready(last);
            }
        }
    }
}

/// Begins the call for a `T`, unless the request makes no sense.
fn begin<T: Generate<Partial: Send + Sync>>(model: &dyn Model, request: Request) -> (Open<T, dyn Incoming>, Clock) {
    match Plan::of::<T>(request, true) {
        Ok(plan) => {
            let mut clock = Clock::new(plan.policy().timeouts);
            (Open::send(model, &plan, &mut clock), clock)
        }
        Err(error) => (Open::refused(error), Clock::new(Timeouts::default())),
    }
}

impl<T: Generate<Partial: Send + Sync>> fmt::Debug for Items<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Items").field("ready", &self.gathering.ready.len()).finish_non_exhaustive()
    }
}

impl<T: Generate<Partial: Send + Sync>> Unpin for Items<T> {}

impl<T> Stream for Items<T>
where
    T: Generate<Partial: Send + Sync> + Send + Sync,
{
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}
