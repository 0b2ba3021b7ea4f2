//! Choices that are given with a request: in what is sent, and looked for in what comes back.

#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use formwork::model::{Call, Format};
use formwork::testing::{Script, Turn};
use formwork::{Dialect, ErrorKind, Generate, Lenient, Policy, Request};
use serde_json::Value;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[derive(Debug, Generate)]
struct Party {
    /// What they call themselves.
    name: String,
    leader: Hero,
    members: Vec<Hero>,
    gold: std::collections::BTreeMap<String, u32>,
    size: Size,
    motto: Option<String>,
}

#[derive(Debug, Generate)]
struct Hero {
    #[generate(len = ..=20)]
    class: String,
    level: u8,
}

#[derive(Debug, Generate)]
enum Size {
    Small,
    Large,
}

const REPLY: &str = r#"{"name": "Owls", "leader": {"class": "elf", "level": 3}, "members": [{"class": "elf", "level": 1}],
    "gold": {"Ada": 2}, "size": "Small", "motto": null}"#;

fn script(replies: &[&str]) -> Script {
    Script::new(replies.iter().map(|reply| Turn::text(*reply)))
}

/// What a driver is handed for `request`, which is sent whatever comes of the reply.
fn call(request: Request) -> Call {
    let model = script(&[REPLY]);
    let _ = formwork::blocking::Model::generate::<Party>(&model, request);
    Call::new(model.requests().remove(0)).format(Format::of::<Party>())
}

fn schema(request: Request, dialect: Dialect) -> String {
    call(request).schema(dialect).expect("it was sent").expect("it has a schema").into_owned()
}

/// The outcome of asking both ways, which must be the same.
fn ask(replies: &[&str], request: &Request) -> Result<Party, formwork::Error> {
    let model = script(replies);
    let mut asynchronous = pin!(formwork::Model::generate::<Party>(&model, request));
    let asynchronous = loop {
        // A script never has to be waited for.
        if let Poll::Ready(outcome) = asynchronous.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            break outcome;
        }
    };
    let blocking = formwork::blocking::Model::generate::<Party>(&script(replies), request);
    assert_eq!(
        asynchronous.as_ref().map_err(ToString::to_string).map(|party| &party.name),
        blocking.as_ref().map_err(ToString::to_string).map(|party| &party.name)
    );
    blocking
}

fn refusal(request: Request) -> String {
    let model = script(&[REPLY]);
    let error = formwork::blocking::Model::generate::<Party>(&model, request).expect_err("it makes no sense");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(model.requests().is_empty(), "nothing is sent");
    error.to_string()
}

