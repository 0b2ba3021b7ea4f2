//! The typed layer over a scripted model: one body for async and blocking, every cut of every reply.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use formwork::model::Finish;
use formwork::partial::{Slot, State};
use formwork::testing::{Script, Turn};
use formwork::{Chat, Error, ErrorKind, Feedback, Generate, Instructions, Model, Policy, Prompt, Request, Role, blocking};
use formwork_tests::typed::{ADA, Character, ada, ask, run};
use std::sync::Arc;
use std::time::Duration;

fn kind<T: Generate<Partial: Send + Sync> + Send + std::fmt::Debug>(turn: Turn) -> Error {
    ask::<T>(&[turn], &Request::new("x")).unwrap_err()
}

#[test]
fn a_value_comes_out_however_the_reply_is_cut() {
    for piece in 1..=ADA.len() {
        let reply = ask::<Character>(&[Turn::text(ADA).in_pieces_of(piece)], &Request::new("x")).unwrap();
        assert_eq!((reply.value, reply.raw.as_str()), (ada(), ADA));
        assert!(reply.usage.output_tokens.is_some());
    }
}

#[test]
fn a_cut_reply_is_an_error_at_every_byte_and_keeps_what_came() {
    for end in 1..ADA.len() {
        let error = kind::<Character>(Turn::text(&ADA[..end]).in_pieces_of(3).finish(Finish::Length));
        assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
        assert_eq!(error.raw(), &ADA[..end]);
        assert!(error.usage().is_some());
        let partial = error.partial::<Character>().unwrap();
        assert_eq!(partial.name.state() == State::Done, end >= 14, "{end}");
    }
}

#[test]
fn a_number_that_was_cut_off_is_no_number() {
    for finish in [Finish::Length, Finish::Unfinished] {
        let error = kind::<i32>(Turn::text("4").finish(finish));
        assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
    }
}

