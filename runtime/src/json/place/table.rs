//! What can be done with slots and values of which only the places are known.

use super::filling::Filling;
use super::layout::{Fields, FieldsMut, Layout};
use super::{self as place, Place};
use crate::Generate;
use crate::json::input::Frame;
use crate::json::{Direct, Fill, Input, Partial, Slot, State, object, record};
use crate::schema::{Edge, Rules};
use core::fmt;
use core::marker::PhantomData;

/// What can be done with the slots of one type and their values, of which only the places are known. Of structs the layout says
/// what to do, so that there is no code for each.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    pub(super) size: core::alloc::Layout,
    sort: Sort,
    pub(super) empty: unsafe fn(&Self, *mut ()),
    pub(super) drop_slot: Option<unsafe fn(&Self, *mut ())>,
    pub(super) take: unsafe fn(&Self, *mut (), *mut ()) -> bool,
    pub(super) read: unsafe fn(&Self, &mut Direct<'_>, &'static Rules, *mut ()) -> bool,
    pub(super) drop: Option<unsafe fn(*mut ())>,
}

/// How a slot is used.
#[derive(Debug, Clone, Copy)]
enum Sort {
    /// As a struct's.
    Record(&'static Layout),
    /// By its own functions.
    Other(fn(*mut ()) -> *mut dyn Slot),
}

/// What is known of a field's type: what it looks like, and what can be done with its slots.
#[derive(Debug)]
pub struct Type {
    pub(crate) shape: Edge,
    pub(crate) table: Table,
}

/// What is known of one type.
#[derive(Debug)]
pub struct TypeOf<T> {
    /// The same for whoever does not know which type it is.
    pub erased: Type,
    of: PhantomData<fn() -> T>,
}

/// What makes a field of the type that is received for it.
pub trait Receive<W> {
    /// The field's type.
    type Field;

    /// Makes the field's value.
    fn receive(received: W) -> Self::Field;
}

impl<T: Generate> TypeOf<T> {
    /// The type's own shape and slots.
    #[expect(clippy::new_without_default, reason = "it is made in constants, where `default` cannot be called")]
    pub const fn new() -> Self {
        Self { erased: Type { shape: T::SHAPE, table: Table::of::<T::Partial>() }, of: PhantomData }
    }
}

impl Type {
    /// That of fields with slots of their own.
    pub const fn with_slots<P: Partial>(shape: Edge) -> Self {
        Self { shape, table: Table::of::<P>() }
    }

    /// That of fields which `R` makes of what is received for them.
    pub const fn received<P: Partial, R: Receive<P::Value>>(shape: Edge) -> Self {
        Self { shape, table: Table::receiving::<P, R>() }
    }

    /// The same with another shape.
    pub const fn shaped(&'static self, shape: Edge) -> Self {
        Self { shape, table: self.table }
    }
}

/// The table of a type of slots.
struct Tables<P>(PhantomData<P>);

impl<P: Partial> Tables<P> {
    const TABLE: &'static Table = &Table::of::<P>();
}

impl Table {
    /// For fields that are what is received for them.
    const fn of<P: Partial>() -> Self {
        let drop = if core::mem::needs_drop::<P::Value>() { Some(drop::<P::Value> as unsafe fn(*mut ())) } else { None };
        match P::LAYOUT {
            Some(of) => Self { drop, ..Self::of_record(of.layout, core::alloc::Layout::new::<P>()) },
            None => Self { take: take::<P>, read: read::<P>, drop, ..Self::any::<P>() },
        }
    }

    /// For a struct whose value nobody drops.
    pub(super) const fn of_record(layout: &'static Layout, size: core::alloc::Layout) -> Self {
        Self {
            size,
            sort: Sort::Record(layout),
            empty: empty_record,
            drop_slot: Some(drop_record),
            take: take_record,
            read: read_record,
            drop: None,
        }
    }

    /// For fields that `R` makes of what is received for them.
    const fn receiving<P: Partial, R: Receive<P::Value>>() -> Self {
        let drop = if core::mem::needs_drop::<R::Field>() { Some(drop::<R::Field> as unsafe fn(*mut ())) } else { None };
        Self { take: take_received::<P, R>, read: read_received::<P, R>, drop, ..Self::any::<P>() }
    }

