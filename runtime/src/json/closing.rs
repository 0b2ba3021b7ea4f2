//! JSON of what is known so far: the text as far as it is decided, and what closes it.

use super::scan::plain_prefix;
use super::string::{Escape, decode};

/// Follows accepted text, and knows at every place how to close it.
#[derive(Debug, Default)]
pub(crate) struct Closing {
    text: String,
    /// What closes the open containers, outermost first.
    closers: String,
    place: Place,
    /// How much of the text is decided: up to an opening bracket or the end of a value.
    decided: usize,
    /// How much of a growing string can be shown: up to the last whole character.
    shown: usize,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Between tokens; in an object a key comes next.
    #[default]
    Outside,
    /// After a key and its colon.
    Value,
    /// In a number or a word.
    Word,
    Key,
    String,
}

impl Closing {
    /// Follows more text, which the parser has accepted.
    pub(crate) fn push(&mut self, text: &str) {
        let mut at = self.text.len();
        self.text.push_str(text);
        if matches!(self.place, Place::Key | Place::String) {
            // An escape may have been cut off.
            at = self.shown;
        }
        while let Some(byte) = self.text.as_bytes().get(at).copied() {
            at = match self.place {
                Place::Key | Place::String => match self.string(at) {
                    Some(next) => next,
                    None => return,
                },
                _ => {
                    self.token(at, byte);
                    at + 1
                }
            };
        }
    }

    /// Goes on with a string from `at`: gives where, or nothing if more text is needed.
    fn string(&mut self, at: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        let end = at + plain_prefix(rest);
        self.shown = end;
        match self.text.as_bytes().get(end) {
            Some(b'"') => {
                if self.place == Place::String {
                    self.decided = end + 1;
                }
                self.place = Place::Outside;
                Some(end + 1)
            }
            Some(_) => match decode(self.text.as_bytes().get(end..).unwrap_or_default()) {
                Escape::Character(_, length) => {
                    self.shown = end + length;
                    Some(end + length)
                }
                Escape::Cut | Escape::Wrong(_) => None,
            },
            None => None,
        }
    }

    /// One byte outside of strings.
    fn token(&mut self, at: usize, byte: u8) {
        let in_word = self.place == Place::Word;
        let ends_word = matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b'}' | b']');
        if in_word && ends_word {
            self.decided = at;
            self.place = Place::Outside;
        }
        match byte {
            b'{' | b'[' => {
                self.closers.push(if byte == b'{' { '}' } else { ']' });
                self.decided = at + 1;
                self.place = Place::Outside;
            }
            b'}' | b']' => {
                self.closers.pop();
                self.decided = at + 1;
            }
            b'"' => {
                let is_key = self.place == Place::Outside && self.closers.ends_with('}');
                self.place = if is_key { Place::Key } else { Place::String };
                self.shown = at + 1;
            }
            b':' => self.place = Place::Value,
            b',' | b' ' | b'\n' | b'\r' | b'\t' => {}
            _ => self.place = Place::Word,
        }
    }

    /// Appends the text so far, closed; a string that is being received is part of it if `with_string`.
    pub(crate) fn write(&self, out: &mut String, with_string: bool) {
        let start = out.len();
        self.write_known(out, with_string);
        if out.len() == start {
            // Nothing is known, and that is not the JSON of anything else.
            out.push_str("null");
        }
    }

    fn write_known(&self, out: &mut String, with_string: bool) {
        let growing = with_string && self.place == Place::String;
        let known = if growing { self.shown } else { self.decided };
        if known == 0 {
            return;
        }
        out.push_str(self.text.get(..known).unwrap_or_default());
        if growing {
            out.push('"');
        }
        out.extend(self.closers.chars().rev());
    }
}

/// Appends the text of a value so far, closed, and nothing while nothing of it is decided.
#[cfg(feature = "serde")]
pub(super) fn close(text: &str, out: &mut String) {
    let mut closing = Closing::default();
    closing.push(text);
    closing.write_known(out, false);
}
