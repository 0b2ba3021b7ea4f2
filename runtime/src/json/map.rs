//! Maps: objects with any keys.

use super::check::length;
use super::error::{Category, Step};
use super::input::Frame;
use super::kept::Kept;
use super::place::{self, Place, Written};
use super::{Direct, Fill, Input, Partial, Slot, SlotMut, SlotRef, State, Stop};
use crate::Generate;
use crate::schema::{Edge, KEYLESS, Kind, Rules, Shape, identify, sound};
use crate::types::keys::{Hashed, Ordered};
use core::fmt;
use core::hash::BuildHasher;
use std::collections::{BTreeMap, HashMap};

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

/// What the shared loop over a map's text needs of the map.
trait Map {
    fn key(&mut self) -> SlotMut<'_>;
    fn value(&mut self) -> SlotMut<'_>;
    fn name(&mut self) -> &mut String;
    /// Whether the keys are integers, which JSON puts in quotes.
    fn has_integer_keys(&self) -> bool;
    /// Takes the finished entry into the map.
    fn keep(&mut self, input: &Input<'_>) -> Result<(), &'static str>;
    fn begin(&mut self);
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
            self.kept.entry(SlotRef::of(&self.key), SlotRef::of(&**value), input);
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

    fn grow(&mut self, frames: &[Frame], text: &str) -> bool {
        let inside = frames.split_last().filter(|(frame, _)| frame.phase == VALUE);
        inside.zip(self.value.as_mut()).is_some_and(|((_, inside), value)| value.grow(inside, text))
    }

    fn state(&self) -> State {
        self.state
    }

    fn check(&self, rules: &'static Rules) -> Result<(), String> {
        length(self.finished.count(), rules, "entries")
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
        if length(map.count(), rules, "entries").is_err() { direct.fail() } else { Some(place.write(map)) }
    }
}

/// JSON puts integers that are keys in quotes.
fn has_integer_keys<M: Collection>() -> bool {
    matches!(M::Key::SHAPE.plain().shape().kind, Kind::Integer { .. })
}

const START: u8 = 0;
const FIRST: u8 = 1;
const KEY: u8 = 2;
/// Inside a key that the key's own slot reads.
const IN_KEY: u8 = 3;
/// Inside an integer key, after its opening quote.
const IN_INTEGER: u8 = 4;
const COLON: u8 = 5;
const VALUE: u8 = 6;
const NEXT: u8 = 7;

fn fill(map: &mut dyn Map, input: &mut Input<'_>) -> Fill {
    let mut phase = input.resume().map_or(START, |frame| frame.phase);
    loop {
        let step = match phase {
            IN_KEY | IN_INTEGER => key(map, phase, input),
            VALUE => value(map, input),
            _ => punctuation(map, phase, input),
        };
        phase = match step {
            Ok(Some(next)) => next,
            Ok(None) => return Ok(()),
            Err(Stop::More) if phase == START => return input.suspend(START, 0),
            Err(Stop::More) => return input.leave_open(Frame::of(phase)),
            Err(Stop::Failed) => return Err(Stop::Failed),
        };
    }
}

/// One token of punctuation: gives the phase after it, or `None` at the end.
fn punctuation(map: &mut dyn Map, phase: u8, input: &mut Input<'_>) -> Result<Option<u8>, Stop> {
    let byte = input.peek_token().ok_or(Stop::More)?;
    let next = match (phase, byte) {
        (START, b'{') => {
            input.open()?;
            map.begin();
            return Ok(Some(FIRST));
        }
        (START, _) => return input.mismatch("an object"),
        (FIRST | NEXT, b'}') => {
            input.close();
            return Ok(None);
        }
        (FIRST | KEY, b'"') if map.has_integer_keys() => IN_INTEGER,
        // The key's slot reads the quote itself.
        (FIRST | KEY, b'"') => return Ok(Some(IN_KEY)),
        (COLON, b':') => VALUE,
        (NEXT, b',') => KEY,
        (COLON, _) => return input.unexpected("`:`"),
        (NEXT, _) => return input.unexpected("`,` or `}`"),
        _ => return input.unexpected("a key in quotes"),
    };
    input.position += 1;
    Ok(Some(next))
}

fn key(map: &mut dyn Map, phase: u8, input: &mut Input<'_>) -> Result<Option<u8>, Stop> {
    let start = input.position;
    if phase == IN_INTEGER {
        let digits = input.name(str::to_owned)?;
        map.name().clone_from(&digits);
        // The number ends where its quotes do.
        let mut inside = input.within(&digits);
        let read = map.key().fill(&mut inside, Rules::NONE);
        if inside.position < digits.len() || read == Err(Stop::More) || digits.starts_with(char::is_whitespace) {
            return input.fail(Category::Type, format!("expected an integer in quotes, found {digits:?}"));
        }
        read?;
    } else {
        let read = map.key().fill(input, Rules::NONE);
        map.name().push_str(input.since(start));
        read?;
    }
    Ok(Some(COLON))
}

fn value(map: &mut dyn Map, input: &mut Input<'_>) -> Result<Option<u8>, Stop> {
    let mut filled = map.value().fill(input, Rules::NONE);
    if filled.is_ok()
        && let Err(reason) = map.keep(input)
    {
        filled = input.fail(Category::Type, reason.into());
    }
    let name = map.name();
    let filled = input.inside(filled, || Step::Key(name.trim_matches('"').to_owned().into()));
    if filled != Err(Stop::More) {
        name.clear();
    }
    filled.map(|()| Some(NEXT))
}

impl<K: Hashed, V: Generate, S: BuildHasher + Default + 'static> Collection for HashMap<K, V, S> {
    type Key = K;
    type Value = V;

    fn put(&mut self, key: K, value: V) -> bool {
        self.insert(key, value).is_none()
    }

    fn count(&self) -> usize {
        self.len()
    }
}

impl<K: Ordered, V: Generate> Collection for BTreeMap<K, V> {
    type Key = K;
    type Value = V;

    fn put(&mut self, key: K, value: V) -> bool {
        self.insert(key, value).is_none()
    }

    fn count(&self) -> usize {
        self.len()
    }
}

/// The shape of a map. Where its keys are none, whatever holds it shows that: see [`sound`](crate::schema::sound).
pub(crate) const fn shape<M: Collection>() -> Edge {
    const {
        let (key, value) = (M::Key::SHAPE, M::Value::SHAPE);
        let is_key = matches!(key.plain().shape().kind, Kind::String | Kind::Format(_) | Kind::Enum(_) | Kind::Integer { .. })
            && !matches!(key.shape().kind, Kind::Nullable(_));
        let id = if is_key { identify("map", &[key.id(), value.id()]) } else { KEYLESS };
        Edge::new(&const { Shape::anonymous(Kind::Map { key: M::Key::SHAPE, value: M::Value::SHAPE }) }, id).list()
    }
}

impl<K: Hashed, V: Generate, S: BuildHasher + Default + 'static> Generate for HashMap<K, V, S> {
    type Partial = Entries<Self>;
    const SHAPE: Edge = shape::<Self>();
}

impl<K: Ordered, V: Generate> Generate for BTreeMap<K, V> {
    type Partial = Entries<Self>;
    const SHAPE: Edge = shape::<Self>();
}
