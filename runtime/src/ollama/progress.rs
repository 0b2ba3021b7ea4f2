//! The steps of a pull, push or create, as they come.

use crate::Error;
use crate::model::Flow;
use crate::protocol::ollama::{Progress, manage::Steps};
use crate::transport::waiting::Transfer;
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The steps of a pull, push or create; dropping it ends the work, and a later pull goes on where this one stopped.
///
/// ```no_run
/// # async fn example() -> Result<(), formwork::Error> {
/// let mut steps = formwork::Ollama::new("llama3.2:1b").pull();
/// while let Some(step) = steps.next().await {
///     let step = step?;
///     if let Some(fraction) = step.fraction() {
///         println!("{}: {:.0} %", step.status, fraction * 100.0);
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before the first step is waited for"]
pub struct ProgressStream {
    transfer: Transfer,
    steps: Steps,
    /// How it ended, once it has; the steps before that are handed over first.
    over: Option<Result<(), Error>>,
}

impl ProgressStream {
    pub(super) fn new(transfer: Transfer, steps: Steps) -> Self {
        Self { transfer, steps, over: None }
    }

    /// Waits for the next step; `None` once it has succeeded.
    pub async fn next(&mut self) -> Option<Result<Progress, Error>> {
        poll_fn(|context| self.poll_step(context)).await
    }

    /// Waits until it has succeeded.
    ///
    /// # Errors
    /// What the server could not do.
    pub async fn finish(mut self) -> Result<(), Error> {
        while let Some(step) = self.next().await {
            step?;
        }
        Ok(())
    }

    fn poll_step(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Progress, Error>>> {
        loop {
            if let Some(step) = self.steps.next() {
                return Poll::Ready(Some(Ok(step)));
            }
            let Self { transfer, steps, over } = self;
            match over {
                Some(Ok(())) => return Poll::Ready(None),
                Some(end) => return Poll::Ready(std::mem::replace(end, Ok(())).err().map(Err)),
                None => match ready!(transfer.poll(context, &mut |piece| steps.take(piece))) {
                    Ok(Flow::Open) => {}
                    Ok(Flow::Closed) => *over = Some(Ok(())),
                    Err(error) => *over = Some(Err(error)),
                },
            }
        }
    }
}

impl Stream for ProgressStream {
    type Item = Result<Progress, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_step(context)
    }
}

impl fmt::Debug for ProgressStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ProgressStream").field("steps", &self.steps).finish_non_exhaustive()
    }
}
