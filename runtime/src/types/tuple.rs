//! Tuples, and the unit.
#![expect(unsafe_code, reason = "tuples say where their elements lie")]

use crate::Generate;
use crate::json::{Input, Layout, Record, Scalar, State, Stop, Token, debug};
use crate::schema::{Edge, Field, Kind, Object, Shape, identify};
use core::fmt;
use core::mem::offset_of;

/// A tuple while it is being received: its elements' partial values.
pub struct Elements<T: Tuple> {
    /// The elements.
    pub elements: T::Partials,
    state: State,
}

/// A tuple of the standard library.
pub trait Tuple: Generate {
    /// The elements' partial values, as a tuple.
    type Partials: 'static;

    /// The table of the elements.
    const OBJECT: &'static Object;
}

impl<T: Tuple> fmt::Debug for Elements<T>
where
    Self: Record,
{
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(self, formatter)
    }
}

macro_rules! tuples {
    ($(($($type:ident $index:tt),+))*) => { $(
        impl<$($type: Generate),+> Tuple for ($($type,)+) {
            type Partials = ($($type::Partial,)+);
            const OBJECT: &'static Object = &Object {
                fields: &[$(Field::element(
                    &$type::__TYPE.erased,
                    offset_of!(Elements<Self>, elements.$index),
                    offset_of!(Self, $index),
                )),+],
                deny_unknown: false,
                flattens: false,
            };
        }

        // SAFETY: each element's partial value and table are those of its type.
        unsafe impl<$($type: Generate),+> Record for Elements<($($type,)+)> {
            type Value = ($($type,)+);
            const LAYOUT: &'static Layout = &Layout {
                name: "Elements",
                object: *<Self::Value as Tuple>::OBJECT,
                defaults: &[],
                skipped: &[],
                state: offset_of!(Self, state),
            };
        }

        impl<$($type: Generate),+> Generate for ($($type,)+) {
            type Partial = Elements<Self>;
            const SHAPE: Edge =
                Edge::new(&Shape::anonymous(Kind::Tuple(<Self as Tuple>::OBJECT)), identify("tuple", &[$($type::SHAPE.id()),+]));
        }
    )* };
}

// As many elements as serde goes to.
tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15)
}

impl Token for () {
    fn expected() -> String {
        "null".into()
    }

    fn starts(byte: u8) -> bool {
        byte == b'n'
    }

    fn read(input: &mut Input<'_>, _: bool) -> Result<Self, Stop> {
        input.word(&["null"]).map(|_| ())
    }

    #[cfg(feature = "serde")]
    fn write(&self, out: &mut String) {
        out.push_str("null");
    }
}

impl Generate for () {
    type Partial = Scalar<()>;
    const SHAPE: Edge = Edge::new(&Shape::anonymous(Kind::Null), identify("null", &[]));
}
