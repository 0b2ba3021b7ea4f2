//! Types that are written as another: newtypes, unit structs, and serde's `from` and `try_from`.

use super::{Code, rules};
use crate::input::{Field, ends};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

/// A type that is made of another.
struct Made {
    /// What it is made of, the slot of that, and where that is written.
    received: TokenStream,
    slot: TokenStream,
    ends: (Span, Span),
    kind: TokenStream,
    /// The constant with its own rules.
    rules: Option<TokenStream>,
    /// An expression for the result, from `__value`.
    body: TokenStream,
}

pub(super) fn expand(code: &Code<'_>, fields: &[Field<'_>]) -> TokenStream {
    let private = &code.private;
    let Some(field) = fields.iter().find(|field| !field.skipped) else {
        return TokenStream::new();
    };
    let edge = code.sound_edge(field);
    let rules = rules::rules(code, field);
    let own = rules.clone().unwrap_or_else(|| quote!(#private::Rules::NONE));
    let members = fields.iter().map(|other| {
        let member = &other.member;
        if !other.skipped {
            let value = code.unwrapped(other, quote!(__value));
            return quote!(#member: #value);
        }
        let value = code.skipped(other);
        quote!(#member: #value)
    });
    let made = Made {
        received: code.received(field),
        slot: code.slot(field),
        ends: field.ends,
        kind: quote!(#private::Kind::Same(#edge, #own)),
        rules: rules.map(|rules| quote!(const RULES: &'static #private::Rules = #rules;)),
        body: quote!(#private::Result::Ok(Self { #(#members),* })),
    };
    made.implementations(code)
}

pub(super) fn unit(code: &Code<'_>) -> TokenStream {
    let private = &code.private;
    let ident = code.model.ident;
    let body = quote!({
        let () = __value;
        #private::Result::Ok(#ident)
    });
    let made = Made {
        received: quote!(()),
        slot: quote!(#private::Scalar<()>),
        ends: (Span::call_site(), Span::call_site()),
        kind: quote!(#private::Kind::Null),
        rules: None,
        body,
    };
    made.implementations(code)
}

pub(super) fn from(code: &Code<'_>, ty: &Type, fallible: bool) -> TokenStream {
    let private = &code.private;
    let ends = ends(ty);
    let edge = code.associated(ty, ends, "SHAPE");
    // Of the type that is written, so that what is missing is shown there.
    let here = code.private_at(ends.0);
    let body = if fallible {
        quote_spanned!(ends.1=> #here::in_words(<#here::Way as #here::TryMade<#ty, Self>>::try_made(__value)))
    } else {
        quote_spanned!(ends.1=> #here::Result::Ok(<Self as #here::Made<#ty>>::made(__value)))
    };
    let made = Made {
        received: quote!(#ty),
        slot: code.associated(ty, ends, "Partial"),
        ends,
        kind: quote!(#private::Kind::Same(#edge, #private::Rules::NONE)),
        rules: None,
        body,
    };
    made.implementations(code)
}

impl Made {
    fn implementations(&self, code: &Code<'_>) -> TokenStream {
        let private = &code.private;
        let ident = code.model.ident;
        let (impl_generics, type_generics, where_clause) = code.generics.split_for_impl();
        let Self { received, slot, ends, kind, rules, body } = self;
        let here = code.private_at(ends.0);
        // All that names the other type is placed at it.
        let generate = code.generate(&quote_spanned!(ends.1=> #here::Converted<#slot, Self>), kind);
        let convert = quote_spanned!(ends.1=> #here::Convert<#received>);
        let implementations = quote! {
            #generate

            #[automatically_derived]
            impl #impl_generics #convert for #ident #type_generics #where_clause {
                #rules

                fn convert(__value: #received) -> #private::Result<Self, #private::String> {
                    #body
                }
            }
        };
        code.whole(&TokenStream::new(), &implementations)
    }
}
