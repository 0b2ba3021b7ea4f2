//! Tuples, and the unit.

use crate::Generate;
use crate::json::{Fields, Input, Members, Record, Scalar, Slot, State, Stop, Token, debug};
use crate::schema::{Edge, Field, Kind, Object, Rules, Shape, identify};
use core::fmt;

/// A tuple while it is being received: its elements' partial values.
pub struct Elements<T: Tuple> {
    /// The elements.
    pub elements: T::Partials,
    state: State,
}

/// A tuple of the standard library.
pub trait Tuple: Generate {
    /// The elements' partial values, as a tuple.
    type Partials: Default + 'static;

    /// The table of the elements.
    const OBJECT: &'static Object;

    /// The element at `index`.
    fn element(partials: &Self::Partials, index: usize) -> Option<&dyn Slot>;

    /// The element at `index`, to be filled.
    fn element_mut(partials: &mut Self::Partials, index: usize) -> Option<&mut dyn Slot>;

    /// Makes the value of those of its elements.
    fn value(partials: &mut Self::Partials, members: &mut Members<'_, '_>) -> Option<Self>;
}

impl<T: Tuple> Default for Elements<T> {
    fn default() -> Self {
        Self { elements: T::Partials::default(), state: State::Absent }
    }
}

impl<T: Tuple> fmt::Debug for Elements<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(self, "Elements", formatter)
    }
}

impl<T: Tuple> Fields for Elements<T> {
    fn object(&self) -> &'static Object {
        T::OBJECT
    }

    fn field(&self, index: usize) -> Option<&dyn Slot> {
        T::element(&self.elements, index)
    }

    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Slot> {
        T::element_mut(&mut self.elements, index)
    }

    fn state_mut(&mut self) -> &mut State {
        &mut self.state
    }

    fn object_state(&self) -> State {
        self.state
    }
}

impl<T: Tuple> Record for Elements<T> {
    type Value = T;

    fn value(&mut self, members: &mut Members<'_, '_>) -> Option<T> {
        let value = T::value(&mut self.elements, members);
        members.end()?;
        value
    }
}

macro_rules! tuples {
    ($(($($type:ident $index:tt),+))*) => { $(
        impl<$($type: Generate),+> Tuple for ($($type,)+) {
            type Partials = ($($type::Partial,)+);
            const OBJECT: &'static Object =
                &Object { fields: &[$(Field::element($type::SHAPE)),+], deny_unknown: false, flattens: false };

            fn element(partials: &Self::Partials, index: usize) -> Option<&dyn Slot> {
                match index {
                    $($index => Some(&partials.$index),)+
                    _ => None,
                }
            }

            fn element_mut(partials: &mut Self::Partials, index: usize) -> Option<&mut dyn Slot> {
                match index {
                    $($index => Some(&mut partials.$index),)+
                    _ => None,
                }
            }

            fn value(partials: &mut Self::Partials, members: &mut Members<'_, '_>) -> Option<Self> {
                Some(($($type::__member(&mut partials.$index, members)?,)+))
            }
        }

        impl<$($type: Generate),+> Generate for ($($type,)+) {
            type Partial = Elements<Self>;
            const SHAPE: Edge =
                Edge::new(&Shape::anonymous(Kind::Tuple(<Self as Tuple>::OBJECT)), identify("tuple", &[$($type::SHAPE.id()),+]));
        }
    )* };
}

tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
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

    fn check(&self, _: &Rules) -> Result<(), String> {
        Ok(())
    }
}

impl Generate for () {
    type Partial = Scalar<()>;
    const SHAPE: Edge = Edge::new(&Shape::anonymous(Kind::Null), identify("null", &[]));
}
