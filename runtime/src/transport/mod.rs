//! Moves bytes between a [`protocol`](crate::protocol) and an HTTP library; the drivers of all protocols are made of this.

#[cfg(feature = "blocking")]
pub(crate) mod blocking;
mod client;
#[cfg(any(feature = "ollama", feature = "openai", feature = "blocking", feature = "sha2"))]
mod file;
mod kept;
#[cfg(feature = "blocking")]
mod limits;
#[cfg(any(feature = "ollama", feature = "openai"))]
mod upload;
#[cfg(any(feature = "ollama", feature = "openai"))]
pub(crate) mod waiting;

pub(crate) use client::client;
#[cfg(any(feature = "ollama", feature = "openai", feature = "blocking", feature = "sha2"))]
pub(crate) use file::open;
#[cfg(any(feature = "ollama", feature = "openai", feature = "sha2"))]
pub(crate) use file::unreadable;

/// How long HTTP's end is waited for once the reply is there: it is on its way in a packet of its own.
const END: std::time::Duration = std::time::Duration::from_millis(10);
