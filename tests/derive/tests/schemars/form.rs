//! What only tells the two generators apart, and how it is taken away.

use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;

pub(crate) type Schema = Map<String, Value>;

/// A difference of form: as it is in the docs, and what takes it away from either schema.
pub(crate) type Difference = (&'static str, fn(&mut Schema));

pub(crate) const DIFFERENCES: &[Difference] = &[
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
    ("An enum that is flattened is `anyOf` of whole objects, not `oneOf` beside the properties of the struct.", |schema| {
        if schema.contains_key("properties")
            && let Some(Value::Array(cases)) = schema.remove("anyOf")
        {
            let whole = cases.into_iter().map(|case| merged(schema.clone().into(), case));
            *schema = [("anyOf".to_owned(), whole.collect())].into_iter().collect();
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
    pub(crate) static FOUND: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
}

/// Writes a schema without what only tells the two generators apart.
pub(crate) struct Form<'a> {
    pub(crate) root: &'a Value,
}

/// How often a definition is written out inside itself.
const DEPTH: usize = 3;

/// What says nothing of which values are valid.
const ANNOTATIONS: &[&str] = &["$schema", "$defs", "title", "description", "default", "examples"];

impl Form<'_> {
    /// The schema as both would write it; `depth` counts the definitions around it.
    pub(crate) fn at(&self, schema: &Value, depth: usize) -> Value {
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
