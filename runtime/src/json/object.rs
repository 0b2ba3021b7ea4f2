//! Objects: one loop for all types, over the table of fields that the derive writes.

use super::error::{Category, Step, listed};
use super::flat::{count, field_at, slot_at, slot_at_mut};
use super::input::Frame;
use super::member::{begin_key, fields, rest_of_expected, rest_of_key};
use super::pieces::Container;
use super::short::{self, Piece};
use super::skip::skip;
use super::{Fields, FieldsMut, Fill, Input, Record, Slot, SlotMut, State, Stop, rest, tuple};
use crate::schema::{Absent, Field, Kind, Object, Rules};
use core::fmt;

impl<R: Record> Slot for R {
    fn fill(&mut self, input: &mut Input<'_>, _: &'static Rules) -> Fill {
        fill(FieldsMut::of(self), input)
    }

    fn inner(&mut self, frame: Frame) -> Option<SlotMut<'_>> {
        inner(FieldsMut::of(self), frame)
    }

    fn container(&mut self) -> Option<Container<'_>> {
        Container::object(FieldsMut::of(self))
    }

    fn state(&self) -> State {
        Fields::of(self).state()
    }

    #[cfg(feature = "serde")]
    fn write_known(&self, out: &mut String) {
        super::known::fields(Fields::of(self), out);
    }

    fn fields(&self) -> Option<Fields<'_>> {
        Some(Fields::of(self))
    }

    fn fields_mut(&mut self) -> Option<FieldsMut<'_>> {
        Some(FieldsMut::of(self))
    }
}

pub(super) fn fill(slot: FieldsMut<'_>, input: &mut Input<'_>) -> Fill {
    let object = slot.object();
    if object.is_tuple() { tuple::fill(slot, object, input) } else { fill_object(slot, object, input) }
}

