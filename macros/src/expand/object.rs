//! Structs with named fields: the struct of partial fields, and its dispatch for the shared loop.

use super::{partial_ident, private, rules, shape};
use crate::bound;
use crate::input::{Field, Model};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use serde_derive_internals::attr::Default;
use syn::spanned::Spanned;

pub(super) fn expand(model: &Model<'_>, fields: &[Field<'_>]) -> TokenStream {
    let private = private(model);
    let krate = &model.krate;
    let ident = model.ident;
    let partial = partial_ident(model);
    let generics = bound::with_bounds(model);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let kind = shape::object(model, fields);
    let shape::Definition { before, constant } = shape::define(model, &kind);
    let structure = structure(model, fields);
    let names: Vec<_> = fields.iter().map(|field| field.ident).collect();
    let indexes = 0..fields.len();
    let arms: Vec<_> = indexes.zip(&names).collect();
    let shared = arms.iter().map(|(index, name)| quote!(#index => #private::Option::Some(&self.#name),));
    let unique = arms.iter().map(|(index, name)| quote!(#index => #private::Option::Some(&mut self.#name),));
    let takes = fields.iter().map(|field| take(field, &private));
    let applicable = fields.iter().map(|field| rules::applicable(field, &private));
    let name = partial.to_string();

    quote! {
        #structure

        const _: () = {
            #before

            #[automatically_derived]
            impl #impl_generics #krate::Generate for #ident #type_generics #where_clause {
                type Partial = #partial #type_generics;
                #constant
            }

            #[automatically_derived]
            impl #impl_generics #private::Default for #partial #type_generics #where_clause {
                fn default() -> Self {
                    Self { #(#names: #private::Default::default(),)* __state: #private::State::Absent }
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
                    #private::object_of::<#ident #type_generics>()
                }

                fn field(&self, __index: usize) -> #private::Option<&dyn #private::Slot> {
                    match __index {
                        #(#shared)*
                        _ => #private::Option::None,
                    }
                }

                fn field_mut(&mut self, __index: usize) -> #private::Option<&mut dyn #private::Slot> {
                    match __index {
                        #(#unique)*
                        _ => #private::Option::None,
                    }
                }

                fn state_mut(&mut self) -> &mut #private::State {
                    &mut self.__state
                }

                fn object_state(&self) -> #private::State {
                    self.__state
                }
            }

            #[automatically_derived]
            impl #impl_generics #private::Partial for #partial #type_generics #where_clause {
                type Value = #ident #type_generics;

                fn take(&mut self) -> #private::Option<Self::Value> {
                    #(#applicable)*
                    self.__state = #private::State::Absent;
                    #private::Option::Some(#ident { #(#names: #takes,)* })
                }
            }
        };
    }
}

/// The struct of partial fields, as visible as the type and its fields.
fn structure(model: &Model<'_>, fields: &[Field<'_>]) -> TokenStream {
    let private = private(model);
    let krate = &model.krate;
    let partial = partial_ident(model);
    let generics = bound::with_bounds(model);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let visibility = model.visibility;
    let docs = format!("A [`{}`] while it is being received.", model.ident);
    let members = fields.iter().map(|field| {
        let Field { ident, visibility, ty, .. } = field;
        let docs = format!("See [`{}::{}`].", model.ident, ident);
        let partial = quote_spanned!(ty.span()=> <#ty as #krate::Generate>::Partial);
        quote!(#[doc = #docs] #visibility #ident: #partial,)
    });
    let parameters = impl_generics.to_token_stream();
    quote! {
        #[doc = #docs]
        #[automatically_derived]
        #visibility struct #partial #parameters #where_clause {
            #(#members)*
            __state: #private::State,
        }
    }
}

/// The value of a field: what was received, or its default.
fn take(field: &Field<'_>, private: &TokenStream) -> TokenStream {
    let ident = field.ident;
    let value = quote_spanned!(field.ty.span()=> #private::Partial::take(&mut self.#ident));
    let absent = quote!(#private::Slot::state(&self.#ident) == #private::State::Absent);
    match field.serde.default() {
        Default::None => quote!(#value?),
        Default::Default => quote!(if #absent { #private::Default::default() } else { #value? }),
        Default::Path(path) => quote!(if #absent { #path() } else { #value? }),
    }
}
