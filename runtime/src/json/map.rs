//! Maps: objects with any keys. Their finished entries, and the growing one.

use super::check::length;
use super::entries::{Map, VALUE, fill};
use super::error::Category;
use super::input::Frame;
use super::kept::Kept;
use super::place::{self, Place, Written};
use super::{Direct, Fill, Input, Partial, Slot, SlotMut, SlotRef, State};
use crate::Generate;
use crate::schema::{Kind, Rules, sound};
use crate::types::maps::shape;
use core::fmt;

/// A collection of keys and values that takes its entries one by one.
pub trait Collection: Default + 'static {
    /// The type of the keys.
    type Key: Generate;
    /// The type of the values.
    type Value: Generate;

    /// Puts an entry in, if there is none with this key.
    fn put(&mut self, key: Self::Key, value: Self::Value) -> bool;

    /// How many entries there are.
    fn count(&self) -> usize;
}

/// What a map has, one and several.
const ENTRIES: (&str, &str) = ("entry", "entries");

/// A map: its finished entries, and the one that is growing.
pub struct Entries<M: Collection> {
    finished: M,
    /// What was written of them.
    kept: Kept,
    key: <M::Key as Generate>::Partial,
    /// The key of the growing entry as it was written, for messages.
    name: String,
    value: Option<Box<<M::Value as Generate>::Partial>>,
    state: State,
}

impl<M: Collection> Entries<M> {
    /// The finished entries.
    pub fn finished(&self) -> &M {
        &self.finished
    }

    /// The key that is growing or whose value is, and the value.
    #[expect(clippy::type_complexity, reason = "the two partial values of an entry")]
    pub fn growing(&self) -> Option<(&<M::Key as Generate>::Partial, Option<&<M::Value as Generate>::Partial>)> {
        (self.key.state() != State::Absent).then_some((&self.key, self.value.as_deref()))
    }
}

impl<M: Collection> Default for Entries<M> {
    fn default() -> Self {
        Self {
            finished: M::default(),
            kept: Kept::default(),
            key: <M::Key as Generate>::Partial::empty(),
            name: String::new(),
            value: None,
            state: State::Absent,
        }
    }
}

impl<M: Collection> fmt::Debug for Entries<M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The keys and values need not be `Debug`.
        formatter
            .debug_struct("Entries")
            .field("finished", &self.finished.count())
            .field("growing", &self.growing())
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl<M: Collection> Map for Entries<M> {
    fn key(&mut self) -> SlotMut<'_> {
        SlotMut::of(&mut self.key)
    }

    fn value(&mut self) -> SlotMut<'_> {
        SlotMut::of(&mut **self.value.get_or_insert_with(|| Box::new(<M::Value as Generate>::Partial::empty())))
    }

    fn name(&mut self) -> &mut String {
        &mut self.name
    }

    fn has_integer_keys(&self) -> bool {
        has_integer_keys::<M>()
    }

    fn keep(&mut self, input: &Input<'_>) -> Result<(), &'static str> {
        if let Some(value) = &self.value {
            self.kept.entry(SlotRef::of(&self.key), SlotRef::of(&**value), input.saved.shown);
        }
        let value = self.value.as_mut().and_then(|value| value.take());
        match self.key.take().zip(value) {
            Some((key, value)) => {
                let is_new = self.finished.put(key, value);
                is_new.then_some(()).ok_or("this key appears twice")
            }
            None => Err("the entry is not complete"),
        }
    }

    fn begin(&mut self) {
        self.state = State::Growing;
    }
}

impl<M: Collection> Slot for Entries<M> {
    fn fill(&mut self, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
        fill(self, input)?;
        if !rules.is_none()
            && let Err(broken) = self.check(rules)
        {
            return input.fail(Category::Rule, broken);
        }
        self.state = State::Done;
        Ok(())
    }

    fn inner(&mut self, frame: Frame) -> Option<SlotMut<'_>> {
        if frame.phase == VALUE { self.value.as_deref_mut().map(SlotMut::of) } else { None }
    }

    fn state(&self) -> State {
        self.state
    }

    fn check(&self, rules: &'static Rules) -> Result<(), String> {
        length(self.finished.count(), rules, ENTRIES)
    }

    #[cfg(feature = "serde")]
    fn write_known(&self, out: &mut String) {
        if self.state != State::Absent {
            let growing = self.value.as_deref().map(|value| (SlotRef::of(&self.key), SlotRef::of(value)));
            super::known::map(self.kept.as_str(), growing, out);
        }
    }
}

impl<M: Collection> Partial for Entries<M> {
    type Value = M;

    fn empty() -> Self {
        // Where nothing is derived that holds it.
        const { sound(shape::<M>()) };
        Self::default()
    }

    fn take(&mut self) -> Option<M> {
        let done = core::mem::take(self);
        (done.state == State::Done).then_some(done.finished)
    }

    fn read<'o>(direct: &mut Direct<'_>, rules: &'static Rules, place: Place<'o, M>) -> Option<Written<'o>> {
        if has_integer_keys::<M>() {
            return direct.by_slot::<Self>(rules, place);
        }
        direct.open(b'{')?;
        direct.space();
        let mut map = M::default();
        while direct.peek() != Some(b'}') {
            let key = place::value(|place| <M::Key as Generate>::Partial::read(direct, Rules::NONE, place))?;
            direct.passes(b':').then_some(()).or_else(|| direct.fail())?;
            direct.space();
            let value = place::value(|place| <M::Value as Generate>::Partial::read(direct, Rules::NONE, place))?;
            let is_new = map.put(key, value);
            if !is_new || direct.peek_token() != Some(b'}') && !direct.comma() {
                return direct.fail();
            }
        }
        direct.close(b'}')?;
        if length(map.count(), rules, ENTRIES).is_err() { direct.fail() } else { Some(place.write(map)) }
    }
}

/// JSON puts integers that are keys in quotes.
fn has_integer_keys<M: Collection>() -> bool {
    matches!(M::Key::SHAPE.plain().shape().kind, Kind::Integer { .. })
}