/// The field that is being filled, when the object, in which nothing is flattened, stopped at `frame`.
#[inline]
pub(super) fn value_at(slot: FieldsMut<'_>, frame: Frame) -> Option<SlotMut<'_>> {
    if frame.phase == VALUE { slot.into_field(frame.index as usize) } else { None }
}

/// The same of any struct.
#[inline]
pub(super) fn inner(slot: FieldsMut<'_>, frame: Frame) -> Option<SlotMut<'_>> {
    let object = slot.object();
    let in_value = if object.is_tuple() { tuple::ELEMENT } else { VALUE };
    // What goes to a flattened map or enum is followed by the object itself, byte by byte.
    if frame.phase == in_value { slot_at_mut(slot, object, frame.index as usize) } else { None }
}

/// Writes the fields that have been seen, for the `Debug` of a struct's partial value.
///
/// # Errors
/// As the formatter's own.
pub fn debug<R: Record>(record: &R, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    debug_fields(Fields::of(record), formatter)
}

pub(super) fn debug_fields(fields: Fields<'_>, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = formatter.debug_struct(fields.name());
    for (index, field) in fields.object().fields.iter().enumerate() {
        if let Some(slot) = fields.field(index).filter(|slot| slot.state() != State::Absent) {
            out.field(if field.name.is_empty() { "_" } else { field.name.text }, &slot);
        }
    }
    if fields.state() == State::Done { out.finish() } else { out.finish_non_exhaustive() }
}

const START: u8 = 0;
/// After the opening brace: a key or the end.
pub(super) const FIRST: u8 = 1;
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
/// After a key that goes to a flattened map or enum: the colon.
pub(super) const REST_COLON: u8 = 10;
const REST_VALUE: u8 = 11;
/// After a key that is the name of a variant without content: the colon.
pub(super) const UNIT_COLON: u8 = 12;
const UNIT_VALUE: u8 = 13;

fn fill_object(mut slot: FieldsMut<'_>, object: &'static Object, input: &mut Input<'_>) -> Fill {
    let mut at = input.resume().unwrap_or(Frame { exact: true, ..Frame::of(START) });
    match members(slot.reborrow(), object, &mut at, input) {
        Ok(()) => {
            slot.set_state(State::Done);
            Ok(())
        }
        // Before its brace it is not open yet, and what is flattened leaves the same brace open.
        Err(Stop::More) if at.phase == START || at.phase == REST_VALUE && at.read > 0 => {
            if at.phase == START {
                input.note_stop(true);
            }
            input.saved.frames.push(at);
            Err(Stop::More)
        }
        Err(Stop::More) => input.leave_open(at),
        Err(Stop::Failed) => Err(Stop::Failed),
    }
}

/// The object's text from where `at` says that it stopped; moves `at` along.
fn members(mut slot: FieldsMut<'_>, object: &'static Object, at: &mut Frame, input: &mut Input<'_>) -> Fill {
    loop {
        match at.phase {
            VALUE => value(slot.reborrow(), object, at, input)?,
            EXPECTED => rest_of_expected(slot.as_ref(), object, at, input)?,
            IN_KEY => rest_of_key(slot.reborrow(), object, at, input)?,
            UNKNOWN_VALUE => {
                skip(input, None)?;
                at.phase = NEXT;
            }
            REST_VALUE => at.phase = rest::value(slot.reborrow(), object, at, input)?,
            UNIT_VALUE => at.phase = rest::unit(slot.reborrow(), object, *at, input)?,
            phase => match (phase, input.peek_token().ok_or(Stop::More)?) {
                (FIRST | KEY, b'"') => key(slot.reborrow(), object, at, input)?,
                (FIRST | NEXT, b'}') => return end(slot.reborrow(), object, *at, input),
                (phase, byte) => at.phase = step(slot.reborrow(), phase, byte, input)?,
            },
        }
    }
}

/// From the quote of a key on: the short way, if it goes on here.
#[inline(never)]
fn key(mut slot: FieldsMut<'_>, object: &'static Object, at: &mut Frame, input: &mut Input<'_>) -> Fill {
    if !object.flattens && input.saved.changes.is_none() && at.exact {
        let mut piece = Piece { text: input.text, at: input.position };
        short::members(&mut slot, at, &mut piece);
        let has_moved = piece.at > input.position;
        input.position = piece.at;
        if has_moved {
            return Ok(());
        }
    }
    begin_key(slot.as_ref(), object, at, input)
}

/// One token of an object's own punctuation: gives the phase after it.
#[inline(never)]
fn step(mut slot: FieldsMut<'_>, phase: u8, byte: u8, input: &mut Input<'_>) -> Result<u8, Stop> {
    let next = match (phase, byte) {
        (START, b'{') => {
            input.open()?;
            slot.set_state(State::Growing);
            return Ok(FIRST);
        }
        (COLON, b':') => VALUE,
        (UNKNOWN_COLON, b':') => UNKNOWN_VALUE,
        (REST_COLON, b':') => REST_VALUE,
        (UNIT_COLON, b':') => UNIT_VALUE,
        (NEXT, b',') => KEY,
        (START, _) => return input.mismatch("an object"),
        (COLON | UNKNOWN_COLON | REST_COLON | UNIT_COLON, _) => return input.unexpected("`:`"),
        (NEXT, _) => return input.unexpected("`,` or `}`"),
        _ => return input.unexpected("a key in quotes"),
    };
    input.position += 1;
    Ok(next)
}

/// The value of the field at hand.
#[inline(never)]
fn value(slot: FieldsMut<'_>, object: &'static Object, at: &mut Frame, input: &mut Input<'_>) -> Fill {
    let index = at.index as usize;
    let (Some(mut value), Some(field)) = (slot_at_mut(slot, object, index), field_at(object, index)) else {
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
fn end(slot: FieldsMut<'_>, object: &'static Object, at: Frame, input: &mut Input<'_>) -> Fill {
    if !(at.exact && at.index as usize == count(object)) {
        refuse_missing(slot.as_ref(), object, input)?;
    }
    if object.flattens {
        rest::end(slot, object, input)?;
    }
    input.close();
    Ok(())
}

#[cold]
fn refuse_missing(slot: Fields<'_>, object: &'static Object, input: &mut Input<'_>) -> Fill {
    let is_missing = |(index, field): &(usize, &Field)| {
        field.absent == Absent::Refused
            && !matches!(field.shape.shape().kind, Kind::Nullable(_))
            && slot_at(slot, object, *index).is_some_and(|value| value.state() == State::Absent)
    };
    let missing = || fields(object).filter(is_missing).map(|(_, field)| field.name.text);
    let what = match missing().count() {
        0 => return Ok(()),
        1 => "field",
        _ => "fields",
    };
    input.fail(Category::Type, format!("missing {what} {}", listed(&mut missing(), ", ")))
}
