//! Structs and struct-like variants: the struct of partial fields, and its dispatch for the shared loop.

use super::{Code, known};
use crate::input::Field;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
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
        table: if code.is_generic() { quote!(#private::object_of::<#ident #type_generics>()) } else { quote!(&__OBJECT) },
        fields,
        visibility: None,
    };
    let structure = record.structure(&code.outside());
    let implementations = record.implementations(code);
    let (sort, object) = code.object(fields);
    // In a `static` of its own the table is at hand without a function to get at it.
    let (table, kind) = if code.is_generic() {
        (TokenStream::new(), quote!(#private::Kind::#sort(&#object)))
    } else {
        (quote!(static __OBJECT: #private::Object = #object;), quote!(#private::Kind::#sort(&__OBJECT)))
    };
    let generate = code.generate(&quote!(#partial #type_generics), &kind);
    let implementations = code.inside(&quote! {
        #table
        #generate
        #implementations
    });
    quote! {
        #structure

        #implementations
    }
}

impl Code<'_> {
    pub(super) fn is_generic(&self) -> bool {
        !self.model.generics.params.is_empty()
    }

    /// The `Kind` of an object or tuple of these fields.
    pub(super) fn kind(&self, fields: &[Field<'_>]) -> TokenStream {
        let private = &self.private;
        let (sort, object) = self.object(fields);
        quote!(#private::Kind::#sort(&#object))
    }

    /// The variant of `Kind`, and the table.
    fn object(&self, fields: &[Field<'_>]) -> (Ident, TokenStream) {
        let private = &self.private;
        let is_tuple = fields.iter().any(|field| field.tokens.ident.is_none());
        let sort = Ident::new(if is_tuple { "Tuple" } else { "Object" }, Span::call_site());
        let deny_unknown = self.model.deny_unknown;
        let flattens = fields.iter().any(|field| field.serde.flatten());
        let rows = fields.iter().filter(|field| !field.skipped).map(|field| self.row(field));
        let object = quote! {
            #private::Object { fields: const { &[#(#rows),*] }, deny_unknown: #deny_unknown, flattens: #flattens }
        };
        (sort, object)
    }
}

/// A name for the partial value and one of its slots, both placed at the field's type: there the compiler shows what is wrong
/// with it, once, since it would say the same of every use.
fn place(field: &Field<'_>) -> (Ident, Member) {
    let mut slot = field.slot.clone();
    match &mut slot {
        Member::Named(name) => name.set_span(name.span().located_at(field.span)),
        Member::Unnamed(index) => index.span = index.span.located_at(field.span),
    }
    (Ident::new("__this", field.span), slot)
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
            let docs = match &field.tokens.ident {
                Some(name) => format!("See `{whole}::{name}`."),
                None => "The element so far.".to_owned(),
            };
            // Of what nobody else sees nobody reads the docs.
            let docs = (!matches!(model.visibility, Visibility::Inherited)).then(|| quote!(#[doc = #docs]));
            quote!(#docs #visibility #name #slot,)
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
            let found = code.dynamic(field, &quote_spanned!(field.span=> &#this.#slot), false);
            quote!({ let #this = self; #found })
        });
        let exclusive = self.present().map(|field| {
            let (this, slot) = place(field);
            let found = code.dynamic(field, &quote_spanned!(field.span=> &mut #this.#slot), true);
            quote!({ let #this = self; #found })
        });
        let empty = self.present().map(|field| {
            let (_, slot) = place(field);
            let empty = code.empty(field);
            quote!(#slot: #empty,)
        });
        let (state, mark, marked) = self.own(code);
        let mark = marked.then(|| quote!(#mark: #private::PhantomData,));
        let known = known::expand(code, partial);
        // All are taken before any is looked at: one way out for all of them compiles faster than one for each.
        let taken: Vec<_> = (0..slots.len()).map(|index| format_ident!("__{index}")).collect();
        let values = self.present().map(|field| {
            let (this, slot) = place(field);
            let value = code.value(field, &quote_spanned!(field.span=> &mut #this.#slot), &quote!(__members));
            quote!({ let #this = &mut *self; #value })
        });
        let mut received = taken.iter();
        let members = self.fields.iter().map(|field| {
            let member = &field.member;
            let skipped = field.skipped.then(|| code.skipped(field));
            let value = skipped.or_else(|| received.next().map(|value| quote!(#value)));
            quote!(#member: #value,)
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
            impl #impl_generics #private::Record for #partial #type_generics #where_clause {
                type Value = #ident #type_generics;

                #[inline(never)]
                fn value(&mut self, __members: &mut #private::Members<'_, '_>) -> #private::Option<Self::Value> {
                    let (#(#private::Option::Some(#taken),)* #private::Option::Some(()),) = (#(#values,)* __members.end(),) else {
                        return #private::Option::None;
                    };
                    #private::Option::Some(#constructor { #(#members)* })
                }
            }

            #known
        }
    }
}
