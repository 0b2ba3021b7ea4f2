//! Objects: one loop for all types, over the table of fields that the derive writes.

use super::error::{Category, Step};
use super::flat::{count, field_at, slot_at, slot_at_mut};
use super::input::Frame;
use super::member::{WORTH_TRYING, begin_key, fields, quick_members, rest_of_expected, rest_of_key};
use super::skip::skip;
use super::{Fill, Input, Slot, State, Stop, tuple};
use crate::schema::{Absent, Field, Kind, Object, Rules};
use core::fmt;

/// The partial value of a struct: what the derive writes for the shared loop over an object's text.
pub trait Fields: fmt::Debug {
    /// The object's properties.
    fn object(&self) -> &'static Object;

    /// The slot of the field at `index`.
    fn field(&self, index: usize) -> Option<&dyn Slot>;

    /// The slot of the field at `index`, to be filled.
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Slot>;

    /// Where the state of the object itself is kept.
    fn state_mut(&mut self) -> &mut State;

    /// The state of the object itself.
    fn object_state(&self) -> State;
}

impl<S: Fields> Slot for S {
    fn fill(&mut self, input: &mut Input<'_>, _: &'static Rules) -> Fill {
        let object = self.object();
        if object.is_tuple() { tuple::fill(self, object, input) } else { fill(self, object, input) }
    }

    fn grow(&mut self, frames: &[Frame], text: &str) -> bool {
        grow(self, frames, text)
    }

    fn state(&self) -> State {
        self.object_state()
    }

    #[cfg(feature = "serde")]
    fn write_known(&self, out: &mut String) {
        super::known::fields(self, out);
    }

    fn fields(&self) -> Option<&dyn Fields> {
        Some(self)
    }

    fn fields_mut(&mut self) -> Option<&mut dyn Fields> {
        Some(self)
    }
}

/// Hands the text on to the field that is being read; of a tuple, too.
fn grow(slot: &mut dyn Fields, frames: &[Frame], text: &str) -> bool {
    let object = slot.object();
    let in_value = if object.is_tuple() { tuple::ELEMENT } else { VALUE };
    let inside = frames.split_last().filter(|(frame, _)| frame.phase == in_value);
    inside.is_some_and(|(frame, inside)| {
        slot_at_mut(slot, object, frame.index as usize).is_some_and(|value| value.grow(inside, text))
    })
}

/// Writes the fields that have been seen, for the `Debug` of a struct's partial value.
///
/// # Errors
/// As the formatter's own.
pub fn debug(fields: &dyn Fields, name: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = formatter.debug_struct(name);
    for (index, field) in fields.object().fields.iter().enumerate() {
        if let Some(slot) = fields.field(index).filter(|slot| slot.state() != State::Absent) {
            out.field(if field.name.is_empty() { "_" } else { field.name.text }, &slot);
        }
    }
    if fields.object_state() == State::Done { out.finish() } else { out.finish_non_exhaustive() }
}

const START: u8 = 0;
/// After the opening brace: a key or the end.
const FIRST: u8 = 1;
/// After a comma: a key.
pub(super) const KEY: u8 = 2;
/// Inside a key, after its opening quote.
pub(super) const IN_KEY: u8 = 3;
/// After a key: the colon.
pub(super) const COLON: u8 = 4;
pub(super) const VALUE: u8 = 5;
/// After a value: a comma or the end.
pub(super) const NEXT: u8 = 6;
/// After a key that is not among the fields: the colon.
pub(super) const UNKNOWN_COLON: u8 = 7;
const UNKNOWN_VALUE: u8 = 8;
/// Inside a key that is the expected one so far.
pub(super) const EXPECTED: u8 = 9;

fn fill(slot: &mut dyn Fields, object: &'static Object, input: &mut Input<'_>) -> Fill {
    let mut at = input.resume().unwrap_or(Frame { exact: true, ..Frame::of(START) });
    match members(slot, object, &mut at, input) {
        Ok(()) => {
            *slot.state_mut() = State::Done;
            Ok(())
        }
        // Before its brace it is not open yet.
        Err(Stop::More) if at.phase == START => {
            input.saved.frames.push(at);
            Err(Stop::More)
        }
        Err(Stop::More) => {
            if matches!(at.phase, KEY | NEXT) {
                input.hold_member(object, at, at.phase == NEXT);
            }
            input.leave_open(at)
        }
        Err(Stop::Failed) => Err(Stop::Failed),
    }
}

