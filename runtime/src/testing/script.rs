//! A model that plays a script.

use super::Turn;
use super::turn::Ending;
use crate::model::{BlockingIncoming, BlockingModel, Call, End, Event, Flow, Incoming, Model, Sink};
use crate::{Error, ErrorKind, Request};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

/// A model that answers each call with the next [`Turn`] of its script, asynchronously and blocking; cheap to clone.
///
/// ```
/// use formwork::testing::{Script, Turn};
/// use formwork::{Generate, blocking::Model as _};
///
/// #[derive(Generate)]
/// struct City { name: String }
///
/// let model = Script::new([Turn::text(r#"{"name": "Lisbon"}"#)]);
/// let city: City = model.generate("Name a city")?;
/// assert_eq!(city.name, "Lisbon");
/// assert_eq!(model.requests().len(), 1);
/// # Ok::<(), formwork::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Script(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    turns: VecDeque<Turn>,
    requests: Vec<Request>,
}

impl Script {
    /// A model that answers with these, one a call; a call after the last is an error.
    pub fn new(turns: impl IntoIterator<Item = Turn>) -> Self {
        Self(Arc::new(Mutex::new(State { turns: turns.into_iter().collect(), requests: Vec::new() })))
    }

    /// What the model has been asked, with the outline of the type in the prompt.
    pub fn requests(&self) -> Vec<Request> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).requests.clone()
    }

    fn play(&self, call: Call) -> Playing {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.requests.push(call.request);
        let turn = state.turns.pop_front();
        let turn = turn.unwrap_or_else(|| Turn::text("").fails(ErrorKind::InvalidRequest, "the script has no more turns"));
        Playing { turn, said: 0, thought: false }
    }
}

struct Playing {
    turn: Turn,
    said: usize,
    thought: bool,
}

impl Playing {
    /// Hands over the next event; `None` when nothing more comes, ever.
    fn next(&mut self, sink: &mut Sink<'_>) -> Option<Result<Flow, Error>> {
        let event = if !self.thought && !self.turn.thinking.is_empty() {
            Event::Thinking(&self.turn.thinking)
        } else if let Some(piece) = self.turn.piece_at(self.said) {
            self.said += piece.len();
            Event::Text(piece)
        } else {
            match &self.turn.end {
                Ending::Finish(finish) => Event::End(End { finish: finish.clone(), usage: self.turn.usage(), num_ctx: None }),
                Ending::Fails(kind, message) => return Some(Err(Error::new(*kind, message.clone()))),
                Ending::Forever(text) => Event::Text(text),
                Ending::Never => return None,
            }
        };
        self.thought = true;
        let ended = matches!(event, Event::End(_));
        let broken = sink(event).is_break();
        Some(Ok(if ended || broken { Flow::Closed } else { Flow::Open }))
    }
}

impl Incoming for Playing {
    fn poll_receive(&mut self, _: &mut Context<'_>, sink: &mut Sink<'_>) -> Poll<Result<Flow, Error>> {
        self.next(sink).map_or(Poll::Pending, Poll::Ready)
    }
}

impl BlockingIncoming for Playing {
    fn receive(&mut self, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        self.next(sink).unwrap_or_else(|| Err(Error::new(ErrorKind::TimedOut, "the script ends here and never goes on")))
    }
}

impl Model for Script {
    fn send(&self, call: Call) -> Box<dyn Incoming> {
        Box::new(self.play(call))
    }
}

impl BlockingModel for Script {
    fn send(&self, call: Call) -> Result<Box<dyn BlockingIncoming>, Error> {
        Ok(Box::new(self.play(call)))
    }
}
