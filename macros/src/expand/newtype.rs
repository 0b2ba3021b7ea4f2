//! Types that are written as another: newtypes, unit structs, and serde's `from` and `try_from`.

use super::{Code, rules};
use crate::input::Field;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

pub(super) fn expand(code: &Code<'_>, fields: &[Field<'_>]) -> TokenStream {
    let private = &code.private;
    let Some(field) = fields.iter().find(|field| !field.skipped) else {
        return TokenStream::new();
    };
    let slot = code.slot(field);
    let edge = code.edge(field);
    let rules = rules::rules(code, field);
    let own = rules.clone().unwrap_or_else(|| quote!(#private::Rules::NONE));
    let kind = quote!(#private::Kind::Same(#edge, #own));
    let members = fields.iter().map(|other| {
        let member = &other.member;
        if !other.skipped {
            let value = code.unwrapped(other, quote!(__value));
            return quote!(#member: #value);
        }
        let value = code.skipped(other);
        quote!(#member: #value)
    });
    let body = quote!(#private::Result::Ok(Self { #(#members),* }));
    let rules = rules.map(|rules| quote!(const RULES: &'static #private::Rules = #rules;));
    converted(code, &slot, &kind, &rules.unwrap_or_default(), &body)
}

pub(super) fn unit(code: &Code<'_>) -> TokenStream {
    let private = &code.private;
    let ident = code.model.ident;
    let body = quote!({
        let () = __value;
        #private::Result::Ok(#ident)
    });
    converted(code, &quote!(#private::Scalar<()>), &quote!(#private::Kind::Null), &TokenStream::new(), &body)
}

pub(super) fn from(code: &Code<'_>, ty: &Type, fallible: bool) -> TokenStream {
    let private = &code.private;
    let span = ty.span();
    let slot = quote_spanned!(span=> <#ty as #private::Generate>::Partial);
    let edge = quote_spanned!(span=> <#ty as #private::Generate>::SHAPE);
    let kind = quote!(#private::Kind::Same(#edge, #private::Rules::NONE));
    let body = if fallible {
        quote_spanned!(span=> match #private::TryInto::<Self>::try_into(__value) {
            #private::Result::Ok(__value) => #private::Result::Ok(__value),
            #private::Result::Err(__reason) => #private::Result::Err(#private::ToString::to_string(&__reason)),
        })
    } else {
        quote_spanned!(span=> #private::Result::Ok(::core::convert::Into::into(__value)))
    };
    converted(code, &slot, &kind, &TokenStream::new(), &body)
}

fn converted(code: &Code<'_>, slot: &TokenStream, kind: &TokenStream, rules: &TokenStream, body: &TokenStream) -> TokenStream {
    let private = &code.private;
    let ident = code.model.ident;
    let (impl_generics, type_generics, where_clause) = code.generics.split_for_impl();
    let generate = code.generate(&quote!(#private::Converted<#slot, Self>), kind);
    let received = quote!(<#slot as #private::Partial>::Value);
    code.inside(&quote! {
        #generate

        #[automatically_derived]
        impl #impl_generics #private::Convert<#received> for #ident #type_generics #where_clause {
            #rules

            fn convert(__value: #received) -> #private::Result<Self, #private::String> {
                #body
            }
        }
    })
}
