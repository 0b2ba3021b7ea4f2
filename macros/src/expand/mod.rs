//! Writes the implementation. Nothing here can fail: what could was checked before.

mod choice;
mod field;
mod newtype;
mod record;
mod rules;
mod shape;
mod union;

use crate::bound;
use crate::input::{Model, Shape};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::Generics;

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let code = Code::of(model);
    match &model.data {
        Shape::Record(fields) => record::expand(&code, fields),
        Shape::Newtype(fields) => newtype::expand(&code, fields),
        Shape::Unit => newtype::unit(&code),
        Shape::Choice(variants) => choice::expand(&code, variants),
        Shape::Union(tag, variants) => union::expand(&code, tag, variants),
        Shape::From { ty, fallible } => newtype::from(&code, ty, *fallible),
    }
}

/// What every part of the implementation needs.
struct Code<'a> {
    model: &'a Model<'a>,
    krate: &'a TokenStream,
    /// The path of what the generated code may name.
    private: TokenStream,
    /// The type's generics with the bounds that the implementation needs.
    generics: Generics,
}

impl<'a> Code<'a> {
    fn of(model: &'a Model<'a>) -> Self {
        let krate = &model.krate;
        Self { model, krate, private: quote!(#krate::__private), generics: bound::with_bounds(model) }
    }

    /// `Character` becomes `CharacterPartial`.
    fn partial(&self) -> Ident {
        let ident = self.model.ident;
        format_ident!("{}Partial", ident, span = ident.span())
    }

    /// The implementation of `Generate`, with the static that must stand before it.
    fn generate(&self, partial: &TokenStream, kind: &TokenStream) -> TokenStream {
        let Self { model, krate, .. } = self;
        let ident = model.ident;
        let (impl_generics, type_generics, where_clause) = self.generics.split_for_impl();
        let shape::Definition { before, constant } = shape::define(self, kind);
        quote! {
            #before

            #[automatically_derived]
            impl #impl_generics #krate::Generate for #ident #type_generics #where_clause {
                type Partial = #partial;
                #constant
            }
        }
    }
}
