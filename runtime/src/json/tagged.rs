//! The loop over the text of an enum whose variants are told apart by a name: as a key, or beside the content.

use super::adjacent::{after_pair_tag, content_key, end_of_pair, pair_key};
use super::error::{Category, Step, listed};
use super::input::Frame;
use super::skip::skip;
use super::union::{Choosing, Held};
use super::{Fill, Input, Stop};
use crate::schema::{Tagging, Union};

pub(super) const START: u8 = 0;
/// Inside the name of an externally tagged case without content.
const IN_UNIT: u8 = 1;
/// After the opening brace or a comma: a key.
const KEY: u8 = 2;
const IN_KEY: u8 = 3;
/// After the key of the tag or, externally tagged, after the name.
const COLON: u8 = 4;
/// Before the name of the case.
const TAG: u8 = 5;
const IN_TAG: u8 = 6;
/// After the name, beside which the content stands.
const AFTER_TAG: u8 = 7;
/// After a comma behind the tag: the first key of the content.
const BESIDE: u8 = 8;
/// In the content.
pub(super) const CONTENT: u8 = 9;
/// After the content: the closing brace.
const END: u8 = 10;
/// After another key than the tag's, while it is not known which case it is.
const HELD_COLON: u8 = 11;
const HELD_VALUE: u8 = 12;
const HELD_NEXT: u8 = 13;
/// Adjacently tagged, after the tag: a comma or the end.
pub(super) const PAIR_NEXT: u8 = 14;
const PAIR_KEY: u8 = 15;
const IN_PAIR_KEY: u8 = 16;
pub(super) const PAIR_COLON: u8 = 17;
pub(super) const DONE: u8 = 18;
/// Adjacently tagged: the value of a key that nobody knows.
const PAIR_SKIP: u8 = 19;
/// The content is held already; more keys may follow.
pub(super) const PAIR_SKIP_COLON: u8 = 20;

pub(super) fn fill(slot: &mut dyn Choosing, mut phase: u8, input: &mut Input<'_>) -> Fill {
    // What is read before the case is known is kept word for word.
    let mut kept_from = input.position;
    loop {
        let before = phase;
        let step = step(slot, phase, input);
        if matches!(before, KEY | IN_KEY | HELD_COLON | HELD_VALUE | HELD_NEXT) {
            hold(slot, input, kept_from)?;
        }
        kept_from = input.position;
        phase = match step {
            Ok(DONE) => return Ok(()),
            Ok(next) => next,
            Err(Stop::More) if is_open(slot.table(), phase) => return input.leave_open(Frame::of(phase)),
            Err(Stop::More) => return input.suspend(phase, 0),
            Err(Stop::Failed) => return Err(Stop::Failed),
        };
    }
}

/// Whether the brace that was entered is still the union's own.
fn is_open(union: &Union, phase: u8) -> bool {
    let is_contents = phase == CONTENT && matches!(union.tagging, Tagging::Internal(_));
    !matches!(phase, START | IN_UNIT) && !is_contents
}

/// Most that is held back until it is known which case it is.
pub(super) const HELD_LIMIT: usize = 1 << 20;

pub(super) fn hold(slot: &mut dyn Choosing, input: &mut Input<'_>, from: usize) -> Fill {
    let piece = input.since(from);
    let held = &mut slot.held().text;
    held.push_str(piece);
    if held.len() > HELD_LIMIT {
        return input.fail(Category::Limit, format!("more than {HELD_LIMIT} bytes before it is known which variant this is"));
    }
    Ok(())
}

fn step(slot: &mut dyn Choosing, phase: u8, input: &mut Input<'_>) -> Result<u8, Stop> {
    match phase {
        IN_UNIT | IN_TAG => tag(slot, phase, input),
        IN_KEY => key(slot, input),
        CONTENT => content(slot, input),
        HELD_VALUE => skip(input, None).map(|()| HELD_NEXT),
        PAIR_SKIP => skip(input, None).map(|()| PAIR_NEXT),
        IN_PAIR_KEY => pair_key(slot, input),
        _ => {
            let byte = input.peek_token().ok_or(Stop::More)?;
            punctuation(slot, phase, byte, input)
        }
    }
}

fn punctuation(slot: &mut dyn Choosing, phase: u8, byte: u8, input: &mut Input<'_>) -> Result<u8, Stop> {
    let tagging = slot.table().tagging;
    let next = match (phase, byte) {
        (START, b'"') if matches!(tagging, Tagging::External) => {
            slot.begin();
            IN_UNIT
        }
        (START, b'{') => {
            slot.begin();
            input.open()?;
            let offset = input.offset();
            *slot.held() = Held { at: offset, ..Held::default() };
            return Ok(KEY);
        }
        (START, _) if matches!(tagging, Tagging::External) => return input.mismatch("a string or an object"),
        (START, _) => return input.mismatch("an object"),
        (KEY, b'"') => {
            let held = slot.held();
            held.key_at = held.text.len();
            IN_KEY
        }
        (KEY | HELD_NEXT, b'}') => return missing_tag(slot, input),
        (COLON, b':') if matches!(tagging, Tagging::External) => CONTENT,
        (COLON, b':') => TAG,
        (HELD_COLON, b':') => HELD_VALUE,
        (HELD_NEXT, b',') => KEY,
        (TAG, b'"') => IN_TAG,
        (AFTER_TAG, _) => return after_tag(slot, byte, input),
        (BESIDE, b'"') => return Ok(CONTENT),
        (PAIR_NEXT, b',') => PAIR_KEY,
        (PAIR_NEXT, b'}') => return end_of_pair(slot, input),
        (PAIR_KEY, b'"') => IN_PAIR_KEY,
        (PAIR_COLON, b':') => CONTENT,
        (PAIR_SKIP_COLON, b':') => PAIR_SKIP,
        (END, b'}') => {
            input.close();
            return Ok(DONE);
        }
        (COLON | HELD_COLON | PAIR_COLON | PAIR_SKIP_COLON, _) => return input.unexpected("`:`"),
        (TAG, _) => return input.mismatch("a string"),
        (END, _) => return input.unexpected("`}`"),
        (HELD_NEXT | PAIR_NEXT, _) => return input.unexpected("`,` or `}`"),
        _ => return input.unexpected("a key in quotes"),
    };
    input.position += 1;
    Ok(next)
}

