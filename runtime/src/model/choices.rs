//! Choices that are given with a request: written into the type's schema and outline, and looked for in the finished value.

use super::ordered::Node;
use crate::json::{Captured, Whole, deserialize};
use crate::prompt::Choices;
use crate::schema::Edge;
use crate::{Dialect, Error, ErrorKind, Generate};
use serde_json::Value;

/// The schema with the choices in it; `wrapped` says that it puts an object around the value.
///
/// # Errors
/// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), for a path that leads to no string or number, and for choices that are none.
pub(super) fn narrowed(schema: &str, wrapped: bool, choices: &[Choices]) -> Result<String, Error> {
    let unreadable = |error: serde_json::Error| invalid(format!("the type's schema cannot be read: {error}")).with_source(error);
    let mut root: Node = serde_json::from_str(schema).map_err(unreadable)?;
    let definitions = root.get("$defs").cloned();
    for one in choices {
        let mut steps = one.steps();
        if wrapped {
            steps.insert(0, "value");
        }
        let place = if one.path.is_empty() { "the value".to_owned() } else { format!("`{}`", one.path) };
        let fail = |why: String| invalid(format!("one_of for {place}: {why}"));
        if one.values.is_empty() {
            return Err(fail("there are no choices; give at least one".into()));
        }
        let narrowing = Narrowing { definitions: definitions.as_ref(), values: &one.values };
        match narrowing.node(&mut root, &steps) {
            Ok(0) => return Err(fail("no string or number of the type is there; write the keys of its JSON with dots".into())),
            Ok(_) => {}
            Err(why) => return Err(fail(why)),
        }
    }
    serde_json::to_string(&root).map_err(unreadable)
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}

/// The choices on their way into a schema.
struct Narrowing<'a> {
    definitions: Option<&'a Node>,
    values: &'a [Value],
}

impl Narrowing<'_> {
    /// Goes down from `node` and counts the places that the choices were put in.
    fn node(&self, node: &mut Node, steps: &[&str]) -> Result<usize, String> {
        self.inline(node);
        if let Some(Node::Array(cases)) = node.get_mut("anyOf") {
            return self.all(cases.iter_mut(), steps);
        }
        if let Some(Node::Array(elements)) = node.get_mut("prefixItems") {
            return self.all(elements.iter_mut(), steps);
        }
        if let Some(element) = node.get_mut("items") {
            return self.node(element, steps);
        }
        match steps.split_first() {
            None => self.leaf(node),
            // Of a value nobody could say which of its keys are those of the map.
            Some((&"*", _)) if flattens_a_map(node) => {
                Err("a map is flattened there, beside other keys; make it a field of its own".into())
            }
            Some((&"*", rest)) => match node.get_mut("additionalProperties") {
                Some(value @ Node::Object(_)) => self.node(value, rest),
                _ => match node.get_mut("properties") {
                    Some(Node::Object(values)) => self.all(values.iter_mut().map(|(_, value)| value), rest),
                    _ => Ok(0),
                },
            },
            Some((key, rest)) => match node.get_mut("properties").and_then(|properties| properties.get_mut(key)) {
                Some(property) => self.node(property, rest),
                None => Ok(0),
            },
        }
    }

    fn all<'n>(&self, mut nodes: impl Iterator<Item = &'n mut Node>, steps: &[&str]) -> Result<usize, String> {
        nodes.try_fold(0, |places, node| Ok(places + self.node(node, steps)?))
    }

    /// Puts what a reference refers to in its place, since the choices are not those of the type everywhere.
    fn inline(&self, node: &mut Node) {
        let target = match node.get("$ref") {
            Some(Node::Other(Value::String(reference))) => reference.strip_prefix("#/$defs/").map(str::to_owned),
            _ => None,
        };
        let definition = target.and_then(|name| self.definitions?.get(&name)).cloned();
        if let (Node::Object(own), Some(Node::Object(mut definition))) = (&mut *node, definition) {
            // What is said of the place counts more than what is said of the type.
            own.retain(|(key, _)| key != "$ref");
            definition.retain(|(key, _)| !own.iter().any(|(mine, _)| mine == key));
            definition.append(own);
            *own = definition;
        }
    }

    /// A string or number: its choices are all that its schema says, beside what is there for readers.
    fn leaf(&self, node: &mut Node) -> Result<usize, String> {
        let (name, null) = match node.get("type") {
            Some(Node::Other(Value::String(name))) => (name.clone(), false),
            Some(Node::Array(names)) => match names.first() {
                Some(Node::Other(Value::String(name))) => (name.clone(), true),
                _ => return Ok(0),
            },
            _ => return Ok(0),
        };
        let holds: fn(&Value) -> bool = match name.as_str() {
            "string" => Value::is_string,
            "integer" => |value| value.is_i64() || value.is_u64(),
            "number" => Value::is_number,
            _ => return Ok(0),
        };
        // The tag of a variant is no field.
        if node.get("const").is_some() {
            return Ok(0);
        }
        if let Some(value) = self.values.iter().find(|value| !holds(value)) {
            return Err(format!("{value} is no {name}"));
        }
        if let Some(Node::Array(own)) = node.get("enum")
            && let Some(value) = self.values.iter().find(|value| !own.contains(&Node::Other((*value).clone())))
        {
            return Err(format!("{value} is not among the choices that the type has"));
        }
        if let Node::Object(keywords) = node {
            keywords.retain(|(key, _)| matches!(key.as_str(), "type" | "title" | "description" | "examples" | "default"));
            let values = self.values.iter().cloned().chain(null.then_some(Value::Null));
            keywords.insert(1, ("enum".to_owned(), Node::Array(values.map(Node::Other).collect())));
        }
        Ok(1)
    }
}

