//! The error of a call: what happened, with everything that had been received by then.

use crate::ParseError;
use crate::model::{Attempt, Usage};
use std::any::Any;
use std::fmt;
use std::time::Duration;

/// Why a call gave no value: [`kind`](Error::kind) says what happened, `Display` says it in a sentence with what to do, and
/// what had been received travels along ([`raw`](Error::raw), [`partial`](Error::partial), [`usage`](Error::usage)).
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
    status: Option<u16>,
    retry_after: Option<Duration>,
    received: Received,
    attempts: Vec<Attempt>,
}

/// What had been received when a call ended.
#[derive(Default)]
pub(crate) struct Received {
    pub(crate) raw: String,
    pub(crate) thinking: String,
    pub(crate) usage: Option<Usage>,
    pub(crate) partial: Option<Box<dyn Any + Send + Sync>>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request cannot be sent as it is, or the server refuses it: an empty prompt, a temperature that is not a number.
    InvalidRequest,
    /// The server could not be reached, or the connection broke.
    Transport,
    /// The server answered with an error status that no other kind describes.
    Status,
    /// The server does not have the model.
    ModelNotFound,
    /// The model or server cannot do something that the call needs; the message names it.
    Unsupported,
    /// The model's file cannot be used: missing, cut, of an unknown architecture.
    InvalidModel,
    /// The reply breaks the protocol: a record that is not JSON, a stream that ends in the middle.
    Protocol,
    /// A schema was sent, and prose or another shape came back.
    ConstraintNotApplied,
    /// The reply is not JSON.
    NotJson,
    /// The reply is JSON of another type.
    WrongType,
    /// The reply has the right type and breaks a rule of it.
    ConstraintBroken,
    /// The reply was cut off by the token limit.
    Truncated,
    /// The model ran away: endless white space or repetition.
    Runaway,
    /// The prompt does not fit into the context window.
    ContextOverflow,
    /// The reply is empty: nothing at all, or only thinking.
    Empty,
    /// The model declined to answer.
    Refused,
    /// The model asked for a tool instead of answering, although it was given none.
    UnwantedToolCall,
    /// A time limit passed.
    TimedOut,
    /// The call was cancelled.
    Cancelled,
}

impl Error {
    /// An error of this kind; for implementations of [`Model`](crate::Model).
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            source: None,
            status: None,
            retry_after: None,
            received: Received::default(),
            attempts: Vec::new(),
        }))
    }

    /// Adds the error that caused this one.
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds the HTTP status that the server answered with.
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// Adds how long the server asks to wait before another try.
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// Adds what had been received, unless something is there already.
    pub(crate) fn with_received(mut self, received: Received) -> Self {
        let kept = std::mem::take(&mut self.0.received);
        self.0.received = Received {
            raw: if kept.raw.is_empty() { received.raw } else { kept.raw },
            thinking: if kept.thinking.is_empty() { received.thinking } else { kept.thinking },
            usage: kept.usage.or(received.usage),
            partial: kept.partial.or(received.partial),
        };
        self
    }

    /// Adds the failed tries before this one.
    pub(crate) fn with_attempts(mut self, attempts: Vec<Attempt>) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// The failed tries before this one, oldest first.
    pub fn attempts(&self) -> &[Attempt] {
        &self.0.attempts
    }

    /// What happened.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The text of the reply, as far as it was received.
    pub fn raw(&self) -> &str {
        &self.0.received.raw
    }

    /// The model's thinking, as far as it was received.
    pub fn thinking(&self) -> &str {
        &self.0.received.thinking
    }

    /// What the call cost, as far as the server said.
    pub fn usage(&self) -> Option<&Usage> {
        self.0.received.usage.as_ref()
    }

    /// The partial value, as far as it was received: for a `T` that was asked for, `partial::<T>()`.
    pub fn partial<T: crate::Generate>(&self) -> Option<&T::Partial> {
        let partial: &dyn Any = &**self.0.received.partial.as_ref()?;
        partial.downcast_ref()
    }

    /// The HTTP status, where the server gave one.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// How long the server asks to wait before another try.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The parser's error, for a reply that is not the wanted type: it has the path and offset.
    pub fn parse_error(&self) -> Option<&ParseError> {
        self.0.source.as_ref()?.downcast_ref()
    }

    /// Whether the same call may well succeed if it is sent again: the fault lies in the way, not in the request or the reply.
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::Transport | ErrorKind::TimedOut => true,
            ErrorKind::Status | ErrorKind::Protocol => {
                self.0.status.is_none_or(|status| matches!(status, 408 | 429 | 500 | 502..=504))
            }
            _ => false,
        }
    }

    /// Whether the model wrote something that is not a value, so that asking again may give another answer.
    pub fn is_model_output(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::ConstraintNotApplied
                | ErrorKind::NotJson
                | ErrorKind::WrongType
                | ErrorKind::ConstraintBroken
                | ErrorKind::Truncated
                | ErrorKind::Runaway
                | ErrorKind::Empty
                | ErrorKind::UnwantedToolCall
        )
    }

    /// Whether a time limit passed.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::TimedOut
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = formatter.debug_struct("Error");
        out.field("kind", &self.0.kind).field("message", &self.0.message);
        if let Some(status) = self.0.status {
            out.field("status", &status);
        }
        if !self.raw().is_empty() {
            out.field("raw", &self.raw());
        }
        if let Some(usage) = self.usage() {
            out.field("usage", usage);
        }
        if let Some(source) = &self.0.source {
            out.field("source", source);
        }
        out.finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source: &(dyn std::error::Error + 'static) = &**self.0.source.as_ref()?;
        Some(source)
    }
}
