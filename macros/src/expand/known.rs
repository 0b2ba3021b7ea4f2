//! What makes the partial values of structs and of enums' variants `serde::Serialize`: one call, since the slots write what is known
//! themselves.

use super::Code;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// Of a struct's partial value. Nothing without the feature `serde`.
pub(super) fn expand(code: &Code<'_>, partial: &Ident) -> Option<TokenStream> {
    by(code, partial, "serialize")
}

/// Of the partial content of an enum, which says by itself which variant it is.
pub(super) fn of_cases(code: &Code<'_>) -> Option<TokenStream> {
    by(code, &code.partial(), "serialize_case")
}

fn by(code: &Code<'_>, partial: &Ident, function: &str) -> Option<TokenStream> {
    let function = Ident::new(function, Span::call_site());
    let private = &code.private;
    let (impl_generics, type_generics, where_clause) = code.generics.split_for_impl();
    // This crate may have the feature when the library that the code is for does not: a build script's dependencies have
    // features of their own, but share their macros with everybody. So it is the library that decides.
    cfg!(feature = "serde").then(|| {
        quote! {
            #private::with_serde! {
                #[automatically_derived]
                impl #impl_generics #private::Serialize for #partial #type_generics #where_clause {
                    fn serialize<__S: #private::Serializer>(
                        &self,
                        __serializer: __S,
                    ) -> #private::Result<__S::Ok, __S::Error> {
                        #private::#function(self, __serializer)
                    }
                }
            }
        }
    })
}
