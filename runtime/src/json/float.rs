//! Floating-point numbers: the nearest to what is written, and never infinite.

use super::number::{Number, NumberError, is_part, split};
use super::scan::{digits, power_of_ten};
use crate::schema::Bound;

/// A decimal of at most 15 digits without exponent: mantissa and power are exact, so one division rounds correctly.
#[inline]
fn quick_decimal(bytes: &[u8]) -> Option<(f64, usize)> {
    let (sign, unsigned) = match bytes {
        [b'-', unsigned @ ..] => (1, unsigned),
        _ => (0, bytes),
    };
    let (whole, count) = digits(unsigned);
    let (mantissa, places, rest) = match unsigned.get(count..)? {
        [b'.', fraction @ ..] => {
            let (value, places) = digits(fraction);
            if places == 0 || count + places > 15 {
                return None;
            }
            (whole * power_of_ten(places) + value, places, fraction.get(places..)?)
        }
        rest => (whole, 0, rest),
    };
    let leading_zero = count > 1 && unsigned.first() == Some(&b'0');
    if !(1..16).contains(&count) || leading_zero || is_part(*rest.first()?) {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "15 digits are exact, and so are the powers of ten up to there")]
    let value = mantissa.cast_signed() as f64 / power_of_ten(places).cast_signed() as f64;
    Some((if sign == 1 { -value } else { value }, bytes.len() - rest.len()))
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
    if is_finite(value) { Ok(value) } else { Err(NumberError::TooLarge) }
}
