//! Numbers: integers of every width and floating-point numbers, exact and resumable.

use super::error::Category;
use super::{Input, Stop};
use crate::schema::{Bound, Rules};
use core::fmt::Display;

/// Whether `byte` can be part of a number.
#[inline]
pub(super) fn is_part(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
}

/// Why a token is not the wanted number.
pub(super) enum NumberError {
    /// Not a JSON number.
    Syntax,
    /// A number of another kind or outside the type's range.
    Mismatch(Category),
}

/// A Rust number type.
pub(super) trait Number: Sized + Copy + Display {
    /// What the type takes, in words.
    fn expected() -> String;
    /// Reads a number that is cheap to read, from the start of `bytes`, if it is followed by something else; gives its length.
    fn quick(bytes: &[u8]) -> Option<(Self, usize)>;
    /// Reads the whole token.
    fn parse(token: &str) -> Result<Self, NumberError>;
    /// Compares with one end of a range.
    fn compare(self, bound: &Bound) -> Option<core::cmp::Ordering>;
}

impl Input<'_> {
    /// Reads a number; on [`Stop::More`] its beginning is in the scratch, and `resumed` says that it was.
    #[inline]
    pub(super) fn number<T: Number>(&mut self, resumed: bool) -> Result<T, Stop> {
        if !resumed && let Some((value, length)) = T::quick(self.rest()) {
            self.position += length;
            return Ok(value);
        }
        self.whole_number(resumed)
    }

    fn whole_number<T: Number>(&mut self, resumed: bool) -> Result<T, Stop> {
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
struct Parts<'a> {
    negative: bool,
    digits: &'a str,
    is_integer: bool,
}

fn split(token: &str) -> Option<Parts<'_>> {
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

/// Up to 18 digits, with or without a sign, followed by something that is not part of a number.
#[inline]
fn quick_integer(bytes: &[u8]) -> Option<(bool, u64, usize)> {
    let (negative, first) = match bytes.first()? {
        b'-' => (true, 1),
        _ => (false, 0),
    };
    let mut magnitude = 0_u64;
    let mut length = first;
    for byte in bytes.get(first..)? {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            let count = length - first;
            let leading_zero = count > 1 && bytes.get(first) == Some(&b'0');
            let plain = (1..=18).contains(&count) && !leading_zero && !is_part(*byte);
            return plain.then_some((negative, magnitude, length));
        }
        magnitude = magnitude.wrapping_mul(10).wrapping_add(digit.into());
        length += 1;
    }
    None
}

macro_rules! integer {
    ($($type:ty),*) => { $(
        impl Number for $type {
            fn expected() -> String {
                format!("an integer from {} to {}", <$type>::MIN, <$type>::MAX)
            }

            #[inline]
            fn quick(bytes: &[u8]) -> Option<(Self, usize)> {
                let (negative, magnitude, length) = quick_integer(bytes)?;
                // At most 18 digits, so the value fits i64.
                let magnitude = i64::try_from(magnitude).ok()?;
                let value = if negative { -magnitude } else { magnitude };
                Some((Self::try_from(value).ok()?, length))
            }

            fn parse(token: &str) -> Result<Self, NumberError> {
                let parts = split(token).ok_or(NumberError::Syntax)?;
                if !parts.is_integer {
                    return Err(NumberError::Mismatch(Category::Type));
                }
                // The standard library refuses a minus sign for unsigned types, and JSON has -0.
                let token = if parts.negative && parts.digits == "0" { "0" } else { token };
                token.parse().map_err(|_| NumberError::Mismatch(Category::Rule))
            }

            fn compare(self, bound: &Bound) -> Option<core::cmp::Ordering> {
                match bound.integer {
                    Some(bound) => match i128::try_from(self) {
                        Ok(value) => Some(value.cmp(&bound)),
                        Err(_) => Some(core::cmp::Ordering::Greater),
                    },
                    // An integer against a bound with a fraction; only its order counts, so the rounding does not.
                    #[expect(clippy::cast_precision_loss, clippy::cast_lossless, reason = "a bound with a fraction is far below 2^53")]
                    None => (self as f64).partial_cmp(&bound.number),
                }
            }
        }
    )* };
}

integer!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);

/// Powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
    1e22,
];

/// A decimal of at most 15 digits without exponent: mantissa and power are exact, so one division rounds correctly.
#[inline]
fn quick_decimal(bytes: &[u8]) -> Option<(f64, usize)> {
    let first = usize::from(*bytes.first()? == b'-');
    let (mut mantissa, mut count, mut point, mut length) = (0_u64, 0_usize, None, first);
    for byte in bytes.get(first..)? {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                count += 1;
            }
            b'.' if point.is_none() && count > 0 => point = Some(count),
            byte if is_part(*byte) => return None,
            _ => {
                let whole = point.unwrap_or(count);
                let leading_zero = whole > 1 && bytes.get(first) == Some(&b'0');
                if whole == 0 || count > 15 || point == Some(count) || leading_zero {
                    return None;
                }
                #[expect(clippy::cast_precision_loss, reason = "15 digits are exact")]
                let value = mantissa as f64 / POWERS.get(count - whole)?;
                return Some((if first == 1 { -value } else { value }, length));
            }
        }
        length += 1;
    }
    None
}

impl Number for f64 {
    fn expected() -> String {
        "a number".into()
    }

    #[inline]
    fn quick(bytes: &[u8]) -> Option<(Self, usize)> {
        quick_decimal(bytes)
    }

    fn parse(token: &str) -> Result<Self, NumberError> {
        finite(token, f64::is_finite)
    }

    fn compare(self, bound: &Bound) -> Option<core::cmp::Ordering> {
        self.partial_cmp(&bound.number)
    }
}

impl Number for f32 {
    fn expected() -> String {
        "a number".into()
    }

    fn quick(_: &[u8]) -> Option<(Self, usize)> {
        None
    }

    fn parse(token: &str) -> Result<Self, NumberError> {
        finite(token, f32::is_finite)
    }

    fn compare(self, bound: &Bound) -> Option<core::cmp::Ordering> {
        f64::from(self).partial_cmp(&bound.number)
    }
}

fn finite<T: core::str::FromStr + Copy>(token: &str, is_finite: fn(T) -> bool) -> Result<T, NumberError> {
    split(token).ok_or(NumberError::Syntax)?;
    let value = token.parse().map_err(|_| NumberError::Syntax)?;
    if is_finite(value) { Ok(value) } else { Err(NumberError::Mismatch(Category::Rule)) }
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
