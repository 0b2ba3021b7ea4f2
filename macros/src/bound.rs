//! Where clauses: a type parameter must be `Generate` where a field's type mentions it, and only there.

use crate::input::{Model, Shape};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Generics, Ident, parse_quote};

/// The type's generics with the bounds that the generated code needs.
pub(crate) fn with_bounds(model: &Model<'_>) -> Generics {
    let mut generics = model.generics.clone();
    let krate = &model.krate;
    for parameter in model.generics.type_params() {
        if is_used(model, &parameter.ident) {
            let ident = &parameter.ident;
            generics.make_where_clause().predicates.push(parse_quote!(#ident: #krate::Generate));
        }
    }
    generics
}

fn is_used(model: &Model<'_>, parameter: &Ident) -> bool {
    match &model.data {
        Shape::Object(fields) => fields.iter().any(|field| mentions(field.ty.to_token_stream(), parameter)),
        Shape::Choice(_) => false,
    }
}

fn mentions(tokens: TokenStream, parameter: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *parameter,
        TokenTree::Group(group) => mentions(group.stream(), parameter),
        _ => false,
    })
}
