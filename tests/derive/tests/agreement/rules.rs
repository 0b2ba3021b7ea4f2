//! The rules of fields: what keeps them is read, and what breaks one is refused by the parser and by the schema.

use crate::structs::Newtype;
use formwork::{Generate, from_str};
use formwork_derive_tests::{agree, refuse};
use proptest::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

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
