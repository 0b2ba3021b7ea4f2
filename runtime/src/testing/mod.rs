//! Models for tests: what a model would say is written down, and what it was asked can be looked at.

mod script;

pub use script::{Script, Turn};
