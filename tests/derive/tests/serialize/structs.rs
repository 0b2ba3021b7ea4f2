//! Structs, and what their fields can be.

use crate::now;
use formwork::{Generate, Lenient, Parser, partial::Slot};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;

/// None of these types is `Serialize`.
#[derive(Generate)]
struct Character {
    name: String,
    age: u8,
    is_hero: bool,
    height: f32,
    nickname: Option<String>,
    mood: Mood,
    home: Option<Place>,
    friends: Vec<Place>,
    scores: HashMap<String, Vec<u64>>,
    position: (i8, String, f64),
    code: Code,
    #[generate(check = is_short)]
    motto: String,
    notes: Value,
    tree: Tree,
}

#[derive(Generate)]
#[serde(rename_all = "kebab-case")]
enum Mood {
    VeryHappy,
    #[serde(alias = "blue")]
    Sad,
}

#[derive(Generate)]
struct Place {
    #[serde(rename = "the \"name\"", alias = "name")]
    name: String,
    size: f64,
    mood: Mood,
}

#[derive(Generate)]
struct Code(#[generate(len = ..=8)] String);

#[derive(Generate)]
pub(crate) struct Tree {
    children: Vec<Tree>,
}

fn is_short(text: &String) -> bool {
    text.len() < 100
}

const DOCUMENT: &str = r#"{
    "name": "Ada \"the\\first\" \u00e9\ud83d\ude00\n", "age": 36, "is_hero": true, "height": 1.7, "nickname": null,
    "mood": "very-happy", "home": {"the \"name\"": "Lo\tndon", "size": 1.5e3, "mood": "sad"},
    "friends": [{"the \"name\"": "a", "size": 2.0, "mood": "sad"}, {"the \"name\"": "b", "size": -0.0, "mood": "very-happy"}],
    "scores": {"x\ny": [1, 2, 18446744073709551615], "z": [], "": [0]}, "position": [-5, "here", 0.1], "code": "abc\u0020d",
    "motto": "On!", "notes": {"z": [1, {"a": "b"}, "c"], "a": null}, "tree": {"children": [{"children": []}, {"children": [{"children": []}]}]}
}"#;

/// The same from the parser's own JSON.
fn known<T: Generate>(text: &str) -> Value {
    let mut parser = Parser::<T>::new().with_partial_json();
    parser.push(text.as_bytes()).unwrap();
    serde_json::from_str(&parser.partial_json()).unwrap()
}

#[test]
fn it_is_what_the_parser_says_of_the_same_text() {
    formwork_derive_tests::shown::<Character>(&DOCUMENT.replace("\\u00e9", "é")).unwrap();
    for cut in 0..=DOCUMENT.len() {
        let text = &DOCUMENT[..cut];
        let found: Value = serde_json::from_str(&now::<Character>(text)).unwrap();
        // That a word ends is known before what comes after it, but for words in values of any type.
        let ends_a_word = ["true", "null"].iter().any(|word| text.ends_with(word));
        let same = found == known::<Character>(text) || ends_a_word && found == known::<Character>(&DOCUMENT[..=cut]);
        assert!(same, "{found} of {text}");
    }
}

