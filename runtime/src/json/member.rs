//! The members of an object: finding the field of a key, and reading those that lie in a piece whole.

use super::error::{Category, listed};
use super::flat::{count, field_at, find, slot_at};
use super::input::Frame;
use super::object::{COLON, EXPECTED, IN_KEY, KEY, NEXT, UNKNOWN_COLON, VALUE};
use super::scan::{after_name, after_space, rest_after};
use super::{Fields, FieldsMut, Fill, Input, SlotRef, State, Stop, rest};
use crate::schema::{Field, Object};

/// How much text there must be for the short way.
pub(super) const WORTH_TRYING: usize = 8;

/// The short way, from a key on: members that lie in `text` whole and whose keys are those of the next fields, which under a
/// schema they are. One comparison finds the field, and while all keys come in order none can come twice. Moves `at` along
/// and gives what comes after: a member that has to be read the long way, or its value.
#[inline(never)]
pub(super) fn quick_members<'t>(mut slot: FieldsMut<'_>, fields: &'static [Field], at: &mut Frame, mut text: &'t str) -> &'t str {
    let mut index = at.index as usize;
    while let Some(field) = fields.get(index)
        && let Some(after) = after_name(text, field.name.json)
        && let Some(after) = after_space(after).strip_prefix(':')
        && let Some(mut value) = slot.field_mut(index)
        && (at.exact || value.state() == State::Absent)
    {
        let after = after_space(after);
        // Of a short piece a value is seldom there whole, and trying it costs as much as reading it.
        let read = if field.rules.is_none() && after.len() >= WORTH_TRYING { value.quick(after) } else { None };
        let Some(after) = read else {
            at.phase = VALUE;
            text = after;
            break;
        };
        index += 1;
        text = after_space(after);
        at.phase = NEXT;
        let Some(after) = text.strip_prefix(',') else {
            break;
        };
        text = after_space(after);
        at.phase = KEY;
    }
    at.index = u32::try_from(index).unwrap_or(u32::MAX);
    text
}

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
    if let Some(rest) = rest_after(name, ahead)
        && let Ok(read) = u16::try_from(ahead.len())
    {
        if input.holds_key(rest) {
            return Err(Stop::More);
        }
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
    let denied = |key: &str| if object.deny_unknown || object.flattens { key.to_owned() } else { String::new() };
    match input.name(|key| find(object, key).ok_or_else(|| denied(key)))? {
        Ok(index) => {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            at.exact &= at.index == index;
            at.index = index;
            at.phase = COLON;
            found(slot.as_ref(), object, *at, input)
        }
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
    input.fail(Category::Syntax, format!("the key `{}` appears twice", field.name.text))
}

/// The properties, numbered.
pub(super) fn fields(object: &'static Object) -> impl Iterator<Item = (usize, &'static Field)> {
    (0..count(object)).filter_map(move |index| Some((index, field_at(object, index)?)))
}

fn known(object: &'static Object) -> String {
    let names = listed(&mut fields(object).map(|(_, field)| field.name.text), " or ");
    if names.is_empty() { names } else { format!(", expected {names}") }
}
