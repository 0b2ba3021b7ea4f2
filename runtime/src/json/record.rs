//! The values of structs and tuples: taken out of their slots, or read directly.

use super::place::{self, Filling, LayoutOf, Place, Written, empty, take_from};
use super::scan::{begins_with, past_spaces, spaces};
use super::{Direct, Partial, Record};
use crate::schema::{Field, Rules};

impl<R: Record> Partial for R {
    type Value = R::Value;
    const LAYOUT: Option<LayoutOf<R>> = Some(LayoutOf::new());

    fn empty() -> Self {
        empty()
    }

    fn take(&mut self) -> Option<R::Value> {
        place::value(|place| take_from(self, place))
    }

    fn take_into<'o>(&mut self, place: Place<'o, R::Value>) -> Option<Written<'o>> {
        take_from(self, place)
    }

    fn read<'o>(direct: &mut Direct<'_>, _: &'static Rules, place: Place<'o, R::Value>) -> Option<Written<'o>> {
        read(Filling::of::<R>(place), direct)
    }
}

/// Reads the fields one after the other, each into its place.
pub(super) fn read<'o>(mut filling: Filling<'o>, direct: &mut Direct<'_>) -> Option<Written<'o>> {
    read_fields(&mut filling, direct)?;
    filling.finish()
}

/// The same for a document, which must end with the value: what has been read of a longer one is dropped before it is a value.
pub(super) fn read_whole<'o>(mut filling: Filling<'o>, direct: &mut Direct<'_>) -> Option<Written<'o>> {
    read_fields(&mut filling, direct)?;
    if direct.is_over() { filling.finish() } else { None }
}

fn read_fields(filling: &mut Filling<'_>, direct: &mut Direct<'_>) -> Option<()> {
    let object = filling.object();
    if object.flattens || direct.depth == 0 {
        return direct.fail();
    }
    if object.is_tuple() {
        return read_tuple(filling, direct);
    }
    direct.depth -= 1;
    let mut before = b'{';
    let all = filling.read(direct, |direct, field| {
        let found = after_key(direct.bytes(), direct.at, before, field);
        before = b',';
        match found {
            Some(at) => direct.at = at,
            None => return direct.fail::<()>().is_some(),
        }
        true
    });
    if !all {
        return None;
    }
    if before == b'{' && !direct.passes(before) {
        return direct.fail();
    }
    direct.close(b'}')
}

fn read_tuple(filling: &mut Filling<'_>, direct: &mut Direct<'_>) -> Option<()> {
    direct.depth -= 1;
    let mut before = b'[';
    let all = filling.read(direct, |direct, _| {
        if !direct.passes(before) {
            return direct.fail::<()>().is_some();
        }
        direct.space();
        before = b',';
        true
    });
    if !all {
        return None;
    }
    direct.close(b']')
}

/// Which of 16 bytes count where there are so many.
#[expect(clippy::indexing_slicing, reason = "const evaluation has no other access")]
static MASKS: [u128; 17] = {
    let mut masks = [0; 17];
    let mut count = 1;
    while count < 17 {
        masks[count] = masks[count - 1] << 8 | 0xff;
        count += 1;
    }
    masks
};

/// Where the value begins that stands behind `before`, the field's key and a colon; there may be white space between them.
#[inline]
fn after_key(bytes: &[u8], at: usize, before: u8, field: &Field) -> Option<usize> {
    // As writers of JSON write it, compactly or not, this is all that happens, and without a call.
    if let Some([first, window @ ..]) = bytes.get(at..)?.first_chunk::<{ 1 + WINDOW }>()
        && *first == before
    {
        if window[0] > b' ' {
            if let Some(after) = after_plain_key(window, field)
                && *window.get(after)? > b' '
            {
                return Some(at + 1 + after);
            }
        } else if matches!(window[0], b' ' | b'\n')
            && let at = at + gap(bytes, at)
            && let Some(window) = bytes.get(at..).and_then(|line| line.first_chunk())
            && let Some(after) = after_plain_key(window, field)
            && *window.get(after)? == b' '
            && *window.get(after + 1)? > b' '
        {
            return Some(at + after + 1);
        }
    }
    after_any_key(bytes, at, before, field)
}

/// How much comes before a key that is on a line of its own, indented by at most 8 spaces, or behind one space.
#[inline]
fn gap(bytes: &[u8], at: usize) -> usize {
    let is_line = bytes.get(at + 1) == Some(&b'\n');
    2 + if is_line { bytes.get(at + 2..).and_then(|line| line.first_chunk()).map_or(0, |word| spaces(*word)) } else { 0 }
}

/// A key of up to 16 bytes, colon included, and two more.
const WINDOW: usize = 18;

/// Where the key of the field and its colon end, which the text begins with; nothing if they are long.
#[inline]
fn after_plain_key(window: &[u8; WINDOW], field: &Field) -> Option<usize> {
    let length = field.name.json.len() + 1;
    let key = u128::from_le_bytes(*window.first_chunk()?);
    ((key ^ field.key) & MASKS.get(length)? == 0).then_some(length)
}

/// As [`after_key`], however it is written.
#[inline(never)]
fn after_any_key(bytes: &[u8], at: usize, before: u8, field: &Field) -> Option<usize> {
    let at = after_byte(bytes, at, before)?;
    let key = field.name.json;
    if !begins_with(bytes.get(at..)?, key) {
        return None;
    }
    after_byte(bytes, at + key.len(), b':')
}

/// Where what comes after `byte` and white space begins; there may be some before it, too.
#[inline]
fn after_byte(bytes: &[u8], mut at: usize, byte: u8) -> Option<usize> {
    if *bytes.get(at)? != byte {
        at = past_spaces(bytes, at);
        if *bytes.get(at)? != byte {
            return None;
        }
    }
    at += 1;
    Some(if *bytes.get(at)? > b' ' { at } else { past_spaces(bytes, at) })
}
