//! Documents and parsers, for the time benchmark (`cargo bench -p formwork-benches`) and the instruction count
//! (`cargo run --release -p formwork-benches`).
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

pub mod documents;
pub mod types;

use formwork::{Generate, Parser};
use serde::de::DeserializeOwned;
use std::hint::black_box;

/// What a benchmark reads a document into.
pub trait Document: Generate + DeserializeOwned + miniserde::Deserialize {}
impl<T: Generate + DeserializeOwned + miniserde::Deserialize> Document for T {}

/// The ways to read a whole document.
pub const WHOLE: [&str; 6] = ["formwork", "serde_json", "sonic-rs", "simd-json", "jiter (untyped)", "miniserde"];

/// Reads a whole document; whether it could be read.
pub fn whole<T: Document>(parser: &str, bytes: &[u8]) -> bool {
    match parser {
        "formwork" => black_box(formwork::from_slice::<T>(bytes)).is_ok(),
        "serde_json" => black_box(serde_json::from_slice::<T>(bytes)).is_ok(),
        "sonic-rs" => black_box(sonic_rs::from_slice::<T>(bytes)).is_ok(),
        // It works in place, so it needs a copy of its own.
        "simd-json" => black_box(simd_json::from_slice::<T>(&mut bytes.to_vec())).is_ok(),
        "jiter (untyped)" => black_box(jiter::JsonValue::parse(bytes, false)).is_ok(),
        "miniserde" => std::str::from_utf8(bytes).is_ok_and(|text| black_box(miniserde::json::from_str::<T>(text)).is_ok()),
        _ => false,
    }
}

/// The ways to read a document in pieces and look at what is there after each.
pub const PIECES: [&str; 3] = ["formwork", "jiter (untyped)", "partial-json-fixer + serde_json (untyped)"];

/// The tokens of a document: four bytes of text each, or a little less where a character would be cut.
pub fn tokens(bytes: &[u8]) -> Vec<&str> {
    let mut text = std::str::from_utf8(bytes).unwrap_or_default();
    let mut tokens = Vec::new();
    while let Some((token, rest)) = text.split_at_checked(text.floor_char_boundary(4)).filter(|(token, _)| !token.is_empty()) {
        tokens.push(token);
        text = rest;
    }
    tokens
}

/// Reads a document in its tokens, looking at what is there after each; the peers read what has come so far, all of `bytes` in the
/// end.
pub fn pieces<T: Document>(parser: &str, bytes: &[u8], tokens: &[&str]) -> bool {
    match parser {
        "formwork" => {
            let mut parser = Parser::<T>::new();
            for piece in tokens {
                if parser.push_str(piece).is_err() {
                    return false;
                }
                black_box(parser.partial());
            }
            black_box(parser.finish()).is_ok()
        }
        "jiter (untyped)" => prefixes(bytes).all(|prefix| {
            let partial = jiter::PartialMode::TrailingStrings;
            black_box(jiter::JsonValue::parse_with_config(prefix, false, partial)).is_ok()
        }),
        _ => prefixes(bytes).all(|prefix| {
            let text = String::from_utf8_lossy(prefix);
            let fixed = partial_json_fixer::fix_json(&text);
            black_box(serde_json::from_str::<serde_json::Value>(&fixed)).is_ok()
        }),
    }
}

fn prefixes(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    (4..bytes.len()).step_by(4).chain([bytes.len()]).map(|end| bytes.get(..end).unwrap_or_default())
}
