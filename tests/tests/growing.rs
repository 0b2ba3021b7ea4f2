//! What a parser tells of a growing value: which parts changed, and JSON of what is known.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(dead_code, missing_docs, clippy::pedantic, clippy::panic, clippy::unwrap_used, reason = "a test")]

use formwork::{Generate, Parser, Step};
use formwork_tests::{Everything, Nothing, Part, document};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn changes(parser: &Parser<Vec<Part>>) -> Vec<String> {
    parser.changes().map(|change| format!("{change}{}", if change.is_done() { "." } else { "" })).collect()
}

#[test]
fn changes_since_the_last_piece() {
    let mut parser = Parser::<Vec<Part>>::new().with_changes();
    let mut push = |text: &str| {
        parser.push(text.as_bytes()).unwrap();
        changes(&parser)
    };
    assert_eq!(push(r#"[{"rows":"#), ["[0]"]);
    assert_eq!(push(r#"[[true,fal"#), ["[0].rows[0][0].", "[0].rows[0][1]", "[0].rows[0]", "[0].rows", "[0]"]);
    assert_eq!(push("se"), ["[0].rows[0][1].", "[0].rows[0]", "[0].rows", "[0]"]);
    assert_eq!(push(r#"]],"x":{"rows":[[true"#), ["[0].rows[0].", "[0].rows.", "[0]"]);
    assert_eq!(push(r#"]]},"näme \"quoted\"":"a"},{"#), [r#"[0]["näme \"quoted\""]."#, "[0].", "[1]"]);
    assert_eq!(
        parser.changes().map(|change| change.top().clone()).collect::<Vec<_>>(),
        [Step::Index(0), Step::Index(0), Step::Index(1)]
    );
    let mut parser = Parser::<Vec<Part>>::new();
    parser.push(br#"[{"rows":[]"#).unwrap();
    assert_eq!(parser.changes().count(), 0, "not asked for");
}

/// Containers of every sort, inside one another.
#[derive(Debug, Generate)]
struct Nested {
    map: BTreeMap<String, (u8, Vec<bool>)>,
    shape: Shape,
    animal: Animal,
}

#[derive(Debug, Generate)]
enum Shape {
    Circle { radius: f64 },
}

#[derive(Debug, Generate)]
#[serde(tag = "kind")]
enum Animal {
    Cat { names: Vec<String> },
}

#[test]
fn changes_in_containers_of_every_sort() {
    let text = r#"{"map":{"a b":[1,[true,false]]},"shape":{"Circle":{"radius":1.5}},"animal":{"kind":"Cat","names":["x","y"]}}"#;
    let all = [
        r#"map["a b"][0]"#,
        r#"map["a b"][1][0]"#,
        r#"map["a b"][1][1]"#,
        r#"map["a b"][1]"#,
        r#"map["a b"]"#,
        "map",
        "shape.Circle.radius",
        "shape.Circle",
        "shape",
        "animal.names[0]",
        "animal.names[1]",
        "animal.names",
        "animal",
    ];
    for step in [1, 2, 3, 7, 1000] {
        let mut parser = Parser::<Nested>::new().with_changes();
        let mut done = Vec::new();
        for piece in text.as_bytes().chunks(step) {
            parser.push(piece).unwrap();
            let changes: Vec<_> = parser.changes().collect();
            done.extend(changes.iter().filter(|change| change.is_done()).map(ToString::to_string));
            for change in changes.iter().map(ToString::to_string) {
                assert!(all.contains(&change.as_str()), "{change} in steps of {step}");
            }
        }
        assert_eq!(done, all, "in steps of {step}");
    }
}

#[test]
fn json_of_what_is_known() {
    let mut parser = Parser::<Vec<Part>>::new().with_partial_json();
    let mut push = |text: &str| {
        parser.push(text.as_bytes()).unwrap();
        parser.partial_json()
    };
    assert_eq!(push(" "), "null");
    assert_eq!(push("["), " []");
    assert_eq!(push(r#"{"näme \"quo"#), " [{}]");
    assert_eq!(push(r#"ted\"": "#), " [{}]");
    assert_eq!(push(r#""gr\ud83d"#), r#" [{"näme \"quoted\"": "gr"}]"#);
    assert_eq!(push(r#"\ude00 x"#), r#" [{"näme \"quoted\"": "gr\ud83d\ude00 x"}]"#);
    assert_eq!(push(r#"","rows":[[tr"#), r#" [{"näme \"quoted\"": "gr\ud83d\ude00 x","rows":[[]]}]"#);
    assert_eq!(push("ue,"), r#" [{"näme \"quoted\"": "gr\ud83d\ude00 x","rows":[[true]]}]"#);
    assert_eq!(push(r#"false]]}]"#), r#" [{"näme \"quoted\"": "gr\ud83d\ude00 x","rows":[[true,false]]}]"#);
    let mut parser = Parser::<Nothing>::new().with_partial_json();
    parser.push(br#"{"unknown":"gr"#).unwrap();
    assert_eq!(parser.partial_json(), "{}", "only strings that the type knows are shown while they grow");
}

proptest! {
    #[test]
    fn partial_json_is_json_and_only_grows((value, text) in document()) {
        let mut parser = Parser::<Everything>::new().with_partial_json().with_changes();
        let mut before = serde_json::Value::Null;
        for byte in text.bytes() {
            parser.push(&[byte]).unwrap();
            let now: serde_json::Value = serde_json::from_str(&parser.partial_json()).unwrap();
            prop_assert!(follows(&now, &before), "{} -> {}", before, now);
            before = now;
            for change in parser.changes() {
                let path = change.path();
                prop_assert_eq!(path.steps().last(), change.steps_outwards().next());
                prop_assert_eq!(path.steps().first(), Some(change.top()));
            }
        }
        prop_assert_eq!(parser.partial_json(), text);
        prop_assert_eq!(parser.finish(), Ok(value));
    }
}

fn follows(now: &serde_json::Value, before: &serde_json::Value) -> bool {
    use serde_json::Value::*;
    match (now, before) {
        (_, Null) => true,
        (Object(now), Object(before)) => before.iter().all(|(key, before)| now.get(key).is_some_and(|now| follows(now, before))),
        (Array(now), Array(before)) => {
            now.len() >= before.len() && now.iter().zip(before).all(|(now, before)| follows(now, before))
        }
        (String(now), String(before)) => now.starts_with(before.as_str()),
        (now, before) => now == before,
    }
}
