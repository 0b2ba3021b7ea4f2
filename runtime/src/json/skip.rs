//! A JSON value of any type, checked and passed over, or kept as text.

use super::capture::{Capture, Keys};
use super::number::Unread;
use super::{Fill, Input, Stop};

const VALUE: u8 = 0;
const STRING: u8 = 1;
const NUMBER: u8 = 2;
const WORD: u8 = 3;
/// After an opening bracket: a value or the end.
const FIRST: u8 = 4;
/// After an opening brace: a key or the end.
const FIRST_KEY: u8 = 5;
/// After a comma in an object: a key.
const KEY: u8 = 6;
const IN_KEY: u8 = 7;
const COLON: u8 = 8;
/// After a value: what its container allows, or the end of it all.
const NEXT: u8 = 9;

/// Passes over one value of any type; its text, with the white space inside, is appended to `kept`. Only of what is kept the keys
/// are of interest.
pub(super) fn skip(input: &mut Input<'_>, mut kept: Option<&mut Capture>) -> Fill {
    let mut phase = input.resume().map_or(VALUE, |frame| frame.phase);
    if phase == VALUE && input.saved.skipping.is_empty() {
        input.peek_token();
    }
    let start = input.position;
    let result = run(input, &mut phase, kept.as_deref_mut().map(|kept| &mut kept.keys));
    if result == Err(Stop::More) {
        input.remember(phase, 0);
    }
    if let Some(kept) = kept {
        kept.text.push_str(input.since(start));
        if result == Err(Stop::Failed) {
            kept.keys.place(matches!(phase, VALUE | FIRST | STRING | NUMBER | WORD), input);
        }
    }
    result
}

fn run(input: &mut Input<'_>, phase: &mut u8, mut keys: Option<&mut Keys>) -> Fill {
    let mut resumed = true;
    loop {
        *phase = match *phase {
            STRING => pass_string(input).map(|()| NEXT)?,
            IN_KEY => match &mut keys {
                Some(keys) => keys.key(input).map(|()| COLON)?,
                None => pass_string(input).map(|()| COLON)?,
            },
            NUMBER => input.number::<Unread>(resumed).map(|_| NEXT)?,
            WORD => input.word(&["true", "false", "null"]).map(|_| NEXT)?,
            NEXT if input.saved.skipping.is_empty() => return Ok(()),
            before => {
                let byte = input.peek_token().ok_or(Stop::More)?;
                let next = step(input, before, byte)?;
                if let Some(keys) = &mut keys {
                    keys.follow(byte);
                }
                next
            }
        };
        resumed = false;
    }
}

fn pass_string(input: &mut Input<'_>) -> Fill {
    let mut unwanted = core::mem::take(&mut input.saved.token);
    let read = input.string(&mut unwanted);
    unwanted.clear();
    input.saved.token = unwanted;
    read
}

/// One token of punctuation, or the beginning of a value: gives the phase after it.
fn step(input: &mut Input<'_>, phase: u8, byte: u8) -> Result<u8, Stop> {
    let container = input.saved.skipping.last().copied();
    let next = match (phase, byte, container) {
        (FIRST, b']', _) | (FIRST_KEY, b'}', _) | (NEXT, b']', Some(b'[')) | (NEXT, b'}', Some(b'{')) => {
            input.saved.skipping.pop();
            input.close();
            return Ok(NEXT);
        }
        (VALUE | FIRST, b'{', _) => return enter(input, byte, FIRST_KEY),
        (VALUE | FIRST, b'[', _) => return enter(input, byte, FIRST),
        (VALUE | FIRST, b'-' | b'0'..=b'9', _) => return Ok(NUMBER),
        (VALUE | FIRST, b't' | b'f' | b'n', _) => return Ok(WORD),
        (VALUE | FIRST, b'"', _) => STRING,
        (FIRST_KEY | KEY, b'"', _) => IN_KEY,
        (COLON, b':', _) | (NEXT, b',', Some(b'[')) => VALUE,
        (NEXT, b',', _) => KEY,
        (VALUE | FIRST, ..) => return input.mismatch("a value"),
        (FIRST_KEY | KEY, ..) => return input.unexpected("a key in quotes"),
        (COLON, ..) => return input.unexpected("`:`"),
        _ => return input.unexpected("`,` or the end of the array or object"),
    };
    input.position += 1;
    Ok(next)
}

fn enter(input: &mut Input<'_>, byte: u8, first: u8) -> Result<u8, Stop> {
    input.saved.skipping.push(byte);
    input.open()?;
    Ok(first)
}

/// Makes the next [`skip`] go on inside an object whose brace has been read: after its first key, or before one.
pub(super) fn inside(input: &mut Input<'_>, after_key: bool) -> Fill {
    input.saved.skipping.push(b'{');
    input.deepen()?;
    input.remember(if after_key { COLON } else { FIRST_KEY }, 0);
    Ok(())
}
