//! Enums whose name and content are two members of an object: what comes after the name.

use super::error::{Category, Step};
use super::replay::value_of;
use super::tagged::{DONE, PAIR_COLON, PAIR_NEXT, PAIR_SKIP_COLON};
use super::union::Choosing;
use super::{Fill, Input, State, Stop};
use crate::schema::Tagging;

/// Adjacently tagged, after the name: content that came before it is read now.
pub(super) fn after_pair_tag(slot: &mut dyn Choosing, input: &mut Input<'_>) -> Result<u8, Stop> {
    let Tagging::Adjacent(_, key) = slot.table().tagging else {
        return Ok(PAIR_NEXT);
    };
    let held = slot.held();
    let before = held.text.get(..held.key_at).unwrap_or_default();
    let (at, text) = (held.at, format!("{{{before}"));
    held.text.clear();
    let rules = slot.rules();
    let value = value_of(&text, key.text);
    if let (Some((offset, value)), Some(mut content)) = (value, slot.content()) {
        let filled = content.fill(&mut input.replay(&format!("{value} "), (at + offset).saturating_sub(1)), rules);
        input.inside(filled, || Step::Key(key.text.into())).map_err(|_| Stop::Failed)?;
    }
    Ok(PAIR_NEXT)
}

pub(super) fn pair_key(slot: &mut dyn Choosing, input: &mut Input<'_>) -> Result<u8, Stop> {
    let Tagging::Adjacent(tag, content) = slot.table().tagging else {
        return Ok(DONE);
    };
    match input.name(|key| (key == tag.text, key == content.text))? {
        (true, _) => input.appears_twice(tag.text),
        (_, true) => {
            content_key(slot, content.text, input)?;
            Ok(if slot.content().is_some() { PAIR_COLON } else { PAIR_SKIP_COLON })
        }
        _ => Ok(PAIR_SKIP_COLON),
    }
}

/// After the key of the content, before or after the name.
pub(super) fn content_key(slot: &mut dyn Choosing, key: &str, input: &mut Input<'_>) -> Fill {
    let is_second = core::mem::replace(&mut slot.held().has_content, true);
    if is_second { input.appears_twice(key) } else { Ok(()) }
}

pub(super) fn end_of_pair(slot: &mut dyn Choosing, input: &mut Input<'_>) -> Result<u8, Stop> {
    let is_missing = slot.content().is_some_and(|content| content.state() == State::Absent);
    match slot.table().tagging {
        Tagging::Adjacent(_, key) if is_missing => input.fail(Category::Type, format!("missing field `{}`", key.text)),
        _ => {
            input.close();
            Ok(DONE)
        }
    }
}
