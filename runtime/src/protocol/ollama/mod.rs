//! Ollama's own protocol: request bodies, records, errors.
//!
//! What the server really says is recorded in `tests/transcripts`; where its documentation and a recording differ, the recording
//! wins and a comment says so.

mod address;
mod ask;
mod builder;
mod fault;
mod record;
mod reply;

pub use address::Address;
pub use ask::{Exchange, ask};
pub use builder::Builder;
pub(crate) use builder::{Defaults, Settings};
pub(crate) use fault::{broken, timed_out, unreachable};
pub use reply::Reply;
