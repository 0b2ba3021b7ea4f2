//! How a call is carried through, asynchronously: one question, over all of its tries.

use super::clock::{Clock, expired};
use super::plan::Plan;
use super::receive::Receiver;
use super::{Flow, Incoming, Model, Reply};
use crate::{Error, ErrorKind, Generate, Request};
use std::future::poll_fn;
use std::task::{Context, Poll};

/// Receives one reply to its end.
async fn receive<T>(model: &dyn Model, plan: &Plan, clock: &mut Clock) -> Result<Reply<T>, Error>
where
    T: Generate<Partial: Send + Sync>,
{
    let mut receiver = Receiver::<T>::new(plan.policy(), plan.is_constrained());
    let mut incoming = model.send(plan.call());
    clock.begin();
    loop {
        match poll_fn(|context| poll_once(&mut *incoming, &mut receiver, clock, context)).await {
            Ok(Flow::Open) if !receiver.is_over() => {}
            Ok(_) => return receiver.finish(),
            Err(error) => return Err(receiver.fail(error)),
        }
    }
}

/// Takes the events that are there, within the time limits.
pub(super) fn poll_once<T: Generate>(
    incoming: &mut dyn Incoming,
    receiver: &mut Receiver<T>,
    clock: &mut Clock,
    context: &mut Context<'_>,
) -> Poll<Result<Flow, Error>> {
    match incoming.poll_receive(context, &mut |event| receiver.accept(event)) {
        Poll::Ready(result) => {
            clock.event();
            Poll::Ready(result)
        }
        Poll::Pending => clock.poll(context).map(|limit| Err(expired(limit))),
    }
}

/// Asks until there is a value or no further try.
pub(super) async fn ask<T, C>(model: &dyn Model, request: Request, check: C) -> Result<Reply<T>, Error>
where
    T: Generate<Partial: Send + Sync> + Send,
    C: Fn(&T) -> Result<(), String> + Send + Sync,
{
    let mut plan = Plan::of::<T>(request, true)?;
    let mut clock = Clock::new(plan.policy().timeouts);
    loop {
        let outcome = receive::<T>(model, &plan, &mut clock).await.and_then(|reply| checked(reply, &check));
        match outcome {
            Ok(reply) => return Ok(plan.complete(reply)),
            Err(error) => {
                let wait = plan.after(error)?;
                clock.wait(wait).await.map_err(expired)?;
            }
        }
    }
}

/// Puts the caller's own check to a value.
pub(super) fn checked<T>(reply: Reply<T>, check: impl Fn(&T) -> Result<(), String>) -> Result<Reply<T>, Error> {
    match check(&reply.value) {
        Ok(()) => Ok(reply),
        Err(broken) => {
            let received =
                crate::error::Received { raw: reply.raw, thinking: reply.thinking, usage: Some(reply.usage), partial: None };
            Err(Error::new(ErrorKind::ConstraintBroken, format!("the value was refused: {broken}")).with_received(received))
        }
    }
}
