//! The short way for pieces of text, as they come from a model: a few bytes of a key, of a string, of a number. It goes straight to
//! the innermost object or list that is open and from there on stays in the loops of [`short`](super::short), since nothing
//! outside is touched by what happens inside.

use super::error::ParseError;
use super::input::{Frame, Saved};
use super::list::{self, Elements};
use super::parser::Progress;
use super::place::RootMut;
use super::reader::{Reader, go_on};
use super::short::{self, Pause, Piece};
use super::slot::Read;
use super::{FieldsMut, Input, SlotMut, State, object};

/// What can be open in the middle of a document and has a short way.
#[expect(missing_debug_implementations, reason = "it is only handed on")]
pub enum Container<'s> {
    /// An object with a known set of properties.
    Object(FieldsMut<'s>),
    /// A list.
    List(&'s mut dyn Elements),
}

impl<'s> Container<'s> {
    /// An object, unless it is a tuple, or others are flattened in it.
    #[inline]
    pub(super) fn object(fields: FieldsMut<'s>) -> Option<Self> {
        let object = fields.object();
        if object.flattens || object.is_tuple() { None } else { Some(Self::Object(fields)) }
    }

    pub(super) fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    fn set_state(&mut self, state: State) {
        match self {
            Self::Object(fields) => fields.set_state(state),
            Self::List(list) => *list.state_mut() = state,
        }
    }

    /// The frame after the opening bracket, if this is it.
    fn begin(&self, bracket: u8) -> Option<Frame> {
        match (self, bracket) {
            (Self::Object(_), b'{') => Some(Frame { exact: true, ..Frame::of(object::FIRST) }),
            (Self::List(_), b'[') => Some(Frame::of(list::FIRST)),
            _ => None,
        }
    }
}

/// Which way the next piece may go at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Long,
    Short,
    /// The short one, with what was held back before it.
    Held,
}

impl Reader {
    #[inline]
    pub(super) fn push_str(&mut self, root: &mut RootMut<'_>, text: &str) -> Result<Progress, ParseError> {
        if self.way != Way::Short || !self.fits(text) {
            return self.push_any(root, text);
        }
        let (read, pause) = self.saved.pass(root, text);
        self.saved.text_grows = pause == Pause::Inside;
        if matches!(pause, Pause::Used | Pause::Inside) {
            self.offset += text.len();
            return Ok(Progress::Partial);
        }
        self.push_rest(root, text, read, pause)
    }

    #[inline]
    pub(super) fn fits(&self, text: &str) -> bool {
        !text.is_empty() && text.len() <= self.saved.limits.bytes.saturating_sub(self.offset)
    }

    /// What the short way has left of a piece.
    #[inline(never)]
    fn push_rest(&mut self, root: &mut RootMut<'_>, text: &str, read: usize, pause: Pause) -> Result<Progress, ParseError> {
        if pause != Pause::Cut {
            return self.push_long(root, text, self.offset, read);
        }
        self.held.push_str(text.get(read..).unwrap_or_default());
        self.way = Way::Held;
        self.offset += text.len();
        Ok(Progress::Partial)
    }

    /// A piece before which there is the beginning of a number or a word.
    pub(super) fn push_held(&mut self, root: &mut RootMut<'_>, text: &str) -> Result<Progress, ParseError> {
        let offset = self.offset - self.held.len();
        let mut all = core::mem::take(&mut self.held);
        all.push_str(text);
        let (read, pause) = self.saved.pass(root, &all);
        self.saved.text_grows = pause == Pause::Inside;
        let pushed = match pause {
            Pause::Used | Pause::Inside | Pause::Cut => {
                self.offset += text.len();
                Ok(Progress::Partial)
            }
            Pause::Stuck | Pause::Open | Pause::Close => self.push_long(root, &all, offset, read),
        };
        if pause == Pause::Cut {
            drop(all.drain(..read));
        } else {
            all.clear();
        }
        if matches!(pause, Pause::Used | Pause::Inside) {
            self.way = Way::Short;
        }
        // Its room is used again.
        self.held = all;
        pushed
    }

