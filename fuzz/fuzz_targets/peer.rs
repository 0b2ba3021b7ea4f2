//! What both accept, serde_json reads as the same value.
#![no_main]

#[allow(dead_code, reason = "shared with the tests, which use all of it")]
#[path = "../../tests/src/documents.rs"]
mod documents;

use documents::Everything;
use formwork::from_slice;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let (Ok(ours), Ok(theirs)) = (from_slice::<Everything>(bytes), serde_json::from_slice::<Everything>(bytes)) {
        assert_eq!(ours, theirs);
    }
});
