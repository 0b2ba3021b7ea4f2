//! Collections that are made from a list when it is complete.

use crate::Generate;
use crate::json::{Convert, Converted, List};
use crate::schema::{Edge, Kind, Shape, identify};
use crate::types::keys::{Hashed, Ordered};
use core::hash::{BuildHasher, Hash};
use std::borrow::Cow;
use std::collections::{BTreeSet, BinaryHeap, HashSet, LinkedList, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

impl<T: 'static, const N: usize> Convert<Vec<T>> for [T; N] {
    fn convert(value: Vec<T>) -> Result<Self, String> {
        let found = value.len();
        value.try_into().map_err(|_| format!("must have {N} elements, found {found}"))
    }
}

impl<T: Generate, const N: usize> Generate for [T; N] {
    type Partial = Converted<List<T>, Self>;
    const SHAPE: Edge = Edge::new(&Shape::anonymous(Kind::Array(T::SHAPE, N)), identify("array", &[T::SHAPE.id(), N as u64]));
}

/// Implements `Generate` for collections that take any list: bounds of the elements, and how it is made.
macro_rules! lists {
    ($($type:ty $(where T: $bound:ident)?;)*) => { $(
        impl<T: 'static $(+ $bound)?> Convert<Vec<T>> for $type {
            fn convert(value: Vec<T>) -> Result<Self, String> {
                Ok(value.into_iter().collect())
            }
        }

        impl<T: Generate $(+ $bound)?> Generate for $type {
            type Partial = Converted<List<T>, Self>;
            const SHAPE: Edge = <Vec<T>>::SHAPE;
        }
    )* };
}

lists! {
    VecDeque<T>;
    LinkedList<T>;
    Box<[T]>;
    Rc<[T]>;
    Arc<[T]>;
    BinaryHeap<T> where T: Ord;
    Cow<'static, [T]> where T: Clone;
}

/// Makes a set, in which nothing may be twice.
pub(crate) fn set<T, S: Default>(value: Vec<T>, mut insert: impl FnMut(&mut S, T) -> bool) -> Result<S, String> {
    let mut set = S::default();
    for (index, element) in value.into_iter().enumerate() {
        if !insert(&mut set, element) {
            return Err(format!("element {index} is there twice"));
        }
    }
    Ok(set)
}

/// The shape of a set.
pub(crate) const fn set_shape<T: Generate>() -> Edge {
    Edge::new(const { &Shape::anonymous(Kind::Set(T::SHAPE)) }, identify("set", &[T::SHAPE.id()])).list()
}

impl<T: Eq + Hash + 'static, S: BuildHasher + Default + 'static> Convert<Vec<T>> for HashSet<T, S> {
    fn convert(value: Vec<T>) -> Result<Self, String> {
        set(value, Self::insert)
    }
}

impl<T: Hashed, S: BuildHasher + Default + 'static> Generate for HashSet<T, S> {
    type Partial = Converted<List<T>, Self>;
    const SHAPE: Edge = set_shape::<T>();
}

impl<T: Ord + 'static> Convert<Vec<T>> for BTreeSet<T> {
    fn convert(value: Vec<T>) -> Result<Self, String> {
        set(value, Self::insert)
    }
}

impl<T: Ordered> Generate for BTreeSet<T> {
    type Partial = Converted<List<T>, Self>;
    const SHAPE: Edge = set_shape::<T>();
}
