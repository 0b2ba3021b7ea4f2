//! The keys that an object does not know itself, where a map or an enum is flattened in it: its slot reads them as an object of
//! their own, which is put together for it as they come.
//!
//! The slot gets a brace before the first of these keys, commas between them, and a brace at the end of the object; the text of a
//! value goes to it as it arrives, with its true offsets. While something else is read its frames are set aside.

use super::error::{Category, Step, listed};
use super::flat::{find, inner};
use super::input::Frame;
use super::object::{NEXT, REST_COLON, UNIT_COLON, UNKNOWN_COLON};
use super::value_end::value_end;
use super::{FieldsMut, Fill, Input, SlotMut, State, Stop};
use crate::schema::parts::{Part, content, part, rest};
use crate::schema::{Field, Kind, Object, Tagging, Union};
use core::fmt::Write as _;

/// The state of a slot that has keys before and after something else.
#[derive(Debug, Default)]
pub(crate) struct Aside {
    frames: Vec<Frame>,
    skipping: Vec<u8>,
}

/// Whether the object or what is flattened in it knows `key`, or takes any.
pub(super) fn takes(object: &'static Object, key: &str) -> bool {
    match rest(object) {
        Part::Optional(inner) => find(inner, key).is_some(),
        Part::Map { names: [], .. } => true,
        Part::Map { names, .. } => names.iter().any(|name| name.name.text == key || name.aliases.contains(&key)),
        Part::Enum(union) => match union.tagging {
            Tagging::External => case_of(union, key).is_some(),
            Tagging::Adjacent(tag, content) => key == tag.text || key == content.text,
            Tagging::Internal(tag) if key == tag.text => true,
            Tagging::Internal(_) | Tagging::Untagged => union.cases.iter().any(|case| match content(union.tagging, case) {
                Part::Struct(inner) => find(inner, key).is_some() || takes(inner, key),
                Part::Map { .. } => true,
                _ => false,
            }),
        },
        _ => false,
    }
}

fn case_of(union: &Union, key: &str) -> Option<usize> {
    union.cases.iter().position(|case| case.name.text == key || case.aliases.contains(&key))
}

/// The slot that takes the keys which the object does not know.
fn slot_mut<'a>(slot: FieldsMut<'a>, object: &'static Object) -> Option<(SlotMut<'a>, &'static Field)> {
    let takes_rest = |field: &Field| match part(field) {
        Part::Own => false,
        Part::Struct(inner) => !matches!(rest(inner), Part::Own),
        Part::Enum(_) | Part::Optional(_) | Part::Map { .. } => true,
    };
    let (position, field) = object.fields.iter().enumerate().find(|(_, field)| takes_rest(field))?;
    match inner(field) {
        Some(inner) => slot_mut(slot.into_field(position)?.into_fields()?, inner),
        None => Some((slot.into_field(position)?, field)),
    }
}

fn union_of(field: &Field) -> Option<&'static Union> {
    match field.shape.plain().shape().kind {
        Kind::Union(union) => Some(union),
        _ => None,
    }
}

/// After a key that the object does not know: gives the phase after it.
pub(super) fn key(
    slot: FieldsMut<'_>,
    object: &'static Object,
    at: &mut Frame,
    key: &str,
    input: &mut Input<'_>,
) -> Result<u8, Stop> {
    let Some((mut slot, field)) = slot_mut(slot, object) else {
        return Ok(UNKNOWN_COLON);
    };
    let is_first = slot.state() == State::Absent;
    at.exact = false;
    if let Part::Optional(inner) = part(field)
        && find(inner, key).is_none()
    {
        return Ok(UNKNOWN_COLON);
    }
    match union_of(field).map(|union| (union, union.tagging)) {
        Some((_, Tagging::Adjacent(tag, content))) if key != tag.text && key != content.text => return Ok(UNKNOWN_COLON),
        // The first of the variants' names counts, as for serde.
        Some((_, Tagging::External)) if !is_first => return Ok(UNKNOWN_COLON),
        Some((union, Tagging::External)) => {
            let Some(index) = case_of(union, key) else {
                return Ok(UNKNOWN_COLON);
            };
            if union.cases.get(index).is_some_and(|case| case.content.is_none()) {
                at.index = u32::try_from(index).unwrap_or(u32::MAX);
                return Ok(UNIT_COLON);
            }
        }
        _ => {}
    }
    let text = member(if is_first { '{' } else { ',' }, key);
    // It ends where the key does, but for the colon.
    let offset = (input.offset() + 1).saturating_sub(text.len());
    begin(is_first, input);
    go_on(feed(&mut slot, field, &text, offset, input))?;
    input.replayed();
    at.read = 0;
    Ok(REST_COLON)
}

/// `before`, the key and a colon.
fn member(before: char, key: &str) -> String {
    let mut text = String::with_capacity(key.len() + 4);
    text.extend([before, '"']);
    for character in key.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            '\0'..='\u{1f}' => {
                // Writing to a string does not fail.
                let _ = write!(text, "\\u{:04x}", u32::from(character));
            }
            _ => text.push(character),
        }
    }
    text.push_str("\":");
    text
}

