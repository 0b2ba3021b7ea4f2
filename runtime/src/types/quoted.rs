//! Numbers that are written in quotes, since a float in between would change them.

use crate::Generate;
use crate::json::{Convert, Converted, Text};
use crate::schema::{Edge, Format, Kind, Shape, identify};

/// A type that `as_string` can be put on.
#[diagnostic::on_unimplemented(message = "`as_string` is for integers, and `{Self}` is none", label = "remove `as_string`")]
pub trait Quoted: Sized {
    /// How the value is received.
    type Wire: Generate;

    /// Takes the value out of its quotes.
    fn from_wire(wire: Self::Wire) -> Self;
}

/// An integer in quotes.
#[derive(Debug, Clone, Copy)]
pub struct Digits<T>(T);

macro_rules! quoted {
    ($($type:ident $pattern:literal;)*) => { $(
        impl Quoted for $type {
            type Wire = Digits<Self>;

            fn from_wire(wire: Digits<Self>) -> Self {
                wire.0
            }
        }

        impl Convert<String> for Digits<$type> {
            fn convert(text: String) -> Result<Self, String> {
                let first = text.trim_start_matches('-');
                let is_plain = first.starts_with(|digit: char| digit.is_ascii_digit());
                text.parse().ok().filter(|_| is_plain).map(Digits).ok_or_else(|| {
                    format!("expected an integer from {} to {} in quotes, found {text:?}", $type::MIN, $type::MAX)
                })
            }
        }

        impl Generate for Digits<$type> {
            type Partial = Converted<Text, Self>;
            const SHAPE: Edge = Edge::new(
                &Shape::anonymous(Kind::Format(&Format { expected: "an integer in quotes", pattern: $pattern, ..Format::NONE })),
                identify(concat!("quoted ", stringify!($type)), &[]),
            );
        }
    )* };
}

quoted! {
    u8 "\"^(0|[1-9][0-9]{0,2})$\""; u16 "\"^(0|[1-9][0-9]{0,4})$\""; u32 "\"^(0|[1-9][0-9]{0,9})$\"";
    u64 "\"^(0|[1-9][0-9]{0,19})$\""; u128 "\"^(0|[1-9][0-9]{0,38})$\""; usize "\"^(0|[1-9][0-9]{0,19})$\"";
    i8 "\"^(0|-?[1-9][0-9]{0,2})$\""; i16 "\"^(0|-?[1-9][0-9]{0,4})$\""; i32 "\"^(0|-?[1-9][0-9]{0,9})$\"";
    i64 "\"^(0|-?[1-9][0-9]{0,18})$\""; i128 "\"^(0|-?[1-9][0-9]{0,38})$\""; isize "\"^(0|-?[1-9][0-9]{0,18})$\"";
}

impl<T: Quoted> Quoted for Option<T> {
    type Wire = Option<T::Wire>;

    fn from_wire(wire: Self::Wire) -> Self {
        wire.map(T::from_wire)
    }
}

impl<T: Quoted> Quoted for Vec<T> {
    type Wire = Vec<T::Wire>;

    fn from_wire(wire: Self::Wire) -> Self {
        wire.into_iter().map(T::from_wire).collect()
    }
}
