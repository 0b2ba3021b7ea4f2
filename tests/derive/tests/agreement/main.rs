//! The derive against serde, an independent schema validator, and its own rules: for each type, values from a strategy.
#![expect(clippy::unwrap_used, clippy::trivially_copy_pass_by_ref, reason = "a test fails by panicking")]

mod enums;
mod rules;
mod std_types;
mod structs;

use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    any::<Vec<char>>().prop_map(|characters| characters.into_iter().take(8).collect())
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..5)
}
