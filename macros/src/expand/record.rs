//! Structs and struct-like variants: the struct of partial fields, and its dispatch for the shared loop.

use super::Code;
use crate::input::Field;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Member, Visibility};

/// A type of partial fields to be written.
pub(super) struct Record<'a> {
    /// Its name.
    pub(super) partial: Ident,
    /// What it is the partial value of, for its docs.
    pub(super) whole: String,
    /// The path that builds the value.
    pub(super) constructor: TokenStream,
    /// The expression for its table.
    pub(super) table: TokenStream,
    pub(super) fields: &'a [Field<'a>],
    /// The visibility of its fields, where they have none of their own.
    pub(super) visibility: Option<&'a Visibility>,
}

pub(super) fn expand(code: &Code<'_>, fields: &[Field<'_>]) -> TokenStream {
    let private = &code.private;
    let ident = code.model.ident;
    let partial = code.partial();
    let (_, type_generics, _) = code.generics.split_for_impl();
    let record = Record {
        partial: partial.clone(),
        whole: ident.to_string(),
        constructor: quote!(#ident),
        table: quote!(#private::object_of::<#ident #type_generics>()),
        fields,
        visibility: None,
    };
    let structure = record.structure(code);
    let implementations = record.implementations(code);
    let kind = code.kind(fields);
    let generate = code.generate(&quote!(#partial #type_generics), &kind);
    quote! {
        #structure

        const _: () = {
            #generate
            #implementations
        };
    }
}

impl Code<'_> {
    /// The `Kind` of an object or tuple of these fields.
    pub(super) fn kind(&self, fields: &[Field<'_>]) -> TokenStream {
        let private = &self.private;
        let is_tuple = fields.iter().any(|field| field.tokens.ident.is_none());
        let kind = if is_tuple { quote!(Tuple) } else { quote!(Object) };
        let deny_unknown = self.model.deny_unknown;
        let flattens = fields.iter().any(|field| field.serde.flatten());
        let rows = fields.iter().filter(|field| !field.skipped).map(|field| self.row(field));
        quote! {
            #private::Kind::#kind(
                &#private::Object { fields: const { &[#(#rows),*] }, deny_unknown: #deny_unknown, flattens: #flattens }
            )
        }
    }
}

/// A name for the partial value and one of its slots, both placed at the field's type: there the compiler shows what is wrong
/// with it, once, since it would say the same of every use.
fn place(field: &Field<'_>) -> (Ident, Member) {
    let place = field.ty.span();
    let mut slot = field.slot.clone();
    match &mut slot {
        Member::Named(name) => name.set_span(name.span().located_at(place)),
        Member::Unnamed(index) => index.span = index.span.located_at(place),
    }
    (Ident::new("__this", place), slot)
}

impl Record<'_> {
    fn present(&self) -> impl Iterator<Item = &Field<'_>> {
        self.fields.iter().filter(|field| !field.skipped)
    }

    fn is_tuple(&self) -> bool {
        self.fields.iter().any(|field| field.tokens.ident.is_none())
    }

    /// The fields that are not the user's: the state, and a mark of the type's parameters.
    fn own(&self, code: &Code<'_>) -> (TokenStream, TokenStream, bool) {
        let marked = self.visibility.is_some() && !code.model.generics.params.is_empty();
        if self.is_tuple() {
            let count = self.present().count();
            let (state, mark) = (Literal::usize_unsuffixed(count), Literal::usize_unsuffixed(count + 1));
            (quote!(#state), quote!(#mark), marked)
        } else {
            (quote!(__state), quote!(__mark), marked)
        }
    }

    /// The struct of partial fields, as visible as the type and its fields.
    pub(super) fn structure(&self, code: &Code<'_>) -> TokenStream {
        let private = &code.private;
        let model = code.model;
        let (_, type_generics, where_clause) = code.generics.split_for_impl();
        let (impl_generics, ..) = code.generics.split_for_impl();
        let (partial, whole, visibility, ident) = (&self.partial, &self.whole, model.visibility, model.ident);
        let docs = format!("A [`{whole}`] while it is being received.");
        let is_tuple = self.is_tuple();
        let members = self.present().map(|field| {
            let visibility = self.visibility.unwrap_or(field.visibility);
            let slot = code.slot(field);
            let name = field.tokens.ident.as_ref().map(|name| quote!(#name:));
            let docs = field
                .tokens
                .ident
                .as_ref()
                .map_or_else(|| "The element so far.".to_owned(), |name| format!("See `{whole}::{name}`."));
            quote!(#[doc = #docs] #visibility #name #slot,)
        });
        let (_, _, marked) = self.own(code);
        let mark = quote!(#private::PhantomData<fn() -> #ident #type_generics>);
        let body = if is_tuple {
            let mark = marked.then(|| quote!(#mark,));
            quote!((#(#members)* #private::State, #mark) #where_clause;)
        } else {
            let mark = marked.then(|| quote!(__mark: #mark,));
            quote!(#where_clause { #(#members)* __state: #private::State, #mark })
        };
        quote! {
            #[doc = #docs]
            #[automatically_derived]
            #[allow(non_camel_case_types, non_snake_case)]
            #visibility struct #partial #impl_generics #body
        }
    }

    pub(super) fn implementations(&self, code: &Code<'_>) -> TokenStream {
        let private = &code.private;
        let ident = code.model.ident;
        let (impl_generics, type_generics, where_clause) = code.generics.split_for_impl();
        let (partial, constructor, table) = (&self.partial, &self.constructor, &self.table);
        let name = partial.to_string();
        let slots: Vec<_> = self.present().map(|field| &field.slot).collect();
        let indexes: Vec<_> = (0..slots.len()).collect();
        let shared = self.present().map(|field| {
            let (this, slot) = place(field);
            let found = code.dynamic(field, &quote_spanned!(this.span()=> &#this.#slot), false);
            quote!({ let #this = self; #found })
        });
        let exclusive = self.present().map(|field| {
            let (this, slot) = place(field);
            let found = code.dynamic(field, &quote_spanned!(this.span()=> &mut #this.#slot), true);
            quote!({ let #this = self; #found })
        });
        let empty = self.present().map(|field| {
            let (_, slot) = place(field);
            let empty = code.empty(field);
            quote!(#slot: #empty,)
        });
        let (state, mark, marked) = self.own(code);
        let mark = marked.then(|| quote!(#mark: #private::PhantomData,));
        let values = self.fields.iter().map(|field| {
            let member = &field.member;
            if field.skipped {
                let value = code.value(field, &TokenStream::new());
                return quote!(#member: #value,);
            }
            let (this, slot) = place(field);
            let value = code.value(field, &quote_spanned!(this.span()=> &mut #this.#slot));
            quote!(#member: { let #this = &mut *self; #value },)
        });
        quote! {
            #[automatically_derived]
            impl #impl_generics #private::Default for #partial #type_generics #where_clause {
                fn default() -> Self {
                    Self { #(#empty)* #state: #private::State::Absent, #mark }
                }
            }

            #[automatically_derived]
            impl #impl_generics #private::Debug for #partial #type_generics #where_clause {
                fn fmt(&self, __formatter: &mut #private::Formatter<'_>) -> #private::FormatResult {
                    #private::debug(self, #name, __formatter)
                }
            }

            #[automatically_derived]
            impl #impl_generics #private::Fields for #partial #type_generics #where_clause {
                fn object(&self) -> &'static #private::Object {
                    #table
                }

                fn field(&self, __index: usize) -> #private::Option<&dyn #private::Slot> {
                    match __index {
                        #(#indexes => #shared,)*
                        _ => #private::Option::None,
                    }
                }

                fn field_mut(&mut self, __index: usize) -> #private::Option<&mut dyn #private::Slot> {
                    match __index {
                        #(#indexes => #exclusive,)*
                        _ => #private::Option::None,
                    }
                }

                fn state_mut(&mut self) -> &mut #private::State {
                    &mut self.#state
                }

                fn object_state(&self) -> #private::State {
                    self.#state
                }
            }

            #[automatically_derived]
            impl #impl_generics #private::Partial for #partial #type_generics #where_clause {
                type Value = #ident #type_generics;

                fn take(&mut self) -> #private::Option<Self::Value> {
                    self.#state = #private::State::Absent;
                    #private::Option::Some(#constructor { #(#values)* })
                }
            }
        }
    }
}
