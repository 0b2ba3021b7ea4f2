//! Maps, and the shape that they have.

use crate::Generate;
use crate::json::{Collection, Entries};
use crate::schema::{Edge, KEYLESS, Kind, Shape, identify};
use crate::types::keys::{Hashed, Ordered};
use core::hash::BuildHasher;
use std::collections::{BTreeMap, HashMap};

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
