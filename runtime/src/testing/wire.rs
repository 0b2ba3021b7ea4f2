//! Writes a turn in the form that the request asks for.

use super::answer::{Answer, Content, Then, Writes};
use super::turn::Ending;
use super::{Received, Turn};
use crate::ErrorKind;
use crate::model::{Finish, Usage};
use serde_json::{Map, Value, json};

/// The writes that answer a request.
pub(super) fn writes(answer: &Answer, request: &Received) -> Writes {
    let mut writes = match &answer.content {
        Content::Raw(pieces) => Writes { pieces: pieces.clone(), then: Then::Next },
        Content::Turn(turn) => match Wire::of(&request.path) {
            Some(wire) => play(turn, wire, &request.body),
            None => {
                let Received { method, path, .. } = request;
                let text =
                    format!("the script has a `Turn` for {method} {path}, which is not a call for text; give it an `Answer`");
                failure(500, &text.into())
            }
        },
    };
    if let Some((place, then)) = &answer.breaks {
        writes.break_at(*place, then.clone());
    }
    writes.pieces = answer.cut.apply(writes.pieces);
    writes
}

/// A status and an error.
pub(super) fn failure(status: u16, error: &Value) -> Writes {
    let body = format!("{}\n", json!({"error": error})).into_bytes();
    let head = head(status, "application/json; charset=utf-8", &format!("Content-Length: {}", body.len()));
    Writes { pieces: vec![head, body], then: Then::Next }
}

/// The head of a response.
pub(super) fn head(status: u16, content: &str, length: &str) -> Vec<u8> {
    let reason = if status < 400 { "OK" } else { "Error" };
    format!("HTTP/1.1 {status} {reason}\r\nContent-Type: {content}\r\n{length}\r\n\r\n").into_bytes()
}

/// The protocol that a request speaks, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wire {
    /// Ollama's `/api/generate`.
    Generate,
    /// Ollama's `/api/chat`.
    Chat,
    /// `OpenAI`'s `/chat/completions`.
    Completions,
}

/// A turn as the server of this protocol sends it: in records, or at once for a request that is not streamed.
fn play(turn: &Turn, wire: Wire, body: &[u8]) -> Writes {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let model = body.get("model").cloned().unwrap_or_default();
    let is_stream = body.get("stream").and_then(Value::as_bool).unwrap_or(wire != Wire::Completions);
    let is_silent = turn.text.is_empty() && turn.thinking.is_empty();
    match &turn.end {
        Ending::Fails(ErrorKind::Transport, _) if is_silent => Writes { pieces: Vec::new(), then: Then::Close },
        Ending::Fails(ErrorKind::TimedOut, _) | Ending::Never if is_silent => Writes { pieces: Vec::new(), then: Then::Stall },
        Ending::Fails(kind, message) if is_silent || !is_stream => wire.refusal(*kind, message),
        _ if is_stream => stream(turn, wire, &model),
        _ => {
            let record = wire.record("message", &model, &turn.thinking, &turn.text, turn).to_string().into_bytes();
            let head = head(200, "application/json; charset=utf-8", &format!("Content-Length: {}", record.len()));
            let then = if turn.end == Ending::Never { Then::Stall } else { Then::Next };
            Writes { pieces: vec![head, record], then }
        }
    }
}

/// The records of a stream, each in a chunk of HTTP's.
fn stream(turn: &Turn, wire: Wire, model: &Value) -> Writes {
    // A record in the middle says nothing of the end.
    let unfinished = Turn::text("").never_ends();
    let record = |thinking: &str, text: &str| chunk(&wire.frame(&wire.record("delta", model, thinking, text, &unfinished)));
    let mut pieces = vec![head(200, wire.content(), "Transfer-Encoding: chunked")];
    if !turn.thinking.is_empty() {
        pieces.push(record(&turn.thinking, ""));
    }
    pieces.extend(turn.pieces().map(|text| record("", text)));
    let then = match &turn.end {
        Ending::Finish(finish) => {
            if *finish != Finish::Unfinished {
                pieces.push(chunk(&wire.frame(&wire.record("delta", model, "", "", turn))));
                pieces.extend((wire == Wire::Completions).then(|| chunk("data: [DONE]\n\n")));
            }
            Then::Next
        }
        Ending::Fails(ErrorKind::Transport, _) => Then::Close,
        Ending::Fails(ErrorKind::TimedOut, _) | Ending::Never => Then::Stall,
        Ending::Fails(_, message) => {
            pieces.push(chunk(&wire.frame(&json!({"error": wire.error(message, None)}))));
            Then::Next
        }
        Ending::Forever(text) => Then::Repeat(record("", text)),
    };
    if then == Then::Next {
        pieces.push(b"0\r\n\r\n".to_vec());
    }
    Writes { pieces, then }
}

