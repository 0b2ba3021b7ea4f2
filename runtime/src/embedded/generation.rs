//! One reply in the making: forward pass, constraint, choice, text; token after token.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::engine::Parts;
use super::error::EngineError;
use super::forward::Cache;
use super::grammar::Constraint;
use super::numbers::NumberGuard;
use super::sampler::{Sampler, Sampling};
use super::text::{Certain, TextBuffer};

type Result<T> = std::result::Result<T, EngineError>;

/// A reply that is being written. Dropping it ends it.
pub(super) struct Generation {
    parts: Arc<Parts>,
    cache: Cache,
    constraint: Option<Constraint>,
    numbers: NumberGuard,
    sampler: Sampler,
    text: TextBuffer,
    /// Tokens the model has not read yet.
    unread: Vec<u32>,
    tokens_left: usize,
    context_left: usize,
    finish: Option<Finish>,
    usage: Usage,
    started: bool,
}

/// The text of one or more tokens, whole characters only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The text, never empty.
    pub(super) text: String,
}

/// Why a reply ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Finish {
    /// The root value is complete, or the model ended its turn.
    Complete,
    /// A stop sequence appeared.
    StopSequence,
    /// `max_tokens` were written; a value may be cut.
    Length,
    /// The model's context is full; a value may be cut.
    Context,
}

/// What a reply has cost so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Usage {
    /// Tokens of the prompt.
    pub(super) prompt_tokens: usize,
    /// Tokens of the reply.
    pub(super) output_tokens: usize,
    /// Those of them that the schema left no choice about, so that the model did not have to choose.
    pub(super) forced_tokens: usize,
    /// Time to read the prompt.
    pub(super) prompt_time: Duration,
    /// Time to write the reply.
    pub(super) output_time: Duration,
}

impl Generation {
    pub(super) fn new(
        parts: Arc<Parts>,
        prompt: Vec<u32>,
        constraint: Option<Constraint>,
        sampling: &Sampling,
        context_left: usize,
    ) -> Self {
        // Room for the prompt and a short reply; the cache doubles when it needs more.
        let cache = Cache::new(&parts.form, prompt.len() + sampling.max_tokens.min(256));
        Self {
            cache,
            constraint,
            numbers: NumberGuard::default(),
            sampler: Sampler::new(sampling),
            text: TextBuffer::new(sampling.stop.clone()),
            usage: Usage { prompt_tokens: prompt.len(), ..Usage::default() },
            unread: prompt,
            tokens_left: sampling.max_tokens,
            context_left,
            finish: None,
            started: false,
            parts,
        }
    }

    /// Goes on until there is more text; `None` when the reply has ended.
    ///
    /// # Errors
    ///
    /// [`EngineErrorKind::Inference`](super::EngineErrorKind::Inference) when the model or the constraint fails. The reply
    /// has ended then.
    // Not `Iterator`: that would hide the failure among the items and offer adaptors that drop the rest of the state.
    #[expect(clippy::should_implement_trait, reason = "a failing step is not an item")]
    pub(super) fn next(&mut self) -> Result<Option<Piece>> {
        while self.finish.is_none() {
            let text = match self.step() {
                Ok(text) => text,
                Err(error) => {
                    self.finish = Some(Finish::Complete);
                    return Err(error);
                }
            };
            if !text.is_empty() {
                return Ok(Some(Piece { text }));
            }
        }
        Ok(None)
    }

    /// Why the reply ended; `None` while it goes on.
    pub(super) fn finish(&self) -> Option<Finish> {
        self.finish
    }

    /// What the reply has cost so far.
    pub(super) fn usage(&self) -> Usage {
        self.usage
    }

    fn step(&mut self) -> Result<String> {
        let started = Instant::now();
        let reads_prompt = !std::mem::replace(&mut self.started, true);
        let text = if reads_prompt { self.read_prompt() } else { self.write_token() };
        let spent = if reads_prompt { &mut self.usage.prompt_time } else { &mut self.usage.output_time };
        *spent += started.elapsed();
        text
    }

    /// Reads the prompt without its last token, and says what the schema begins with. Splitting off the last token makes
    /// the prompt's time honest: everything after it is part of writing.
    fn read_prompt(&mut self) -> Result<String> {
        let last = self.unread.pop();
        if !self.unread.is_empty() {
            self.parts.read(&self.unread, &mut self.cache)?;
            self.unread.clear();
        }
        self.unread.extend(last);
        let forced = self.constraint.as_mut().map_or(Ok(Vec::new()), Constraint::take_forced)?;
        self.usage.forced_tokens += forced.len();
        Ok(self.emit(&forced))
    }

    fn write_token(&mut self) -> Result<String> {
        let token = self.choose()?;
        if self.constraint.is_none() && self.parts.is_end(token) {
            return Ok(self.end(Finish::Complete));
        }
        let mut tokens = vec![token];
        if let Some(constraint) = &mut self.constraint {
            constraint.take(token)?;
            let forced = constraint.take_forced()?;
            self.usage.forced_tokens += forced.len();
            tokens.extend(forced);
        }
        Ok(self.emit(&tokens))
    }

    /// Has the model read what it has not, and chooses among what may follow.
    fn choose(&mut self) -> Result<u32> {
        let allowed = self.constraint.as_mut().map(Constraint::allowed).transpose()?;
        let allowed = allowed.map(|set| self.numbers.restrict(set.to_list(), |token| self.parts.bytes(token)));
        if let Some([only]) = allowed.as_deref() {
            return Ok(*only);
        }
        let state = self.parts.read(&self.unread, &mut self.cache)?;
        self.unread.clear();
        let mut candidates = self.parts.score(&state, allowed.as_deref())?;
        self.sampler.choose(&mut candidates)
    }

    /// Adds tokens to the reply; returns the text that became certain.
    fn emit(&mut self, tokens: &[u32]) -> String {
        let mut text = String::new();
        for (index, token) in tokens.iter().enumerate() {
            if self.parts.is_end(*token) {
                return text + &self.end(Finish::Complete);
            }
            match self.count(*token) {
                Certain::Text(more) => text.push_str(&more),
                Certain::Stopped(last) => {
                    self.finish = Some(Finish::StopSequence);
                    return text + &last;
                }
            }
            let is_last = index + 1 == tokens.len();
            if is_last && self.constraint.as_ref().is_some_and(Constraint::is_complete) {
                return text + &self.end(Finish::Complete);
            }
            if let Some(limit) = self.limit() {
                return text + &self.end(limit);
            }
        }
        text
    }

    /// Makes one token part of the reply.
    fn count(&mut self, token: u32) -> Certain {
        self.usage.output_tokens += 1;
        self.tokens_left = self.tokens_left.saturating_sub(1);
        self.context_left = self.context_left.saturating_sub(1);
        self.sampler.note(token);
        self.unread.push(token);
        let bytes = self.parts.bytes(token);
        self.numbers.read(bytes);
        self.text.push(bytes)
    }

    fn limit(&self) -> Option<Finish> {
        match (self.tokens_left, self.context_left) {
            (0, _) => Some(Finish::Length),
            (_, 0) => Some(Finish::Context),
            _ => None,
        }
    }

    fn end(&mut self, finish: Finish) -> String {
        self.finish = Some(finish);
        self.text.finish()
    }
}

impl std::fmt::Debug for Generation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Generation").field("finish", &self.finish).field("usage", &self.usage).finish_non_exhaustive()
    }
}
