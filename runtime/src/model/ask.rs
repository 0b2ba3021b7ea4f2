//! How a call is carried through, asynchronously: one question, over all of its tries.

use super::clock::{Clock, expired};
use super::open::Open;
use super::plan::Plan;
use super::{Incoming, Model, Reply};
use crate::error::Received;
use crate::{Error, ErrorKind, Generate, Request, Warning};
use std::future::poll_fn;
use std::task::{Context, Poll, ready};

impl<T: Generate<Partial: Send + Sync>> Open<T, dyn Incoming> {
    /// Begins the call that is planned.
    pub(super) fn send(model: &dyn Model, plan: &Plan, clock: &mut Clock) -> Self {
        clock.begin();
        Self::new(plan, plan.trace(model.identity()), || Ok(model.send(plan.call())))
    }

    /// Takes what has come, within the time limits; `None` when the reply is over.
    pub(super) fn poll_more(&mut self, clock: &mut Clock, context: &mut Context<'_>) -> Poll<Option<Result<(), Error>>> {
        let Some((incoming, receiver, trace)) = self.waiting() else { return Poll::Ready(self.last_word()) };
        let flow = match trace.within(|| incoming.poll_receive(context, &mut |event| receiver.accept(event))) {
            Poll::Ready(flow) => {
                clock.event();
                flow
            }
            Poll::Pending => Err(expired(ready!(clock.poll(context)))),
        };
        Poll::Ready(self.arrived(flow))
    }

    /// Receives the rest.
    pub(super) async fn receive(mut self, clock: &mut Clock) -> Result<Reply<T>, Error> {
        while let Some(more) = poll_fn(|context| self.poll_more(clock, context)).await {
            more?;
        }
        self.finish()
    }
}

/// Asks until there is a value or no further try.
pub(super) async fn ask<T, C>(model: &dyn Model, request: Request, check: C) -> Result<Reply<T>, Error>
where
    T: Generate<Partial: Send + Sync> + Send,
    C: Fn(&T) -> Result<Vec<String>, String> + Send + Sync,
{
    let mut plan = Plan::of::<T>(request, true)?;
    let mut clock = Clock::new(plan.policy().timeouts);
    loop {
        let reply = Open::send(model, &plan, &mut clock);
        let outcome = reply.receive(&mut clock).await.and_then(|reply| checked(reply, &check));
        match outcome {
            Ok(reply) => return Ok(plan.complete(reply)),
            Err(error) => {
                let wait = plan.after(error)?;
                clock.wait(wait).await.map_err(expired)?;
            }
        }
    }
}

/// Puts the caller's own check to a value: it gives warnings, or what is wrong.
pub(super) fn checked<T>(mut reply: Reply<T>, check: impl Fn(&T) -> Result<Vec<String>, String>) -> Result<Reply<T>, Error> {
    match check(&reply.value) {
        Ok(warnings) => {
            reply.warnings.extend(warnings.into_iter().map(Warning::new));
            Ok(reply)
        }
        Err(broken) => {
            let received = Received { raw: reply.raw, thinking: reply.thinking, usage: Some(reply.usage), partial: None };
            Err(Error::new(ErrorKind::ConstraintBroken, format!("the value was refused: {broken}")).with_received(received))
        }
    }
}

/// The check of calls without one.
#[expect(clippy::unnecessary_wraps, reason = "a check may fail")]
pub(super) fn no_check<T>(_: &T) -> Result<Vec<String>, String> {
    Ok(Vec::new())
}
