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
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
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
    /// The path of what the generated code may name: short, since every token of it is read some hundred times for each type.
    private: TokenStream,
    /// The type's generics with the bounds that the implementation needs.
    generics: Generics,
}

impl<'a> Code<'a> {
    fn of(model: &'a Model<'a>) -> Self {
        let krate = &model.krate;
        Self { model, krate, private: quote!(__formwork), generics: bound::with_bounds(model) }
    }

    /// The same for what stands beside the type, where users can name it.
    fn outside(&self) -> Code<'a> {
        let krate = self.krate;
        Code { private: quote!(#krate::__private), generics: self.generics.clone(), ..*self }
    }

    /// A place for the implementations, where their short path means something.
    fn inside(&self, implementations: &TokenStream) -> TokenStream {
        let krate = self.krate;
        quote! {
            const _: () = {
                use #krate::__private as __formwork;
                #implementations
            };
        }
    }

    /// The same with a span, so that what the compiler finds wrong in a call is shown there.
    fn private_at(&self, span: Span) -> TokenStream {
        let respanned = self.private.clone().into_iter().map(|mut token| {
            token.set_span(span);
            token
        });
        respanned.collect()
    }

    /// `<ty as Generate>::name`, all of which is shown as `ty` where the compiler finds it wrong.
    fn associated(&self, ty: &TokenStream, name: &str) -> TokenStream {
        let private = &self.private;
        let mut tokens = ty.clone().into_iter();
        let start = tokens.next().map_or_else(Span::call_site, |token| token.span());
        let end = tokens.last().map_or(start, |token| token.span());
        let name = Ident::new(name, end);
        let opening = quote_spanned!(start=> <);
        quote_spanned!(end=> #opening #ty as #private::Generate>::#name)
    }

    /// `Character` becomes `CharacterPartial`.
    fn partial(&self) -> Ident {
        let ident = self.model.ident;
        format_ident!("{}Partial", ident, span = ident.span())
    }

    /// The implementation of `Generate`, with the static that must stand before it.
    fn generate(&self, partial: &TokenStream, kind: &TokenStream) -> TokenStream {
        let Self { model, private, .. } = self;
        let ident = model.ident;
        let (impl_generics, type_generics, where_clause) = self.generics.split_for_impl();
        let shape::Definition { before, constant } = shape::define(self, kind);
        // Only a type that names itself is worth looking at here; others that contain themselves are found with their schema.
        let mentions_itself = model.fields().into_iter().any(|field| bound::mentions(field.ty.to_token_stream(), ident));
        let ends = (mentions_itself && model.generics.params.is_empty()).then(|| {
            let here = self.private_at(ident.span());
            quote_spanned!(ident.span()=> const _: () = #here::ends(<#ident as #here::Generate>::SHAPE);)
        });
        quote! {
            #before
            #ends

            #[automatically_derived]
            impl #impl_generics #private::Generate for #ident #type_generics #where_clause {
                type Partial = #partial;
                #constant
            }
        }
    }
}
