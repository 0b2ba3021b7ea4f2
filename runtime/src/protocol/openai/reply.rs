//! Turns the bytes of a response into events.

use super::super::intake::Intake;
use super::super::logprob::Logprob;
use super::super::{Events, Piece, Receive};
use super::record::{Choice, Record, Timings, Tokens, ToolDelta, finish, usage};
use super::unwrap::{Parts, Unwrap};
use super::{Flavor, fault};
use crate::model::{Call, End, Event, Finish, Flow, Sink, TokenLogprob};
use crate::prompt::ToolCall;
use crate::{Error, ErrorKind};
use serde_json::Value;
use std::ops::ControlFlow;
use std::sync::Arc;

/// A reply of `/v1/chat/completions` while it is being received, streamed or not.
///
/// ```
/// use formwork::model::{Call, Event, Flow};
/// use formwork::protocol::{Head, Piece, Receive, openai::{Flavor, Reply}};
/// use std::ops::ControlFlow;
///
/// let mut reply = Reply::new("smollm2", &Call::new("Say hello"), Flavor::default());
/// let mut text = String::new();
/// let mut sink = |event: Event<'_>| {
///     if let Event::Text(piece) = event {
///         text.push_str(piece);
///     }
///     ControlFlow::Continue(())
/// };
/// reply.take(Piece::Head(Head::new(200, |_| None)), &mut sink)?;
/// reply.take(Piece::Bytes(b"data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\ndata: {\"choi"), &mut sink)?;
/// reply.take(Piece::Bytes(b"ces\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}\n\n"), &mut sink)?;
/// assert_eq!(reply.take(Piece::Bytes(b"data: [DONE]\n\n"), &mut sink)?, Flow::Closed);
/// assert_eq!(text, "Hello");
/// # Ok::<(), formwork::Error>(())
/// ```
#[derive(Debug)]
pub struct Reply {
    intake: Intake<Events>,
    state: State,
}

/// What has been seen of a reply.
#[derive(Debug, Default)]
struct State {
    records: usize,
    /// Set where the value is wrapped: for the text, and for its tokens.
    unwrap: Option<(Unwrap, Unwrap)>,
    tool_calls: Vec<Tool>,
    refusal: String,
    finish: Option<Finish>,
    tokens: Option<Tokens>,
    timings: Option<Timings>,
    ended: bool,
    closed: bool,
}

/// A tool call of which the pieces are put together.
#[derive(Debug, Default)]
struct Tool {
    index: Option<usize>,
    id: Option<String>,
    name: String,
    arguments: String,
}

impl Reply {
    /// The reply to this call, of which nothing has come; the model's name is for errors.
    pub fn new(model: impl Into<Arc<str>>, call: &Call, flavor: Flavor) -> Self {
        let wrapped = call.format.is_some_and(|format| format.is_wrapped(flavor.dialect));
        let state = State { unwrap: wrapped.then(Default::default), ..State::default() };
        Self { intake: Intake::new(model.into(), Events::new(), fault::status), state }
    }
}

impl Receive for Reply {
    fn take(&mut self, piece: Piece<'_>, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        if self.state.closed {
            return Ok(Flow::Closed);
        }
        let Self { intake, state } = self;
        let last = matches!(piece, Piece::End);
        intake.take(piece, &mut |model, data| {
            let flow = state.record(data, model, sink)?;
            state.closed |= flow.is_break();
            Ok(flow)
        })?;
        if last && !state.closed {
            if state.records > 0 && state.finish.is_none() {
                // A router does so whose server died in the middle.
                let message = "the reply ends in the middle, without a reason; see the server's log, or try again";
                return Err(Error::new(ErrorKind::Protocol, message));
            }
            state.end(sink)?;
        }
        Ok(if state.closed { Flow::Closed } else { Flow::Open })
    }

    fn is_ended(&self) -> bool {
        self.state.ended
    }
}

impl State {
    fn record(&mut self, data: &[u8], model: &str, sink: &mut Sink<'_>) -> Result<ControlFlow<()>, Error> {
        if data == b"[DONE]" {
            self.end(sink)?;
            return Ok(ControlFlow::Break(()));
        }
        let record: Record<'_> = serde_json::from_slice(data).map_err(|error| fault::record(data, error))?;
        if record.error.is_some() || (record.message.is_some() && record.choices.is_empty()) {
            return Err(fault::in_stream(data, model));
        }
        self.records += 1;
        self.tokens = record.usage.or(self.tokens);
        self.timings = record.timings.or(self.timings);
        Ok(match record.choices.into_iter().next() {
            Some(choice) => self.choice(choice, sink),
            None => ControlFlow::Continue(()),
        })
    }

