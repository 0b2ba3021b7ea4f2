//! What a server was asked, and how far its answer came.

use std::borrow::Cow;

/// A request that a [`Server`](super::Server) received, and how far the answer to it has come.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Received {
    /// Which connection it came over, counted from 0.
    pub connection: usize,
    /// The method, such as `POST`.
    pub method: String,
    /// The path, such as `/api/generate`.
    pub path: String,
    /// The headers, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How many bytes of the answer were handed to the system, which keeps some hundred kilobytes on their way to the client.
    pub sent: usize,
    /// What became of the answer.
    pub outcome: Outcome,
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is being sent, or it stalls as its script says.
    Open,
    /// All of it was sent.
    Whole,
    /// It was broken off, as its script says.
    Broken,
    /// The client closed the connection first.
    Abandoned {
        /// How many bytes it left unsent, those that would repeat for ever not counted.
        unsent: usize,
    },
}

impl Received {
    /// A header's value; the name is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// Reads a request's head; the body comes later.
    pub(super) fn parse(connection: usize, head: &str) -> Option<Self> {
        let mut lines = head.split("\r\n");
        let mut first = lines.next()?.split(' ');
        let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
        let headers = lines.filter_map(|line| line.split_once(':'));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
        Some(Self { connection, method, path, headers, body: Vec::new(), sent: 0, outcome: Outcome::Open })
    }
}
