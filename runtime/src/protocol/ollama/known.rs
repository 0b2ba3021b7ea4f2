//! What is known of a model, and what a call gets of it: whether the model can answer it, and in which context window.

use super::{Capability, Defaults, Shown, check};
use crate::model::Call;
use crate::prompt::{Prompt, Request, Think};
use crate::protocol::Protocol as _;
use crate::{Dialect, Error, ErrorKind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// How many bytes of text a token has at least, on average: that of most languages and of code has more.
const FEW_BYTES: usize = 3;

/// How many bytes of text a token has at most, on average.
const MANY_BYTES: usize = 8;

/// How many tokens an image counts for; models differ, and this is much.
const IMAGE: usize = 2_048;

/// The tokens for a reply without a limit of its own.
const ROOM: u32 = 2_048;

/// The smallest window, which is the server's default on small machines.
const SMALLEST: u32 = 4_096;

/// What is known of a model once `/api/show` has been asked.
#[derive(Debug, Default)]
pub(crate) struct Known {
    learnt: OnceLock<Learnt>,
    /// The largest window so far.
    window: AtomicU32,
}

#[derive(Debug)]
struct Learnt {
    /// What it can do; the rest is empty.
    shown: Shown,
    context_length: Option<u64>,
}

impl Known {
    pub(crate) fn learn(&self, shown: &Shown) {
        // A model does not change under its name while a program runs; what was learnt first stays.
        let context_length = shown.context_length();
        let shown = Shown { capabilities: shown.capabilities.clone(), ..Shown::default() };
        let _ = self.learnt.set(Learnt { shown, context_length });
    }

    /// Whether the model has to be [learnt](Self::learn) of before this call can be prepared.
    pub(crate) fn is_missing(&self, defaults: &Defaults, call: &Call) -> bool {
        is_to_be_sized(defaults, &call.request) && self.learnt.get().is_none()
    }

    /// Completes a call with the client's own options and the size of the context window.
    ///
    /// # Errors
    /// For a call that the model is known to be unable to answer, before its images travel.
    pub(crate) fn prepare(&self, model: &str, defaults: &Defaults, call: &mut Call) -> Result<(), Error> {
        let learnt = self.learnt.get();
        if let Some(learnt) = learnt {
            check(model, &learnt.shown, &needs(call))?;
        }
        let room = call.request.options.num_predict.or(defaults.options.num_predict);
        let is_to_be_sized = is_to_be_sized(defaults, &call.request);
        defaults.apply(call);
        if is_to_be_sized {
            // The bound of a type is far above what its values mostly need.
            let room = room.unwrap_or_else(|| call.most_tokens.map_or(ROOM, |most| most.min(ROOM)));
            let limit = learnt.and_then(|learnt| learnt.context_length).and_then(|limit| u32::try_from(limit).ok());
            call.request.options.num_ctx = Some(self.size(model, &call.request, room, limit.unwrap_or(u32::MAX))?);
        }
        Ok(())
    }

    /// The size of the window for this prompt and so many tokens of a reply, of at most `limit` tokens.
    fn size(&self, model: &str, request: &Request, room: u32, limit: u32) -> Result<u32, Error> {
        let (bytes, images) = extent(request);
        let least = u32::try_from(bytes / MANY_BYTES).unwrap_or(u32::MAX);
        if least >= limit {
            let message = format!(
                "the prompt has {least} tokens or more and `{model}` was trained for {limit}; shorten the prompt, or take a model \
                 with a larger context"
            );
            return Err(Error::new(ErrorKind::ContextOverflow, message));
        }
        let prompt = u32::try_from(bytes.div_ceil(FEW_BYTES) + images * IMAGE).unwrap_or(u32::MAX);
        let needed = prompt.saturating_add(room).max(SMALLEST).checked_next_power_of_two().unwrap_or(u32::MAX);
        Ok(self.window.fetch_max(needed, Ordering::Relaxed).max(needed).min(limit))
    }
}

/// Whether nobody has set the size of the window.
fn is_to_be_sized(defaults: &Defaults, request: &Request) -> bool {
    let is_set = |options: &crate::Options| options.num_ctx.is_some() || options.extra.contains_key("num_ctx");
    defaults.fit_context && !is_set(&defaults.options) && !is_set(&request.options) && !request.extra.contains_key("options")
}

/// The bytes of a prompt and the number of its images.
fn extent(request: &Request) -> (usize, usize) {
    /// What a template puts around a message.
    const AROUND: usize = 48;
    let (text, images) = match &request.prompt {
        Prompt::Text { text, images } => (text.len() + AROUND, images.len()),
        Prompt::Chat(chat) => chat.messages.iter().fold((0, 0), |(bytes, images), message| {
            let calls = message.tool_calls.iter().map(|call| call.name.len() + call.arguments.to_string().len() + AROUND);
            let text = message.content.len() + message.thinking.as_ref().map_or(0, String::len) + AROUND;
            (bytes + text + calls.sum::<usize>(), images + message.images.len())
        }),
    };
    let tools = request.tools.iter().map(|tool| tool.schema(Dialect::Ollama).len() + tool.description().len() + AROUND);
    (text + request.system.as_ref().map_or(0, String::len) + tools.sum::<usize>(), images)
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
