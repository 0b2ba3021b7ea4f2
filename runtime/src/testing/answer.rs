//! What a server answers to one request, and where it breaks off.

use super::{Cut, Turn};
use std::time::Duration;

/// What a [`Server`](super::Server) answers to one request: a [`Turn`], or bytes as they are; cut, slowed down and broken off as
/// wanted.
///
/// ```
/// use formwork::testing::{Answer, Cut, Place, Turn};
/// use std::time::Duration;
///
/// // A model on a bad line: every byte by itself, and the connection breaks in the fortieth byte of the body.
/// let broken = Answer::from(Turn::text("{\"name\": \"Lisbon\"}")).cut(Cut::Every(1)).close_at(Place::Body(40));
/// // A list of models, for each request that asks for it.
/// let models = Answer::json(200, "{\"models\": []}").on("GET", "/api/tags").always();
/// // A server that takes a request and says nothing.
/// let silent = Answer::raw("").stall_at(Place::Start);
/// ```
#[derive(Debug, Clone)]
pub struct Answer {
    pub(super) content: Content,
    pub(super) only: Option<(String, String)>,
    pub(super) always: bool,
    pub(super) cut: Cut,
    pub(super) delay: Duration,
    pub(super) pause: Duration,
    pub(super) breaks: Option<(Place, Then)>,
}

#[derive(Debug, Clone)]
pub(super) enum Content {
    /// Written in the form that the request asks for.
    Turn(Turn),
    /// A whole response, head and body.
    Raw(Vec<Vec<u8>>),
}

/// What follows the last byte of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Then {
    /// The next request.
    Next,
    /// This, for ever.
    Repeat(Vec<u8>),
    Close,
    HalfClose,
    Stall,
}

/// A place in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// Before the first byte.
    Start,
    /// In the middle of the head.
    Head,
    /// After so many bytes of what follows the head, as they are on the wire: with the sizes of HTTP's chunks.
    Body(usize),
    /// After the last byte.
    End,
}

impl Answer {
    /// Answers with these bytes: a whole HTTP response, head and body, such as a recorded one.
    ///
    /// The connection stays open after them, as HTTP has it; a response that ends by closing it needs
    /// [`close_at(Place::End)`](Self::close_at).
    pub fn raw(response: impl Into<Vec<u8>>) -> Self {
        Self::pieces([response.into()])
    }

    /// As [`raw`](Self::raw), in these writes.
    pub fn pieces(pieces: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self::of(Content::Raw(pieces.into_iter().collect()))
    }

    /// Answers with this status and this JSON.
    pub fn json(status: u16, body: impl AsRef<str>) -> Self {
        let body = body.as_ref();
        let head = super::wire::head(status, "application/json", &format!("Content-Length: {}", body.len()));
        Self::pieces([head, body.as_bytes().to_vec()])
    }

    fn of(content: Content) -> Self {
        Self { content, only: None, always: false, cut: Cut::Natural, delay: Duration::ZERO, pause: Duration::ZERO, breaks: None }
    }

    /// Keeps the answer for requests of this method and path; others pass it by.
    pub fn on(mut self, method: impl Into<String>, path: impl Into<String>) -> Self {
        self.only = Some((method.into(), path.into()));
        self
    }

    /// Gives the answer as often as it is asked for, and not once.
    pub fn always(mut self) -> Self {
        self.always = true;
        self
    }

    /// Sets how the bytes are cut into writes.
    pub fn cut(mut self, cut: Cut) -> Self {
        self.cut = cut;
        self
    }

    /// Waits this long before the first byte, as a server does that loads a model.
    pub fn delay(mut self, time: Duration) -> Self {
        self.delay = time;
        self
    }

    /// Waits this long between two writes, as a model does between two tokens; the system may round it up by a few milliseconds.
    pub fn pause(mut self, time: Duration) -> Self {
        self.pause = time;
        self
    }

    /// Closes the connection here, as a server does that is killed.
    pub fn close_at(self, place: Place) -> Self {
        self.breaks(place, Then::Close)
    }

    /// Closes its half of the connection here, and goes on listening.
    pub fn half_close_at(self, place: Place) -> Self {
        self.breaks(place, Then::HalfClose)
    }

    /// Sends nothing more from here on, and keeps the connection.
    pub fn stall_at(self, place: Place) -> Self {
        self.breaks(place, Then::Stall)
    }

    /// Sends this again and again from here on, until the client leaves.
    pub fn repeat_at(self, place: Place, bytes: impl Into<Vec<u8>>) -> Self {
        self.breaks(place, Then::Repeat(bytes.into()))
    }

    fn breaks(mut self, place: Place, then: Then) -> Self {
        self.breaks = Some((place, then));
        self
    }

    pub(super) fn is_for(&self, method: &str, path: &str) -> bool {
        self.only.as_ref().is_none_or(|(only, place)| only == method && place == path)
    }
}

impl From<Turn> for Answer {
    fn from(turn: Turn) -> Self {
        Self::of(Content::Turn(turn))
    }
}

/// The writes of an answer, and what follows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Writes {
    pub(super) pieces: Vec<Vec<u8>>,
    pub(super) then: Then,
}

impl Writes {
    /// Ends at this place.
    pub(super) fn break_at(&mut self, place: Place, then: Then) {
        let bytes = self.pieces.concat();
        let head = bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(bytes.len(), |end| end + 4);
        let end = match place {
            Place::Start => 0,
            Place::Head => head / 2,
            Place::Body(count) => head.saturating_add(count),
            Place::End => bytes.len(),
        };
        let mut before = 0;
        self.pieces.retain_mut(|piece| {
            let kept = end.saturating_sub(before).min(piece.len());
            before += piece.len();
            piece.truncate(kept);
            kept > 0
        });
        self.then = then;
    }
}
