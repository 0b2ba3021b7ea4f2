//! The element of a list that is growing, which stays where it is, so that others than the list can know where that is.

use super::slots::SlotMut;
use super::table::{Table, Tables};
use crate::json::Partial;
use core::ptr::NonNull;

/// Room for an element. It has what a box had, and is not a box, which would claim that nobody else knows where the element is.
pub(in crate::json) struct Growing<P>(Option<NonNull<P>>);

// SAFETY: it owns the element, as a box does.
unsafe impl<P: Send> Send for Growing<P> {}
// SAFETY: as above.
unsafe impl<P: Sync> Sync for Growing<P> {}

impl<P> Default for Growing<P> {
    fn default() -> Self {
        Self(None)
    }
}

impl<P> Drop for Growing<P> {
    fn drop(&mut self) {
        if let Some(slot) = self.0 {
            // SAFETY: it came from a box, and nobody will use it again.
            drop(unsafe { Box::from_raw(slot.as_ptr()) });
        }
    }
}

impl<P: Partial> Growing<P> {
    #[inline]
    pub(in crate::json) fn get(&self) -> Option<&P> {
        // SAFETY: the element is there as long as this is, by which it is borrowed.
        self.0.map(|slot| unsafe { slot.as_ref() })
    }

    #[inline]
    pub(in crate::json) fn get_mut(&mut self) -> Option<&mut P> {
        // SAFETY: as above.
        self.0.map(|mut slot| unsafe { slot.as_mut() })
    }

    /// The element, which is a new one if there is none.
    #[inline]
    pub(in crate::json) fn begun(&mut self) -> &mut P {
        let slot = self.0.get_or_insert_with(|| NonNull::from(Box::leak(Box::new(P::empty()))));
        // SAFETY: as above.
        unsafe { slot.as_mut() }
    }

    /// Where the element is, which is there as long as this.
    pub(in crate::json) fn element(&mut self) -> Option<Element> {
        self.0.map(|slot| Element { slot: slot.cast(), table: Tables::<P>::TABLE })
    }
}

/// Where a growing element is, and what can be done with it.
#[derive(Debug, Clone, Copy)]
pub struct Element {
    slot: NonNull<()>,
    table: &'static Table,
}

impl Element {
    /// # Safety
    /// The list is still there, and nobody else uses it or its element while `'s` lasts.
    #[inline]
    pub(super) unsafe fn slot<'s>(self) -> SlotMut<'s> {
        // SAFETY: as promised; the element is of the type that the table is for.
        unsafe { SlotMut::at(self.slot.as_ptr(), self.table) }
    }
}
