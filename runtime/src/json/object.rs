//! Objects: one loop for all types, over the table of fields that the derive writes.

use super::error::{Category, Step};
use super::skip::skip;
use super::{Fill, Input, Slot, State, Stop};
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
        fill(self, object, input)
    }

    fn state(&self) -> State {
        self.object_state()
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
            out.field(field.name.text, &slot);
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

/// The index that stands for a key that is not among the fields.
const UNKNOWN: usize = u32::MAX as usize;

fn fill(slot: &mut dyn Fields, object: &'static Object, input: &mut Input<'_>) -> Fill {
    let (mut phase, mut index) = input.resume().map_or((START, 0), |frame| (frame.phase, frame.index as usize));
    loop {
        match phase {
            VALUE => {
                value(slot, object, index, input)?;
                index = index.saturating_add(1);
                phase = NEXT;
            }
            IN_KEY => {
                index = rest_of_key(object, index, input)?;
                check_key(slot, object, index, input)?;
                phase = COLON;
            }
            _ => {
                let Some(byte) = input.peek_token() else {
                    return input.suspend(phase, index);
                };
                if byte == b'}' && matches!(phase, FIRST | NEXT) {
                    return end(slot, object, input);
                }
                phase = step(slot, object, phase, index, byte, input)?;
            }
        }
    }
}

/// One token of an object's own punctuation, or an expected key: gives the phase after it.
#[inline]
fn step(
    slot: &mut dyn Fields,
    object: &'static Object,
    phase: u8,
    index: usize,
    byte: u8,
    input: &mut Input<'_>,
) -> Result<u8, Stop> {
    match (phase, byte) {
        (FIRST | KEY, b'"') => {
            if expected_key(object, index, input) {
                check_key(slot, object, index, input)?;
                return Ok(COLON);
            }
            input.position += 1;
            Ok(IN_KEY)
        }
        (COLON, b':') => {
            input.position += 1;
            Ok(VALUE)
        }
        (NEXT, b',') => {
            input.position += 1;
            Ok(KEY)
        }
        (START, b'{') => {
            input.open()?;
            *slot.state_mut() = State::Growing;
            Ok(FIRST)
        }
        (START, _) => input.unexpected("an object"),
        (COLON, _) => input.unexpected("`:`"),
        (NEXT, _) => input.unexpected("`,` or `}`"),
        _ => input.unexpected("a key in quotes"),
    }
}

/// Reads the key of the field at `index` if it comes next, which under a schema it does: one comparison, no search.
#[inline]
fn expected_key(object: &Object, index: usize, input: &mut Input<'_>) -> bool {
    let Some(field) = object.fields.get(index) else {
        return false;
    };
    let matches = input.rest().starts_with(field.name.json.as_bytes());
    if matches {
        input.position += field.name.json.len();
    }
    matches
}

/// Reads a key after its opening quote and finds its field.
fn rest_of_key(object: &Object, expected: usize, input: &mut Input<'_>) -> Result<usize, Stop> {
    let position = |key: &str| object.fields.iter().position(|field| field.name.text == key);
    match input.name(|key| position(key).ok_or_else(|| key.to_owned())) {
        Ok(Ok(index)) => Ok(index),
        Ok(Err(key)) if object.deny_unknown => input.fail(Category::Type, format!("unknown field `{key}`{}", known(object))),
        Ok(Err(_)) => Ok(UNKNOWN),
        Err(Stop::More) => input.suspend(IN_KEY, expected),
        Err(Stop::Failed) => Err(Stop::Failed),
    }
}

/// Refuses a key that came before.
fn check_key(slot: &dyn Fields, object: &Object, index: usize, input: &mut Input<'_>) -> Fill {
    match (slot.field(index), object.fields.get(index)) {
        (Some(value), Some(field)) if value.state() != State::Absent => {
            input.fail(Category::Syntax, format!("the key `{}` appears twice", field.name.text))
        }
        _ => Ok(()),
    }
}

fn known(object: &Object) -> String {
    let names: Vec<_> = object.fields.iter().map(|field| format!("`{}`", field.name.text)).collect();
    if names.is_empty() { String::new() } else { format!(", expected {}", names.join(" or ")) }
}

fn value(slot: &mut dyn Fields, object: &'static Object, index: usize, input: &mut Input<'_>) -> Fill {
    let (filled, name) = match (slot.field_mut(index), object.fields.get(index)) {
        (Some(value), Some(field)) => (value.fill(input, field.rules), field.name.text),
        _ => (skip(input, None), ""),
    };
    if let Err(stop) = filled {
        if stop == Stop::More {
            input.remember(VALUE, index);
        } else if !name.is_empty() {
            input.place(|| Step::Key(name.into()));
        }
    }
    filled
}

/// The closing brace: every field must be there, or have a value for when it is not.
fn end(slot: &mut dyn Fields, object: &'static Object, input: &mut Input<'_>) -> Fill {
    let is_missing = |(index, field): &(usize, &Field)| {
        field.absent == Absent::Refused
            && !matches!(field.shape.shape().kind, Kind::Nullable(_))
            && slot.field(*index).is_some_and(|value| value.state() == State::Absent)
    };
    let mut missing = object.fields.iter().enumerate().filter(is_missing).map(|(_, field)| format!("`{}`", field.name.text));
    if let Some(first) = missing.next() {
        let rest: Vec<_> = missing.collect();
        let names = if rest.is_empty() { format!("field {first}") } else { format!("fields {first}, {}", rest.join(", ")) };
        return input.fail(Category::Type, format!("missing {names}"));
    }
    input.close();
    *slot.state_mut() = State::Done;
    Ok(())
}
