//! Enums whose variants carry nothing.

use super::{Code, shape};
use crate::input::Variant;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn expand(code: &Code<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let private = &code.private;
    let ident = code.model.ident;
    let (impl_generics, type_generics, where_clause) = code.generics.split_for_impl();
    let table = shape::variants(code, variants);
    let kind = quote!(#private::Kind::Enum(<#ident #type_generics as #private::Choice>::VARIANTS));
    let generate = code.generate(&quote!(#private::Chosen<Self>), &kind);
    let arms = variants.iter().enumerate().map(|(index, variant)| {
        let variant = variant.ident;
        quote!(#index => #private::Option::Some(Self::#variant),)
    });
    let other = variants.iter().position(|variant| variant.serde.other());
    let other = other.map(|index| quote!(const OTHER: #private::Option<#private::usize> = #private::Option::Some(#index);));
    let implementations = quote! {
        #generate

        #[automatically_derived]
        impl #impl_generics #private::Choice for #ident #type_generics #where_clause {
            const VARIANTS: &'static [#private::Variant] = #table;
            #other

            fn variant(__index: #private::usize) -> #private::Option<Self> {
                match __index {
                    #(#arms)*
                    _ => #private::Option::None,
                }
            }
        }
    };
    code.whole(&TokenStream::new(), &implementations)
}
