//! What a call is given and held to: examples, the token limit of a type, the context window, tools that were not offered.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use formwork::model::{Event, Finish};
use formwork::testing::{Script, Turn};
use formwork::{
    Chat, Error, ErrorKind, Example, Generate, Instructions, Lenient, Options, Policy, Prompt, Request, Role, Think, Tool,
    ToolCall, blocking,
};
use formwork_tests::typed::{ADA, Character, Events, ada, ask, ask_both, end};
use proptest::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

fn prompt(request: Request) -> Prompt {
    let model = Script::new([Turn::text(ADA)]);
    blocking::Model::generate::<Character>(&model, request).unwrap();
    model.requests().remove(0).prompt
}

#[test]
fn examples_are_shown_as_json_in_a_text_and_as_said_before_in_a_chat() {
    let example = |input: &str| Example::new(input, &ada()).unwrap();
    let json = serde_json::to_string(&ada()).unwrap();
    let request = Request::new("Hero").instructions(Instructions::None).example(example("A")).example(example("B"));
    let Prompt::Text { text, .. } = prompt(request) else { panic!("a text stays a text") };
    assert_eq!(text, format!("Hero\n\nExamples:\n\nA\n{json}\n\nB\n{json}"));

    let chat = Chat::new().system("Be brief.").user("Hero");
    let Prompt::Chat(chat) = prompt(Request::new(chat).example(example("A"))) else { panic!("a chat stays a chat") };
    let said: Vec<_> = chat.messages.iter().map(|message| (message.role, message.content.lines().next().unwrap())).collect();
    let expected = [(Role::System, "Be brief."), (Role::User, "A"), (Role::Assistant, json.as_str()), (Role::User, "Hero")];
    assert_eq!(said, expected);
}

