//! The layout of structs as data: where each field lies, in the partial value and in the value. So there is no code for a struct: the
//! loops that fill its slots and its fields exist once.

use super::slots::{SlotMut, SlotRef};
use crate::json::State;
use crate::schema::{Field, Object};
use core::fmt;
use core::marker::PhantomData;
use core::mem::MaybeUninit;

/// A struct of partial fields, as the derive writes it.
///
/// # Safety
/// The layout tells the truth: `state` is the offset of a [`State`] in `Self`; of each of the object's fields `slot` is the offset in
/// `Self` of a slot of the type that its table is for, and `value` the offset in `Value` of a field of the type that this table makes,
/// as its default does; `skipped` are offsets of fields of their own types. Together they are all fields of `Value`, each once, and
/// those with a slot are all fields of `Self` that have a size, with the state. Neither type is packed.
pub unsafe trait Record: fmt::Debug + Sized + 'static {
    /// The complete value.
    type Value;

    /// Where everything lies.
    const LAYOUT: &'static Layout;
}

/// Where the fields of a struct lie.
#[derive(Debug)]
pub struct Layout {
    /// The name of the partial value's type.
    pub name: &'static str,
    /// The fields that are received.
    pub object: Object,
    /// What those of them are that have not been seen, by their index.
    pub defaults: &'static [(usize, FieldDefault)],
    /// The fields that are not received, by their offset in the value.
    pub skipped: &'static [(usize, FieldDefault)],
    /// The offset of the struct's own state in the partial value.
    pub state: usize,
}

/// The layout of one type.
#[derive(Debug)]
pub struct LayoutOf<R> {
    pub(super) layout: &'static Layout,
    record: PhantomData<fn() -> R>,
}

impl<R: Record> LayoutOf<R> {
    /// What the type says of itself.
    pub(in crate::json) const fn new() -> Self {
        Self { layout: R::LAYOUT, record: PhantomData }
    }
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

impl FieldDefault {
    /// # Safety
    /// At `value` there is room for a value of the type that it is made for.
    pub(super) unsafe fn put(&self, value: *mut ()) {
        // SAFETY: as promised.
        unsafe { (self.write)(self.make, value) }
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

/// The fields of a struct whose slots lie one after the other in the order of the fields, as C lays them out.
#[expect(clippy::indexing_slicing, reason = "const evaluation has no other access")]
pub const fn placed<const N: usize>(mut fields: [Field; N]) -> [Field; N] {
    let (mut end, mut index) = (0, 0);
    while index < N {
        let size = fields[index].table.size;
        fields[index].slot = usize::next_multiple_of(end, size.align());
        end = fields[index].slot + size.size();
        index += 1;
    }
    fields
}

/// Where the state of a struct of such fields lies: behind its slots.
pub const fn place_of_state(fields: &[Field]) -> usize {
    match fields {
        [.., last] => last.slot + last.table.size.size(),
        [] => 0,
    }
}

/// A struct of partial fields in which nothing has been seen.
pub(in crate::json) fn empty<R: Record>() -> R {
    let mut room = MaybeUninit::<R>::uninit();
    // SAFETY: by the layout, what is written are all of the fields that have a size.
    unsafe {
        R::LAYOUT.empty(room.as_mut_ptr().cast());
        room.assume_init()
    }
}

impl Layout {
    /// The layout of a struct whose fields are [`placed`], and whose state comes after its slots.
    pub const fn new(
        name: &'static str,
        object: Object,
        defaults: &'static [(usize, FieldDefault)],
        skipped: &'static [(usize, FieldDefault)],
    ) -> Self {
        Self { name, object, defaults, skipped, state: place_of_state(object.fields) }
    }

    /// # Safety
    /// There is room at `slots` for the partial value that the layout is of.
    pub(super) unsafe fn empty(&self, slots: *mut ()) {
        for field in self.object.fields {
            // SAFETY: the layout says where they lie.
            unsafe { (field.table.empty)(field.table, slots.byte_add(field.slot)) }
        }
        // SAFETY: as above.
        unsafe { slots.byte_add(self.state).cast::<State>().write(State::Absent) }
    }
}

/// The partial fields of a struct.
#[derive(Clone, Copy)]
pub struct Fields<'s> {
    slots: *mut (),
    layout: &'static Layout,
    borrow: PhantomData<&'s ()>,
}

/// The partial fields of a struct, to be filled.
pub struct FieldsMut<'s>(Fields<'s>);

impl<'s> Fields<'s> {
    #[inline]
    pub(in crate::json) fn of<R: Record>(record: &'s R) -> Self {
        Self { slots: core::ptr::from_ref(record).cast_mut().cast(), layout: R::LAYOUT, borrow: PhantomData }
    }

