//! The records that `/api/generate` and `/api/chat` send. Fields that are not needed are passed over, unknown ones as well.

use super::super::logprob::Logprob;
use crate::model::{End, Finish, Usage};
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;
use std::time::Duration;

/// One line of a stream, or a whole reply. Texts without escapes are borrowed from the line.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Record<'a> {
    /// In place of everything else, what went wrong.
    pub(crate) error: Option<Value>,
    /// The text, in a record of `/api/generate`.
    #[serde(borrow)]
    pub(crate) response: Cow<'a, str>,
    /// The thinking, in a record of `/api/generate`.
    #[serde(borrow)]
    pub(crate) thinking: Cow<'a, str>,
    /// Text, thinking and tool calls, in a record of `/api/chat`.
    #[serde(borrow)]
    pub(crate) message: Message<'a>,
    pub(crate) logprobs: Vec<Logprob>,
    /// Whether this is the last record. A reply that was not streamed can be its only record and say `false` nevertheless.
    pub(crate) done: bool,
    #[serde(borrow)]
    pub(crate) done_reason: Cow<'a, str>,
    total_duration: Option<u64>,
    load_duration: Option<u64>,
    prompt_eval_count: Option<u64>,
    prompt_eval_duration: Option<u64>,
    eval_count: Option<u64>,
    eval_duration: Option<u64>,
}

/// The message of a record of `/api/chat`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Message<'a> {
    #[serde(borrow)]
    pub(crate) content: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) thinking: Cow<'a, str>,
    pub(crate) tool_calls: Vec<ToolCall>,
}

/// A tool that the model wants to be run.
#[derive(Debug, Deserialize)]
pub(crate) struct ToolCall {
    id: Option<String>,
    function: Function,
}

#[derive(Debug, Deserialize)]
struct Function {
    name: String,
    #[serde(default)]
    arguments: Value,
}

impl Record<'_> {
    /// How the reply ended, in a last record.
    pub(crate) fn end(&self, tools: bool) -> End {
        let finish = match &*self.done_reason {
            // Servers before 0.1.40 give no reason. Ollama says `stop` for tool calls as well.
            "" | "stop" if tools => Finish::ToolCalls,
            "" | "stop" => Finish::Stop,
            "length" => Finish::Length,
            other => Finish::Other(other.to_owned()),
        };
        let nanoseconds = |value: Option<u64>| value.map(Duration::from_nanos);
        let usage = Usage {
            prompt_tokens: self.prompt_eval_count,
            output_tokens: self.eval_count,
            total_duration: nanoseconds(self.total_duration),
            load_duration: nanoseconds(self.load_duration),
            prompt_duration: nanoseconds(self.prompt_eval_duration),
            output_duration: nanoseconds(self.eval_duration),
        };
        End { finish, usage, num_ctx: None }
    }
}

impl From<ToolCall> for crate::ToolCall {
    fn from(call: ToolCall) -> Self {
        Self { id: call.id.filter(|id| !id.is_empty()), name: call.function.name, arguments: call.function.arguments }
    }
}
