//! What can be done with slots and values of which only the places are known.

use super::filling::Filling;
use super::layout::Layout;
use super::slots::SlotMut;
use super::{self as place, Place};
use crate::Generate;
use crate::json::input::Frame;
use crate::json::{Checked, Direct, Partial, Read, Slot, record};
use crate::schema::{Edge, Rules};
use core::marker::PhantomData;

/// What can be done with the slots of one type and their values, of which only the places are known. Of structs the layout says
/// what to do, so that there is no code for each.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    pub(super) size: core::alloc::Layout,
    pub(super) sort: Sort,
    pub(super) empty: unsafe fn(&Self, *mut ()),
    pub(super) drop_slot: Option<unsafe fn(&Self, *mut ())>,
    pub(super) take: unsafe fn(&Self, *mut (), *mut ()) -> bool,
    pub(super) read: unsafe fn(&Self, &mut Direct<'_>, &'static Rules, *mut ()) -> bool,
    pub(super) drop: Option<unsafe fn(*mut ())>,
}

/// How a slot is used.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sort {
    /// As a struct's whose fields are the members of an object, one by one.
    Object(&'static Layout),
    /// As another struct's: that of a tuple, or one in which others are flattened.
    Record(&'static Layout),
    /// By its own functions.
    Other(Functions),
}

impl Sort {
    const fn of(layout: &'static Layout) -> Self {
        if layout.object.flattens || layout.object.is_tuple() { Self::Record(layout) } else { Self::Object(layout) }
    }
}

/// The functions of a slot that is no struct's: all of them, and two that are called for each piece of a text, without a detour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Functions {
    pub(super) slot: fn(*mut ()) -> *mut dyn Slot,
    pub(super) go_on: GoOn,
    pub(super) inner: Inner,
}

type GoOn = unsafe fn(*mut (), &str, bool) -> Option<Read>;
type Inner = unsafe fn(*mut (), Frame) -> Option<SlotMut<'static>>;

impl Functions {
    const fn of<P: Partial>() -> Self {
        // SAFETY: a pointer is handed on as a reference is, and whoever calls them knows how long the slot is borrowed.
        unsafe {
            Self {
                slot: slot::<P>,
                go_on: core::mem::transmute::<fn(&mut P, &str, bool) -> Option<Read>, GoOn>(P::go_on),
                inner: core::mem::transmute::<for<'s> fn(&'s mut P, Frame) -> Option<SlotMut<'s>>, Inner>(P::inner),
            }
        }
    }
}

/// What is known of a field's type: what it looks like, and what can be done with its slots.
#[derive(Debug)]
pub struct Type {
    pub(crate) shape: Edge,
    pub(crate) table: Table,
}

/// What is known of one type. Only here is one made, so that a table is always that of the type it is said to be of.
#[derive(Debug)]
pub struct TypeOf<T> {
    pub(crate) erased: Type,
    of: PhantomData<fn() -> T>,
}

/// The same for fields of the type that a function of the user's looks at.
#[derive(Debug)]
pub struct CheckedOf<T>(TypeOf<T>);

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

impl<T> TypeOf<T> {
    /// The same for whoever does not know which type it is.
    pub const fn erased(&self) -> &Type {
        &self.erased
    }
}

impl<T: Generate> CheckedOf<T> {
    /// The type's own shape, and the slots of such fields.
    #[expect(clippy::new_without_default, reason = "it is made in constants, where `default` cannot be called")]
    pub const fn new() -> Self {
        Self(TypeOf { erased: Type { shape: T::SHAPE, table: Table::of::<Checked<T>>() }, of: PhantomData })
    }
}

// Of a type that is not `Generate` the compiler has said so already.
impl<T> CheckedOf<T> {
    /// The same for whoever does not know which type it is.
    pub const fn erased(&self) -> &Type {
        self.0.erased()
    }
}

impl Type {
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
pub(super) struct Tables<P>(PhantomData<P>);

impl<P: Partial> Tables<P> {
    pub(super) const TABLE: &'static Table = &Table::of::<P>();
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
            sort: Sort::of(layout),
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

    #[inline]
    fn layout(&self) -> Option<&'static Layout> {
        match self.sort {
            Sort::Object(layout) | Sort::Record(layout) => Some(layout),
            Sort::Other(_) => None,
        }
    }

    /// What is the same whatever the values are.
    const fn any<P: Partial>() -> Self {
        Self {
            size: core::alloc::Layout::new::<P>(),
            sort: match P::LAYOUT {
                Some(of) => Sort::of(of.layout),
                None => Sort::Other(Functions::of::<P>()),
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
    if let Some(layout) = table.layout() {
        unsafe { layout.empty(slots) }
    }
}

unsafe fn drop_record(table: &Table, slots: *mut ()) {
    let Some(layout) = table.layout() else {
        return;
    };
    for field in layout.object.fields {
        if let Some(drop) = field.table.drop_slot {
            unsafe { drop(field.table, slots.byte_add(field.slot)) }
        }
    }
}

unsafe fn take_record(table: &Table, slots: *mut (), value: *mut ()) -> bool {
    table.layout().is_some_and(|layout| unsafe { Filling::at(layout, value).take(slots) }.is_some())
}

unsafe fn read_record(table: &Table, direct: &mut Direct<'_>, _: &'static Rules, value: *mut ()) -> bool {
    table.layout().is_some_and(|layout| record::read(unsafe { Filling::at(layout, value) }, direct).is_some())
}
