//! Mistakes in a declaration: each gives one error, on the tokens to change, that says what to write instead.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

#[test]
fn mistakes() {
    trybuild::TestCases::new().compile_fail("tests/ui/*/*.rs");
}
