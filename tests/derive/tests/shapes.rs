//! Every shape of a type, cut at every byte; and what is refused.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_imports,
    clippy::items_after_statements,
    clippy::trivially_copy_pass_by_ref,
    clippy::enum_variant_names,
    clippy::needless_pass_by_value,
    reason = "a test"
)]
use formwork::testing::sample;
use formwork::{Generate, Parser, from_str};
use std::collections::*;
use std::fmt::Debug;

fn agree<T: Generate + PartialEq + Debug>(text: &str, value: T) {
    for seed in 0..20 {
        sample::<T>(seed).unwrap_or_else(|error| panic!("{error}: {}", T::SCHEMA));
    }
    assert_eq!(from_str::<T>(text).unwrap(), value, "{text}");
    for cut in 0..=text.len() {
        let mut parser = Parser::<T>::new();
        parser.push(&text.as_bytes()[..cut]).unwrap_or_else(|e| panic!("{text} cut {cut}: {e}"));
        let _ = format!("{:?}", parser.partial());
        parser.push(&text.as_bytes()[cut..]).unwrap_or_else(|e| panic!("{text} cut {cut}: {e}"));
        assert_eq!(parser.finish().unwrap_or_else(|e| panic!("{text} cut {cut}: {e}")), value, "{text} cut {cut}");
    }
    let mut parser = Parser::<T>::new();
    for byte in text.bytes() {
        parser.push(&[byte]).unwrap_or_else(|e| panic!("{text}: {e}"));
    }
    assert_eq!(parser.finish().unwrap(), value, "{text}");
}

