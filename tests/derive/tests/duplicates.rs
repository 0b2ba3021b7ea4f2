//! A key that comes twice is refused wherever it counts, and at the same place however the text comes.
#![allow(dead_code, clippy::unwrap_used, reason = "a test")]

use core::fmt::Debug;
use formwork::{Category, Generate, Limits, Parser, from_str};
use formwork_derive_tests::everywhere;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Debug, PartialEq, Generate)]
#[serde(tag = "t")]
enum Internal {
    X,
    Y,
    Struct { a: u8, b: Option<u8> },
    Strict(Strict),
    Rest(Rest),
}

#[derive(Debug, PartialEq, Generate)]
#[generate(deny_unknown)]
struct Strict {
    a: u8,
}

#[derive(Debug, PartialEq, Generate)]
struct Rest {
    a: u8,
    #[serde(flatten)]
    rest: BTreeMap<String, u8>,
}

#[derive(Debug, PartialEq, Generate)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Unit,
    Content(u8),
    List(Vec<u8>),
}

#[derive(Debug, PartialEq, Generate)]
struct Flattened {
    id: u8,
    #[serde(flatten)]
    inner: Internal,
}

#[derive(Debug, PartialEq, Generate)]
struct Beside {
    id: u8,
    #[serde(flatten)]
    inner: Adjacent,
}

#[derive(Debug, PartialEq, Generate)]
#[serde(tag = "type")]
enum Outer {
    One(Flattened),
    Other { t: u8 },
}

#[derive(Debug, PartialEq, Generate)]
#[serde(untagged)]
enum Untagged {
    Tagged(Flattened),
    List(Vec<Internal>),
}

/// It is refused behind `until`, which is where the second key ends, inside `path`.
#[track_caller]
fn twice<T: Generate + PartialEq + Debug>(text: &str, until: &str, path: &str) {
    assert!(text.starts_with(until));
    assert_eq!(everywhere::<T>(text), Err((Category::Syntax, until.len(), path.into())), "{text}");
}

