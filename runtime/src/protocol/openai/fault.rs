//! What the errors of servers of this protocol mean.
//!
//! `OpenAI` writes `{"error": {"message", "type", "code"}}`, with words for the type and the code. Others write some of it, or a
//! text, so that where there is no code what happened has to be read off the words: [`WORDS`].

use super::super::Head;
use super::super::fault::{self, Sizes, Words, with_head};
use crate::{Error, ErrorKind};
use serde::Deserialize;
use serde_json::Value;

const SIMPLER: &str = "the server cannot hold a model to this schema; simplify the type, or choose another dialect";
const LONGER: &str = "shorten the prompt, or start the server with a larger context window";
const BLIND: &str = "the model cannot see images; take one that can, and start llama-server with its `--mmproj`";
const NO_TOOLS: &str = "the server cannot call tools with this model; see its log and options (llama-server `--jinja`, vLLM \
                        `--enable-auto-tool-choice`)";

/// The codes, types and words of servers, and what they mean.
const WORDS: &Words = &[
    ("exceed_context_size_error", ErrorKind::ContextOverflow, LONGER),
    ("context_length_exceeded", ErrorKind::ContextOverflow, LONGER),
    ("exceeds the available context", ErrorKind::ContextOverflow, LONGER),
    ("maximum context length", ErrorKind::ContextOverflow, LONGER),
    ("longer than the model's context length", ErrorKind::ContextOverflow, LONGER),
    ("max_model_len", ErrorKind::ContextOverflow, LONGER),
    ("model_not_found", ErrorKind::ModelNotFound, "the server does not have this model; see its `/v1/models`"),
    ("notfounderror", ErrorKind::ModelNotFound, "the server does not have this model; see its `/v1/models`"),
    ("no workers available for model", ErrorKind::ModelNotFound, "no server behind the router has this model"),
    ("insufficient_quota", ErrorKind::Status, "the account's quota is used up; see its billing"),
    ("content_policy_violation", ErrorKind::Refused, "the provider's filter refuses the prompt; change it"),
    ("content_filter", ErrorKind::Refused, "the provider's filter refuses the prompt; change it"),
    ("image input is not supported", ErrorKind::Unsupported, BLIND),
    ("does not support image", ErrorKind::Unsupported, BLIND),
    ("is not a multimodal model", ErrorKind::Unsupported, BLIND),
    ("image_url is only supported", ErrorKind::Unsupported, BLIND),
    ("invalid schema for response_format", ErrorKind::Unsupported, SIMPLER),
    ("json schema conversion failed", ErrorKind::Unsupported, SIMPLER),
    ("failed to parse grammar", ErrorKind::Unsupported, SIMPLER),
    ("failed to initialize samplers", ErrorKind::Unsupported, SIMPLER),
    ("unable to generate parser", ErrorKind::Unsupported, SIMPLER),
    ("compile_json_schema", ErrorKind::Unsupported, SIMPLER),
    ("grammar error", ErrorKind::Unsupported, SIMPLER),
    ("requires --jinja", ErrorKind::Unsupported, NO_TOOLS),
    ("enable-auto-tool-choice", ErrorKind::Unsupported, NO_TOOLS),
    ("does not support tools", ErrorKind::Unsupported, NO_TOOLS),
    ("loading model", ErrorKind::Status, "the server is still loading its model; try again in a while"),
    ("unsupported_parameter", ErrorKind::Unsupported, "the model does not take one of the options"),
    ("unsupported_value", ErrorKind::Unsupported, "the model does not take the value of one of the options"),
    ("not_supported_error", ErrorKind::Unsupported, "the server cannot do this"),
];

/// The body of an error, with or without a frame around it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    error: Value,
    #[serde(flatten)]
    bare: Said,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    message: Value,
    /// `FastAPI`'s word for it.
    detail: Value,
    r#type: Value,
    code: Value,
    #[serde(flatten)]
    sizes: Sizes,
}

/// The error that a status other than success means.
pub(super) fn status(head: &Head, body: &[u8], model: &str) -> Error {
    with_head(classify(Some(head), body, model), head)
}

/// The error that a record in a stream of status 200 means.
pub(super) fn in_stream(record: &[u8], model: &str) -> Error {
    let error = classify(None, record, model);
    // The status that the server would have given, had it not begun to answer.
    match said(record).0.code.as_u64().and_then(|code| u16::try_from(code).ok()).filter(|code| (400..600).contains(code)) {
        Some(code) => error.with_status(code),
        None => error,
    }
}

/// A record that is none.
pub(super) fn record(data: &[u8], error: serde_json::Error) -> Error {
    fault::record("that of /v1/chat/completions", data, error)
}

/// A list of models that is none.
pub(super) fn list(data: &[u8], error: serde_json::Error) -> Error {
    fault::record("that of /v1/models", data, error)
}

/// What the server said, in parts and in words.
fn said(body: &[u8]) -> (Said, String) {
    let parts = match serde_json::from_slice::<Body>(body) {
        Ok(Body { error: Value::Null, bare }) => bare,
        Ok(Body { error: text @ Value::String(_), .. }) => Said { message: text, ..Said::default() },
        Ok(Body { error, .. }) => serde_json::from_value(error).unwrap_or_default(),
        Err(_) => Said::default(),
    };
    let text = [&parts.message, &parts.detail].into_iter().find(|value| !value.is_null()).map(|value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    (parts, text.unwrap_or_else(|| String::from_utf8_lossy(body.trim_ascii()).into_owned()))
}

fn classify(head: Option<&Head>, body: &[u8], model: &str) -> Error {
    let (parts, text) = said(body);
    let names = [&parts.code, &parts.r#type].into_iter().filter_map(Value::as_str);
    let found = names.chain([text.as_str()]).find_map(|words| fault::known(WORDS, words));
    let status = head.map(|head| head.status);
    if found.is_some_and(|(kind, _)| kind == ErrorKind::ContextOverflow) && parts.sizes.are_known() {
        return parts.sizes.overflow("start the server with a larger one");
    }
    let (kind, advice) = match (found, head) {
        (Some((kind, advice)), _) => (kind, advice.to_owned()),
        (None, None) => {
            (ErrorKind::Status, "the server failed in the middle of the answer; see its log, or try again".to_owned())
        }
        (None, Some(head)) => by_status(head, &text, model),
    };
    fault::said(kind, &advice, status, &text)
}

/// What happened, where the words say nothing.
fn by_status(head: &Head, text: &str, model: &str) -> (ErrorKind, String) {
    match head.status {
        404 if text.contains("model") && text.contains(model) => {
            (ErrorKind::ModelNotFound, format!("the server does not have `{model}`; see its `/v1/models`"))
        }
        404 | 405 => {
            (ErrorKind::Status, "the server does not know this call; check the address, which ends in /v1 mostly".to_owned())
        }
        401 => (ErrorKind::Status, "the server wants a key; set `api_key`, or OPENAI_API_KEY".to_owned()),
        403 => (ErrorKind::Status, "the key does not allow this call".to_owned()),
        429 => (ErrorKind::Status, "the server has too many calls; let it have fewer at once, or retry later".to_owned()),
        503 => (ErrorKind::Status, "the server cannot answer now; try again in a while".to_owned()),
        status => fault::by_status(status, head.location.as_deref()),
    }
}
