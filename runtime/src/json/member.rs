//! The keys of an object: finding the field of each.

use super::error::{Category, listed};
use super::flat::{count, field_at, find, slot_at};
use super::input::Frame;
use super::object::{COLON, EXPECTED, IN_KEY, UNKNOWN_COLON};
use super::scan::after_name;
use super::{Fields, FieldsMut, Fill, Input, SlotRef, State, Stop, rest};
use crate::schema::{Field, Object};

/// A key: the expected one, or as much of it as there is, or another.
#[inline(never)]
pub(super) fn begin_key(slot: Fields<'_>, object: &'static Object, at: &mut Frame, input: &mut Input<'_>) -> Fill {
    let ahead = input.ahead();
    let expected = object.fields.get(at.index as usize).filter(|field| field.name.is_plain() && !object.flattens);
    let name = expected.map_or("", |field| field.name.json);
    if let Some(after) = after_name(ahead, name).filter(|_| !name.is_empty()) {
        input.go_to(after);
        at.phase = COLON;
        return found(slot, object, *at, input);
    }
    if name.starts_with(ahead)
        && let Ok(read) = u16::try_from(ahead.len())
    {
        (at.phase, at.read) = (EXPECTED, read);
        input.go_to("");
        return Err(Stop::More);
    }
    at.phase = IN_KEY;
    input.position += 1;
    Ok(())
}

/// Goes on with what was the expected key as far as it had come.
#[inline(never)]
pub(super) fn rest_of_expected(slot: Fields<'_>, object: &'static Object, at: &mut Frame, input: &mut Input<'_>) -> Fill {
    let name = object.fields.get(at.index as usize).map_or("", |field| field.name.json);
    let (begun, rest) = name.split_at_checked(at.read.into()).unwrap_or_default();
    let ahead = input.ahead();
    if let Some(after) = after_name(ahead, rest) {
        input.go_to(after);
        at.phase = COLON;
        return found(slot, object, *at, input);
    }
    if rest.starts_with(ahead) {
        at.read += u16::try_from(ahead.len()).unwrap_or(u16::MAX);
        input.go_to("");
        return Err(Stop::More);
    }
    input.saved.token.push_str(begun.get(1..).unwrap_or_default());
    at.phase = IN_KEY;
    Ok(())
}

/// Reads a key after its opening quote and finds its field.
#[inline(never)]
pub(super) fn rest_of_key(slot: FieldsMut<'_>, object: &'static Object, at: &mut Frame, input: &mut Input<'_>) -> Fill {
    let is_tagged = input.is_tagged();
    let denied = |key: &str| if object.deny_unknown || object.flattens || is_tagged { key.to_owned() } else { String::new() };
    match input.name(|key| find(object, key).ok_or_else(|| denied(key)))? {
        Ok(index) => {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            at.exact &= at.index == index;
            at.index = index;
            at.phase = COLON;
            found(slot.as_ref(), object, *at, input)
        }
        Err(key) if is_tagged && input.is_tag(&key) => input.appears_twice(&key),
        Err(key) if object.deny_unknown => input.fail(Category::Type, format!("unknown field `{key}`{}", known(object))),
        Err(key) if object.flattens => {
            at.phase = rest::key(slot, object, at, &key, input)?;
            Ok(())
        }
        Err(_) => {
            at.phase = UNKNOWN_COLON;
            Ok(())
        }
    }
}

/// After the key of a field.
fn found(slot: Fields<'_>, object: &'static Object, at: Frame, input: &mut Input<'_>) -> Fill {
    let index = at.index as usize;
    match (slot_at(slot, object, index), field_at(object, index)) {
        (Some(value), Some(field)) if !at.exact => refuse_second(value, field, input),
        _ => Ok(()),
    }
}

/// Refuses a key that came before.
#[cold]
fn refuse_second(value: SlotRef<'_>, field: &Field, input: &mut Input<'_>) -> Fill {
    if value.state() == State::Absent {
        return Ok(());
    }
    input.appears_twice(field.name.text)
}

/// The properties, numbered.
pub(super) fn fields(object: &'static Object) -> impl Iterator<Item = (usize, &'static Field)> {
    (0..count(object)).filter_map(move |index| Some((index, field_at(object, index)?)))
}

fn known(object: &'static Object) -> String {
    let names = listed(&mut fields(object).map(|(_, field)| field.name.text), " or ");
    if names.is_empty() { names } else { format!(", expected {names}") }
}

impl Input<'_> {
    /// Whether the object that is open is one whose internal tag has come.
    fn is_tagged(&self) -> bool {
        self.saved.tags.last().is_some_and(|(depth, _)| *depth == self.saved.depth)
    }

    /// Whether `key` is the tag of the object that is open. There may be several: what is flattened in it may have one, too.
    fn is_tag(&self, key: &str) -> bool {
        self.saved.tags.contains(&(self.saved.depth, key))
    }

    /// Refuses a key that came before.
    #[cold]
    pub(super) fn appears_twice<T>(&mut self, key: &str) -> Result<T, Stop> {
        self.fail(Category::Syntax, format!("the key `{key}` appears twice"))
    }
}
