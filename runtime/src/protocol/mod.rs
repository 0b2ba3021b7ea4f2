//! The wire formats, without any input or output: plain values in, plain values out.
//!
//! A driver moves bytes between this module and a socket, and knows nothing of what they mean. So a driver for another HTTP
//! library, or for none, is a page of code: write what [`ollama::ask`] or [`openai::ask`] gives to the server, and push what comes
//! back into an [`ollama::Reply`] or [`openai::Reply`], cut anywhere.
#![cfg_attr(
    not(any(feature = "ollama", feature = "openai", feature = "blocking")),
    allow(dead_code, unused_imports, unused_macros, reason = "only the drivers use it")
)]

mod address;
mod builder;
mod exchange;
mod fault;
mod framing;
mod head;
mod intake;
mod json;
mod logprob;
#[cfg_attr(
    not(any(feature = "ollama", feature = "blocking")),
    allow(dead_code, unused_imports, unused_macros, reason = "only its drivers use it")
)]
pub mod ollama;
#[cfg_attr(
    not(any(feature = "openai", feature = "blocking")),
    allow(dead_code, unused_imports, unused_macros, reason = "only its drivers use it")
)]
pub mod openai;
mod question;
mod receive;
mod sse;

pub use address::Address;
pub(crate) use builder::Route;
pub use builder::{Builder, Protocol};
pub use exchange::Exchange;
pub use fault::Peer;
pub(crate) use fault::{broken, timed_out, unconnected, unreachable};
pub use framing::Lines;
pub use head::{Head, Piece};
pub(crate) use question::Question;
pub use receive::Receive;
pub use sse::Events;
