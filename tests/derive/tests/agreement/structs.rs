//! Structs of every form.

use crate::text;
use formwork::Generate;
use formwork_derive_tests::{agree, refuse};
use proptest::prelude::*;
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
struct Named {
    #[serde(rename = "the name")]
    name: String,
    age: u8,
    r#type: Option<Box<Named>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
struct Pair(u8, String);

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
pub(crate) struct Newtype(#[generate(range = 0..=120)] pub(crate) u8);

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
struct Unit;

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
struct Empty {}

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
struct Tree(Vec<Tree>);

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
pub(crate) struct Wrapper<T> {
    pub(crate) value: T,
    pub(crate) list: Vec<T>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
struct Flat {
    first: u8,
    #[serde(flatten)]
    inner: Wrapper<bool>,
    #[serde(skip)]
    skipped: u8,
    #[serde(default)]
    last: String,
}

fn named() -> impl Strategy<Value = Named> {
    let leaf = (text(), any::<u8>()).prop_map(|(name, age)| Named { name, age, r#type: None });
    leaf.prop_recursive(3, 6, 1, |inner| {
        (text(), any::<u8>(), inner).prop_map(|(name, age, inner)| Named { name, age, r#type: Some(Box::new(inner)) })
    })
}

pub(crate) fn wrapper<T: Arbitrary>() -> impl Strategy<Value = Wrapper<T>> {
    (any::<T>(), proptest::collection::vec(any::<T>(), 0..3)).prop_map(|(value, list)| Wrapper { value, list })
}

#[test]
fn structs() {
    agree(named());
    agree((any::<u8>(), text()).prop_map(|(number, text)| Pair(number, text)));
    agree((0..=120_u8).prop_map(Newtype));
    agree(Just(Unit));
    agree(Just(Empty {}));
    let leaf = Just(Tree(Vec::new()));
    agree(leaf.prop_recursive(3, 8, 3, |inner| proptest::collection::vec(inner, 0..3).prop_map(Tree)));
    agree(wrapper::<u8>());
    agree(wrapper::<Option<bool>>());
    agree((any::<u8>(), wrapper::<bool>(), text()).prop_map(|(first, inner, last)| Flat { first, inner, skipped: 0, last }));
    refuse::<Newtype>("121");
    refuse::<Pair>("[1]");
    refuse::<Named>(r#"{"the name":"x"}"#);
    refuse::<Named>(r#"{"the name":"x","age":256}"#);
    refuse::<Flat>(r#"{"first":1,"value":true}"#);
}
