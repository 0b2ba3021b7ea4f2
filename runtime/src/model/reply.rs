//! A value together with what came with it.

use super::{Finish, TokenLogprob, Usage};
use crate::prompt::ToolCall;
use crate::{ErrorKind, Repair, Skipped, Warning};

/// A value, and everything else that is known of the reply.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Reply<T> {
    /// The value.
    pub value: T,
    /// The text of the reply as the model wrote it, the JSON of the value.
    pub raw: String,
    /// What the model thought before it wrote, where it did and the server keeps that apart.
    pub thinking: String,
    /// Why the model stopped.
    pub finish: Finish,
    /// What the reply cost; empty where the reply was broken off before the server said, see
    /// [`Policy::early_stop`](crate::Policy::early_stop).
    pub usage: Usage,
    /// The log-probabilities of the tokens, when they were asked for.
    pub logprobs: Vec<TokenLogprob>,
    /// The tools that the model asked for.
    pub tool_calls: Vec<ToolCall>,
    /// What stood around the value; empty unless [`Policy::lenient`](crate::Policy::lenient) or
    /// [`Policy::fallback`](crate::Policy::fallback) is set.
    pub skipped: Skipped,
    /// What was not quite right and was taken for what it must have meant; empty unless one of these is set.
    pub repairs: Vec<Repair>,
    /// What soft checks had to say of a value that they took: those of the type (`#[generate(warn = ..)]`), and after them the caller's,
    /// see [`Model::reply_with`](crate::Model::reply_with).
    pub warnings: Vec<Warning>,
    /// The failed tries before this one, oldest first.
    pub attempts: Vec<Attempt>,
}

impl<T> Reply<T> {
    /// The same reply with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Reply<U> {
        let Self { value, raw, thinking, finish, usage, logprobs, tool_calls, skipped, repairs, warnings, attempts } = self;
        Reply { value: change(value), raw, thinking, finish, usage, logprobs, tool_calls, skipped, repairs, warnings, attempts }
    }
}

/// A try that failed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Attempt {
    /// What happened.
    pub kind: ErrorKind,
    /// The error in words.
    pub message: String,
    /// The text of the reply, as far as it was received.
    pub raw: String,
    /// What it cost, as far as the server said.
    pub usage: Option<Usage>,
}
