//! The values of structs and tuples: taken out of their slots, or read directly.

use super::place::{self, Filling, LayoutOf, Place, Written, take_from};
use super::scan::{begins_with, equal_if_short, past_spaces, spaces};
use super::{Direct, Partial, Record};
use crate::schema::{Field, Rules};

impl<R: Record> Partial for R {
    type Value = R::Value;
    const LAYOUT: Option<LayoutOf<R>> = Some(LayoutOf::new());

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
    let object = filling.object();
    let (opening, closing) = if object.is_tuple() { (b'[', b']') } else { (b'{', b'}') };
    if object.flattens || direct.depth == 0 {
        return direct.fail();
    }
    direct.depth -= 1;
    let mut before = opening;
    for field in object.fields {
        let rest = direct.rest();
        // As writers of JSON write it, this is all that happens, and without a call.
        let mut length = compact(rest, before, field);
        if length == 0 {
            length = spaced(rest, before, field);
        }
        if length == 0 || closing != b'}' {
            length = slowly(rest, before, if closing == b'}' { field.name.json } else { "" });
        }
        if length == 0 {
            return direct.fail();
        }
        direct.at += length;
        before = b',';
        if !filling.read(direct, field.rules) {
            return None;
        }
    }
    if before == opening && !direct.passes(opening) {
        return direct.fail();
    }
    direct.close(closing)?;
    filling.finish()
}

/// The length of what stands in front of a value, where there may be any white space, or no key; otherwise 0.
#[inline(never)]
fn slowly(rest: &[u8], before: u8, key: &str) -> usize {
    after_key(rest, before, key).map_or(0, |after| rest.len() - after.len())
}

/// The length of `before`, the key and its colon where they are written compactly and the value follows at once; otherwise 0.
#[inline]
fn compact(rest: &[u8], before: u8, field: &Field) -> usize {
    let key = field.name.json.as_bytes();
    if let [first, after @ ..] = rest
        && *first == before
        && let Some((begin, [b':', value, ..])) = after.split_at_checked(key.len())
        && *value > b' '
        && equal_if_short(begin, key)
    {
        key.len() + 2
    } else {
        0
    }
}

/// The same where they are written on a line of their own, indented by at most 8 spaces, or with single spaces between them.
#[inline]
fn spaced(rest: &[u8], before: u8, field: &Field) -> usize {
    let key = field.name.json.as_bytes();
    let gap = match rest {
        [_, b'\n', line @ ..] => 1 + line.first_chunk().map_or(0, |word| spaces(*word)),
        [_, b' ', ..] => 1,
        _ => return 0,
    };
    if let Some((first, after)) = rest.split_first()
        && *first == before
        && let Some((begin, [b':', b' ', value, ..])) = after.get(gap..).and_then(|after| after.split_at_checked(key.len()))
        && *value > b' '
        && equal_if_short(begin, key)
    {
        gap + key.len() + 3
    } else {
        0
    }
}

/// What comes after `before`, the key and its colon, with white space where it may be; without a key after `before`.
#[inline]
fn after_key<'t>(rest: &'t [u8], before: u8, key: &str) -> Option<&'t [u8]> {
    let rest = after_byte(rest, before)?;
    if key.is_empty() {
        return Some(rest);
    }
    if !begins_with(rest, key) {
        return None;
    }
    after_byte(rest.get(key.len()..)?, b':')
}

/// What comes after `byte` and white space; there may be some before it, too.
#[inline]
fn after_byte(rest: &[u8], byte: u8) -> Option<&[u8]> {
    let after = match rest {
        [first, after @ ..] if *first == byte => after,
        _ => rest.get(past_spaces(rest, 0)..)?.strip_prefix(&[byte])?,
    };
    match after {
        [first, ..] if *first <= b' ' => after.get(past_spaces(after, 0)..),
        _ => Some(after),
    }
}
