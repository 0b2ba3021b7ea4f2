//! Attributes that no other test is about: literal defaults, lengths for a whole type, and who reads a field.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::{Generate, from_str};
use formwork_derive_tests::{agree, read_back, refuse};
use proptest::prelude::*;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn standard<T: Generate>() -> Value {
    serde_json::from_str(T::SCHEMA_STANDARD).unwrap()
}

#[derive(Debug, PartialEq, Generate)]
struct Settings {
    #[generate(default = 3)]
    retries: u8,
    #[generate(default = -1.5)]
    offset: f64,
    #[generate(default = true)]
    verbose: bool,
    #[generate(default = "Ada".to_owned())]
    name: String,
    #[generate(default = vec![1, 2])]
    list: Vec<u8>,
    #[generate(default = Some(5))]
    maybe: Option<u8>,
    #[generate(default = "seven")]
    by_function: u8,
    #[generate(default)]
    by_type: u8,
    #[generate(skip, default = 9)]
    not_received: u8,
}

fn seven() -> u8 {
    7
}

#[test]
fn defaults_are_expressions() {
    let settings = from_str::<Settings>("{}").unwrap();
    let expected = Settings {
        retries: 3,
        offset: -1.5,
        verbose: true,
        name: "Ada".into(),
        list: vec![1, 2],
        maybe: Some(5),
        by_function: 7,
        by_type: 0,
        not_received: 9,
    };
    assert_eq!(settings, expected);
    assert_eq!(from_str::<Settings>(r#"{"retries":4,"name":"Bob"}"#).unwrap().retries, 4);
    let schema = standard::<Settings>();
    assert_eq!(schema["required"], json!([]));
    assert_eq!(schema["properties"]["retries"]["default"], json!(3));
    assert_eq!(schema["properties"]["offset"]["default"], json!(-1.5));
    assert_eq!(schema["properties"]["name"].get("default"), None, "only a literal is known to the schema");
    assert!(Settings::OUTLINE.contains("// 3 where nothing is said of it"), "{}", Settings::OUTLINE);
}

/// Everything is bounded but what says so itself.
#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
#[generate(strings = ..=4, lists = 1..=2)]
struct Bounded {
    text: String,
    maybe: Option<String>,
    boxed: Box<str>,
    #[generate(len = ..=6)]
    own: String,
    #[generate(pattern = "^[a-z]*$")]
    pattern: String,
    #[generate(check = lower)]
    checked: String,
    list: Vec<String>,
    set: BTreeSet<u8>,
    map: BTreeMap<String, u8>,
    #[generate(unique)]
    unique: Vec<u8>,
    #[generate(unique)]
    corners: [u8; 2],
    number: u8,
    next: Option<Box<Bounded>>,
}

#[expect(clippy::ptr_arg, reason = "`check` is given the field")]
fn lower(text: &String) -> bool {
    text.chars().all(char::is_lowercase)
}

#[test]
fn a_type_bounds_its_fields() {
    let value = Bounded {
        text: "four".into(),
        maybe: Some("four".into()),
        boxed: "four".into(),
        own: "sixsix".into(),
        pattern: "longer than four".replace(' ', ""),
        checked: "four".into(),
        list: vec!["the elements have no bound".into()],
        set: [1].into(),
        map: [("neither have keys".into(), 1)].into(),
        unique: vec![1, 2],
        corners: [3, 4],
        number: 200,
        next: None,
    };
    let nested = Bounded { next: Some(Box::new(value.clone())), ..value.clone() };
    agree(prop_oneof![Just(value.clone()), Just(nested)]);
    let text = serde_json::to_string(&value).unwrap();
    for (from, to) in [
        (r#""text":"four""#, r#""text":"fives""#),
        (r#""maybe":"four""#, r#""maybe":"fives""#),
        (r#""boxed":"four""#, r#""boxed":"fives""#),
        ("sixsix", "seven77"),
        (r#""checked":"four""#, r#""checked":"fives""#),
        (r#"["the elements have no bound"]"#, "[]"),
        (r#""set":[1]"#, r#""set":[1,2,3]"#),
        (r#"{"neither have keys":1}"#, "{}"),
        ("[1,2]", "[1,2,3]"),
        ("[1,2]", "[1,1]"),
        ("[3,4]", "[3,3]"),
    ] {
        let broken = text.replace(from, to);
        assert_ne!(broken, text, "{from}");
        refuse::<Bounded>(&broken);
    }
    let schema: Value = serde_json::from_str(Bounded::SCHEMA).unwrap();
    assert_eq!(schema["properties"]["text"]["maxLength"], json!(4));
    assert_eq!(schema["properties"]["maybe"]["maxLength"], json!(4));
    assert_eq!(schema["properties"]["own"]["maxLength"], json!(6));
    assert_eq!(schema["properties"]["list"]["maxItems"], json!(2));
}

/// A type that only serde knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Coordinates {
    x: i8,
    y: i8,
}

#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
struct Place {
    name: String,
    /// Where it is.
    #[generate(
        with = "serde",
        schema = r#"{"type":"object","properties":{"x":{"type":"integer"},"y":{"type":"integer"}},"required":["x","y"]}"#
    )]
    at: Coordinates,
    #[generate(with = "serde", schema = r#"{"type":"string","pattern":"^[0-9]+ m$"}"#)]
    height: Height,
    last: bool,
}

/// A type with a form of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Height(u16);

impl Serialize for Height {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{} m", self.0))
    }
}

impl<'de> Deserialize<'de> for Height {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number = text.strip_suffix(" m").and_then(|number| number.parse().ok());
        number.map(Self).ok_or_else(|| serde::de::Error::custom("expected a height such as `12 m`"))
    }
}

#[test]
fn serde_reads_what_it_is_asked_to() {
    let places = ("[a-z]{0,4}", any::<(i8, i8)>(), any::<u16>(), any::<bool>());
    read_back(places.prop_map(|(name, (x, y), height, last)| Place {
        name,
        at: Coordinates { x, y },
        height: Height(height),
        last,
    }));
    refuse::<Place>(r#"{"name":"","at":{"x":1},"height":"1 m","last":true}"#);
    let error = from_str::<Place>(r#"{"name":"","at":{"x":1,"y":2},"height":"1 km","last":true}"#).unwrap_err();
    assert!(error.to_string().contains("expected a height such as `12 m`"), "{error}");
    assert_eq!(error.path().to_string(), "height");
    let schema: Value = serde_json::from_str(Place::SCHEMA).unwrap();
    assert_eq!(schema["properties"]["height"], json!({"type": "string", "pattern": "^[0-9]+ m$"}));
    assert_eq!(schema["properties"]["at"]["description"], json!("Where it is."));
}

/// A space may be any, but a model may only write one that a JSON string can hold as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Generate)]
struct Spaced(#[generate(pattern = r"^[a-z]\s[\s,]\S[^\s]$")] String);

#[test]
fn a_server_writes_no_space_that_json_escapes() {
    agree("[a-z][ \t\n\r][ \t\n\r,][a-z][a-z]".prop_map(Spaced));
    let schema: Value = serde_json::from_str(Spaced::SCHEMA).unwrap();
    assert_eq!(schema["pattern"], json!(r#"^[a-z][ ][ ,][^ \t\n\r"\\\x00-\x1F\x7F][^ \t\n\r"\\\x00-\x1F\x7F]$"#));
}
