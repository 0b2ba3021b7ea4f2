//! Owns places: how a value is made where it will stay, without being moved there, and how the fields of any struct are reached by
//! where they lie.
#![expect(unsafe_code, reason = "a place that is known by its offset, or in which there is no value yet, takes a pointer")]

mod filling;
mod growing;
mod layout;
mod root;
mod slots;
mod table;
mod whole;

pub(super) use filling::{Filling, take_from};
pub(super) use growing::{Element, Growing};
pub(super) use layout::empty;
pub use layout::{FieldDefault, Fields, FieldsMut, Layout, LayoutOf, Record, place_of_state, placed};
pub(super) use root::{Root, RootMut, Shortcut};
pub use slots::{SlotMut, SlotRef};
pub use table::{CheckedOf, Receive, Table, Type, TypeOf};
pub(super) use whole::make;

use super::scan::plain_prefix;
use core::fmt;
use core::marker::PhantomData;
use core::mem::MaybeUninit;

/// Makes `'o` invariant, so that no lifetime can stand for another.
type Brand<'o> = PhantomData<fn(&'o ()) -> &'o ()>;

/// Room for a `V` that is not there yet.
///
/// Whoever fills it works for every `'o`, and so can have a [`Written`] with the same `'o` only from this place.
pub struct Place<'o, V> {
    target: *mut V,
    brand: Brand<'o>,
}

/// The proof that there is a value in the place of the same `'o`.
pub struct Written<'o>(Brand<'o>);

impl<'o, V> Place<'o, V> {
    /// # Safety
    /// `target` is valid for writing a `V`, and nobody else uses it while `'o` lasts.
    pub(super) unsafe fn new(target: *mut V) -> Self {
        Self { target, brand: PhantomData }
    }

    /// Puts the value there.
    #[inline]
    pub fn write(self, value: V) -> Written<'o> {
        // SAFETY: who made the place has promised that it can be written.
        unsafe { self.target.write(value) };
        Written(PhantomData)
    }

    /// The pointer, for whoever writes the value in parts.
    pub(super) fn target(&self) -> *mut V {
        self.target
    }
}

impl Written<'_> {
    /// # Safety
    /// The value has been written into the place of the same lifetime.
    #[inline]
    pub(super) unsafe fn new() -> Self {
        Self(PhantomData)
    }
}

impl<V> fmt::Debug for Place<'_, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Place")
    }
}

impl fmt::Debug for Written<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Written")
    }
}

/// The value that `make` puts into its place.
#[inline]
pub(super) fn value<V>(make: impl for<'o> FnOnce(Place<'o, V>) -> Option<Written<'o>>) -> Option<V> {
    let mut room = MaybeUninit::uninit();
    // SAFETY: the room is on the stack of this function, which does not touch it before `make` is over.
    make(unsafe { Place::new(room.as_mut_ptr()) })?;
    // SAFETY: `make` has a `Written` of this place, for it works for every lifetime.
    Some(unsafe { room.assume_init() })
}

/// Puts the value that `make` puts into its place behind those in the list; `None` if there is none.
#[inline]
pub(super) fn push<V>(list: &mut Vec<V>, make: impl for<'o> FnOnce(Place<'o, V>) -> Option<Written<'o>>) -> Option<()> {
    if list.len() == list.capacity() {
        list.reserve(1);
    }
    let room = list.spare_capacity_mut().first_mut()?;
    // SAFETY: the room is the list's, which is borrowed here.
    make(unsafe { Place::new(room.as_mut_ptr()) })?;
    // SAFETY: the next element has been written, as in `value`, and there was room for it.
    unsafe { list.set_len(list.len() + 1) };
    Some(())
}

/// The bytes as text, if they are UTF-8. Most are ASCII, which takes half as long to see.
#[inline(never)]
pub(super) fn text(bytes: &[u8]) -> Option<&str> {
    // SAFETY: ASCII is UTF-8.
    if bytes.is_ascii() { Some(unsafe { core::str::from_utf8_unchecked(bytes) }) } else { core::str::from_utf8(bytes).ok() }
}

/// The content of the string that stands at `at`, if all of it is there and nothing in it is escaped. Looking whether it begins and
/// ends between two characters would cost as much as copying it.
#[inline]
pub(super) fn plain_string(text: &str, at: usize) -> Option<&str> {
    let (b'"', rest) = text.as_bytes().get(at..)?.split_first()? else {
        return None;
    };
    let (content, end) = rest.split_at_checked(plain_prefix(rest))?;
    if end.first() != Some(&b'"') {
        return None;
    }
    // SAFETY: what stands between two quotes in a text is text, for a quote is a character by itself.
    Some(unsafe { core::str::from_utf8_unchecked(content) })
}

/// The text in an allocation of its size, or of `least` bytes. The standard library's own way takes three times the instructions.
#[inline]
pub(super) fn string(text: &str, least: usize) -> String {
    let capacity = text.len().max(least);
    let Ok(size) = core::alloc::Layout::array::<u8>(capacity) else {
        return text.to_owned();
    };
    if capacity == 0 {
        return String::new();
    }
    // SAFETY: the size is not 0.
    let room = unsafe { std::alloc::alloc(size) };
    if room.is_null() {
        std::alloc::handle_alloc_error(size);
    }
    // SAFETY: the room is new and large enough for the text, which is UTF-8; it was allocated as a `String` does, for bytes.
    unsafe {
        room.copy_from_nonoverlapping(text.as_ptr(), text.len());
        String::from_raw_parts(room, text.len(), capacity)
    }
}

/// Appends a text of 4 to 8 bytes, if there is room for it already: calling a function that copies would take longer.
#[inline]
pub(super) fn push_word(string: &mut String, text: &str) -> bool {
    let (Some(first), Some(last)) = (text.as_bytes().first_chunk::<4>(), text.as_bytes().last_chunk::<4>()) else {
        return false;
    };
    let (length, count) = (string.len(), text.len());
    if count > 8 || count > string.capacity() - length {
        return false;
    }
    // SAFETY: there is room for the text, which is UTF-8, behind what is there; its first and its last four bytes are all of it.
    unsafe {
        let bytes = string.as_mut_vec();
        let end = bytes.as_mut_ptr().add(length);
        end.cast::<[u8; 4]>().write(*first);
        end.add(count - 4).cast::<[u8; 4]>().write(*last);
        bytes.set_len(length + count);
    }
    true
}
