//! Documents near those of a type, read in every way there is, which must come to the same, and by serde's own derive.
//!
//! Where the two differ it is on purpose:
//! * a key of a map that comes twice is refused here, and there the last one wins; so is one of an adjacently tagged enum's content;
//! * `{"Plain":null}` is no variant without data here, and beside the tag of one its content is passed over;
//! * an `Option` of a struct that is flattened is there as a whole or not at all here, and there a part of it is `None`;
//! * an object is never read from an array here.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::panic, reason = "a test fails by panicking")]

mod json;
mod types;

use core::fmt::Debug;
use formwork::{Generate, Lenient, Parser, Skipped, from_str};
use formwork_derive_tests::{cut_anywhere, everywhere};
use json::{Node, Nodes, list};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestError, TestRunner};
use serde::de::DeserializeOwned;
use types::*;

fn compare<T: Generate + DeserializeOwned + PartialEq + Debug>(node: &Node, noise: &[u8]) {
    let text = node.written(noise);
    let damaged = damaged(&text, noise);
    if let (Ok(ours), Ok(theirs)) = (cut_anywhere::<T>(&damaged), serde_json::from_str(&damaged)) {
        assert_eq!(ours, theirs, "{damaged}");
    }
    let theirs = serde_json::from_str::<T>(&text);
    match (everywhere::<T>(&text), theirs) {
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(ours, theirs, "{text}");
            is_the_same_leniently(&ours, &text, noise);
        }
        (Ok(ours), Err(error)) => assert!(is_only_accepted_here(&error), "{text} is {ours:?}, and there: {error}"),
        (Err(_), Ok(theirs)) => {
            let error = from_str::<T>(&text).map(drop).map_or_else(|error| error.to_string(), |()| String::new());
            // Of what is flattened in an `Option` all that is wrong is `None` there.
            let is_optional = std::any::type_name::<T>().contains("Beside<core::option::Option");
            assert!(is_optional || is_only_accepted_there(&error), "{text} is {theirs:?} there, and here: {error}");
        }
        (Err(_), Err(_)) => {}
    }
}

/// A character of the text is missing or another.
fn damaged(text: &str, noise: &[u8]) -> String {
    let place = noise.iter().fold(0, |sum, byte| (sum * 31 + usize::from(*byte)) % 10_007) % text.chars().count().max(1);
    let other = noise.first().and_then(|byte| b"{}[],:\"\\ 1-tn".get(usize::from(byte % 16))).map(|byte| char::from(*byte));
    let (before, after) = text.split_at(text.char_indices().nth(place).map_or(text.len(), |(place, _)| place));
    before.chars().chain(other).chain(after.chars().skip(1)).collect()
}

/// What is accepted is not changed where what is almost right is, too.
fn is_the_same_leniently<T: Generate + PartialEq + Debug>(value: &T, text: &str, noise: &[u8]) {
    for lenient in [Lenient::AROUND, Lenient::REPAIR, Lenient::ALL] {
        let mut parser = Parser::<T>::new().with_leniency(lenient);
        let size = noise.first().map_or(1, |byte| usize::from(byte % 8) + 1);
        let read = text.as_bytes().chunks(size).try_for_each(|piece| parser.push(piece).map(drop)).and_then(|()| parser.end());
        assert_eq!(read.as_ref(), Ok(value), "{text}");
        assert!(parser.repairs().is_empty(), "{text}");
        assert_eq!(parser.skipped(), Some(&Skipped::default()), "{text}");
    }
}

fn is_only_accepted_here(error: &serde_json::Error) -> bool {
    // Beside the tag of a variant without data, which is a reason to look for another one there.
    let error = error.to_string();
    error.contains("expected unit variant") || error.contains("did not match any variant of untagged enum Mixed")
}

fn is_only_accepted_there(error: &str) -> bool {
    ["twice", "carries no data", "missing field", "expected an object, found an array"].iter().any(|part| error.contains(part))
}

fn all_of<T: Generate + DeserializeOwned + PartialEq + Debug>(nodes: &Nodes) {
    let cases = Config::default().cases;
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let documents = (nodes.clone(), prop::collection::vec(any::<u8>(), 1..64));
    let result = runner.run(&documents, |(node, noise)| {
        compare::<T>(&node, &noise);
        Ok(())
    });
    match result {
        // What it was made from says less than the text.
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        result => result.unwrap_or_else(|error| panic!("{error}")),
    }
}

#[test]
fn structs() {
    all_of::<Plain>(&plain());
    all_of::<Vec<Plain>>(&list(plain()));
    all_of::<Strict>(&strict());
    all_of::<Maps>(&maps());
    all_of::<Parts>(&parts());
}

#[test]
fn enums() {
    all_of::<External>(&external());
    all_of::<Internal>(&internal());
    all_of::<Adjacent>(&adjacent());
    all_of::<Untagged>(&untagged());
    all_of::<Vec<Internal>>(&list(internal()));
    all_of::<Enums>(&enums_of_all_sorts());
}

#[test]
fn flattened() {
    all_of::<Flat>(&flat());
    all_of::<Beside<Internal>>(&beside(internal_fields()));
    all_of::<Beside<Adjacent>>(&beside(adjacent_fields()));
    all_of::<Beside<External>>(&beside(external_fields()));
    all_of::<Beside<Option<Plain>>>(&beside(plain_fields()));
    all_of::<Nested>(&nested());
}

/// The brace of an object whose variant is not known is held back; what follows it may be the first byte of a piece.
#[test]
fn an_empty_object_of_an_enum_without_tags() {
    assert!(everywhere::<Untagged>("{}").is_err());
    assert!(everywhere::<Mixed>("{}").is_ok());
    assert!(everywhere::<Mixed>("{\"a\":1}").is_ok());
    assert!(everywhere::<Mixed>("{ }").is_ok());
}