#[test]
fn an_internal_tag() {
    twice::<Internal>(r#"{"t":"Y","t":"X"}"#, r#"{"t":"Y","t""#, "$");
    twice::<Internal>(r#"{"t":"Y","t":"Y"}"#, r#"{"t":"Y","t""#, "$");
    twice::<Internal>(r#"{"t":"Y","x":{"t":1},"\u0074":"X"}"#, r#"{"t":"Y","x":{"t":1},"\u0074""#, "$");
    twice::<Internal>(r#"{"x":1,"t":"Y","t":"X"}"#, r#"{"x":1,"t":"Y","t""#, "$");
    twice::<Internal>(r#"{"t":"Struct","a":1,"t":1,"b":2}"#, r#"{"t":"Struct","a":1,"t""#, "$");
    twice::<Internal>(r#"{"a":1,"b":1,"t":"Struct","t":1}"#, r#"{"a":1,"b":1,"t":"Struct","t""#, "$");
    twice::<Internal>(r#"{"a":1,"a":1,"t":"Struct"}"#, r#"{"a":1,"a""#, "$");
    twice::<Internal>(r#"{"t":"Strict","a":1,"t":1}"#, r#"{"t":"Strict","a":1,"t""#, "$");
    twice::<Internal>(r#"{"t":"Rest","a":1,"b":1,"t":1}"#, r#"{"t":"Rest","a":1,"b":1,"t""#, "$");
    twice::<Vec<Internal>>(r#"[{"t":"X"}, {"t":"Y" , "t" :"X"}]"#, r#"[{"t":"X"}, {"t":"Y" , "t""#, "[1]");
    assert_eq!(everywhere::<Internal>(r#"{"t":"Y","x":{"t":1,"t":2}}"#), Ok(Internal::Y), "it is of no interest there");
}

#[test]
fn the_tag_of_what_is_flattened() {
    twice::<Flattened>(r#"{"t":"Y","id":1,"t":"X"}"#, r#"{"t":"Y","id":1,"t""#, "$");
    twice::<Flattened>(r#"{"id":1,"t":"Struct","a":1,"t":"X"}"#, r#"{"id":1,"t":"Struct","a":1,"t""#, "$");
    twice::<Flattened>(r#"{"a":1,"t":"Struct","id":1,"t":"X"}"#, r#"{"a":1,"t":"Struct","id":1,"t""#, "$");
    twice::<Beside>(r#"{"t":"Unit","id":1,"t":"Unit"}"#, r#"{"t":"Unit","id":1,"t""#, "$");
    twice::<Beside>(r#"{"c":1,"id":1,"c":1,"t":"Content"}"#, r#"{"c":1,"id":1,"c""#, "$");
    twice::<Outer>(r#"{"type":"One","id":1,"t":"X","t":"X"}"#, r#"{"type":"One","id":1,"t":"X","t""#, "$");
    twice::<Outer>(r#"{"type":"One","id":1,"t":"X","type":1}"#, r#"{"type":"One","id":1,"t":"X","type""#, "$");
    twice::<Outer>(r#"{"t":"X","id":1,"type":"One","type":1}"#, r#"{"t":"X","id":1,"type":"One","type""#, "$");
    assert_eq!(everywhere::<Outer>(r#"{"type":"Other","t":1}"#), Ok(Outer::Other { t: 1 }));
}

#[test]
fn an_adjacent_tag_or_its_content() {
    twice::<Adjacent>(r#"{"t":"Unit","t":"Unit"}"#, r#"{"t":"Unit","t""#, "$");
    twice::<Adjacent>(r#"{"t":"Content","c":1,"t":"Unit"}"#, r#"{"t":"Content","c":1,"t""#, "$");
    twice::<Adjacent>(r#"{"c":1,"t":"Content","t":"Unit"}"#, r#"{"c":1,"t":"Content","t""#, "$");
    twice::<Adjacent>(r#"{"t":"Content","c":1,"c":1}"#, r#"{"t":"Content","c":1,"c""#, "$");
    twice::<Adjacent>(r#"{"c":1,"t":"Content","c":1}"#, r#"{"c":1,"t":"Content","c""#, "$");
    twice::<Adjacent>(r#"{"c":1,"x":2,"\u0063":1,"t":"Content"}"#, r#"{"c":1,"x":2,"\u0063""#, "$");
    twice::<Adjacent>(r#"{"t":"Unit","c":null,"c":null}"#, r#"{"t":"Unit","c":null,"c""#, "$");
    twice::<Adjacent>(r#"{"c":null,"t":"Unit","c":null}"#, r#"{"c":null,"t":"Unit","c""#, "$");
}

/// Each of its variants is tried on the whole value, and what is wrong is said of that.
#[test]
fn inside_of_an_enum_without_tags() {
    twice::<Untagged>(r#"[{"t":"X","t":"X"}]"#, r#"[{"t":"X","t""#, "[0]");
    twice::<Untagged>(r#"{"t":"X","id":1,"t":"X"}"#, r#"{"t":"X","id":1,"t""#, "$");
}

/// What is wrong with the content is said of its key, also if it came before the tag.
#[test]
fn content_before_its_tag_has_a_path() {
    let wrong = |text: &str, offset: usize| {
        assert_eq!(everywhere::<Adjacent>(text), Err((Category::Type, offset, "c[1]".into())), "{text}");
    };
    wrong(r#"{"t":"List","c":[1,"x"]}"#, 19);
    wrong(r#"{"c":[1,"x"],"t":"List"}"#, 8);
}

#[derive(Debug, PartialEq, Generate)]
struct Free {
    value: Value,
    #[generate(with = "serde", schema = "{}")]
    read: BTreeMap<String, Value>,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

/// In values of any type, too, which `serde_json` reads and lets the last one win.
#[test]
fn inside_of_any_json() {
    twice::<Value>(r#"{"a":1,"b":{"a":2},"\u0061":3}"#, r#"{"a":1,"b":{"a":2},"\u0061""#, "$");
    twice::<Value>(r#"[0, {"b" : [[], {"c":1,"c":2}]}]"#, r#"[0, {"b" : [[], {"c":1,"c""#, "[1].b[1]");
    twice::<Free>(r#"{"value":{"a":[{"b":1,"b":1}]}}"#, r#"{"value":{"a":[{"b":1,"b""#, "value.a[0]");
    twice::<Free>(r#"{"read":{"a":1,"a":2},"value":1}"#, r#"{"read":{"a":1,"a""#, "read");
    twice::<Free>(r#"{"x":{"a":1,"a":2},"read":{},"value":1}"#, r#"{"x":{"a":1,"a""#, "x");
    twice::<Vec<Value>>(r#"[{"a":{"a":1},"b":{"a":1}},{"a":1,"a":2}]"#, r#"[{"a":{"a":1},"b":{"a":1}},{"a":1,"a""#, "[1]");
    assert_eq!(everywhere::<Value>("[[1, ?]]"), Err((Category::Syntax, 5, "[0][1]".into())));
    assert_eq!(everywhere::<Value>(r#"{"a":{"b" 1}}"#), Err((Category::Syntax, 10, "a".into())));
}

/// How deep a value of any type may be is for the parser to say.
#[test]
fn the_depth_of_any_json() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let field = |depth: usize| format!(r#"{{"value":{},"read":{{}}}}"#, nested(depth));
    assert!(from_str::<Value>(&nested(128)).is_ok());
    assert_eq!(from_str::<Value>(&nested(129)).unwrap_err().category(), Category::Limit);
    assert!(from_str::<Free>(&field(127)).is_ok());
    assert_eq!(from_str::<Free>(&field(128)).unwrap_err().offset(), r#"{"value":"#.len() + 128);
    for (depth, text, is_read) in
        [(3, nested(3), true), (3, nested(4), false), (512, nested(512), true), (usize::MAX, nested(513), false)]
    {
        let mut limits = Limits::default();
        limits.depth = depth;
        let mut parser = Parser::<Value>::with_limits(limits);
        let read = parser.push(text.as_bytes()).map(drop);
        assert_eq!(read.map_err(|error| error.category()), if is_read { Ok(()) } else { Err(Category::Limit) }, "{depth}");
    }
}
