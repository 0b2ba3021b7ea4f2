//! The traits that the parser fills values through.

use super::input::Frame;
use super::place::{Place, Written};
use super::{Direct, Fields, FieldsMut, Input, LayoutOf};
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

    /// Reads the value at once if it is the first thing in `text`, lies in it whole, and is an ordinary one; gives what comes
    /// after it. Otherwise it leaves the slot as it was, and [`fill`](Self::fill) has to read the value, or to say what is wrong.
    ///
    /// This is the short way for values without rules. It keeps nothing between two pieces, so that all it needs stays in
    /// registers. Containers do not have it: what they had read would be read twice.
    fn quick<'t>(&mut self, _text: &'t str) -> Option<&'t str> {
        None
    }

    /// Appends text to the string that is growing inside, if it is one, and says whether it did. `frames` are those of this slot
    /// and the ones inside it, innermost first.
    ///
    /// This is the short way for a piece from the middle of a string, which most tokens of a model are: nothing is resumed, so
    /// nothing has to be remembered again.
    fn grow(&mut self, _frames: &[Frame], _text: &str) -> bool {
        false
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
