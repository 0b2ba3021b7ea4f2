//! Rules of a map that is flattened, which are checked when the object around it ends.

use core::fmt::Debug;
use formwork::{Category, Generate};
use formwork_derive_tests::everywhere;
use proptest::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, PartialEq, Serialize, Generate)]
struct Scored {
    id: u8,
    #[generate(len = 1..=2)]
    #[serde(flatten)]
    scores: BTreeMap<String, u8>,
    last: bool,
}

#[derive(Debug, PartialEq, Serialize, Generate)]
struct Checked {
    id: u8,
    #[generate(check = has_a, warn = has_b)]
    #[serde(flatten)]
    scores: BTreeMap<String, u8>,
}

fn has_a(scores: &BTreeMap<String, u8>) -> Result<(), String> {
    if scores.contains_key("a") { Ok(()) } else { Err("must have an `a`".into()) }
}

fn has_b(scores: &BTreeMap<String, u8>) -> bool {
    scores.contains_key("b")
}

fn broken<T: Generate + PartialEq + Debug>(text: &str) {
    assert_eq!(everywhere::<T>(text), Err((Category::Rule, text.len(), "$".into())), "{text}");
}

#[test]
fn the_length_of_a_map() {
    let scores = proptest::collection::btree_map("[a-z]{3}", any::<u8>(), 1..=2);
    formwork_derive_tests::read_back((any::<u8>(), scores).prop_map(|(id, scores)| Scored { id, scores, last: true }));
    assert!(everywhere::<Scored>(r#"{"a":1,"id":1,"last":true,"b":2}"#).is_ok());
    broken::<Scored>(r#"{"id":1,"last":true}"#);
    broken::<Scored>(r#"{"a":1,"id":1,"b":2,"last":true,"c":3}"#);
}

#[test]
fn a_check_of_a_map() {
    let scores = proptest::collection::btree_map("[a-h]{2}", any::<u8>(), 0..3);
    formwork_derive_tests::read_back((any::<u8>(), scores, any::<u8>()).prop_map(|(id, mut scores, a)| {
        scores.insert("a".into(), a);
        Checked { id, scores }
    }));
    assert!(everywhere::<Checked>(r#"{"b":1,"id":1,"a":2}"#).is_ok());
    broken::<Checked>(r#"{"b":1,"id":1}"#);
    broken::<Checked>(r#"{"id":1}"#);
    let mut parser = formwork::Parser::<Checked>::new();
    parser.push(br#"{"a":1,"id":1}"#).unwrap();
    assert_eq!(parser.warnings().len(), 1);
}
