//! Mistakes in a declaration: each gives one error, on the tokens to change, that says what to write instead.

#[test]
fn mistakes() {
    trybuild::TestCases::new().compile_fail("tests/ui/*/*.rs");
}