/// The object's text from where `at` says that it stopped; moves `at` along.
fn members(slot: &mut dyn Fields, object: &'static Object, at: &mut Frame, input: &mut Input<'_>) -> Fill {
    loop {
        match at.phase {
            VALUE => value(slot, object, at, input)?,
            EXPECTED => rest_of_expected(slot, object, at, input)?,
            IN_KEY => rest_of_key(slot, object, at, input)?,
            UNKNOWN_VALUE => {
                skip(input, None)?;
                at.phase = NEXT;
            }
            phase => match (phase, input.peek_token().ok_or(Stop::More)?) {
                (FIRST | KEY, b'"') => key(slot, object, at, input)?,
                (FIRST | NEXT, b'}') => return end(slot, object, *at, input),
                (phase, byte) => at.phase = step(slot, phase, byte, input)?,
            },
        }
    }
}

/// From the quote of a key on: the short way as far as it goes, and the values on it that need the long one.
#[inline(never)]
fn key(slot: &mut dyn Fields, object: &'static Object, at: &mut Frame, input: &mut Input<'_>) -> Fill {
    if object.flattens || input.saved.changes.is_some() || input.rest().len() < WORTH_TRYING {
        return begin_key(slot, object, at, input);
    }
    loop {
        let after = quick_members(slot, object.fields, at, input.ahead());
        input.go_to(after);
        if at.phase == VALUE {
            value(slot, object, at, input)?;
        }
        if at.phase == NEXT && input.peek_token() == Some(b',') {
            input.position += 1;
            at.phase = KEY;
            if input.peek_token() == Some(b'"') {
                continue;
            }
        }
        return if matches!(at.phase, FIRST | KEY) && input.peek() == Some(b'"') {
            begin_key(slot, object, at, input)
        } else {
            Ok(())
        };
    }
}

/// One token of an object's own punctuation: gives the phase after it.
#[inline(never)]
fn step(slot: &mut dyn Fields, phase: u8, byte: u8, input: &mut Input<'_>) -> Result<u8, Stop> {
    let next = match (phase, byte) {
        (START, b'{') => {
            input.open()?;
            *slot.state_mut() = State::Growing;
            return Ok(FIRST);
        }
        (COLON, b':') => VALUE,
        (UNKNOWN_COLON, b':') => UNKNOWN_VALUE,
        (NEXT, b',') => KEY,
        (START, _) => return input.mismatch("an object"),
        (COLON | UNKNOWN_COLON, _) => return input.unexpected("`:`"),
        (NEXT, _) => return input.unexpected("`,` or `}`"),
        _ => return input.unexpected("a key in quotes"),
    };
    input.position += 1;
    Ok(next)
}

/// The value of the field at hand.
#[inline(never)]
fn value(slot: &mut dyn Fields, object: &'static Object, at: &mut Frame, input: &mut Input<'_>) -> Fill {
    let index = at.index as usize;
    let (Some(value), Some(field)) = (slot_at_mut(slot, object, index), field_at(object, index)) else {
        return input.fail(Category::Type, "a field that has no slot".into());
    };
    let filled = value.fill(input, field.rules);
    input.inside(filled, || Step::Key(field.name.text.into()))?;
    at.index += 1;
    at.phase = NEXT;
    Ok(())
}

/// The closing brace: every field must be there, or have a value for when it is not.
#[inline(never)]
fn end(slot: &dyn Fields, object: &'static Object, at: Frame, input: &mut Input<'_>) -> Fill {
    if !(at.exact && at.index as usize == count(object)) {
        refuse_missing(slot, object, input)?;
    }
    input.close();
    Ok(())
}

#[cold]
fn refuse_missing(slot: &dyn Fields, object: &'static Object, input: &mut Input<'_>) -> Fill {
    let is_missing = |(index, field): &(usize, &Field)| {
        field.absent == Absent::Refused
            && !matches!(field.shape.shape().kind, Kind::Nullable(_))
            && slot_at(slot, object, *index).is_some_and(|value| value.state() == State::Absent)
    };
    let mut missing = fields(object).filter(is_missing).map(|(_, field)| format!("`{}`", field.name.text));
    let Some(first) = missing.next() else {
        return Ok(());
    };
    let rest: Vec<_> = missing.collect();
    let names = if rest.is_empty() { format!("field {first}") } else { format!("fields {first}, {}", rest.join(", ")) };
    input.fail(Category::Type, format!("missing {names}"))
}
