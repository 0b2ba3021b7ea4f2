//! The derive against serde, an independent schema validator, and its own rules: for each type, values from a strategy.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, clippy::trivially_copy_pass_by_ref, reason = "a test fails by panicking")]

use formwork::{Generate, from_str};
use formwork_derive_tests::{agree, refuse};
use proptest::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::{NonZeroI16, NonZeroU32};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

fn text() -> impl Strategy<Value = String> {
    any::<Vec<char>>().prop_map(|characters| characters.into_iter().take(8).collect())
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..5)
}

fn float() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("JSON has no others", |value| value.is_finite())
}

#[test]
fn numbers() {
    agree(any::<u8>());
    agree(any::<i8>());
    agree(any::<u16>());
    agree(any::<i32>());
    agree(any::<u64>());
    agree(any::<i64>());
    agree(float());
    agree(any::<f32>().prop_filter("finite", |value| value.is_finite()));
    agree(any::<bool>());
    agree(any::<NonZeroU32>());
    agree(any::<NonZeroI16>());
}

#[test]
fn strings() {
    agree(text());
    agree(any::<char>());
    agree(text().prop_map(Box::<str>::from));
    agree(text().prop_map(Arc::<str>::from));
    agree(any::<Ipv4Addr>());
    agree(any::<Ipv6Addr>());
    agree(any::<IpAddr>());
    agree(text().prop_map(std::path::PathBuf::from));
}

#[test]
fn containers() {
    agree(any::<Option<u8>>());
    agree(bytes());
    agree(any::<[u8; 3]>());
    agree(any::<(u8,)>());
    agree((any::<u8>(), text(), any::<Option<bool>>()));
    agree(bytes().prop_map(HashSet::<u8>::from_iter));
    agree(bytes().prop_map(BTreeSet::<u8>::from_iter));
    agree(bytes().prop_map(VecDeque::from));
    agree(proptest::collection::hash_map(text(), any::<u8>(), 0..4));
    agree(proptest::collection::btree_map(any::<u8>(), any::<bool>(), 0..4));
    agree(proptest::collection::hash_map(any::<i16>(), bytes(), 0..4));
    agree(any::<Box<u8>>());
    agree(any::<u8>().prop_map(Rc::new));
    agree(proptest::collection::vec(any::<Option<(u8, bool)>>(), 0..4));
    agree(Just(()));
    agree((any::<u64>(), 0..1_000_000_000_u32).prop_map(|(seconds, nanos)| Duration::new(seconds, nanos)));
    refuse::<HashSet<u8>>("[1,1]");
    refuse::<[u8; 2]>("[1]");
    refuse::<[u8; 2]>("[1,2,3]");
    refuse::<(u8, u8)>("[1]");
    refuse::<BTreeMap<u8, bool>>(r#"{"x":true}"#);
}

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
struct Newtype(#[generate(range = 0..=120)] u8);

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
struct Unit;

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
struct Empty {}

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
struct Tree(Vec<Tree>);

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
struct Wrapper<T> {
    value: T,
    list: Vec<T>,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Generate)]
#[serde(rename_all = "kebab-case")]
enum Choice {
    First,
    SecondOne,
    #[serde(rename = "3")]
    Third,
}

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
enum External {
    Unit,
    Newtype(Newtype),
    Tuple(u8, bool),
    Struct { a: u8, b: Option<String> },
}

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Internal {
    Unit,
    NewType(Wrapper<u8>),
    Struct { a: u8, b: Option<String> },
}

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Unit,
    Newtype(Newtype),
    Tuple(u8, bool),
    Struct { a: u8, b: Option<String> },
}

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
#[serde(untagged)]
enum Untagged {
    Unit,
    Number(i32),
    Text(String),
    First { a: u8, b: u8 },
    Second { a: u8, c: String },
    List(Vec<u8>),
}

