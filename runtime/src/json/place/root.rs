//! The slot of a document, with a shortcut to the slots that are being filled far inside.

use super::growing::Element;
use super::slots::SlotMut;
use crate::json::Partial;
use crate::json::input::Frame;
use core::fmt;

/// The slot of a document.
pub(in crate::json) struct Root<P> {
    slot: P,
    shortcut: Shortcut,
}

/// The slot of a document of any type.
pub(in crate::json) struct RootMut<'s> {
    slot: SlotMut<'s>,
    shortcut: &'s mut Shortcut,
}

/// Where the growing element of the innermost list is, so that a piece of text that goes on inside need not look for it.
///
/// An element stays where it is as long as its list is there. So the shortcut is forgotten whenever a slot is lent out that
/// might be above it: whoever has that one could drop the list. Around the list there are only objects and lists, of which nothing
/// changes while they are merely looked at.
#[derive(Default)]
pub(in crate::json) struct Shortcut(Option<Nearest>);

#[derive(Clone, Copy)]
struct Nearest {
    element: Element,
    /// How many frames are those of slots around it.
    height: usize,
}

// SAFETY: it is used by nobody but who has the document's slot.
unsafe impl Send for Shortcut {}
// SAFETY: as above.
unsafe impl Sync for Shortcut {}

impl<P: fmt::Debug> fmt::Debug for Root<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.slot.fmt(formatter)
    }
}

impl<P: Partial> Root<P> {
    pub(in crate::json) fn new() -> Self {
        Self { slot: P::empty(), shortcut: Shortcut::default() }
    }

    /// The slot, to look at.
    pub(in crate::json) fn get(&self) -> &P {
        &self.slot
    }

    /// The slot.
    pub(in crate::json) fn get_mut(&mut self) -> &mut P {
        self.shortcut.0 = None;
        &mut self.slot
    }

    /// The slot itself.
    #[cfg(feature = "model")]
    pub(in crate::json) fn into_inner(self) -> P {
        self.slot
    }

    /// The same for whoever does not know its type.
    #[inline]
    pub(in crate::json) fn any(&mut self) -> RootMut<'_> {
        RootMut { slot: SlotMut::of(&mut self.slot), shortcut: &mut self.shortcut }
    }
}

impl<'s> RootMut<'s> {
    /// A slot, and room for a shortcut.
    pub(in crate::json) fn new(slot: SlotMut<'s>, shortcut: &'s mut Shortcut) -> Self {
        shortcut.0 = None;
        Self { slot, shortcut }
    }

    /// The slot.
    #[inline]
    pub(in crate::json) fn slot(&mut self) -> SlotMut<'_> {
        self.shortcut.0 = None;
        self.slot.reborrow()
    }

    /// The slot that is reached by the frames of all slots around it, of which the first is the innermost one's.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is done for each piece of a text, however short")]
    pub(in crate::json) fn innermost(&mut self, around: &[Frame]) -> Option<SlotMut<'_>> {
        if around.is_empty() {
            return Some(self.slot());
        }
        let Some(nearest) = self.shortcut.0.filter(|nearest| nearest.height <= around.len()) else {
            return self.find(around);
        };
        // SAFETY: no slot above this one has been lent out since it was found, nor has any changed while it was looked at, and this one
        // is lent as long as all of them.
        let mut slot = unsafe { nearest.element.slot() };
        for frame in around.get(..around.len() - nearest.height)?.iter().rev() {
            slot = slot.into_inner(*frame)?;
        }
        Some(slot)
    }

    /// The same from the root on.
    #[inline(never)]
    fn find(&mut self, around: &[Frame]) -> Option<SlotMut<'_>> {
        self.shortcut.0 = None;
        let mut slot = self.slot.reborrow();
        let mut is_plain = true;
        for (height, frame) in around.iter().rev().enumerate() {
            let element = slot.element(*frame);
            is_plain &= element.is_some() || slot.is_object();
            slot = slot.into_inner(*frame)?;
            if let Some(element) = element.filter(|_| is_plain) {
                self.shortcut.0 = Some(Nearest { element, height: height + 1 });
            }
        }
        Some(slot)
    }
}
