//! JSON of values that have left their slots: the finished elements of a list, or what a value was made from.
//!
//! Whoever serializes a partial value wants to see these too, and they are of the user's types, of which nobody here knows how
//! serde writes them, or whether it does. So they are written while they are still in their slots. Without the feature `serde`
//! this does nothing and takes no room.

use super::{Direct, SlotRef};

/// What was written of values that have left their slots, with commas between them.
#[cfg(feature = "serde")]
#[derive(Default)]
pub(super) struct Kept(String);

#[cfg(feature = "serde")]
impl Kept {
    /// Writes the complete value of `slot`, which is about to be taken out, if anybody can see it.
    #[inline]
    pub(super) fn value(&mut self, slot: SlotRef<'_>, shown: bool) {
        if shown {
            super::known::value(slot, &mut self.0);
        }
    }

    /// The same for values that were read directly, from `start` to where the cursor is.
    #[inline]
    pub(super) fn text(&mut self, direct: &Direct<'_>, start: usize) {
        if direct.is_exact() {
            super::known::values(direct.since(start), &mut self.0);
        }
    }

    /// The same for an entry of a map.
    #[inline]
    pub(super) fn entry(&mut self, key: SlotRef<'_>, value: SlotRef<'_>, shown: bool) {
        if shown {
            super::known::entry(key, value, &mut self.0);
        }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// The twin that does nothing.
#[cfg(not(feature = "serde"))]
#[derive(Default)]
pub(super) struct Kept(());

#[cfg(not(feature = "serde"))]
#[expect(clippy::unused_self, reason = "as its twin")]
impl Kept {
    #[inline]
    pub(super) fn value(&mut self, _: SlotRef<'_>, _: bool) {}

    #[inline]
    pub(super) fn text(&mut self, _: &Direct<'_>, _: usize) {}

    #[inline]
    pub(super) fn entry(&mut self, _: SlotRef<'_>, _: SlotRef<'_>, _: bool) {}

    #[inline]
    pub(super) fn clear(&mut self) {}
}
