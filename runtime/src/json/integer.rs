//! Integers of every width, exactly.

use super::error::Category;
use super::number::{Number, NumberError, split};
use super::scan::{digits, ends_number};

/// Up to 18 digits, with or without a sign, and their length; it is 0 if this is not what comes.
#[inline]
fn quick_integer(bytes: &[u8]) -> (i64, usize) {
    let (magnitude, length) = quick_magnitude(bytes);
    if length == 0 { quick_negative(bytes) } else { (magnitude.cast_signed(), length) }
}

#[inline(never)]
fn quick_negative(bytes: &[u8]) -> (i64, usize) {
    match bytes.strip_prefix(b"-").map(quick_magnitude) {
        Some((magnitude, length)) if length > 0 => (-magnitude.cast_signed(), length + 1),
        _ => (0, 0),
    }
}

#[inline]
fn quick_magnitude(bytes: &[u8]) -> (u64, usize) {
    let (magnitude, count) = digits(bytes, 0);
    let leading_zero = count > 1 && bytes.first() == Some(&b'0');
    if (1..=18).contains(&count) && !leading_zero && ends_number(bytes.get(count)) { (magnitude, count) } else { (0, 0) }
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
