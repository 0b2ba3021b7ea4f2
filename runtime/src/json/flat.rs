//! The properties of an object, those of flattened fields among them: numbered through, in the order of the schema.

use super::{Fields, FieldsMut, SlotMut, SlotRef};
use crate::schema::{Absent, Field, Kind, Object};

/// The object whose properties stand in the place of `field`.
pub(super) fn inner(field: &Field) -> Option<&'static Object> {
    match (field.absent, field.shape.shape().kind) {
        (Absent::Flattened, Kind::Object(object)) => Some(object),
        _ => None,
    }
}

/// A flattened map or enum has no properties that are counted.
fn width(field: &Field) -> usize {
    inner(field).map_or(usize::from(field.absent != Absent::Flattened), count)
}

/// How many properties there are.
pub(super) fn count(object: &Object) -> usize {
    if object.flattens { object.fields.iter().map(width).sum() } else { object.fields.len() }
}

/// The field of the object itself that the property at `index` belongs to, and the property's number within it.
fn locate(object: &'static Object, mut index: usize) -> Option<(usize, usize, &'static Field)> {
    for (position, field) in object.fields.iter().enumerate() {
        let width = width(field);
        if index < width {
            return Some((position, index, field));
        }
        index -= width;
    }
    None
}

/// The property at `index`.
#[inline]
pub(super) fn field_at(object: &'static Object, index: usize) -> Option<&'static Field> {
    if !object.flattens {
        return object.fields.get(index);
    }
    flattened_field_at(object, index)
}

#[cold]
fn flattened_field_at(object: &'static Object, index: usize) -> Option<&'static Field> {
    let (_, within, field) = locate(object, index)?;
    match inner(field) {
        Some(inner) => field_at(inner, within),
        None => Some(field),
    }
}

/// The number of the property that is called `key`.
pub(super) fn find(object: &'static Object, key: &str) -> Option<usize> {
    let mut before = 0;
    for field in object.fields {
        match inner(field) {
            Some(inner) => match find(inner, key) {
                Some(index) => return Some(before + index),
                None => before += count(inner),
            },
            None if field.absent == Absent::Flattened => {}
            None if field.name.text == key || field.aliases.contains(&key) => return Some(before),
            None => before += 1,
        }
    }
    None
}

/// The slot of the property at `index`.
#[inline]
pub(super) fn slot_at<'a>(slot: Fields<'a>, object: &'static Object, index: usize) -> Option<SlotRef<'a>> {
    if !object.flattens {
        return slot.field(index);
    }
    let (position, within, field) = locate(object, index)?;
    match inner(field) {
        Some(inner) => slot_at(slot.field(position)?.fields()?, inner, within),
        None => slot.field(position),
    }
}

/// The slot of the property at `index`, to be filled.
#[inline]
pub(super) fn slot_at_mut<'a>(slot: FieldsMut<'a>, object: &'static Object, index: usize) -> Option<SlotMut<'a>> {
    if !object.flattens {
        return slot.into_field(index);
    }
    flattened_slot_at_mut(slot, object, index)
}

#[cold]
fn flattened_slot_at_mut<'a>(slot: FieldsMut<'a>, object: &'static Object, index: usize) -> Option<SlotMut<'a>> {
    let (position, within, field) = locate(object, index)?;
    match inner(field) {
        Some(inner) => slot_at_mut(slot.into_field(position)?.into_fields()?, inner, within),
        None => slot.into_field(position),
    }
}