    /// The long way for a text that stands at `offset`, from `read` on.
    fn push_long(&mut self, root: &mut RootMut<'_>, text: &str, offset: usize, read: usize) -> Result<Progress, ParseError> {
        self.way = Way::Long;
        let mut input = Input::new(text.get(read..).unwrap_or_default(), offset + read, false, &mut self.saved);
        go_on(&mut root.slot(), &mut input, 0, &mut self.complete)?;
        self.offset = offset + text.len();
        self.way = self.next_way();
        Ok(self.progress())
    }

    /// The short way is for when nobody wants to follow what the parser does, and nothing else was cut off than a number or a word.
    pub(super) fn next_way(&self) -> Way {
        let is_begun = self.offset > 0 && !self.complete && self.cut.is_empty() && self.saved.has_short_way();
        match is_begun && self.closing.is_none() && self.filter.is_none() {
            true if self.held.is_empty() => Way::Short,
            true => Way::Held,
            false => Way::Long,
        }
    }
}

impl Saved {
    /// Whether the short way may be tried: nobody wants to know what changes, no token was cut off, and no warning waits for its path.
    #[inline]
    pub(super) fn has_short_way(&self) -> bool {
        self.changes.is_none() && self.scratch.is_empty() && self.warnings.are_placed()
    }

    /// Reads `text` as far as the short way goes; tells how far, and why not further.
    pub(super) fn pass(&mut self, root: &mut RootMut<'_>, text: &str) -> (usize, Pause) {
        let mut piece = Piece { text, at: 0 };
        let pause = self.pass_on(root, &mut piece).unwrap_or(Pause::Stuck);
        (piece.at, pause)
    }

    #[inline]
    fn pass_on(&mut self, root: &mut RootMut<'_>, piece: &mut Piece<'_>) -> Option<Pause> {
        let mut slot = root.innermost(self.frames.get(1..)?)?;
        loop {
            let frame = self.frames.first_mut()?;
            let pause = match slot.container() {
                Some(Container::Object(mut fields)) => short::members(&mut fields, frame, piece),
                Some(Container::List(list)) => short::elements(list, self.shown, frame, piece),
                None => return grow(slot.into_inner(*frame)?, piece),
            };
            slot = match pause {
                Pause::Open => self.open(slot, piece)?,
                Pause::Close if slot.is_container() => self.close(root, piece)?,
                Pause::Close => return None,
                pause => return Some(pause),
            };
        }
    }

    /// Enters the value at hand, if it is an object or a list; at its bracket.
    #[inline]
    fn open<'s>(&mut self, slot: SlotMut<'s>, piece: &mut Piece<'_>) -> Option<SlotMut<'s>> {
        let mut value = slot.into_inner(*self.frames.first()?)?;
        let is_new = value.is_container() && value.state() == State::Absent;
        let mut container = value.container().filter(|_| is_new && self.depth < self.limits.depth)?;
        let frame = container.begin(piece.byte()?)?;
        container.set_state(State::Growing);
        self.frames.insert(0, frame);
        self.depth += 1;
        piece.at += 1;
        Some(value)
    }

    /// Leaves the innermost object or list, all of which has been read, if that is all that there is to do; at its bracket. Gives the
    /// one around it.
    #[inline]
    fn close<'s>(&mut self, root: &'s mut RootMut<'_>, piece: &mut Piece<'_>) -> Option<SlotMut<'s>> {
        let (_, [frame, around @ ..]) = self.frames.split_first_mut()? else {
            return None;
        };
        let mut outer = root.innermost(around)?;
        match outer.container()? {
            Container::Object(mut fields) => {
                let (field, mut value) = fields.member(frame.index as usize)?;
                value.container().filter(|_| field.rules.is_none())?.set_state(State::Done);
                frame.index += 1;
                frame.phase = object::NEXT;
            }
            Container::List(list) => {
                list.element().container()?.set_state(State::Done);
                // Where it is not complete, the long way says so.
                list.keep(self.shown).then_some(())?;
                frame.phase = list::NEXT;
            }
        }
        self.frames.remove(0);
        self.depth -= 1;
        piece.at += 1;
        Some(outer)
    }
}

/// Goes on with a string whose end is left to the long way.
fn grow(mut slot: SlotMut<'_>, piece: &mut Piece<'_>) -> Option<Pause> {
    match slot.go_on(piece.text.get(piece.at..)?, false)? {
        Read::Part => {
            piece.at = piece.text.len();
            Some(Pause::Inside)
        }
        Read::Whole(_) | Read::Cut => None,
    }
}