#[test]
fn an_example_of_another_type_is_refused_before_anybody_is_asked() {
    let mut old = ada();
    old.age = 200;
    let request = |example| Request::new("Hero").example(example);
    for (example, said) in [
        (Example::new("A", &old).unwrap(), "age: must be at most 120, found 200"),
        (Example::new("A", &["Ada"]).unwrap(), "the example for \"A\" is not what is asked for"),
    ] {
        let model = Script::new([Turn::text(ADA)]);
        let error = blocking::Model::generate::<Character>(&model, request(example)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(said), "{error}");
        assert!(model.requests().is_empty());
    }
    let unwritable = BTreeMap::from([(vec![1], 2)]);
    assert_eq!(Example::new("A", &unwritable).unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert_eq!(ask::<String>(&[Turn::text("Hi")], &request(Example::new("A", &"Ho").unwrap())).unwrap().value, "Hi");
}

/// A type whose every part has a bound.
#[derive(Debug, Clone, PartialEq, Generate, Serialize)]
struct Bounded {
    #[generate(len = 0..=20)]
    text: String,
    tiny: i8,
    wide: u64,
    float: f64,
    flag: bool,
    maybe: Option<u16>,
    pair: (u8, bool),
    row: [i64; 3],
    #[generate(len = 0..=4)]
    list: Vec<Choice>,
    #[generate(one_of = ["left", "right"])]
    side: String,
}

#[derive(Debug, Clone, PartialEq, Generate, Serialize)]
enum Choice {
    Nothing,
    Number(u32),
    Named {
        #[generate(len = 1..=3)]
        name: String,
    },
}

#[derive(Debug, Generate)]
#[allow(dead_code, reason = "only its bound is asked for")]
struct Recursive {
    #[generate(len = 0..=2)]
    children: Vec<Recursive>,
}

fn most_tokens<T: Generate<Partial: Send + Sync>>(request: impl Into<Request>) -> Option<u32> {
    let model = Events::new([]);
    let _ = blocking::Model::generate::<T>(&model, request);
    model.calls().remove(0).most_tokens
}

#[test]
fn a_type_with_bounds_limits_the_tokens_unless_something_else_may_come() {
    assert_eq!(most_tokens::<bool>("x"), Some(512 + 5));
    assert_eq!(most_tokens::<Option<u8>>("x"), Some(512 + 4));
    for (unbounded, name) in [
        (most_tokens::<Character>("x"), "a text without a bound"),
        (most_tokens::<Recursive>("x"), "a type in itself"),
        (most_tokens::<Vec<bool>>("x"), "a list without a bound"),
        (most_tokens::<BTreeMap<String, bool>>("x"), "a map without a bound"),
        (most_tokens::<String>("x"), "plain text"),
        (most_tokens::<bool>(Request::new("x").think(Think::On)), "thinking"),
        (most_tokens::<bool>(Request::new("x").policy(Policy::new().fallback(true))), "prose"),
        (most_tokens::<bool>(Request::new("x").policy(Policy::new().lenient(Lenient::AROUND))), "prose"),
    ] {
        assert_eq!(unbounded, None, "{name}");
    }
}

proptest! {
    #[test]
    fn no_value_needs_more_bytes_than_the_tokens_of_its_type(
        text in proptest::collection::vec(any::<char>(), 0..=20),
        numbers in any::<(i8, u64, f64, bool, Option<u16>, (u8, bool), [i64; 3])>(),
        choices in proptest::collection::vec(prop_oneof![
            Just(Choice::Nothing),
            any::<u32>().prop_map(Choice::Number),
            "\\PC{1,3}".prop_map(|name| Choice::Named { name }),
        ], 0..=4),
    ) {
        let (tiny, wide, float, flag, maybe, pair, row) = numbers;
        let text = text.into_iter().collect();
        let value = Bounded { text, tiny, wide, float, flag, maybe, pair, row, list: choices, side: "right".into() };
        let json = serde_json::to_string_pretty(&value).unwrap();
        let most = most_tokens::<Bounded>("x").unwrap();
        prop_assert!(json.len() <= most as usize - 512);
        prop_assert!(most < 10_000, "{most} is of no use");
    }
}

fn reply<T: Generate<Partial: Send + Sync> + Send>(events: &[Event<'static>], request: &Request) -> Result<T, Error> {
    let model = Events::new(events);
    ask_both::<T>(&model, &model, request).map(|reply| reply.value)
}

#[test]
fn a_prompt_that_fills_the_context_is_an_error_whatever_came() {
    let request = Request::new("x").options(Options::new().num_ctx(100_u32));
    let error = reply::<Character>(&[Event::Text(ADA), end(Finish::Stop, 100, 20)], &request).unwrap_err();
    assert_eq!((error.kind(), error.raw()), (ErrorKind::ContextOverflow, ADA));
    assert!(error.to_string().contains("100 tokens and the context window holds 100"), "{error}");
    assert!(error.partial::<Character>().is_some());
    assert_eq!(reply::<Character>(&[Event::Text(ADA), end(Finish::Stop, 60, 20)], &request).unwrap(), ada());
    let cut = reply::<Character>(&[Event::Text("{"), end(Finish::Length, 80, 20)], &request).unwrap_err();
    assert_eq!(cut.kind(), ErrorKind::Truncated);
    assert!(cut.to_string().contains("the context window is full; raise num_ctx"), "{cut}");
}

#[test]
fn asking_for_a_tool_that_was_not_offered_has_its_kind() {
    let call = ToolCall { id: None, name: "search".into(), arguments: serde_json::json!({}) };
    let events = [Event::ToolCall(call), end(Finish::ToolCalls, 1, 1)];
    let error = reply::<Character>(&events, &Request::new("x")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnwantedToolCall);
    assert!(error.to_string().contains("the tool `search`") && error.is_model_output(), "{error}");
    let error = reply::<String>(&events, &Request::new("x")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnwantedToolCall);
    let offered = Request::new("x").tool(Tool::declared::<Character>("search", "Search"));
    assert_eq!(reply::<String>(&events, &offered).unwrap(), "");
}
