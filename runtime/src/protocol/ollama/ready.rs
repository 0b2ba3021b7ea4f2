//! Whether a model is there and can do what a call needs.

use super::{Capability, Running, Shown};
use crate::model::Call;
use crate::prompt::{Prompt, Think};
use crate::{Error, ErrorKind};
use std::sync::OnceLock;

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

/// What is known of a model once `/api/show` has been asked.
#[derive(Debug, Default)]
pub(crate) struct Known(OnceLock<Shown>);

impl Known {
    pub(crate) fn learn(&self, shown: &Shown) {
        // Capabilities do not change under a name while a program runs; what was learnt first stays.
        let _ = self.0.set(Shown { capabilities: shown.capabilities.clone(), ..Shown::default() });
    }

    /// Refuses a call that the model is known to be unable to answer, before its images travel.
    pub(crate) fn allows(&self, model: &str, call: &Call) -> Result<(), Error> {
        let Some(shown) = self.0.get() else { return Ok(()) };
        check(model, shown, &needs(call))
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

/// What a model must be able to do for this call.
fn needs(call: &Call) -> Vec<Capability> {
    let images = match &call.request.prompt {
        Prompt::Text { images, .. } => !images.is_empty(),
        Prompt::Chat(chat) => chat.messages.iter().any(|message| !message.images.is_empty()),
    };
    let mut needs = Vec::new();
    if images {
        needs.push(Capability::Vision);
    }
    if !call.request.tools.is_empty() {
        needs.push(Capability::Tools);
    }
    if call.request.think.is_some_and(|think| think != Think::Off) {
        needs.push(Capability::Thinking);
    }
    needs
}
