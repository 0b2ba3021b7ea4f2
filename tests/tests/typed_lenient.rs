//! Replies that are almost right: leniency, falling back to the prompt alone, warnings, and what changed in a stream.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use formwork::model::{BlockingIncoming, BlockingModel, Call, Flow, Sink};
use formwork::testing::{Script, Turn};
use formwork::{Error, ErrorKind, Generate, Instructions, Lenient, Model, Policy, Prompt, RepairKind, Reply, Request, blocking};
use formwork_tests::typed::{ADA, Character, ada, ask, run};
use std::slice::from_ref;

fn with(policy: Policy) -> Request {
    Request::new("Hero").policy(policy)
}

#[test]
fn what_is_forgiven_is_told() {
    let text = format!("<think>A {{hero}}.</think>Sure!\n```json\n{}\n```", ADA.replace("36", "'36',").replace(",,", ","));
    for piece in 1..=text.len() {
        let turn = Turn::text(&text).in_pieces_of(piece);
        let reply = ask::<Character>(from_ref(&turn), &with(Policy::new().lenient(Lenient::ALL))).unwrap();
        assert_eq!(reply.value, ada());
        assert_eq!((reply.raw.as_str(), reply.skipped.after.as_str()), (text.as_str(), "```"));
        assert_eq!(reply.skipped.before, "<think>A {hero}.</think>Sure!\n```json\n");
        let kinds: Vec<_> = reply.repairs.iter().map(|repair| repair.kind).collect();
        assert_eq!(kinds, [RepairKind::SingleQuotes, RepairKind::QuotedScalar]);
        let strict = ask::<Character>(&[turn], &Request::new("x")).unwrap_err();
        assert_eq!(strict.kind(), ErrorKind::ConstraintNotApplied);
    }
}

#[test]
fn leniency_finds_no_value_where_there_is_none_and_completes_nothing() {
    let lenient = || with(Policy::new().lenient(Lenient::ALL));
    for (text, kind) in [
        ("Sure! Here is your character: Ada.", ErrorKind::ConstraintNotApplied),
        ("Sure! {\"name\": \"Ada\"", ErrorKind::Truncated),
        ("Sure! {\"name\": \"Ada\", \"age\": 121", ErrorKind::ConstraintBroken),
    ] {
        for piece in [1, 5, 100] {
            let error = ask::<Character>(&[Turn::text(text).in_pieces_of(piece)], &lenient()).unwrap_err();
            assert_eq!((error.kind(), error.raw()), (kind, text), "{error}");
        }
    }
}

#[test]
fn a_reply_without_the_schema_is_searched_for_its_value_where_that_is_allowed() {
    let text = format!("Here you are: {ADA} Enjoy!");
    for piece in [1, 3, 20, 1_000] {
        let turn = Turn::text(&text).in_pieces_of(piece);
        let reply = ask::<Character>(from_ref(&turn), &with(Policy::new().fallback(true))).unwrap();
        assert_eq!((reply.value, reply.skipped.before.as_str()), (ada(), "Here you are: "));
        let refused = ask::<Character>(from_ref(&turn), &Request::new("x")).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::ConstraintNotApplied);

        let mut stream = blocking::Model::stream::<Character>(&Script::new([turn]), with(Policy::new().fallback(true)));
        while let Some(partial) = stream.next() {
            assert!("Ada".starts_with(partial.unwrap().name.as_str()));
        }
        assert_eq!(stream.finish().unwrap(), ada());
    }
    // Where the schema is applied nothing is forgiven.
    let error = ask::<Character>(&[Turn::text(ADA.replace("36", "'36'"))], &with(Policy::new().fallback(true))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotJson);
    // No value at all is still what it was.
    let error = ask::<Character>(&[Turn::text("I cannot.")], &with(Policy::new().fallback(true))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConstraintNotApplied);
}

