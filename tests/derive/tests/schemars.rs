//! The `Standard` schema means the same as schemars' for the same type: after the differences of form that `docs/derive.md`
//! lists are taken away, the two are equal.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "the types are only described")]

use formwork::Generate;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU8;

type Schema = Map<String, Value>;

/// A difference of form: as it is in the docs, and what takes it away from either schema.
type Difference = (&'static str, fn(&mut Schema));

const DIFFERENCES: &[Difference] = &[
    ("Integers carry the bounds of their Rust type instead of its name as a `format`.", |schema| {
        if let Some((minimum, maximum)) = schema.get("format").and_then(Value::as_str).and_then(bounds) {
            schema.remove("format");
            schema.entry("minimum").or_insert(minimum);
            schema.entry("maximum").or_insert(maximum);
        }
    }),
    ("`f32` and `f64` are not told apart by a `format`.", |schema| {
        if matches!(schema.get("format").and_then(Value::as_str), Some("float" | "double")) {
            schema.remove("format");
        }
    }),
    ("Enums with data are `anyOf`, not `oneOf`.", |schema| {
        if let Some(cases) = schema.remove("oneOf") {
            schema.insert("anyOf".into(), cases);
        }
    }),
    ("Variants without data are one `enum`, also where they have docs, which are in the outline.", |schema| {
        let Some(Value::Array(cases)) = schema.get_mut("anyOf") else {
            return;
        };
        let names: Vec<_> =
            cases.iter().filter_map(|case| case.get("const").filter(|_| case.get("properties").is_none())).cloned().collect();
        if names.is_empty() {
            return;
        }
        cases.retain(|case| case.get("const").is_none());
        cases.push(json!({"type": "string", "enum": names}));
        if let [only] = cases.as_slice() {
            *schema = only.as_object().unwrap().clone();
        }
    }),
    (
        "What may be null is a type list for scalars and `anyOf` for the rest; schemars has lists for arrays, and `anyOf` for named types.",
        |schema| {
            let Some(Value::Array(names)) = schema.get("type").cloned() else {
                return;
            };
            if let Some(Value::Array(choices)) = schema.get_mut("enum") {
                choices.retain(|choice| !choice.is_null());
            }
            schema.insert("type".into(), names[0].clone());
            *schema = [("anyOf".to_owned(), json!([schema.clone(), {"type": names[1]}]))].into_iter().collect();
        },
    ),
    ("The cases of an enum stand in another order.", |schema| {
        if let Some(Value::Array(cases)) = schema.get_mut("anyOf") {
            cases.sort_by_cached_key(|case| {
                // Another crate of the build may have serde_json keep the order of keys.
                let mut case = case.clone();
                case.sort_all_objects();
                case.to_string()
            });
        }
    }),
    ("Where nothing is required, or there are no properties, the list is there and empty.", |schema| {
        schema.retain(|keyword, value| {
            !(keyword == "required" && value == &json!([]) || keyword == "properties" && value == &json!({}))
        });
    }),
    ("That a tuple has no more elements is `items: false`, not `maxItems`.", |schema| {
        if schema.get("items") == Some(&json!(false)) {
            let count = schema["prefixItems"].as_array().unwrap().len();
            schema.remove("items");
            schema.insert("maxItems".into(), count.into());
        }
    }),
    ("Any JSON is `{}`, not `true`, and integers as keys are `propertyNames`, not `patternProperties`.", |schema| {
        if let Some(Value::Object(patterns)) = schema.remove("patternProperties") {
            let (pattern, value) = patterns.into_iter().next().unwrap();
            schema.insert("propertyNames".into(), json!({"pattern": pattern.replace("\\d", "[0-9]")}));
            schema.insert("additionalProperties".into(), value);
        }
    }),
];

thread_local! {
    /// The differences that there were.
    static FOUND: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
}

/// The schemas of a type by both, in one form.
fn both<T: Generate + JsonSchema>() -> (Value, Value) {
    let ours = serde_json::from_str(T::SCHEMA_STANDARD).unwrap();
    let theirs = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value();
    (Form { root: &ours }.at(&ours, 0), Form { root: &theirs }.at(&theirs, 0))
}

fn same<T: Generate + JsonSchema>() {
    let (ours, theirs) = both::<T>();
    assert_eq!(ours, theirs, "\n{}\n{}", T::SCHEMA_STANDARD, schemars::schema_for!(T).to_value());
}

fn different<T: Generate + JsonSchema>(documented: &str) {
    let (ours, theirs) = both::<T>();
    assert_ne!(ours, theirs, "they are the same: {documented}");
    assert_documented(documented);
}

fn assert_documented(difference: &str) {
    let docs = include_str!("../../../docs/derive.md").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(docs.contains(difference), "docs/derive.md does not say: {difference}");
}

/// Writes a schema without what only tells the two generators apart.
struct Form<'a> {
    root: &'a Value,
}

