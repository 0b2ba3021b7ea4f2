//! What generated code names; not for anybody else.

pub use crate::json::{Choice, Chosen, Fields, Fill, Input, Partial, Slot, State, Stop, debug};
pub use crate::schema::{Absent, Bound, Edge, Field, Kind, Label, Object, Rules, Shape, Variant, identify};
pub use core::default::Default;
pub use core::fmt::{Debug, Formatter, Result as FormatResult};
pub use core::option::Option;

use crate::Generate;
use core::marker::PhantomData;

/// Where a type is written: tells it from others of the same name.
#[doc(hidden)]
#[macro_export]
macro_rules! __place {
    ($name:literal) => {
        ::core::concat!(::core::module_path!(), "::", $name, ":", ::core::line!(), ":", ::core::column!())
    };
}
pub use crate::__place as place;

/// The properties of a derived struct.
pub fn object_of<T: Generate>() -> &'static Object {
    match T::SHAPE.shape().kind {
        Kind::Object(object) => object,
        _ => &Object { fields: &[], deny_unknown: false },
    }
}

/// Compiles only where `T` can have a range.
pub const fn accepts_range<T: Ranged>() {}

/// Compiles only where `T` can have a length.
pub const fn accepts_length<T: Measured>() {}

/// A type whose values can be bounded by `range`.
#[diagnostic::on_unimplemented(
    message = "`range` is for numbers, and `{Self}` is none",
    label = "remove `range`, or use `len` for a length"
)]
pub trait Ranged {}

/// A type whose values have a length that `len` can bound.
#[diagnostic::on_unimplemented(
    message = "`len` is for strings, lists and maps, and `{Self}` is none",
    label = "remove `len`, or use `range` for a number"
)]
pub trait Measured {}

macro_rules! ranged {
    ($($type:ty)*) => { $( impl Ranged for $type {} )* };
}

ranged! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 }
impl<T: Ranged> Ranged for Option<T> {}
impl<T: Ranged> Ranged for Box<T> {}

impl Measured for String {}
impl<T> Measured for Vec<T> {}
impl<T: Measured> Measured for Option<T> {}
impl<T: Measured> Measured for Box<T> {}

/// The partial value of a type that could not be derived, so that one mistake gives one error.
pub struct Never<T>(PhantomData<fn() -> T>);

impl<T> Never<T> {
    /// A shape that nothing has.
    pub const SHAPE: Edge = Edge::new(&Shape::anonymous(Kind::Boolean), 0);
}

impl<T> Default for Never<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T> Debug for Never<T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> FormatResult {
        formatter.write_str("Never")
    }
}

impl<T> Slot for Never<T> {
    fn fill(&mut self, _: &mut Input<'_>, _: &'static Rules) -> Fill {
        Err(Stop::Failed)
    }

    fn state(&self) -> State {
        State::Absent
    }
}

impl<T: 'static> Partial for Never<T> {
    type Value = T;

    fn take(&mut self) -> Option<T> {
        None
    }
}
