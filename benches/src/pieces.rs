//! Documents that come in tokens, of which the value so far is looked at after each. The peers have to read all that has come so
//! far each time.

use crate::Document;
use crate::documents::Json;
use formwork::Parser;
use jiter::{JsonValue, PartialMode};
use std::hint::black_box;

/// This crate.
pub fn formwork<T: Document>(json: Json<T>) -> Option<T> {
    let mut parser = Parser::<T>::new();
    for token in json.tokens {
        parser.push_str(token).ok()?;
        black_box(parser.partial());
    }
    parser.finish().ok()
}

/// Its partial mode, into values without a type.
pub fn jiter<T>(json: Json<T>) -> Option<JsonValue<'static>> {
    let mut last = None;
    for prefix in prefixes(json) {
        last = Some(JsonValue::parse_with_config(prefix, false, PartialMode::TrailingStrings).ok()?);
    }
    last
}

/// Into values without a type.
pub fn partial_json_fixer<T>(json: Json<T>) -> Option<serde_json::Value> {
    let mut last = None;
    for prefix in prefixes(json) {
        let text = String::from_utf8_lossy(prefix);
        last = Some(serde_json::from_str(&partial_json_fixer::fix_json(&text)).ok()?);
    }
    last
}

fn prefixes<T>(json: Json<T>) -> impl Iterator<Item = &'static [u8]> {
    (4..json.bytes.len()).step_by(4).chain([json.bytes.len()]).filter_map(move |end| json.bytes.get(..end))
}
