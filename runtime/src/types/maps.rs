//! Maps, and the shape that they have.

use crate::Generate;
use crate::json::{Collection, Entries};
use crate::schema::{Edge, Kind, Shape, identify};
use core::hash::{BuildHasher, Hash};
use std::collections::{BTreeMap, HashMap};

impl<K: Generate + Eq + Hash, V: Generate, S: BuildHasher + Default + 'static> Collection for HashMap<K, V, S> {
    type Key = K;
    type Value = V;

    fn put(&mut self, key: K, value: V) -> bool {
        self.insert(key, value).is_none()
    }

    fn count(&self) -> usize {
        self.len()
    }
}

impl<K: Generate + Ord, V: Generate> Collection for BTreeMap<K, V> {
    type Key = K;
    type Value = V;

    fn put(&mut self, key: K, value: V) -> bool {
        self.insert(key, value).is_none()
    }

    fn count(&self) -> usize {
        self.len()
    }
}

/// The shape of a map.
pub(crate) const fn shape<M: Collection>() -> Edge {
    const {
        let (key, value) = (M::Key::SHAPE, M::Value::SHAPE);
        assert!(
            matches!(key.plain().shape().kind, Kind::String | Kind::Format(_) | Kind::Enum(_) | Kind::Integer { .. })
                && !matches!(key.shape().kind, Kind::Nullable(_)),
            "the keys of a map must be strings, integers or enums without data"
        );
        Edge::new(
            &const { Shape::anonymous(Kind::Map { key: M::Key::SHAPE, value: M::Value::SHAPE }) },
            identify("map", &[key.id(), value.id()]),
        )
        .list()
    }
}

impl<K: Generate + Eq + Hash, V: Generate, S: BuildHasher + Default + 'static> Generate for HashMap<K, V, S> {
    type Partial = Entries<Self>;
    const SHAPE: Edge = shape::<Self>();
}

impl<K: Generate + Ord, V: Generate> Generate for BTreeMap<K, V> {
    type Partial = Entries<Self>;
    const SHAPE: Edge = shape::<Self>();
}
