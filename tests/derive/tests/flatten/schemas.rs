//! The texts for each dialect.

use crate::types::*;
use formwork::Generate;
use std::collections::BTreeSet;

/// What a map adds to the properties, which the server enforces behind them.
#[test]
fn a_map_stands_beside_the_properties() {
    let schema = concat!(
        r#"{"type":"object","properties":{"id":{"type":"integer","minimum":0,"maximum":255},"last":{"type":"string"}},"#,
        r#""required":["id","last"],"additionalProperties":{"type":"integer","minimum":-32768,"maximum":32767},"#,
        r#""description":"A map of numbers."}"#,
    );
    assert_eq!([Scores::SCHEMA, Scores::SCHEMA_OPENAI, Scores::SCHEMA_STANDARD], [schema; 3]);
    assert_eq!(Scores::OUTLINE, "{\n  // 0 to 255\n  \"id\": integer,\n  \"last\": string,\n  [key: string]: integer\n}");
    assert!(Loose::SCHEMA.ends_with(r#""additionalProperties":{"anyOf":[{"type":"object"},{"type":"array"},{"type":"string"},{"type":"number"},{"type":"boolean"},{"type":"null"}]}}"#));
    assert_eq!(
        Loose::SCHEMA_STANDARD,
        r#"{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":{}}"#
    );
    assert_eq!(
        Sided::SCHEMA.replace(r#"{"type":"integer","minimum":0,"maximum":255}"#, "byte"),
        r#"{"type":"object","properties":{"id":byte,"left":byte,"right":byte},"required":["id"],"additionalProperties":false}"#
    );
}

#[derive(Generate)]
#[allow(dead_code, reason = "only described")]
struct Alarm {
    /// Where.
    room: String,
    #[generate(flatten)]
    cause: Cause,
    loud: bool,
}

#[derive(Generate)]
#[serde(tag = "cause")]
#[allow(dead_code, reason = "only described")]
enum Cause {
    /// It burns.
    Fire {
        floor: Option<bool>,
    },
    Test,
}

#[test]
fn an_enum_is_distributed() {
    let room = r#""room":{"type":"string","description":"Where."}"#;
    let variants = format!(
        r#""anyOf":[{{"type":"object","properties":{{{room},"cause":{{"type":"string","const":"Fire"}},"floor":{{"type":["boolean","null"]}},"loud":{{"type":"boolean"}}}},"required":["room","cause","floor","loud"],"additionalProperties":false,"description":"It burns."}},{{"type":"object","properties":{{{room},"cause":{{"type":"string","const":"Test"}},"loud":{{"type":"boolean"}}}},"required":["room","cause","loud"],"additionalProperties":false}}]"#
    );
    assert_eq!(Alarm::SCHEMA, format!("{{{variants}}}"));
    // The root is no object there, which that dialect wants.
    let wrapped = format!(
        r#"{{"type":"object","properties":{{"value":{{{variants}}}}},"required":["value"],"additionalProperties":false}}"#
    );
    assert_eq!(Alarm::SCHEMA_OPENAI, wrapped);
    let standard =
        variants.replace(r#""cause","floor","loud""#, r#""cause","loud""#).replace(r#","additionalProperties":false"#, "");
    assert_eq!(Alarm::SCHEMA_STANDARD, format!("{{{standard}}}"));
    let outline = r#"
  // It burns.
  | {
    // Where.
    "room": string,
    "cause": "Fire",
    "floor": boolean | null,
    "loud": boolean
  }
  | {
    "room": string,
    "cause": "Test",
    "loud": boolean
  }"#;
    assert_eq!(Alarm::OUTLINE, outline);
    assert_eq!(Vec::<Alarm>::OUTLINE, format!("({outline})[]"));
}

#[test]
fn an_option_is_there_or_not() {
    let schema = |schema: &str| schema.replace(r#"{"type":"integer","minimum":0,"maximum":255}"#, "byte");
    let present = r#""id":byte,"x":{"type":"integer","minimum":-2147483648,"maximum":2147483647},"label":{"type":["string","null"]},"last":{"type":"boolean"}"#;
    assert_eq!(
        schema(Placed::SCHEMA),
        format!(
            r#"{{"anyOf":[{{"type":"object","properties":{{{present}}},"required":["id","x","label","last"],"additionalProperties":false}},{{"type":"object","properties":{{"id":byte,"last":{{"type":"boolean"}}}},"required":["id","last"],"additionalProperties":false}}]}}"#
        )
    );
    assert_eq!(
        schema(Placed::SCHEMA_STANDARD),
        format!(
            r#"{{"anyOf":[{{"type":"object","properties":{{{present}}},"required":["id","x","last"]}},{{"type":"object","properties":{{"id":byte,"x":false,"label":false,"last":{{"type":"boolean"}}}},"required":["id","last"]}}]}}"#
        )
    );
    let outline = r#"
  | {
    // 0 to 255
    "id": integer,
    "x": integer,
    "label": string | null,
    "last": boolean
  }
  | {
    "id": integer,
    "last": boolean
  }"#;
    assert_eq!(Placed::OUTLINE, outline);
}

/// The properties of the variants of the other three sorts of enums, without the struct's own.
#[test]
fn each_way_of_tagging_has_its_properties() {
    fn properties<T: Generate>() -> Vec<String> {
        let schema: serde_json::Value = serde_json::from_str(T::SCHEMA).unwrap();
        let cases = schema["anyOf"].as_array().unwrap().iter();
        // Sorted: in which order `serde_json` has them depends on its features.
        let names = |case: &serde_json::Value| case["properties"].as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
        cases.map(|case| names(case).into_iter().collect::<Vec<_>>().join(" ")).collect()
    }
    assert_eq!(properties::<Drawn>(), ["Circle id", "Square id", "Empty id", "Line id"]);
    assert_eq!(properties::<Sent>(), ["c id t", "c id t", "c id t", "id t"]);
    assert_eq!(properties::<Untold>(), ["both id left", "both id right", "id"]);
    assert!(Drawn::SCHEMA.contains(r#"{"type":"object","properties":{"Empty":{"type":"null"},"id":"#));
    assert!(Sent::SCHEMA.contains(r#""required":["id","t","c"]"#), "the tag first: {}", Sent::SCHEMA);
}

/// What is flattened is written in its place: a definition of it would be one that nothing refers to.
#[test]
fn what_is_flattened_twice_is_no_definition() {
    #[derive(Generate)]
    #[allow(dead_code, reason = "only described")]
    struct Both {
        one: Generic<Kind>,
        other: Event,
    }
    assert!(!Both::SCHEMA.contains("$defs"), "{}", Both::SCHEMA);
    let definitions = Node::SCHEMA.split_once("\"$defs\":").unwrap().1;
    assert!(definitions.starts_with(r#"{"Node":{"anyOf":["#), "{definitions}");
}
