//! Turns the bytes of a response into events.

use super::super::intake::Intake;
use super::super::{Lines, Piece, Receive};
use super::fault;
use super::quick;
use super::record::Record;
use crate::model::{End, Event, Finish, Flow, Sink};
use crate::{Error, ErrorKind};
use std::ops::ControlFlow;
use std::sync::Arc;

/// A reply of `/api/generate` or `/api/chat` while it is being received, streamed or not.
///
/// ```
/// use formwork::model::{Event, Flow};
/// use formwork::protocol::{Head, Piece, Receive, ollama::Reply};
/// use std::ops::ControlFlow;
///
/// let mut reply = Reply::new("smollm2:135m");
/// let mut text = String::new();
/// let mut sink = |event: Event<'_>| {
///     if let Event::Text(piece) = event {
///         text.push_str(piece);
///     }
///     ControlFlow::Continue(())
/// };
/// reply.take(Piece::Head(Head::new(200, |_| None)), &mut sink)?;
/// reply.take(Piece::Bytes(b"{\"response\":\"Hel\",\"done\":false}\n{\"respo"), &mut sink)?;
/// assert_eq!(reply.take(Piece::Bytes(b"nse\":\"lo\",\"done\":true}\n"), &mut sink)?, Flow::Closed);
/// assert_eq!(text, "Hello");
/// # Ok::<(), formwork::Error>(())
/// ```
#[derive(Debug)]
pub struct Reply {
    intake: Intake<Lines>,
    state: State,
}

/// What has been seen of a reply.
#[derive(Debug, Default)]
struct State {
    /// The size of the context window that was asked for.
    num_ctx: Option<u32>,
    records: usize,
    tools: bool,
    ended: bool,
    closed: bool,
    /// Where escapes are resolved.
    scratch: String,
}

impl Reply {
    /// A reply of which nothing has come; the model's name is for errors.
    pub fn new(model: impl Into<Arc<str>>) -> Self {
        Self { intake: Intake::new(model.into(), Lines::new(), fault::status), state: State::default() }
    }

    /// Tells with the reply's end which context window the call was sent with.
    pub fn with_num_ctx(mut self, num_ctx: Option<u32>) -> Self {
        self.state.num_ctx = num_ctx;
        self
    }
}

impl Receive for Reply {
    fn take(&mut self, piece: Piece<'_>, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        if self.state.closed {
            return Ok(Flow::Closed);
        }
        let Self { intake, state } = self;
        let last = matches!(piece, Piece::End);
        intake.take(piece, &mut |model, line| state.line(line, model, sink))?;
        if last && !state.closed {
            state.unfinished(sink)?;
        }
        Ok(state.flow())
    }

    fn is_ended(&self) -> bool {
        self.state.ended
    }
}

impl State {
    fn flow(&self) -> Flow {
        if self.closed { Flow::Closed } else { Flow::Open }
    }

    /// Takes an end without a last record.
    fn unfinished(&mut self, sink: &mut Sink<'_>) -> Result<(), Error> {
        if self.records == 0 {
            let message = "the server's answer is empty; check that the address is that of an Ollama server";
            return Err(Error::new(ErrorKind::Protocol, message));
        }
        // After a run of white space, and at a dead end of the grammar, the server ends in silence, without `done`.
        // (Recorded: chat_token_repeat_cutoff_stream, generate_token_repeat_cutoff_nonstream.)
        self.closed = true;
        let _ = sink(Event::End(End { finish: Finish::Unfinished, num_ctx: self.num_ctx, ..End::default() }));
        Ok(())
    }

    fn line(&mut self, line: &[u8], model: &str, sink: &mut Sink<'_>) -> Result<ControlFlow<()>, Error> {
        if let Some(text) = quick::text(line, &mut self.scratch) {
            self.records += 1;
            if text.is_empty() {
                return Ok(ControlFlow::Continue(()));
            }
            let flow = sink(Event::Text(text));
            self.closed = flow.is_break();
            return Ok(flow);
        }
        let record: Record<'_> = serde_json::from_slice(line).map_err(|error| fault::record(line, error))?;
        if let Some(error) = record.error {
            return Err(fault::in_stream(&error, model));
        }
        self.records += 1;
        let flow = self.events(record, sink);
        self.closed = flow.is_break();
        Ok(flow)
    }

    /// Hands over the events of a record; breaks after the last one, and when the sink does.
    fn events(&mut self, record: Record<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let end = record.done.then(|| record.end(self.tools || !record.message.tool_calls.is_empty()));
        for thinking in [&record.thinking, &record.message.thinking] {
            if !thinking.is_empty() {
                sink(Event::Thinking(thinking))?;
            }
        }
        for text in [&record.response, &record.message.content] {
            if !text.is_empty() {
                sink(Event::Text(text))?;
            }
        }
        for call in record.message.tool_calls {
            self.tools = true;
            sink(Event::ToolCall(call.into()))?;
        }
        if !record.logprobs.is_empty() {
            sink(Event::Logprobs(record.logprobs.into_iter().map(Into::into).collect()))?;
        }
        match end {
            Some(end) => {
                self.ended = true;
                let _ = sink(Event::End(End { num_ctx: self.num_ctx, ..end }));
                ControlFlow::Break(())
            }
            None => ControlFlow::Continue(()),
        }
    }
}
