//! Owned snapshots of a value that grows: the two iterations say what is wrong, and say it last.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::model::{Finish, Snapshot};
use formwork::testing::{Script, Turn};
use formwork::{Error, Generate, Model, Request, blocking};
use formwork_tests::typed::{ADA, Character, ada, run};
use futures_util::Stream;
use std::fmt::Debug;
use std::future::poll_fn;
use std::pin::pin;

type Snapshots<T> = Vec<Result<Snapshot<T>, Error>>;

/// The same reply as an iterator and as a stream.
fn both<T: Generate<Partial: Send + Sync>>(turn: &Turn, request: &Request) -> [Snapshots<T>; 2] {
    let script = || Script::new([turn.clone()]);
    let asynchronous = run(async {
        let model = script();
        let mut stream = pin!(model.stream::<T>(request.clone()));
        let mut snapshots = Vec::new();
        while let Some(snapshot) = poll_fn(|context| stream.as_mut().poll_next(context)).await {
            snapshots.push(snapshot);
        }
        snapshots
    });
    [Iterator::collect(blocking::Model::stream::<T>(&script(), request.clone())), asynchronous]
}

fn agrees_with_finish<T: Generate<Partial: Send + Sync> + Send + Debug>(turn: &Turn, request: &Request) {
    let expected = blocking::Model::generate::<T>(&Script::new([turn.clone()]), request.clone());
    for mut snapshots in both::<T>(turn, request) {
        let last = snapshots.pop();
        assert!(snapshots.iter().all(Result::is_ok), "{turn:?}: an error is the last");
        match (&expected, last) {
            (Err(expected), Some(Err(last))) => {
                assert_eq!((last.kind(), last.to_string(), last.raw()), (expected.kind(), expected.to_string(), expected.raw()));
            }
            (expected, last) => assert!(expected.is_ok() && last.is_none_or(|last| last.is_ok()), "{turn:?}: {expected:?}"),
        }
    }
}

#[test]
fn what_is_wrong_with_a_value_is_said_last() {
    let request = Request::new("x");
    for text in
        [ADA, "Sure!", r#"{"name": Ada}"#, r#"{"name": 7}"#, "{}", r#"{"name": "Ada", "age": 121"#, "", r#"{"name": "A"#, "[]"]
    {
        for finish in [Finish::Stop, Finish::Length, Finish::Unfinished] {
            for piece in [1, 7, 1_000] {
                agrees_with_finish::<Character>(&Turn::text(text).in_pieces_of(piece).finish(finish.clone()), &request);
            }
        }
    }
    for finish in [Finish::Stop, Finish::Length] {
        for text in ["42", "x", "-", ""] {
            agrees_with_finish::<i32>(&Turn::text(text).finish(finish.clone()), &request);
            agrees_with_finish::<String>(&Turn::text(text).finish(finish.clone()), &request);
        }
    }
    let endless = Turn::text(format!(r#"{{"name": "{}"#, "ha".repeat(2_000))).in_pieces_of(2);
    agrees_with_finish::<Character>(&endless, &request);
    agrees_with_finish::<Character>(&Turn::text(ADA), &Request::new("x").one_of("name", ["Bob"]));
}

#[test]
fn a_stream_that_was_looked_at_still_gives_its_value() {
    let mut stream = blocking::Model::stream::<Character>(&Script::new([Turn::text(ADA).in_pieces_of(5)]), "x");
    assert_eq!(Iterator::by_ref(&mut stream).filter(Result::is_err).count(), 0);
    assert_eq!(stream.finish().unwrap(), ada());
}
