//! What a call tells `tracing`, after OpenTelemetry's conventions for generative AI; without the feature nothing, at no cost.

#[cfg(not(feature = "tracing"))]
mod nothing;
#[cfg(feature = "tracing")]
mod spans;

#[cfg(not(feature = "tracing"))]
pub(super) use nothing::{Trace, again};
#[cfg(feature = "tracing")]
pub(super) use spans::{Trace, again};

/// Which model answers, for traces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Identity<'m> {
    /// What serves the model, such as `ollama`; empty where that is not known.
    pub system: &'m str,
    /// The model's name; empty where that is not known.
    pub model: &'m str,
}