#[test]
fn each_wrong_reply_has_its_kind() {
    use ErrorKind::{ConstraintBroken, ConstraintNotApplied, Empty, NotJson, Refused, Runaway, Truncated, WrongType};
    for (turn, expected) in [
        (Turn::text("Sure! Here is your character: Ada."), ConstraintNotApplied),
        (Turn::text("```json\n{}\n```"), ConstraintNotApplied),
        (Turn::text(r#"["name"]"#), ConstraintNotApplied),
        (Turn::text(r#"{"name": Ada}"#), NotJson),
        (Turn::text(r#"{"name": 7}"#), WrongType),
        (Turn::text("{}"), WrongType),
        (Turn::text(r#"{"name": "Ada", "age": 121"#), ConstraintBroken),
        (Turn::text(r#"{"name": "Ada", "age": 300"#), ConstraintBroken),
        (Turn::text(""), Empty),
        (Turn::text("").thinking("Hm."), Empty),
        (Turn::text(r#"{"name": "A"#).finish(Finish::Stop), Truncated),
        (Turn::text(r#"{"name": "A"#).finish(Finish::Unfinished), Truncated),
        (Turn::text("{\n\n\n\n").finish(Finish::Unfinished), Runaway),
        (Turn::text(format!("{{{}", " ".repeat(300))).in_pieces_of(1), Runaway),
        (Turn::text(format!(r#"{{"name": "{}"#, "ha".repeat(2_000))).in_pieces_of(2), Runaway),
        (Turn::text("{").finish(Finish::ContentFilter), Refused),
    ] {
        let error = kind::<Character>(turn.clone());
        assert_eq!(error.kind(), expected, "{turn:?}: {error}");
        assert!(error.partial::<Character>().is_some());
    }
}

#[test]
fn an_error_from_below_keeps_what_came() {
    let error = kind::<Character>(Turn::text(r#"{"name": "Ada", "#).fails(ErrorKind::Transport, "connection reset"));
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.raw(), r#"{"name": "Ada", "#);
    assert_eq!(error.partial::<Character>().unwrap().name.as_str(), "Ada");
}

#[test]
fn a_string_is_the_plain_text() {
    for piece in [1, 2, 100] {
        let reply = ask::<String>(&[Turn::text("\"Grüße\" {").in_pieces_of(piece)], &Request::new("x")).unwrap();
        assert_eq!(reply.value, "\"Grüße\" {");
    }
    assert_eq!(ask::<String>(&[Turn::text("")], &Request::new("x")).unwrap().value, "");
}

#[test]
fn roots_need_not_be_objects() {
    assert_eq!(ask::<i32>(&[Turn::text("-7").in_pieces_of(1)], &Request::new("x")).unwrap().value, -7);
    assert_eq!(ask::<Vec<bool>>(&[Turn::text("[true]")], &Request::new("x")).unwrap().value, [true]);
    assert_eq!(ask::<Option<u8>>(&[Turn::text("null")], &Request::new("x")).unwrap().value, None);
}

#[test]
fn a_complete_value_stops_the_reply() {
    let chatter = format!("{ADA}\n\nI hope you like it! {}", "And so on. ".repeat(100));
    let reply = ask::<Character>(&[Turn::text(&chatter).in_pieces_of(4)], &Request::new("x")).unwrap();
    assert_eq!(reply.value, ada());
    assert!(reply.raw.len() < ADA.len() + 32, "{}", reply.raw.len());
    let strict = Request::new("x").policy(Policy::new().early_stop(false));
    for piece in [4, 1_000] {
        let turn = Turn::text(&chatter).in_pieces_of(piece);
        assert_eq!(ask::<Character>(&[turn], &strict).unwrap_err().kind(), ErrorKind::NotJson);
    }
}

#[test]
fn the_outline_is_in_the_prompt_unless_told_otherwise() {
    let prompt = |request: Request| {
        let model = Script::new([Turn::text(ADA)]);
        blocking::Model::generate::<Character>(&model, request).unwrap();
        match model.requests().remove(0).prompt {
            Prompt::Text { text, .. } => text,
            Prompt::Chat(chat) => chat.messages.into_iter().map(|message| message.content).collect::<Vec<_>>().join("|"),
            _ => panic!("a prompt of another kind"),
        }
    };
    assert_eq!(prompt("Hero".into()), format!("Hero\n\nAnswer with JSON of this type:\n{}", Character::OUTLINE));
    assert_eq!(prompt(Request::new("Hero").instructions(Instructions::None)), "Hero");
    assert_eq!(prompt(Request::new("Hero").instructions(Instructions::Text("As JSON.".into()))), "Hero\n\nAs JSON.");
    assert!(prompt(Chat::new().system("s").user("Hero").into()).starts_with("s|Hero\n\nAnswer with JSON"));
    assert!(Character::OUTLINE.contains("// First name only."));
}

#[test]
fn a_model_is_asked_again_with_its_mistake() {
    let turns = [Turn::text(r#"{"name": "Ada", "age": 200"#), Turn::text(ADA)];
    let once = ask::<Character>(&turns, &Request::new("x")).unwrap_err();
    assert_eq!(once.kind(), ErrorKind::ConstraintBroken);

    let reply = ask::<Character>(&turns, &Request::new("x").policy(Policy::new().reask(1))).unwrap();
    assert_eq!((reply.value, reply.attempts.len()), (ada(), 1));

    let model = Script::new(turns.clone());
    blocking::Model::generate::<Character>(&model, Request::new("x").policy(Policy::new().reask(1))).unwrap();
    let Prompt::Chat(chat) = model.requests().remove(1).prompt else { panic!("the second try is a chat") };
    let [user, assistant, complaint] = chat.messages.as_slice() else { panic!("{chat:?}") };
    assert_eq!((user.role, assistant.role, complaint.role), (Role::User, Role::Assistant, Role::User));
    assert!(complaint.content.contains("age: must be at most 120, found 200"), "{}", complaint.content);

    let model = Script::new(turns);
    let policy = Policy::new().reask(1).feedback(Feedback::Fresh);
    blocking::Model::generate::<Character>(&model, Request::new("x").policy(policy)).unwrap();
    assert_eq!(model.requests().remove(1).options.seed, Some(1));
}

#[test]
fn asking_again_ends_with_all_attempts_told() {
    let turns = vec![Turn::text("no").in_pieces_of(1); 5];
    let error = ask::<Character>(&turns, &Request::new("x").policy(Policy::new().reask(2))).unwrap_err();
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::ConstraintNotApplied, 2));
}

#[test]
fn faults_on_the_way_are_retried_apart_from_the_models_own() {
    let broken = Turn::text("").fails(ErrorKind::Transport, "connection refused");
    let policy = Policy::new().retry(2).retry_wait(Duration::from_millis(1));
    let reply = ask::<Character>(&[broken.clone(), broken.clone(), Turn::text(ADA)], &Request::new("x").policy(policy.clone()));
    assert_eq!(reply.unwrap().attempts.len(), 2);
    let error =
        ask::<Character>(&[broken.clone(), broken.clone(), broken], &Request::new("x").policy(policy.clone())).unwrap_err();
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Transport, 2));
    let wrong = ask::<Character>(&[Turn::text("no"), Turn::text(ADA)], &Request::new("x").policy(policy)).unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::ConstraintNotApplied);
}

#[test]
fn the_callers_own_check_counts_like_a_rule() {
    let older = |character: &Character| if character.age > 40 { Ok(()) } else { Err("too young".to_owned()) };
    let turns = [Turn::text(ADA), Turn::text(ADA.replace("36", "41"))];
    let error = blocking::Model::generate_with(&Script::new(turns.clone()), "x", older).unwrap_err();
    assert_eq!((error.kind(), error.raw()), (ErrorKind::ConstraintBroken, ADA));
    let request = Request::new("x").policy(Policy::new().reask(1));
    let value = run(Model::generate_with(&Script::new(turns), request, older)).unwrap();
    assert_eq!(value.age, 41);
}

#[test]
fn a_stream_lends_the_value_so_far() {
    let mut stream = blocking::Model::stream::<Character>(&Script::new([Turn::text(ADA).in_pieces_of(4)]), "x");
    let mut lengths = Vec::new();
    while let Some(partial) = stream.next() {
        lengths.push(partial.unwrap().name.as_str().len());
    }
    assert!(lengths.is_sorted() && lengths.first() == Some(&0) && lengths.last() == Some(&3), "{lengths:?}");
    assert_eq!(stream.finish().unwrap(), ada());

    run(async {
        let mut stream = Model::stream::<Character>(&Script::new([Turn::text(ADA).in_pieces_of(4)]), "x");
        let mut waiting = Vec::new();
        while let Some(partial) = stream.next().await {
            waiting.push(partial.unwrap().name.as_str().len());
        }
        assert_eq!(waiting, lengths);
        assert_eq!(stream.finish().await.unwrap(), ada());
    });
}

#[test]
fn snapshots_are_owned() {
    let stream = blocking::Model::stream::<Character>(&Script::new([Turn::text(ADA).in_pieces_of(10)]), "x");
    let snapshots: Vec<_> = Iterator::collect::<Result<_, _>>(stream).unwrap();
    assert_eq!(snapshots.first().unwrap().name.state(), State::Growing);
    assert_eq!(snapshots.last().unwrap().skills.items(), ["algebra", "prose"]);
}

#[test]
fn items_come_as_they_are_completed_and_before_an_error() {
    let list = format!("[{ADA}, {ADA}, {{\"name\": 7}}]");
    for piece in [1, 5, 1_000] {
        let turn = Turn::text(&list).in_pieces_of(piece);
        let mut items = blocking::Model::stream_items::<Character>(&Script::new([turn.clone()]), "x");
        assert_eq!(items.next().unwrap().unwrap(), ada());
        assert_eq!(items.next().unwrap().unwrap(), ada());
        let error = items.next().unwrap().unwrap_err();
        assert_eq!(error.parse_error().unwrap().path().to_string(), "[2].name");
        assert!(items.next().is_none());
        run(async {
            let mut items = Model::stream_items::<Character>(&Script::new([turn]), "x");
            let mut count = 0;
            let error = loop {
                match items.next().await.unwrap() {
                    Ok(_) => count += 1,
                    Err(error) => break error,
                }
            };
            assert_eq!((count, error.kind()), (2, ErrorKind::WrongType));
        });
    }
}

#[test]
fn a_reply_that_never_comes_times_out_and_says_which_limit() {
    let short = Duration::from_millis(5);
    for (policy, turn, said) in [
        (Policy::new().timeout(short), Turn::text("{").never_ends(), "(timeout)"),
        (Policy::new().first_token_timeout(short), Turn::text("").never_ends(), "first_token_timeout"),
        (Policy::new().idle_timeout(short), Turn::text("{").never_ends(), "idle_timeout"),
    ] {
        let request = Request::new("x").policy(policy);
        let error = run(Model::generate::<Character>(&Script::new([turn]), request)).unwrap_err();
        assert!(error.is_timeout() && error.to_string().contains(said), "{error}");
    }
}

#[test]
fn a_model_kept_as_dyn_has_the_same_calls() {
    let shared: Arc<dyn Model> = Arc::new(Script::new([Turn::text(ADA)]));
    assert_eq!(run(shared.generate::<Character>("x")).unwrap(), ada());
    {
        use formwork::blocking::Model as _;
        let boxed: Box<dyn blocking::Model> = Box::new(Script::new([Turn::text(ADA)]));
        assert_eq!(boxed.generate::<Character>("x").unwrap(), ada());
    }
}

#[test]
fn a_request_that_makes_no_sense_is_not_sent() {
    for request in [
        Request::new("  "),
        Request::new("x").options(formwork::Options::new().temperature(f32::NAN)),
        Request::new("x").options(formwork::Options::new().num_predict(0_u32)),
    ] {
        let model = Script::new([Turn::text(ADA)]);
        let error = blocking::Model::generate::<Character>(&model, &request).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert!(model.requests().is_empty());
        let streamed = blocking::Model::stream::<Character>(&model, request).finish().unwrap_err();
        assert_eq!(streamed.kind(), ErrorKind::InvalidRequest);
    }
}
