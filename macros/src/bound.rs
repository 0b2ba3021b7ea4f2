//! Bounds: a type parameter must be `Generate` where a field's type mentions it, and only there.

use crate::input::{Model, Shape};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Generics, Ident, TypeParamBound, parse_quote};

/// The type's generics with the bounds that the generated code needs.
pub(crate) fn with_bounds(model: &Model<'_>) -> Generics {
    let mut generics = model.generics.clone();
    let krate = &model.krate;
    for parameter in model.generics.type_params() {
        let ident = &parameter.ident;
        add(&mut generics, ident, if is_used(model, ident) { parse_quote!(#krate::Generate) } else { parse_quote!('static) });
        if is_defaulted(model, ident) {
            add(&mut generics, ident, parse_quote!(#krate::__private::Default));
        }
    }
    generics
}

/// Puts a bound where the user has those of the parameter: Clippy has something against two places.
fn add(generics: &mut Generics, ident: &Ident, bound: TypeParamBound) {
    match generics.type_params_mut().find(|parameter| parameter.ident == *ident && !parameter.bounds.is_empty()) {
        Some(parameter) => parameter.bounds.push(bound),
        None => generics.make_where_clause().predicates.push(parse_quote!(#ident: #bound)),
    }
}

/// Whether what is received for the type has something of the parameter in it.
pub(crate) fn is_used(model: &Model<'_>, parameter: &Ident) -> bool {
    let from = match &model.data {
        Shape::From { ty, .. } => Some(*ty),
        _ => None,
    };
    let fields = model.fields().into_iter().filter(|field| !field.skipped).map(|field| field.ty);
    fields.chain(from).any(|ty| mentions(ty.to_token_stream(), parameter))
}

/// Whether a field that is not received, and so takes its default, is of this parameter.
fn is_defaulted(model: &Model<'_>, parameter: &Ident) -> bool {
    let skipped = model.fields().into_iter().filter(|field| field.skipped);
    skipped.into_iter().any(|field| *parameter == field.ty.to_token_stream().to_string())
}

/// Whether the tokens name it anywhere.
pub(crate) fn mentions(tokens: TokenStream, parameter: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *parameter,
        TokenTree::Group(group) => mentions(group.stream(), parameter),
        _ => false,
    })
}
