//! `Option` and `Box`: a value that may be null, and a value behind an allocation.

use super::input::Frame;
use super::place::{self, Place, Written};
use super::{Direct, Fields, FieldsMut, Fill, Input, Partial, Slot, State, Stop};
use crate::Generate;
use crate::schema::{Edge, Kind, Rules, Shape, identify};

/// A value that may be null; null is not the same as not seen.
#[derive(Debug, Clone)]
pub struct Nullable<P> {
    value: P,
    null: bool,
}

impl<P: Slot> Nullable<P> {
    /// The value so far; `None` while nothing of it has been seen, and when it is null.
    pub fn get(&self) -> Option<&P> {
        (self.value.state() != State::Absent).then_some(&self.value)
    }

    /// Whether the value is null.
    pub fn is_null(&self) -> bool {
        self.null
    }
}

const START: u8 = 0;
const NULL: u8 = 1;
const VALUE: u8 = 2;

impl<P: Slot> Slot for Nullable<P> {
    fn fill(&mut self, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
        let mut phase = input.resume().map_or(START, |frame| frame.phase);
        if phase == START {
            phase = match input.peek_token() {
                None => return input.suspend(START, 0),
                Some(b'n') => NULL,
                Some(_) => VALUE,
            };
        }
        let filled = if phase == NULL { input.word(&["null"]).map(|_| self.null = true) } else { self.value.fill(input, rules) };
        if filled == Err(Stop::More) {
            input.remember(phase, 0);
        }
        filled
    }

    fn quick<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let Some(after) = text.strip_prefix("null") else {
            return self.value.quick(text);
        };
        self.null = true;
        Some(after)
    }

    fn grow(&mut self, frames: &[Frame], text: &str) -> bool {
        frames.split_last().is_some_and(|(_, inside)| self.value.grow(inside, text))
    }

    fn state(&self) -> State {
        if self.null { State::Done } else { self.value.state() }
    }

    fn check(&self, rules: &'static Rules) -> Result<(), String> {
        if self.null { Ok(()) } else { self.value.check(rules) }
    }

    #[cfg(feature = "serde")]
    fn write_known(&self, out: &mut String) {
        if self.null { out.push_str("null") } else { self.value.write_known(out) }
    }
}

impl<P: Partial> Partial for Nullable<P> {
    type Value = Option<P::Value>;

    fn empty() -> Self {
        Self { value: P::empty(), null: false }
    }

    /// What has not been seen is null, so that a missing field is `None`.
    fn take(&mut self) -> Option<Self::Value> {
        let null = core::mem::take(&mut self.null);
        if null || self.value.state() == State::Absent { Some(None) } else { self.value.take().map(Some) }
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

impl<P> Boxed<P> {
    /// The value so far; `None` while nothing of it has been seen.
    pub fn get(&self) -> Option<&P> {
        self.0.as_deref()
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

    fn grow(&mut self, frames: &[Frame], text: &str) -> bool {
        self.0.as_mut().is_some_and(|value| value.grow(frames, text))
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
