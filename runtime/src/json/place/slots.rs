//! Slots of any type, known by their place and their table.

use super::growing::Element;
use super::layout::{Fields, FieldsMut};
use super::table::{Sort, Table, Tables};
use crate::json::input::Frame;
use crate::json::pieces::Container;
use crate::json::{Fill, Input, Partial, Read, Slot, State, object};
use crate::schema::Rules;
use core::fmt;
use core::marker::PhantomData;

/// A slot of any type.
#[derive(Clone, Copy)]
pub struct SlotRef<'s> {
    slot: *mut (),
    table: &'s Table,
    borrow: PhantomData<&'s ()>,
}

/// A slot of any type, to be filled.
pub struct SlotMut<'s>(SlotRef<'s>);

impl<'s> SlotRef<'s> {
    /// The slot of a value.
    #[inline]
    pub fn of<P: Partial>(slot: &'s P) -> Self {
        Self { slot: core::ptr::from_ref(slot).cast_mut().cast(), table: Tables::<P>::TABLE, borrow: PhantomData }
    }

    /// # Safety
    /// At `slot` there is a slot that the table is for, which nobody fills while `'s` lasts.
    #[inline]
    pub(super) unsafe fn at(slot: *mut (), table: &'s Table) -> Self {
        Self { slot, table, borrow: PhantomData }
    }

    /// How far the value has come.
    #[inline]
    pub fn state(self) -> State {
        match self.own() {
            Ok(fields) => fields.state(),
            Err(slot) => slot.state(),
        }
    }

    /// The properties, where the value is an object with a known set of them.
    pub(crate) fn fields(self) -> Option<Fields<'s>> {
        match self.own() {
            Ok(fields) => Some(fields),
            Err(slot) => slot.fields(),
        }
    }

    /// Appends JSON of what is known of the value: see [`Slot::write_known`].
    #[cfg(feature = "serde")]
    pub(crate) fn write_known(self, out: &mut String) {
        match self.own() {
            Ok(fields) => crate::json::known::fields(fields, out),
            Err(slot) => slot.write_known(out),
        }
    }

    #[inline]
    fn own(self) -> Result<Fields<'s>, &'s dyn Slot> {
        match self.table.sort {
            // SAFETY: it is borrowed for `'s`, and is what the table is for.
            Sort::Object(layout) | Sort::Record(layout) => Ok(unsafe { Fields::at(self.slot, layout) }),
            // SAFETY: as above.
            Sort::Other(functions) => Err(unsafe { &*(functions.slot)(self.slot) }),
        }
    }
}

impl<'s> SlotMut<'s> {
    /// The slot of a value.
    #[inline]
    pub fn of<P: Partial>(slot: &'s mut P) -> Self {
        Self(SlotRef { slot: core::ptr::from_mut(slot).cast(), table: Tables::<P>::TABLE, borrow: PhantomData })
    }

    /// # Safety
    /// At `slot` there is a slot that the table is for, which nobody else uses while `'s` lasts.
    #[inline]
    pub(super) unsafe fn at(slot: *mut (), table: &'s Table) -> Self {
        Self(SlotRef { slot, table, borrow: PhantomData })
    }

    /// How far the value has come.
    #[inline]
    pub fn state(&self) -> State {
        self.0.state()
    }

    /// Goes on with the value: see [`Slot::fill`].
    #[inline]
    pub(crate) fn fill(&mut self, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
        match self.own() {
            Ok(fields) => object::fill(fields, input),
            Err(slot) => slot.fill(input, rules),
        }
    }

    /// Goes on with a value of one token: see [`Slot::go_on`].
    #[inline]
    pub(crate) fn go_on(&mut self, text: &str, may_end: bool) -> Option<Read> {
        match self.0.table.sort {
            // SAFETY: it is borrowed exclusively, and is what the table is for.
            Sort::Other(functions) => unsafe { (functions.go_on)(self.0.slot, text, may_end) },
            _ => None,
        }
    }

    /// The same for a shorter time.
    #[inline]
    pub(crate) fn reborrow(&mut self) -> SlotMut<'_> {
        SlotMut(self.0)
    }

    /// The slot inside: see [`Slot::inner`].
    #[inline]
    pub(crate) fn into_inner(self, frame: Frame) -> Option<Self> {
        match self.0.table.sort {
            // SAFETY: it is borrowed exclusively for `'s`, and is what the table is for.
            Sort::Object(layout) => object::value_at(unsafe { FieldsMut::at(self.0.slot, layout) }, frame),
            // SAFETY: as above.
            Sort::Record(layout) => object::inner(unsafe { FieldsMut::at(self.0.slot, layout) }, frame),
            // SAFETY: as above.
            Sort::Other(functions) => unsafe { (functions.inner)(self.0.slot, frame) },
        }
    }

    /// Whether the slot is an object's, whose members are its fields, one by one.
    pub(super) fn is_object(&self) -> bool {
        matches!(self.0.table.sort, Sort::Object(_))
    }

    /// Where the element is that is being filled, when this slot is a list's that stopped at `frame`.
    pub(super) fn element(&mut self, frame: Frame) -> Option<Element> {
        self.own().err()?.element(frame)
    }

    /// The container: see [`Slot::container`].
    #[inline]
    pub(crate) fn container(&mut self) -> Option<Container<'_>> {
        match self.0.table.sort {
            // SAFETY: it is borrowed exclusively, and is what the table is for.
            Sort::Object(layout) => Some(Container::Object(unsafe { FieldsMut::at(self.0.slot, layout) })),
            Sort::Record(_) => None,
            // SAFETY: as above.
            Sort::Other(functions) => unsafe { &mut *(functions.slot)(self.0.slot) }.container(),
        }
    }

    /// Whether the slot is that container, and nothing is made of it.
    pub(crate) fn is_container(&mut self) -> bool {
        match self.own() {
            Ok(_) => true,
            Err(slot) => matches!(slot.container(), Some(Container::List(_))),
        }
    }

    /// The properties, to be filled.
    pub(crate) fn into_fields(self) -> Option<FieldsMut<'s>> {
        match self.into_own() {
            Ok(fields) => Some(fields),
            Err(slot) => slot.fields_mut(),
        }
    }

    #[inline]
    fn own(&mut self) -> Result<FieldsMut<'_>, &mut dyn Slot> {
        Self(self.0).into_own()
    }

    #[inline]
    fn into_own(self) -> Result<FieldsMut<'s>, &'s mut dyn Slot> {
        match self.0.table.sort {
            // SAFETY: it is borrowed exclusively for `'s`, and is what the table is for.
            Sort::Object(layout) | Sort::Record(layout) => Ok(unsafe { FieldsMut::at(self.0.slot, layout) }),
            // SAFETY: as above.
            Sort::Other(functions) => Err(unsafe { &mut *(functions.slot)(self.0.slot) }),
        }
    }
}

impl fmt::Debug for SlotRef<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.own() {
            Ok(fields) => fields.fmt(formatter),
            Err(slot) => slot.fmt(formatter),
        }
    }
}

impl fmt::Debug for SlotMut<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
