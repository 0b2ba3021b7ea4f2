//! Turns the bytes of a response into events.

use super::super::{Head, Lines, Piece};
use super::fault;
use super::record::Record;
use crate::model::{End, Event, Finish, Flow, Sink};
use crate::{Error, ErrorKind};
use std::ops::ControlFlow;
use std::sync::Arc;

/// How much of the body of an error is kept: the rest would not make it clearer.
const FAULT_LIMIT: usize = 65_536;

/// A reply of `/api/generate` or `/api/chat` while it is being received, streamed or not.
///
/// ```
/// use formwork::model::{Event, Flow};
/// use formwork::protocol::{Head, Piece, ollama::Reply};
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
    model: Arc<str>,
    /// The head, when it is that of an error.
    failed: Option<Head>,
    /// The body of an error.
    fault: Vec<u8>,
    lines: Lines,
    state: State,
}

/// What has been seen of a reply.
#[derive(Debug, Default)]
struct State {
    records: usize,
    tools: bool,
    ended: bool,
    closed: bool,
}

impl Reply {
    /// A reply of which nothing has come; the model's name is for errors.
    pub fn new(model: impl Into<Arc<str>>) -> Self {
        Self { model: model.into(), failed: None, fault: Vec::new(), lines: Lines::new(), state: State::default() }
    }

    /// Takes what has come, and hands the events that it completes to `sink`.
    ///
    /// A body that ends without a last record is a reply that is [unfinished](Finish::Unfinished). Once the flow is closed, no
    /// more is wanted.
    ///
    /// # Errors
    /// What the server says: by its status, or by an error in the middle of a stream. Of kind [`Protocol`](ErrorKind::Protocol)
    /// for what is not a record.
    pub fn take(&mut self, piece: Piece<'_>, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        if self.state.closed {
            return Ok(Flow::Closed);
        }
        match piece {
            Piece::Head(head) => self.failed = (!head.is_success()).then_some(head),
            Piece::Bytes(bytes) if self.failed.is_some() => {
                let room = FAULT_LIMIT.saturating_sub(self.fault.len()).min(bytes.len());
                self.fault.extend_from_slice(bytes.get(..room).unwrap_or_default());
            }
            Piece::Bytes(bytes) => {
                let Self { lines, state, model, .. } = self;
                // A break is the end, and the state knows it.
                let _ = lines.push(bytes, &mut |line| state.line(line, model, sink))?;
            }
            Piece::End => self.end(sink)?,
        }
        Ok(self.state.flow())
    }

    /// Whether the last record has come, so that only HTTP's own end can follow.
    pub fn is_ended(&self) -> bool {
        self.state.ended
    }

    fn end(&mut self, sink: &mut Sink<'_>) -> Result<(), Error> {
        if let Some(head) = &self.failed {
            return Err(fault::status(head, &self.fault, &self.model));
        }
        let rest = self.lines.rest();
        if !rest.trim_ascii().is_empty() && self.state.line(rest, &self.model, sink)?.is_break() {
            return Ok(());
        }
        if self.state.records == 0 {
            let message = "the server's answer is empty; check that the address is that of an Ollama server";
            return Err(Error::new(ErrorKind::Protocol, message));
        }
        // After a run of white space, and at a dead end of the grammar, the server ends in silence, without `done`.
        // (Recorded: chat_token_repeat_cutoff_stream, generate_token_repeat_cutoff_nonstream.)
        self.state.closed = true;
        let _ = sink(Event::End(End { finish: Finish::Unfinished, ..End::default() }));
        Ok(())
    }
}

impl State {
    fn flow(&self) -> Flow {
        if self.closed { Flow::Closed } else { Flow::Open }
    }

    fn line(&mut self, line: &[u8], model: &str, sink: &mut Sink<'_>) -> Result<ControlFlow<()>, Error> {
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
                let _ = sink(Event::End(end));
                ControlFlow::Break(())
            }
            None => ControlFlow::Continue(()),
        }
    }
}
