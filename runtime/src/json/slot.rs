//! The traits that the parser fills values through.

use super::input::Frame;
use super::pieces::Container;
use super::place::{Element, Place, Written};
use super::{Direct, Fields, FieldsMut, Input, LayoutOf, SlotMut};
use crate::schema::Rules;
use core::fmt::Debug;

/// How far a value has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// Nothing of it has been seen.
    #[default]
    Absent,
    /// It has begun and is not complete.
    Growing,
    /// It is complete.
    Done,
}

/// Why filling a slot stopped before the value was complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The input is used up; fill again when there is more.
    More,
    /// The input is wrong; the error is kept in the [`Input`].
    Failed,
}

/// What has been read the short way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// All of the text, and the value goes on.
    Part,
    /// So many bytes, and the value is complete.
    Whole(usize),
    /// Nothing: of the number or word that the text is there may be more to come.
    Cut,
}

/// What filling a slot comes to.
pub type Fill = Result<(), Stop>;

/// A place that one JSON value is parsed into, a piece of text at a time.
///
/// The slot is also the partial value that users look at, so there is nothing to convert or copy while a value grows.
pub trait Slot: Debug {
    /// Goes on with the value as far as the input reaches, and checks `rules` when it is complete.
    ///
    /// # Errors
    /// [`Stop::More`] when the input is used up: the next call goes on from there. [`Stop::Failed`] when it is wrong.
    fn fill(&mut self, input: &mut Input<'_>, rules: &'static Rules) -> Fill;

    /// Goes on with a value that is one token, from the start of `text` on, as long as it is an ordinary one; nothing changes where
    /// it is not, or ends though it may not, since it has rules: then [`fill`](Self::fill) has to read it, or to say what is wrong.
    ///
    /// This is the short way, which has no use for an [`Input`]. Containers do not have it.
    fn go_on(&mut self, _text: &str, _may_end: bool) -> Option<Read> {
        None
    }

    /// The slot inside that is being filled, when this one stopped at `frame`; for the short way.
    fn inner(&mut self, _frame: Frame) -> Option<SlotMut<'_>> {
        None
    }

    /// Where that slot is, if this one is a list's and that one its element; for the short way.
    fn element(&mut self, _frame: Frame) -> Option<Element> {
        None
    }

    /// The container that this is, or that the value of this is made from; for the short way.
    fn container(&mut self) -> Option<Container<'_>> {
        None
    }

    /// How far the value has come.
    fn state(&self) -> State;

    /// Checks more rules on a complete value that has not been taken yet.
    ///
    /// # Errors
    /// What is wrong, in words.
    fn check(&self, _: &'static Rules) -> Result<(), String> {
        Ok(())
    }

    /// Appends JSON of what is known of the value, and nothing while nothing is: strings as far as they have come, everything else
    /// when it is complete.
    ///
    /// This is what a partial value is serialized from: see [`partial`](crate::partial). It needs the feature `serde`.
    #[cfg(feature = "serde")]
    fn write_known(&self, _out: &mut String) {}

    /// The properties, where the value is an object with a known set of them.
    fn fields(&self) -> Option<Fields<'_>> {
        None
    }

    /// The properties, to be filled.
    fn fields_mut(&mut self) -> Option<FieldsMut<'_>> {
        None
    }
}

/// A slot that knows the type of its value.
pub trait Partial: Slot + Sized + 'static {
    /// The complete value.
    type Value;

    /// A slot in which nothing has been seen.
    fn empty() -> Self;

    /// Where the fields lie, if it is a struct's.
    #[doc(hidden)]
    const LAYOUT: Option<LayoutOf<Self>> = None;

    /// Moves the complete value out and leaves the slot as new; `None` where something is missing, of which what there is is lost.
    fn take(&mut self) -> Option<Self::Value>;

    /// [`take`](Self::take), into the place where the value will stay.
    #[doc(hidden)]
    fn take_into<'o>(&mut self, place: Place<'o, Self::Value>) -> Option<Written<'o>> {
        self.take().map(|value| place.write(value))
    }

    /// Reads the value directly into its place if it is the first thing there and lies there whole, and checks `rules`; `None` for
    /// whatever is unusual or wrong. Then the value is read again, through slots.
    #[doc(hidden)]
    fn read<'o>(direct: &mut Direct<'_>, rules: &'static Rules, place: Place<'o, Self::Value>) -> Option<Written<'o>> {
        direct.by_slot::<Self>(rules, place)
    }
}
