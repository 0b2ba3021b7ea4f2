//! Integers of every width, exactly.

use super::error::Category;
use super::number::{Number, NumberError, is_part, split};
use crate::schema::Bound;

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
