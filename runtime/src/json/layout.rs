//! Owns the layout of structs as data: where each field lies, in the partial value and in the value, and what can be done there.
//! So there is no code for a struct; the loops that fill its slots and its fields exist once.
#![expect(unsafe_code, reason = "a field that is known by its offset can only be reached through a pointer")]

use super::place::{self, Place, Written};
use super::{Direct, Partial, Slot, State};
use crate::schema::{Object, Rules};
use core::fmt;
use core::marker::PhantomData;
use core::mem::MaybeUninit;

/// A struct of partial fields, as the derive writes it.
///
/// # Safety
/// The layout tells the truth: `state` is the offset of a [`State`] in `Self`; of each column `slot` is the offset in `Self` of a
/// slot of its table's type, and `value` the offset in `Value` of a field of the type that this table makes; `defaults` are
/// offsets of fields of their own types. There is a slot or a default for every field of `Value`, and each once; the columns are as
/// many as the object's fields, and in the same order. Neither type is packed.
pub unsafe trait Record: fmt::Debug + Default + 'static {
    /// The complete value.
    type Value;

    /// Where everything lies.
    const LAYOUT: &'static Layout;
}

/// Where the fields of a struct lie.
#[derive(Debug)]
pub struct Layout {
    /// What the fields are in JSON.
    pub object: &'static Object,
    /// The fields that are received.
    pub columns: &'static [Column],
    /// Those that are not, by their offset in the value.
    pub defaults: &'static [(usize, FieldDefault)],
    /// The offset of the struct's own state in the partial value.
    pub state: usize,
}

/// Where a field lies.
#[derive(Debug)]
pub struct Column {
    /// Its offset in the partial value.
    pub slot: usize,
    /// Its offset in the value.
    pub value: usize,
    /// What can be done there.
    pub table: &'static Table,
    /// What it is if it has not been seen.
    pub default: Option<FieldDefault>,
}

/// What can be done with the slots of one type and their values, of which only the places are known.
#[derive(Debug)]
pub struct Table {
    slot: fn(*mut ()) -> *mut dyn Slot,
    empty: unsafe fn(*mut ()),
    take: unsafe fn(*mut (), *mut ()) -> bool,
    read: unsafe fn(&mut Direct<'_>, &'static Rules, *mut ()) -> bool,
    drop: Option<unsafe fn(*mut ())>,
}

/// What makes a field of the type that is received for it.
pub trait Receive<W> {
    /// The field's type.
    type Field;

    /// Makes the field's value.
    fn receive(received: W) -> Self::Field;
}

impl Table {
    /// For fields that are what is received for them.
    pub const fn of<P: Partial>() -> Self {
        Self {
            slot: slot::<P>,
            empty: empty_slot::<P>,
            take: take::<P>,
            read: read::<P>,
            drop: if core::mem::needs_drop::<P::Value>() { Some(drop::<P::Value>) } else { None },
        }
    }

    /// For fields that `R` makes of what is received for them.
    pub const fn receiving<P: Partial, R: Receive<P::Value>>() -> Self {
        Self {
            slot: slot::<P>,
            empty: empty_slot::<P>,
            take: take_received::<P, R>,
            read: read_received::<P, R>,
            drop: if core::mem::needs_drop::<R::Field>() { Some(drop::<R::Field>) } else { None },
        }
    }
}

fn slot<P: Slot + 'static>(slot: *mut ()) -> *mut dyn Slot {
    slot.cast::<P>()
}

// SAFETY of the functions below: the pointers are to what the table was made for, to a slot that is there, and to room for a value
// or, for `drop`, a value that is there.

unsafe fn empty_slot<P: Partial>(slot: *mut ()) {
    unsafe { slot.cast::<P>().write(P::default()) }
}

unsafe fn take<P: Partial>(slot: *mut (), value: *mut ()) -> bool {
    let (slot, place) = unsafe { (&mut *slot.cast::<P>(), Place::new(value.cast())) };
    slot.take_into(place).is_some()
}

unsafe fn read<P: Partial>(direct: &mut Direct<'_>, rules: &'static Rules, value: *mut ()) -> bool {
    P::read(direct, rules, unsafe { Place::new(value.cast()) }).is_some()
}

