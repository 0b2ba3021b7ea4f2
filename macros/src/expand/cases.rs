//! What is done with the variants of an enum's partial contents: an arm for each in four functions.

use super::union::{only, slot};
use super::{Code, known};
use crate::input::Variant;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use serde_derive_internals::ast::Style;
use serde_derive_internals::attr::TagType;
use syn::Index;

pub(super) fn expand(code: &Code<'_>, tag: &TagType, variants: &[Variant<'_>]) -> TokenStream {
    let private = &code.private;
    let (ident, partial) = (code.model.ident, code.partial());
    let (impl_generics, type_generics, where_clause) = code.generics.split_for_impl();
    let mark = !code.model.generics.params.is_empty();
    let arms = variants.iter().map(|variant| Arms { code, variant, has_slot: slot(code, tag, variant).is_some() });
    let arms: Vec<_> = arms.collect();
    let begin = arms.iter().enumerate().map(|(index, arms)| arms.begin(index));
    let slot = arms.iter().map(|arms| arms.slot("SlotRef", "__SLOT"));
    let slot_mut = arms.iter().map(|arms| arms.slot("SlotMut", "__SLOT_MUT"));
    let take = arms.iter().map(Arms::take);
    let no_take = mark.then(|| quote!(Self::__Mark(_) => return #private::Option::None,));
    let no_slot = mark.then(|| quote!(Self::__Mark(_) => #private::Option::None,));
    let known = known::of_cases(code);
    quote! {
        #known

        #[automatically_derived]
        impl #impl_generics #private::Debug for #partial #type_generics #where_clause {
            fn fmt(&self, __formatter: &mut #private::Formatter<'_>) -> #private::FormatResult {
                #private::debug_case(#private::Cases::slot(self), __formatter)
            }
        }

        #[automatically_derived]
        impl #impl_generics #private::Cases for #partial #type_generics #where_clause {
            type Value = #ident #type_generics;

            fn union() -> &'static #private::Union {
                #private::union_of::<#ident #type_generics>()
            }

            fn begin(__index: #private::usize) -> #private::Option<Self> {
                match __index {
                    #(#begin)*
                    _ => #private::Option::None,
                }
            }

            fn slot(&self) -> #private::Option<#private::SlotRef<'_>> {
                match self {
                    #(#slot)*
                    #no_slot
                }
            }

            fn slot_mut(&mut self) -> #private::Option<#private::SlotMut<'_>> {
                match self {
                    #(#slot_mut)*
                    #no_slot
                }
            }

            fn take(&mut self) -> #private::Option<<Self as #private::Cases>::Value> {
                #private::Option::Some(match self {
                    #(#take)*
                    #no_take
                })
            }
        }
    }
}

/// The arms of one variant.
struct Arms<'a> {
    code: &'a Code<'a>,
    variant: &'a Variant<'a>,
    has_slot: bool,
}

impl Arms<'_> {
    /// Where the content is written. All that is done with it is placed there, since what is wrong with its type is wrong in each
    /// of these places, and the compiler says once what is wrong in one place.
    fn ends(&self) -> (Span, Span) {
        only(self.variant).map_or((Span::call_site(), Span::call_site()), |field| field.ends)
    }

    /// The variant with `content` in it, as a pattern or an expression.
    fn around(&self, content: &TokenStream) -> TokenStream {
        let name = &self.variant.ident;
        if only(self.variant).is_none() {
            return quote!(Self::#name(#content));
        }
        let mut index = Literal::usize_unsuffixed(0);
        index.set_span(self.ends().0);
        quote!(Self::#name { #index: #content })
    }

    /// A function for the slot: a constant of the content's type, or for other slots one of `of`.
    fn function(&self, constant: &str, of: &str, name: &str) -> TokenStream {
        let span = self.ends().0;
        let here = self.code.private_at(span);
        let (of, name) = (Ident::new(of, span), Ident::new(name, span));
        let other = quote_spanned!(span=> #here::#of::#name);
        only(self.variant).map_or_else(|| other.clone(), |field| self.code.of_slot(field, constant, &other))
    }

    fn begin(&self, index: usize) -> TokenStream {
        let private = &self.code.private;
        let name = self.variant.ident;
        if !self.has_slot {
            return quote!(#index => #private::Option::Some(Self::#name),);
        }
        let empty = self.function("__EMPTY", "Partial", "empty");
        let begun = self.around(&quote_spanned!(self.ends().1=> #empty()));
        let types = self.types();
        quote!(#index => { #types #private::Option::Some(#begun) })
    }

    /// Names the slots of a variant's fields. Where the enum of partial contents is dropped the compiler would say what is wrong with
    /// one of them, in another place, if it had not been said in the same function.
    fn types(&self) -> Option<TokenStream> {
        let fields = self.variant.fields.iter().filter(|field| !field.skipped);
        let slots: Vec<_> = fields.map(|field| self.code.slot(field)).collect();
        (only(self.variant).is_none() && !slots.is_empty()).then(|| quote!(let _: (#(#slots,)*);))
    }

    fn slot(&self, handle: &str, constant: &str) -> TokenStream {
        let private = &self.code.private;
        let name = self.variant.ident;
        if !self.has_slot {
            return quote!(Self::#name => #private::Option::None,);
        }
        let content = Ident::new("__slot", self.ends().1);
        let (pattern, of) = (self.around(&quote!(#content)), self.function(constant, handle, "of"));
        quote!(#pattern => #private::Option::Some(#of(#content)),)
    }

    fn take(&self) -> TokenStream {
        let private = &self.code.private;
        let (ident, name) = (self.code.model.ident, self.variant.ident);
        if matches!(self.variant.style, Style::Unit) {
            let content = self.has_slot.then(|| quote!((_)));
            return quote!(Self::#name #content => #ident::#name,);
        }
        let content = Ident::new("__slot", self.ends().1);
        let pattern = self.around(&quote!(#content));
        if let Some(field) = only(self.variant) {
            let value = self.code.value(field, &content);
            return quote!(#pattern => #ident::#name(#value?),);
        }
        let members = self.variant.fields.iter().enumerate().map(|(index, field)| {
            let (member, index) = (&field.member, Index::from(index));
            quote!(#member: __fields.#index)
        });
        quote!(#pattern => {
            let __fields = #private::Partial::take(#content)?;
            #ident::#name { #(#members),* }
        })
    }
}
