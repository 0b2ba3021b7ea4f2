//! What the errors of servers have in common: how they are put into words, and what the connection's own mean.

use super::Head;
use crate::{Error, ErrorKind};
use serde::Deserialize;

/// What is said of a server that does not answer.
#[derive(Debug)]
pub struct Peer {
    /// What servers of the protocol are called, with an article: "no Ollama server".
    pub(crate) none: &'static str,
    /// What to do when there is none.
    pub(crate) start: &'static str,
}

/// Pieces of a server's words, in lower case, what they mean and what to do. The first that occurs counts.
pub(super) type Words = [(&'static str, ErrorKind, &'static str)];

/// The size of a prompt that does not fit, as llama-server says it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Sizes {
    n_prompt_tokens: Option<u64>,
    n_ctx: Option<u64>,
}

impl Sizes {
    /// Whether the server said them.
    pub(super) fn are_known(&self) -> bool {
        self.n_prompt_tokens.is_some() && self.n_ctx.is_some()
    }

    /// The error of a prompt that is too long; `remedy` is how the window is made larger.
    pub(super) fn overflow(&self, remedy: &str) -> Error {
        let count = |count: Option<u64>| count.map_or_else(|| "too many".to_owned(), |count| count.to_string());
        let message = format!(
            "the prompt has {} tokens and the context window holds {}; {remedy} or shorten the prompt",
            count(self.n_prompt_tokens),
            count(self.n_ctx)
        );
        Error::new(ErrorKind::ContextOverflow, message)
    }
}

/// The server could not be reached.
pub(crate) fn unreachable(peer: &Peer, address: &str, source: impl std::error::Error + Send + Sync + 'static) -> Error {
    transport(source, address, format!("{} answers at {address}; {}", peer.none, peer.start))
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

/// The time to connect passed.
pub(crate) fn unconnected(address: &str, source: impl std::error::Error + Send + Sync + 'static) -> Error {
    let message =
        format!("no connection to {address} came about in time (connect_timeout); check the address, and what lies between");
    Error::new(ErrorKind::TimedOut, message).with_source(source)
}

/// A time limit of the connection passed.
pub(crate) fn timed_out(address: &str, source: impl std::error::Error + Send + Sync + 'static) -> Error {
    let message = format!("{address} did not answer in time; raise the time limit, or look whether it is loading a model");
    Error::new(ErrorKind::TimedOut, message).with_source(source)
}

/// A record that cannot be read; `protocol` is whose it should have been.
pub(super) fn record(protocol: &str, record: &[u8], error: serde_json::Error) -> Error {
    let record = String::from_utf8_lossy(record.trim_ascii());
    let message = if error.is_eof() {
        format!("the server's answer ends in the middle of a record: {}", excerpt(&record))
    } else {
        format!("the server's answer is not {protocol}; check the address: {}", excerpt(&record))
    };
    Error::new(ErrorKind::Protocol, message).with_source(error)
}

/// Adds what the head of the response says.
pub(super) fn with_head(error: Error, head: &Head) -> Error {
    let error = error.with_status(head.status);
    match head.retry_after {
        Some(wait) => error.with_retry_after(wait),
        None => error,
    }
}

/// What the server's words mean, where they are known.
pub(super) fn known(words: &'static Words, text: &str) -> Option<(ErrorKind, &'static str)> {
    let lower = text.to_lowercase();
    words.iter().find(|(piece, ..)| lower.contains(piece)).map(|(_, kind, advice)| (*kind, *advice))
}

/// What a status means that every HTTP server uses alike; `location` is where a redirect points to.
pub(super) fn by_status(status: u16, location: Option<&str>) -> (ErrorKind, String) {
    match status {
        300..=399 => {
            let place = location.unwrap_or("another address");
            (ErrorKind::Status, format!("the server sends callers on to {place} ({status}); use that address"))
        }
        400 | 422 => (ErrorKind::InvalidRequest, "the server refuses the request".into()),
        401 => (ErrorKind::Status, "the server wants a key; set a bearer token".into()),
        408 | 504 => (ErrorKind::TimedOut, "the server, or a proxy before it, gave up waiting".into()),
        501 => (ErrorKind::Unsupported, "the server cannot do this".into()),
        _ => (ErrorKind::Status, "the server failed; see its log".into()),
    }
}

/// An error in one sentence: what to do, and what the server said.
pub(super) fn said(kind: ErrorKind, advice: &str, status: Option<u16>, text: &str) -> Error {
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
