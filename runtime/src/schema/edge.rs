//! Owns the one pointer of the crate: an edge of the shape graph.
//!
//! A recursive type has a cyclic shape. Const evaluation follows references and would report the cycle as an error, but it
//! does not look through a raw pointer, so an edge keeps its target as one.
#![expect(unsafe_code, reason = "const evaluation refuses a cycle of references, and nothing else can close one")]

use super::{Kind, Rules, Shape};

/// A link to a type's [`Shape`], with the number that tells that type from every other.
///
/// Made by the derive. A [`Generate`](crate::Generate) that is written by hand takes that of the type that it is written as.
#[derive(Clone, Copy)]
pub struct Edge {
    target: *const Shape,
    id: u64,
    sort: Sort,
}

/// What a type-wide rule is for: known without looking at the shape, which in a recursive type may not be there yet.
#[derive(Clone, Copy)]
enum Sort {
    Other,
    /// A string of any form.
    Text,
    /// A list, set or map.
    List,
}

// SAFETY: `target` comes from a `&'static Shape` and is only ever read; `Shape` is plain data without interior mutability.
unsafe impl Send for Edge {}
// SAFETY: as for `Send`.
unsafe impl Sync for Edge {}

impl Edge {
    /// Links to `shape`, whose type is known by `id` (see [`identify`]).
    #[doc(hidden)]
    pub const fn new(shape: &'static Shape, id: u64) -> Self {
        Self { target: shape, id, sort: Sort::Other }
    }

    /// The same for a type whose values are strings of any form.
    pub(crate) const fn text(self) -> Self {
        Self { sort: Sort::Text, ..self }
    }

    /// The same for a type whose values are lists, sets or maps.
    pub(crate) const fn list(self) -> Self {
        Self { sort: Sort::List, ..self }
    }

    /// The same for a type whose values are null or those of `inner`.
    pub(crate) const fn like(self, inner: Self) -> Self {
        Self { sort: inner.sort, ..self }
    }

    /// The shape at the other end.
    #[doc(hidden)]
    pub const fn shape(self) -> &'static Shape {
        // SAFETY: `new` is the only constructor and it takes a `&'static Shape`.
        unsafe { &*self.target }
    }

    /// The type that this one is the same as in JSON, `null` aside.
    pub(crate) const fn plain(self) -> Self {
        match self.shape().kind {
            Kind::Same(inner, _) | Kind::Nullable(inner) => inner.plain(),
            _ => self,
        }
    }

    /// The number that tells this type from every other in the same graph.
    #[doc(hidden)]
    pub const fn id(self) -> u64 {
        self.id
    }
}

/// The number of a map whose keys JSON cannot have, and of all that is made of one without a name of its own. So what is wrong with it is
/// known where a field has that type, and shown there.
pub(crate) const KEYLESS: u64 = 0x6e6f_206b_6579_7321;

/// `rules`, and those that a type sets for all its strings and for all its lists.
pub const fn bounded(edge: Edge, rules: Rules, strings: Rules, lists: Rules) -> Rules {
    match edge.sort {
        Sort::Text => rules.and(&strings),
        Sort::List => rules.and(&lists),
        Sort::Other => rules,
    }
}

impl core::fmt::Debug for Edge {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // Only the name: the target may lead back here.
        write!(formatter, "Edge({})", self.shape().name.text)
    }
}

/// The number of a type: a hash of its place in the source and of the numbers of its parameters.
pub const fn identify(place: &str, parameters: &[u64]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut rest = place.as_bytes();
    // Eight at a time, and without a call for each: this is evaluated for every type.
    while let [b0, b1, b2, b3, b4, b5, b6, b7, tail @ ..] = rest {
        let low = *b0 as u64 | (*b1 as u64) << 8 | (*b2 as u64) << 16 | (*b3 as u64) << 24;
        let high = *b4 as u64 | (*b5 as u64) << 8 | (*b6 as u64) << 16 | (*b7 as u64) << 24;
        let word = low | high << 32;
        hash = (hash.rotate_left(29) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        rest = tail;
    }
    while let [byte, tail @ ..] = rest {
        hash = (hash ^ *byte as u64).wrapping_mul(0x0100_0000_01b3);
        rest = tail;
    }
    let mut rest = parameters;
    while let [parameter, tail @ ..] = rest {
        if *parameter == KEYLESS {
            return KEYLESS;
        }
        hash = (hash.rotate_left(23) ^ *parameter).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        rest = tail;
    }
    hash
}
