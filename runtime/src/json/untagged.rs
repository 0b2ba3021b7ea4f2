//! Enums without tags: the first token or the first key decides where it can; otherwise the value is held back and the
//! variants are tried in order.

use super::error::{Category, listed};
use super::flat::find;
use super::input::Saved;
use super::skip::{inside, skip};
use super::tagged::{START, hold};
use super::union::{Choosing, Held};
use super::{Fill, Input, Stop, rest};
use crate::schema::{Case, Edge, Kind, Tagging};

/// In the content of the one case that it can be.
pub(super) const CONTENT: u8 = 1;
/// Holding the value back.
const HELD: u8 = 2;
/// After the opening brace, before the first key.
const BRACE: u8 = 3;
const IN_KEY: u8 = 4;
/// The whole value is held.
const ATTEMPT: u8 = 5;
const DONE: u8 = 6;

pub(super) fn fill(slot: &mut dyn Choosing, mut phase: u8, input: &mut Input<'_>) -> Fill {
    loop {
        let from = input.position;
        let step = step(slot, phase, input);
        if matches!(phase, HELD | BRACE | IN_KEY) {
            hold(slot, input, from)?;
        }
        phase = match step {
            Ok(CONTENT) if phase == IN_KEY => replay(slot, input)?,
            Ok(ATTEMPT) => return attempt(slot, input),
            Ok(DONE) => return Ok(()),
            Ok(next) => next,
            Err(Stop::More) => return input.suspend(phase, 0),
            Err(Stop::Failed) => return Err(Stop::Failed),
        };
    }
}

fn step(slot: &mut dyn Choosing, phase: u8, input: &mut Input<'_>) -> Result<u8, Stop> {
    match phase {
        START => first_token(slot, input),
        BRACE if input.peek_token().ok_or(Stop::More)? == b'"' => {
            input.position += 1;
            Ok(IN_KEY)
        }
        BRACE => inside(input, false).map(|()| HELD),
        IN_KEY => {
            let cases = slot.table().cases;
            match input.name(|key| only(cases, |case| has(case, key)))? {
                Some(index) => {
                    slot.choose(index);
                    Ok(CONTENT)
                }
                None => {
                    inside(input, true)?;
                    Ok(HELD)
                }
            }
        }
        HELD => skip(input, None).map(|()| ATTEMPT),
        _ => {
            let rules = slot.rules();
            match slot.content() {
                Some(mut content) => content.fill(input, rules).map(|()| DONE),
                None => input.word(&["null"]).map(|_| DONE),
            }
        }
    }
}

fn first_token(slot: &mut dyn Choosing, input: &mut Input<'_>) -> Result<u8, Stop> {
    let byte = input.peek_token().ok_or(Stop::More)?;
    let offset = input.offset();
    slot.begin();
    let cases = slot.table().cases;
    *slot.held() = Held { at: offset, ..Held::default() };
    let can_begin = beginning(cases, byte, input.saved.repair);
    if let Some(index) = only(cases, can_begin) {
        slot.choose(index);
        return Ok(CONTENT);
    }
    if !cases.iter().any(can_begin) {
        return input.mismatch(&format!("a value of {}", names(cases)));
    }
    if byte == b'{' {
        slot.held().text.push('{');
        input.position += 1;
        return Ok(BRACE);
    }
    // Strings and the like are short; only of objects the first key may tell.
    Ok(HELD)
}

/// The one case for which `is` holds, if it is only one.
fn only(cases: &'static [Case], is: impl Fn(&Case) -> bool) -> Option<usize> {
    let mut possible = cases.iter().enumerate().filter(|(_, case)| is(case)).map(|(index, _)| index);
    possible.next().filter(|_| possible.next().is_none())
}

/// Whether the first key of an object may be `key`.
fn has(case: &Case, key: &str) -> bool {
    match case.content.map(|edge| edge.plain().shape().kind) {
        Some(Kind::Object(object)) => find(object, key).is_some() || object.flattens && rest::takes(object, key),
        _ => begins(case, b'{'),
    }
}

