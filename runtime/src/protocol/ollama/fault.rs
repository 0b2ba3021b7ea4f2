//! What the server's errors mean.
//!
//! An error is `{"error": "text"}`; the text is sometimes llama-server's own error, as JSON inside the string. There are no codes,
//! so that what happened has to be read off the words: [`WORDS`] has those that were recorded.

use super::super::Head;
use crate::{Error, ErrorKind};
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;

/// Pieces of the server's words, in lower case, what they mean and what to do. The first that occurs counts.
const WORDS: &[(&str, ErrorKind, &str)] = &[
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
    n_prompt_tokens: Option<u64>,
    n_ctx: Option<u64>,
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
    let error = classify(Some(head.status), &text, model, head.location.as_deref()).with_status(head.status);
    match head.retry_after {
        Some(wait) => error.with_retry_after(wait),
        None => error,
    }
}

/// The error that a record in a stream of status 200 means.
pub(crate) fn in_stream(error: &Value, model: &str) -> Error {
    classify(None, &words(error), model, None)
}

/// A line that is not a record.
pub(crate) fn record(line: &[u8], error: serde_json::Error) -> Error {
    let line = String::from_utf8_lossy(line.trim_ascii());
    let message = if error.is_eof() {
        format!("the server's answer ends in the middle of a record: {}", excerpt(&line))
    } else {
        format!("the server's answer is not Ollama's protocol; check the address: {}", excerpt(&line))
    };
    Error::new(ErrorKind::Protocol, message).with_source(error)
}

/// The server could not be reached.
pub(crate) fn unreachable(address: &str, source: impl std::error::Error + Send + Sync + 'static) -> Error {
    transport(
        source,
        address,
        format!("no Ollama server answers at {address}; start one with `ollama serve`, or set OLLAMA_HOST"),
    )
}

/// The connection broke before the reply was complete.
pub(crate) fn broken(address: &str, source: impl std::error::Error + Send + Sync + 'static) -> Error {
    let message = format!("the connection to {address} broke before the reply was complete; see the server's log, or try again");
    transport(source, address, message)
}

fn transport(source: impl std::error::Error + Send + Sync + 'static, address: &str, message: String) -> Error {
    // The TLS libraries have no type of error in common, but all of them say this word.
    let mut causes = std::iter::successors(Some(&source as &(dyn std::error::Error + 'static)), |error| error.source());
    let message = if causes.any(|error| error.to_string().contains("certificate")) {
        format!(
            "the certificate of {address} is not trusted; add its authority to the system's certificates (or set SSL_CERT_FILE)"
        )
    } else {
        message
    };
    Error::new(ErrorKind::Transport, message).with_source(source)
}

/// A time limit of the connection passed.
pub(crate) fn timed_out(address: &str, source: impl std::error::Error + Send + Sync + 'static) -> Error {
    let message = format!("{address} did not answer in time; raise the time limit, or look whether it is loading a model");
    Error::new(ErrorKind::TimedOut, message).with_source(source)
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
        return overflow(nested);
    }
    let text = nested.map_or(Cow::Borrowed(text), |nested| Cow::Owned(nested.message));
    let lower = text.to_lowercase();
    if let Some((_, kind, advice)) = WORDS.iter().find(|(words, ..)| lower.contains(words)) {
        return said(*kind, advice, status, &text);
    }
    let (kind, advice) = by_status(status, &lower, model, location);
    said(kind, &advice, status, &text)
}

/// What happened, where the words say nothing.
fn by_status(status: Option<u16>, lower: &str, model: &str, location: Option<&str>) -> (ErrorKind, Cow<'static, str>) {
    match status {
        Some(404) if lower.contains("model") => {
            (ErrorKind::ModelNotFound, format!("the server does not have `{model}`; fetch it with `ollama pull {model}`").into())
        }
        Some(404 | 405) => (ErrorKind::Status, "the server does not know this call; check the address, or update Ollama".into()),
        Some(status @ 300..=399) => {
            let place = location.unwrap_or("another address");
            (ErrorKind::Status, format!("the server sends callers on to {place} ({status}); use that address").into())
        }
        Some(400 | 422) => (ErrorKind::InvalidRequest, "the server refuses the request".into()),
        Some(401) => (ErrorKind::Status, "the server wants a key; set a bearer token".into()),
        Some(403) => {
            (ErrorKind::Status, "the server refuses callers like this one; see OLLAMA_ORIGINS and the address's host".into())
        }
        Some(408 | 504) => (ErrorKind::TimedOut, "the server, or a proxy before it, gave up waiting".into()),
        Some(501) => (ErrorKind::Unsupported, "the server cannot do this".into()),
        Some(_) => (ErrorKind::Status, "the server failed; see its log".into()),
        None => (ErrorKind::Status, "the server failed in the middle of the answer; see its log, or try again".into()),
    }
}

fn overflow(nested: &Nested) -> Error {
    let count = |count: Option<u64>| count.map_or_else(|| "too many".to_owned(), |count| count.to_string());
    let message = format!(
        "the prompt has {} tokens and the context window holds {}; raise `num_ctx` or shorten the prompt",
        count(nested.n_prompt_tokens),
        count(nested.n_ctx)
    );
    Error::new(ErrorKind::ContextOverflow, message)
}

fn said(kind: ErrorKind, advice: &str, status: Option<u16>, text: &str) -> Error {
    let status = status.map_or_else(String::new, |status| format!(" (status {status})"));
    let message = if text.is_empty() {
        format!("{advice}{status}")
    } else {
        format!("{advice}; the server said{status}: {}", excerpt(text))
    };
    Error::new(kind, message)
}

/// The beginning of a text that may be long, on one line.
fn excerpt(text: &str) -> String {
    const LENGTH: usize = 300;
    let mut short: String = text.chars().take(LENGTH).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.chars().nth(LENGTH).is_some() {
        short.push('…');
    }
    short
}