fn named() -> impl Strategy<Value = Named> {
    let leaf = (text(), any::<u8>()).prop_map(|(name, age)| Named { name, age, r#type: None });
    leaf.prop_recursive(3, 6, 1, |inner| {
        (text(), any::<u8>(), inner).prop_map(|(name, age, inner)| Named { name, age, r#type: Some(Box::new(inner)) })
    })
}

fn wrapper<T: Arbitrary>() -> impl Strategy<Value = Wrapper<T>> {
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

fn choice() -> impl Strategy<Value = Choice> {
    prop_oneof![Just(Choice::First), Just(Choice::SecondOne), Just(Choice::Third)]
}

#[test]
fn enums() {
    let option = || proptest::option::of(text());
    agree(choice());
    agree(proptest::collection::btree_map(choice(), any::<u8>(), 0..3));
    agree(prop_oneof![
        Just(External::Unit),
        (0..=120_u8).prop_map(|age| External::Newtype(Newtype(age))),
        any::<(u8, bool)>().prop_map(|(a, b)| External::Tuple(a, b)),
        (any::<u8>(), option()).prop_map(|(a, b)| External::Struct { a, b }),
    ]);
    agree(prop_oneof![
        Just(Internal::Unit),
        wrapper().prop_map(Internal::NewType),
        (any::<u8>(), option()).prop_map(|(a, b)| Internal::Struct { a, b }),
    ]);
    agree(prop_oneof![
        Just(Adjacent::Unit),
        (0..=120_u8).prop_map(|age| Adjacent::Newtype(Newtype(age))),
        any::<(u8, bool)>().prop_map(|(a, b)| Adjacent::Tuple(a, b)),
        (any::<u8>(), option()).prop_map(|(a, b)| Adjacent::Struct { a, b }),
    ]);
    agree(prop_oneof![
        Just(Untagged::Unit),
        any::<i32>().prop_map(Untagged::Number),
        text().prop_map(Untagged::Text),
        any::<(u8, u8)>().prop_map(|(a, b)| Untagged::First { a, b }),
        (any::<u8>(), text()).prop_map(|(a, c)| Untagged::Second { a, c }),
        bytes().prop_map(Untagged::List),
    ]);
    refuse::<Choice>(r#""Third""#);
    refuse::<External>(r#"{"Newtype":121}"#);
    refuse::<Internal>(r#"{"a":1}"#);
    refuse::<Adjacent>(r#"{"t":"Tuple"}"#);
    refuse::<Untagged>("true");
}

fn even(number: &i32) -> bool {
    number % 2 == 0
}

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
#[generate(deny_unknown)]
struct Ruled {
    #[generate(pattern = r"^\d{3}-\w+( [a-z]|\.)?$", title = "Code", example = "123-abc")]
    code: String,
    #[generate(len = 2..=4)]
    short: String,
    #[generate(unique, len = ..=3)]
    list: Vec<i32>,
    #[generate(one_of = ["s", "m"])]
    size: Option<String>,
    #[generate(one_of = [1, 2, 5])]
    coin: u8,
    #[generate(check = even, multiple_of = 3)]
    step: i32,
    #[generate(exclusive_minimum = 0, maximum = 1.5)]
    ratio: f64,
    #[generate(len = 1..)]
    map: BTreeMap<String, Newtype>,
    #[generate(format = "email")]
    mail: String,
}

#[test]
fn rules() {
    let value = Ruled {
        code: "123-abc x".into(),
        short: "éé".into(),
        list: vec![1, 2],
        size: Some("s".into()),
        coin: 5,
        step: 6,
        ratio: 0.5,
        map: [("a".into(), Newtype(1))].into(),
        mail: "a@example.org".into(),
    };
    agree(Just(value.clone()));
    let text = serde_json::to_string(&value).unwrap();
    for (from, to) in [
        ("123-abc", "12-abc"),
        ("abc x", "abc xy"),
        ("éé", "é"),
        ("éé", "ééééé"),
        ("[1,2]", "[1,1]"),
        ("[1,2]", "[1,2,3,4]"),
        ("\"s\"", "\"l\""),
        ("\"coin\":5", "\"coin\":3"),
        ("\"step\":6", "\"step\":4"),
        ("0.5", "0"),
        ("0.5", "1.6"),
        ("{\"a\":1}", "{}"),
        ("{\"a\":1}", "{\"a\":121}"),
        ("a@example.org", "example"),
        ("\"coin\"", "\"extra\":1,\"coin\""),
    ] {
        let broken = text.replace(from, to);
        assert_ne!(broken, text, "{from}");
        refuse::<Ruled>(&broken);
    }
    // Only the function knows.
    assert!(from_str::<Ruled>(&text.replace("\"step\":6", "\"step\":9")).is_err());
}
