//! The text being parsed: a cursor over one piece of it, and what must be kept from one piece to the next.

use super::changes::Log;
use super::error::{Category, ParseError, Step};
use super::lenient::{Repair, RepairKind};
use super::rest::Aside;
use super::scan::after_space;
use super::warning::Warnings;
use super::{Fill, Limits, Stop};

/// Where a container stopped, so that it can go on with the next piece.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// Which of its phases the slot is in; each slot numbers its own.
    pub(crate) phase: u8,
    /// Of an object: whether exactly the fields before the one at `index` have been seen.
    pub(crate) exact: bool,
    /// Of an object: how much of the expected key has been read.
    pub(crate) read: u16,
    /// Which field or element is being filled.
    pub(crate) index: u32,
}

impl Frame {
    /// A frame of a slot for which the phase says it all.
    pub(crate) fn of(phase: u8) -> Self {
        Self::at(phase, 0)
    }

    /// A frame of a slot that is at one of its fields or elements.
    pub(crate) fn at(phase: u8, index: usize) -> Self {
        Self { phase, exact: false, read: 0, index: u32::try_from(index).unwrap_or(u32::MAX) }
    }
}

/// What is kept between two pieces of input.
#[derive(Debug, Default)]
pub(crate) struct Saved {
    /// The explicit stack: where each open container stopped, innermost first. Values of one token know it themselves.
    pub(crate) frames: Vec<Frame>,
    /// The beginning of what was cut off: a number, a word, an escape.
    pub(crate) scratch: String,
    /// A key or variant name, where it is not read in one piece.
    pub(crate) token: String,
    /// The open containers of a value that is being skipped: `{` or `[` for each.
    pub(crate) skipping: Vec<u8>,
    /// Of each open object with a flattened map or enum that has begun: the state of that one, while something else is read.
    pub(crate) rests: Vec<Aside>,
    /// How many containers are open.
    pub(crate) depth: usize,
    /// Of each object whose internal tag has come: its depth, and the key of the tag, which must not come again.
    pub(crate) tags: Vec<(usize, &'static str)>,
    pub(crate) limits: Limits,
    /// What changed with the last piece, if that is asked for.
    pub(crate) changes: Option<Log>,
    /// Whether what grows is a string that is shown while it does.
    pub(crate) text_grows: bool,
    /// Whether somebody may want to see what is known before the end, which is then written down as it comes (`kept`).
    pub(crate) shown: bool,
    /// Whether values that are almost right are taken.
    pub(crate) repair: bool,
    /// What was not quite right.
    pub(crate) repairs: Vec<Repair>,
    /// What soft checks have said.
    pub(crate) warnings: Warnings,
    pub(crate) error: Option<ParseError>,
}

/// A cursor over one piece of the text.
#[derive(Debug)]
pub struct Input<'a> {
    pub(super) text: &'a str,
    pub(super) position: usize,
    /// The offset of this piece in the whole text.
    base: usize,
    /// Whether nothing follows this piece.
    last: bool,
    /// How far in this piece attempts to read values directly have come before they failed. What begins before it is not tried
    /// again, so that no text is tried more than once.
    pub(super) tried: usize,
    /// Whether all of it is an attempt, which is over when one at a part of it fails: whoever made it tries the slots.
    pub(super) attempt: bool,
    pub(super) saved: &'a mut Saved,
}

impl<'a> Input<'a> {
    pub(super) fn new(text: &'a str, base: usize, last: bool, saved: &'a mut Saved) -> Self {
        Self { text, position: 0, base, last, tried: 0, attempt: false, saved }
    }

    pub(super) fn is_last(&self) -> bool {
        self.last
    }

    pub(super) fn offset(&self) -> usize {
        self.base + self.position
    }

