//! The wire formats, without any input or output: plain values in, plain values out.
//!
//! A driver moves bytes between this module and a socket, and knows nothing of what they mean. So a driver for another HTTP
//! library, or for none, is a page of code: write what [`ollama::ask`] gives to the server, and push what comes back into an
//! [`ollama::Reply`], cut anywhere.

mod framing;
mod head;
mod json;
pub mod ollama;

pub use framing::Lines;
pub use head::{Head, Piece};
