//! The engine: a model file opened once and shared by all its generations.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use candle_core::Tensor;

use super::error::{EngineError, EngineErrorKind};
use super::forward::{self, Cache};
use super::generation::Generation;
use super::gguf::Gguf;
use super::grammar::Grammars;
use super::sampler::{Sampling, Scored};
use super::template::{Role, Template};
use super::tokenizer::Tokenizer;
use super::weights::{Form, Weights};

type Result<T> = std::result::Result<T, EngineError>;

/// A model that runs in this process. Cloning is cheap and shares the weights.
#[derive(Clone)]
pub(super) struct Engine {
    parts: Arc<Parts>,
}

/// How a model file is opened.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// The longest prompt and reply together, in tokens; `None` for what the model was trained for.
    pub(super) context_length: Option<usize>,
    /// Whether weights in formats that compute slowly are turned into `Q8_0` while loading.
    pub(super) requantize: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { context_length: None, requantize: true }
    }
}

/// Everything a generation needs of its engine. Only ever read.
pub(super) struct Parts {
    pub(super) form: Form,
    weights: Weights,
    tokenizer: Arc<Tokenizer>,
    template: Template,
    grammars: Grammars,
    /// The bytes of every token; empty for those that stand for none.
    bytes: Vec<Vec<u8>>,
    /// Held during a forward pass: candle spreads each over all cores, so two at once would only wait for each other
    /// a thousand times a token.
    turn: Mutex<()>,
    context_length: usize,
}

impl Engine {
    /// Opens a GGUF file of the llama architecture.
    ///
    /// # Errors
    ///
    /// [`EngineErrorKind::File`] when the file cannot be read, [`EngineErrorKind::Format`] when it is no GGUF file, cut or
    /// damaged, [`EngineErrorKind::Unsupported`] when it is of a kind this engine does not run, and
    /// [`EngineErrorKind::Template`] when its chat template cannot be read.
    pub(super) fn open(path: &Path, settings: &Settings) -> Result<Self> {
        let mut file = Gguf::open(path)?;
        let mut form = Form::read(&file)?;
        let tokenizer = Arc::new(Tokenizer::read(&file)?);
        let template = Template::read(&file, &tokenizer)?;
        let weights = Weights::read(&mut file, &mut form, settings.requantize)?;
        let grammars = Grammars::new(&tokenizer)?;
        let bytes = (0..).take(form.vocabulary).map(|id| tokenizer.vocabulary().bytes(id).unwrap_or_default());
        let parts = Parts {
            context_length: settings.context_length.map_or(form.context, |wanted| wanted.min(form.context)),
            bytes: bytes.collect(),
            form,
            weights,
            tokenizer,
            template,
            grammars,
            turn: Mutex::new(()),
        };
        Ok(Self { parts: Arc::new(parts) })
    }

    /// How many tokens a prompt and its reply may have together.
    pub(super) fn context_length(&self) -> usize {
        self.parts.context_length
    }

    /// Encodes a conversation by the model's chat template, up to where the model is to answer.
    ///
    /// What the messages say stays text, even where it spells a control token.
    ///
    /// # Errors
    ///
    /// [`EngineErrorKind::EmptyPrompt`] when no message says anything, [`EngineErrorKind::Template`] when the template
    /// refuses the conversation.
    pub(super) fn encode_chat(&self, messages: &[(Role, &str)]) -> Result<Vec<u32>> {
        if messages.iter().all(|(_, text)| text.trim().is_empty()) {
            return Err(empty_prompt());
        }
        self.parts.template.encode(&self.parts.tokenizer, messages)
    }

    /// Encodes plain text, in which nothing is special.
    #[cfg(test)]
    pub(super) fn encode_text(&self, text: &str) -> Result<Vec<u32>> {
        self.parts.tokenizer.encode_text(text)
    }

    /// Starts a reply to the prompt, held to the JSON Schema if one is given. Nothing is computed yet.
    ///
    /// # Errors
    ///
    /// [`EngineErrorKind::Option`] for a sampling option outside its range, [`EngineErrorKind::EmptyPrompt`],
    /// [`EngineErrorKind::ContextOverflow`], and [`EngineErrorKind::Schema`] for a schema that cannot be enforced.
    pub(super) fn start(&self, prompt: Vec<u32>, schema: Option<&str>, sampling: &Sampling) -> Result<Generation> {
        sampling.check()?;
        if prompt.is_empty() {
            return Err(empty_prompt());
        }
        let room = self.parts.context_length.checked_sub(prompt.len()).filter(|room| *room > 0).ok_or_else(|| {
            let message = format!(
                "the prompt has {} tokens and the context {}, which leaves no room for a reply: shorten the prompt or \
                 take a model with a longer context",
                prompt.len(),
                self.parts.context_length
            );
            EngineError::new(EngineErrorKind::ContextOverflow, message)
        })?;
        let constraint = schema.map(|schema| self.parts.grammars.start(schema)).transpose()?;
        Ok(Generation::new(Arc::clone(&self.parts), prompt, constraint, sampling, room))
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine")
            .field("form", &self.parts.form)
            .field("context_length", &self.parts.context_length)
            .finish_non_exhaustive()
    }
}

impl Parts {
    /// Has the model read tokens; returns the state after the last.
    pub(super) fn read(&self, tokens: &[u32], cache: &mut Cache) -> Result<Tensor> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        forward::run(&self.weights, &self.form, tokens, cache)
    }

    /// The scores of the allowed tokens, or of all.
    pub(super) fn score(&self, state: &Tensor, allowed: Option<&[u32]>) -> Result<Vec<Scored>> {
        // Below this it is cheaper to unpack the rows of these tokens than to multiply with all rows.
        const FEW: usize = 1024;
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let pair = |(token, score)| Scored { token, score };
        match allowed {
            None => Ok((0..).zip(forward::logits(&self.weights, state)?).map(pair).collect()),
            Some(few) if few.len() <= FEW => {
                let theirs = forward::logits_of(&self.weights, state, few)?;
                Ok(few.iter().copied().zip(theirs).map(pair).collect())
            }
            Some(many) => {
                let all = forward::logits(&self.weights, state)?;
                let theirs = many.iter().filter_map(|token| Some((*token, *all.get(*token as usize)?)));
                Ok(theirs.map(pair).collect())
            }
        }
    }

    pub(super) fn bytes(&self, token: u32) -> &[u8] {
        self.bytes.get(token as usize).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_end(&self, token: u32) -> bool {
        self.tokenizer.vocabulary().ends().contains(&token)
    }
}

fn empty_prompt() -> EngineError {
    EngineError::new(EngineErrorKind::EmptyPrompt, "the prompt is empty: say what the model is to do")
}
