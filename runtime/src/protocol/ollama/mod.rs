//! Ollama's own protocol: request bodies, records, errors.
//!
//! What the server really says is recorded in `tests/transcripts`; where its documentation and a recording differ, the recording
//! wins and a comment says so.
#![doc = include_str!("coverage.md")]

mod ask;
mod catalog;
mod fault;
mod known;
pub(crate) mod manage;
pub(crate) mod methods;
mod quick;
mod ready;
mod record;
mod reply;
mod settings;
mod wanted;

pub use super::{Address, Exchange};
pub use ask::ask;
pub use catalog::{Capability, Details, Embeddings, Installed, Progress, Running, Shown};
pub(crate) use known::Known;
pub use ready::Ready;
pub(crate) use ready::check;
pub use reply::Reply;
pub use settings::Defaults;
pub use wanted::{Create, Embed};
