//! Turns the events of one reply into a value, or into the reason why there is none. No IO, no clock.

use super::runaway::Watch;
use super::{End, Event, Finish, Reply, TokenLogprob, Usage};
use crate::error::Received;
use crate::json::Text;
use crate::prompt::{Policy, ToolCall};
use crate::{Category, Error, ErrorKind, Generate, ParseError, Parser, Progress};
use std::any::Any;
use std::ops::ControlFlow;

/// How much white space may follow a complete value while the end of the reply, which says what it cost, is waited for.
const GRACE: usize = 16;

/// One reply of type `T` while it is being received.
#[derive(Debug)]
pub(crate) struct Receiver<T: Generate> {
    parser: Parser<T>,
    raw: String,
    thinking: String,
    logprobs: Vec<TokenLogprob>,
    tool_calls: Vec<ToolCall>,
    end: Option<End>,
    stopped: Option<Stopped>,
    watch: Option<Watch>,
    early_stop: bool,
    /// Whether a schema was sent with the request.
    constrained: bool,
    after_value: usize,
}

/// Why the reply was broken off.
#[derive(Debug)]
enum Stopped {
    Complete,
    Wrong(ParseError),
    Runaway(&'static str),
}

impl<T: Generate> Receiver<T> {
    pub(crate) fn new(policy: &Policy, constrained: bool) -> Self {
        Self {
            parser: Parser::new(),
            raw: String::new(),
            thinking: String::new(),
            logprobs: Vec::new(),
            tool_calls: Vec::new(),
            end: None,
            stopped: None,
            watch: policy.runaway.map(Watch::new),
            early_stop: policy.early_stop,
            constrained,
            after_value: 0,
        }
    }

    /// The value so far.
    pub(crate) fn partial(&self) -> &T::Partial {
        self.parser.partial()
    }

    pub(crate) fn partial_mut(&mut self) -> &mut T::Partial {
        self.parser.partial_mut()
    }

    pub(crate) fn raw(&self) -> &str {
        &self.raw
    }

    pub(crate) fn thinking(&self) -> &str {
        &self.thinking
    }

    /// Whether nothing more is wanted.
    pub(crate) fn is_over(&self) -> bool {
        self.stopped.is_some() || self.end.is_some()
    }

