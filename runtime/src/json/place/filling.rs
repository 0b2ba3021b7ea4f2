//! Making a struct's value field by field, in the place where it will stay.

use super::layout::{Layout, Record};
use super::slots::SlotRef;
use super::{Place, Written};
use crate::json::{Direct, State};
use crate::schema::{Field, Object};
use core::marker::PhantomData;

/// A struct's value while its fields are put into their places, one after the other. What is there already is dropped where the
/// rest does not follow.
pub(in crate::json) struct Filling<'o> {
    layout: &'static Layout,
    value: *mut (),
    /// How many of the fields are there.
    count: usize,
    place: PhantomData<Written<'o>>,
}

impl<'o> Filling<'o> {
    #[inline]
    #[expect(clippy::needless_pass_by_value, reason = "a place is used up by whoever fills it")]
    pub(in crate::json) fn of<R: Record>(place: Place<'o, R::Value>) -> Self {
        // SAFETY: the layout is that of the value for which there is room here.
        unsafe { Self::at(R::LAYOUT, place.target().cast()) }
    }

    /// # Safety
    /// At `value` there is room for the value that the layout is of, for as long as `'o` lasts.
    #[inline]
    pub(super) unsafe fn at(layout: &'static Layout, value: *mut ()) -> Self {
        Self { layout, value, count: 0, place: PhantomData }
    }

    /// What the fields are in JSON.
    #[inline]
    pub(in crate::json) fn object(&self) -> &'static Object {
        &self.layout.object
    }

    /// Reads the fields one after the other, as long as `goes_to` finds the next one.
    #[inline]
    pub(in crate::json) fn read<'t>(
        &mut self,
        direct: &mut Direct<'t>,
        mut goes_to: impl FnMut(&mut Direct<'t>, &'static Field) -> bool,
    ) -> bool {
        for field in self.layout.object.fields {
            // SAFETY: there is room for the value where the layout says, and this field has not been written.
            let read = |direct| unsafe { (field.table.read)(field.table, direct, field.rules, self.value.byte_add(field.value)) };
            if !goes_to(direct, field) || !read(direct) {
                return false;
            }
            self.count += 1;
        }
        true
    }

    /// Takes the fields out of their slots, which are then as new.
    ///
    /// # Safety
    /// The slots are those of this layout, and no field has been written.
    pub(super) unsafe fn take(mut self, slots: *mut ()) -> Option<Written<'o>> {
        for (index, field) in self.layout.object.fields.iter().enumerate() {
            let default = self.layout.defaults.iter().find(|default| default.0 == index);
            // SAFETY: slots and fields lie where the layout says.
            let is_taken = unsafe {
                let (slot, value) = (slots.byte_add(field.slot), self.value.byte_add(field.value));
                match default {
                    Some((_, default)) if SlotRef::at(slot, field.table).state() == State::Absent => {
                        default.put(value);
                        true
                    }
                    _ => (field.table.take)(field.table, slot, value),
                }
            };
            if !is_taken {
                return None;
            }
            self.count += 1;
        }
        // SAFETY: the state lies where the layout says.
        unsafe { slots.byte_add(self.layout.state).cast::<State>().write(State::Absent) }
        self.finish()
    }

    /// The proof that all fields are there, after those that were not received have got their defaults.
    #[inline]
    pub(in crate::json) fn finish(self) -> Option<Written<'o>> {
        if self.count < self.layout.object.fields.len() {
            return None;
        }
        for (offset, default) in self.layout.skipped {
            // SAFETY: there is room for a field of this type where the layout says.
            unsafe { default.put(self.value.byte_add(*offset)) }
        }
        core::mem::forget(self);
        // SAFETY: by the layout these were all fields of the value, whose place has this `'o`.
        Some(unsafe { Written::new() })
    }
}

impl Drop for Filling<'_> {
    fn drop(&mut self) {
        for field in self.layout.object.fields.iter().take(self.count) {
            if let Some(drop) = field.table.drop {
                // SAFETY: this field is there, and nobody will look at it again.
                unsafe { drop(self.value.byte_add(field.value)) }
            }
        }
    }
}

/// Moves a struct's value out of its slots.
pub(in crate::json) fn take_from<'o, R: Record>(record: &mut R, place: Place<'o, R::Value>) -> Option<Written<'o>> {
    // SAFETY: both are of `R`.
    unsafe { Filling::of::<R>(place).take(core::ptr::from_mut(record).cast()) }
}