fn chunk(record: &str) -> Vec<u8> {
    format!("{:x}\r\n{record}\r\n", record.len()).into_bytes()
}

impl Wire {
    fn of(path: &str) -> Option<Self> {
        let ends = |end| path.ends_with(end);
        match () {
            () if ends("/api/generate") => Some(Self::Generate),
            () if ends("/api/chat") => Some(Self::Chat),
            () if ends("/chat/completions") => Some(Self::Completions),
            () => None,
        }
    }

    /// The type of a stream's content.
    fn content(self) -> &'static str {
        if self == Self::Completions { "text/event-stream" } else { "application/x-ndjson" }
    }

    /// A record as it stands in a stream.
    fn frame(self, record: &Value) -> String {
        if self == Self::Completions { format!("data: {record}\n\n") } else { format!("{record}\n") }
    }

    /// A record, or a whole reply; `part` is what `OpenAI` calls what it carries, and the turn says how it ends.
    fn record(self, part: &str, model: &Value, thinking: &str, text: &str, turn: &Turn) -> Value {
        let reason = reason(turn);
        let usage = turn.usage();
        let said = |field: &str| {
            let said = Map::from_iter([("role".to_owned(), "assistant".into()), ("content".to_owned(), text.into())]);
            let thinking = (!thinking.is_empty()).then(|| (field.to_owned(), thinking.into()));
            Value::Object(said.into_iter().chain(thinking).collect())
        };
        let (mut record, end) = match self {
            Self::Completions => (
                json!({"model": model, "choices": [{"index": 0, part: said("reasoning_content"), "finish_reason": reason}]}),
                json!({"usage": {"prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.output_tokens}}),
            ),
            Self::Chat => {
                (json!({"model": model, "message": said("thinking"), "done": reason.is_some()}), ollama_end(reason, &usage))
            }
            Self::Generate => (
                json!({"model": model, "response": text, "thinking": thinking, "done": reason.is_some()}),
                ollama_end(reason, &usage),
            ),
        };
        if let (Value::Object(record), Value::Object(end), Some(_)) = (&mut record, end, reason) {
            record.extend(end);
        }
        record
    }

    fn error(self, message: &str, code: Option<&str>) -> Value {
        if self == Self::Completions { json!({"message": message, "code": code}) } else { message.into() }
    }

    /// An error before the first token, with the status and in the words that such a server has for it, so that a client reads the
    /// same kind.
    fn refusal(self, kind: ErrorKind, message: &str) -> Writes {
        let (status, code, message) = match kind {
            ErrorKind::InvalidRequest => (400, None, message.to_owned()),
            ErrorKind::ModelNotFound => (404, Some("model_not_found"), format!("model not found: {message}")),
            ErrorKind::Unsupported => (501, None, message.to_owned()),
            ErrorKind::InvalidModel => (500, None, format!("unable to load model: {message}")),
            ErrorKind::Refused => (400, Some("content_filter"), message.to_owned()),
            // Ollama passes on what llama-server says, as text.
            ErrorKind::ContextOverflow if self == Self::Completions => (400, Some("context_length_exceeded"), message.to_owned()),
            ErrorKind::ContextOverflow => {
                (400, None, json!({"error": {"type": "exceed_context_size_error", "message": message}}).to_string())
            }
            ErrorKind::Protocol => {
                let head = head(200, "text/html", &format!("Content-Length: {}", message.len()));
                return Writes { pieces: vec![head, message.as_bytes().to_vec()], then: Then::Next };
            }
            _ => (500, None, message.to_owned()),
        };
        failure(status, &self.error(&message, code))
    }
}

/// What Ollama's last record says besides.
fn ollama_end(reason: Option<&str>, usage: &Usage) -> Value {
    json!({"done_reason": reason, "prompt_eval_count": usage.prompt_tokens, "eval_count": usage.output_tokens})
}

/// Why the model stopped, in the servers' words; `None` before the end, and for a server that does not say.
fn reason(turn: &Turn) -> Option<&str> {
    match &turn.end {
        Ending::Finish(Finish::Stop) => Some("stop"),
        Ending::Finish(Finish::ToolCalls) => Some("tool_calls"),
        Ending::Finish(Finish::Length) => Some("length"),
        Ending::Finish(Finish::ContentFilter) => Some("content_filter"),
        Ending::Finish(Finish::Other(reason)) => Some(reason),
        _ => None,
    }
}
