//! The loop over the text of a map: one for all types.

use super::error::{Category, Step};
use super::input::Frame;
use super::{Fill, Input, SlotMut, Stop};
use crate::schema::Rules;

/// What the shared loop over a map's text needs of the map.
pub(super) trait Map {
    fn key(&mut self) -> SlotMut<'_>;
    fn value(&mut self) -> SlotMut<'_>;
    fn name(&mut self) -> &mut String;
    /// Whether the keys are integers, which JSON puts in quotes.
    fn has_integer_keys(&self) -> bool;
    /// Takes the finished entry into the map.
    fn keep(&mut self, input: &Input<'_>) -> Result<(), &'static str>;
    fn begin(&mut self);
}

const START: u8 = 0;
const FIRST: u8 = 1;
const KEY: u8 = 2;
/// Inside a key that the key's own slot reads.
const IN_KEY: u8 = 3;
/// Inside an integer key, after its opening quote.
const IN_INTEGER: u8 = 4;
const COLON: u8 = 5;
pub(super) const VALUE: u8 = 6;
const NEXT: u8 = 7;

pub(super) fn fill(map: &mut dyn Map, input: &mut Input<'_>) -> Fill {
    let mut phase = input.resume().map_or(START, |frame| frame.phase);
    loop {
        let step = match phase {
            IN_KEY | IN_INTEGER => key(map, phase, input),
            VALUE => value(map, input),
            _ => punctuation(map, phase, input),
        };
        phase = match step {
            Ok(Some(next)) => next,
            Ok(None) => return Ok(()),
            Err(Stop::More) if phase == START => return input.suspend(START, 0),
            Err(Stop::More) => return input.leave_open(Frame::of(phase)),
            Err(Stop::Failed) => return Err(Stop::Failed),
        };
    }
}

/// One token of punctuation: gives the phase after it, or `None` at the end.
fn punctuation(map: &mut dyn Map, phase: u8, input: &mut Input<'_>) -> Result<Option<u8>, Stop> {
    let byte = input.peek_token().ok_or(Stop::More)?;
    let next = match (phase, byte) {
        (START, b'{') => {
            input.open()?;
            map.begin();
            return Ok(Some(FIRST));
        }
        (START, _) => return input.mismatch("an object"),
        (FIRST | NEXT, b'}') => {
            input.close();
            return Ok(None);
        }
        (FIRST | KEY, b'"') if map.has_integer_keys() => IN_INTEGER,
        // The key's slot reads the quote itself.
        (FIRST | KEY, b'"') => return Ok(Some(IN_KEY)),
        (COLON, b':') => VALUE,
        (NEXT, b',') => KEY,
        (COLON, _) => return input.unexpected("`:`"),
        (NEXT, _) => return input.unexpected("`,` or `}`"),
        _ => return input.unexpected("a key in quotes"),
    };
    input.position += 1;
    Ok(Some(next))
}

fn key(map: &mut dyn Map, phase: u8, input: &mut Input<'_>) -> Result<Option<u8>, Stop> {
    let start = input.position;
    if phase == IN_INTEGER {
        let digits = input.name(str::to_owned)?;
        map.name().clone_from(&digits);
        // The number ends where its quotes do.
        let mut inside = input.within(&digits);
        let read = map.key().fill(&mut inside, Rules::NONE);
        if inside.position < digits.len() || read == Err(Stop::More) || digits.starts_with(char::is_whitespace) {
            return input.fail(Category::Type, format!("expected an integer in quotes, found {digits:?}"));
        }
        read?;
    } else {
        let read = map.key().fill(input, Rules::NONE);
        map.name().push_str(input.since(start));
        read?;
    }
    Ok(Some(COLON))
}

fn value(map: &mut dyn Map, input: &mut Input<'_>) -> Result<Option<u8>, Stop> {
    let mut filled = map.value().fill(input, Rules::NONE);
    if filled.is_ok()
        && let Err(reason) = map.keep(input)
    {
        filled = input.fail(Category::Type, reason.into());
    }
    let name = map.name();
    let filled = input.inside(filled, || Step::Key(name.trim_matches('"').to_owned().into()));
    if filled != Err(Stop::More) {
        name.clear();
    }
    filled.map(|()| Some(NEXT))
}
