//! The `OpenAI` protocol without a server: what is sent, what comes back cut anywhere, what the dialect holds.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(clippy::unwrap_used, clippy::panic, dead_code, reason = "a test fails by panicking, and some types are only generated")]

mod models;
mod replies;
mod requests;
mod strict;
mod wire;
