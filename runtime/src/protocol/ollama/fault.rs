//! What the server's errors mean.
//!
//! An error is `{"error": "text"}`; the text is sometimes llama-server's own error, as JSON inside the string. There are no codes,
//! so that what happened has to be read off the words: [`WORDS`] has those that were recorded.

use super::super::Head;
use super::super::fault::{self, Sizes, Words, with_head};
use crate::{Error, ErrorKind};
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;

/// The server's words, and what they mean.
const WORDS: &Words = &[
    // generate_format_*: what the schema converter of llama-server refuses, and what Ollama itself does.
    ("invalid format", ErrorKind::InvalidRequest, "`format` must be \"json\" or an object that is a JSON Schema"),
    ("schema conversion failed", ErrorKind::Unsupported, "the server cannot turn the schema into a grammar; simplify the type"),
    ("failed to parse grammar", ErrorKind::Unsupported, "the server cannot turn the schema into a grammar; simplify the type"),
    ("unable to generate parser", ErrorKind::Unsupported, "the server cannot turn the schema into a grammar; simplify the type"),
    // *_images_nonvision, chat_tools_unsupported, *_think_true, *_on_embed_model, embed_string.
    ("multimodal", ErrorKind::Unsupported, "the model cannot see images; take one with the capability `vision`"),
    ("image input", ErrorKind::Unsupported, "the model cannot see images; take one with the capability `vision`"),
    ("does not support tools", ErrorKind::Unsupported, "the model cannot call tools; take one with the capability `tools`"),
    ("does not support thinking", ErrorKind::Unsupported, "the model does not think; leave `think` unset, or take one that does"),
    ("does not support insert", ErrorKind::Unsupported, "the model cannot fill in; leave `suffix` out, or take one that can"),
    (
        "does not support embeddings",
        ErrorKind::Unsupported,
        "the model has no embeddings; take one with the capability `embedding`",
    ),
    ("does not support", ErrorKind::Unsupported, "the model cannot do this; `show` lists its capabilities"),
    // embed_model_too_long.
    ("exceeds the context length", ErrorKind::ContextOverflow, "shorten the input, raise `num_ctx`, or let it be truncated"),
    ("exceeds the available context", ErrorKind::ContextOverflow, "shorten the prompt or raise `num_ctx`"),
    ("invalid model name", ErrorKind::InvalidRequest, "a model's name is written like `llama3.2:3b`"),
    ("model is required", ErrorKind::InvalidRequest, "name a model"),
    ("illegal base64", ErrorKind::InvalidRequest, "an image must be plain base64, without a `data:` prefix"),
    ("unsupported model architecture", ErrorKind::InvalidModel, "update Ollama, or take another model"),
    ("unknown model architecture", ErrorKind::InvalidModel, "update Ollama, or take another model"),
    ("invalid file magic", ErrorKind::InvalidModel, "the model's file is not a GGUF; fetch it again"),
    ("unable to load model", ErrorKind::InvalidModel, "the model's file cannot be loaded; fetch it again"),
    ("must be of type", ErrorKind::InvalidRequest, "an option has the wrong type"),
    ("template:", ErrorKind::InvalidRequest, "`template` is not a valid Go template"),
    ("more system memory", ErrorKind::Status, "take a smaller model, or lower `num_ctx`"),
    ("server busy", ErrorKind::Status, "try again in a while"),
    ("unauthorized", ErrorKind::Status, "sign in with `ollama signin`, or set a bearer token"),
    ("pull model manifest: file does not exist", ErrorKind::ModelNotFound, "the registry has no model of this name"),
    (
        "pull model manifest",
        ErrorKind::Status,
        "the server cannot fetch it from the registry; check the name and the server's network",
    ),
    ("no such host", ErrorKind::Status, "the server cannot reach the registry; check its network"),
    ("no such file", ErrorKind::Status, "the server lacks a file; send its blob with `upload` first"),
];

/// The body of an error.
#[derive(Deserialize)]
struct Body {
    error: Value,
}

/// llama-server's error, which Ollama passes on as text.
#[derive(Deserialize)]
struct Nested {
    #[serde(default)]
    message: String,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(flatten)]
    sizes: Sizes,
}

#[derive(Deserialize)]
struct NestedBody {
    error: Nested,
}

/// The error that a status other than success means.
pub(crate) fn status(head: &Head, body: &[u8], model: &str) -> Error {
    let text = match serde_json::from_slice::<Body>(body) {
        Ok(body) => words(&body.error),
        Err(_) => String::from_utf8_lossy(body.trim_ascii()).into_owned(),
    };
    with_head(classify(Some(head.status), &text, model, head.location.as_deref()), head)
}

/// The error that a record in a stream of status 200 means.
pub(crate) fn in_stream(error: &Value, model: &str) -> Error {
    classify(None, &words(error), model, None)
}

/// A line that is not a record.
pub(crate) fn record(line: &[u8], error: serde_json::Error) -> Error {
    fault::record("Ollama's protocol", line, error)
}

fn words(error: &Value) -> String {
    match error {
        Value::String(text) => text.clone(),
        // OpenAI's form, which servers that stand in for Ollama use.
        Value::Object(fields) => match fields.get("message") {
            Some(Value::String(text)) => text.clone(),
            _ => error.to_string(),
        },
        _ => error.to_string(),
    }
}

fn classify(status: Option<u16>, text: &str, model: &str, location: Option<&str>) -> Error {
    let nested = serde_json::from_str::<NestedBody>(text).ok().map(|body| body.error);
    if let Some(nested) = &nested
        && nested.kind == "exceed_context_size_error"
    {
        return nested.sizes.overflow("raise `num_ctx`");
    }
    let text = nested.map_or(Cow::Borrowed(text), |nested| Cow::Owned(nested.message));
    let (kind, advice) = match fault::known(WORDS, &text) {
        Some((kind, advice)) => (kind, Cow::Borrowed(advice)),
        None => by_status(status, &text.to_lowercase(), model, location),
    };
    fault::said(kind, &advice, status, &text)
}

/// What happened, where the words say nothing.
fn by_status(status: Option<u16>, lower: &str, model: &str, location: Option<&str>) -> (ErrorKind, Cow<'static, str>) {
    match status {
        Some(404) if lower.contains("model") => {
            (ErrorKind::ModelNotFound, format!("the server does not have `{model}`; fetch it with `ollama pull {model}`").into())
        }
        Some(404 | 405) => (ErrorKind::Status, "the server does not know this call; check the address, or update Ollama".into()),
        Some(403) => {
            (ErrorKind::Status, "the server refuses callers like this one; see OLLAMA_ORIGINS and the address's host".into())
        }
        Some(status) => {
            let (kind, advice) = fault::by_status(status, location);
            (kind, advice.into())
        }
        None => (ErrorKind::Status, "the server failed in the middle of the answer; see its log, or try again".into()),
    }
}
