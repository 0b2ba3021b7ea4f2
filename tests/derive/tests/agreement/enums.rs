//! Enums, written in each of the ways there are.

use crate::structs::{Newtype, Wrapper, wrapper};
use crate::{bytes, text};
use formwork::Generate;
use formwork_derive_tests::{agree, refuse};
use proptest::prelude::*;
use serde::Serialize;

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
