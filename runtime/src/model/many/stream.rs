//! Many calls, asynchronously: they all run in the task that polls, so that no runtime is needed.

use super::schedule::Schedule;
use super::{Done, Questions, Tally, settings};
use crate::model::ask::{ask, no_check};
use crate::model::{Model, Reply};
use crate::{Error, Generate};
use futures_core::Stream;
use futures_util::stream::FuturesUnordered;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A call that runs.
type Running<'m, T> = Pin<Box<dyn Future<Output = (usize, Result<Reply<T>, Error>)> + Send + 'm>>;

/// Many calls under way, see [`Model::generate_many`]; a [`Stream`] of their results. Dropping it cancels those that run.
///
/// The calls go on while it is polled. What is still to be asked is taken from the iterator when there is room for another call,
/// and at most four results a running call wait for one before them: memory does not depend on the number of requests.
pub struct Many<'m, T: Generate, I = ()> {
    model: &'m dyn Model,
    schedule: Schedule<'m, T, I>,
    running: FuturesUnordered<Running<'m, T>>,
}

impl<'m, T, I> Many<'m, T, I>
where
    T: Generate<Partial: Send + Sync> + Send,
{
    pub(in crate::model) fn new(model: &'m dyn Model, questions: Questions<'m, I>) -> Self {
        Self { model, schedule: Schedule::new(questions), running: FuturesUnordered::new() }
    }

    settings!('m);

    /// What has been done so far.
    pub fn tally(&self) -> Tally {
        self.schedule.tally
    }

    /// Waits for the next result; `None` after the last.
    pub async fn next(&mut self) -> Option<Done<T, I>> {
        poll_fn(|context| self.poll_done(context)).await
    }

    /// Waits for all of them, and gives what came of each in the order in which [`next`](Many::next) would.
    pub async fn results(mut self) -> Vec<Result<T, Error>> {
        let mut results = Vec::with_capacity(self.schedule.tally.expected.unwrap_or(0));
        while let Some(done) = self.next().await {
            results.push(done.result.map(|reply| reply.value));
        }
        results
    }

    fn poll_done(&mut self, context: &mut Context<'_>) -> Poll<Option<Done<T, I>>> {
        loop {
            while let Some((index, request)) = self.schedule.start() {
                let model = self.model;
                self.running.push(Box::pin(async move { (index, ask(model, request, no_check).await) }));
            }
            if let Some(done) = self.schedule.give() {
                return Poll::Ready(Some(done));
            }
            match ready!(Pin::new(&mut self.running).poll_next(context)) {
                Some((index, result)) => self.schedule.finish(index, result),
                None => return Poll::Ready(None),
            }
        }
    }
}

// The calls are pinned in boxes of their own.
impl<T: Generate, I> Unpin for Many<'_, T, I> {}

impl<T, I> Stream for Many<'_, T, I>
where
    T: Generate<Partial: Send + Sync> + Send,
{
    type Item = Done<T, I>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_done(context)
    }
}

impl<T: Generate, I> fmt::Debug for Many<'_, T, I> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Many").field("schedule", &self.schedule).finish_non_exhaustive()
    }
}