unsafe fn take_received<P: Partial, R: Receive<P::Value>>(slot: *mut (), value: *mut ()) -> bool {
    let received = unsafe { &mut *slot.cast::<P>() }.take().map(R::receive);
    received.map(|field| unsafe { value.cast::<R::Field>().write(field) }).is_some()
}

unsafe fn read_received<P: Partial, R: Receive<P::Value>>(
    direct: &mut Direct<'_>,
    rules: &'static Rules,
    value: *mut (),
) -> bool {
    let received = place::value(|place| P::read(direct, rules, place)).map(R::receive);
    received.map(|field| unsafe { value.cast::<R::Field>().write(field) }).is_some()
}

unsafe fn drop<T>(value: *mut ()) {
    unsafe { value.cast::<T>().drop_in_place() }
}

/// What a field is that was not received: a function that makes it.
#[derive(Debug, Clone, Copy)]
pub struct FieldDefault {
    make: fn(),
    write: unsafe fn(fn(), *mut ()),
}

impl FieldDefault {
    /// The default that `make` makes.
    pub const fn new<T>(make: fn() -> T) -> Self {
        // SAFETY: `write` turns it back before it is called.
        Self { make: unsafe { core::mem::transmute::<fn() -> T, fn()>(make) }, write: write_default::<T> }
    }
}

/// # Safety
/// `make` was a `fn() -> T`, and there is room for a `T` at `value`.
unsafe fn write_default<T>(make: fn(), value: *mut ()) {
    // SAFETY: as promised.
    unsafe {
        let make = core::mem::transmute::<fn(), fn() -> T>(make);
        value.cast::<T>().write(make());
    }
}

/// A struct of partial fields in which nothing has been seen.
pub fn empty<R: Record>() -> R {
    let mut room = MaybeUninit::<R>::uninit();
    // SAFETY: by the layout, what is written are all of the fields that have a size.
    unsafe {
        empty_fields(R::LAYOUT, room.as_mut_ptr().cast());
        room.assume_init()
    }
}

/// # Safety
/// There is room at `slots` for the partial value that the layout is of.
unsafe fn empty_fields(layout: &'static Layout, slots: *mut ()) {
    for column in layout.columns {
        // SAFETY: the layout says where they lie.
        unsafe { (column.table.empty)(slots.byte_add(column.slot)) }
    }
    // SAFETY: as above.
    unsafe { slots.byte_add(layout.state).cast::<State>().write(State::Absent) }
}

/// The partial fields of a struct.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'s> {
    slots: *mut (),
    layout: &'static Layout,
    borrow: PhantomData<&'s ()>,
}

/// The partial fields of a struct, to be filled.
#[derive(Debug)]
pub struct FieldsMut<'s>(Fields<'s>);

impl<'s> Fields<'s> {
    #[inline]
    pub(super) fn of<R: Record>(record: &'s R) -> Self {
        Self { slots: core::ptr::from_ref(record).cast_mut().cast(), layout: R::LAYOUT, borrow: PhantomData }
    }

    /// What the fields are in JSON.
    #[inline]
    pub(super) fn object(&self) -> &'static Object {
        self.layout.object
    }

    /// The slot of the field at `index`.
    #[inline]
    pub(super) fn field(&self, index: usize) -> Option<&'s dyn Slot> {
        let column = self.layout.columns.get(index)?;
        // SAFETY: the record is borrowed for `'s`, and the layout says where its slots lie.
        Some(unsafe { &*(column.table.slot)(self.slots.byte_add(column.slot)) })
    }

    /// The state of the struct itself.
    #[inline]
    pub(super) fn state(&self) -> State {
        // SAFETY: as in `field`.
        unsafe { *self.slots.byte_add(self.layout.state).cast::<State>() }
    }
}

impl<'s> FieldsMut<'s> {
    #[inline]
    pub(super) fn of<R: Record>(record: &'s mut R) -> Self {
        Self(Fields { slots: core::ptr::from_mut(record).cast(), layout: R::LAYOUT, borrow: PhantomData })
    }

