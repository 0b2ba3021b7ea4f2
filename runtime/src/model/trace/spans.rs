//! One span a try, and an event for each decision to try again.

use crate::model::{Call, Finish, Identity, Reply, Usage};
use crate::prompt::{Prompt, Request};
use crate::{Error, ErrorKind};
use serde_json::{Value, json};
use tracing::Span;
use tracing::field::{Empty, debug};

/// One try of a call, from sending to the end of the reply.
pub(in crate::model) struct Trace {
    span: Span,
    content: bool,
}

impl Trace {
    /// Opens the span of a try, of which there were `before` earlier ones.
    pub(in crate::model) fn begin(identity: Identity<'_>, call: &Call, before: usize) -> Self {
        let Request { options, policy, .. } = &call.request;
        // `gen_ai.system` was renamed to `gen_ai.provider.name`; collectors know one or the other.
        let span = tracing::info_span!(
            "chat",
            "otel.name" = format_args!("chat {}", identity.model),
            "otel.kind" = "client",
            "gen_ai.operation.name" = "chat",
            "gen_ai.system" = identity.system,
            "gen_ai.provider.name" = identity.system,
            "gen_ai.request.model" = identity.model,
            "gen_ai.request.max_tokens" = options.num_predict.or(call.most_tokens),
            "gen_ai.request.temperature" = options.temperature,
            "gen_ai.request.top_p" = options.top_p,
            "gen_ai.request.seed" = options.seed,
            "gen_ai.output.type" = if call.format.is_some() { "json" } else { "text" },
            "gen_ai.response.finish_reasons" = Empty,
            "gen_ai.usage.input_tokens" = Empty,
            "gen_ai.usage.output_tokens" = Empty,
            "gen_ai.input.messages" = Empty,
            "gen_ai.output.messages" = Empty,
            "error.type" = Empty,
            "formwork.attempt" = before + 1,
        );
        let content = policy.trace_content && !span.is_disabled();
        if content {
            span.record("gen_ai.input.messages", input(&call.request));
        }
        Self { span, content }
    }

    /// Does something inside the span.
    pub(in crate::model) fn within<R>(&self, work: impl FnOnce() -> R) -> R {
        self.span.in_scope(work)
    }

    /// Records how the try ended.
    pub(in crate::model) fn end<T>(&self, result: Result<&Reply<T>, &Error>) {
        if self.span.is_disabled() {
            return;
        }
        let (usage, raw) = match result {
            Ok(reply) => {
                self.span.record("gen_ai.response.finish_reasons", debug([word(&reply.finish)]));
                (Some(&reply.usage), &*reply.raw)
            }
            Err(error) => {
                if error.kind() == ErrorKind::Truncated {
                    self.span.record("gen_ai.response.finish_reasons", debug(["length"]));
                }
                self.span.record("error.type", debug(error.kind()));
                (error.usage(), error.raw())
            }
        };
        if let Some(Usage { prompt_tokens, output_tokens, .. }) = usage {
            self.span.record("gen_ai.usage.input_tokens", prompt_tokens);
            self.span.record("gen_ai.usage.output_tokens", output_tokens);
        }
        if self.content {
            self.span.record("gen_ai.output.messages", json!([message("assistant", raw)]).to_string());
        }
    }
}

/// Tells that a failed try is followed by another one.
pub(in crate::model) fn again(error: &Error, before: usize) {
    tracing::info!("error.type" = ?error.kind(), "formwork.attempt" = before + 1, "trying again: {error}");
}

/// Why a model stopped, in the words of the conventions.
fn word(finish: &Finish) -> &str {
    match finish {
        Finish::Stop => "stop",
        Finish::Length => "length",
        Finish::ToolCalls => "tool_calls",
        Finish::ContentFilter => "content_filter",
        Finish::Unfinished => "unfinished",
        Finish::Other(word) => word,
    }
}

/// What is asked, as the conventions write it; images are left out.
fn input(request: &Request) -> String {
    let system = request.system.iter().map(|system| message("system", system));
    let said: Vec<_> = match &request.prompt {
        Prompt::Text { text, .. } => system.chain([message("user", text)]).collect(),
        Prompt::Chat(chat) => system.chain(chat.messages.iter().map(|said| message(said.role.as_str(), &said.content))).collect(),
    };
    Value::Array(said).to_string()
}

fn message(role: &str, content: &str) -> Value {
    json!({"role": role, "parts": [{"type": "text", "content": content}]})
}
