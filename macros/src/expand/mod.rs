//! Writes the implementation. Nothing here can fail: what could was checked before.

mod choice;
mod object;
mod rules;
mod shape;

use crate::input::{Model, Shape};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    match &model.data {
        Shape::Object(fields) => object::expand(model, fields),
        Shape::Choice(variants) => choice::expand(model, variants),
    }
}

/// The path of what the generated code may name.
fn private(model: &Model<'_>) -> TokenStream {
    let krate = &model.krate;
    quote!(#krate::__private)
}

/// `Character` becomes `CharacterPartial`.
fn partial_ident(model: &Model<'_>) -> Ident {
    format_ident!("{}Partial", model.ident, span = model.ident.span())
}
