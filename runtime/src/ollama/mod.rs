//! A running Ollama: what its clients have in common, and the async one.

mod blob;
#[cfg(feature = "ollama")]
mod client;
#[cfg(feature = "ollama")]
mod progress;

pub use crate::protocol::ollama::{
    Address, Capability, Create, Details, Embed, Embeddings, Installed, Progress, Ready, Running, Shown,
};
pub use blob::Blob;
/// Makes an `Ollama` client; `C` is the HTTP client below it.
pub type Builder<C> = crate::protocol::Builder<C, crate::protocol::ollama::Defaults>;

#[cfg(feature = "ollama")]
pub use client::Ollama;
#[cfg(feature = "ollama")]
pub use progress::ProgressStream;