#[derive(Debug, PartialEq, Generate)]
struct Pair(#[generate(range = 0..=9)] i32, String);
#[derive(Debug, PartialEq, Generate)]
struct Age(#[generate(range = 0..=120)] u8);
#[derive(Debug, PartialEq, Generate)]
struct Nil;
#[derive(Debug, PartialEq, Generate)]
struct Empty {}
#[derive(Debug, PartialEq, Generate)]
struct Tree(Vec<Tree>);
#[derive(Debug, PartialEq, Generate)]
struct Generic<T, const N: usize> {
    list: [T; N],
    map: HashMap<String, T>,
}
#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Generate)]
enum Color {
    Red,
    Green,
}
/// A shape.
#[derive(Debug, PartialEq, Generate)]
enum External {
    /// Nothing.
    Unit,
    Other,
    New(Age),
    Tuple(i32, String),
    Struct {
        a: i32,
        b: Option<Box<External>>,
    },
}
#[derive(Debug, PartialEq, Generate)]
#[serde(tag = "type")]
enum Internal {
    Unit,
    New(Empty),
    Struct { a: i32, b: Vec<Internal> },
}
#[derive(Debug, PartialEq, Generate)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Unit,
    New(Age),
    Tuple(i32, String),
    Struct { a: i32 },
}
#[derive(Debug, PartialEq, Generate)]
#[serde(untagged)]
enum Untagged {
    Null,
    Number(i32),
    Text(String),
    First { a: i32, b: i32 },
    Second { a: i32, c: String },
    Third { d: bool },
    List(Vec<Untagged>),
}
#[derive(Debug, PartialEq, Generate)]
enum Maybe<T> {
    Just(T),
    Both { a: T, b: Vec<T> },
    Nothing,
}
#[derive(Debug, PartialEq, Generate)]
struct Inner {
    x: i32,
    y: Option<String>,
}
#[derive(Debug, PartialEq, Generate)]
struct Outer {
    a: i32,
    #[generate(flatten)]
    inner: Inner,
    #[generate(default, alias = "bee")]
    b: i32,
    #[generate(skip)]
    c: i32,
}
fn even(n: &i32) -> bool {
    n % 2 == 0
}
fn polite(text: &str) -> Result<(), String> {
    if text.ends_with('.') || text.ends_with("please") { Ok(()) } else { Err("say please".into()) }
}
/// Everything.
#[derive(Debug, PartialEq, Generate)]
struct Rules {
    #[generate(pattern = r"^\d{3}-\w+$", example = "123-abc", title = "Code")]
    code: String,
    #[generate(format = "email")]
    mail: String,
    #[generate(unique, len = ..=3)]
    list: Vec<i32>,
    #[generate(one_of = ["s", "m"])]
    size: Option<String>,
    #[generate(one_of = [1, 2, 5])]
    coin: u8,
    #[generate(check = even, multiple_of = 3)]
    even: i32,
    #[generate(check = polite)]
    polite: String,
    #[generate(as_string)]
    big: u64,
    #[generate(exclusive_minimum = 0, maximum = 1.5)]
    ratio: f64,
    #[generate(len = 1..)]
    map: BTreeMap<String, Age>,
}

#[test]
fn structs() {
    agree("[3, \"x\"]", Pair(3, "x".into()));
    agree("12", Age(12));
    agree("null", Nil);
    agree("{}", Empty {});
    agree("[[],[[]]]", Tree(vec![Tree(vec![]), Tree(vec![Tree(vec![])])]));
    agree(r#"{"list":[1,2],"map":{"a":3}}"#, Generic::<i32, 2> { list: [1, 2], map: [("a".into(), 3)].into() });
    agree(r#"[1,["a",true],null]"#, (1, ("a".to_owned(), true), ()));
    agree(r#"{"Red":1,"Green":2}"#, BTreeMap::from([(Color::Red, 1), (Color::Green, 2)]));
    agree(r#"{"-1":"a","20":"b"}"#, HashMap::<i32, String>::from([(-1, "a".into()), (20, "b".into())]));
    agree("[1,2]", BTreeSet::from([1, 2]));
    agree(r#"{"secs":1,"nanos":5}"#, std::time::Duration::new(1, 5));
    agree(
        r#"["é",1,"::1","127.0.0.1"]"#,
        ('é', std::num::NonZeroU8::MIN, "::1".parse::<std::net::IpAddr>().unwrap(), std::net::Ipv4Addr::LOCALHOST),
    );
    agree(r#"{"a":1,"x":2,"y":null,"bee":5}"#, Outer { a: 1, inner: Inner { x: 2, y: None }, b: 5, c: 0 });
    agree(r#"{"y":"q","a":1,"x":2}"#, Outer { a: 1, inner: Inner { x: 2, y: Some("q".into()) }, b: 0, c: 0 });
    assert!(from_str::<HashSet<i32>>("[1,1]").is_err());
    assert!(from_str::<HashMap<String, i32>>(r#"{"a":1,"a":2}"#).is_err());
    assert!(from_str::<(i32, i32)>("[1]").is_err());
    assert!(from_str::<(i32, i32)>("[1,2,3]").is_err());
    assert!(from_str::<Age>("121").is_err());
}

#[test]
fn enums() {
    use External as E;
    agree(r#""Unit""#, E::Unit);
    agree(r#"{"New": 5 }"#, E::New(Age(5)));
    agree(r#"{"Tuple":[1,"x"]}"#, E::Tuple(1, "x".into()));
    agree(
        r#"{"Struct":{"a":1,"b":{"Struct":{"a":2,"b":null}}}}"#,
        E::Struct { a: 1, b: Some(Box::new(E::Struct { a: 2, b: None })) },
    );
    agree(r#"{"type":"Unit"}"#, Internal::Unit);
    agree(r#"{"type":"New"}"#, Internal::New(Empty {}));
    let value = || Internal::Struct { a: 1, b: vec![Internal::Unit] };
    agree(r#"{"type":"Struct","a":1,"b":[{"type":"Unit"}]}"#, value());
    agree(r#"{"a":1, "b" :[{"type":"Unit"}],"type":"Struct"}"#, value());
    agree(r#"{"a" : 1 , "type":"Struct", "b":[{"x":{},"type":"Unit"}]}"#, value());
    agree(r#"{"t":"Unit"}"#, Adjacent::Unit);
    agree(r#"{"t":"New","c":3}"#, Adjacent::New(Age(3)));
    agree(r#"{"c":3, "t":"New"}"#, Adjacent::New(Age(3)));
    agree(r#"{"z":[],"c":[1,"b"], "t":"Tuple", "q":{}}"#, Adjacent::Tuple(1, "b".into()));
    agree(r#"{"t":"Struct","c":{"a":1}}"#, Adjacent::Struct { a: 1 });
    use Untagged as U;
    agree("null", U::Null);
    agree("12", U::Number(12));
    agree(r#""x""#, U::Text("x".into()));
    agree(r#"{"a":1,"b":2}"#, U::First { a: 1, b: 2 });
    agree(r#"{"a":1,"c":"2"}"#, U::Second { a: 1, c: "2".into() });
    agree(r#"{"c":"2","a":1}"#, U::Second { a: 1, c: "2".into() });
    agree(r#"{ "d":true}"#, U::Third { d: true });
    agree(r#"[1,null,{"d":true}]"#, U::List(vec![U::Number(1), U::Null, U::Third { d: true }]));
    agree(r#"{"Just":1}"#, Maybe::Just(1));
    agree(r#"{"Both":{"a":1,"b":[]}}"#, Maybe::Both { a: 1, b: vec![] });
    for bad in [r#"{"Unit":null}"#, r#""New""#, r#"{"Nope":1}"#, r#"{"New":5,"x":1}"#, "{}", r#"{"New":500}"#] {
        let _: formwork::ParseError = from_str::<External>(bad).unwrap_err();
    }
    for bad in [r#"{"a":1}"#, r#"{"type":"Unit",}"#, r#"{"type":"Struct","a":1}"#, r#"{"a":"x","type":"Struct"}"#] {
        let _: formwork::ParseError = from_str::<Internal>(bad).unwrap_err();
    }
    for bad in [r#"{"a":1}"#, "true", "{}"] {
        let _: formwork::ParseError = from_str::<Untagged>(bad).unwrap_err();
    }
}

#[test]
fn rules() {
    let good = r#"{"code":"123-abc","mail":"a@b.c","list":[1,2],"size":"s","coin":5,"even":6,"polite":"x please","big":"18446744073709551615","ratio":0.5,"map":{"a":1}}"#;
    let value = from_str::<Rules>(good).unwrap();
    agree(good, value);
    for (from, to) in [
        ("123-abc", "12-abc"),
        ("a@b.c", "a b"),
        ("[1,2]", "[1,1]"),
        ("[1,2]", "[1,2,3,4]"),
        ("\"s\"", "\"l\""),
        (":5", ":3"),
        (":6", ":4"),
        (":6", ":9"),
        ("x please", "x"),
        ("\"184", "\"999"),
        ("0.5", "0"),
        ("0.5", "2"),
        ("{\"a\":1}", "{}"),
        ("{\"a\":1}", "{\"a\":121}"),
    ] {
        let _: formwork::ParseError = from_str::<Rules>(&good.replace(from, to)).unwrap_err();
    }
}

/// What no value is found for is an error that says why, and not a value that breaks a rule.
#[test]
fn a_type_that_cannot_be_sampled_says_why() {
    #[derive(Debug, Generate)]
    #[allow(dead_code, reason = "there is no value")]
    struct Never {
        #[generate(check = never)]
        number: u8,
    }
    fn never(_: &u8) -> Result<(), String> {
        Err("never".into())
    }
    let error = sample::<Never>(1).unwrap_err();
    assert_eq!((error.path().to_string().as_str(), error.category()), ("number", formwork::Category::Rule));
}

/// Its variant is called as an item of the trait is that the derive implements.
#[derive(Debug, PartialEq, Generate)]
enum Named {
    Value,
    Number(u8),
}

#[test]
fn a_variant_may_have_any_name() {
    agree(r#""Value""#, Named::Value);
    agree(r#"{"Number":7}"#, Named::Number(7));
}
