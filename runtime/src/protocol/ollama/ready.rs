//! Whether a model is there and can do what is needed.

use super::{Capability, Running, Shown};
use crate::{Error, ErrorKind};

/// A model that is loaded and can be asked.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Ready {
    /// Whether it had to be fetched.
    pub pulled: bool,
    /// What it can do.
    pub capabilities: Vec<Capability>,
    /// How many tokens of context it was loaded with (`num_ctx`), where the server says.
    pub context_length: Option<u64>,
}

impl Ready {
    pub(crate) fn new(model: &str, pulled: bool, shown: Shown, running: &[Running]) -> Self {
        let latest = format!("{model}:latest");
        let loaded = running.iter().find(|running| running.name == model || running.name == latest);
        Self { pulled, capabilities: shown.capabilities, context_length: loaded.and_then(|running| running.context_length) }
    }
}

/// Says which of these the model cannot do.
pub(crate) fn check(model: &str, shown: &Shown, needs: &[Capability]) -> Result<(), Error> {
    match needs.iter().find(|capability| !shown.can(capability)) {
        None => Ok(()),
        Some(lacking) => {
            let can = shown.capabilities.iter().map(Capability::as_str).collect::<Vec<_>>().join(", ");
            let lacking = lacking.as_str();
            let message = format!("`{model}` has no `{lacking}`, only {can}; take a model that has it");
            Err(Error::new(ErrorKind::Unsupported, message))
        }
    }
}