    /// # Safety
    /// At `slots` there is the partial value that the layout is of, which nobody fills while `'s` lasts.
    #[inline]
    pub(super) unsafe fn at(slots: *mut (), layout: &'static Layout) -> Self {
        Self { slots, layout, borrow: PhantomData }
    }

    /// The name of the type.
    pub(in crate::json) fn name(self) -> &'static str {
        self.layout.name
    }

    /// What the fields are in JSON.
    #[inline]
    pub(in crate::json) fn object(&self) -> &'static Object {
        &self.layout.object
    }

    /// The slot of the field at `index`.
    #[inline]
    pub(in crate::json) fn field(self, index: usize) -> Option<SlotRef<'s>> {
        let field = self.layout.object.fields.get(index)?;
        // SAFETY: the record is borrowed for `'s`, and the layout says where its slots lie.
        Some(unsafe { SlotRef::at(self.slots.byte_add(field.slot), field.table) })
    }

    /// The state of the struct itself.
    #[inline]
    pub(in crate::json) fn state(&self) -> State {
        // SAFETY: as in `field`.
        unsafe { *self.slots.byte_add(self.layout.state).cast::<State>() }
    }
}

impl<'s> FieldsMut<'s> {
    #[inline]
    pub(in crate::json) fn of<R: Record>(record: &'s mut R) -> Self {
        Self(Fields { slots: core::ptr::from_mut(record).cast(), layout: R::LAYOUT, borrow: PhantomData })
    }

    /// # Safety
    /// At `slots` there is the partial value that the layout is of, which nobody else uses while `'s` lasts.
    #[inline]
    pub(super) unsafe fn at(slots: *mut (), layout: &'static Layout) -> Self {
        Self(Fields { slots, layout, borrow: PhantomData })
    }

    /// The same for a shorter time.
    #[inline]
    pub(in crate::json) fn reborrow(&mut self) -> FieldsMut<'_> {
        FieldsMut(self.0)
    }

    #[inline]
    pub(in crate::json) fn as_ref(&self) -> Fields<'_> {
        self.0
    }

    /// What the fields are in JSON.
    #[inline]
    pub(in crate::json) fn object(&self) -> &'static Object {
        self.0.object()
    }

    /// The slot of the field at `index`, to be filled.
    #[inline]
    pub(in crate::json) fn into_field(self, index: usize) -> Option<SlotMut<'s>> {
        let field = self.0.layout.object.fields.get(index)?;
        // SAFETY: the record is borrowed exclusively for `'s`, and the layout says where its slots lie.
        Some(unsafe { SlotMut::at(self.0.slots.byte_add(field.slot), field.table) })
    }

    /// The field at `index` and its slot.
    #[inline]
    pub(in crate::json) fn member(&mut self, index: usize) -> Option<(&'static Field, SlotMut<'_>)> {
        let field = self.0.layout.object.fields.get(index)?;
        // SAFETY: as in `into_field`.
        Some((field, unsafe { SlotMut::at(self.0.slots.byte_add(field.slot), field.table) }))
    }

    /// The same for a shorter time.
    #[inline]
    pub(in crate::json) fn field_mut(&mut self, index: usize) -> Option<SlotMut<'_>> {
        self.reborrow().into_field(index)
    }

    /// Sets the state of the struct itself.
    #[inline]
    pub(in crate::json) fn set_state(&mut self, state: State) {
        // SAFETY: as in `into_field`.
        unsafe { self.0.slots.byte_add(self.0.layout.state).cast::<State>().write(state) }
    }
}

impl fmt::Debug for Fields<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::json::object::debug_fields(*self, formatter)
    }
}

impl fmt::Debug for FieldsMut<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