/// How often a definition is written out inside itself.
const DEPTH: usize = 3;

/// What says nothing of which values are valid.
const ANNOTATIONS: &[&str] = &["$schema", "$defs", "title", "description", "default", "examples"];

impl Form<'_> {
    fn at(&self, schema: &Value, depth: usize) -> Value {
        let Some(keywords) = schema.as_object() else {
            return if schema == &json!(true) { json!({}) } else { schema.clone() };
        };
        if let Some(target) = keywords.get("$ref").and_then(Value::as_str) {
            if depth > DEPTH {
                return json!("...");
            }
            let target = self.root.pointer(target.trim_start_matches('#')).unwrap();
            return merged(self.at(target, depth + 1), self.at(&without(keywords, "$ref"), depth));
        }
        let mut out = Map::new();
        for (keyword, value) in keywords.iter().filter(|(keyword, _)| !ANNOTATIONS.contains(&keyword.as_str())) {
            let value = match keyword.as_str() {
                "properties" | "patternProperties" => self.each(value, depth),
                "items" | "additionalProperties" | "propertyNames" => self.at(value, depth),
                "anyOf" | "oneOf" | "prefixItems" => {
                    value.as_array().unwrap().iter().map(|value| self.at(value, depth)).collect()
                }
                "required" => sorted(value),
                _ => value.clone(),
            };
            out.insert(keyword.clone(), value);
        }
        for (difference, remove) in DIFFERENCES {
            let before = out.clone();
            remove(&mut out);
            if out != before {
                FOUND.with_borrow_mut(|found| found.insert(difference));
            }
        }
        out.into()
    }

    fn each(&self, properties: &Value, depth: usize) -> Value {
        let properties = properties.as_object().unwrap().iter();
        properties.map(|(name, schema)| (name.clone(), self.at(schema, depth))).collect::<Map<_, _>>().into()
    }
}

fn without(keywords: &Map<String, Value>, keyword: &str) -> Value {
    keywords
        .iter()
        .filter(|(name, _)| *name != keyword)
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect::<Map<_, _>>()
        .into()
}

