//! What the tests share: types of every kind, documents of them, and ways to feed a parser.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

pub mod both;
mod documents;
pub mod events;
pub mod leniently;
pub mod llama_server;
pub mod router;
mod snapshots;
pub mod suite;
pub mod transcripts;
pub mod typed;

pub use documents::*;
pub use snapshots::snapshot;

/// Waits for a future on a runtime of its own.
///
/// # Panics
/// When there can be no runtime.
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
pub fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
