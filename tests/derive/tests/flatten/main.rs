//! Maps and enums that are flattened: agreement with serde and an independent validator, exact schemas, and streams.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod agreement;
mod mutations;
mod requests;
mod rules;
mod schemas;
mod streams;
mod types;
