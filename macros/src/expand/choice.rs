//! Enums whose variants carry nothing.

use super::{private, shape};
use crate::input::{Model, Variant};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn expand(model: &Model<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let private = private(model);
    let krate = &model.krate;
    let ident = model.ident;
    let table = shape::variants(model, variants);
    let kind = quote!(#private::Kind::Enum(<#ident as #private::Choice>::VARIANTS));
    let shape::Definition { before, constant } = shape::define(model, &kind);
    let arms = variants.iter().enumerate().map(|(index, variant)| {
        let variant = variant.ident;
        quote!(#index => #private::Option::Some(Self::#variant),)
    });
    quote! {
        const _: () = {
            #before

            #[automatically_derived]
            impl #krate::Generate for #ident {
                type Partial = #private::Chosen<Self>;
                #constant
            }

            #[automatically_derived]
            impl #private::Choice for #ident {
                const VARIANTS: &'static [#private::Variant] = #table;

                fn variant(__index: usize) -> #private::Option<Self> {
                    match __index {
                        #(#arms)*
                        _ => #private::Option::None,
                    }
                }
            }
        };
    }
}
