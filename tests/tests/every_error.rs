//! Every kind of error, reached over a socket through the test server: by four drivers, with what had come by then.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use ErrorKind::{
    Cancelled, ConstraintBroken, ConstraintNotApplied, ContextOverflow, Empty, InvalidModel, InvalidRequest, ModelNotFound,
    NotJson, Protocol, Refused, Runaway, Status, TimedOut, Transport, Truncated, Unsupported, WrongType,
};
use formwork::model::{BlockingModel, Finish};
use formwork::partial::{Slot, State};
use formwork::testing::{Answer, Cut, Place, Server, Turn};
use formwork::{Error, ErrorKind, Model, Ollama, OpenAi, Options, Policy, Request, blocking};
use formwork_tests::run;
use formwork_tests::typed::{ADA, Character};
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// Everything before the number.
const NAME: &str = r#"{"name": "Ada", "age": "#;
/// A time limit that is meant to pass.
const SHORT: Duration = Duration::from_millis(150);
/// A time limit that is not.
const LONG: Duration = Duration::from_secs(30);

/// Whose protocol is spoken.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Over {
    Ollama,
    OpenAi,
}

/// What a call fails with, asynchronously and blocking, which must carry the same.
fn fails(over: Over, answer: &Answer, policy: &Policy) -> Error {
    let [waiting, blocking] = both(over, answer, policy);
    assert_eq!(carried(&waiting), carried(&blocking), "{over:?}: {waiting}; {blocking}");
    waiting
}

/// The same call asynchronously and blocking; each ends in its time, and no connection is left.
fn both(over: Over, answer: &Answer, policy: &Policy) -> [Error; 2] {
    let server = Server::start([answer.clone(), answer.clone()]).unwrap();
    let url = server.url();
    let models: (Box<dyn Model>, Box<dyn BlockingModel>) = match over {
        Over::Ollama => (Box::new(Ollama::at(&url, "ada").unwrap()), Box::new(blocking::Ollama::at(&url, "ada").unwrap())),
        Over::OpenAi => (Box::new(OpenAi::at(&url, "ada").unwrap()), Box::new(blocking::OpenAi::at(&url, "ada").unwrap())),
    };
    let request = || Request::new("Create a character").policy(policy.clone());
    let begun = Instant::now();
    let waiting = run(Model::generate::<Character>(&models.0, request())).unwrap_err();
    let blocking = blocking::Model::generate::<Character>(&models.1, request()).unwrap_err();
    assert!(begun.elapsed() < LONG, "{over:?}: {waiting}; {blocking}");
    drop(models);
    assert!(server.wait_for_connections(0, LONG), "{} connections are open after {waiting}", server.open_connections());
    [waiting, blocking]
}

/// What an error carries, in the order of the table: kind, raw text, the name if it is whole, usage. Before anything has come there
/// may or may not be an empty partial value.
fn carried(error: &Error) -> (ErrorKind, &str, Option<&str>, String) {
    let name = error.partial::<Character>().map(|partial| &partial.name).filter(|name| name.state() == State::Done);
    let usage = error.usage().map_or("none".to_owned(), |usage| match (usage.prompt_tokens, usage.output_tokens) {
        (Some(prompt), Some(output)) => format!("{prompt} {output}"),
        _ => "unknown".to_owned(),
    });
    (error.kind(), error.raw(), name.map(formwork::partial::Text::as_str), usage)
}

fn turn(text: &str) -> Turn {
    Turn::text(text).in_pieces_of(5)
}

fn refused(kind: ErrorKind) -> Turn {
    Turn::text("").fails(kind, "said the script")
}

