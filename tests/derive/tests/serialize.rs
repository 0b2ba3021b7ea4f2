//! What serde makes of partial values. Of documents of many types, cut at every byte, `agreement` says the same of all.
#![allow(dead_code, clippy::pedantic, clippy::ptr_arg, clippy::unwrap_used, reason = "a test")]

use formwork::{Generate, Lenient, Parser, partial::Slot};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

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
struct Tree {
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

fn now<T: Generate<Partial: Serialize>>(text: &str) -> String {
    let mut parser = Parser::<T>::new();
    parser.push(text.as_bytes()).unwrap();
    serde_json::to_string(parser.partial()).unwrap()
}

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

#[derive(Generate)]
enum External {
    Unit,
    Content(Vec<u8>),
    Fields { a: Option<u8>, b: String },
}

#[derive(Generate)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Internal {
    Unit,
    Content(Boxed),
    Fields { a: u8, b: String },
}

#[derive(Generate)]
struct Boxed(Tree);

#[derive(Generate)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Unit,
    Content(Vec<u8>),
}

#[derive(Generate)]
#[serde(untagged)]
enum Untagged {
    Unit,
    Number(u8),
    First { a: u8, b: String },
    Second { a: u8, c: String },
}

/// Until it is known which variant it is, an enum shows nothing.
#[test]
fn enums() {
    let show = now::<External>;
    assert_eq!(show(r#""Uni"#), "null");
    assert_eq!(show(r#""Unit""#), r#""Unit""#);
    assert_eq!(show(r#"{"Conten"#), "null");
    assert_eq!(show(r#"{"Content""#), "{}");
    assert_eq!(show(r#"{"Content":[1,2"#), r#"{"Content":[1]}"#);
    assert_eq!(show(r#"{"Fields":{"b":"x"#), r#"{"Fields":{"b":"x"}}"#);
    assert_eq!(now::<Vec<External>>(r#"["Unit",{"Content":[1]},{"Fie"#), r#"["Unit",{"Content":[1]}]"#);
    let show = now::<Internal>;
    assert_eq!(show(r#"{"kind":"uni"#), "null");
    assert_eq!(show(r#"{"kind":"unit""#), r#"{"kind":"unit"}"#);
    assert_eq!(show(r#"{"kind":"content""#), r#"{"kind":"content"}"#);
    assert_eq!(show(r#"{"kind":"content","children":[{"#), r#"{"kind":"content","children":[{}]}"#);
    assert_eq!(show(r#"{"kind":"fields","a":1,"b":"x"#), r#"{"kind":"fields","a":1,"b":"x"}"#);
    assert_eq!(show(r#"{"a":1,"#), "null");
    assert_eq!(show(r#"{"a":1,"kind":"fields","b":"x"}"#), r#"{"kind":"fields","a":1,"b":"x"}"#);
    let show = now::<Adjacent>;
    assert_eq!(show(r#"{"t":"Unit""#), r#"{"t":"Unit"}"#);
    assert_eq!(show(r#"{"t":"Content","c":"#), r#"{"t":"Content"}"#);
    assert_eq!(show(r#"{"t":"Content","c":[1,2"#), r#"{"t":"Content","c":[1]}"#);
    assert_eq!(show(r#"{"c":[1,2],"t":"Content"}"#), r#"{"t":"Content","c":[1,2]}"#);
    let show = now::<Untagged>;
    assert_eq!(show("null"), "null");
    assert_eq!(show("1 "), "1");
    assert_eq!(show(r#"{"a":1,"b":"x"#), "null", "both have `a`");
    assert_eq!(show(r#"{"a":1,"b":"x"}"#), r#"{"a":1,"b":"x"}"#);
    assert_eq!(show(r#"{"c":"x"#), r#"{"c":"x"}"#);
}

#[derive(Generate)]
struct Outer {
    first: u8,
    #[serde(flatten)]
    inner: Inner,
    last: Vec<Keyed>,
}

#[derive(Generate)]
struct Inner {
    a: String,
    #[serde(flatten)]
    place: Innermost,
}

#[derive(Generate)]
struct Innermost {
    b: Option<u8>,
}

#[derive(Generate)]
struct Keyed {
    numbers: BTreeMap<i8, String>,
    #[generate(with = "serde", schema = r#"{"type":"array"}"#)]
    other: Vec<u16>,
    big: u128,
    small: Option<i128>,
}

#[test]
fn fields_of_flattened_structs_stand_in_the_outer_object() {
    let show = now::<Outer>;
    assert_eq!(show("{"), "{}");
    assert_eq!(show(r#"{"b":1,"#), r#"{"b":1}"#);
    assert_eq!(show(r#"{"b":null,"last":[],"a":"x"#), r#"{"a":"x","b":null,"last":[]}"#);
    let text = r#"{"first":1,"a":"x","b":2,"last":[{"numbers":{"-1":"a","2":"b"},"other":[1,2],"big":340282366920938463463374607431768211455,"small":-170141183460469231731687303715884105728},{"numbers":{"5":"x"}}]}"#;
    assert_eq!(show(&text[..text.len() - 4]), format!("{}}}]}}", &text[..text.len() - 3]), "{text}");
}

#[derive(Generate)]
struct Around<T> {
    first: u8,
    #[serde(flatten)]
    rest: T,
    last: String,
}

#[derive(Generate)]
#[serde(untagged)]
enum Objects {
    First { a: u8, b: String },
    Second { a: u8, c: String },
}

#[test]
fn the_keys_of_what_is_flattened_stand_in_the_outer_object() {
    let show = now::<Around<HashMap<String, Vec<u8>>>>;
    assert_eq!(show(r#"{"first":1,"#), r#"{"first":1}"#);
    assert_eq!(show(r#"{"z":[1,2"#), r#"{"z":[1]}"#);
    assert_eq!(show(r#"{"z\n\"":[1,2],"last":"x","first":1,"a":[3,"#), r#"{"first":1,"z\n\"":[1,2],"a":[3],"last":"x"}"#);
    assert_eq!(show(r#"{"first":1,"last":"x"}"#), r#"{"first":1,"last":"x"}"#);
    let show = now::<Around<Value>>;
    assert_eq!(show(r#"{"z":{"a":1 },"first":1,"b":[1,"#), r#"{"first":1,"z":{"a":1},"b":[1]}"#);
    let show = now::<Around<Option<Keyed>>>;
    assert_eq!(show(r#"{"first":1,"last":"x"}"#), r#"{"first":1,"last":"x"}"#);
    assert_eq!(show(r#"{"first":1,"other":[1],"big":2,"la"#), r#"{"first":1,"other":[1],"big":2}"#);
    let show = now::<Around<External>>;
    assert_eq!(show(r#"{"first":1,"Unit":null,"last":"x"#), r#"{"first":1,"Unit":null,"last":"x"}"#);
    assert_eq!(show(r#"{"Fields":{"b":"x"#), r#"{"Fields":{"b":"x"}}"#);
    assert_eq!(show(r#"{"Content":[1,2],"last":"x"#), r#"{"Content":[1,2],"last":"x"}"#);
    let show = now::<Around<Internal>>;
    assert_eq!(show(r#"{"kind":"unit","first":1,"#), r#"{"first":1,"kind":"unit"}"#);
    assert_eq!(show(r#"{"kind":"fields","first":1,"b":"x"#), r#"{"first":1,"kind":"fields","b":"x"}"#);
    let show = now::<Around<Adjacent>>;
    assert_eq!(show(r#"{"t":"Content","first":1,"c":[1,2"#), r#"{"first":1,"t":"Content","c":[1]}"#);
    let show = now::<Around<Objects>>;
    assert_eq!(show(r#"{"a":1,"last":"y","#), r#"{"last":"y"}"#, "both have `a`");
    assert_eq!(show(r#"{"last":"y","c":"x"#), r#"{"c":"x","last":"y"}"#);
}

#[test]
fn what_is_flattened_is_a_part_of_the_text_at_every_byte() {
    let shown = formwork_derive_tests::shown::<Around<HashMap<String, Vec<u8>>>>;
    shown(r#"{"z":[1,2],"first":1,"a":[3],"last":"x","b":[]}"#).unwrap();
    formwork_derive_tests::shown::<Around<Option<Innermost>>>(r#"{"first":1,"b":2,"last":"x"}"#).unwrap();
    let shown = formwork_derive_tests::shown::<Around<External>>;
    shown(r#"{"first":1,"Fields":{"a":1,"b":"x"},"last":"x"}"#).unwrap();
    shown(r#"{"first":1,"Unit":null,"last":"x"}"#).unwrap();
    formwork_derive_tests::shown::<Around<Internal>>(r#"{"a":1,"first":1,"kind":"fields","last":"x","b":"x"}"#).unwrap();
    formwork_derive_tests::shown::<Around<Adjacent>>(r#"{"t":"Content","last":"x","c":[1,2],"first":1}"#).unwrap();
    // A list of such objects is read in one go.
    let shown = formwork_derive_tests::shown::<Vec<Around<HashMap<String, Vec<u8>>>>>;
    shown(r#"[{"z":[1,2],"first":1,"last":"x"},{"first":1,"last":"x","b":[7]}]"#).unwrap();
}

/// What an enum's partial value lends is written as the enum is.
#[test]
fn a_variant_is_serialized_as_its_enum() {
    fn case<C: formwork::Generate<Partial = formwork::partial::Tagged<P>>, P: Serialize>(text: &str) -> String {
        let mut parser = Parser::<C>::new();
        parser.push(text.as_bytes()).unwrap();
        serde_json::to_string(&parser.partial().case()).unwrap()
    }
    assert_eq!(case::<External, _>(r#"{"Fields":{"b":"x"#), r#"{"Fields":{"b":"x"}}"#);
    assert_eq!(case::<External, _>(r#""Unit""#), r#""Unit""#);
    assert_eq!(case::<Internal, _>(r#"{"kind":"fields","b":"x"#), r#"{"kind":"fields","b":"x"}"#);
    assert_eq!(case::<Internal, _>(r#"{"kind":"unit""#), r#"{"kind":"unit"}"#);
    assert_eq!(case::<Adjacent, _>(r#"{"t":"Content","c":[1,2"#), r#"{"t":"Content","c":[1]}"#);
    assert_eq!(case::<Untagged, _>(r#"{"c":"x"#), r#"{"c":"x"}"#);
    assert_eq!(case::<Untagged, _>("1"), "null");
    assert_eq!(case::<Generic<u8>, _>(r#"{"Other":7}"#), r#"{"Other":7}"#);
}

#[derive(Generate)]
enum Generic<T> {
    One(T),
    Other(T),
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
