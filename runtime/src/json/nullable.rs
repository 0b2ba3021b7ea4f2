//! `Option` and `Box`: a value that may be null, and a value behind an allocation.

use super::input::Frame;
use super::pieces::Container;
use super::place::{self, Place, Written};
use super::{Direct, Fields, FieldsMut, Fill, Input, Partial, Read, Slot, SlotMut, State, Stop};
use crate::Generate;
use crate::schema::{Edge, Kind, Rules, Shape, identify};

/// A value that may be null; null is not the same as not seen.
#[derive(Debug, Clone)]
pub struct Nullable<P> {
    value: P,
    phase: Phase,
}

/// What the value is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Phase {
    /// Nothing of it has been seen.
    Start,
    /// Inside the word.
    InNull,
    Null,
    Value,
}

impl<P: Slot> Nullable<P> {
    /// The value so far; `None` while nothing of it has been seen, and when it is null.
    pub fn get(&self) -> Option<&P> {
        (self.value.state() != State::Absent).then_some(&self.value)
    }

    /// Whether the value is null.
    pub fn is_null(&self) -> bool {
        self.phase == Phase::Null
    }
}

impl<P: Slot> Slot for Nullable<P> {
    fn fill(&mut self, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
        if self.phase == Phase::Start {
            self.phase = match input.peek_token() {
                None => return input.wait(),
                Some(b'n') => Phase::InNull,
                Some(_) => Phase::Value,
            };
        }
        if self.phase == Phase::Value {
            return self.value.fill(input, rules);
        }
        match input.word(&["null"]) {
            Ok(_) => {
                self.phase = Phase::Null;
                Ok(())
            }
            Err(Stop::More) => input.pause(),
            Err(Stop::Failed) => Err(Stop::Failed),
        }
    }

    fn go_on(&mut self, text: &str, may_end: bool) -> Option<Read> {
        match self.phase {
            Phase::Start if text.starts_with('n') && may_end => {
                if text.starts_with("null") {
                    self.phase = Phase::Null;
                    return Some(Read::Whole("null".len()));
                }
                "null".starts_with(text).then_some(Read::Cut)
            }
            Phase::Start | Phase::Value => {
                let read = self.value.go_on(text, may_end)?;
                if read != Read::Cut {
                    self.phase = Phase::Value;
                }
                Some(read)
            }
            Phase::InNull | Phase::Null => None,
        }
    }

    fn inner(&mut self, frame: Frame) -> Option<SlotMut<'_>> {
        self.value.inner(frame)
    }

    fn container(&mut self) -> Option<Container<'_>> {
        if self.phase == Phase::Value { self.value.container().filter(Container::is_object) } else { None }
    }

    fn state(&self) -> State {
        match self.phase {
            Phase::Null => State::Done,
            Phase::InNull => State::Growing,
            Phase::Start | Phase::Value => self.value.state(),
        }
    }

    fn check(&self, rules: &'static Rules) -> Result<(), String> {
        if self.is_null() { Ok(()) } else { self.value.check(rules) }
    }

    #[cfg(feature = "serde")]
    fn write_known(&self, out: &mut String) {
        if self.is_null() { out.push_str("null") } else { self.value.write_known(out) }
    }
}

impl<P: Partial> Partial for Nullable<P> {
    type Value = Option<P::Value>;

    fn empty() -> Self {
        Self { value: P::empty(), phase: Phase::Start }
    }

    /// What has not been seen is null, so that a missing field is `None`.
    fn take(&mut self) -> Option<Self::Value> {
        let phase = core::mem::replace(&mut self.phase, Phase::Start);
        if phase == Phase::Null || self.value.state() == State::Absent { Some(None) } else { self.value.take().map(Some) }
    }

    fn read<'o>(direct: &mut Direct<'_>, rules: &'static Rules, place: Place<'o, Self::Value>) -> Option<Written<'o>> {
        if direct.word("null") {
            return Some(place.write(None));
        }
        let value = place::value(|place| P::read(direct, rules, place))?;
        Some(place.write(Some(value)))
    }
}

impl<T: Generate> Generate for Option<T> {
    type Partial = Nullable<T::Partial>;
    const SHAPE: Edge =
        Edge::new(&Shape::anonymous(Kind::Nullable(T::SHAPE)), identify("nullable", &[T::SHAPE.id()])).like(T::SHAPE);
}

/// A value behind an allocation of its own, which is made when the value begins; this is what lets a type contain itself.
#[derive(Debug, Clone)]
pub struct Boxed<P>(Option<Box<P>>);

impl<P: Slot> Boxed<P> {
    /// The value so far; `None` while nothing of it has been seen.
    pub fn get(&self) -> Option<&P> {
        // The allocation may be there before, or still be there from the element before.
        self.0.as_deref().filter(|value| value.state() != State::Absent)
    }
}

impl<P> Default for Boxed<P> {
    fn default() -> Self {
        Self(None)
    }
}

impl<P: Partial> Boxed<P> {
    fn value_mut(&mut self) -> &mut P {
        self.0.get_or_insert_with(|| Box::new(P::empty()))
    }
}

impl<P: Partial> Slot for Boxed<P> {
    fn fill(&mut self, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
        self.value_mut().fill(input, rules)
    }

    fn go_on(&mut self, text: &str, may_end: bool) -> Option<Read> {
        self.value_mut().go_on(text, may_end)
    }

    fn inner(&mut self, frame: Frame) -> Option<SlotMut<'_>> {
        self.0.as_mut()?.inner(frame)
    }

    fn container(&mut self) -> Option<Container<'_>> {
        self.0.as_mut()?.container().filter(Container::is_object)
    }

    fn state(&self) -> State {
        self.0.as_ref().map_or(State::Absent, |value| value.state())
    }

    fn check(&self, rules: &'static Rules) -> Result<(), String> {
        self.0.as_ref().map_or(Ok(()), |value| value.check(rules))
    }

    #[cfg(feature = "serde")]
    fn write_known(&self, out: &mut String) {
        if let Some(value) = &self.0 {
            value.write_known(out);
        }
    }

    fn fields(&self) -> Option<Fields<'_>> {
        self.0.as_ref()?.fields()
    }

    fn fields_mut(&mut self) -> Option<FieldsMut<'_>> {
        self.value_mut().fields_mut()
    }
}

impl<P: Partial> Partial for Boxed<P> {
    type Value = Box<P::Value>;

    fn empty() -> Self {
        Self::default()
    }

    fn take(&mut self) -> Option<Self::Value> {
        self.0.as_mut()?.take().map(Box::new)
    }

    fn read<'o>(direct: &mut Direct<'_>, rules: &'static Rules, place: Place<'o, Self::Value>) -> Option<Written<'o>> {
        let value = place::value(|place| P::read(direct, rules, place))?;
        Some(place.write(Box::new(value)))
    }
}

impl<T: Generate> Generate for Box<T> {
    type Partial = Boxed<T::Partial>;
    const SHAPE: Edge = T::SHAPE;
}
