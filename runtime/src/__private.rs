//! What generated code names; not for anybody else.
#![expect(unsafe_code, reason = "a record without fields says so")]

mod by_serde;
mod made;

pub use self::by_serde::{BySerde, Deserialized, With};
pub use self::made::{LeftOut, Made, TryMade, Way, in_words};
pub use crate::Generate;
pub use crate::json::{
    Captured, Cases, Checked, CheckedOf, Choice, Chosen, Convert, Converted, FieldDefault, Fields, FieldsMut, Fill, Input,
    Layout, LayoutOf, Partial, Place, Receive, Record, Scalar, Slot, SlotMut, SlotRef, State, Stop, Table, Tagged, Type, TypeOf,
    Whole, Written, debug, keeps, matches, place_of_state, placed,
};
pub use crate::schema::{
    Absent, Bound, Case, Edge, Field, Kind, Label, Notes, Object, Pattern, Rules, Shape, Tagging, Union, Variant, bounded,
    content, distinct, ends, flattened, identify, sound, suited, suited_flattened,
};
pub use crate::types::{Encoded, Quoted, format};
pub use core::default::Default;
pub use core::fmt::{Debug, Formatter, Result as FormatResult};
pub use core::marker::PhantomData;
pub use core::mem::offset_of;
pub use core::option::Option;
pub use core::primitive::{u64, usize};
pub use core::result::Result;
pub use std::string::{String, ToString};

use core::any::Any;

/// Where a type is written: tells it from others of the same name.
#[doc(hidden)]
#[macro_export]
macro_rules! __place {
    ($name:literal) => {
        ::core::concat!(::core::module_path!(), "::", $name, ":", ::core::line!(), ":", ::core::column!())
    };
}
pub use crate::__place as place;

/// Code for the feature `serde`.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_serde {
    ($($code:tt)*) => { $($code)* };
}

/// Code for the feature `serde`, which this build does not have.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_serde {
    ($($code:tt)*) => {};
}
pub use crate::__with_serde as with_serde;

#[cfg(feature = "serde")]
pub use crate::json::{serialize, serialize_case};
#[cfg(feature = "serde")]
pub use serde::{Serialize, Serializer};

/// The properties of a derived struct.
pub const fn object_of<T: Generate>() -> &'static Object {
    properties(Some(T::SHAPE))
}

/// The elements of the struct or tuple variant at `index` of a derived enum.
pub const fn variant_of<T: Generate>(mut index: usize) -> &'static Object {
    let mut cases = union_of::<T>().cases;
    while let [case, rest @ ..] = cases {
        if index == 0 {
            return properties(case.content);
        }
        (index, cases) = (index - 1, rest);
    }
    NO_FIELDS
}

const fn properties(edge: Option<Edge>) -> &'static Object {
    match edge {
        Some(edge) => match edge.shape().kind {
            Kind::Object(object) | Kind::Tuple(object) => object,
            _ => NO_FIELDS,
        },
        None => NO_FIELDS,
    }
}

/// The variants of a derived enum that carries data.
pub const fn union_of<T: Generate>() -> &'static Union {
    match T::SHAPE.shape().kind {
        Kind::Union(union) => union,
        _ => &Union { tagging: Tagging::Untagged, cases: &[], other: None },
    }
}

const NO_FIELDS: &Object = &Object { fields: &[], deny_unknown: false, flattens: false };

/// An integer that is received in quotes.
#[derive(Debug)]
pub struct FromQuoted<T>(PhantomData<T>);

impl<T: Quoted> Receive<T::Wire> for FromQuoted<T> {
    type Field = T;

    fn receive(received: T::Wire) -> T {
        T::from_wire(received)
    }
}

/// Bytes that are received as text.
#[derive(Debug)]
pub struct FromEncoded<T>(PhantomData<T>);

impl<T: Encoded> Receive<T::Wire> for FromEncoded<T> {
    type Field = T;

    fn receive(received: T::Wire) -> T {
        T::from_wire(received)
    }
}

/// Writes what there is of an enum's content, for the `Debug` of its partial value.
///
/// # Errors
/// As the formatter's own.
pub fn debug_case(content: Option<SlotRef<'_>>, formatter: &mut Formatter<'_>) -> FormatResult {
    match content {
        Some(content) => content.fmt(formatter),
        None => formatter.write_str("no content"),
    }
}