fn sorted(names: &Value) -> Value {
    names.as_array().unwrap().iter().filter_map(Value::as_str).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Two schemas that both must hold, as one: what schemars writes beside a reference.
fn merged(left: Value, right: Value) -> Value {
    let (Value::Object(mut left), Value::Object(right)) = (left, right) else {
        panic!("only objects stand beside a reference");
    };
    for (keyword, value) in right {
        match (keyword.as_str(), left.get_mut(&keyword), value) {
            ("properties", Some(Value::Object(ours)), Value::Object(theirs)) => ours.extend(theirs),
            ("required", Some(ours), theirs) => {
                let both: Vec<_> = [&*ours, &theirs].into_iter().filter_map(Value::as_array).flatten().cloned().collect();
                *ours = sorted(&both.into());
            }
            (_, _, value) => {
                left.insert(keyword, value);
            }
        }
    }
    left.into()
}

/// The bounds of the Rust type that schemars names.
fn bounds(format: &str) -> Option<(Value, Value)> {
    Some(match format {
        "uint8" => (json!(0), json!(u8::MAX)),
        "uint16" => (json!(0), json!(u16::MAX)),
        "uint32" => (json!(0), json!(u32::MAX)),
        "uint64" | "uint" => (json!(0), json!(u64::MAX)),
        "int8" => (json!(i8::MIN), json!(i8::MAX)),
        "int16" => (json!(i16::MIN), json!(i16::MAX)),
        "int32" => (json!(i32::MIN), json!(i32::MAX)),
        "int64" | "int" => (json!(i64::MIN), json!(i64::MAX)),
        _ => return None,
    })
}

macro_rules! types {
    ($($item:item)*) => { $( #[derive(Generate, JsonSchema)] $item )* };
}

types! {
    struct Named { name: String, age: u8, r#type: Option<Box<Named>> }
    struct Pair(u8, String);
    struct Newtype(#[generate(range = 0..=120)] #[schemars(range(min = 0, max = 120))] u8);
    struct Unit;
    struct Empty {}
    struct Tree(Vec<Tree>);
    struct Wrapper<T> { value: T, list: Vec<T> }
    struct Flat { first: u8, #[serde(flatten)] inner: Wrapper<bool>, #[serde(skip)] skipped: u8, #[serde(default)] last: String }
    #[serde(rename_all = "kebab-case")]
    enum Choice { First, SecondOne, #[serde(rename = "3")] Third }
    enum Documented { /// One.
        First, /// Two.
        Second }
    enum External { Unit, Newtype(Newtype), Tuple(u8, bool), Struct { a: u8, b: Option<String> } }
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Internal { Unit, NewType(Wrapper<u8>), Struct { a: u8, b: Option<String> } }
    #[serde(tag = "t", content = "c")]
    enum Adjacent { Unit, Newtype(Newtype), Tuple(u8, bool), Struct { a: u8, b: Option<String> } }
    #[serde(untagged)]
    enum Untagged { Unit, Number(i32), Text(String), First { a: u8, b: u8 }, List(Vec<u8>) }
    struct Positive { #[generate(exclusive_minimum = 0)] #[schemars(extend("exclusiveMinimum" = 0))] number: i8 }
    #[serde(deny_unknown_fields)]
    struct Ruled {
        #[generate(pattern = "^[0-9]{3}$")] #[schemars(regex(pattern = "^[0-9]{3}$"))] code: String,
        #[generate(len = 2..=4)] #[schemars(length(min = 2, max = 4))] short: String,
        #[generate(len = ..=3)] #[schemars(length(max = 3))] list: Vec<i32>,
        #[generate(range = 1..=6)] #[schemars(range(min = 1, max = 6))] dice: i32,
        #[generate(minimum = 0, maximum = 1.5)] #[schemars(range(min = 0, max = 1.5))] ratio: f64,
        #[generate(format = "email")] #[schemars(email)] mail: String,
        #[generate(format = "uri")] #[schemars(url)] page: String,
    }
}

#[test]
fn the_schemas_mean_the_same() {
    std_types();
    other_crates_types();
    derived_types();
    let found = FOUND.take();
    for (difference, _) in DIFFERENCES {
        assert_documented(difference);
        assert!(found.contains(difference), "no type shows: {difference}");
    }
}

fn std_types() {
    same::<u8>();
    same::<i8>();
    same::<u16>();
    same::<i32>();
    same::<u64>();
    same::<i64>();
    same::<f64>();
    same::<f32>();
    same::<bool>();
    same::<String>();
    same::<char>();
    same::<()>();
    same::<NonZeroU8>();
    same::<Option<u8>>();
    same::<Option<Vec<String>>>();
    same::<Vec<Option<(u8, bool)>>>();
    same::<[u8; 3]>();
    same::<(u8, String, Option<bool>)>();
    same::<BTreeSet<u8>>();
    same::<HashMap<String, u8>>();
    same::<BTreeMap<String, Vec<bool>>>();
    same::<Ipv4Addr>();
    same::<Ipv6Addr>();
    same::<Value>();
    same::<BTreeMap<u8, bool>>();
    same::<BTreeMap<i32, bool>>();
}

fn other_crates_types() {
    same::<uuid::Uuid>();
    same::<url::Url>();
    same::<chrono::NaiveDate>();
    same::<chrono::DateTime<chrono::Utc>>();
    same::<jiff::civil::Date>();
    same::<jiff::Timestamp>();
    same::<smallvec::SmallVec<[u8; 2]>>();
    same::<indexmap::IndexMap<String, u8>>();
    same::<indexmap::IndexSet<u8>>();
}

fn derived_types() {
    same::<Named>();
    same::<Pair>();
    same::<Newtype>();
    same::<Unit>();
    same::<Empty>();
    same::<Tree>();
    same::<Wrapper<u8>>();
    same::<Flat>();
    same::<Ruled>();
    same::<Choice>();
    same::<Documented>();
    same::<External>();
    same::<Internal>();
    same::<Adjacent>();
    same::<Untagged>();
    same::<Option<Choice>>();
}

#[test]
fn the_schemas_differ() {
    different::<bytes::Bytes>("`bytes::Bytes` is an array of numbers, and for schemars a string too.");
    different::<std::net::IpAddr>("`IpAddr` has no format");
    different::<std::time::Duration>("The nanoseconds of a `Duration` stop at 999,999,999.");
    different::<std::num::NonZeroI8>("`NonZeroI8` and the other signed ones take 0 in the schema");
    different::<chrono::NaiveDateTime>("Times of no place in particular");
    different::<rust_decimal::Decimal>("`rust_decimal::Decimal` and `semver::Version` are strings without the patterns");
    different::<semver::Version>("`rust_decimal::Decimal` and `semver::Version` are strings without the patterns");
    different::<Positive>("Exclusive bounds of integers are written as inclusive ones.");
}
