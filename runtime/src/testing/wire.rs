//! Writes a turn in the form that the request asks for.

use super::answer::{Answer, Content, Then, Writes};
use super::turn::Ending;
use super::{Received, Turn};
use crate::ErrorKind;
use crate::model::Finish;
use serde_json::{Value, json};

/// The writes that answer a request.
pub(super) fn writes(answer: &Answer, request: &Received) -> Writes {
    let mut writes = match &answer.content {
        Content::Raw(pieces) => Writes { pieces: pieces.clone(), then: Then::Next },
        Content::Turn(turn) => match Field::of(&request.path) {
            Some(field) => ollama(turn, field, &request.body),
            None => {
                let Received { method, path, .. } = request;
                let text =
                    format!("the script has a `Turn` for {method} {path}, which is not a call for text; give it an `Answer`");
                failure(500, &text)
            }
        },
    };
    if let Some((place, then)) = &answer.breaks {
        writes.break_at(*place, then.clone());
    }
    writes.pieces = answer.cut.apply(writes.pieces);
    writes
}

/// A status and the error that Ollama would send with it.
pub(super) fn failure(status: u16, error: &str) -> Writes {
    let body = format!("{}\n", json!({"error": error})).into_bytes();
    let head = head(status, "application/json; charset=utf-8", &format!("Content-Length: {}", body.len()));
    Writes { pieces: vec![head, body], then: Then::Next }
}

/// The head of a response.
pub(super) fn head(status: u16, content: &str, length: &str) -> Vec<u8> {
    let reason = if status < 400 { "OK" } else { "Error" };
    format!("HTTP/1.1 {status} {reason}\r\nContent-Type: {content}\r\n{length}\r\n\r\n").into_bytes()
}

/// Where a record has its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Response,
    Message,
}

impl Field {
    fn of(path: &str) -> Option<Self> {
        match path.rsplit_once("/api/")?.1 {
            "generate" => Some(Self::Response),
            "chat" => Some(Self::Message),
            _ => None,
        }
    }

    /// A record of Ollama's.
    fn record(self, model: &Value, thinking: &str, text: &str, end: Option<&Value>) -> Value {
        let mut record = json!({"model": model, "created_at": "2024-05-01T12:30:00Z", "done": end.is_some()});
        match self {
            Self::Response => record["response"] = text.into(),
            Self::Message => record["message"] = json!({"role": "assistant", "content": text}),
        }
        if !thinking.is_empty() {
            match self {
                Self::Response => record["thinking"] = thinking.into(),
                Self::Message => record["message"]["thinking"] = thinking.into(),
            }
        }
        if let (Some(record), Some(Value::Object(end))) = (record.as_object_mut(), end) {
            record.extend(end.clone());
        }
        record
    }
}

/// A turn as Ollama sends it: records, or one of them for a request with `"stream": false`.
fn ollama(turn: &Turn, field: Field, body: &[u8]) -> Writes {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let model = body.get("model").cloned().unwrap_or_default();
    let is_stream = body.get("stream").and_then(Value::as_bool).unwrap_or(true);
    let is_silent = turn.text.is_empty() && turn.thinking.is_empty();
    match &turn.end {
        Ending::Fails(ErrorKind::Transport, _) if is_silent => Writes { pieces: Vec::new(), then: Then::Close },
        Ending::Fails(ErrorKind::TimedOut, _) | Ending::Never if is_silent => Writes { pieces: Vec::new(), then: Then::Stall },
        Ending::Fails(kind, message) if is_silent || !is_stream => refusal(*kind, message),
        _ if is_stream => stream(turn, field, &model),
        _ => {
            let record = field.record(&model, &turn.thinking, &turn.text, last(turn).as_ref()).to_string().into_bytes();
            let head = head(200, "application/json; charset=utf-8", &format!("Content-Length: {}", record.len()));
            let then = if turn.end == Ending::Never { Then::Stall } else { Then::Next };
            Writes { pieces: vec![head, record], then }
        }
    }
}

/// The records of a stream, each in a chunk of HTTP's.
fn stream(turn: &Turn, field: Field, model: &Value) -> Writes {
    let mut pieces = vec![head(200, "application/x-ndjson", "Transfer-Encoding: chunked")];
    if !turn.thinking.is_empty() {
        pieces.push(chunk(&field.record(model, &turn.thinking, "", None)));
    }
    pieces.extend(turn.pieces().map(|text| chunk(&field.record(model, "", text, None))));
    let then = match &turn.end {
        Ending::Finish(_) => {
            pieces.extend(last(turn).map(|end| chunk(&field.record(model, "", "", Some(&end)))));
            Then::Next
        }
        Ending::Fails(ErrorKind::Transport, _) => Then::Close,
        Ending::Fails(ErrorKind::TimedOut, _) | Ending::Never => Then::Stall,
        Ending::Fails(_, message) => {
            pieces.push(chunk(&json!({"error": message})));
            Then::Next
        }
        Ending::Forever(text) => Then::Repeat(chunk(&field.record(model, "", text, None))),
    };
    if then == Then::Next {
        pieces.push(b"0\r\n\r\n".to_vec());
    }
    Writes { pieces, then }
}

fn chunk(record: &Value) -> Vec<u8> {
    let line = format!("{record}\n");
    format!("{:x}\r\n{line}\r\n", line.len()).into_bytes()
}

/// What the last record says besides; `None` for a reply that has none.
fn last(turn: &Turn) -> Option<Value> {
    let Ending::Finish(finish) = &turn.end else { return None };
    let reason = match finish {
        Finish::Stop | Finish::ToolCalls => "stop",
        Finish::Length => "length",
        Finish::ContentFilter => "content_filter",
        Finish::Other(reason) => reason,
        Finish::Unfinished => return None,
    };
    let usage = turn.usage();
    Some(json!({"done_reason": reason, "prompt_eval_count": usage.prompt_tokens, "eval_count": usage.output_tokens}))
}

/// An error before the first token, with the status and in the words that Ollama has for it, so that a client reads the same kind.
fn refusal(kind: ErrorKind, message: &str) -> Writes {
    match kind {
        ErrorKind::InvalidRequest => failure(400, message),
        ErrorKind::ModelNotFound => failure(404, &format!("model not found: {message}")),
        ErrorKind::Unsupported => failure(501, message),
        ErrorKind::InvalidModel => failure(500, &format!("unable to load model: {message}")),
        ErrorKind::ContextOverflow => {
            failure(400, &json!({"error": {"type": "exceed_context_size_error", "message": message}}).to_string())
        }
        ErrorKind::Protocol => Writes {
            pieces: vec![head(200, "text/html", &format!("Content-Length: {}", message.len())), message.as_bytes().to_vec()],
            then: Then::Next,
        },
        _ => failure(500, message),
    }
}
