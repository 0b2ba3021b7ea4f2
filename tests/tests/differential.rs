//! The parser against serde_json: the same documents are accepted, the values are equal, and errors are at the same place.
//!
//! The known differences, all intended:
//! * a byte order mark before the document is passed over here and refused there;
//! * `-0` is the integer zero here, and a float there, which an integer field refuses;
//! * an object is never read from an array here, nor an enum from an object;
//! * half of a surrogate pair, or bytes that are not UTF-8, in a value that nobody wants are refused here and passed over there;
//! * 128 containers inside one another are accepted here, 127 there;
//! * for a token that is wrong as a whole (a number, an escape, a key) the offset is that of its first byte here, and there that
//!   of the byte at which it was noticed.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(missing_docs, clippy::pedantic, clippy::panic, clippy::unwrap_used, reason = "a test")]

use formwork::{Category, Generate, ParseError, from_slice};
use formwork_tests::{Color, Everything, Nothing, damaged, document, one_byte_off, only_accepted_here, tokens};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

fn compare<T: Generate + DeserializeOwned + PartialEq + Debug>(bytes: &[u8]) {
    let ours = from_slice::<T>(bytes);
    let theirs = serde_json::from_slice::<T>(bytes);
    let text = String::from_utf8_lossy(bytes);
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{text}"),
        (Ok(_), Err(error)) => assert!(only_accepted_here(bytes, error), "accepted here only: {text:?}: {error}"),
        (Err(error), Ok(_)) => assert!(only_accepted_there(bytes, error), "accepted there only: {text:?}: {error}"),
        (Err(ours), Err(theirs)) => same_place(bytes, ours, theirs),
    }
}

fn only_accepted_there(bytes: &[u8], ours: &ParseError) -> bool {
    let from_array = ours.category() == Category::Type && matches!(bytes.get(ours.offset()), Some(b'[' | b'{'));
    from_array || ours.message().contains("surrogate") || core::str::from_utf8(bytes).is_err()
}

fn same_place(bytes: &[u8], ours: &ParseError, theirs: &serde_json::Error) {
    let text = String::from_utf8_lossy(bytes);
    if bytes.starts_with(b"\xef\xbb\xbf") {
        // serde_json refuses the byte order mark itself, so that it never sees what is wrong after it.
        return;
    }
    let offset = offset_of(bytes, theirs);
    // What is truncated is truncated for both, unless one of them noticed something else before it.
    if ours.is_incomplete() && core::str::from_utf8(bytes).is_ok() {
        assert!(theirs.is_eof() || offset <= ours.offset(), "{text:?}: {ours} / {theirs}");
    }
    // Punctuation that is not the expected one is noticed at the same byte.
    let punctuation = ours.category() == Category::Syntax && ours.message().contains("`, found");
    if punctuation && theirs.is_syntax() && !ours.message().contains("after `") && theirs.to_string().starts_with("expected") {
        assert_eq!(ours.offset() + 1, offset, "{text:?}: {ours} / {theirs}");
    }
}

/// The offset of serde_json's line and column, which count the byte that was read last.
fn offset_of(bytes: &[u8], error: &serde_json::Error) -> usize {
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    lines.take(error.line().saturating_sub(1)).map(<[u8]>::len).sum::<usize>() + error.column()
}

proptest! {
    #[test]
    fn documents((value, text) in document()) {
        compare::<Everything>(text.as_bytes());
        prop_assert_eq!(from_slice::<Everything>(text.as_bytes()), Ok(value));
    }

    #[test]
    fn damaged_documents(bytes in damaged()) {
        compare::<Everything>(&bytes);
        compare::<Nothing>(&[b"{\"x\":", bytes.as_slice(), b"}"].concat());
    }

    #[test]
    fn pieces_of_json(text in tokens()) {
        compare::<f64>(text.as_bytes());
        compare::<i8>(text.as_bytes());
        compare::<String>(text.as_bytes());
        compare::<Option<bool>>(text.as_bytes());
        compare::<Vec<u64>>(text.as_bytes());
        compare::<Vec<Option<String>>>(format!("[{text}]").as_bytes());
        compare::<Nothing>(format!("{{\"x\":{text}}}").as_bytes());
    }

    #[test]
    fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..16)) {
        compare::<String>(&[b"\"", bytes.as_slice(), b"\""].concat());
        compare::<i128>(&bytes);
        compare::<Color>(&[b"\"", bytes.as_slice(), b"\""].concat());
    }
}

#[test]
fn documents_with_one_byte_off() {
    for bytes in one_byte_off() {
        compare::<Everything>(&bytes);
    }
}

