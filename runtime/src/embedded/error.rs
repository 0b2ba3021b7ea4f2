//! What can go wrong in the engine, as one opaque error with a kind to match on.

use std::error::Error as StdError;
use std::fmt;

type Source = Box<dyn StdError + Send + Sync>;

/// Why the engine could not do what was asked.
#[derive(Debug)]
pub(super) struct EngineError {
    kind: EngineErrorKind,
    message: String,
    source: Option<Source>,
}

/// The broad reason behind an [`EngineError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum EngineErrorKind {
    /// The model file could not be opened or read.
    File,
    /// The file is not a GGUF file, is cut, or contradicts itself.
    Format,
    /// A sound GGUF file, but of a kind this engine does not run.
    Unsupported,
    /// The file's chat template is broken or refused the conversation.
    Template,
    /// There was nothing to answer.
    EmptyPrompt,
    /// The prompt leaves no room for an answer in the model's context.
    ContextOverflow,
    /// A sampling option is outside its range.
    Option,
    /// The schema cannot be turned into a constraint.
    Schema,
    /// The model or the constraint failed while generating.
    Inference,
}

impl EngineError {
    pub(crate) fn new(kind: EngineErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None }
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    pub(crate) fn format(message: impl Into<String>) -> Self {
        Self::new(EngineErrorKind::Format, message)
    }

    pub(crate) fn unsupported(message: impl Into<String>) -> Self {
        Self::new(EngineErrorKind::Unsupported, message)
    }

    pub(crate) fn option(message: impl Into<String>) -> Self {
        Self::new(EngineErrorKind::Option, message)
    }

    pub(crate) fn inference(message: impl Into<String>) -> Self {
        Self::new(EngineErrorKind::Inference, message)
    }

    /// The error that caused this one.
    pub(crate) fn into_source(self) -> Option<Source> {
        self.source
    }

    /// What kind of failure this is.
    pub(super) fn kind(&self) -> EngineErrorKind {
        self.kind
    }
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for EngineError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

/// A failing tensor operation: the model file was checked when it was loaded, so this is not the user's doing.
impl From<candle_core::Error> for EngineError {
    fn from(error: candle_core::Error) -> Self {
        Self::inference("the model's arithmetic failed").with_source(error)
    }
}