    /// Takes one event; breaks when no more are wanted.
    pub(crate) fn accept(&mut self, event: Event<'_>) -> ControlFlow<()> {
        match event {
            Event::Text(text) => self.text(text),
            Event::Thinking(text) => self.thinking.push_str(text),
            Event::ToolCall(call) => self.tool_calls.push(call),
            Event::Logprobs(tokens) => self.logprobs.extend(tokens),
            Event::End(end) => self.end = Some(end),
        }
        if self.is_over() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn text(&mut self, text: &str) {
        self.raw.push_str(text);
        if let Some(plain) = plain::<T>(self.parser.partial_mut()) {
            plain.push_plain(text);
        } else if self.parser.is_complete() {
            self.after_value += text.len();
        } else {
            match self.parser.push_str(text) {
                Ok(Progress::Partial | Progress::Complete) => {}
                // The value is complete and something follows it: for an early stop that is none of our business.
                Err(_) if self.early_stop && self.parser.is_complete() => self.after_value = GRACE + 1,
                Err(error) => self.stopped = Some(Stopped::Wrong(error)),
            }
        }
        if self.parser.is_complete() {
            if self.early_stop && self.after_value > GRACE {
                self.stopped = Some(Stopped::Complete);
            }
        } else if let Some(watch) = &mut self.watch
            && self.stopped.is_none()
            && let Some(what) = watch.look(&self.raw, text.len())
        {
            self.stopped = Some(Stopped::Runaway(what));
        }
    }

    /// The value, or why there is none.
    pub(crate) fn finish(mut self) -> Result<Reply<T>, Error>
    where
        T::Partial: Send + Sync,
    {
        match self.stopped.take() {
            Some(Stopped::Wrong(error)) => {
                let error = self.wrong(error);
                return Err(self.fail(error));
            }
            Some(Stopped::Runaway(what)) => {
                let message = format!(
                    "the model ran away into {what}, and the reply was broken off after {} bytes; ask again, or set another \
                     temperature or repeat_penalty",
                    self.raw.len()
                );
                return Err(self.fail(Error::new(ErrorKind::Runaway, message)));
            }
            Some(Stopped::Complete) | None => {}
        }
        let End { finish, usage } = self.end.clone().unwrap_or_default();
        if let Some(error) = self.no_value(&finish) {
            return Err(self.fail(error));
        }
        // Only what follows a number ends it: cut off, 4 may be the beginning of 42.
        let ends_itself = self.parser.is_complete() || plain_type::<T>();
        match self.take_value() {
            Ok(_) if !ends_itself && matches!(finish, Finish::Length | Finish::Unfinished) => {
                let error = self.cut_off(&finish);
                Err(self.fail(error))
            }
            Ok(value) => Ok(Reply {
                value,
                raw: self.raw,
                thinking: self.thinking,
                finish,
                usage,
                logprobs: self.logprobs,
                tool_calls: self.tool_calls,
                attempts: Vec::new(),
            }),
            Err(error) => {
                let error = if error.is_incomplete() { self.cut_off(&finish).with_source(error) } else { self.wrong(error) };
                Err(self.fail(error))
            }
        }
    }

    fn take_value(&mut self) -> Result<T, ParseError> {
        if let Some(plain) = plain::<T>(self.parser.partial_mut()) {
            plain.end_plain();
            return self.parser.take();
        }
        // What follows a complete value was not wanted and may have been refused.
        if self.parser.is_complete() { self.parser.take() } else { self.parser.end(b"") }
    }

    /// Adds what has been received to an error from below.
    pub(crate) fn fail(self, error: Error) -> Error
    where
        T::Partial: Send + Sync,
    {
        error.with_received(Received {
            raw: self.raw,
            thinking: self.thinking,
            usage: self.end.map(|end| end.usage),
            partial: Some(Box::new(self.parser.into_partial())),
        })
    }

    /// An ending that cannot have a value before it.
    fn no_value(&self, finish: &Finish) -> Option<Error> {
        if *finish == Finish::ContentFilter {
            return Some(Error::new(ErrorKind::Refused, "the provider's filter cut the reply off; change the prompt"));
        }
        if !self.raw.trim().is_empty() || !self.tool_calls.is_empty() {
            return None;
        }
        let message = match (self.thinking.is_empty(), finish) {
            (false, Finish::Length) => "all tokens went into thinking; raise num_predict, or set Think::Off".to_owned(),
            (false, _) => "the reply is all thinking and has no answer; set Think::Off, or ask through a chat".to_owned(),
            (true, Finish::Length) => "the reply is empty and the token limit was reached; raise num_predict".to_owned(),
            (true, _) if plain_type::<T>() => return None,
            (true, Finish::Unfinished) => "the server ended the reply before its first token; ask again".to_owned(),
            (true, _) => "the reply is empty; check the prompt, and whether the model knows how to answer it".to_owned(),
        };
        Some(Error::new(ErrorKind::Empty, message))
    }

    /// The reply ended inside the value.
    fn cut_off(&self, finish: &Finish) -> Error {
        let tokens = self.end.as_ref().and_then(|end| end.usage.output_tokens);
        let tokens = tokens.map_or_else(String::new, |tokens| format!(" after {tokens} tokens"));
        let silent = *finish == Finish::Unfinished;
        if silent && self.raw.ends_with(char::is_whitespace) {
            let message = format!("the model ran away into white space, and the server ended the reply{tokens}; ask again");
            return Error::new(ErrorKind::Runaway, message);
        }
        let message = match finish {
            Finish::Length => format!("the reply was cut off by the token limit{tokens}; raise num_predict (or num_ctx)"),
            Finish::Unfinished => format!("the server ended the reply{tokens} without saying why, inside the value; ask again"),
            _ => format!("the model stopped{tokens} inside the value; a `stop` text may occur in its JSON"),
        };
        Error::new(ErrorKind::Truncated, message)
    }

    /// The reply is not the JSON of a `T`.
    fn wrong(&self, error: ParseError) -> Error {
        let starts_wrong = self.raw.trim_start().len() + error.offset() <= self.raw.len();
        let (kind, what) = match error.category() {
            Category::Rule => (ErrorKind::ConstraintBroken, "a value breaks a rule"),
            _ if starts_wrong && self.constrained => (
                ErrorKind::ConstraintNotApplied,
                "the server did not apply the schema: check that the server and model support structured output; the reply began",
            ),
            Category::Type => (ErrorKind::WrongType, "the reply has another type"),
            Category::Limit => (ErrorKind::NotJson, "the reply is over a limit of the parser"),
            _ => (ErrorKind::NotJson, "the reply is not JSON"),
        };
        let message = if kind == ErrorKind::ConstraintNotApplied {
            let beginning: String = self.raw.trim_start().chars().take(40).collect();
            format!("{what} {beginning:?}")
        } else {
            format!("{what}: {error}")
        };
        Error::new(kind, message).with_source(error)
    }
}

/// Whether `T` is `String`, which as a root is the plain text of the reply.
pub(crate) fn plain_type<T: 'static>() -> bool {
    std::any::TypeId::of::<T>() == std::any::TypeId::of::<String>()
}

/// The slot of a `T` that is plain text.
fn plain<T: Generate>(partial: &mut T::Partial) -> Option<&mut Text> {
    if !plain_type::<T>() {
        return None;
    }
    let partial: &mut dyn Any = partial;
    partial.downcast_mut()
}

/// What the failed tries and this reply cost together.
pub(crate) fn total_tokens(usages: impl Iterator<Item = Option<Usage>>) -> u64 {
    usages.flatten().filter_map(|usage| usage.output_tokens).sum()
}
