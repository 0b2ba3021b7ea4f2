//! What is read does not depend on where the input is cut.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(missing_docs, clippy::pedantic, clippy::panic, clippy::unwrap_used, reason = "a test")]

use formwork::partial::{Slot, State};
use formwork::{Generate, Parser, from_slice};
use formwork_tests::{
    Everything, EverythingPartial, Nothing, damaged, document, essence, in_steps, in_two, one_byte_off, tokens,
};
use proptest::prelude::*;

fn same_everywhere<T: Generate + PartialEq + std::fmt::Debug>(bytes: &[u8]) {
    let whole = essence(from_slice::<T>(bytes));
    for cut in 0..=bytes.len() {
        assert_eq!(essence(in_two::<T>(bytes, cut)), whole, "cut at {cut}: {:?}", String::from_utf8_lossy(bytes));
    }
    for step in 1..6 {
        assert_eq!(essence(in_steps::<T>(bytes, step)), whole, "steps of {step}: {:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_document_with_one_byte_off_is_read_the_same() {
    for bytes in one_byte_off() {
        let whole = essence(from_slice::<Everything>(&bytes));
        for step in [1, 3, 4] {
            assert_eq!(
                essence(in_steps::<Everything>(&bytes, step)),
                whole,
                "steps of {step}: {:?}",
                String::from_utf8_lossy(&bytes)
            );
        }
    }
}

proptest! {
    #[test]
    fn a_document_is_read_the_same((value, text) in document()) {
        prop_assert_eq!(from_slice::<Everything>(text.as_bytes()), Ok(value));
        same_everywhere::<Everything>(text.as_bytes());
    }

    #[test]
    fn a_damaged_document_fails_the_same(bytes in damaged()) {
        same_everywhere::<Everything>(&bytes);
    }

    #[test]
    fn a_skipped_value_is_read_the_same(text in tokens()) {
        same_everywhere::<Nothing>(format!("{{\"x\":{text}}}").as_bytes());
        same_everywhere::<Vec<f64>>(format!("[{text}]").as_bytes());
        same_everywhere::<Vec<String>>(format!("[{text}]").as_bytes());
    }

    #[test]
    fn arbitrary_bytes_are_read_the_same(bytes in proptest::collection::vec(any::<u8>(), 0..24)) {
        same_everywhere::<Everything>(&bytes);
        same_everywhere::<String>(&[b"\"", bytes.as_slice(), b"\""].concat());
        same_everywhere::<i128>(&bytes);
    }

    #[test]
    fn partial_values_only_grow((value, text) in document()) {
        let mut parser = Parser::<Everything>::new();
        let mut before = Seen::default();
        for byte in text.bytes() {
            parser.push(&[byte]).unwrap();
            let now = Seen::of(parser.partial());
            now.follows(&before);
            before = now;
        }
        prop_assert_eq!(before.text.as_str(), value.text.as_str());
        prop_assert_eq!(&before.numbers, &value.numbers);
        prop_assert_eq!(parser.finish(), Ok(value));
    }
}

/// What a partial value shows.
#[derive(Debug, Default, Clone)]
struct Seen {
    text: String,
    small: Option<u8>,
    numbers: Vec<i32>,
    parts: usize,
    maybe: Option<Option<i32>>,
    states: Vec<u8>,
    nested: Option<Box<Seen>>,
}

impl Seen {
    fn of(partial: &EverythingPartial) -> Self {
        let fields: [&dyn Slot; 6] =
            [&partial.text, &partial.small, &partial.color, &partial.numbers, &partial.maybe, &partial.nested];
        let maybe = if partial.maybe.is_null() {
            Some(None)
        } else {
            partial.maybe.get().and_then(|value| value.get()).map(|value| Some(*value))
        };
        Self {
            text: partial.text.as_str().into(),
            small: partial.small.get().copied(),
            numbers: partial.numbers.items().to_vec(),
            parts: partial.parts.items().len(),
            maybe,
            states: fields.iter().map(|field| rank(field.state())).collect(),
            nested: partial.nested.get().and_then(|nested| nested.get()).map(|nested| Box::new(Self::of(nested))),
        }
    }

    fn follows(&self, before: &Self) {
        assert!(self.text.starts_with(&before.text));
        assert!(before.small.is_none() || self.small == before.small);
        assert!(before.maybe.is_none() || self.maybe == before.maybe);
        assert!(self.numbers.starts_with(&before.numbers));
        assert!(self.parts >= before.parts);
        assert!(self.states.iter().zip(&before.states).all(|(now, before)| now >= before), "{before:?} -> {self:?}");
        if let Some(before) = &before.nested {
            self.nested.as_ref().unwrap().follows(before);
        }
    }
}

fn rank(state: State) -> u8 {
    match state {
        State::Absent => 0,
        State::Growing => 1,
        State::Done => 2,
    }
}

#[test]
fn every_prefix_of_a_document_is_incomplete() {
    let text = r#" {"näme \"quoted\"": "a\ud83d\ude00\n", "rows": [[true, false], []], "more": {"x": [-1.5e+3, null]}} "#;
    let end = text.rfind('}').unwrap();
    for length in 0..=end {
        let error = from_slice::<formwork_tests::Part>(&text.as_bytes()[..length]).unwrap_err();
        assert!(error.is_incomplete(), "{length}: {error}");
    }
    assert!(from_slice::<formwork_tests::Part>(text.as_bytes()).is_ok());
}
