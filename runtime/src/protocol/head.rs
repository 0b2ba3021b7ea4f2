//! What a driver tells of a response: its head, the pieces of its body, its end.

use std::time::Duration;

/// The next that has come of an HTTP response.
#[derive(Debug, Clone)]
pub enum Piece<'a> {
    /// The head; once, and first.
    Head(Head),
    /// Bytes of the body, cut anywhere, without the framing of HTTP's chunks.
    Bytes(&'a [u8]),
    /// The end, as HTTP marks it. A connection that breaks has none.
    End,
}

/// The part of an HTTP response's head that matters here.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Head {
    /// The status.
    pub status: u16,
    /// How long the server asks to wait (`Retry-After` in seconds).
    pub retry_after: Option<Duration>,
    /// Where a redirect points to (`Location`).
    pub location: Option<String>,
}

impl Head {
    /// A head with this status; `header` looks up a header by its lower-case name.
    pub fn new(status: u16, header: impl Fn(&'static str) -> Option<String>) -> Self {
        // The headers of a success say nothing that is needed.
        if (200..300).contains(&status) {
            return Self { status, retry_after: None, location: None };
        }
        let seconds = header("retry-after").and_then(|value| value.trim().parse().ok());
        Self { status, retry_after: seconds.map(Duration::from_secs), location: header("location") }
    }

    /// Whether the server says that all is well, so that a reply follows and not a fault.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}
