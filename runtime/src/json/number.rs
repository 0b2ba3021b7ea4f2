//! Numbers of every type: read in one go where that is cheap, otherwise as a whole token, resumable anywhere.

use super::error::Category;
use super::{Fill, Input, Stop};

/// Whether `byte` can be part of a number.
#[inline]
pub(super) fn is_part(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
}

/// Whether `bytes` may be the beginning of a number.
pub(super) fn begins(bytes: &[u8]) -> bool {
    matches!(bytes, [b'-' | b'0'..=b'9', rest @ ..] if rest.iter().all(|byte| is_part(*byte)))
}

/// Why a token is not the wanted number.
pub(super) enum NumberError {
    /// Not a JSON number.
    Syntax,
    /// A number of another kind or outside the type's range.
    Mismatch(Category),
    /// A number that would become infinite.
    TooLarge,
}

/// A Rust number type.
pub(super) trait Number: Sized {
    /// What the type takes, in words.
    fn expected() -> String;
    /// Reads a number that is cheap to read, from the start of `bytes`, if it is followed by something else; gives its length.
    fn quick(bytes: &[u8]) -> Option<(Self, usize)>;
    /// Whether a token that was read so is of the sort that the number is written as: a float has a point.
    fn is_exact(_: &[u8]) -> bool {
        true
    }
    /// Reads the whole token.
    fn parse(token: &str) -> Result<Self, NumberError>;
}

impl Input<'_> {
    /// Reads a number; on [`Stop::More`] its beginning is in the scratch, and `resumed` says that it was.
    pub(super) fn number<T: Number>(&mut self, resumed: bool) -> Result<T, Stop> {
        let mut number = None;
        let mut parse = |token: &str| T::parse(token).map(|parsed| number = Some(parsed));
        self.number_as(resumed, &mut parse, T::expected)?;
        number.ok_or(Stop::Failed)
    }

    /// The same for all types, of which only `parse` and `expected` know which it is.
    fn number_as(
        &mut self,
        resumed: bool,
        parse: &mut dyn FnMut(&str) -> Result<(), NumberError>,
        expected: fn() -> String,
    ) -> Fill {
        let start = self.position;
        self.position += self.rest().iter().take_while(|byte| is_part(**byte)).count();
        let piece = self.since(start);
        let ended = self.position < self.text.len() || self.is_last();
        if !ended {
            self.saved.scratch.push_str(piece);
            return Err(Stop::More);
        }
        let mut kept = core::mem::take(&mut self.saved.scratch);
        let token = if resumed {
            kept.push_str(piece);
            kept.as_str()
        } else {
            piece
        };
        let result = match parse(token) {
            Ok(()) => Ok(()),
            Err(_) if self.is_last() && self.position == self.text.len() && is_beginning(token) => Err(Stop::More),
            Err(error) => self.no_number(token, &error, expected),
        };
        kept.clear();
        self.saved.scratch = kept;
        result
    }

    #[cold]
    fn no_number(&mut self, token: &str, error: &NumberError, expected: fn() -> String) -> Fill {
        let offset = self.offset() - token.len();
        let shown = token.get(..40).unwrap_or(token);
        let (category, message) = match error {
            NumberError::Syntax => (Category::Syntax, format!("`{shown}` is not a JSON number")),
            NumberError::TooLarge => (Category::Rule, format!("`{shown}` is too large for a floating-point number")),
            NumberError::Mismatch(category) => (*category, format!("expected {}, found `{shown}`", expected())),
        };
        self.fail_at(offset, category, message)
    }
}

/// The parts of a number in JSON's grammar; `None` if `token` is not one.
pub(super) struct Parts<'a> {
    pub(super) negative: bool,
    /// The digits before the point.
    pub(super) digits: &'a str,
    /// Whether there is neither a fraction nor an exponent.
    pub(super) is_integer: bool,
}

pub(super) fn split(token: &str) -> Option<Parts<'_>> {
    let (negative, unsigned) = token.strip_prefix('-').map_or((false, token), |rest| (true, rest));
    let integer_length = digits(unsigned);
    let (integer, mut rest) = unsigned.split_at_checked(integer_length)?;
    if integer.is_empty() || (integer.len() > 1 && integer.starts_with('0')) {
        return None;
    }
    let is_integer = rest.is_empty();
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = digits(fraction);
        if length == 0 {
            return None;
        }
        rest = fraction.get(length..)?;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if exponent.is_empty() || digits(exponent) != exponent.len() {
            return None;
        }
        rest = "";
    }
    rest.is_empty().then_some(Parts { negative, digits: integer, is_integer })
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Whether more characters could still make a number of `token`, which is not one.
fn is_beginning(token: &str) -> bool {
    let longer = format!("{token}0");
    split(token).is_none() && longer != "00" && split(&longer).is_some()
}

/// A number that nobody wants: only its grammar is checked.
pub(super) struct Unread;

impl Number for Unread {
    fn expected() -> String {
        "a number".into()
    }

    fn quick(_: &[u8]) -> Option<(Self, usize)> {
        None
    }

    fn parse(token: &str) -> Result<Self, NumberError> {
        split(token).map(|_| Self).ok_or(NumberError::Syntax)
    }
}
