//! Floating-point numbers: the nearest to what is written, and never infinite.

use super::number::{Number, NumberError, split};
use super::scan::{digits, ends_number};

/// A decimal of at most 15 digits without exponent, and its length; it is 0 if this is not what comes. Mantissa and power are
/// exact, so one division rounds correctly.
#[inline(never)]
fn quick_decimal(bytes: &[u8]) -> (f64, usize) {
    if let [b'-', unsigned @ ..] = bytes {
        let (magnitude, length) = quick_magnitude(unsigned);
        return (-magnitude, if length == 0 { 0 } else { length + 1 });
    }
    quick_magnitude(bytes)
}

#[inline]
fn quick_magnitude(bytes: &[u8]) -> (f64, usize) {
    let (mut mantissa, count) = digits(bytes, 0);
    let (mut places, mut length) = (0, count);
    if bytes.get(count) == Some(&b'.') {
        (mantissa, places) = digits(bytes.get(count + 1..).unwrap_or_default(), mantissa);
        if places == 0 {
            return (0.0, 0);
        }
        length += 1 + places;
    }
    let leading_zero = count > 1 && bytes.first() == Some(&b'0');
    if count == 0 || count + places > 15 || leading_zero || !ends_number(bytes.get(length)) {
        return (0.0, 0);
    }
    #[expect(clippy::cast_precision_loss, reason = "15 digits are exact, and so are the powers of ten up to there")]
    let mantissa = mantissa.cast_signed() as f64;
    (mantissa / POWERS.get(places).copied().unwrap_or(1.0), length)
}

/// The powers of ten that are exact to the last digit.
static POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

impl Number for f64 {
    fn expected() -> String {
        "a number".into()
    }

    #[inline]
    fn quick(bytes: &[u8]) -> Option<(Self, usize)> {
        let (value, length) = quick_decimal(bytes);
        (length > 0).then_some((value, length))
    }

    fn is_exact(token: &[u8]) -> bool {
        token.contains(&b'.')
    }

    fn parse(token: &str) -> Result<Self, NumberError> {
        finite(token, f64::is_finite)
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
}

fn finite<T: core::str::FromStr + Copy>(token: &str, is_finite: fn(T) -> bool) -> Result<T, NumberError> {
    split(token).ok_or(NumberError::Syntax)?;
    let value = token.parse().map_err(|_| NumberError::Syntax)?;
    if is_finite(value) { Ok(value) } else { Err(NumberError::TooLarge) }
}
