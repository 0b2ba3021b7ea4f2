//! Objects: one loop for all types, over the table of fields that the derive writes.

use super::error::{Category, Step};
use super::flat::{count, field_at, find, slot_at, slot_at_mut};
use super::input::Frame;
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

    fn state(&self) -> State {
        self.object_state()
    }

    fn fields(&self) -> Option<&dyn Fields> {
        Some(self)
    }

    fn fields_mut(&mut self) -> Option<&mut dyn Fields> {
        Some(self)
    }
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
const KEY: u8 = 2;
/// Inside a key.
const IN_KEY: u8 = 3;
/// After a key: the colon.
const COLON: u8 = 4;
const VALUE: u8 = 5;
/// After a value: a comma or the end.
const NEXT: u8 = 6;
/// After a key that is not among the fields: the colon.
const UNKNOWN_COLON: u8 = 7;
const UNKNOWN_VALUE: u8 = 8;

fn fill(slot: &mut dyn Fields, object: &'static Object, input: &mut Input<'_>) -> Fill {
    let Some(mut at) = input.resume() else {
        let mut at = Frame { phase: START, exact: true, index: 0 };
        if input.peek_token() == Some(b'{') {
            input.open()?;
            *slot.state_mut() = State::Growing;
            at.phase = FIRST;
        }
        return from(at, slot, object, input);
    };
    // A piece usually begins inside a value, and often ends there: straight down to it and up again.
    if at.phase == VALUE
        && let Some(field) = field_at(object, at.index as usize)
        && let Err(stop) = value(slot, object, field, &mut at, input)
    {
        return if stop == Stop::More { input.leave_open(at) } else { Err(stop) };
    }
    from(at, slot, object, input)
}

/// Goes on with an object from `at`.
#[inline(never)]
fn from(mut at: Frame, slot: &mut dyn Fields, object: &'static Object, input: &mut Input<'_>) -> Fill {
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
        Err(Stop::More) => input.leave_open(at),
        Err(Stop::Failed) => Err(Stop::Failed),
    }
}

/// The object's text from where `at` says that it stopped; moves `at` along.
fn members(slot: &mut dyn Fields, object: &'static Object, at: &mut Frame, input: &mut Input<'_>) -> Fill {
    loop {
        if matches!(at.phase, FIRST | KEY) {
            expected_members(slot, object, at, input)?;
        }
        match at.phase {
            VALUE => match field_at(object, at.index as usize) {
                Some(field) => value(slot, object, field, at, input)?,
                None => return input.fail(Category::Type, "a field that is not in the table".into()),
            },
            UNKNOWN_VALUE => {
                skip(input, None)?;
                at.phase = NEXT;
            }
            IN_KEY => {
                at.phase = rest_of_key(object, at, input)?;
                if at.phase == COLON && !at.exact {
                    refuse_second(slot, object, at.index, input)?;
                }
            }
            _ => {
                let byte = input.peek_token().ok_or(Stop::More)?;
                if byte == b'}' && matches!(at.phase, FIRST | NEXT) {
                    return end(slot, object, *at, input);
                }
                at.phase = step(slot, at.phase, byte, input)?;
            }
        }
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
        (FIRST | KEY, b'"') => IN_KEY,
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

/// The fast path: members whose keys are those of the next fields, which under a schema they are. One comparison finds the
/// field, and while all keys come in order none can come twice. It ends where something else comes, or the input ends.
fn expected_members(slot: &mut dyn Fields, object: &'static Object, at: &mut Frame, input: &mut Input<'_>) -> Fill {
    while let Some(field) = field_at(object, at.index as usize) {
        input.peek_token();
        if !input.eat_name(field.name.json.as_bytes()) {
            break;
        }
        if !at.exact {
            refuse_second(slot, object, at.index, input)?;
        }
        if !input.eat_token(b':') {
            at.phase = COLON;
            break;
        }
        at.phase = VALUE;
        value(slot, object, field, at, input)?;
        if !input.eat_token(b',') {
            break;
        }
        at.phase = KEY;
    }
    Ok(())
}

/// Reads a key after its opening quote and finds its field: gives the phase after it.
#[inline(never)]
fn rest_of_key(object: &'static Object, at: &mut Frame, input: &mut Input<'_>) -> Result<u8, Stop> {
    let denied = |key: &str| if object.deny_unknown { key.to_owned() } else { String::new() };
    match input.name(|key| find(object, key).ok_or_else(|| denied(key)))? {
        Ok(index) => {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            at.exact &= at.index == index;
            at.index = index;
            Ok(COLON)
        }
        Err(key) if object.deny_unknown => input.fail(Category::Type, format!("unknown field `{key}`{}", known(object))),
        Err(_) => Ok(UNKNOWN_COLON),
    }
}

/// Refuses a key that came before.
#[cold]
fn refuse_second(slot: &dyn Fields, object: &'static Object, index: u32, input: &mut Input<'_>) -> Fill {
    let index = index as usize;
    match (slot_at(slot, object, index), field_at(object, index)) {
        (Some(value), Some(field)) if value.state() != State::Absent => {
            input.fail(Category::Syntax, format!("the key `{}` appears twice", field.name.text))
        }
        _ => Ok(()),
    }
}

/// The properties, numbered.
fn fields(object: &'static Object) -> impl Iterator<Item = (usize, &'static Field)> {
    (0..count(object)).filter_map(move |index| Some((index, field_at(object, index)?)))
}

fn known(object: &'static Object) -> String {
    let names: Vec<_> = fields(object).map(|(_, field)| format!("`{}`", field.name.text)).collect();
    if names.is_empty() { String::new() } else { format!(", expected {}", names.join(" or ")) }
}

#[inline]
fn value(slot: &mut dyn Fields, object: &'static Object, field: &'static Field, at: &mut Frame, input: &mut Input<'_>) -> Fill {
    let Some(value) = slot_at_mut(slot, object, at.index as usize) else {
        return input.fail(Category::Type, "a field that has no slot".into());
    };
    let filled = value.fill(input, field.rules);
    input.inside(filled, || Step::Key(field.name.text.into()))?;
    at.index += 1;
    at.phase = NEXT;
    Ok(())
}

/// The closing brace: every field must be there, or have a value for when it is not.
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
