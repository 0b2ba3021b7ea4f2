//! The values of whole documents, by one function for all types.

use super::filling::Filling;
use super::layout::Layout;
use super::slots::SlotMut;
use super::table::Table;
use crate::Generate;
use crate::json::parser::Document;
use crate::json::{Direct, ParseError, Partial, record};
use crate::schema::Rules;
use core::mem::MaybeUninit;

/// A whole document's value, or what is wrong with the document.
pub(in crate::json) fn make<T: Generate>(document: Document<'_>) -> Result<T, ParseError> {
    let mut room = MaybeUninit::<T>::uninit();
    let value = room.as_mut_ptr().cast();
    // SAFETY: layout and table are those of the slots of `T`, for which there is room.
    let made = match const { Known::of::<T>() } {
        Known::Record(layout, size) => unsafe { make_record(layout, size, document, value) },
        Known::Other(table) => unsafe { make_other(table, document, value) },
    };
    match made {
        // SAFETY: there is no error, so there is a value.
        Ok(()) => Ok(unsafe { room.assume_init() }),
        Err(error) => Err(error),
    }
}

/// What is known of a document's type. Of a struct that is its layout alone: its table is for whoever has it as a field, and
/// with its shape and what it points to is not a part of programs without.
enum Known {
    Record(&'static Layout, core::alloc::Layout),
    Other(&'static Table),
}

impl Known {
    const fn of<T: Generate>() -> Self {
        match T::Partial::LAYOUT {
            Some(of) => Self::Record(of.layout, core::alloc::Layout::new::<T::Partial>()),
            None => Self::other::<T>(),
        }
    }

    /// A function of its own, since the constants of a function are evaluated whenever it is called.
    const fn other<T: Generate>() -> Self {
        Self::Other(&T::__TYPE.erased.table)
    }
}

/// # Safety
/// There is room at `value` for the value that the layout is of. It is there if there is no error.
unsafe fn make_record(
    layout: &'static Layout,
    size: core::alloc::Layout,
    document: Document<'_>,
    value: *mut (),
) -> Result<(), ParseError> {
    let mut direct = document.direct();
    // SAFETY: as promised.
    if record::read_whole(unsafe { Filling::at(layout, value) }, &mut direct).is_some() {
        return Ok(());
    }
    // SAFETY: as promised; where reading has failed there is nothing in the room.
    unsafe { fill(&Table::of_record(layout, size), document, &direct, value) }
}

/// # Safety
/// There is room at `value` for the value that the table is for. It is there if there is no error.
unsafe fn make_other(table: &Table, document: Document<'_>, value: *mut ()) -> Result<(), ParseError> {
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
    // SAFETY: as promised, and there is nothing in the room.
    unsafe { fill(table, document, &direct, value) }
}

/// Reads the document through a slot, after reading it directly has failed.
///
/// # Safety
/// As of [`make_other`].
#[cold]
unsafe fn fill(table: &Table, document: Document<'_>, direct: &Direct<'_>, value: *mut ()) -> Result<(), ParseError> {
    let slot = Empty::new(table);
    // SAFETY: the slot is there, and is used by nobody else.
    document.fill(&mut unsafe { SlotMut::at(slot.place, table) }, direct.end())?;
    // SAFETY: as promised, and the slot is of the same table.
    if unsafe { (table.take)(table, slot.place, value) } { Ok(()) } else { Err(document.incomplete()) }
}

/// A slot of its own.
struct Empty<'t> {
    table: &'t Table,
    size: core::alloc::Layout,
    place: *mut (),
}

impl<'t> Empty<'t> {
    fn new(table: &'t Table) -> Self {
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

impl Drop for Empty<'_> {
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