/// The value of such a key as far as it reaches: gives the phase after it.
pub(super) fn value(slot: FieldsMut<'_>, object: &'static Object, at: &mut Frame, input: &mut Input<'_>) -> Result<u8, Stop> {
    let Some((mut slot, field)) = slot_mut(slot, object) else {
        return Ok(NEXT);
    };
    if at.read == 0 {
        input.peek_token().ok_or(Stop::More)?;
    }
    let start = input.position;
    let end = value_end(at, input.rest());
    input.position += end.length;
    let filled = feed(&mut slot, field, input.since(start), input.offset() - end.length, input);
    if !end.is_whole {
        return match filled {
            Ok(()) => stuck(input),
            Err(stop) => Err(stop),
        };
    }
    go_on(filled)?;
    input.replayed();
    if end.is_word {
        // It ends where something else begins.
        let offset = input.offset();
        go_on(feed(&mut slot, field, " ", offset, input))?;
        input.replayed();
    }
    set_aside(input);
    Ok(NEXT)
}

/// The value of a variant without content, whose name is the key: it says nothing.
pub(super) fn unit(slot: FieldsMut<'_>, object: &'static Object, at: Frame, input: &mut Input<'_>) -> Result<u8, Stop> {
    let found =
        slot_mut(slot, object).and_then(|(slot, field)| Some((slot, field, union_of(field)?.cases.get(at.index as usize)?)));
    let Some((mut slot, field, case)) = found else {
        return Ok(NEXT);
    };
    if input.saved.scratch.is_empty() && input.peek_token().ok_or(Stop::More)? != b'n' {
        let filled = input.mismatch("null");
        return input.inside(filled, || Step::Key(case.name.text.into())).map(|()| NEXT);
    }
    let filled = input.word(&["null"]).map(|_| ());
    if filled == Err(Stop::More) {
        input.note_stop(false);
    }
    input.inside(filled, || Step::Key(case.name.text.into()))?;
    input.reopen();
    let offset = input.offset();
    feed(&mut slot, field, case.name.json, offset, input)?;
    input.saved.depth += 1;
    Ok(NEXT)
}

/// The end of the object, which is the end of these keys too; at the closing brace.
pub(super) fn end(slot: FieldsMut<'_>, object: &'static Object, input: &mut Input<'_>) -> Fill {
    let Some((mut slot, field)) = slot_mut(slot, object) else {
        return Ok(());
    };
    let is_first = slot.state() == State::Absent;
    let is_left_out = is_first && matches!(part(field), Part::Optional(_));
    if is_left_out || slot.state() == State::Done {
        return Ok(());
    }
    if is_first
        && let Some(union) = union_of(field)
        && matches!(union.tagging, Tagging::External)
    {
        let names = listed(&mut union.cases.iter().map(|case| case.name.text), " or ");
        return input.fail(Category::Type, format!("missing a variant: one of the keys {names}"));
    }
    begin(is_first, input);
    let offset = input.offset();
    let text = if is_first { "{}" } else { "}" };
    let filled = feed(&mut slot, field, text, (offset + 1).saturating_sub(text.len()), input);
    // The object closes itself.
    input.saved.depth += 1;
    match filled {
        Err(Stop::More) => stuck(input),
        filled => filled,
    }
}

/// Gives the slot its state back, or lets it begin in the place of the object.
fn begin(is_first: bool, input: &mut Input<'_>) {
    if is_first {
        input.reopen();
        return;
    }
    if let Some(mut aside) = input.saved.rests.pop() {
        core::mem::swap(&mut aside.frames, &mut input.saved.frames);
        core::mem::swap(&mut aside.skipping, &mut input.saved.skipping);
    }
}

fn set_aside(input: &mut Input<'_>) {
    let frames = core::mem::take(&mut input.saved.frames);
    let skipping = core::mem::take(&mut input.saved.skipping);
    input.saved.rests.push(Aside { frames, skipping });
}

/// Lets the slot read `text`, which stands at `offset`.
fn feed(slot: &mut SlotMut<'_>, field: &Field, text: &str, offset: usize, input: &mut Input<'_>) -> Fill {
    let attempts = (input.attempt, input.tried.saturating_sub(input.position.saturating_sub(text.len())));
    let mut inner = input.replay(text, offset);
    (inner.attempt, inner.tried) = attempts;
    slot.fill(&mut inner, field.rules)
}

/// Such an object has not ended before its brace.
fn go_on(filled: Fill) -> Fill {
    if filled == Err(Stop::Failed) { filled } else { Ok(()) }
}

#[cold]
fn stuck<T>(input: &mut Input<'_>) -> Result<T, Stop> {
    input.fail(Category::Type, "the value of a flattened field is not complete".into())
}
