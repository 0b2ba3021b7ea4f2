//! Tuples: arrays of a known number of elements, one loop for all types, over the table that an object has too.

use super::error::{Category, Step};
use super::input::Frame;
use super::{FieldsMut, Fill, Input, State, Stop};
use crate::schema::Object;

const START: u8 = 0;
pub(super) const ELEMENT: u8 = 1;
const NEXT: u8 = 2;

pub(super) fn fill(mut slot: FieldsMut<'_>, object: &'static Object, input: &mut Input<'_>) -> Fill {
    let (mut phase, mut index) = input.resume().map_or((START, 0), |frame| (frame.phase, frame.index as usize));
    let count = object.fields.len();
    loop {
        if phase == ELEMENT {
            element(slot.reborrow(), object, index, input)?;
            index += 1;
            phase = NEXT;
            continue;
        }
        let Some(byte) = input.peek_token() else {
            return if phase == START { input.suspend(START, index) } else { input.leave_open(Frame::at(phase, index)) };
        };
        phase = match (phase, byte) {
            (START, b'[') => {
                input.open()?;
                slot.set_state(State::Growing);
                ELEMENT
            }
            (START, _) => return input.mismatch(&format!("an array of {count} elements")),
            (_, b']') if index == count => {
                input.close();
                slot.set_state(State::Done);
                return Ok(());
            }
            (_, b',') if index < count => {
                input.position += 1;
                ELEMENT
            }
            (_, b']' | b',') => {
                return input.fail(Category::Type, format!("expected an array of {count} elements"));
            }
            _ => return input.unexpected("`,` or `]`"),
        };
    }
}

fn element(mut slot: FieldsMut<'_>, object: &'static Object, index: usize, input: &mut Input<'_>) -> Fill {
    let (Some(mut element), Some(field)) = (slot.field_mut(index), object.fields.get(index)) else {
        return input.fail(Category::Type, "the array is too long".into());
    };
    // `[]` must be told from an element that is not of its type.
    let is_empty = element.state() == State::Absent && input.peek_token() == Some(b']');
    if is_empty {
        let count = object.fields.len();
        return input.fail(Category::Type, format!("expected an array of {count} elements"));
    }
    let filled = element.fill(input, field.rules);
    match input.inside(filled, || Step::Index(index)) {
        Err(Stop::More) => input.leave_open(Frame::at(ELEMENT, index)),
        filled => filled,
    }
}
