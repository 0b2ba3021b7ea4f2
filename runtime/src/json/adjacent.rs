//! Enums whose name and content are two members of an object: what comes after the name.

use super::error::Category;
use super::replay::value_of;
use super::tagged::{DONE, PAIR_COLON, PAIR_NEXT, PAIR_SKIP_COLON};
use super::union::Choosing;
use super::{Input, State, Stop};
use crate::schema::Tagging;

/// Adjacently tagged, after the name: content that came before it is read now.
pub(super) fn after_pair_tag(slot: &mut dyn Choosing, input: &mut Input<'_>) -> Result<u8, Stop> {
    let Tagging::Adjacent(_, key) = slot.table().tagging else {
        return Ok(PAIR_NEXT);
    };
    let (held, held_at, key_at) = slot.held();
    let before = held.get(..*key_at).unwrap_or_default();
    let (at, text) = (*held_at, format!("{{{before}"));
    held.clear();
    let rules = slot.rules();
    let value = value_of(&text, key.text);
    if let (Some((offset, value)), Some(mut content)) = (value, slot.content()) {
        content
            .fill(&mut input.replay(&format!("{value} "), (at + offset).saturating_sub(1)), rules)
            .map_err(|_| Stop::Failed)?;
    }
    Ok(PAIR_NEXT)
}

pub(super) fn pair_key(slot: &mut dyn Choosing, input: &mut Input<'_>) -> Result<u8, Stop> {
    let Tagging::Adjacent(tag, content) = slot.table().tagging else {
        return Ok(DONE);
    };
    let is_new = slot.content().is_some_and(|content| content.state() == State::Absent);
    match input.name(|key| (key == tag.text, key == content.text))? {
        (true, _) => input.fail(Category::Syntax, format!("the key `{}` appears twice", tag.text)),
        (_, true) if is_new => Ok(PAIR_COLON),
        (_, true) if slot.content().is_some() => {
            input.fail(Category::Syntax, format!("the key `{}` appears twice", content.text))
        }
        _ => Ok(PAIR_SKIP_COLON),
    }
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
