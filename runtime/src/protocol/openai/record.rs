//! The records that `/v1/chat/completions` sends. Fields that are not needed are passed over, unknown ones as well.

use super::super::logprob::Logprob;
use crate::model::{Finish, Usage};
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// One event of a stream, or a whole reply.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Record<'a> {
    /// In place of everything else, what went wrong.
    pub(super) error: Option<Value>,
    /// The same without a frame around it, as llama-server and older vLLM write it.
    pub(super) message: Option<Value>,
    #[serde(borrow)]
    pub(super) choices: Vec<Choice<'a>>,
    pub(super) usage: Option<Tokens>,
    pub(super) timings: Option<Timings>,
}

/// One of the replies; there is only one, since only one is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Choice<'a> {
    /// What an event adds, or the whole message.
    #[serde(borrow, alias = "message")]
    pub(super) delta: Delta<'a>,
    #[serde(borrow)]
    pub(super) finish_reason: Words<'a>,
    pub(super) logprobs: Option<Logprobs>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Delta<'a> {
    #[serde(borrow)]
    pub(super) content: Words<'a>,
    /// What the model thinks: llama-server, vLLM, `SGLang`, `DeepSeek`.
    #[serde(borrow)]
    reasoning_content: Words<'a>,
    /// The same: newer vLLM, Ollama's `/v1`, LM Studio. vLLM has written both, with the same words in them.
    #[serde(borrow)]
    reasoning: Words<'a>,
    /// Why the model declines to answer.
    #[serde(borrow)]
    pub(super) refusal: Words<'a>,
    pub(super) tool_calls: Option<Vec<ToolDelta>>,
}

impl Delta<'_> {
    pub(super) fn thinking(&self) -> &str {
        if self.reasoning_content.0.is_empty() { &self.reasoning.0 } else { &self.reasoning_content.0 }
    }
}

/// A text that may be null, or come in parts; borrowed where it has no escapes.
#[derive(Debug, Default)]
pub(super) struct Words<'a>(pub(super) Cow<'a, str>);

/// A piece of a tool that the model wants to be run.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ToolDelta {
    pub(super) index: Option<usize>,
    pub(super) id: Option<String>,
    pub(super) function: Option<FunctionDelta>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct FunctionDelta {
    pub(super) name: Option<String>,
    pub(super) arguments: Option<Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Logprobs {
    pub(super) content: Option<Vec<Logprob>>,
}

/// What the reply cost.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct Tokens {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
}

/// How long it took, in milliseconds; llama-server only.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct Timings {
    prompt_ms: Option<f64>,
    predicted_ms: Option<f64>,
}

pub(super) fn usage(tokens: Option<Tokens>, timings: Option<Timings>) -> Usage {
    let Tokens { prompt_tokens, completion_tokens } = tokens.unwrap_or_default();
    let Timings { prompt_ms, predicted_ms } = timings.unwrap_or_default();
    let time = |ms: Option<f64>| Duration::try_from_secs_f64(ms? / 1000.0).ok();
    Usage {
        prompt_tokens,
        output_tokens: completion_tokens,
        prompt_duration: time(prompt_ms),
        output_duration: time(predicted_ms),
        ..Usage::default()
    }
}

pub(super) fn finish(reason: &str) -> Finish {
    match reason {
        "stop" => Finish::Stop,
        "length" => Finish::Length,
        "tool_calls" | "function_call" => Finish::ToolCalls,
        "content_filter" => Finish::ContentFilter,
        other => Finish::Other(other.to_owned()),
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Words<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordsVisitor)
    }
}

struct WordsVisitor;

impl<'de> Visitor<'de> for WordsVisitor {
    type Value = Words<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, parts of one, or null")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Words(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Words(Cow::Owned(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Words::default())
    }

    /// Parts of a message: those that are text are its text.
    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
        let mut all = String::new();
        while let Some(part) = parts.next_element::<Part<'_>>()? {
            all.push_str(&part.text.0);
        }
        Ok(Words(Cow::Owned(all)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Words::default())
    }
}

#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow, default)]
    text: Words<'a>,
}