#[test]
fn a_refused_schema_is_left_to_the_prompt_where_that_is_allowed() {
    let refuses = Turn::text("").fails(ErrorKind::Unsupported, "no grammar for this schema");
    let turns = [refuses.clone(), Turn::text(format!("Well: {ADA}"))];
    let request = with(Policy::new().fallback(true)).instructions(Instructions::None);
    let reply = ask::<Character>(&turns, &request).unwrap();
    assert_eq!((reply.value, reply.attempts[0].kind), (ada(), ErrorKind::Unsupported));
    assert_eq!(ask::<Character>(&turns, &Request::new("x")).unwrap_err().kind(), ErrorKind::Unsupported);
    assert_eq!(ask::<Character>(&[refuses.clone(), refuses], &request).unwrap_err().attempts().len(), 1);

    let model = Script::new(turns);
    blocking::Model::generate::<Character>(&model, &request).unwrap();
    let Prompt::Text { text, .. } = model.requests().remove(1).prompt else { panic!("a text stays a text") };
    assert!(text.contains(Character::OUTLINE), "{text}");
}

#[test]
fn warnings_ride_along_and_do_not_fail_a_value() {
    let check = |character: &Character| match character.age {
        0..18 => Err("too young".to_owned()),
        18..40 => Ok(vec!["rather young".to_owned()]),
        _ => Ok(Vec::new()),
    };
    for (age, expected) in
        [("36", Ok(vec!["rather young".to_owned()])), ("41", Ok(vec![])), ("7", Err(ErrorKind::ConstraintBroken))]
    {
        let model = Script::new(vec![Turn::text(ADA.replace("36", age)); 2]);
        let replies = [blocking::Model::reply_with(&model, "x", check), run(Model::reply_with(&model, "x", check))];
        for reply in replies {
            let warnings = |reply: Reply<Character>| reply.warnings.into_iter().map(|warning| warning.message).collect();
            assert_eq!(reply.map(warnings).map_err(|error| error.kind()), expected);
        }
    }
}

#[test]
fn a_stream_says_what_changed_since_the_last_look() {
    let mut seen = Vec::new();
    let turn = Turn::text(ADA).in_pieces_of(22);
    let mut stream = blocking::Model::stream::<Character>(&Script::new([turn.clone()]), "x").with_changes().with_partial_json();
    assert_eq!(stream.partial_json(), "null");
    while let Some(partial) = stream.next() {
        partial.unwrap();
        let changes: Vec<_> = stream.changes().map(|change| (change.to_string(), change.is_done())).collect();
        seen.push((changes, stream.partial_json()));
    }
    let path = |path: &str, done| (path.to_owned(), done);
    let expected = [
        (vec![path("name", true)], r#"{"name": "Ada"}"#.to_owned()),
        (
            vec![path("age", true), path("skills[0]", false), path("skills", false)],
            r#"{"name": "Ada", "age": 36, "skills": ["algeb"]}"#.to_owned(),
        ),
        (vec![path("skills[0]", true), path("skills[1]", true), path("skills", true)], ADA.to_owned()),
        // The end of the reply has no text.
        (vec![], ADA.to_owned()),
    ];
    assert_eq!(seen, expected);

    run(async {
        let mut stream = Model::stream::<Character>(&Script::new([turn]), "x").with_changes().with_partial_json();
        let mut waiting = Vec::new();
        while let Some(partial) = stream.next().await {
            partial.unwrap();
            let changes: Vec<_> = stream.changes().map(|change| (change.to_string(), change.is_done())).collect();
            waiting.push((changes, stream.partial_json()));
        }
        assert_eq!(waiting, expected);
    });
}

/// Two events at a time.
struct Pairs<M>(M);

impl BlockingModel for Pairs<Script> {
    fn send(&self, call: Call) -> Result<Box<dyn BlockingIncoming>, Error> {
        Ok(Box::new(Pairs(BlockingModel::send(&self.0, call)?)))
    }
}

impl BlockingIncoming for Pairs<Box<dyn BlockingIncoming>> {
    fn receive(&mut self, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        match self.0.receive(sink)? {
            Flow::Open => self.0.receive(sink),
            Flow::Closed => Ok(Flow::Closed),
        }
    }
}

#[test]
fn what_came_at_once_changed_at_once() {
    let model = Pairs(Script::new([Turn::text(ADA).in_pieces_of(15)]));
    let mut stream = model.stream::<Character>("x").with_changes();
    let mut seen = Vec::new();
    while let Some(partial) = stream.next() {
        partial.unwrap();
        seen.push(stream.changes().map(|change| change.to_string()).collect::<Vec<_>>().join(" "));
    }
    assert_eq!(seen, ["name age", "skills[0] skills[1] skills", ""]);
}