/// Gives what was held back to the case that was chosen, which then goes on by itself.
fn replay(slot: &mut dyn Choosing, input: &mut Input<'_>) -> Result<u8, Stop> {
    let Held { text, at: offset, .. } = core::mem::take(slot.held());
    let rules = slot.rules();
    match slot.content().map(|mut content| content.fill(&mut input.replay(&text, offset), rules)) {
        Some(Err(Stop::Failed)) => Err(Stop::Failed),
        _ => {
            input.replayed();
            Ok(CONTENT)
        }
    }
}

/// Tries the variants in order on the whole value.
fn attempt(slot: &mut dyn Choosing, input: &mut Input<'_>) -> Fill {
    let Held { text, at: offset, .. } = core::mem::take(slot.held());
    let byte = text.bytes().next().unwrap_or_default();
    let cases = slot.table().cases;
    let can_begin = beginning(cases, byte, input.saved.repair);
    let mut reasons = Vec::new();
    // What one of them takes as it is, is not repaired for another.
    let passes: &[bool] = if input.saved.repair { &[false, true] } else { &[false] };
    for repair in passes {
        reasons.clear();
        for (index, case) in cases.iter().enumerate().filter(|(_, case)| can_begin(case)) {
            slot.choose(index);
            let mut saved = Saved { repair: *repair, ..input.saved_for_attempt() };
            let mut whole = Input::new(&text, offset, true, &mut saved);
            // Attempts inside of attempts would multiply.
            whole.tried = usize::MAX;
            let filled = match slot.content() {
                Some(mut content) => content.fill(&mut whole, case.rules),
                None => whole.word(&["null"]).map(|_| ()),
            };
            if filled.is_ok() {
                input.saved.repairs.append(&mut saved.repairs);
                input.saved.warnings.append(saved.warnings, input.saved.depth);
                return Ok(());
            }
            let reason = saved.error.map_or_else(|| "not complete".into(), |error| error.to_string());
            reasons.push(format!("not `{}`: {reason}", case.name.text));
        }
    }
    input.fail_at(offset, Category::Type, format!("no variant takes this value; {}", reasons.join("; ")))
}

fn names(cases: &[Case]) -> String {
    listed(&mut cases.iter().map(|case| case.name.text), " or ")
}

/// Which cases a value that begins with `byte` may be. To be repaired, what is in quotes may be a number or a boolean, if
/// nothing else begins so.
fn beginning(cases: &'static [Case], byte: u8, repair: bool) -> impl Fn(&Case) -> bool + Copy {
    let is_quoted = repair && byte == b'"' && !cases.iter().any(|case| begins(case, byte));
    move |case| begins(case, byte) || is_quoted && (begins(case, b'0') || begins(case, b't'))
}

/// Whether a value of the case can begin with `byte`.
fn begins(case: &Case, byte: u8) -> bool {
    case.content.map_or(byte == b'n', |edge| starts(edge, byte))
}

/// Whether a value of the type can begin with `byte`.
pub(super) fn starts(edge: Edge, byte: u8) -> bool {
    match edge.shape().kind {
        Kind::Null => byte == b'n',
        Kind::Boolean => matches!(byte, b't' | b'f'),
        Kind::Integer { .. } | Kind::Number => matches!(byte, b'-' | b'0'..=b'9'),
        Kind::String | Kind::Format(_) | Kind::Enum(_) => byte == b'"',
        Kind::List(_) | Kind::Set(_) | Kind::Array(..) | Kind::Tuple(_) => byte == b'[',
        Kind::Map { .. } | Kind::Object(_) => byte == b'{',
        Kind::Nullable(inner) => byte == b'n' || starts(inner, byte),
        Kind::Same(inner, _) => starts(inner, byte),
        Kind::Union(union) => match union.tagging {
            Tagging::External => matches!(byte, b'"' | b'{'),
            Tagging::Internal(_) | Tagging::Adjacent(..) => byte == b'{',
            Tagging::Untagged => union.cases.iter().any(|case| begins(case, byte)),
        },
        Kind::Any | Kind::Raw(_) => true,
    }
}