    /// The same for a shorter time.
    #[inline]
    pub(super) fn reborrow(&mut self) -> FieldsMut<'_> {
        FieldsMut(self.0)
    }

    #[inline]
    pub(super) fn as_ref(&self) -> Fields<'_> {
        self.0
    }

    /// What the fields are in JSON.
    #[inline]
    pub(super) fn object(&self) -> &'static Object {
        self.0.object()
    }

    /// The slot of the field at `index`, to be filled.
    #[inline]
    pub(super) fn into_field(self, index: usize) -> Option<&'s mut dyn Slot> {
        let column = self.0.layout.columns.get(index)?;
        // SAFETY: the record is borrowed exclusively for `'s`, and the layout says where its slots lie.
        Some(unsafe { &mut *(column.table.slot)(self.0.slots.byte_add(column.slot)) })
    }

    /// The same for a shorter time.
    #[inline]
    pub(super) fn field_mut(&mut self, index: usize) -> Option<&mut dyn Slot> {
        self.reborrow().into_field(index)
    }

    /// Sets the state of the struct itself.
    #[inline]
    pub(super) fn set_state(&mut self, state: State) {
        // SAFETY: as in `into_field`.
        unsafe { self.0.slots.byte_add(self.0.layout.state).cast::<State>().write(state) }
    }
}

/// A struct's value while its fields are put into their places, one after the other. What is there already is dropped where the
/// rest does not follow.
pub(super) struct Filling<'o> {
    layout: &'static Layout,
    value: *mut (),
    /// How many of the fields are there.
    count: usize,
    place: PhantomData<Written<'o>>,
}

impl<'o> Filling<'o> {
    #[inline]
    pub(super) fn of<R: Record>(place: Place<'o, R::Value>) -> Self {
        Self { layout: R::LAYOUT, value: place.target().cast(), count: 0, place: PhantomData }
    }

    /// What the fields are in JSON.
    #[inline]
    pub(super) fn object(&self) -> &'static Object {
        self.layout.object
    }

    /// Reads the next field; whether it is there now.
    #[inline]
    pub(super) fn read(&mut self, direct: &mut Direct<'_>, rules: &'static Rules) -> bool {
        let Some(column) = self.layout.columns.get(self.count) else {
            return false;
        };
        // SAFETY: there is room for the value where the layout says, and this field has not been written.
        let is_read = unsafe { (column.table.read)(direct, rules, self.value.byte_add(column.value)) };
        self.count += usize::from(is_read);
        is_read
    }

    /// Takes the fields out of their slots.
    ///
    /// # Safety
    /// The slots are those of this layout, and no field has been written.
    unsafe fn take(&mut self, slots: *mut ()) -> bool {
        for column in self.layout.columns {
            // SAFETY: slots and fields lie where the layout says.
            let is_taken = unsafe {
                let (slot, value) = (slots.byte_add(column.slot), self.value.byte_add(column.value));
                match &column.default {
                    Some(default) if (*(column.table.slot)(slot)).state() == State::Absent => {
                        (default.write)(default.make, value);
                        true
                    }
                    _ => (column.table.take)(slot, value),
                }
            };
            if !is_taken {
                return false;
            }
            self.count += 1;
        }
        true
    }

    /// The proof that all fields are there, after those that were not received have got their defaults.
    #[inline]
    pub(super) fn finish(self) -> Option<Written<'o>> {
        if self.count < self.layout.columns.len() {
            return None;
        }
        for (offset, default) in self.layout.defaults {
            // SAFETY: there is room for a field of this type where the layout says.
            unsafe { (default.write)(default.make, self.value.byte_add(*offset)) }
        }
        core::mem::forget(self);
        // SAFETY: by the layout these were all fields of the value, whose place has this `'o`.
        Some(unsafe { Written::new() })
    }
}

impl Drop for Filling<'_> {
    fn drop(&mut self) {
        for column in self.layout.columns.iter().take(self.count) {
            if let Some(drop) = column.table.drop {
                // SAFETY: this field is there, and nobody will look at it again.
                unsafe { drop(self.value.byte_add(column.value)) }
            }
        }
    }
}

/// Moves a struct's value out of its slots and leaves them as new.
pub(super) fn take_record<'o, R: Record>(record: &mut R, place: Place<'o, R::Value>) -> Option<Written<'o>> {
    let mut filling = Filling::of::<R>(place);
    // SAFETY: both are of `R`.
    let is_taken = unsafe { filling.take(core::ptr::from_mut(record).cast()) };
    if is_taken {
        FieldsMut::of(record).set_state(State::Absent);
    } else {
        *record = R::default();
    }
    filling.finish()
}