    /// The next byte, which stays where it is.
    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    /// The bytes from here on.
    #[inline]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.position..).unwrap_or_default()
    }

    /// The text from `start` to here.
    #[inline]
    pub(super) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.position).unwrap_or_default()
    }

    /// The text from here on.
    #[inline]
    pub(super) fn ahead(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or_default()
    }

    /// Goes on at `ahead`, which is an end of [`ahead`](Self::ahead).
    #[inline]
    pub(super) fn go_to(&mut self, ahead: &str) {
        self.position = self.text.len() - ahead.len();
    }

    /// The next byte that is not white space.
    #[inline]
    pub(super) fn peek_token(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        if byte > b' ' { Some(byte) } else { self.skip_whitespace() }
    }

    #[inline(never)]
    fn skip_whitespace(&mut self) -> Option<u8> {
        self.go_to(after_space(self.ahead()));
        self.peek()
    }

    /// The frame to go on from, when this is a continuation.
    #[inline]
    pub(super) fn resume(&mut self) -> Option<Frame> {
        self.saved.frames.pop()
    }

    /// Stops before a value of one token, which needs no frame: its slot knows where it is.
    pub(super) fn wait<T>(&mut self) -> Result<T, Stop> {
        self.note_stop(true);
        Err(Stop::More)
    }

    /// Stops inside such a value.
    pub(super) fn pause<T>(&mut self) -> Result<T, Stop> {
        self.note_stop(false);
        Err(Stop::More)
    }

    /// Remembers where a slot stopped, innermost slots first.
    pub(super) fn suspend<T>(&mut self, phase: u8, index: usize) -> Result<T, Stop> {
        self.note_stop(phase == 0);
        self.remember(phase, index);
        Err(Stop::More)
    }

    pub(super) fn remember(&mut self, phase: u8, index: usize) {
        self.saved.frames.push(Frame::at(phase, index));
    }

    /// Enters a container.
    #[inline]
    pub(super) fn open(&mut self) -> Fill {
        self.position += 1;
        self.saved.depth += 1;
        if self.saved.depth > self.saved.limits.depth { self.too_deep() } else { Ok(()) }
    }

    #[cold]
    pub(super) fn too_deep(&mut self) -> Fill {
        let depth = self.saved.limits.depth;
        self.fail(Category::Limit, format!("more than {depth} arrays and objects inside one another"))
    }

    /// Leaves a container.
    #[inline]
    pub(super) fn close(&mut self) {
        self.position += 1;
        self.saved.depth -= 1;
    }

    /// Stops with an error at this place.
    #[cold]
    pub(super) fn fail<T>(&mut self, category: Category, message: String) -> Result<T, Stop> {
        self.fail_at(self.offset(), category, message)
    }

    #[cold]
    pub(super) fn fail_at<T>(&mut self, offset: usize, category: Category, message: String) -> Result<T, Stop> {
        self.saved.error = Some(ParseError::new(category, offset, message));
        Err(Stop::Failed)
    }

    /// Stops because the next byte is not what the grammar wants.
    #[cold]
    pub(super) fn unexpected<T>(&mut self, expected: &str) -> Result<T, Stop> {
        let found = self.describe();
        self.fail(Category::Syntax, format!("expected {expected}, found {found}"))
    }

    /// Stops because the value that comes next is not of the wanted type, or is no value at all.
    ///
    /// The first byte decides which of the two it is, so that the answer does not depend on where the input was cut.
    #[cold]
    pub(super) fn mismatch<T>(&mut self, expected: &str) -> Result<T, Stop> {
        let is_value = matches!(self.peek(), Some(b'{' | b'[' | b'"' | b't' | b'f' | b'n' | b'-' | b'0'..=b'9'));
        let found = self.describe();
        let category = if is_value { Category::Type } else { Category::Syntax };
        self.fail(category, format!("expected {expected}, found {found}"))
    }

    /// What comes next, in words.
    pub(super) fn describe(&self) -> String {
        match self.peek() {
            None => "the end of the input".into(),
            Some(b'{') => "an object".into(),
            Some(b'[') => "an array".into(),
            Some(b'"') => "a string".into(),
            Some(b't' | b'f') if self.rest().starts_with(b"true") || self.rest().starts_with(b"false") => "a boolean".into(),
            Some(b'n') if self.rest().starts_with(b"null") => "null".into(),
            Some(b'-' | b'0'..=b'9') => {
                let length = self.rest().iter().take_while(|byte| super::number::is_part(**byte)).count();
                format!("`{}`", self.text.get(self.position..self.position + length.min(40)).unwrap_or_default())
            }
            Some(_) => self
                .text
                .get(self.position..)
                .and_then(|rest| rest.chars().next())
                .map_or_else(String::new, |next| format!("`{}`", next.escape_debug())),
        }
    }

    /// Reports what was taken though it was not quite right.
    #[cold]
    pub(super) fn repaired(&mut self, kind: RepairKind) {
        let offset = self.offset();
        self.saved.repairs.push(Repair { kind, offset });
    }

    /// Puts the error that stopped a slot inside `step`.
    #[cold]
    pub(super) fn place(&mut self, step: Step) {
        if let Some(error) = &mut self.saved.error {
            error.inside(step);
        }
    }
}
