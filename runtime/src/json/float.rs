//! Floating-point numbers: the nearest to what is written, and never infinite.

use super::number::{Number, NumberError, is_part, split};
use crate::schema::Bound;

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
    if is_finite(value) { Ok(value) } else { Err(NumberError::TooLarge) }
}
