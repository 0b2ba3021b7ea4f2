//! Typed values from language models.

extern crate self as formwork;

mod generate;
mod json;
mod schema;

pub use formwork_macros::Generate;
pub use generate::Generate;
pub use json::{Category, Limits, ParseError, Parser, Path, Progress, Step, from_slice, from_str};
pub use schema::Dialect;

/// Values while they are being received, one type per sort of value; the derive makes one per struct and enum.
pub mod partial {
    pub use crate::json::{Boxed, Chosen, List, Nullable, Partial, Scalar, Slot, State, Text};
}

#[doc(hidden)]
pub mod __private;
