//! Numbers of every type: read in one go where that is cheap, otherwise as a whole token, resumable anywhere.

use super::error::Category;
use super::{Input, Stop};
use crate::schema::{Bound, Rules};
use core::fmt::Display;

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
pub(super) trait Number: Sized + Copy + Display {
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
    /// Compares with one end of a range.
    fn compare(self, bound: &Bound) -> Option<core::cmp::Ordering>;
}

impl Input<'_> {
    /// Reads a number; on [`Stop::More`] its beginning is in the scratch, and `resumed` says that it was.
    pub(super) fn number<T: Number>(&mut self, resumed: bool) -> Result<T, Stop> {
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
        let result = T::parse(token);
        let offset = self.offset() - token.len();
        let result = match result {
            Ok(value) => Ok(value),
            Err(_) if self.is_last() && self.position == self.text.len() && is_beginning(token) => Err(Stop::More),
            Err(NumberError::Syntax) => {
                self.fail_at(offset, Category::Syntax, format!("`{}` is not a JSON number", shorten(token)))
            }
            Err(NumberError::TooLarge) => {
                self.fail_at(offset, Category::Rule, format!("`{}` is too large for a floating-point number", shorten(token)))
            }
            Err(NumberError::Mismatch(category)) => {
                self.fail_at(offset, category, format!("expected {}, found `{}`", T::expected(), shorten(token)))
            }
        };
        kept.clear();
        self.saved.scratch = kept;
        result
    }
}

fn shorten(token: &str) -> &str {
    token.get(..40).unwrap_or(token)
}

/// Checks the numeric rules.
pub(super) fn check<T: Number>(value: T, rules: &Rules) -> Result<(), String> {
    use core::cmp::Ordering::{Equal, Greater, Less};
    if let Some(bound) = &rules.minimum {
        let kept = matches!((value.compare(bound), bound.exclusive), (Some(Greater), _) | (Some(Equal), false));
        if !kept {
            return Err(format!(
                "must be {} {}, found {value}",
                if bound.exclusive { "greater than" } else { "at least" },
                bound.text
            ));
        }
    }
    if let Some(bound) = &rules.maximum {
        let kept = matches!((value.compare(bound), bound.exclusive), (Some(Less), _) | (Some(Equal), false));
        if !kept {
            return Err(format!(
                "must be {} {}, found {value}",
                if bound.exclusive { "less than" } else { "at most" },
                bound.text
            ));
        }
    }
    Ok(())
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
    split(token).is_none() && [token, "0"].concat().as_str() != "00" && split(&[token, "0"].concat()).is_some()
}

/// A number that nobody wants: only its grammar is checked.
#[derive(Clone, Copy)]
pub(super) struct Unread;

impl Display for Unread {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("a number")
    }
}

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

    fn compare(self, _: &Bound) -> Option<core::cmp::Ordering> {
        None
    }
}
