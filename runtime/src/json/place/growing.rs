//! The element of a list that is growing, which can be got at by whoever does not know the list's type.

use super::table::{Table, Tables};
use crate::Generate;
use crate::json::Partial;
use crate::json::list::List;
use core::marker::PhantomData;
use core::ptr::NonNull;

/// Room for an element, and what can be done with it. The element stays where it is until the list is dropped.
#[repr(C)]
pub(in crate::json) struct Growing<P> {
    table: &'static Table,
    /// What a box had; not a box itself, which would claim that nobody else knows where the element is.
    slot: Option<NonNull<P>>,
}

/// The same of any type.
#[repr(C)]
#[derive(Clone, Copy)]
struct Grown {
    table: &'static Table,
    slot: Option<NonNull<()>>,
}

// SAFETY: it owns the element, as a box does.
unsafe impl<P: Send> Send for Growing<P> {}
// SAFETY: as above.
unsafe impl<P: Sync> Sync for Growing<P> {}

impl<P: Partial> Default for Growing<P> {
    fn default() -> Self {
        Self { table: Tables::<P>::TABLE, slot: None }
    }
}

impl<P> Drop for Growing<P> {
    fn drop(&mut self) {
        if let Some(slot) = self.slot {
            // SAFETY: it came from a box, and nobody will use it again.
            drop(unsafe { Box::from_raw(slot.as_ptr()) });
        }
    }
}

impl<P: Partial> Growing<P> {
    #[inline]
    pub(in crate::json) fn get(&self) -> Option<&P> {
        // SAFETY: the element is there as long as this is, by which it is borrowed.
        self.slot.map(|slot| unsafe { slot.as_ref() })
    }

    #[inline]
    pub(in crate::json) fn get_mut(&mut self) -> Option<&mut P> {
        // SAFETY: as above.
        self.slot.map(|mut slot| unsafe { slot.as_mut() })
    }

    /// The element, which is a new one if there is none.
    #[inline]
    pub(in crate::json) fn begun(&mut self) -> &mut P {
        let slot = self.slot.get_or_insert_with(|| NonNull::from(Box::leak(Box::new(P::empty()))));
        // SAFETY: as above.
        unsafe { slot.as_mut() }
    }
}

/// Where in a list its growing element is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct GrowingAt(usize);

/// The same of one type of lists.
#[derive(Debug)]
pub struct GrowingOf<L> {
    pub(super) at: GrowingAt,
    of: PhantomData<fn() -> L>,
}

impl<T: Generate> GrowingOf<List<T>> {
    pub(in crate::json) const fn new() -> Self {
        Self { at: GrowingAt(core::mem::offset_of!(List<T>, growing)), of: PhantomData }
    }
}

impl GrowingAt {
    /// For slots that are not lists'.
    pub(super) const NOWHERE: Self = Self(usize::MAX);

    /// The element of a list, if there is one: the slot and its table.
    ///
    /// # Safety
    /// There is a slot of the type that this is for.
    pub(super) unsafe fn of(self, list: *mut ()) -> Option<(NonNull<()>, &'static Table)> {
        if self == Self::NOWHERE {
            return None;
        }
        // SAFETY: there is a `Growing` of some type, and they all look the same.
        let grown = unsafe { *list.byte_add(self.0).cast::<Grown>() };
        grown.slot.map(|slot| (slot, grown.table))
    }
}