/// What brings an error about, and what it carries.
type Row = (Turn, (ErrorKind, &'static str, Option<&'static str>, &'static str));

/// What servers of both protocols can come to. Pieces have five bytes; what comes after the last one that is shown was not received.
fn table() -> Vec<Row> {
    let ada = Some("Ada");
    let spaces = format!("{{{}", " ".repeat(300));
    let spaces: &'static str = Box::leak(spaces.into_boxed_str());
    vec![
        (refused(InvalidRequest), (InvalidRequest, "", None, "none")),
        (refused(Transport), (Transport, "", None, "none")),
        (turn(NAME).fails(Transport, ""), (Transport, NAME, ada, "none")),
        (refused(Status), (Status, "", None, "none")),
        (turn(NAME).fails(Status, "the runner died"), (Status, NAME, ada, "none")),
        (refused(ModelNotFound), (ModelNotFound, "", None, "none")),
        (refused(Unsupported), (Unsupported, "", None, "none")),
        (refused(Protocol), (Protocol, "", None, "none")),
        (refused(ContextOverflow), (ContextOverflow, "", None, "none")),
        (turn("Sure! Here it is."), (ConstraintNotApplied, "Sure!", None, "none")),
        (turn("{\"name\": \"Ada\", age: 36}"), (NotJson, "{\"name\": \"Ada\", age:", ada, "none")),
        (turn("{\"name\": \"Ada\", \"age\": \"old\"}"), (WrongType, "{\"name\": \"Ada\", \"age\": \"o", ada, "none")),
        (
            turn("{\"name\": \"Ada\", \"age\": 121, \"skills\""),
            (ConstraintBroken, "{\"name\": \"Ada\", \"age\": 121, \"s", ada, "none"),
        ),
        (turn(NAME).finish(Finish::Length), (Truncated, NAME, ada, "1 5")),
        (turn(NAME).finish(Finish::Stop), (Truncated, NAME, ada, "1 5")),
        (turn("{").forever(" "), (Runaway, &spaces[..258], None, "none")),
        (Turn::text(""), (Empty, "", None, "1 0")),
        (Turn::text("").thinking("Hm."), (Empty, "", None, "1 0")),
        (refused(TimedOut), (TimedOut, "", None, "none")),
        (turn(NAME).never_ends(), (TimedOut, NAME, ada, "none")),
    ]
}

#[test]
fn each_kind_comes_with_what_was_there() {
    let ollama = vec![
        (refused(InvalidModel), (InvalidModel, "", None, "none")),
        (turn("{\"name\": \"Ada\"").finish(Finish::Unfinished), (Truncated, "{\"name\": \"Ada\"", Some("Ada"), "unknown")),
        (turn(NAME).finish(Finish::Unfinished), (Runaway, NAME, Some("Ada"), "unknown")),
    ];
    let open_ai = vec![
        (refused(Refused), (Refused, "", None, "none")),
        (turn(NAME).finish(Finish::ContentFilter), (Refused, NAME, Some("Ada"), "1 5")),
    ];
    let mut reached = HashSet::from([Cancelled]);
    for (over, rows) in [(Over::Ollama, ollama), (Over::OpenAi, open_ai)] {
        for (turn, expected) in table().into_iter().chain(rows) {
            let limit = if expected.0 == TimedOut { SHORT } else { LONG };
            for cut in [Cut::Natural, Cut::Every(1), Cut::Seed(7)] {
                let error = fails(over, &Answer::from(turn.clone()).cut(cut), &Policy::new().timeout(limit));
                let (kind, raw, name, usage) = carried(&error);
                assert_eq!((kind, raw, name, usage.as_str()), expected, "{over:?} {turn:?}: {error:?}");
            }
            reached.insert(expected.0);
        }
    }
    // Those of `ErrorKind`: a new one belongs into the table.
    assert_eq!(reached.len(), 18, "{reached:?}");
}

#[test]
fn a_stream_that_has_failed_is_cancelled() {
    let server = Server::start([turn(NAME).fails(Transport, ""), turn(NAME).fails(Transport, "")]).unwrap();
    run(async {
        let model = Ollama::at(server.url(), "ada").unwrap();
        let mut stream = model.stream::<Character>("x");
        while stream.next().await.unwrap().is_ok() {}
        assert_eq!(stream.finish().await.unwrap_err().kind(), Cancelled);
    });
    let model = blocking::Ollama::at(server.url(), "ada").unwrap();
    let mut stream = blocking::Model::stream::<Character>(&model, "x");
    while stream.next().unwrap().is_ok() {}
    assert_eq!(stream.finish().unwrap_err().kind(), Cancelled);
}

#[test]
fn a_connection_that_breaks_anywhere_is_an_error() {
    let places = [Place::Start, Place::Head].into_iter().chain((0..400).step_by(37).map(Place::Body));
    for place in places {
        for answer in [Answer::from(turn(ADA)).close_at(place), Answer::from(turn(ADA)).half_close_at(place)] {
            let error = fails(Over::Ollama, &answer, &Policy::new().timeout(LONG));
            assert_eq!(error.kind(), Transport, "{place:?}: {error}");
            assert!(ADA.starts_with(error.raw()), "{place:?}: {error:?}");
        }
    }
}

#[test]
fn a_server_that_stops_anywhere_is_timed_out() {
    for place in [Place::Start, Place::Head, Place::Body(0), Place::Body(10), Place::Body(200)] {
        let answer = Answer::from(turn(ADA)).stall_at(place);
        for policy in [Policy::new().timeout(SHORT), Policy::new().idle_timeout(SHORT).first_token_timeout(SHORT)] {
            let error = fails(Over::Ollama, &answer, &policy);
            assert_eq!(error.kind(), TimedOut, "{place:?}: {error}");
        }
    }
}

/// A model that writes one byte at a time never exceeds the limit between two of them, and the whole call has one nevertheless.
#[test]
fn a_server_that_drips_is_timed_out() {
    let answer = Answer::from(Turn::text("{\"name\": \"").forever("ab")).pause(Duration::from_millis(5));
    let policy = Policy::new().timeout(SHORT).idle_timeout(LONG).runaway(None);
    for error in both(Over::Ollama, &answer, &policy) {
        assert_eq!(error.kind(), TimedOut, "{error}");
        assert!(error.raw().starts_with("{\"name\": \"ab"), "{error:?}");
    }
}

#[test]
fn ten_megabytes_in_one_line() {
    // Of text: the parser takes it, and the value is there.
    let long = format!("{{\"name\": \"{}\", \"age\": 1, \"skills\": []}}", "a".repeat(9_900_000));
    let server = Server::start([Turn::text(&long), Turn::text(&long)]).unwrap();
    let request = || Request::new("x").policy(Policy::new().runaway(None));
    let value = run(Ollama::at(server.url(), "ada").unwrap().generate::<Character>(request())).unwrap();
    assert_eq!(value.name.len(), 9_900_000);
    let model = blocking::Ollama::at(server.url(), "ada").unwrap();
    assert_eq!(blocking::Model::generate::<Character>(&model, request()).unwrap(), value);
    // A line that does not end.
    let head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"response\":\"".to_vec();
    let answer = Answer::raw(head).repeat_at(Place::End, "x".repeat(100_000));
    let error = fails(Over::Ollama, &answer, &Policy::new().timeout(LONG));
    assert_eq!(error.kind(), Protocol, "{error}");
    // White space between records, without end.
    let answer = Answer::raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n").repeat_at(Place::End, "\n".repeat(1_000));
    let error = fails(Over::Ollama, &answer, &Policy::new().timeout(SHORT));
    assert_eq!(error.kind(), TimedOut, "{error}");
}

#[test]
fn a_request_that_cannot_be_sent_reaches_nobody() {
    let server = Server::start([Turn::text(ADA)]).unwrap();
    let model = blocking::Ollama::at(server.url(), "ada").unwrap();
    let request = Request::new("x").options(Options::new().temperature(f32::NAN));
    assert_eq!(blocking::Model::generate::<Character>(&model, request).unwrap_err().kind(), InvalidRequest);
    assert!(server.requests().is_empty());
}
