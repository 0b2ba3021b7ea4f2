//! The number types: what each takes, and the rules that it can have.

use super::found::Found;
use super::number::{self, Number};
use super::scalar::{Scalar, Token};
use super::{Input, Stop, TypeOf};
use crate::Generate;
use crate::schema::{Edge, Kind, Shape, identify};

macro_rules! number {
    ($($type:ident $found:ident $kind:expr;)*) => { $(
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

            #[allow(clippy::cast_lossless, trivial_numeric_casts, reason = "some of the types are narrow, and some have no `into`")]
            fn found(&self) -> Option<Found<'_>> {
                Some(Found::$found(*self as _))
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
    ($($type:ident $found:ident $digits:expr;)*) => {
        number! { $(
            $type $found Kind::Integer { minimum: $type::MIN as i128, maximum: $type::MAX as u128, digits: $digits };
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
    u8 Unsigned ("0", "255"); u16 Unsigned ("0", "65535"); u32 Unsigned U32; u64 Unsigned U64; usize Unsigned USIZE;
    u128 Unsigned ("0", "340282366920938463463374607431768211455");
    i8 Signed ("-128", "127"); i16 Signed ("-32768", "32767"); i32 Signed I32; i64 Signed I64; isize Signed ISIZE;
    i128 Signed ("-170141183460469231731687303715884105728", "170141183460469231731687303715884105727");
}
number! {
    f32 Single Kind::Number;
    f64 Double Kind::Number;
}
