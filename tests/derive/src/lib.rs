//! Tests of the derive; see `tests`.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
