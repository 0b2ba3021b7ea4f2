//! Lists: the finished elements, and the growing one.

use super::check::length;
use super::error::{Category, Step};
use super::input::Frame;
use super::kept::Kept;
use super::pieces::Container;
use super::place::{self, Element, Growing, Place, Written};
use super::{Direct, Fill, Input, Partial, Slot, SlotMut, SlotRef, State, Stop};
use crate::Generate;
use crate::schema::{Edge, Kind, Rules, Shape, identify};
use core::fmt;

/// A list: its finished elements, and the one that is growing.
pub struct List<T: Generate> {
    items: Vec<T>,
    /// What was written of the finished elements.
    kept: Kept,
    growing: Growing<T::Partial>,
    /// How many finished elements were moved out.
    drained: usize,
    state: State,
}

impl<T: Generate> List<T> {
    /// The finished elements.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// The element that has begun and is not complete.
    pub fn growing(&self) -> Option<&T::Partial> {
        self.growing.get().filter(|element| element.state() != State::Absent)
    }

    /// Moves the finished elements out, so that a long list need not be kept; the list goes on growing.
    pub fn drain(&mut self) -> std::vec::Drain<'_, T> {
        self.drained += self.items.len();
        self.kept.clear();
        self.items.drain(..)
    }
}

impl<T: Generate> Default for List<T> {
    fn default() -> Self {
        Self { items: Vec::new(), kept: Kept::default(), growing: Growing::default(), drained: 0, state: State::Absent }
    }
}

impl<T: Generate> fmt::Debug for List<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The elements' type need not be `Debug`.
        formatter
            .debug_struct("List")
            .field("finished", &self.items.len())
            .field("growing", &self.growing())
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// What the shared loop over a list's text needs of the list.
pub trait Elements {
    fn element(&mut self) -> SlotMut<'_>;
    /// Reads as many elements directly as there are, from the beginning of one on. Gives the phase after them.
    fn run(&mut self, direct: &mut Direct<'_>) -> u8;
    /// Takes the finished element into the list.
    fn keep(&mut self, shown: bool) -> bool;
    /// How many elements are finished, those that were moved out included.
    fn count(&self) -> usize;
    fn state_mut(&mut self) -> &mut State;
    fn check_rules(&self, rules: &'static Rules) -> Result<(), String>;
}

impl<T: Generate> Elements for List<T> {
    fn element(&mut self) -> SlotMut<'_> {
        SlotMut::of(self.growing.begun())
    }

    fn run(&mut self, direct: &mut Direct<'_>) -> u8 {
        let start = direct.at;
        let phase = run(&mut self.items, direct);
        self.kept.text(direct, start);
        phase
    }

    fn keep(&mut self, shown: bool) -> bool {
        let Some(element) = self.growing.get_mut() else {
            return false;
        };
        self.kept.value(SlotRef::of(element), shown);
        place::push(&mut self.items, |place| element.take_into(place)).is_some()
    }

    fn count(&self) -> usize {
        self.drained + self.items.len()
    }

    fn state_mut(&mut self) -> &mut State {
        &mut self.state
    }

    fn check_rules(&self, rules: &'static Rules) -> Result<(), String> {
        self.check(rules)
    }
}

/// Reads elements directly, from the beginning of one on; gives the phase after them.
fn run<T: Generate>(items: &mut Vec<T>, direct: &mut Direct<'_>) -> u8 {
    loop {
        let before = direct.at;
        if place::push(items, |place| T::Partial::read(direct, Rules::NONE, place)).is_none() {
            // Back to where the value began that could not be read.
            direct.at = before;
            return ELEMENT;
        }
        if !direct.passes(b',') {
            return NEXT;
        }
        direct.space();
    }
}

impl<T: Generate> Slot for List<T> {
    fn fill(&mut self, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
        fill(self, input, rules)
    }

    fn inner(&mut self, frame: Frame) -> Option<SlotMut<'_>> {
        if frame.phase == ELEMENT { self.growing.get_mut().map(SlotMut::of) } else { None }
    }

    fn element(&mut self, frame: Frame) -> Option<Element> {
        if frame.phase == ELEMENT { self.growing.element() } else { None }
    }