/// Whether any keys may stand beside properties.
fn flattens_a_map(node: &Node) -> bool {
    let has = |key: &str| matches!(node.get(key), Some(Node::Object(entries)) if !entries.is_empty());
    has("properties") && matches!(node.get("additionalProperties"), Some(Node::Object(_)))
}

/// The outline with the choices below it.
pub(super) fn outlined(outline: &str, choices: &[Choices]) -> String {
    choices.iter().fold(outline.to_owned(), |outline, one| {
        let place = if one.path.is_empty() { "the value".to_owned() } else { one.path.clone() };
        format!("{outline}\n// {place} is one of {}", one.list())
    })
}

/// Any JSON that has been read as a value of another type, which passes over keys that it does not know, also if they come twice.
pub(super) struct AnyJson(pub(super) Value);

impl Whole for AnyJson {
    const KEYS_MAY_REPEAT: bool = true;

    fn read(text: &str) -> Result<Self, String> {
        deserialize(text).map(Self)
    }
}

impl Generate for AnyJson {
    type Partial = Captured<Self>;
    const SHAPE: Edge = Value::SHAPE;
}

/// What of the finished value is not among its choices, and where.
pub(super) fn broken(value: &Value, choices: &[Choices]) -> Option<String> {
    choices.iter().find_map(|one| {
        let (path, found) = outsider(value, &one.steps(), &one.values)?;
        let path = if path.is_empty() { "$" } else { path.strip_prefix('.').unwrap_or(&path) };
        Some(format!("{path}: must be one of {}, found {found}", one.list()))
    })
}

/// A value at the end of the path that is none of these.
fn outsider(value: &Value, steps: &[&str], choices: &[Value]) -> Option<(String, Value)> {
    let (place, inner) = match (value, steps.split_first()) {
        (Value::Array(elements), _) => {
            let mut elements = elements.iter().enumerate();
            elements.find_map(|(index, element)| Some((format!("[{index}]"), outsider(element, steps, choices)?)))?
        }
        (Value::Object(entries), Some((&"*", rest))) => {
            entries.iter().find_map(|(key, entry)| Some((format!(".{key}"), outsider(entry, rest, choices)?)))?
        }
        (Value::Object(entries), Some((key, rest))) => (format!(".{key}"), outsider(entries.get(*key)?, rest, choices)?),
        (Value::String(_) | Value::Number(_), None) if !choices.iter().any(|choice| is_same(choice, value)) => {
            return Some((String::new(), value.clone()));
        }
        _ => return None,
    };
    let (rest, found) = inner;
    Some((format!("{place}{rest}"), found))
}

/// Whether both are one value, however a number is written; a lenient parser takes it in quotes, too.
fn is_same(choice: &Value, found: &Value) -> bool {
    match (choice, found) {
        (Value::Number(choice), Value::Number(found)) => choice == found || choice.as_f64() == found.as_f64(),
        (Value::Number(choice), Value::String(text)) => text.trim().parse().ok() == choice.as_f64(),
        _ => choice == found,
    }
}

impl super::Call {
    /// The schema that the reply must have in this dialect, with the choices that the request gives; `None` for free text.
    ///
    /// # Errors
    /// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), for choices that the type has no place for.
    pub fn schema(&self, dialect: Dialect) -> Result<Option<std::borrow::Cow<'static, str>>, Error> {
        let Some(format) = self.format else { return Ok(None) };
        let choices = &self.request.choices;
        if choices.is_empty() {
            return Ok(Some(format.schema(dialect).into()));
        }
        narrowed(format.schema(dialect), format.is_wrapped(dialect), choices).map(|schema| Some(schema.into()))
    }
}
