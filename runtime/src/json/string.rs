//! Strings: copied in runs between escapes, resumable anywhere.

use super::error::Category;
use super::scan::plain_prefix;
use super::{Fill, Input, Stop};

/// The longest escape: a surrogate pair.
const LONGEST_ESCAPE: usize = "\\ud83d\\ude00".len();

/// How much room there is at least for a string that has to be read in parts.
pub(super) const FIRST_CAPACITY: usize = 32;

impl<'a> Input<'a> {
    /// Appends the rest of a string to `out`, up to and with the closing quote. The opening quote has been read.
    ///
    /// On [`Stop::More`] everything before the end of the input has been appended, except the beginning of an escape,
    /// which is kept in the scratch; calling again goes on.
    pub(super) fn string(&mut self, out: &mut String) -> Fill {
        if !self.saved.scratch.is_empty() {
            self.resume_escape(out)?;
        }
        loop {
            let start = self.position;
            self.position += plain_prefix(self.rest());
            let next = self.peek();
            if out.capacity() == 0 && next != Some(b'"') {
                // More will come: not for each piece a new allocation.
                out.reserve(FIRST_CAPACITY.max(2 * (self.position - start)));
            }
            out.push_str(self.since(start));
            match next {
                Some(b'"') => {
                    self.position += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape(out)?,
                Some(_) => return self.control_character(),
                None => return Err(Stop::More),
            }
        }
    }

    /// Reads the rest of a key or a variant's name, up to and with the closing quote, and looks it up.
    ///
    /// On [`Stop::More`] what has been read is kept; calling again goes on.
    pub(super) fn name<R>(&mut self, find: impl FnOnce(&str) -> R) -> Result<R, Stop> {
        if let Some(name) = self.plain_name() {
            return Ok(find(name));
        }
        let token = self.rest_of_name()?;
        let found = find(&token);
        self.reuse(token);
        Ok(found)
    }

    /// The name that comes next, if it is in one piece and nothing in it is escaped.
    fn plain_name(&mut self) -> Option<&'a str> {
        if !self.saved.token.is_empty() || !self.saved.scratch.is_empty() {
            return None;
        }
        let ahead = self.ahead();
        let length = plain_prefix(ahead.as_bytes());
        if ahead.as_bytes().get(length) != Some(&b'"') {
            return None;
        }
        self.position += length + 1;
        ahead.get(..length)
    }

    fn rest_of_name(&mut self) -> Result<String, Stop> {
        let mut token = core::mem::take(&mut self.saved.token);
        let stop = match self.string(&mut token) {
            Ok(()) => return Ok(token),
            Err(stop) => stop,
        };
        if stop == Stop::More {
            self.saved.token = token;
        }
        Err(stop)
    }

    /// Keeps the room of a name that has been looked up.
    fn reuse(&mut self, mut token: String) {
        token.clear();
        self.saved.token = token;
    }

    #[cold]
    fn control_character(&mut self) -> Fill {
        let byte = self.peek().unwrap_or_default();
        self.fail(Category::Syntax, format!("a control character in a string must be written as \\u{byte:04x}"))
    }

    #[inline(never)]
    fn escape(&mut self, out: &mut String) -> Fill {
        match decode(self.rest()) {
            Escape::Character(character, length) => {
                out.push(character);
                self.position += length;
                Ok(())
            }
            Escape::Cut if !self.is_last() => {
                let start = self.position;
                self.position = self.text.len();
                let rest = self.since(start);
                self.saved.scratch.push_str(rest);
                Err(Stop::More)
            }
            Escape::Cut => {
                self.position = self.text.len();
                Err(Stop::More)
            }
            Escape::Wrong(reason) => self.fail(Category::Syntax, reason.into()),
        }
    }

    #[cold]
    /// Goes on with an escape whose beginning came in an earlier piece.
    fn resume_escape(&mut self, out: &mut String) -> Fill {
        let before = self.saved.scratch.len();
        let mut bytes = [0; LONGEST_ESCAPE];
        let all = self.saved.scratch.bytes().chain(self.rest().iter().copied());
        let length = bytes.iter_mut().zip(all).map(|(slot, byte)| *slot = byte).count();
        match decode(bytes.get(..length).unwrap_or_default()) {
            Escape::Character(character, length) => {
                out.push(character);
                self.saved.scratch.clear();
                self.position += length.saturating_sub(before);
                Ok(())
            }
            Escape::Cut => {
                let start = self.position;
                self.position = self.text.len();
                let rest = self.since(start);
                self.saved.scratch.push_str(rest);
                Err(Stop::More)
            }
            Escape::Wrong(reason) => {
                let offset = self.offset().saturating_sub(before);
                self.fail_at(offset, Category::Syntax, reason.into())
            }
        }
    }
}

pub(super) enum Escape {
    /// The character, and the length of the escape in bytes.
    Character(char, usize),
    /// The input ends inside the escape.
    Cut,
    Wrong(&'static str),
}

/// Reads the escape at the start of `bytes`, which begin with a backslash.
pub(super) fn decode(bytes: &[u8]) -> Escape {
    let character = match bytes.get(1) {
        None => return Escape::Cut,
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return decode_unicode(bytes),
        Some(_) => {
            return Escape::Wrong("unknown escape in a string; the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
        }
    };
    Escape::Character(character, 2)
}

fn decode_unicode(bytes: &[u8]) -> Escape {
    const WRONG_DIGITS: Escape = Escape::Wrong("\\u must be followed by four hexadecimal digits");
    const LONE: Escape = Escape::Wrong("half of a surrogate pair in a string");
    let first = match hexadecimal(bytes.get(2..).unwrap_or_default()) {
        Hexadecimal::Unit(unit) => unit,
        Hexadecimal::Cut => return Escape::Cut,
        Hexadecimal::Wrong => return WRONG_DIGITS,
    };
    if let Some(character) = char::from_u32(first.into()) {
        return Escape::Character(character, 6);
    }
    if first >= 0xdc00 {
        return LONE;
    }
    match bytes.get(6..).unwrap_or_default() {
        [] | [b'\\'] => Escape::Cut,
        [b'\\', b'u', digits @ ..] => match hexadecimal(digits) {
            Hexadecimal::Unit(second) => match char::decode_utf16([first, second]).next() {
                Some(Ok(character)) => Escape::Character(character, 12),
                _ => LONE,
            },
            Hexadecimal::Cut => Escape::Cut,
            Hexadecimal::Wrong => WRONG_DIGITS,
        },
        _ => LONE,
    }
}

enum Hexadecimal {
    Unit(u16),
    Cut,
    Wrong,
}

fn hexadecimal(bytes: &[u8]) -> Hexadecimal {
    let mut unit = 0;
    for position in 0..4 {
        let Some(byte) = bytes.get(position) else {
            return Hexadecimal::Cut;
        };
        let Some(digit) = char::from(*byte).to_digit(16) else {
            return Hexadecimal::Wrong;
        };
        unit = unit << 4 | digit;
    }
    u16::try_from(unit).map_or(Hexadecimal::Wrong, Hexadecimal::Unit)
}