#[test]
fn depth() {
    let nested = |depth: usize| format!("{{\"x\":{}1{}}}", "[".repeat(depth), "]".repeat(depth));
    assert!(from_slice::<Nothing>(nested(127).as_bytes()).is_ok());
    let error = from_slice::<Nothing>(nested(128).as_bytes()).unwrap_err();
    assert_eq!((error.category(), error.offset()), (Category::Limit, 133));
    let endless = "[".repeat(1 << 20);
    assert_eq!(from_slice::<Nothing>(format!("{{\"x\":{endless}").as_bytes()).unwrap_err().category(), Category::Limit);
}

/// A type that is as deep as its document.
#[derive(Debug, Generate)]
struct Deep {
    next: Option<Box<Deep>>,
    list: Vec<Deep>,
}

#[test]
fn the_deepest_document_fits_a_small_stack() {
    let depth = 512;
    let text = "{\"next\":null,\"list\":[".repeat(depth / 2) + &"]}".repeat(depth / 2);
    let too_deep = "{\"next\":".repeat(10_000);
    let thread = std::thread::Builder::new().stack_size(1 << 21).spawn(move || {
        let mut limits = formwork::Limits::default();
        limits.depth = usize::MAX;
        let mut parser = formwork::Parser::<Deep>::with_limits(limits);
        for byte in text.bytes() {
            parser.push(&[byte]).unwrap();
        }
        let value = parser.finish().unwrap();
        let mut parser = formwork::Parser::<Deep>::with_limits(limits);
        let error = parser.push(too_deep.as_bytes()).unwrap_err();
        assert_eq!(error.category(), Category::Limit);
        assert!(format!("{:?}", parser.partial()).len() > 1000);
        (value.next.is_none(), value.list.len())
    });
    assert_eq!(thread.unwrap().join().unwrap(), (true, 1));
}

#[test]
fn byte_order_marks() {
    for cut in 0..5 {
        let read = |text: &str| formwork_tests::in_two::<Vec<u8>>(text.as_bytes(), cut);
        assert_eq!(read("\u{feff}[1]"), Ok(vec![1]));
        let error = read("\u{feff}[x]").unwrap_err();
        assert_eq!(error.offset(), 4, "the mark counts");
        assert_eq!(read("\u{feff}\u{feff}[1]").unwrap_err().offset(), 3, "one mark is enough");
        assert_eq!(read(" \u{feff}[1]").unwrap_err().offset(), 1);
    }
}

#[test]
fn keys_that_come_twice() {
    for text in [
        r#"{"näme \"quoted\"":"a","rows":[],"rows":[]}"#,
        r#"{"rows":[],"rows":[],"näme \"quoted\"":"a"}"#,
        r#"{"rows":[],"näme \"quoted\"":"a","x":1,"rows":[]}"#,
        r#"{"rows":[],"näme \"quoted\"":"a","row\u0073":[]}"#,
    ] {
        let error = from_slice::<formwork_tests::Part>(text.as_bytes()).unwrap_err();
        assert_eq!(error.message(), "the key `rows` appears twice", "{text}");
    }
    assert!(from_slice::<formwork_tests::Part>(r#"{"rows":[],"x":1,"x":1,"näme \"quoted\"":""}"#.as_bytes()).is_ok());
}

#[test]
fn errors_say_where_and_what() {
    let error = |text: &str| from_slice::<Vec<formwork_tests::Part>>(text.as_bytes()).unwrap_err();
    let shown = |text: &str| error(text).to_string();
    assert_eq!(shown(r#"[{"rows":[[true],[1]]}]"#), "[0].rows[1][0]: expected a boolean, found `1` (byte 18)");
    assert_eq!(shown(r#"[{"rows":[[tru]]}]"#), "[0].rows[0][0]: expected `true` or `false`, found `]` after `tru` (byte 14)");
    assert_eq!(shown(r#"[{"rows" 1}]"#), "[0]: expected `:`, found `1` (byte 9)");
    assert_eq!(shown(r#"[{}]"#), "[0]: missing fields `näme \"quoted\"`, `rows` (byte 2)");
    assert_eq!(
        shown(r#"[{"näme \"quoted\"":"\ud800"}]"#),
        "[0][\"näme \\\"quoted\\\"\"]: half of a surrogate pair in a string (byte 22)"
    );
    for (text, category) in [
        ("[", Category::Incomplete),
        ("[}", Category::Syntax),
        ("[1", Category::Type),
        ("[nope", Category::Type),
        ("[?", Category::Syntax),
    ] {
        assert_eq!(error(text).category(), category, "{text}");
    }
}
