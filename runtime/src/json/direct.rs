//! The direct way: a value that lies in the text whole, and has nothing unusual about it, is read into its type at once, without
//! a slot. Where that fails, the slots read the value again, and they alone say what is wrong with it.

use super::input::Saved;
use super::place::{self, Place, Written};
use super::scan::{past_spaces, plain_prefix};
use super::string::{Escape, FIRST_CAPACITY, decode};
use super::{Input, Limits, Partial, SlotMut};
use crate::schema::Rules;

/// A cursor over text in which whole values lie.
///
/// After a failure the text ends where it was noticed, so that nothing more is read: whoever reads several values need not look
/// after each.
#[derive(Debug)]
pub struct Direct<'t> {
    text: &'t str,
    /// Where the cursor is.
    pub(super) at: usize,
    /// How many more containers may be opened.
    pub(super) depth: usize,
    /// Whether only what is written as it would be written again can be read, since the text itself is kept for others to see.
    exact: bool,
}

impl<'t> Direct<'t> {
    /// A cursor at the value of a document.
    #[inline(never)]
    pub(super) fn document(text: &'t str) -> Self {
        let mut direct = Self::new(text, 0, Limits::default().depth);
        direct.space();
        direct
    }

    /// Whether nothing follows but white space.
    #[inline(never)]
    pub(super) fn is_over(&mut self) -> bool {
        self.space();
        self.at == self.text.len()
    }

    /// A cursor at `at` in `text`, where `depth` more containers may be opened.
    pub(super) fn new(text: &'t str, at: usize, depth: usize) -> Self {
        Self { text, at, depth, exact: false }
    }

    /// Where the text ends, or where reading it has failed.
    pub(super) fn end(&self) -> usize {
        self.text.len()
    }

    /// All of the text.
    #[inline]
    pub(super) fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes()
    }

    /// The text from `start` to here.
    #[cfg(feature = "serde")]
    pub(super) fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Whether only what is written as it would be written again can be read.
    #[inline]
    pub(super) fn is_exact(&self) -> bool {
        cfg!(feature = "serde") && self.exact
    }

    /// The bytes from here on.
    #[inline]
    pub(super) fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes past white space.
    #[inline]
    pub(super) fn space(&mut self) {
        if self.peek().is_some_and(|byte| byte <= b' ') {
            self.spaces();
        }
    }

    #[inline(never)]
    fn spaces(&mut self) {
        self.at = past_spaces(self.text.as_bytes(), self.at);
    }

    /// Goes past `byte`, before which there may be white space, if it is what comes next.
    #[inline]
    pub(super) fn passes(&mut self, byte: u8) -> bool {
        if self.peek() != Some(byte) {
            self.space();
        }
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// Goes past a comma, after which something has to follow.
    pub(super) fn comma(&mut self) -> bool {
        let is_next = self.passes(b',');
        is_next && !matches!(self.peek_token(), Some(b'}' | b']'))
    }

    /// The next byte that is not white space.
    pub(super) fn peek_token(&mut self) -> Option<u8> {
        self.space();
        self.peek()
    }

    /// Notes that the value cannot be read this way.
    #[cold]
    #[inline(never)]
    pub(super) fn fail<T>(&mut self) -> Option<T> {
        self.text = self.text.get(..self.text.floor_char_boundary(self.at)).unwrap_or_default();
        None
    }

    /// Enters an array or object.
    #[inline]
    pub(super) fn open(&mut self, bracket: u8) -> Option<()> {
        if self.depth == 0 || self.peek() != Some(bracket) {
            return self.fail();
        }
        self.depth -= 1;
        self.at += 1;
        Some(())
    }

    /// Leaves an array or object, if this is its end.
    #[inline]
    pub(super) fn close(&mut self, bracket: u8) -> Option<()> {
        if !self.passes(bracket) {
            return self.fail();
        }
        self.depth += 1;
        Some(())
    }

    /// Goes past a word, if it is what comes next.
    #[inline]
    pub(super) fn word(&mut self, word: &str) -> bool {
        let begins = self.rest().starts_with(word.as_bytes());
        if begins {
            self.at += word.len();
        }
        begins
    }

    /// The content of the string that comes next, if nothing in it is escaped.
    #[inline]
    pub(super) fn plain_string(&mut self) -> Option<&'t str> {
        let content = place::plain_string(self.text, self.at)?;
        self.at += content.len() + 2;
        Some(content)
    }

    /// The string that comes next, if something in it is escaped.
    #[inline(never)]
    pub(super) fn escaped_string(&mut self) -> Option<String> {
        if !self.passes(b'"') {
            return self.fail();
        }
        let mut out = String::new();
        loop {
            let start = self.at;
            self.at += plain_prefix(self.rest());
            let run = self.text.get(start..self.at).unwrap_or_default();
            let next = self.peek();
            if !matches!(next, Some(b'"' | b'\\')) {
                return self.fail();
            }
            if out.capacity() == 0 {
                out = place::string(run, FIRST_CAPACITY.max(2 * run.len()));
            } else {
                out.push_str(run);
            }
            if next == Some(b'"') {
                self.at += 1;
                return Some(out);
            }
            let Escape::Character(character, length) = decode(self.rest()) else {
                return self.fail();
            };
            out.push(character);
            self.at += length;
        }
    }

    /// Reads the value that comes next through a slot, for what has no direct way of its own.
    pub(super) fn by_slot<'o, P: Partial>(&mut self, rules: &'static Rules, place: Place<'o, P::Value>) -> Option<Written<'o>> {
        // A slot takes more than it would write: other names, keys that it does not know.
        if self.is_exact() {
            return self.fail();
        }
        let mut slot = P::empty();
        if self.fills(&mut SlotMut::of(&mut slot), rules) { slot.take_into(place) } else { None }
    }

    #[inline(never)]
    fn fills(&mut self, slot: &mut SlotMut<'_>, rules: &'static Rules) -> bool {
        let limits = Limits { depth: self.depth, ..Limits::default() };
        let mut saved = Saved { limits, ..Saved::default() };
        let mut input = Input::new(self.text.get(self.at..).unwrap_or_default(), 0, false, &mut saved);
        input.attempt = true;
        let filled = slot.fill(&mut input, rules).is_ok() && input.saved.warnings.is_empty();
        self.at += input.position;
        if !filled {
            self.fail::<()>();
        }
        filled
    }
}

/// How much text there must be for an object or array to be there whole, as far as one can tell before reading it.
const WORTH_TRYING: usize = 16;

impl Input<'_> {
    /// A cursor for values that are read directly from here on, if that is worth trying: nobody wants to see what changes inside,
    /// and no attempt has come further than this.
    pub(super) fn direct(&self) -> Option<Direct<'_>> {
        let rest = self.rest();
        let is_cut = matches!(rest, [b'{' | b'[', ..]) && rest.len() < WORTH_TRYING;
        if is_cut || self.position < self.tried || self.saved.changes.is_some() {
            return None;
        }
        let depth = self.saved.limits.depth.saturating_sub(self.saved.depth);
        Some(Direct { exact: self.saved.shown, ..Direct::new(self.text, self.position, depth) })
    }
}
