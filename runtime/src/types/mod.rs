//! The types of the standard library and of other crates.

mod collections;
mod convert;
mod encoded;
mod foreign;
pub mod format;
pub(crate) mod keys;
mod made;
pub(crate) mod maps;
#[cfg(feature = "chrono")]
mod names;
mod quoted;
pub(crate) mod string;
mod tuple;

pub use encoded::Encoded;
pub use quoted::Quoted;
pub use string::Parsed;
pub use tuple::Elements;
#[cfg(feature = "serde")]
pub(crate) use tuple::Tuple;