    /// Hands over the events of a record; breaks when the sink does.
    fn choice(&mut self, choice: Choice<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let Choice { delta, finish_reason, logprobs } = choice;
        if !finish_reason.0.is_empty() {
            self.finish = Some(finish(&finish_reason.0));
        }
        self.refusal.push_str(&delta.refusal.0);
        if !delta.thinking().is_empty() {
            sink(Event::Thinking(delta.thinking()))?;
        }
        let has_text = !delta.content.0.is_empty();
        if has_text {
            self.text(&delta.content.0, sink)?;
        }
        for call in delta.tool_calls.into_iter().flatten() {
            self.tool(call);
        }
        // llama-server tells the tokens of a Markdown fence that it takes off the text.
        let tokens = logprobs.filter(|_| has_text || self.unwrap.is_none());
        let tokens = tokens.and_then(|logprobs| logprobs.content).unwrap_or_default();
        let tokens: Vec<_> = tokens.into_iter().filter_map(|token| self.token(token)).collect();
        if tokens.is_empty() { ControlFlow::Continue(()) } else { sink(Event::Logprobs(tokens)) }
    }

    fn text(&mut self, text: &str, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let Some((unwrap, _)) = &mut self.unwrap else { return sink(Event::Text(text)) };
        let Parts { held, value, after } = unwrap.take(text);
        [held.as_str(), value, after].into_iter().filter(|part| !part.is_empty()).try_for_each(|part| sink(Event::Text(part)))
    }

    /// The token as far as it belongs to the value.
    fn token(&mut self, mut token: Logprob) -> Option<TokenLogprob> {
        if let Some((_, unwrap)) = &mut self.unwrap {
            let Parts { held, value, .. } = unwrap.take(&token.token);
            let text = held + value;
            if text.is_empty() {
                return None;
            }
            token.token = text;
        }
        Some(token.into())
    }

    /// Puts a piece of a tool call where it belongs: by its number, where the server counts.
    fn tool(&mut self, delta: ToolDelta) {
        let named = delta.id.as_ref().is_some_and(|id| !id.is_empty());
        let same = |tool: &&mut Tool| tool.index == delta.index && (!named || tool.id == delta.id);
        let function = delta.function.unwrap_or_default();
        let tool = match self.tool_calls.last_mut().filter(same) {
            Some(tool) if delta.index.is_some() || function.name.is_none() => tool,
            _ => {
                self.tool_calls.push(Tool { index: delta.index, id: delta.id.filter(|_| named), ..Tool::default() });
                let Some(tool) = self.tool_calls.last_mut() else { return };
                tool
            }
        };
        tool.name.push_str(&function.name.unwrap_or_default());
        match function.arguments {
            Some(Value::String(piece)) => tool.arguments.push_str(&piece),
            Some(whole @ Value::Object(_)) => tool.arguments = whole.to_string(),
            _ => {}
        }
    }

    /// Takes the end of the stream, or of the body.
    fn end(&mut self, sink: &mut Sink<'_>) -> Result<(), Error> {
        self.closed = true;
        if self.records == 0 {
            let message = "the server's answer is empty; check that the address is that of a server with /v1/chat/completions";
            return Err(Error::new(ErrorKind::Protocol, message));
        }
        if !self.refusal.is_empty() {
            let message = format!("the model declined to answer; change the prompt; it said: {}", self.refusal);
            return Err(Error::new(ErrorKind::Refused, message));
        }
        let mut finish = self.finish.take().unwrap_or(Finish::Unfinished);
        if let Some((unwrap, _)) = &mut self.unwrap {
            // What stopped inside the wrapping stopped inside the value, whatever it looks like: 4 may be the beginning of 42.
            if unwrap.is_open() && finish == Finish::Stop {
                finish = Finish::Unfinished;
            }
            let rest = unwrap.rest();
            if !rest.is_empty() && sink(Event::Text(&rest)).is_break() {
                return Ok(());
            }
        }
        for call in std::mem::take(&mut self.tool_calls) {
            if sink(Event::ToolCall(call.into_call(&finish)?)).is_break() {
                return Ok(());
            }
        }
        self.ended = true;
        let _ = sink(Event::End(End { finish, usage: usage(self.tokens, self.timings), num_ctx: None }));
        Ok(())
    }
}

impl Tool {
    fn into_call(self, finish: &Finish) -> Result<ToolCall, Error> {
        let Self { id, name, arguments, .. } = self;
        let arguments = match serde_json::from_str(&arguments) {
            Ok(arguments) => arguments,
            Err(_) if arguments.trim().is_empty() => Value::Object(serde_json::Map::new()),
            Err(error) if *finish == Finish::Length => {
                let message = format!("the arguments of the tool `{name}` were cut off by the token limit; raise num_predict");
                return Err(Error::new(ErrorKind::Truncated, message).with_source(error));
            }
            // The tool's own reader says what is wrong, and the model is told.
            Err(_) => Value::String(arguments),
        };
        Ok(ToolCall { id, name, arguments })
    }
}
