//! The short ways for pieces that need no walk through the slots: text from the middle of a string is appended to it, and a key
//! or a number that is cut off, which shows nothing yet, is held back until there is more.

use super::input::{Frame, Saved};
use super::number::is_part;
use super::reader::Reader;
use super::scan::{after_space, plain_prefix, rest_after};
use super::{Input, SlotMut};
use crate::schema::Object;

/// What the text can go on with without anything to show for it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Hold {
    /// Nothing: all text goes to the slots at once.
    #[default]
    Nothing,
    /// More of a number.
    Number,
    /// A key: perhaps a comma first, then the rest of the key with its closing quote.
    Key { comma: bool, rest: &'static str },
}

impl Hold {
    /// Whether `text` as a whole is what may come; the hold then goes on behind it.
    pub(super) fn takes(&mut self, text: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Number => text.bytes().all(is_part),
            Self::Key { comma, rest } => {
                let mut text = text;
                if *comma {
                    let Some(after) = text.strip_prefix(',') else {
                        return false;
                    };
                    text = after;
                }
                // Before the key and after it there may be white space.
                if rest.starts_with('"') || rest.is_empty() {
                    text = after_space(text);
                }
                let left = match rest_after(rest, text) {
                    Some(left) => left,
                    None if !rest.is_empty() && rest_after(text, rest) == Some(":") => "",
                    None => return false,
                };
                (*comma, *rest) = (false, left);
                true
            }
        }
    }
}

impl Reader {
    /// The short ways for a piece from the middle of a string, and for one that shows nothing yet; says whether it was such a one.
    #[inline]
    pub(super) fn passes(&mut self, slot: &mut SlotMut<'_>, text: &str) -> bool {
        let fits = self.cut.is_empty() && text.len() <= self.saved.limits.bytes.saturating_sub(self.offset);
        let passes = fits && if self.saved.text_grows { self.grow(slot, text) } else { self.hold(text) };
        if passes {
            self.offset += text.len();
        }
        passes
    }

    #[inline]
    fn hold(&mut self, text: &str) -> bool {
        let holds = self.saved.hold.takes(text);
        if holds {
            self.held.push_str(text);
        }
        holds
    }

    #[inline]
    fn grow(&mut self, slot: &mut SlotMut<'_>, text: &str) -> bool {
        let Saved { frames, scratch, changes, .. } = &self.saved;
        let grows = scratch.is_empty()
            && changes.is_none()
            && self.filter.is_none()
            && plain_prefix(text.as_bytes()) == text.len()
            && slot.grow(frames, text);
        if grows && let Some(closing) = &mut self.closing {
            closing.push(text);
        }
        grows
    }
}

impl Input<'_> {
    /// Leaves a number for the next piece, of which this one has only the beginning; says whether it may.
    pub(super) fn holds_number(&mut self) -> bool {
        let holds = self.holds && self.saved.scratch.is_empty();
        if holds {
            self.saved.hold = Hold::Number;
        }
        holds
    }

    /// Leaves the beginning of a key for the next piece, `rest` of which is to come; says whether it may.
    pub(super) fn holds_key(&mut self, rest: &'static str) -> bool {
        if self.holds {
            self.saved.hold = Hold::Key { comma: false, rest };
        }
        self.holds
    }

    /// The input ends where the next member of an object would come.
    pub(super) fn hold_member(&mut self, object: &'static Object, at: Frame, comma: bool) {
        let next = object.fields.get(at.index as usize).filter(|field| field.name.is_plain() && !object.flattens);
        if let Some(field) = next
            && self.holds
            && self.peek().is_none()
        {
            self.saved.hold = Hold::Key { comma, rest: field.name.json };
        }
    }
}