/// What a function of the user's that checks a value may give back.
#[diagnostic::on_unimplemented(
    message = "a `check` gives back `bool` or `Result<(), E>` where `E: Display`, and not `{Self}`",
    label = "give back one of these"
)]
pub trait Verdict {
    /// The verdict as a reason.
    ///
    /// # Errors
    /// What is wrong, in words.
    fn verdict(self) -> Result<(), String>;
}

impl Verdict for bool {
    fn verdict(self) -> Result<(), String> {
        if self { Ok(()) } else { Err("did not pass the type's own check".into()) }
    }
}

impl<E: core::fmt::Display> Verdict for Result<(), E> {
    fn verdict(self) -> Result<(), String> {
        self.map_err(|reason| reason.to_string())
    }
}

/// Lets `check` look at a value of type `T`.
///
/// # Errors
/// What is wrong, in words.
pub fn checked<T: 'static, V: Verdict>(value: &dyn Any, check: fn(&T) -> V) -> Result<(), String> {
    value.downcast_ref().map_or(Ok(()), |value| check(value).verdict())
}

/// A list whose elements can be compared.
#[diagnostic::on_unimplemented(
    message = "`unique` is for lists whose elements can be compared, and `{Self}` is none",
    label = "remove `unique`, or derive `PartialEq` for the elements"
)]
pub trait Unique {
    /// Says which element of the list is there twice.
    ///
    /// # Errors
    /// The same, in words.
    fn unique(list: &dyn Any) -> Result<(), String>;
}

impl<T: PartialEq + 'static> Unique for Vec<T> {
    fn unique(list: &dyn Any) -> Result<(), String> {
        let list: &[T] = list.downcast_ref::<Self>().map_or(&[], |list| list);
        let twice = list.iter().enumerate().find(|(index, element)| list.iter().take(*index).any(|earlier| earlier == *element));
        twice.map_or(Ok(()), |(index, _)| Err(format!("element {index} is there twice")))
    }
}

/// Whatever is made of a list has the elements of a list while they are looked at.
macro_rules! made_of_a_list {
    ($([$($parameters:tt)*] $type:ty;)*) => { $(
        impl<T: PartialEq + 'static, $($parameters)*> Unique for $type {
            fn unique(list: &dyn Any) -> Result<(), String> {
                Vec::<T>::unique(list)
            }
        }
    )* };
}

made_of_a_list! {
    [const N: usize] [T; N];
    [] Box<[T]>;
    [] std::collections::VecDeque<T>;
}

impl<T: Unique> Unique for Option<T> {
    fn unique(list: &dyn Any) -> Result<(), String> {
        T::unique(list)
    }
}

/// The content of a unit variant beside an internal tag: an object with nothing of its own in it.
#[repr(transparent)]
pub struct Nothing(State);

impl Debug for Nothing {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> FormatResult {
        formatter.write_str("Nothing")
    }
}

// SAFETY: there are no fields.
unsafe impl Record for Nothing {
    type Value = ();
    const LAYOUT: &'static Layout = &Layout { name: "Nothing", object: *NO_FIELDS, defaults: &[], skipped: &[], state: 0 };
}

/// The partial value of a type that could not be derived, so that one mistake gives one error. With `UNNOTICED` there is no error of
/// the derive's, since the compiler finds the mistake by itself.
pub struct Never<T, const UNNOTICED: bool>(PhantomData<fn() -> T>);

impl<T, const UNNOTICED: bool> Never<T, UNNOTICED> {
    /// A shape that nothing has.
    pub const SHAPE: Edge = Edge::new(&Shape::anonymous(Kind::Boolean), 0);
}

impl<T, const UNNOTICED: bool> Default for Never<T, UNNOTICED> {
    fn default() -> Self {
        // Only looked at where nothing else is wrong.
        const {
            assert!(
                !UNNOTICED,
                "this looks like a type that the compiler refuses, and is none: in it is a type with the name of one of the standard library, or with its own; rename that"
            );
        }
        Self(PhantomData)
    }
}

impl<T, const UNNOTICED: bool> Debug for Never<T, UNNOTICED> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> FormatResult {
        formatter.write_str("Never")
    }
}

impl<T, const UNNOTICED: bool> Slot for Never<T, UNNOTICED> {
    fn fill(&mut self, _: &mut Input<'_>, _: &'static Rules) -> Fill {
        Err(Stop::Failed)
    }

    fn state(&self) -> State {
        State::Absent
    }
}

impl<T: 'static, const UNNOTICED: bool> Partial for Never<T, UNNOTICED> {
    type Value = T;

    fn empty() -> Self {
        Self::default()
    }

    fn take(&mut self) -> Option<T> {
        None
    }
}
