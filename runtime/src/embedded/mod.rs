//! A language model run in this process: a GGUF file in, text or schema-bound JSON out, no server.
//!
//! [`Engine::open`] reads the file once; every [`Generation`] has a cache of its own and shares the weights. A token passes
//! through here in this order: [`forward`](mod@forward) scores, [`grammar`](mod@grammar) says what may come,
//! [`sampler`](mod@sampler) chooses, [`text`](mod@text) makes characters of it.
//!
//! candle computes with one thread for each real core; the environment variable `CANDLE_NUM_THREADS` sets another number, and
//! nothing else can. Its threads wait for each other by spinning, which is fastest on an idle machine. Beside other busy
//! programs, or where a container may use fewer cores than the machine has, one thread is many times faster.

mod bounds;
mod engine;
mod error;
mod forward;
mod generation;
mod gguf;
mod grammar;
mod matrix;
mod model;
mod numbers;
mod sampler;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod tokenizer;
mod weights;

pub use model::Embedded;

use engine::{Engine, Settings};
use error::{EngineError, EngineErrorKind};
use generation::{Finish, Generation};
use sampler::Sampling;
use template::Role;
