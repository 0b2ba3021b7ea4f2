#![allow(missing_docs)]
use formwork::{Generate, Parser, from_str};

/// A hero of "the" story.
#[derive(Debug, Generate, PartialEq)]
struct Character {
    /// Full name
    name: String,
    #[generate(range = 0..=120)]
    age: u8,
    #[generate(len = 1..=5)]
    skills: Vec<String>,
    kind: Kind,
    friend: Option<Box<Character>>,
    height: f64,
    alive: Option<bool>,
}

#[derive(Debug, Generate, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Hero,
    Villain,
}

#[derive(Debug, Generate, PartialEq)]
struct Pair<T> {
    left: T,
    right: Vec<T>,
}

#[test]
fn works() {
    println!("{}", Character::SCHEMA);
    println!("{}", Character::SCHEMA_STANDARD);
    println!("{}", Character::OUTLINE);
    println!("{}", Pair::<Character>::SCHEMA);
    let text = r#" {"name":"A\u00e9\ud83d\ude00 \"b\" ü","age":12,"skills":["a","béb"],"kind":"villain","friend":{"name":"x","age":0,"skills":["q"],"kind":"hero","friend":null,"height":-1e3,"alive":null},"unknown":[1,{"a":[true,null,"x\n"]}],"height":1.25,"alive":true } "#;
    let whole: Character = from_str(text).unwrap();
    println!("{whole:?}");
    for a in 0..=text.len() {
        let mut parser = Parser::<Character>::new();
        parser.push(&text.as_bytes()[..a]).unwrap();
        parser.push(&text.as_bytes()[a..]).unwrap();
        assert_eq!(parser.finish().unwrap(), whole, "{a}");
    }
    let mut parser = Parser::<Character>::new();
    for b in text.bytes() {
        parser.push(&[b]).unwrap();
    }
    println!("{:?}", parser.partial());
    assert_eq!(parser.finish().unwrap(), whole);
    for bad in [
        "",
        "{",
        r#"{"name":1}"#,
        r#"{"name":"x","age":300}"#,
        r#"{"name":"x","age":121}"#,
        r#"{"name":"x","age":1.5}"#,
        r#"{"name":"x","age":1,"skills":["a",]}"#,
        r#"{"name":"x","age":1,"skills":[]}"#,
        r#"{"name":"x","name":"y"}"#,
        r#"{"name":"x","kind":"z"}"#,
        "{}",
        r#"{"friend":{"skills":["a",7]}}"#,
        "[1]",
        "{} x",
    ] {
        println!("{bad} -> {}", from_str::<Character>(bad).unwrap_err());
    }
    println!("{}", from_str::<i32>(" 12 x").unwrap_err());
    assert_eq!(from_str::<i32>("-12").unwrap(), -12);
}
