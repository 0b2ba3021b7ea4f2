//! What a model says in one call.

use crate::ErrorKind;
use crate::model::{Finish, Usage};

/// What a model says in one call: what [`Script`](super::Script) plays, and [`Server`](super::Server) writes in the form that the request asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    pub(super) text: String,
    pub(super) thinking: String,
    pub(super) end: Ending,
    piece: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ending {
    Finish(Finish),
    Fails(ErrorKind, String),
    Forever(String),
    Never,
}

impl Turn {
    /// Answers with this text, all at once, and stops.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), thinking: String::new(), piece: usize::MAX, end: Ending::Finish(Finish::Stop) }
    }

    /// Thinks this before it answers.
    pub fn thinking(mut self, thinking: impl Into<String>) -> Self {
        self.thinking = thinking.into();
        self
    }

    /// Writes the text in pieces of this many bytes (never less than a character).
    pub fn in_pieces_of(mut self, bytes: usize) -> Self {
        self.piece = bytes.max(1);
        self
    }

    /// Ends for this reason.
    pub fn finish(mut self, finish: Finish) -> Self {
        self.end = Ending::Finish(finish);
        self
    }

    /// Fails with an error of this kind after the text.
    pub fn fails(mut self, kind: ErrorKind, message: impl Into<String>) -> Self {
        self.end = Ending::Fails(kind, message.into());
        self
    }

    /// Never ends: nothing comes after the text. A blocking caller gets [`ErrorKind::TimedOut`] instead of waiting forever.
    pub fn never_ends(mut self) -> Self {
        self.end = Ending::Never;
        self
    }

    /// Goes on with this text for ever.
    pub fn forever(mut self, text: impl Into<String>) -> Self {
        self.end = Ending::Forever(text.into());
        self
    }

    /// The pieces of the text.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &str> {
        let mut said = 0;
        std::iter::from_fn(move || {
            let piece = self.piece_at(said)?;
            said += piece.len();
            Some(piece)
        })
    }

    /// The piece that begins at this byte; `None` at the end.
    pub(super) fn piece_at(&self, said: usize) -> Option<&str> {
        let rest = self.text.get(said..).filter(|rest| !rest.is_empty())?;
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let mut length = self.piece.clamp(first, rest.len().max(first));
        while !rest.is_char_boundary(length) {
            length -= 1;
        }
        rest.get(..length)
    }

    /// A token a piece, which is about right and easy to check.
    pub(super) fn usage(&self) -> Usage {
        let pieces = self.text.len().div_ceil(self.piece);
        Usage { prompt_tokens: Some(1), output_tokens: u64::try_from(pieces).ok(), ..Usage::default() }
    }
}
