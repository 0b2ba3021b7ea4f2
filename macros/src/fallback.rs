//! What is written for a type with a mistake: the error, and an implementation that keeps the mistake from causing more.

use crate::errors::Errors;
use crate::{attr, check};
use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

/// `error` is none where the compiler finds the mistake by itself.
pub(crate) fn fallback(input: &DeriveInput, error: Option<&syn::Error>) -> TokenStream {
    // Where the compiler finds no mistake after all, that must not go unnoticed.
    let unnoticed = error.is_none();
    let errors = error.map(syn::Error::to_compile_error).unwrap_or_default();
    let ident = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    // A type that borrows cannot be `'static`, nor can one without a size be a value, so for these the fallback would be a mistake of
    // its own.
    if input.generics.lifetimes().next().is_some() || check::has_no_size(input) {
        return errors;
    }
    // Where the library has another name, the usual one would be a mistake of its own.
    let krate = attr::Container::of(&input.attrs, &mut Errors::default()).krate;
    let statics = input.generics.type_params().map(|parameter| &parameter.ident);
    let predicates = where_clause.map(|clause| clause.predicates.iter());
    let predicates = predicates.into_iter().flatten();
    quote! {
        #errors
        #[automatically_derived]
        impl #impl_generics #krate::Generate for #ident #type_generics
        where
            #(#statics: 'static,)*
            #(#predicates,)*
        {
            type Partial = #krate::__private::Never<Self, #unnoticed>;
            const SHAPE: #krate::__private::Edge = #krate::__private::Never::<Self, #unnoticed>::SHAPE;
        }
    }
}
