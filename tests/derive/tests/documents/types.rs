//! The types, and what documents of them have.

use crate::json::{Node, Nodes, any_text, anything, list, number, object, small, text, word};
use formwork::Generate;
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

macro_rules! types {
    ($($item:item)*) => { $( #[derive(Debug, PartialEq, Generate, Deserialize)] $item )* };
}

types! {
    pub(crate) struct Plain {
        a: u8,
        #[serde(rename = "b \"é\"", alias = "bee")]
        b: Option<String>,
        #[serde(default)]
        list: Vec<u8>,
        inner: Option<Box<Plain>>,
    }

    #[serde(deny_unknown_fields)]
    pub(crate) struct Strict {
        a: u8,
        flag: bool,
        pair: (u8, String),
    }

    pub(crate) struct Maps {
        words: BTreeMap<String, Option<u8>>,
        numbers: HashMap<i8, Vec<bool>>,
        any: Value,
    }

    pub(crate) enum External {
        Unit,
        One(u8),
        Two(u8, String),
        Fields { a: u8, b: Option<bool> },
    }

    #[serde(tag = "t")]
    pub(crate) enum Internal {
        X,
        Y { a: u8, list: Vec<u8> },
        Z(Plain),
        Rest(Flat),
    }

    #[serde(tag = "t", content = "c")]
    pub(crate) enum Adjacent {
        X,
        Y(u8),
        Z { a: u8 },
        List(Vec<u8>),
    }

    #[serde(tag = "t")]
    pub(crate) enum Open {
        #[serde(alias = "Y")]
        X { a: Option<u8> },
        #[serde(other)]
        Other,
    }

    #[serde(rename_all = "kebab-case")]
    pub(crate) enum Choice {
        First,
        #[serde(alias = "2nd")]
        SecondOne,
    }

    pub(crate) struct Parts {
        pair: [u8; 2],
        set: BTreeSet<u8>,
        tuple: (Option<bool>, Vec<Choice>, Open),
        nested: Option<Vec<Option<Open>>>,
        float: f64,
        kinds: HashMap<String, Internal>,
        mixed: Vec<Mixed>,
    }

    /// Variants that begin alike.
    #[serde(untagged)]
    pub(crate) enum Mixed {
        Choice(Choice),
        Tagged(Adjacent),
        Numbers(Vec<u8>),
        Words(Vec<String>),
        Map(BTreeMap<String, u8>),
    }

    #[serde(untagged)]
    pub(crate) enum Untagged {
        Nothing,
        Number(u8),
        Text(String),
        List(Vec<u8>),
        First { a: u8, b: Option<u8> },
        Second { c: u8, d: Vec<u8> },
    }

    pub(crate) struct Enums {
        external: External,
        internal: Vec<Internal>,
        adjacent: Option<Adjacent>,
        untagged: BTreeMap<String, Untagged>,
    }

    pub(crate) struct Flat {
        own: u8,
        #[serde(flatten)]
        rest: BTreeMap<String, Value>,
    }

    pub(crate) struct Beside<T> {
        first: u8,
        #[serde(flatten)]
        inner: T,
        last: Option<bool>,
    }

    pub(crate) struct Nested {
        id: u8,
        #[serde(flatten)]
        beside: Beside<Internal>,
        note: String,
    }
}

pub(crate) fn plain_fields() -> Vec<(&'static str, Nodes)> {
    vec![("a", small()), ("b \"é\"", any_text()), ("list", list(small())), ("inner", leaf())]
}

fn leaf() -> Nodes {
    object(vec![("a", number()), ("bee", any_text()), ("list", list(number()))])
}

pub(crate) fn plain() -> Nodes {
    object(plain_fields())
}

pub(crate) fn strict() -> Nodes {
    let pair = (small(), any_text()).prop_map(|(a, b)| Node::List(vec![a, b]));
    object(vec![("a", number()), ("flag", word(&["true", "false"])), ("pair", pair.boxed())])
}

pub(crate) fn maps() -> Nodes {
    let words = object(vec![("t", small()), ("é\n", small())]);
    let numbers = object(vec![("1", list(word(&["true"]))), ("-7", list(word(&["false"])))]);
    object(vec![("words", words), ("numbers", numbers), ("any", anything())])
}

pub(crate) fn external_fields() -> Vec<(&'static str, Nodes)> {
    vec![("Fields", object(vec![("a", small()), ("b", word(&["true", "null"]))]))]
}

pub(crate) fn external() -> Nodes {
    prop_oneof![
        text(&["Unit", "One", "Other"]),
        object(external_fields()),
        object(vec![("One", small())]),
        object(vec![("Unit", small())])
    ]
    .boxed()
}

pub(crate) fn internal_fields() -> Vec<(&'static str, Nodes)> {
    vec![("t", text(&["X", "Y", "Z", "Rest", "Y"])), ("a", small()), ("list", list(small()))]
}

pub(crate) fn internal() -> Nodes {
    let with_id = || internal_fields().into_iter().chain([("own", small())]).collect();
    prop_oneof![object(internal_fields()), object(with_id())].boxed()
}

pub(crate) fn adjacent_fields() -> Vec<(&'static str, Nodes)> {
    vec![("t", text(&["X", "Y", "Z", "List"])), ("c", prop_oneof![small(), object(vec![("a", small())]), list(small())].boxed())]
}

pub(crate) fn adjacent() -> Nodes {
    object(adjacent_fields())
}

pub(crate) fn untagged() -> Nodes {
    let first = object(vec![("a", small()), ("b", small())]);
    let second = object(vec![("c", small()), ("d", list(small()))]);
    prop_oneof![word(&["null", "true"]), number(), any_text(), list(number()), first, second].boxed()
}

pub(crate) fn enums_of_all_sorts() -> Nodes {
    let map = object(vec![("one", untagged()), ("two", untagged())]);
    object(vec![("external", external()), ("internal", list(internal())), ("adjacent", adjacent()), ("untagged", map)])
}

pub(crate) fn flat() -> Nodes {
    object(vec![("own", small()), ("other", anything())])
}

pub(crate) fn beside(inner: Vec<(&'static str, Nodes)>) -> Nodes {
    object(inner.into_iter().chain([("first", small()), ("last", word(&["true", "null"]))]).collect())
}

pub(crate) fn nested() -> Nodes {
    let own = [("id", small()), ("first", small()), ("last", word(&["true", "null"])), ("note", any_text())];
    object(internal_fields().into_iter().chain(own).collect())
}

fn open() -> Nodes {
    object(vec![("t", text(&["X", "Y", "Z", ""])), ("a", small())])
}

fn choice() -> Nodes {
    text(&["first", "second-one", "2nd", "First"])
}

fn mixed() -> Nodes {
    let map = object(vec![("a", small()), ("t", small())]);
    prop_oneof![choice(), adjacent(), list(small()), list(any_text()), map].boxed()
}

pub(crate) fn parts() -> Nodes {
    let tuple = (word(&["true", "null"]), list(choice()), open()).prop_map(|(a, b, c)| Node::List(vec![a, b, c]));
    let float = prop_oneof![number(), word(&["-0.0", "1e400", "0.1e-7", "12345678901234567890", "01", "1."])];
    object(vec![
        ("pair", prop_oneof![3 => (small(), small()).prop_map(|(a, b)| Node::List(vec![a, b])), 1 => list(small())].boxed()),
        ("set", list(small())),
        ("tuple", tuple.boxed()),
        ("nested", list(prop_oneof![open(), word(&["null"])].boxed())),
        ("float", float.boxed()),
        ("kinds", object(vec![("a", internal()), ("b", internal())])),
        ("mixed", list(mixed())),
    ])
}