    fn container(&mut self) -> Option<Container<'_>> {
        Some(Container::List(self))
    }

    fn state(&self) -> State {
        self.state
    }

    fn check(&self, rules: &'static Rules) -> Result<(), String> {
        check(&self.items, self.count(), rules)
    }

    #[cfg(feature = "serde")]
    fn write_known(&self, out: &mut String) {
        if self.state != State::Absent {
            let growing = self.growing.get().map(SlotRef::of);
            super::known::list(self.kept.as_str(), growing, out);
        }
    }
}

#[expect(clippy::ptr_arg, reason = "the rule looks for a `Vec` behind a `dyn Any`")]
fn check<T: 'static>(items: &Vec<T>, count: usize, rules: &'static Rules) -> Result<(), String> {
    length(count, rules, ("element", "elements"))?;
    rules.unique.map_or(Ok(()), |check| check(items))
}

const START: u8 = 0;
/// After the opening bracket: an element or the end.
pub(super) const FIRST: u8 = 1;
pub(super) const ELEMENT: u8 = 2;
/// After an element: a comma or the end.
pub(super) const NEXT: u8 = 3;

fn fill(list: &mut dyn Elements, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
    let mut phase = input.resume().map_or(START, |frame| frame.phase);
    // A piece usually begins inside an element.
    if phase == ELEMENT {
        element(list, input)?;
        phase = NEXT;
    }
    loop {
        let Some(byte) = input.peek_token() else {
            return if phase == START { input.suspend(START, 0) } else { input.leave_open(Frame::of(phase)) };
        };
        match (phase, byte) {
            (NEXT, b',') => {
                input.position += 1;
                phase = ELEMENT;
                if input.peek_token().is_none() {
                    continue;
                }
            }
            (FIRST | NEXT, b']') => break,
            (START, b'[') => {
                input.open()?;
                *list.state_mut() = State::Growing;
                phase = FIRST;
                continue;
            }
            (START, _) => return input.mismatch("an array"),
            (NEXT, _) => return input.unexpected("`,` or `]`"),
            _ => {}
        }
        // Before an element.
        if let Some(mut direct) = input.direct() {
            phase = list.run(&mut direct);
            let (at, failed_at) = (direct.at, direct.end());
            input.position = at;
            if phase == ELEMENT {
                input.tried = failed_at;
                if input.attempt {
                    input.position = failed_at;
                    return Err(Stop::Failed);
                }
            }
        }
        if phase != NEXT {
            element(list, input)?;
            phase = NEXT;
        }
    }
    input.close();
    if !rules.is_none()
        && let Err(broken) = list.check_rules(rules)
    {
        return input.fail(Category::Rule, broken);
    }
    *list.state_mut() = State::Done;
    Ok(())
}

#[inline]
fn element(list: &mut dyn Elements, input: &mut Input<'_>) -> Fill {
    let filled = list.element().fill(input, Rules::NONE);
    if let Err(stop) = input.inside(filled, || Step::Index(list.count())) {
        return if stop == Stop::More { input.leave_open(Frame::of(ELEMENT)) } else { Err(stop) };
    }
    if list.keep(input.saved.shown) { Ok(()) } else { input.fail(Category::Type, "the element is not complete".into()) }
}

impl<T: Generate> Partial for List<T> {
    type Value = Vec<T>;

    fn empty() -> Self {
        Self::default()
    }

    fn take(&mut self) -> Option<Vec<T>> {
        if self.state != State::Done {
            *self = Self::default();
            return None;
        }
        // The empty slot of an element is kept for the next list that is read into this one.
        self.state = State::Absent;
        self.drained = 0;
        self.kept.clear();
        Some(core::mem::take(&mut self.items))
    }

    fn read<'o>(direct: &mut Direct<'_>, rules: &'static Rules, place: Place<'o, Vec<T>>) -> Option<Written<'o>> {
        direct.open(b'[')?;
        direct.space();
        let mut items = Vec::new();
        if direct.peek() != Some(b']') && run(&mut items, direct) != NEXT {
            return None;
        }
        direct.close(b']')?;
        if !rules.is_none() && check(&items, items.len(), rules).is_err() {
            return direct.fail();
        }
        Some(place.write(items))
    }
}

impl<T: Generate> Generate for Vec<T> {
    type Partial = List<T>;
    const SHAPE: Edge = Edge::new(&Shape::anonymous(Kind::List(T::SHAPE)), identify("list", &[T::SHAPE.id()])).list();
}
