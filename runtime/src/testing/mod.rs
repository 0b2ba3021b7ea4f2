//! Models for tests: what a model would say is written down, and what it was asked can be looked at. [`Script`] is one in memory,
//! [`Server`] one behind a socket, with everything that can go wrong on the way.

mod answer;
mod connection;
mod cut;
mod random;
mod received;
mod sample;
mod script;
mod server;
mod turn;
mod wire;

pub use answer::{Answer, Place};
pub use cut::Cut;
pub use received::{Outcome, Received};
pub use sample::{sample, sample_json};
pub use script::Script;
pub use server::Server;
pub use turn::Turn;
