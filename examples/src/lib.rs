//! What the example programs share: a model to ask, wherever there is one.

pub mod extract;
pub mod package;
mod pick;
pub mod weights;

pub use pick::{Failure, blocking_model, embedded, model, vision_model};
