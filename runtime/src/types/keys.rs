//! What a collection asks of its keys and elements, as one thing, so that the compiler says once that it is missing.

use crate::Generate;
use core::hash::Hash;

/// What a hashed map or set asks of its keys or elements.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key or an element of a hashed collection",
    label = "not all of `Generate`, `Eq` and `Hash` are implemented for `{Self}`",
    note = "derive them for a type of your own; a number with a fraction is never equal for sure, so take a `Vec` for these, of pairs for a map"
)]
pub trait Hashed: Generate + Eq + Hash {}

#[diagnostic::do_not_recommend]
impl<T: Generate + Eq + Hash> Hashed for T {}

/// What an ordered map or set asks of its keys or elements.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key or an element of an ordered collection",
    label = "not both of `Generate` and `Ord` are implemented for `{Self}`",
    note = "derive them for a type of your own; numbers with a fraction have no order for sure, so take a `Vec` for these, of pairs for a map"
)]
pub trait Ordered: Generate + Ord {}

#[diagnostic::do_not_recommend]
impl<T: Generate + Ord> Ordered for T {}