fn missing_tag<T>(slot: &mut dyn Choosing, input: &mut Input<'_>) -> Result<T, Stop> {
    match slot.table().tagging {
        Tagging::Internal(tag) | Tagging::Adjacent(tag, _) => {
            input.fail(Category::Type, format!("missing `{}`, which says which variant it is: {}", tag.text, names(slot.table())))
        }
        _ => input.fail(Category::Type, format!("expected a variant as the only key: {}", names(slot.table()))),
    }
}

fn names(union: &Union) -> String {
    listed(&mut union.cases.iter().map(|case| case.name.text), " or ")
}

/// The name of a case, after its opening quote.
fn tag(slot: &mut dyn Choosing, phase: u8, input: &mut Input<'_>) -> Result<u8, Stop> {
    let table = slot.table();
    let name = input.name(str::to_owned)?;
    choose(slot, table, &name, input)?;
    if phase == IN_UNIT {
        return match slot.content() {
            None => Ok(DONE),
            Some(_) => {
                input.fail(Category::Type, format!("`{name}` carries data; expected an object with `{name}` as its only key"))
            }
        };
    }
    Ok(if matches!(table.tagging, Tagging::Adjacent(..)) { after_pair_tag(slot, input)? } else { AFTER_TAG })
}

fn choose(slot: &mut dyn Choosing, table: &'static Union, name: &str, input: &mut Input<'_>) -> Fill {
    let known = |case: &crate::schema::Case| case.name.text == name || case.aliases.contains(&name);
    match table.cases.iter().position(known).or(table.other) {
        Some(index) => {
            slot.choose(index);
            Ok(())
        }
        None => input.fail(Category::Type, format!("unknown variant `{name}`, expected {}", names(table))),
    }
}

/// The first key, or one of those before the tag.
fn key(slot: &mut dyn Choosing, input: &mut Input<'_>) -> Result<u8, Stop> {
    let table = slot.table();
    match table.tagging {
        Tagging::Internal(tag) => {
            let found = input.name(|key| key == tag.text)?;
            Ok(if found { COLON } else { HELD_COLON })
        }
        Tagging::Adjacent(tag, content) => match input.name(|key| (key == tag.text, key == content.text))? {
            (true, _) => Ok(COLON),
            (_, true) => content_key(slot, content.text, input).map(|()| HELD_COLON),
            _ => Ok(HELD_COLON),
        },
        _ => {
            let name = input.name(str::to_owned)?;
            choose(slot, table, &name, input)?;
            if slot.content().is_none() {
                return input.fail(Category::Type, format!("`{name}` carries no data; expected the string `{name}`"));
            }
            Ok(COLON)
        }
    }
}

fn content(slot: &mut dyn Choosing, input: &mut Input<'_>) -> Result<u8, Stop> {
    let rules = slot.rules();
    let tagging = slot.table().tagging;
    if let Some(mut content) = slot.content() {
        let filled = content.fill(input, rules);
        if matches!(tagging, Tagging::Internal(_)) && filled.is_ok() {
            input.saved.tags.pop();
        }
        let key = match tagging {
            Tagging::Internal(_) => None,
            Tagging::Adjacent(_, key) => Some(key.text),
            _ => Some(slot.name()),
        };
        match key {
            Some(key) => input.inside(filled, || Step::Key(key.into()))?,
            None => filled?,
        }
    }
    Ok(match tagging {
        // The content was the object itself.
        Tagging::Internal(_) => DONE,
        Tagging::Adjacent(..) => PAIR_NEXT,
        _ => END,
    })
}

/// Internally tagged, after the name: what was held goes to the content, which then goes on with the object.
fn after_tag(slot: &mut dyn Choosing, byte: u8, input: &mut Input<'_>) -> Result<u8, Stop> {
    if !matches!(byte, b',' | b'}') {
        return input.unexpected("`,` or `}`");
    }
    let Held { text: held, at, key_at, .. } = core::mem::take(slot.held());
    let before = held.get(..key_at).unwrap_or_default().trim_end().trim_end_matches(',').trim_end();
    let has_held = !before.is_empty();
    // The object's own slot opens it again; the space ends a number.
    let text = format!("{{{before} ");
    if let Tagging::Internal(tag) = slot.table().tagging {
        input.saved.tags.push((input.saved.depth, tag.text));
    }
    input.reopen();
    let rules = slot.rules();
    if let Some(mut content) = slot.content() {
        let offset = at.saturating_sub(1);
        match content.fill(&mut input.replay(&text, offset), rules) {
            Err(Stop::Failed) => return Err(Stop::Failed),
            Ok(()) | Err(Stop::More) => input.replayed(),
        }
    }
    if byte == b',' && !has_held {
        input.position += 1;
        return Ok(BESIDE);
    }
    Ok(CONTENT)
}
