//! The types that the tests are about.

use formwork::Generate;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// A map of numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Scores {
    pub(crate) id: u8,
    #[serde(flatten)]
    pub(crate) extra: BTreeMap<String, i16>,
    pub(crate) last: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Anything {
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) extra: HashMap<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Loose {
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) extra: Value,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Point {
    pub(crate) x: i32,
    pub(crate) label: Option<String>,
}

/// A map of structs, in the order in which they come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Points {
    #[serde(flatten)]
    pub(crate) origin: Point,
    #[serde(flatten)]
    pub(crate) extra: IndexMap<String, Vec<Point>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Generate)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Side {
    Left,
    Right,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Sided {
    pub(crate) id: u8,
    #[serde(flatten)]
    pub(crate) sides: BTreeMap<Side, u8>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Somebody came.
    Entered {
        who: String,
        age: Option<u8>,
    },
    Moved(Point),
    Closed,
    Other {
        code: u8,
        #[serde(flatten)]
        details: BTreeMap<String, bool>,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Event {
    /// Which one.
    pub(crate) id: u64,
    #[serde(flatten)]
    pub(crate) kind: Kind,
    pub(crate) note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) enum Shape {
    Circle {
        radius: u8,
    },
    Square(#[generate(range = ..=100)] u8),
    /// No shape at all.
    Empty,
    Line(u8, u8),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Drawn {
    #[serde(flatten)]
    pub(crate) shape: Shape,
    pub(crate) id: u8,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
#[serde(tag = "t", content = "c")]
pub(crate) enum Message {
    Text(String),
    Numbers(Vec<u8>),
    Point { x: i32 },
    Nothing,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Sent {
    pub(crate) id: u8,
    #[serde(flatten)]
    pub(crate) message: Message,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
#[serde(untagged)]
pub(crate) enum Either {
    Left { left: u8, both: bool },
    Right { right: String, both: bool },
    Others(BTreeMap<String, u8>),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Untold {
    pub(crate) id: u8,
    #[serde(flatten)]
    pub(crate) either: Either,
}

/// A struct in between, and one that contains itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Node {
    #[serde(flatten)]
    pub(crate) event: Box<Event>,
    pub(crate) children: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Tree {
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) branches: BTreeMap<String, Tree>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
#[serde(tag = "type")]
pub(crate) enum Wrapped {
    Event(Event),
    Scores(Scores),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Labels(BTreeMap<String, String>);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Generic<T> {
    pub(crate) id: u8,
    #[serde(flatten)]
    pub(crate) inner: T,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Generate)]
pub(crate) struct Placed {
    pub(crate) id: u8,
    #[serde(flatten)]
    pub(crate) point: Option<Box<Point>>,
    pub(crate) last: bool,
}

impl FromIterator<(String, String)> for Labels {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}
