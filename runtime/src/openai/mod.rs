//! Servers of `OpenAI`'s protocol: what their clients have in common, and the async one.

#[cfg(feature = "openai")]
mod client;

use crate::Generate;
pub use crate::protocol::openai::{Flavor, Listed};
#[cfg(feature = "openai")]
pub use client::OpenAi;

/// Makes an `OpenAi` client; `C` is the HTTP client below it.
pub type Builder<C> = crate::protocol::Builder<C, crate::protocol::openai::Defaults>;

/// Fails to compile where `OpenAI`'s strict structured outputs cannot hold a `T`, with the path of what does not fit.
///
/// A call says the same before it is sent; this says it before the program runs.
///
/// ```
/// use formwork::{Generate, openai};
///
/// #[derive(Generate)]
/// struct Order {
///     articles: Vec<String>,
/// }
///
/// const _: () = openai::assert_strict::<Order>();
/// ```
///
/// ```compile_fail
/// use formwork::{Generate, openai};
///
/// #[derive(Generate)]
/// struct Order {
///     counts: std::collections::HashMap<String, u32>, // does not fit OpenAI's structured outputs: .counts: a map has keys of its own ...
/// }
///
/// const _: () = openai::assert_strict::<Order>();
/// ```
pub const fn assert_strict<T: Generate>() {
    crate::schema::strict::assert(T::SHAPE);
}
