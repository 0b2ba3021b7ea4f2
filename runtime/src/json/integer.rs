//! Integers of every width, exactly.

use super::error::Category;
use super::number::{Number, NumberError, split};
use super::scan::{digits, ends_number};

/// Up to 18 digits, with or without a sign, and their length; it is 0 if this is not what comes.
fn quick_integer(bytes: &[u8]) -> (i64, usize) {
    let unsigned = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let mut magnitude = 0;
    let count = digits(unsigned, &mut magnitude);
    let leading_zero = count > 1 && unsigned.first() == Some(&b'0');
    if !(1..=18).contains(&count) || leading_zero || !ends_number(unsigned.get(count)) {
        return (0, 0);
    }
    let sign = bytes.len() - unsigned.len();
    let magnitude = magnitude.cast_signed();
    (if sign == 0 { magnitude } else { -magnitude }, sign + count)
}

macro_rules! integer {
    ($($type:ty),*) => { $(
        impl Number for $type {
            fn expected() -> String {
                format!("an integer from {} to {}", <$type>::MIN, <$type>::MAX)
            }

            #[inline]
            fn quick(bytes: &[u8]) -> Option<(Self, usize)> {
                let (value, length) = quick_integer(bytes);
                if length == 0 { None } else { Some((Self::try_from(value).ok()?, length)) }
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
        }
    )* };
}

integer!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);
