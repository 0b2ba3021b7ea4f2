//! Whole documents.

use crate::Document;
use crate::documents::Json;
use jiter::JsonValue;

/// This crate.
pub fn formwork<T: Document>(json: Json<T>) -> Option<T> {
    formwork::from_slice(json.bytes).ok()
}

/// What everybody uses.
pub fn serde_json<T: Document>(json: Json<T>) -> Option<T> {
    serde_json::from_slice(json.bytes).ok()
}

/// SIMD, with serde.
pub fn sonic_rs<T: Document>(json: Json<T>) -> Option<T> {
    sonic_rs::from_slice(json.bytes).ok()
}

/// SIMD, with serde. It works in place, so it needs a copy of its own.
pub fn simd_json<T: Document>(json: Json<T>) -> Option<T> {
    simd_json::from_slice(&mut json.bytes.to_vec()).ok()
}

/// Into values without a type.
pub fn jiter<T>(json: Json<T>) -> Option<JsonValue<'static>> {
    JsonValue::parse(json.bytes, false).ok()
}

/// The other derive that makes little code.
pub fn miniserde<T: Document>(json: Json<T>) -> Option<T> {
    miniserde::json::from_str(std::str::from_utf8(json.bytes).ok()?).ok()
}
