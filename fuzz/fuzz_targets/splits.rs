//! Arbitrary bytes, cut anywhere, are read as they are in one piece.
#![no_main]

#[allow(dead_code, reason = "shared with the tests, which use all of it")]
#[path = "../../tests/src/documents.rs"]
mod documents;

use documents::{Everything, Nothing, essence, in_steps, in_two};
use formwork::from_slice;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, Vec<u8>)| {
    let (cut, bytes) = input;
    let whole = essence(from_slice::<Everything>(&bytes));
    assert_eq!(essence(in_two::<Everything>(&bytes, cut.into())), whole);
    assert_eq!(essence(in_steps::<Everything>(&bytes, usize::from(cut % 7))), whole);
    let document = [b"{\"unknown\":", bytes.as_slice(), b"}"].concat();
    assert_eq!(essence(in_two::<Nothing>(&document, cut.into())), essence(from_slice::<Nothing>(&document)));
});