#[test]
fn the_choices_are_in_every_dialect_at_their_place_alone() {
    let request =
        Request::new("a party").one_of("leader.class", ["elf", "orc"]).one_of("gold.*", [1, 2]).one_of("motto", ["hoo"]);
    for dialect in [Dialect::Ollama, Dialect::OpenAi, Dialect::Standard] {
        let schema: Value = serde_json::from_str(&schema(request.clone(), dialect)).expect("a schema is JSON");
        let properties = &schema["properties"];
        let leader = &properties["leader"]["properties"]["class"];
        assert_eq!(*leader, serde_json::json!({"type": "string", "enum": ["elf", "orc"]}), "{dialect:?}");
        assert_eq!(properties["gold"]["additionalProperties"]["enum"], serde_json::json!([1, 2]));
        assert_eq!(properties["motto"]["enum"], serde_json::json!(["hoo", null]));
        assert!(schema["$defs"]["Hero"]["properties"]["class"].get("enum").is_none(), "other heroes have their own classes");
    }
    let prompt = format!("{:?}", call(request).request.prompt);
    assert!(prompt.contains(r#"// leader.class is one of \"elf\", \"orc\""#), "{prompt}");
}

#[test]
fn what_the_schema_says_of_a_field_and_the_order_of_all_fields_stay() {
    let request = Request::new("a party").one_of("name", ["Owls"]).one_of("members.level", [1]);
    let schema = schema(request, Dialect::Ollama);
    let begin =
        r#"{"type":"object","properties":{"name":{"type":"string","enum":["Owls"],"description":"What they call themselves."},"#;
    assert!(schema.starts_with(begin), "{schema}");
    let places = ["\"name\":", "\"leader\":", "\"members\":", "\"gold\":", "\"size\":", "\"motto\":"].map(|key| schema.find(key));
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{schema}");
    assert!(schema.contains(r#""level":{"type":"integer","enum":[1]}"#), "{schema}");
}

#[test]
fn a_value_that_is_no_choice_is_refused_with_its_path() {
    let request = Request::new("a party").one_of("members.class", ["orc", "troll"]);
    let error = ask(&[REPLY], &request).expect_err("an elf is no choice");
    assert_eq!(error.kind(), ErrorKind::ConstraintBroken);
    let message = r#"members[0].class: must be one of "orc", "troll", found "elf""#;
    assert!(error.to_string().contains(message), "{error}");
    assert_eq!(error.raw(), REPLY);
    let error = ask(&[REPLY], &Request::new("a party").one_of("gold.*", [3, 4])).expect_err("2 is no choice");
    assert!(error.to_string().contains("gold.Ada: must be one of 3, 4, found 2"), "{error}");
}

/// Also in a reply whose other keys come twice, or that has text around the value.
#[test]
fn a_choice_is_looked_for_in_whatever_is_read() {
    let party = || Request::new("a party").one_of("members.class", ["orc", "troll"]);
    let twice = REPLY.replacen('{', r#"{"x": 1, "x": {"y": 1, "y": 2}, "#, 1);
    assert_eq!(ask(&[&twice], &party()).expect_err("an elf is no choice").kind(), ErrorKind::ConstraintBroken);
    let around = format!("A party of [2]: {REPLY}.");
    let lenient = party().policy(Policy::new().lenient(Lenient::AROUND));
    assert_eq!(ask(&[&around], &lenient).expect_err("an elf is no choice").kind(), ErrorKind::ConstraintBroken);
}

#[test]
fn asking_again_gives_a_value_that_is_one() {
    let corrected = REPLY.replace("elf", "orc");
    let request = Request::new("a party").one_of("leader.class", ["orc"]).policy(Policy::new().reask(1));
    assert_eq!(ask(&[REPLY, &corrected], &request).expect("the second reply is right").leader.class, "orc");
}

#[test]
fn what_may_be_missing_or_null_need_not_be_a_choice() {
    let request = Request::new("a party").one_of("motto", ["hoo"]).one_of("size", ["Small"]);
    assert!(ask(&[REPLY], &request).expect("null is fine").motto.is_none());
}

#[test]
fn elements_of_a_streamed_list_are_checked_at_its_end() {
    let model = script(&[r#"[{"class": "elf", "level": 1}, {"class": "orc", "level": 1}]"#]);
    let request = Request::new("heroes").one_of("class", ["elf"]);
    let items: Vec<_> = formwork::blocking::Model::stream_items::<Hero>(&model, request).collect();
    let last = items.last().and_then(|item| item.as_ref().err()).expect("the last is the error");
    assert!(last.to_string().contains(r#"[1].class: must be one of "elf", found "orc""#), "{last}");
}

#[test]
fn what_makes_no_sense_is_refused_before_it_is_sent() {
    let party = || Request::new("a party");
    for (request, message) in [
        (party().one_of("leader.klass", ["a"]), "one_of for `leader.klass`: no string or number of the type is there"),
        (party().one_of("leader", ["a"]), "one_of for `leader`: no string or number of the type is there"),
        (party().one_of("name", [1]), "one_of for `name`: 1 is no string"),
        (party().one_of("leader.level", ["a"]), "one_of for `leader.level`: \"a\" is no integer"),
        (party().one_of("leader.level", [1.5]), "one_of for `leader.level`: 1.5 is no integer"),
        (party().one_of("size", ["Huge"]), "one_of for `size`: \"Huge\" is not among the choices that the type has"),
        (party().one_of("name", Vec::<String>::new()), "one_of for `name`: there are no choices"),
    ] {
        let refused = refusal(request);
        assert!(refused.contains(message), "{refused}");
    }
    let plain = formwork::blocking::Model::generate::<String>(&script(&["hi"]), Request::new("hi").one_of("", ["hi"]));
    assert_eq!(plain.expect_err("plain text has no schema").kind(), ErrorKind::InvalidRequest);
}