    /// What is the same whatever the values are.
    const fn any<P: Partial>() -> Self {
        Self {
            size: core::alloc::Layout::new::<P>(),
            sort: match P::LAYOUT {
                Some(of) => Sort::Record(of.layout),
                None => Sort::Other(slot::<P>),
            },
            empty: empty_slot::<P>,
            drop_slot: if core::mem::needs_drop::<P>() { Some(drop_slot::<P>) } else { None },
            take: |_, _, _| false,
            read: |_, _, _, _| false,
            drop: None,
        }
    }
}

fn slot<P: Slot + 'static>(slot: *mut ()) -> *mut dyn Slot {
    slot.cast::<P>()
}

// SAFETY of the functions below: the pointers are to what the table was made for: to a slot that is there, to room for one for
// `empty`, and to room for a value, or, for `drop`, to a value that is there.

unsafe fn empty_slot<P: Partial>(_: &Table, slot: *mut ()) {
    unsafe { slot.cast::<P>().write(P::empty()) }
}

unsafe fn drop_slot<P>(_: &Table, slot: *mut ()) {
    unsafe { drop::<P>(slot) }
}

unsafe fn take<P: Partial>(_: &Table, slot: *mut (), value: *mut ()) -> bool {
    let (slot, place) = unsafe { (&mut *slot.cast::<P>(), Place::new(value.cast())) };
    slot.take_into(place).is_some()
}

unsafe fn read<P: Partial>(_: &Table, direct: &mut Direct<'_>, rules: &'static Rules, value: *mut ()) -> bool {
    P::read(direct, rules, unsafe { Place::new(value.cast()) }).is_some()
}

unsafe fn take_received<P: Partial, R: Receive<P::Value>>(_: &Table, slot: *mut (), value: *mut ()) -> bool {
    let received = unsafe { &mut *slot.cast::<P>() }.take().map(R::receive);
    received.map(|field| unsafe { value.cast::<R::Field>().write(field) }).is_some()
}

unsafe fn read_received<P: Partial, R: Receive<P::Value>>(
    _: &Table,
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

unsafe fn empty_record(table: &Table, slots: *mut ()) {
    if let Sort::Record(layout) = table.sort {
        unsafe { layout.empty(slots) }
    }
}

unsafe fn drop_record(table: &Table, slots: *mut ()) {
    let Sort::Record(layout) = table.sort else {
        return;
    };
    for field in layout.object.fields {
        if let Some(drop) = field.table.drop_slot {
            unsafe { drop(field.table, slots.byte_add(field.slot)) }
        }
    }
}

unsafe fn take_record(table: &Table, slots: *mut (), value: *mut ()) -> bool {
    match table.sort {
        Sort::Record(layout) => unsafe { Filling::at(layout, value).take(slots) }.is_some(),
        Sort::Other(_) => false,
    }
}

unsafe fn read_record(table: &Table, direct: &mut Direct<'_>, _: &'static Rules, value: *mut ()) -> bool {
    match table.sort {
        Sort::Record(layout) => record::read(unsafe { Filling::at(layout, value) }, direct).is_some(),
        Sort::Other(_) => false,
    }
}

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
            Sort::Record(layout) => Ok(unsafe { Fields::at(self.slot, layout) }),
            // SAFETY: as above.
            Sort::Other(slot) => Err(unsafe { &*slot(self.slot) }),
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

    /// Reads the value at once: see [`Slot::quick`].
    #[inline]
    pub(crate) fn quick<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        self.own().err()?.quick(text)
    }

    /// Appends text to the string that is growing inside: see [`Slot::grow`].
    #[inline]
    pub(crate) fn grow(&mut self, frames: &[Frame], text: &str) -> bool {
        match self.own() {
            Ok(fields) => object::grow(fields, frames, text),
            Err(slot) => slot.grow(frames, text),
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
            Sort::Record(layout) => Ok(unsafe { FieldsMut::at(self.0.slot, layout) }),
            // SAFETY: as above.
            Sort::Other(slot) => Err(unsafe { &mut *slot(self.0.slot) }),
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
