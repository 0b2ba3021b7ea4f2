//! Many calls, each on a thread of its own while it runs.

use super::schedule::Schedule;
use super::{Done, Questions, Tally, settings};
use crate::model::ask::no_check;
use crate::model::blocking::ask_unless;
use crate::model::{BlockingModel, Reply};
use crate::{Error, ErrorKind, Generate};
use std::any::Any;
use std::convert::Infallible;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

/// What a thread sends when it is done; a panic is carried over to the caller.
type Sent<T> = (usize, Result<Result<Reply<T>, Error>, Box<dyn Any + Send>>);

/// Many calls to be made, see [`BlockingModel::generate_many`]; the twin of [`Many`](super::Many). Nothing happens before
/// [`for_each`](BlockingMany::for_each), [`try_for_each`](BlockingMany::try_for_each) or [`results`](BlockingMany::results).
///
/// What is still to be asked is taken from the iterator when there is room for another call, and at most four results a running
/// call wait for one before them: memory does not depend on the number of requests.
pub struct BlockingMany<'m, T: Generate, I = ()> {
    model: &'m dyn BlockingModel,
    schedule: Schedule<'m, T, I>,
}

impl<'m, T, I> BlockingMany<'m, T, I>
where
    T: Generate<Partial: Send + Sync> + Send,
{
    pub(in crate::model) fn new(model: &'m dyn BlockingModel, questions: Questions<'m, I>) -> Self {
        Self { model, schedule: Schedule::new(questions) }
    }

    settings!('m);

    /// Makes the calls and gives what came of each, in the order in which [`for_each`](BlockingMany::for_each) would.
    pub fn results(self) -> Vec<Result<T, Error>> {
        let mut results = Vec::with_capacity(self.schedule.tally.expected.unwrap_or(0));
        self.for_each(|done| results.push(done.result.map(|reply| reply.value)));
        results
    }

    /// Makes the calls and hands each result to `each`, on this thread.
    pub fn for_each(self, mut each: impl FnMut(Done<T, I>)) -> Tally {
        let done = self.try_for_each(|done| {
            each(done);
            Ok::<(), Infallible>(())
        });
        match done {
            Ok(tally) => tally,
            Err(never) => match never {},
        }
    }

    /// Makes the calls and hands each result to `each`, on this thread, until `each` fails; what runs then is cancelled.
    ///
    /// # Errors
    /// The first that `each` fails with. A call that fails ends nothing: its error is handed to `each` like a value.
    pub fn try_for_each<E>(self, mut each: impl FnMut(Done<T, I>) -> Result<(), E>) -> Result<Tally, E> {
        let Self { model, mut schedule } = self;
        let cancelled = AtomicBool::new(false);
        thread::scope(|scope| {
            let _cancel = CancelOnDrop(&cancelled);
            let (sender, results) = channel::<Sent<T>>();
            loop {
                while let Some((index, request)) = schedule.start() {
                    let (sender, cancelled): (Sender<_>, _) = (sender.clone(), &cancelled);
                    let call = move || {
                        let result = catch_unwind(AssertUnwindSafe(|| ask_unless(cancelled, model, request, no_check)));
                        // Nobody receives it once `each` has failed.
                        let _ = sender.send((index, result));
                    };
                    if let Err(error) = thread::Builder::new().spawn_scoped(scope, call) {
                        let message = "no further thread could be started; lower the concurrency";
                        schedule.finish(index, Err(Error::new(ErrorKind::Transport, message).with_source(error)));
                    }
                }
                if let Some(done) = schedule.give() {
                    each(done)?;
                } else if schedule.is_running() {
                    // A sender is kept here, so that this never fails.
                    if let Ok((index, result)) = results.recv() {
                        schedule.finish(index, result.unwrap_or_else(|panic| resume_unwind(panic)));
                    }
                } else {
                    return Ok(schedule.tally);
                }
            }
        })
    }
}

/// Tells the calls that run that nobody waits for them any more: on a failure, and on a panic.
struct CancelOnDrop<'c>(&'c AtomicBool);

impl Drop for CancelOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl<T: Generate, I> fmt::Debug for BlockingMany<'_, T, I> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("BlockingMany").field("schedule", &self.schedule).finish_non_exhaustive()
    }
}
