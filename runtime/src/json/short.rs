//! The short way through the text of objects and lists: loops over what a model writes under a schema, that need no cursor and
//! keep nothing but a frame. They stop before whatever is unusual, and before what is wrong; then the long way goes on from there.

use super::input::Frame;
use super::list::{self, Elements};
use super::object::{COLON, EXPECTED, FIRST, KEY, NEXT, VALUE};
use super::scan::past_spaces;
use super::slot::Read;
use super::{FieldsMut, SlotMut, State};
use crate::schema::{Field, Object};

/// Why the short way stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pause {
    /// All of the text has been read.
    Used,
    /// The same, and it ended inside a string.
    Inside,
    /// Before something that has to be read the long way.
    Stuck,
    /// Before a number or a word of which there may be more to come.
    Cut,
    /// Before what begins the value at hand, perhaps a bracket.
    Open,
    /// Before the bracket that ends the object or list.
    Close,
}

/// How long a beginning of a number or a word may be to wait for the rest of it.
const LONGEST_CUT: usize = 24;

/// A piece of text, and how far it has been read.
#[derive(Clone, Copy)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

impl<'t> Piece<'t> {
    #[inline]
    pub(super) fn byte(self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn bytes(self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Goes past white space; whether there was some.
    #[inline]
    fn space(&mut self) -> bool {
        let before = self.at;
        self.at = past_spaces(self.text.as_bytes(), before);
        self.at > before
    }
}

/// Reads the members of an object that are its next fields in their order; `frame` and `piece` move along.
#[inline]
pub(super) fn members(slots: &mut FieldsMut<'_>, frame: &mut Frame, piece: &mut Piece<'_>) -> Pause {
    let object = slots.object();
    while let Some(byte) = piece.byte() {
        frame.phase = match (frame.phase, byte) {
            (VALUE, _) => {
                let Some((field, mut slot)) = slots.member(frame.index as usize) else {
                    return Pause::Stuck;
                };
                if let Some(pause) = token(&mut slot, field.rules.is_none(), piece) {
                    return pause;
                }
                frame.index += 1;
                NEXT
            }
            (EXPECTED, _) | (FIRST | KEY, b'"') => match expected(object, frame, piece) {
                Some(phase) => phase,
                None => return Pause::Stuck,
            },
            (NEXT, b',') => {
                piece.at += 1;
                KEY
            }
            (COLON, b':') => {
                piece.at += 1;
                VALUE
            }
            (FIRST | NEXT, b'}') => return if is_all(object, *frame) { Pause::Close } else { Pause::Stuck },
            (phase @ (FIRST | KEY | COLON | NEXT), ..=b' ') if piece.space() => phase,
            _ => return Pause::Stuck,
        }
    }
    Pause::Used
}

/// Whether all fields have been seen.
#[inline]
fn is_all(object: &Object, frame: Frame) -> bool {
    frame.exact && frame.index as usize == object.fields.len()
}

/// The key of the next field, or as much of it as there is: gives the phase after it.
#[inline]
fn expected(object: &'static Object, frame: &mut Frame, piece: &mut Piece<'_>) -> Option<u8> {
    let is_expected = |field: &&Field| frame.exact && field.name.is_plain();
    let name = object.fields.get(frame.index as usize).filter(is_expected)?.name.json;
    let begun = if frame.phase == EXPECTED { frame.read.into() } else { 0 };
    let (rest, text) = (name.as_bytes().get(begun..)?, piece.bytes());
    let length = rest.len().min(text.len());
    if !equal(rest.get(..length)?, text.get(..length)?) {
        return None;
    }
    piece.at += length;
    if length == rest.len() {
        return Some(COLON);
    }
    frame.read = u16::try_from(begun + length).ok()?;
    Some(EXPECTED)
}

/// Whether two texts of the same length are equal; a call for each piece would cost more than this.
#[inline]
fn equal(left: &[u8], right: &[u8]) -> bool {
    match (left.first_chunk::<4>(), right.first_chunk::<4>()) {
        (Some(first), Some(second)) if left.len() == 4 => first == second,
        _ => left.iter().zip(right).all(|(left, right)| left == right),
    }
}

/// Reads the elements of a list that are one token each; `frame` moves along.
#[inline]
pub(super) fn elements(list: &mut dyn Elements, shown: bool, frame: &mut Frame, piece: &mut Piece<'_>) -> Pause {
    while let Some(byte) = piece.byte() {
        frame.phase = match (frame.phase, byte) {
            (list::ELEMENT, _) => {
                if let Some(pause) = token(&mut list.element(), true, piece) {
                    return pause;
                }
                if !list.keep(shown) {
                    return Pause::Stuck;
                }
                list::NEXT
            }
            (list::NEXT, b',') => {
                piece.at += 1;
                list::ELEMENT
            }
            (list::FIRST | list::NEXT, b']') => return Pause::Close,
            (phase @ (list::FIRST | list::NEXT), ..=b' ') if piece.space() => phase,
            (list::FIRST, _) => list::ELEMENT,
            _ => return Pause::Stuck,
        }
    }
    Pause::Used
}

/// Goes on with a value; `None` when it is complete.
#[inline]
fn token(slot: &mut SlotMut<'_>, may_end: bool, piece: &mut Piece<'_>) -> Option<Pause> {
    if piece.byte().is_some_and(|byte| byte <= b' ') && slot.state() == State::Absent {
        piece.space();
    }
    let rest = piece.text.get(piece.at..).unwrap_or_default();
    if rest.is_empty() {
        return Some(Pause::Used);
    }
    match slot.go_on(rest, may_end) {
        Some(Read::Whole(length)) => {
            piece.at += length;
            None
        }
        Some(Read::Part) => {
            piece.at = piece.text.len();
            Some(Pause::Inside)
        }
        Some(Read::Cut) if rest.len() <= LONGEST_CUT => Some(Pause::Cut),
        Some(Read::Cut) => Some(Pause::Stuck),
        None => Some(Pause::Open),
    }
}
