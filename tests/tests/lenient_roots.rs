//! What leniency makes of roots of every sort: where prose ends, and that a strict document means the same.
#![allow(missing_docs, clippy::pedantic, clippy::unwrap_used, reason = "a test")]

use formwork::{Category, Generate, Lenient, from_slice};
use formwork_tests::leniently::{everywhere, read, value};
use proptest::prelude::*;
use serde::Serialize;
use std::fmt::Debug;

#[test]
fn prose_ends_at_a_bracket_that_the_value_can_begin_with() {
    let node = |text: &str| (value::<Outside>(text), everywhere::<Outside>(text, Lenient::AROUND).1);
    assert_eq!(node("Sure [1]: {\"Number\": 7}."), (Outside::Number(7), "Sure [1]: ".into()));
    assert_eq!(node("\"Unit\""), (Outside::Unit, String::new()));
    assert_eq!(node("```json\n\"Unit\"\n```"), (Outside::Unit, "```json\n".into()));
    assert_eq!(node("Sure!\n```\n\"Unit\"\n```"), (Outside::Unit, "Sure!\n```\n".into()));
    assert_eq!(node("<think>{}</think>Well, ``{\"Number\":1}``").0, Outside::Number(1));
    let any = |text: &str| (value::<Untold>(text), everywhere::<Untold>(text, Lenient::AROUND).1);
    assert_eq!(any("1. Here you are: {\"a\": 1}"), (Untold::Object { a: 1 }, "1. Here you are: ".into()));
    assert_eq!(any("7 of them: [1, 2]"), (Untold::List(vec![1, 2]), "7 of them: ".into()));
    assert_eq!(any("true to form: [1]"), (Untold::List(vec![1]), "true to form: ".into()));
    assert_eq!(any("- [1]"), (Untold::List(vec![1]), "- ".into()));
    assert_eq!(any(" 7.5e3 \n"), (Untold::Number(7500.0), String::new()));
    assert_eq!(any("```\ntrue```"), (Untold::Flag(true), "```\n".into()));
    assert_eq!(any("\"a [1]\""), (Untold::Text("a [1]".into()), String::new()));
    assert_eq!(value::<serde_json::Value>("Here: {\"a\": [1]}"), serde_json::json!({"a": [1]}));
    assert_eq!(everywhere::<Untold>("nothing at all", Lenient::ALL).0.unwrap_err().category(), Category::Incomplete);
    // What is looked at again with each piece has a bound.
    let digits = format!("0.{}", "1".repeat(3000));
    assert_eq!(read::<Untold>(digits.as_bytes(), 0, Lenient::ALL).0, Ok(Untold::Number(1.0 / 9.0)));
    let spaces = format!("7{}", " ".repeat(3000));
    assert_eq!(read::<Untold>(spaces.as_bytes(), 0, Lenient::ALL).0, Ok(Untold::Number(7.0)));
}

/// A root of each sort that may or may not begin with a bracket.
#[derive(Debug, Clone, PartialEq, Generate, Serialize)]
enum Outside {
    Unit,
    Number(i64),
    Fields { text: String, list: Vec<Option<f64>> },
}

#[derive(Debug, Clone, PartialEq, Generate, Serialize)]
#[serde(tag = "t")]
enum Inside {
    Unit,
    Fields { text: Option<String>, flag: bool },
}

#[derive(Debug, Clone, PartialEq, Generate, Serialize)]
#[serde(untagged)]
enum Untold {
    Null,
    Flag(bool),
    Number(f64),
    Text(String),
    List(Vec<u8>),
    Object { a: u8 },
}

fn outside() -> impl Strategy<Value = Outside> {
    let list = proptest::collection::vec(proptest::option::of(float()), 0..3);
    prop_oneof![
        Just(Outside::Unit),
        any::<i64>().prop_map(Outside::Number),
        (words(), list).prop_map(|(text, list)| Outside::Fields { text, list })
    ]
}

fn inside() -> impl Strategy<Value = Inside> {
    let fields = (proptest::option::of(words()), any::<bool>());
    prop_oneof![Just(Inside::Unit), fields.prop_map(|(text, flag)| Inside::Fields { text, flag })]
}

fn untold() -> impl Strategy<Value = Untold> {
    prop_oneof![
        Just(Untold::Null),
        any::<bool>().prop_map(Untold::Flag),
        float().prop_map(Untold::Number),
        words().prop_map(Untold::Text),
        proptest::collection::vec(any::<u8>(), 0..3).prop_map(Untold::List),
        any::<u8>().prop_map(|a| Untold::Object { a })
    ]
}

fn float() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>().prop_filter("finite", |value| value.is_finite()), (-9..9_i8).prop_map(f64::from)]
}

/// What leniency looks for, in a string.
fn words() -> impl Strategy<Value = String> {
    let word =
        prop::sample::select(vec!["None", "null", "<think>", "```\n", "{", "]", "'", "\"", "//", "#", ",", "1:", " ", "é"]);
    proptest::collection::vec(word, 0..5).prop_map(|words| words.concat())
}

/// JSON of the value, and with white space wherever it can be.
fn written<T: Serialize>(value: &T, around: &str) -> [String; 2] {
    let compact = serde_json::to_string(value).unwrap();
    let pretty = serde_json::to_string_pretty(value).unwrap();
    [compact, format!("{around}{pretty}{around}")]
}

fn means_the_same<T: Generate + PartialEq + Debug + Serialize>(value: T, around: &str) {
    for text in written(&value, around) {
        for lenient in [Lenient::AROUND, Lenient::REPAIR, Lenient::ALL] {
            let found = everywhere::<T>(&text, lenient);
            assert_eq!(found, (Ok(from_slice(text.as_bytes()).unwrap()), String::new(), String::new(), Vec::new()), "{text}");
            assert_eq!(found.0.as_ref(), Ok(&value), "{text}");
        }
    }
}

proptest! {
    #[test]
    fn a_strict_root_of_any_sort_means_the_same(
        (outside, inside, untold) in (outside(), inside(), untold()),
        keys in proptest::collection::btree_map(any::<i8>(), words(), 0..3),
        around in "[ \n\r\t]{0,3}",
    ) {
        means_the_same(Some(keys.clone()), &around);
        means_the_same(keys, &around);
        means_the_same(serde_json::json!([untold]), &around);
        means_the_same(serde_json::json!(untold), &around);
        means_the_same(vec![Some(untold.clone()).filter(|value| *value != Untold::Null)], &around);
        means_the_same(untold, &around);
        means_the_same(None::<Vec<u8>>, &around);
        means_the_same(Some(outside.clone()), &around);
        means_the_same(outside, &around);
        means_the_same(Some(inside.clone()), &around);
        means_the_same(inside, &around);
    }
}
