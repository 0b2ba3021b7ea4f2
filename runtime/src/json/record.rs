//! The values of structs and tuples, made of those of their fields: taken out of the slots, or read directly.

use super::scan::{begins_with, equal_if_short, past_spaces, spaces};
use super::{Direct, Fields, Partial, State};
use crate::schema::{Field, Object, Rules};

/// What the derive writes for the value of a struct.
pub trait Record: Fields + Default + 'static {
    /// The complete value.
    type Value;

    /// Makes the value of those of its fields; `None` if one is missing.
    fn value(&mut self, members: &mut Members<'_, '_>) -> Option<Self::Value>;
}

impl<R: Record> Partial for R {
    type Value = R::Value;

    fn take(&mut self) -> Option<R::Value> {
        *self.state_mut() = State::Absent;
        self.value(&mut Members::in_slots())
    }

    fn read(&mut self, direct: &mut Direct<'_>, _: &'static Rules) -> Option<R::Value> {
        let object = self.object();
        self.value(&mut Members::in_text(direct, object))
    }
}

/// Where the values of a struct's or tuple's fields come from, one after the other: from their slots, or from text.
#[derive(Debug)]
pub struct Members<'d, 't> {
    /// The text; `None` for values that are taken out of their slots.
    direct: Option<&'d mut Direct<'t>>,
    fields: core::slice::Iter<'static, Field>,
    /// What comes before the next member: the opening bracket or a comma.
    before: u8,
    /// What comes after the last one.
    closing: u8,
}

impl<'d, 't> Members<'d, 't> {
    /// Values that are in their slots.
    pub fn in_slots() -> Self {
        Self { direct: None, fields: [].iter(), before: 0, closing: 0 }
    }

    /// Values in the text from the bracket of an object or array on.
    pub(super) fn in_text(direct: &'d mut Direct<'t>, object: &'static Object) -> Self {
        let (before, closing) = if object.is_tuple() { (b'[', b']') } else { (b'{', b'}') };
        if object.flattens || direct.depth == 0 {
            direct.fail::<()>();
        }
        direct.depth = direct.depth.saturating_sub(1);
        Self { direct: Some(direct), fields: object.fields.iter(), before, closing }
    }

    /// Whether a field takes its default: if its slot has seen nothing.
    pub fn default(&self, slot: State) -> bool {
        self.direct.is_none() && slot == State::Absent
    }

    /// The value of the next field: what generated code calls for each, compiled once per type.
    #[inline]
    pub(crate) fn next<P: Partial>(&mut self, slot: &mut P) -> Option<P::Value> {
        if self.direct.is_none() {
            return slot.take();
        }
        let rules = self.rules()?;
        slot.read(self.direct.as_mut()?, rules)
    }

    /// Goes to the next value in the text, which must be that of the next field, and gives its rules.
    #[inline(never)]
    fn rules(&mut self) -> Option<&'static Rules> {
        let direct = self.direct.as_mut()?;
        let field = self.fields.next()?;
        // As writers of JSON write it, this is all that happens, and without a call.
        let rest = direct.rest();
        let mut length = compact(rest, self.before, field);
        if length == 0 {
            length = spaced(rest, self.before, field);
        }
        if length == 0 || self.closing != b'}' {
            return self.rules_slowly(field);
        }
        self.before = b',';
        direct.at += length;
        Some(field.rules)
    }

    /// The same, where there may be any white space, or no key.
    #[inline(never)]
    fn rules_slowly(&mut self, field: &'static Field) -> Option<&'static Rules> {
        let direct = self.direct.as_mut()?;
        let rest = direct.rest();
        let key = if self.closing == b'}' { field.name.json } else { "" };
        match after_key(rest, self.before, key) {
            Some(after) => {
                self.before = b',';
                direct.at += rest.len() - after.len();
                Some(field.rules)
            }
            None => direct.fail(),
        }
    }

    /// Goes past the closing bracket; `None` if there is something else.
    #[inline(never)]
    pub fn end(&mut self) -> Option<()> {
        let Some(direct) = &mut self.direct else {
            return Some(());
        };
        if self.before != b',' && !direct.passes(self.before) {
            return direct.fail();
        }
        direct.close(self.closing)
    }
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
