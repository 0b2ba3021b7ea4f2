//! The types of the standard library and of other crates.

mod collections;
mod convert;
mod encoded;
mod foreign;
pub(crate) mod keys;
mod made;
mod quoted;
pub(crate) mod string;
mod tuple;

pub use encoded::Encoded;
pub use quoted::Quoted;
pub use string::Parsed;
pub use string::format;
pub use tuple::Elements;
#[cfg(feature = "serde")]
pub(crate) use tuple::Tuple;