#[test]
fn only_what_is_known_has_a_key() {
    let show = now::<Character>;
    assert_eq!(show(""), "null");
    assert_eq!(show("{"), "{}");
    assert_eq!(show(r#"{"name":"#), "{}");
    assert_eq!(show(r#"{"name":""#), r#"{"name":""}"#);
    assert_eq!(show(r#"{"name":"A\ud83d"#), r#"{"name":"A"}"#);
    assert_eq!(show(r#"{"name":"Ada","age":3"#), r#"{"name":"Ada"}"#, "it may be 36");
    assert_eq!(show(r#"{"name":"Ada","age":3,"is_hero":tru"#), r#"{"name":"Ada","age":3}"#);
    assert_eq!(show(r#"{"nickname":nul"#), "{}");
    assert_eq!(show(r#"{"nickname":null"#), r#"{"nickname":null}"#);
    assert_eq!(show(r#"{"mood":"very-hap"#), "{}");
    assert_eq!(show(r#"{"mood":"very-happy""#), r#"{"mood":"very-happy"}"#);
    assert_eq!(show(r#"{"home":{"#), r#"{"home":{}}"#);
    assert_eq!(show(r#"{"friends":["#), r#"{"friends":[]}"#);
    assert_eq!(show(r#"{"friends":[{"the \"name\"":"a"#), r#"{"friends":[{"the \"name\"":"a"}]}"#);
    assert_eq!(show(r#"{"scores":{"a":[1,2"#), r#"{"scores":{"a":[1]}}"#);
    assert_eq!(show(r#"{"position":[1,"x"#), r#"{"position":[1,"x"]}"#);
    assert_eq!(show(r#"{"code":"ab"#), r#"{"code":"ab"}"#, "a newtype is its content");
    assert_eq!(show(r#"{"notes":{"a":[1,2"#), r#"{"notes":{"a":[1]}}"#);
    assert_eq!(show(r#"{"notes":{"a":"tex"#), r#"{"notes":{}}"#, "the type does not know that it is a string");
    assert_eq!(show(r#"{"notes":1"#), "{}");
    assert_eq!(now::<u8>("1"), "null");
    assert_eq!(now::<u8>("1 "), "1");
}

#[test]
fn the_order_is_that_of_the_declaration() {
    assert_eq!(now::<Character>(r#"{"age":1,"unknown":"x","name":"Ad"#), r#"{"name":"Ad","age":1}"#);
    let map = r#"{"z":{"the \"name\"":"n","size":1.0,"mood":"sad"},"a":{"the \"name\"":""}}"#;
    assert_eq!(now::<HashMap<String, Place>>(&map[..map.len() - 3]), map, "a map's is that of the text");
}

#[test]
fn a_value_is_written_the_same_however_it_came() {
    let text = r#"[{"name":"a","x":[{}],"size":1,"mood":"blue"},{"the \"name\"":"b","size":1,"mood":"blue"}, {"the \"name\"":"c","size":1E2,"mood":"sad"} ,{"#;
    let expected = concat!(
        r#"[{"the \"name\"":"a","size":1.0,"mood":"sad"},{"the \"name\"":"b","size":1.0,"mood":"sad"},"#,
        r#"{"the \"name\"":"c","size":100.0,"mood":"sad"},{}]"#
    );
    for step in [1, 2, 7, 40, 1000] {
        let mut parser = Parser::<Vec<Place>>::new();
        for piece in text.as_bytes().chunks(step) {
            parser.push(piece).unwrap();
        }
        assert_eq!(serde_json::to_string(parser.partial()).unwrap(), expected, "in steps of {step}");
        assert_eq!(parser.partial_mut().drain().count(), 3);
        assert_eq!(serde_json::to_string(parser.partial()).unwrap(), "[{}]", "what was moved out is not there");
    }
    let mut parser = Parser::<Vec<u8>>::new().with_leniency(Lenient::ALL);
    parser.push(b"Here: ['1', 2, 3").unwrap();
    assert_eq!(serde_json::to_string(parser.partial()).unwrap(), "[1,2]");
}

#[test]
fn parts_serialize_too() {
    let mut parser = Parser::<Character>::new();
    parser.push(br#"{"home":{"the \"name\"":"Lon"#).unwrap();
    #[derive(Serialize)]
    struct Event<'a> {
        kind: &'static str,
        value: &'a CharacterPartial,
        home: Option<&'a PlacePartial>,
    }
    let value = parser.partial();
    let event = Event { kind: "partial", value, home: value.home.get() };
    let text = r#"{"kind":"partial","value":{"home":{"the \"name\"":"Lon"}},"home":{"the \"name\"":"Lon"}}"#;
    assert_eq!(serde_json::to_string(&event).unwrap(), text);
    let mut out = String::new();
    value.home.write_known(&mut out);
    assert_eq!(out, r#"{"the \"name\"":"Lon"}"#);
}
