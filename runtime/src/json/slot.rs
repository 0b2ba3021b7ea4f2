//! The traits that the parser fills values through.

use super::{Fields, Input};
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

    /// How far the value has come.
    fn state(&self) -> State;

    /// Checks more rules on a complete value that has not been taken yet.
    ///
    /// # Errors
    /// What is wrong, in words.
    fn check(&self, _: &'static Rules) -> Result<(), String> {
        Ok(())
    }

    /// The properties, where the value is an object with a known set of them.
    fn fields(&self) -> Option<&dyn Fields> {
        None
    }

    /// The properties, to be filled.
    fn fields_mut(&mut self) -> Option<&mut dyn Fields> {
        None
    }
}

/// A slot that knows the type of its value.
pub trait Partial: Slot + Default + 'static {
    /// The complete value.
    type Value;

    /// Moves the complete value out and leaves the slot as new; `None` while something is missing.
    fn take(&mut self) -> Option<Self::Value>;
}
