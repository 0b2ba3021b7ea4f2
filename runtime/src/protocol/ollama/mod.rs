//! Ollama's own protocol: request bodies, records, errors.
//!
//! What the server really says is recorded in `tests/transcripts`; where its documentation and a recording differ, the recording
//! wins and a comment says so.
#![doc = include_str!("coverage.md")]
#![cfg_attr(
    not(any(feature = "ollama", feature = "blocking")),
    allow(dead_code, unused_imports, unused_macros, reason = "only the drivers use it")
)]

mod address;
mod ask;
pub(crate) mod blob;
mod builder;
mod catalog;
mod fault;
mod intake;
pub(crate) mod manage;
pub(crate) mod methods;
mod quick;
mod ready;
mod record;
mod reply;
mod wanted;

pub use address::Address;
pub use ask::{Exchange, ask};
pub use blob::Blob;
pub use builder::Builder;
pub(crate) use builder::{Defaults, Settings};
pub use catalog::{Capability, Details, Embeddings, Installed, Progress, Running, Shown};
pub(crate) use fault::{broken, timed_out, unreachable};
pub use ready::Ready;
pub(crate) use ready::{Known, check};
pub use reply::Reply;
pub use wanted::{Create, Embed};
