//! A running Ollama: what its clients have in common, and the async one.

#[cfg(feature = "ollama")]
mod client;
#[cfg(feature = "ollama")]
mod progress;
#[cfg(feature = "ollama")]
mod transfer;
#[cfg(feature = "ollama")]
mod upload;

pub use crate::protocol::ollama::{
    Address, Blob, Builder, Capability, Create, Details, Embed, Embeddings, Installed, Progress, Ready, Running, Shown,
};
#[cfg(feature = "ollama")]
pub use client::Ollama;
#[cfg(feature = "ollama")]
pub use progress::ProgressStream;
