//! The number types: what each takes, and the rules that it can have.

use super::number::{self, Number};
use super::scalar::{Scalar, Token};
use super::{Input, Stop, TypeOf, check};
use crate::Generate;
use crate::schema::{Bound, Edge, Kind, Rules, Shape, identify};

macro_rules! number {
    ($($type:ident $kind:expr, $multiple:expr;)*) => { $(
        impl Token for $type {
            fn expected() -> String {
                <Self as Number>::expected()
            }

            fn starts(byte: u8) -> bool {
                matches!(byte, b'-' | b'0'..=b'9')
            }

            fn read(input: &mut Input<'_>, resumed: bool) -> Result<Self, Stop> {
                input.number(resumed)
            }

            #[inline]
            fn quick(bytes: &[u8]) -> Option<(Self, usize)> {
                Number::quick(bytes)
            }

            fn begins(bytes: &[u8]) -> bool {
                number::begins(bytes)
            }

            fn is_exact(token: &[u8]) -> bool {
                <Self as Number>::is_exact(token)
            }

            fn from_text(text: &str) -> Option<Self> {
                Number::parse(text.trim()).ok()
            }

            fn check(&self, rules: &Rules) -> Result<(), String> {
                number::check(*self, rules)?;
                check::one_of(rules, self, |choice| self.compare(choice) == Some(core::cmp::Ordering::Equal))?;
                match rules.multiple_of {
                    Some(step) if !$multiple(*self, &step) => Err(format!("must be a multiple of {}, found {self}", step.text)),
                    _ => Ok(()),
                }
            }
        }

        impl Generate for $type {
            type Partial = Scalar<Self>;
            #[allow(clippy::cast_possible_wrap, reason = "the smallest unsigned number is 0")]
            const SHAPE: Edge = Edge::new(&Shape::anonymous($kind), identify(stringify!($type), &[]));
            const __TYPE: &'static TypeOf<Self> = {
                static TYPE: TypeOf<$type> = TypeOf::new();
                &TYPE
            };
        }
    )* };
}

macro_rules! integer {
    ($($type:ident $digits:expr;)*) => {
        number! { $(
            $type Kind::Integer { minimum: $type::MIN as i128, maximum: $type::MAX as u128, digits: $digits }, |value: $type, step: &Bound| {
                // A step that the type cannot hold has only one multiple there.
                step.integer.map_or_else(|| rounded(&value).is_some_and(|value| is_multiple(value, step.number)), |step| {
                    $type::try_from(step).map_or(value == 0, |step| step == 0 || value.checked_rem(step) == Some(0))
                })
            };
        )* }

        #[cfg(test)]
        #[test]
        fn the_digits_of_bounds_are_those_of_the_types() {
            $( assert_eq!(($digits.0.to_owned(), $digits.1.to_owned()), ($type::MIN.to_string(), $type::MAX.to_string())); )*
        }
    };
}

const U32: (&str, &str) = ("0", "4294967295");
const U64: (&str, &str) = ("0", "18446744073709551615");
const I32: (&str, &str) = ("-2147483648", "2147483647");
const I64: (&str, &str) = ("-9223372036854775808", "9223372036854775807");
const USIZE: (&str, &str) = if usize::BITS == 64 { U64 } else { U32 };
const ISIZE: (&str, &str) = if isize::BITS == 64 { I64 } else { I32 };

integer! {
    u8 ("0", "255"); u16 ("0", "65535"); u32 U32; u64 U64; u128 ("0", "340282366920938463463374607431768211455");
    i8 ("-128", "127"); i16 ("-32768", "32767"); i32 I32; i64 I64;
    i128 ("-170141183460469231731687303715884105728", "170141183460469231731687303715884105727");
    usize USIZE; isize ISIZE;
}
number! {
    f32 Kind::Number, |value: f32, step: &Bound| is_multiple(value.into(), step.number);
    f64 Kind::Number, |value: f64, step: &Bound| is_multiple(value, step.number);
}

/// An integer as a float, for a step with a fraction: the nearest there is.
fn rounded(value: &dyn core::fmt::Display) -> Option<f64> {
    value.to_string().parse().ok()
}

/// Whether `value` is as close to a multiple of `step` as its type can say.
fn is_multiple(value: f64, step: f64) -> bool {
    let times = value / step;
    (times - times.round()).abs() <= f64::EPSILON * times.abs().max(1.0) * 4.0
}
