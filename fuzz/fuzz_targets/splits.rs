//! Arbitrary bytes, cut anywhere, are read as they are in one piece.
#![no_main]

use formwork::from_slice;
use formwork_tests::{Everything, Nothing, essence, in_steps, in_two};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, Vec<u8>)| {
    let (cut, bytes) = input;
    let whole = essence(from_slice::<Everything>(&bytes));
    assert_eq!(essence(in_two::<Everything>(&bytes, cut.into())), whole);
    assert_eq!(essence(in_steps::<Everything>(&bytes, usize::from(cut % 7))), whole);
    let document = [b"{\"unknown\":", bytes.as_slice(), b"}"].concat();
    assert_eq!(essence(in_two::<Nothing>(&document, cut.into())), essence(from_slice::<Nothing>(&document)));
});
