//! The values of whole documents, by one function for all types.

use super::slots::SlotMut;
use super::table::Table;
use crate::Generate;
use crate::json::ParseError;
use crate::json::parser::Document;
use crate::schema::Rules;
use core::mem::MaybeUninit;

/// A whole document's value, or what is wrong with the document.
pub(in crate::json) fn make<T: Generate>(document: Document<'_>) -> Result<T, ParseError> {
    let mut room = MaybeUninit::<T>::uninit();
    // SAFETY: the table is that of the slots of `T`, for which there is room.
    match unsafe { make_at(&T::__TYPE.erased.table, document, room.as_mut_ptr().cast()) } {
        // SAFETY: there is no error, so there is a value.
        Ok(()) => Ok(unsafe { room.assume_init() }),
        Err(error) => Err(error),
    }
}

/// # Safety
/// There is room at `value` for the value that the table is for. It is there if there is no error.
unsafe fn make_at(table: &'static Table, document: Document<'_>, value: *mut ()) -> Result<(), ParseError> {
    let mut direct = document.direct();
    // SAFETY: as promised.
    if unsafe { (table.read)(table, &mut direct, Rules::NONE, value) } {
        if direct.is_over() {
            return Ok(());
        }
        if let Some(drop) = table.drop {
            // SAFETY: the value is there.
            unsafe { drop(value) }
        }
    }
    let slot = Empty::new(table);
    // SAFETY: the slot is there, and is used by nobody else.
    document.fill(&mut unsafe { SlotMut::at(slot.place, table) }, direct.end())?;
    // SAFETY: as promised, and the slot is of the same table.
    if unsafe { (table.take)(table, slot.place, value) } { Ok(()) } else { Err(document.incomplete()) }
}

/// A slot of its own.
struct Empty {
    table: &'static Table,
    size: core::alloc::Layout,
    place: *mut (),
}

impl Empty {
    fn new(table: &'static Table) -> Self {
        // A byte more than the slot, since there is no allocation without a size.
        let size = table.size.extend(core::alloc::Layout::new::<u8>()).map_or(table.size, |(size, _)| size);
        // SAFETY: the size is not 0.
        let place = unsafe { std::alloc::alloc(size) };
        if place.is_null() {
            std::alloc::handle_alloc_error(size);
        }
        // SAFETY: there is room for a slot.
        unsafe { (table.empty)(table, place.cast()) };
        Self { table, size, place: place.cast() }
    }
}

impl Drop for Empty {
    fn drop(&mut self) {
        // SAFETY: the slot is there, in an allocation of its size.
        unsafe {
            if let Some(drop) = self.table.drop_slot {
                drop(self.table, self.place);
            }
            std::alloc::dealloc(self.place.cast(), self.size);
        }
    }
}
