//! A value while it is being received, blocking: lent at no cost, or as owned snapshots.

use super::clock::{Limit, expired};
use super::open::{Gathering, Open, views};
use super::plan::Plan;
use super::receive::Receiver;
use super::stream::Snapshot;
use super::{BlockingIncoming, BlockingModel, Call, Reply};
use crate::prompt::Timeouts;
use crate::{Error, Generate, Request};
use std::fmt;
use std::ops::ControlFlow;
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

    /// The call of the next try, which has what is left of the time.
    fn call(&self, plan: &Plan) -> Call {
        let mut call = plan.call();
        let total = &mut call.request.policy.timeouts.total;
        *total = total.map(|total| total.saturating_sub(self.begun.elapsed()));
        call
    }

    /// What came of waiting: a driver knows only how much time was left for its try.
    fn judge<T>(&self, waited: Result<T, Error>) -> Result<T, Error> {
        match waited {
            Err(error) if error.is_timeout() => self.check_after(Duration::ZERO).and(Err(error)),
            waited => waited,
        }
    }
}

impl<T: Generate<Partial: Send + Sync>> Open<T, dyn BlockingIncoming> {
    /// Begins the call that is planned.
    pub(super) fn ask(model: &dyn BlockingModel, plan: &Plan, deadline: Deadline) -> Self {
        Self::new(plan, plan.trace(model.identity()), || deadline.judge(model.send(deadline.call(plan))))
    }

    /// Waits for more, within the limit of the whole call; `None` when the reply is over.
    pub(super) fn more(&mut self, deadline: Deadline) -> Option<Result<(), Error>> {
        let Some((incoming, receiver, trace)) = self.waiting() else { return self.last_word() };
        let flow = deadline.judge(trace.within(|| incoming.receive(&mut |event| receiver.accept(event))));
        // A reply that is over is not late, whatever its connection does after it.
        let in_time = if receiver.is_over() { Ok(()) } else { deadline.check_after(Duration::ZERO) };
        self.arrived(flow.and_then(|flow| in_time.map(|()| flow)))
    }
}

/// Begins the call for a `T`, unless the request makes no sense.
fn begin<T>(model: &dyn BlockingModel, request: Request) -> (Open<T, dyn BlockingIncoming>, Deadline)
where
    T: Generate<Partial: Send + Sync>,
{
    match Plan::of::<T>(request, true) {
        Ok(plan) => {
            let deadline = Deadline::new(plan.policy().timeouts);
            (Open::ask(model, &plan, deadline), deadline)
        }
        Err(error) => (Open::refused(error), Deadline::new(Timeouts::default())),
    }
}

/// A `T` that is being received; the blocking twin of [`TypedStream`](super::TypedStream).
///
/// As an [`Iterator`] it yields owned snapshots, each made by parsing what there is anew, and last what is wrong with the value, if
/// anything is.
pub struct BlockingStream<T: Generate> {
    reply: Open<T, dyn BlockingIncoming>,
    deadline: Deadline,
}

impl<T: Generate<Partial: Send + Sync>> BlockingStream<T> {
    pub(super) fn new(model: &dyn BlockingModel, request: Request) -> Self {
        let (reply, deadline) = begin(model, request);
        Self { reply, deadline }
    }

    /// Waits until more has come, and lends the value so far; `None` when the reply is over.
    ///
    /// # Errors
    /// When the call fails on the way. What is wrong with the value itself is [`finish`](BlockingStream::finish)'s to say.
    #[expect(clippy::should_implement_trait, reason = "an iterator cannot lend; the one that is implemented yields snapshots")]
    pub fn next(&mut self) -> Option<Result<&T::Partial, Error>> {
        match self.reply.more(self.deadline)? {
            Ok(()) => self.partial().map(Ok),
            Err(error) => Some(Err(error)),
        }
    }

    views!();

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
        while let Some(more) = self.reply.more(self.deadline) {
            more?;
        }
        self.reply.finish()
    }
}

impl<T: Generate<Partial: Send + Sync>> Iterator for BlockingStream<T> {
    type Item = Result<Snapshot<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let more = self.reply.more(self.deadline);
        self.reply.snapshot(more)
    }
}

impl<T: Generate> fmt::Debug for BlockingStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let partial = self.reply.receiver.as_ref().map(Receiver::partial);
        formatter.debug_struct("BlockingStream").field("partial", &partial).finish_non_exhaustive()
    }
}

/// The elements of a list, each handed over when it is complete; the blocking twin of [`Items`](super::Items).
pub struct BlockingItems<T: Generate<Partial: Send + Sync>> {
    gathering: Gathering<T, dyn BlockingIncoming>,
    deadline: Deadline,
}

impl<T: Generate<Partial: Send + Sync> + Send + Sync> BlockingItems<T> {
    pub(super) fn new(model: &dyn BlockingModel, request: Request) -> Self {
        let (reply, deadline) = begin(model, request);
        Self { gathering: Gathering::new(reply), deadline }
    }
}

impl<T> Iterator for BlockingItems<T>
where
    T: Generate<Partial: Send + Sync> + Send + Sync,
{
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.gathering.ready.pop_front() {
                return Some(Ok(item));
            }
            let more = self.gathering.reply.as_mut()?.more(self.deadline);
            if let ControlFlow::Break(last) = self.gathering.arrived(more) {
                return last;
            }
        }
    }
}

impl<T: Generate<Partial: Send + Sync>> fmt::Debug for BlockingItems<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("BlockingItems").field("ready", &self.gathering.ready.len()).finish_non_exhaustive()
    }
}
