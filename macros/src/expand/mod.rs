//! Writes the implementation. Nothing here can fail: what could was checked before.

mod cases;
mod choice;
mod field;
mod known;
mod newtype;
mod record;
mod rules;
mod shape;
mod union;

use crate::bound;
use crate::input::{Model, Shape};
use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Generics;
use syn::ext::IdentExt;

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
    /// The name of what the generated code may name. One token: every path that is a stream of tokens of its own is a message to the
    /// compiler and back.
    private: Ident,
    /// The type's generics with the bounds that the implementation needs.
    generics: Generics,
}

impl<'a> Code<'a> {
    fn of(model: &'a Model<'a>) -> Self {
        // Named after the type where other types stand beside it.
        let of = if Self::stands_beside(model) { format!("_{}", model.ident.unraw()) } else { String::new() };
        let private = Ident::new(&format!("__formwork{of}"), Span::call_site());
        Self { model, krate: &model.krate, private, generics: bound::with_bounds(model) }
    }

    /// Whether partial values are written beside the type, where users can name them.
    fn stands_beside(model: &Model<'_>) -> bool {
        matches!(model.data, Shape::Record(_) | Shape::Union(..))
    }

    /// All of the code: what stands beside the type, and the implementations. There is one import, so that where the library is not
    /// what `crate` says it is not there once.
    fn whole(&self, beside: &TokenStream, implementations: &TokenStream) -> TokenStream {
        let krate = self.krate;
        let span = krate.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
        let private = self.private_at(span);
        let import = quote_spanned!(span=> use #krate::__private as #private;);
        if Self::stands_beside(self.model) {
            return quote! {
                #import
                #beside
                const _: () = { #implementations };
            };
        }
        quote! {
            const _: () = {
                #import
                #implementations
            };
        }
    }

    /// The same name with a span, so that what the compiler finds wrong in a call is shown there.
    fn private_at(&self, span: Span) -> Ident {
        let mut private = self.private.clone();
        private.set_span(span);
        private
    }

    /// `<ty as Generate>::name`, all of which is shown as `ty` where the compiler finds it wrong; `ends` are those of `ty`.
    fn associated(&self, ty: &dyn ToTokens, ends: (Span, Span), name: &str) -> TokenStream {
        self.of_trait(ty, ends, "Generate", name)
    }

    /// The same for another of the runtime's traits.
    fn of_trait(&self, ty: &dyn ToTokens, ends: (Span, Span), of: &str, name: &str) -> TokenStream {
        let private = &self.private;
        let (of, name) = (Ident::new(of, ends.1), Ident::new(name, ends.1));
        let mut opening = Punct::new('<', Spacing::Alone);
        opening.set_span(ends.0);
        quote_spanned!(ends.1=> #opening #ty as #private::#of>::#name)
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
