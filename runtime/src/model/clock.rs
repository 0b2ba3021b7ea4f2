//! Time limits of an asynchronous call, on any runtime.

use crate::prompt::Timeouts;
use crate::{Error, ErrorKind};
use futures_timer::Delay;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// Which limit passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    FirstToken(Duration),
    Idle(Duration),
    Total(Duration),
}

/// The error for a limit that passed.
pub(crate) fn expired(limit: Limit) -> Error {
    let message = match limit {
        Limit::FirstToken(wait) => format!("nothing came within {wait:?} (first_token_timeout); the model may still be loading"),
        Limit::Idle(wait) => format!("nothing more came for {wait:?} (idle_timeout)"),
        Limit::Total(wait) => format!("the call took longer than {wait:?} (timeout)"),
    };
    Error::new(ErrorKind::TimedOut, message)
}

/// The limits of one call and the timers that watch them; without limits there is no timer.
#[derive(Debug)]
pub(crate) struct Clock {
    timeouts: Timeouts,
    total: Option<Delay>,
    /// Until the first event or the next one, and which of the two it is.
    next: Option<(Delay, Limit)>,
}

impl Clock {
    pub(crate) fn new(timeouts: Timeouts) -> Self {
        Self { timeouts, total: timeouts.total.map(Delay::new), next: None }
    }

    /// A try begins.
    pub(crate) fn begin(&mut self) {
        self.next = self.timeouts.first_token.map(|wait| (Delay::new(wait), Limit::FirstToken(wait)));
    }

    /// Something came.
    pub(crate) fn event(&mut self) {
        match (&mut self.next, self.timeouts.idle) {
            (Some((delay, limit)), Some(wait)) => {
                delay.reset(wait);
                *limit = Limit::Idle(wait);
            }
            (next, idle) => *next = idle.map(|wait| (Delay::new(wait), Limit::Idle(wait))),
        }
    }

    /// Ready when a limit has passed.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Limit> {
        if let Some(delay) = &mut self.total
            && Pin::new(delay).poll(context).is_ready()
        {
            return Poll::Ready(Limit::Total(self.timeouts.total.unwrap_or_default()));
        }
        if let Some((delay, limit)) = &mut self.next
            && Pin::new(delay).poll(context).is_ready()
        {
            return Poll::Ready(*limit);
        }
        Poll::Pending
    }

    /// Sleeps, but not past the limit of the whole call.
    pub(crate) async fn wait(&mut self, wait: Duration) -> Result<(), Limit> {
        if wait.is_zero() {
            return Ok(());
        }
        self.next = None;
        let mut delay = Delay::new(wait);
        poll_fn(|context| match Pin::new(&mut delay).poll(context) {
            Poll::Ready(()) => Poll::Ready(Ok(())),
            Poll::Pending => self.poll(context).map(Err),
        })
        .await
    }
}
