//! What a reply comes to: its events, owned, and how it ended, by each way through the library.

use formwork::model::{BlockingModel, Call, Event, Flow, Model};
use formwork::protocol::{Head, Piece, Receive};
use formwork::{Error, ErrorKind};
use std::ops::ControlFlow;

/// The events of one reply, and its error if it failed.
#[derive(Debug, PartialEq, Default)]
pub struct Outcome {
    /// The events: the length of a text, everything else written out.
    pub events: Vec<Result<usize, String>>,
    /// The text, put together.
    pub text: String,
    /// The tokens whose log-probabilities came.
    pub tokens: Vec<String>,
    /// The thinking, put together.
    pub thinking: String,
    /// How it ended, if it did.
    pub end: Option<String>,
    /// What went wrong, if something did.
    pub error: Option<(ErrorKind, Option<u16>, String)>,
}

impl Outcome {
    fn event(&mut self, event: &Event<'_>) {
        self.events.push(match event {
            Event::Text(text) => {
                self.text.push_str(text);
                Ok(text.len())
            }
            Event::Thinking(text) => {
                self.thinking.push_str(text);
                Ok(text.len())
            }
            Event::End(end) => {
                self.end = Some(format!("{end:?}"));
                Err(String::new())
            }
            Event::Logprobs(tokens) => {
                self.tokens.extend(tokens.iter().map(|token| token.token.clone()));
                Err(format!("{event:?}"))
            }
            other => Err(format!("{other:?}")),
        });
    }

    fn fail(&mut self, error: &Error) {
        self.error = Some((error.kind(), error.status(), error.to_string()));
    }
}

/// Through the sans-IO core, in these pieces; `complete` is whether HTTP marks the end.
pub fn core<'p>(mut reply: impl Receive, status: u16, pieces: impl IntoIterator<Item = &'p [u8]>, complete: bool) -> Outcome {
    let mut outcome = Outcome::default();
    let end = complete.then_some(Piece::End);
    let head = Piece::Head(Head::new(status, |_| None));
    for piece in [head].into_iter().chain(pieces.into_iter().map(Piece::Bytes)).chain(end) {
        let taken = reply.take(piece, &mut |event| {
            outcome.event(&event);
            ControlFlow::Continue(())
        });
        match taken {
            Ok(Flow::Open) => {}
            Ok(Flow::Closed) => break,
            Err(error) => {
                outcome.fail(&error);
                break;
            }
        }
    }
    outcome
}

/// Through an async driver.
pub async fn asynchronous(model: &dyn Model, call: Call) -> Outcome {
    let mut outcome = Outcome::default();
    let mut incoming = model.send(call);
    loop {
        let received = std::future::poll_fn(|context| {
            incoming.poll_receive(context, &mut |event| {
                outcome.event(&event);
                ControlFlow::Continue(())
            })
        });
        match received.await {
            Ok(Flow::Open) => {}
            Ok(Flow::Closed) => return outcome,
            Err(error) => {
                outcome.fail(&error);
                return outcome;
            }
        }
    }
}

/// Through a blocking driver.
pub fn blocking(model: &dyn BlockingModel, call: Call) -> Outcome {
    let mut outcome = Outcome::default();
    let mut incoming = match model.send(call) {
        Ok(incoming) => incoming,
        Err(error) => {
            outcome.fail(&error);
            return outcome;
        }
    };
    loop {
        let received = incoming.receive(&mut |event| {
            outcome.event(&event);
            ControlFlow::Continue(())
        });
        match received {
            Ok(Flow::Open) => {}
            Ok(Flow::Closed) => return outcome,
            Err(error) => {
                outcome.fail(&error);
                return outcome;
            }
        }
    }
}
