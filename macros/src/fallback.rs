//! What is written for a type with a mistake: the error, and an implementation that keeps the mistake from causing more.

use crate::attr;
use crate::errors::Errors;
use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

pub(crate) fn fallback(input: &DeriveInput, error: &syn::Error) -> TokenStream {
    let errors = error.to_compile_error();
    let ident = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    // A type that borrows cannot be `'static`, so for it the fallback would be a mistake of its own.
    if input.generics.lifetimes().next().is_some() {
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
            type Partial = #krate::__private::Never<Self>;
            const SHAPE: #krate::__private::Edge = #krate::__private::Never::<Self>::SHAPE;
        }
    }
}
