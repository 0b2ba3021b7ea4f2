//! What is accepted here, serde_json accepts and reads as the same value.
#![no_main]

#[allow(dead_code, reason = "shared with the tests, which use all of it")]
#[path = "../../tests/src/documents.rs"]
mod documents;

use documents::{Everything, only_accepted_here};
use formwork::from_slice;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(ours) = from_slice::<Everything>(bytes) {
        match serde_json::from_slice::<Everything>(bytes) {
            Ok(theirs) => assert_eq!(ours, theirs),
            Err(error) => assert!(only_accepted_here(bytes, &error), "{error}"),
        }
    }
});
