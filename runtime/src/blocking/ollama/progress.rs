//! The steps of a pull, push or create, as they come.

use crate::Error;
use crate::model::Flow;
use crate::ollama::Progress;
use crate::prompt::Timeouts;
use crate::protocol::ollama::manage::Steps;
use crate::protocol::{Exchange, Piece};
use crate::transport::blocking::{Server, Transfer, Watch};
use std::fmt;
use std::sync::Arc;

/// The steps of a pull, push or create; dropping it ends the work, and a later pull goes on where this one stopped.
///
/// ```no_run
/// for step in formwork::blocking::Ollama::new("llama3.2:1b").pull() {
///     let step = step?;
///     if let Some(fraction) = step.fraction() {
///         println!("{}: {:.0} %", step.status, fraction * 100.0);
///     }
/// }
/// # Ok::<(), formwork::Error>(())
/// ```
#[must_use = "nothing is sent before the first step is waited for"]
pub struct ProgressIter {
    state: State,
    steps: Steps,
}

enum State {
    Waiting(Arc<Server>, Box<Result<Exchange, Error>>),
    Receiving(Box<Transfer>),
    Failed(Error),
    Over,
}

impl ProgressIter {
    pub(super) fn new(server: Arc<Server>, exchange: Result<Exchange, Error>, steps: Steps) -> Self {
        Self { state: State::Waiting(server, Box::new(exchange)), steps }
    }

    /// Waits until it has succeeded.
    ///
    /// # Errors
    /// What the server could not do.
    pub fn finish(mut self) -> Result<(), Error> {
        self.try_for_each(|step| step.map(drop))
    }

    /// Receives what comes next; the steps before an error are handed over first.
    fn receive(&mut self) -> State {
        let steps = &mut self.steps;
        let received = match std::mem::replace(&mut self.state, State::Over) {
            State::Waiting(server, exchange) => exchange.and_then(|exchange| {
                let (head, transfer) = server.begin(exchange, Watch::begin(Timeouts::default()))?;
                Ok((steps.take(Piece::Head(head))?, Box::new(transfer)))
            }),
            State::Receiving(mut transfer) => transfer.next(&mut |piece| steps.take(piece)).map(|flow| (flow, transfer)),
            state => return state,
        };
        match received {
            Ok((Flow::Open, transfer)) => State::Receiving(transfer),
            Ok((Flow::Closed, _)) => State::Over,
            Err(error) => State::Failed(error),
        }
    }
}

impl Iterator for ProgressIter {
    type Item = Result<Progress, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(step) = self.steps.next() {
                return Some(Ok(step));
            }
            self.state = match self.receive() {
                State::Over => return None,
                State::Failed(error) => return Some(Err(error)),
                state => state,
            };
        }
    }
}

impl fmt::Debug for ProgressIter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ProgressIter").field("steps", &self.steps).finish_non_exhaustive()
    }
}
