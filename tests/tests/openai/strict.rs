//! `OpenAI`'s dialect: what it sends for every sort of type, and what it refuses, with the path.

use formwork::model::{Call, Format};
use formwork::protocol::openai::{Flavor, ask};
use formwork::{Dialect, ErrorKind, Generate, OpenAi, openai};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(Generate)]
struct Part {
    /// How many.
    count: u8,
    color: Color,
}

#[derive(Generate)]
enum Color {
    Red,
    Green,
}

#[derive(Generate)]
enum Shape {
    Point,
    Circle { radius: f64 },
    Pair(Part, Part),
}

#[derive(Generate)]
#[serde(tag = "type")]
enum Tagged {
    Empty,
    Part(Part),
}

#[derive(Generate)]
struct All {
    #[generate(len = 1..=20)]
    text: String,
    #[generate(range = 1..=9)]
    number: u8,
    maybe: Option<Part>,
    parts: Vec<Part>,
    set: BTreeSet<u8>,
    pair: (u8, bool),
    three: [u8; 3],
    shape: Shape,
    tagged: Tagged,
    /// The tree.
    tree: Tree,
    #[generate(flatten)]
    more: More,
    #[generate(format = "email")]
    mail: String,
    #[generate(pattern = "^[a-z]{2}$")]
    letters: String,
    #[serde(default)]
    level: u32,
}

#[derive(Generate)]
struct More {
    more: bool,
}

#[derive(Generate)]
struct Tree {
    leaf: bool,
    children: Vec<Tree>,
}

/// Every keyword that strict schemas know.
const KEYWORDS: [&str; 18] = [
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "anyOf",
    "enum",
    "const",
    "$ref",
    "$defs",
    "description",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "multipleOf",
];

fn check(schema: &Value, root: bool) {
    let Some(schema) = schema.as_object() else { panic!("{schema} is no schema") };
    for (keyword, value) in schema {
        let known = KEYWORDS.contains(&keyword.as_str()) || matches!(keyword.as_str(), "minLength" | "maxLength");
        assert!(known, "{keyword} is not one of strict schemas: {schema:?}");
        match keyword.as_str() {
            "properties" | "$defs" => value.as_object().unwrap().values().for_each(|inner| check(inner, false)),
            "items" => check(value, false),
            "anyOf" => value.as_array().unwrap().iter().for_each(|inner| check(inner, false)),
            "$ref" => assert_eq!(schema.len(), 1, "nothing may stand beside a reference: {schema:?}"),
            _ => {}
        }
    }
    if schema.get("type").is_some_and(|name| name == "object") {
        let names: BTreeSet<_> = schema["properties"].as_object().unwrap().keys().cloned().collect();
        let required: BTreeSet<_> =
            schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect();
        assert_eq!(names, required, "every property is required");
        assert_eq!(schema["additionalProperties"], false);
    } else {
        assert!(!root, "the root is an object: {schema:?}");
    }
}

fn strict<T: Generate>() {
    check(&serde_json::from_str(T::SCHEMA_OPENAI).unwrap(), true);
    assert_eq!(Format::of::<T>().refusal(Dialect::OpenAi), None);
}

#[test]
fn every_sort_of_type_keeps_the_rules() {
    strict::<All>();
    strict::<Part>();
    strict::<Color>();
    strict::<Shape>();
    strict::<Tagged>();
    strict::<Tree>();
    strict::<Option<Part>>();
    strict::<Vec<Part>>();
    strict::<Vec<Tree>>();
    strict::<(u8, String)>();
    strict::<bool>();
    strict::<u64>();
    strict::<()>();
}

const _: () = openai::assert_strict::<All>();

#[test]
fn a_wrapped_root_keeps_its_docs_and_definitions() {
    assert_eq!(
        Vec::<bool>::SCHEMA_OPENAI,
        r#"{"type":"object","properties":{"value":{"type":"array","items":{"type":"boolean"}}},"required":["value"],"additionalProperties":false}"#
    );
    let schema: Value = serde_json::from_str(Vec::<Tree>::SCHEMA_OPENAI).unwrap();
    assert_eq!(schema["properties"]["value"]["items"]["$ref"], "#/$defs/Tree");
    assert!(schema["$defs"]["Tree"].is_object());
    let schema: Value = serde_json::from_str(<(u8, bool)>::SCHEMA_OPENAI).unwrap();
    let pair = &schema["properties"]["value"];
    assert_eq!((pair["minItems"].as_u64(), pair["maxItems"].as_u64()), (Some(2), Some(2)));
}

#[derive(Generate)]
struct Shop {
    orders: Vec<Order>,
}

#[derive(Generate)]
struct Order {
    prices: HashMap<String, f64>,
}

#[derive(Generate)]
struct Loose {
    name: String,
    rest: Vec<serde_json::Value>,
}

#[derive(Generate)]
struct Branch {
    counts: BTreeMap<String, u8>,
    twigs: Vec<Branch>,
}

#[derive(Generate)]
#[serde(untagged)]
enum Either {
    Text(String),
    Order(Order),
}

macro_rules! nested {
    ($outer:ident $inner:ty) => {
        #[derive(Generate)]
        struct $outer {
            a: $inner,
        }
    };
}

nested!(L1 bool);
nested!(L2 L1);
nested!(L3 L2);
nested!(L4 L3);
nested!(L5 L4);
nested!(L6 L5);
nested!(L7 L6);
nested!(L8 L7);
nested!(L9 L8);
nested!(L10 L9);
nested!(L11 L10);

fn refusal<T: Generate>() -> String {
    let error = ask("m", &Call::new("x").format(Format::of::<T>()), Flavor::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    // The same type goes to a server of one's own.
    for dialect in [Dialect::Ollama, Dialect::Standard] {
        let mut flavor = Flavor::default();
        flavor.dialect = dialect;
        assert!(ask("m", &Call::new("x").format(Format::of::<T>()), flavor).is_ok());
    }
    error.to_string()
}

#[test]
fn what_does_not_fit_is_refused_with_its_path() {
    for (said, path) in [
        (refusal::<Shop>(), "`orders[].prices`"),
        (refusal::<Loose>(), "`rest[]`"),
        (refusal::<HashMap<String, u8>>(), "the type"),
        (refusal::<Vec<serde_json::Value>>(), "`[]`"),
        (refusal::<Branch>(), "`counts`"),
        (refusal::<Vec<Branch>>(), "`Branch.counts`"),
        (refusal::<Either>(), "`Order.prices`"),
        (refusal::<L11>(), "`a.a.a.a.a.a.a.a.a.a`"),
        (refusal::<Vec<L10>>(), "`[].a.a.a.a.a.a.a.a.a`"),
    ] {
        assert!(said.starts_with(&format!("{path} does not fit OpenAI's structured outputs: ")), "{said}");
        assert!(said.ends_with("or choose another dialect for a server of your own"), "{said}");
    }
    strict::<L10>();
    strict::<Vec<L9>>();
}

#[test]
fn the_dialect_is_chosen_where_the_client_is_made() {
    let model = OpenAi::builder("m").url("http://localhost:1").dialect(Dialect::Standard).build();
    assert!(model.is_ok());
}
