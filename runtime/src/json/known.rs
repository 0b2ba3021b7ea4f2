//! JSON of what is known of a value, written by its slot: no key without something to show for it.

use super::{Fields, SlotRef, State};
use crate::schema::{Absent, Label, Tagging, Union};
use core::fmt::Write as _;

/// Appends what is known of a value, after a comma where one is due; says whether that is anything.
pub(super) fn value(slot: SlotRef<'_>, out: &mut String) -> bool {
    behind("", slot, out)
}

/// The same behind a key and its colon.
fn member(key: Label, slot: SlotRef<'_>, out: &mut String) {
    behind(key.json, slot, out);
}

fn behind(key: &str, slot: SlotRef<'_>, out: &mut String) -> bool {
    let before = out.len();
    comma(out);
    if !key.is_empty() {
        out.push_str(key);
        out.push(':');
    }
    let start = out.len();
    slot.write_known(out);
    let is_known = out.len() > start;
    if !is_known {
        out.truncate(before);
    }
    is_known
}

/// Appends values that are JSON already, after a comma where one is due. Behind the last one there may be a comma.
pub(super) fn values(text: &str, out: &mut String) {
    let text = text.trim_end();
    let text = text.strip_suffix(',').unwrap_or(text);
    if !text.is_empty() {
        comma(out);
        out.push_str(text);
    }
}

fn comma(out: &mut String) {
    if !(out.is_empty() || out.ends_with(['{', '['])) {
        out.push(',');
    }
}

/// Appends an entry of a map, after a comma where one is due, unless nothing is known of its value.
pub(super) fn entry(key: SlotRef<'_>, value: SlotRef<'_>, out: &mut String) {
    let mut name = String::new();
    key.write_known(&mut name);
    // Of an integer, which has them in JSON too.
    if !name.starts_with('"') {
        name = format!("\"{name}\"");
    }
    behind(&name, value, out);
}

/// Appends an array of the finished values in `kept` and the one that is growing.
pub(super) fn list(kept: &str, growing: Option<SlotRef<'_>>, out: &mut String) {
    out.push('[');
    out.push_str(kept);
    if let Some(growing) = growing {
        value(growing, out);
    }
    out.push(']');
}

/// Appends an object of the finished entries in `kept` and the one that is growing.
pub(super) fn map(kept: &str, growing: Option<(SlotRef<'_>, SlotRef<'_>)>, out: &mut String) {
    out.push('{');
    out.push_str(kept);
    if let Some((key, value)) = growing {
        entry(key, value, out);
    }
    out.push('}');
}

/// Appends an object of the fields of which something is known; of a tuple, an array.
pub(super) fn fields(slot: Fields<'_>, out: &mut String) {
    if slot.state() == State::Absent {
        return;
    }
    if slot.object().is_tuple() {
        out.push('[');
        elements(slot, out);
        out.push(']');
    } else {
        out.push('{');
        properties(slot, out);
        out.push('}');
    }
}

fn elements(slot: Fields<'_>, out: &mut String) {
    for index in 0..slot.object().fields.len() {
        // What stands behind a gap would be taken for what is missing.
        if !slot.field(index).is_some_and(|element| value(element, out)) {
            return;
        }
    }
}

fn properties(slot: Fields<'_>, out: &mut String) {
    for (index, field) in slot.object().fields.iter().enumerate() {
        match slot.field(index) {
            Some(content) if field.absent == Absent::Flattened => match content.fields() {
                // It has no braces of its own, and so nothing says that it has begun.
                Some(inner) => properties(inner, out),
                None => flattened(content, out),
            },
            Some(content) => member(field.name, content, out),
            None => {}
        }
    }
}

/// Appends the keys of a map, an enum or an `Option` that stand among those of the object around it.
fn flattened(content: SlotRef<'_>, out: &mut String) {
    let mut text = String::new();
    content.write_known(&mut text);
    if text.starts_with('"') {
        // The name of a variant without content, which is a key here.
        text.push_str(":null");
        values(&text, out);
    } else {
        inside(&text, out);
    }
}

/// Appends the case at `index` of an enum, and what is known of its content.
pub(super) fn case(union: &Union, index: usize, content: Option<SlotRef<'_>>, out: &mut String) {
    let Some(case) = union.cases.get(index) else {
        return;
    };
    let named = |tag: Label, out: &mut String| {
        out.push('{');
        out.push_str(tag.json);
        out.push(':');
        out.push_str(case.name.json);
    };
    match (union.tagging, content) {
        (Tagging::Untagged, Some(content)) => content.write_known(out),
        (Tagging::Untagged, None) => out.push_str("null"),
        (Tagging::External, None) => out.push_str(case.name.json),
        (Tagging::External, Some(content)) => {
            out.push('{');
            member(case.name, content, out);
            out.push('}');
        }
        (Tagging::Adjacent(tag, key), content) => {
            named(tag, out);
            if let Some(content) = content {
                member(key, content, out);
            }
            out.push('}');
        }
        (Tagging::Internal(tag), content) => {
            named(tag, out);
            if let Some(content) = content {
                members(content, out);
            }
            out.push('}');
        }
    }
}

/// Appends what an object has in its braces, after a comma where one is due.
fn members(object: SlotRef<'_>, out: &mut String) {
    let mut text = String::new();
    object.write_known(&mut text);
    inside(&text, out);
}

fn inside(object: &str, out: &mut String) {
    if let Some(members) = object.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
        values(members, out);
    }
}

/// Appends a string.
pub(super) fn string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            // A string takes all that is written to it.
            '\0'..' ' => drop(write!(out, "\\u{:04x}", u32::from(character))),
            _ => out.push(character),
        }
    }
    out.push('"');
}
