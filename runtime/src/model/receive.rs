//! Turns the events of one reply into a value, or into the reason why there is none. No IO, no clock.

use super::choices::{self, AnyJson};
use super::plan::Expects;
use super::runaway::Watch;
use super::settings::Settings;
use super::{End, Event, Finish, Reply, TokenLogprob};
use crate::error::Received;
use crate::json::Text;
use crate::prompt::{Policy, ToolCall};
use crate::{Changes, Error, ErrorKind, Generate, Lenient, ParseError, Parser, Progress};
use std::any::Any;
use std::ops::ControlFlow;

/// How much white space may follow a complete value while the end of the reply, which says what it cost, is waited for.
const GRACE: usize = 16;

/// One reply of type `T` while it is being received.
#[derive(Debug)]
pub(crate) struct Receiver<T: Generate> {
    parser: Parser<T>,
    pub(super) raw: String,
    pub(super) thinking: String,
    logprobs: Vec<TokenLogprob>,
    pub(super) tool_calls: Vec<ToolCall>,
    pub(super) end: Option<End>,
    pub(super) stopped: Option<Stopped>,
    watch: Option<Watch>,
    pub(super) expects: Expects,
    /// Whether a reply that does not keep to the schema is searched for its value.
    fallback: bool,
    settings: Settings,
    /// Whether the next text is the first that came with a wait.
    first_of_arrival: bool,
    after_value: usize,
}

/// Why the reply was broken off.
#[derive(Debug)]
pub(super) enum Stopped {
    Complete,
    Wrong(ParseError),
    Runaway(&'static str),
}

impl<T: Generate> Receiver<T> {
    pub(crate) fn new(policy: &Policy, expects: Expects) -> Self {
        let settings = Settings { lenient: policy.lenient, early_stop: policy.early_stop, changes: false, partial_json: false };
        Self {
            parser: settings.parser(),
            raw: String::new(),
            thinking: String::new(),
            logprobs: Vec::new(),
            tool_calls: Vec::new(),
            end: None,
            stopped: None,
            watch: policy.runaway.map(Watch::new),
            fallback: policy.fallback && expects.constrained,
            expects,
            settings,
            first_of_arrival: true,
            after_value: 0,
        }
    }

    pub(crate) fn with_changes(mut self) -> Self {
        self.settings.changes = true;
        self.parser = self.parser.with_changes();
        self
    }

    pub(crate) fn with_partial_json(mut self) -> Self {
        self.settings.partial_json = true;
        self.parser = self.parser.with_partial_json();
        self
    }

    /// A parser that reads the same text the same way.
    pub(crate) fn fresh_parser(&self) -> Parser<T> {
        Settings { changes: false, partial_json: false, ..self.settings }.parser()
    }

    /// What comes now has not been waited for before: changes are counted from here.
    pub(crate) fn begin_arrival(&mut self) {
        self.first_of_arrival = true;
    }

    pub(crate) fn changes(&self) -> Changes<'_> {
        // Nothing has come since the last wait that had text.
        if self.first_of_arrival { Changes::default() } else { self.parser.changes() }
    }

    pub(crate) fn partial_json(&self) -> String {
        self.parser.partial_json()
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
        let was_complete = self.parser.is_complete();
        if let Some(plain) = plain::<T>(self.parser.partial_mut()) {
            plain.push_plain(text);
        } else if let Err(error) = self.parse(text) {
            self.take_mistake(error);
        } else if was_complete {
            self.after_value += text.len();
        }
        if self.parser.is_complete() {
            if self.settings.early_stop && self.after_value > GRACE && self.stopped.is_none() {
                self.stopped = Some(Stopped::Complete);
            }
        } else if let Some(watch) = &mut self.watch
            && self.stopped.is_none()
            && let Some(what) = watch.look(&self.raw, text.len())
        {
            self.stopped = Some(Stopped::Runaway(what));
        }
    }

    fn parse(&mut self, text: &str) -> Result<Progress, ParseError> {
        if std::mem::take(&mut self.first_of_arrival) { self.parser.push_str(text) } else { self.parser.push_on(text) }
    }

    fn take_mistake(&mut self, error: ParseError) {
        if self.settings.early_stop && self.parser.is_complete() {
            // Something follows the value: for an early stop that is none of our business.
            self.after_value = GRACE + 1;
        } else if std::mem::take(&mut self.fallback) && self.starts_wrong(&error) {
            self.settings.lenient = Lenient::ALL;
            self.parser = self.settings.parser();
            if let Err(error) = self.parser.push_str(&self.raw) {
                self.take_mistake(error);
            }
        } else {
            self.stopped = Some(Stopped::Wrong(error));
        }
    }

    /// Whether the reply is wrong from its first letter.
    pub(super) fn starts_wrong(&self, error: &ParseError) -> bool {
        self.raw.trim_start().len() + error.offset() <= self.raw.len() || self.is_before_value()
    }

    /// Whether all of the reply is text before a value, which a lenient parser skips.
    pub(super) fn is_before_value(&self) -> bool {
        self.parser.skipped().is_some_and(|skipped| !self.raw.is_empty() && skipped.before.len() == self.raw.len())
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
        let End { finish, usage, .. } = self.end.clone().unwrap_or_default();
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
            Ok(_) if let Some(broken) = self.broken_choice() => {
                let message = format!("a value breaks a rule: {broken}");
                Err(self.fail(Error::new(ErrorKind::ConstraintBroken, message)))
            }
            Ok(value) => Ok(Reply {
                value,
                skipped: self.parser.skipped().cloned().unwrap_or_default(),
                repairs: self.parser.repairs().to_vec(),
                warnings: self.parser.warnings().to_vec(),
                raw: self.raw,
                thinking: self.thinking,
                finish,
                usage,
                logprobs: self.logprobs,
                tool_calls: self.tool_calls,
                attempts: Vec::new(),
            }),
            Err(error) => {
                // A reply that ended before its value began is wrong as it is, unless it was to go on.
                let is_cut = error.is_incomplete() && (finish == Finish::Length || !self.is_before_value());
                let error = if is_cut { self.cut_off(&finish).with_source(error) } else { self.wrong(error) };
                Err(self.fail(error))
            }
        }
    }

    /// What of the value is not among the choices that the request gives.
    pub(super) fn broken_choice(&self) -> Option<String> {
        if self.expects.choices.is_empty() {
            return None;
        }
        // The text has been read as a `T`, so that it can be read as any JSON.
        let mut parser = Parser::<AnyJson>::new().with_leniency_for(self.settings.lenient, T::SHAPE);
        parser.push_str(&self.raw).ok()?;
        choices::broken(&parser.end().ok()?.0, &self.expects.choices)
    }

    fn take_value(&mut self) -> Result<T, ParseError> {
        if let Some(plain) = plain::<T>(self.parser.partial_mut()) {
            plain.end_plain();
            return self.parser.take();
        }
        // What follows a complete value was not wanted and may have been refused.
        if self.parser.is_complete() { self.parser.take() } else { self.parser.end() }
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
