//! Enums whose variants carry data: an enum of their partial contents, and a struct of partial fields for each variant
//! that has several.

use super::record::{Record, Value};
use super::{Code, cases, rules, shape};
use crate::doc::label;
use crate::input::{Field, Variant};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use serde_derive_internals::ast::Style;
use serde_derive_internals::attr::TagType;

pub(super) fn expand(code: &Code<'_>, tag: &TagType, variants: &[Variant<'_>]) -> TokenStream {
    let private = &code.private;
    let partial = code.partial();
    let (_, type_generics, _) = code.generics.split_for_impl();
    let records: Vec<_> = variants.iter().enumerate().filter_map(|(index, variant)| record(code, index, variant)).collect();
    let structures = records.iter().map(|record| record.structure(code));
    let implementations = records.iter().map(|record| record.implementations(code));
    let union = table(code, tag, variants);
    let kind = if matches!(tag, TagType::None) {
        let here = code.private_at(code.model.ident.span());
        quote_spanned!(code.model.ident.span()=> #private::Kind::Union(const { #here::distinct(#union) }))
    } else {
        quote!(#private::Kind::Union(#union))
    };
    let generate = code.generate(&quote!(#private::Tagged<#partial #type_generics>), &kind);
    let enumeration = enumeration(code, tag, variants);
    let cases = cases::expand(code, tag, variants);
    let beside = quote! {
        #(#structures)*
        #enumeration
    };
    let implementations = quote! {
        #generate
        #(#implementations)*
        #cases
    };
    code.whole(&beside, &implementations)
}

/// The field of a variant that is written as its one field.
pub(super) fn only<'a>(variant: &'a Variant<'_>) -> Option<&'a Field<'a>> {
    if matches!(variant.style, Style::Newtype) { variant.fields.first() } else { None }
}

fn partial_of(code: &Code<'_>, variant: &Variant<'_>) -> Ident {
    format_ident!("{}{}Partial", code.model.ident, variant.ident, span = variant.ident.span())
}

fn record<'a>(code: &Code<'a>, index: usize, variant: &'a Variant<'a>) -> Option<Record<'a>> {
    if !matches!(variant.style, Style::Struct | Style::Tuple) {
        return None;
    }
    let private = &code.private;
    let (ident, name) = (code.model.ident, variant.ident);
    let (_, type_generics, _) = code.generics.split_for_impl();
    Some(Record {
        partial: partial_of(code, variant),
        whole: format!("{ident}::{name}"),
        value: Value::Tuple,
        layout: format_ident!("__LAYOUT_{index}"),
        table: quote!(#private::variant_of::<#ident #type_generics>(#index)),
        fields: &variant.fields,
        visibility: Some(code.model.visibility),
    })
}

/// The type of the variant's slot.
pub(super) fn slot(code: &Code<'_>, tag: &TagType, variant: &Variant<'_>) -> Option<TokenStream> {
    let private = &code.private;
    let (_, type_generics, _) = code.generics.split_for_impl();
    match (variant.style, only(variant)) {
        (Style::Unit, _) => matches!(tag, TagType::Internal { .. }).then(|| quote!(#private::Nothing)),
        (_, Some(field)) => Some(code.slot(field)),
        _ => {
            let partial = partial_of(code, variant);
            Some(quote!(#partial #type_generics))
        }
    }
}

/// The runtime's `&Union`.
fn table(code: &Code<'_>, tag: &TagType, variants: &[Variant<'_>]) -> TokenStream {
    let private = &code.private;
    let tagging = match tag {
        TagType::External => quote!(External),
        TagType::None => quote!(Untagged),
        TagType::Internal { tag } => {
            let tag = label(private, tag);
            quote!(Internal(#tag))
        }
        TagType::Adjacent { tag, content } => {
            let (tag, content) = (label(private, tag), label(private, content));
            quote!(Adjacent(#tag, #content))
        }
    };
    let cases = variants.iter().enumerate().map(|(index, variant)| case(code, tag, index, variant));
    let other = variants.iter().position(|variant| variant.serde.other());
    let other = other.map_or_else(|| quote!(#private::Option::None), |index| quote!(#private::Option::Some(#index)));
    quote!(&#private::Union { tagging: #private::Tagging::#tagging, cases: const { &[#(#cases),*] }, other: #other })
}

fn case(code: &Code<'_>, tag: &TagType, index: usize, variant: &Variant<'_>) -> TokenStream {
    let private = &code.private;
    let name = label(private, variant.name);
    let description = label(private, &variant.description);
    let aliases = shape::aliases(variant);
    let mut own_rules = None;
    let content = match (variant.style, only(variant)) {
        (Style::Unit, _) => None,
        (_, Some(field)) => {
            own_rules = rules::rules(code, field);
            Some(code.sound_edge(field))
        }
        _ => {
            let kind = record(code, index, variant).map(|record| record.kind(code));
            let id = shape::identity(code, &format!("{}::{}", code.model.ident, variant.ident));
            Some(
                quote!(#private::Edge::new(const { &#private::Shape { name: #name, ..#private::Shape::anonymous(#kind) } }, #id)),
            )
        }
    };
    let content = match content {
        Some(edge) => match (tag, only(variant)) {
            (TagType::Internal { tag }, Some(field)) => {
                let here = code.private_at(field.span);
                quote_spanned!(field.span=> #private::Option::Some(const { #here::content(#edge, #tag) }))
            }
            _ => quote!(#private::Option::Some(#edge)),
        },
        None => quote!(#private::Option::None),
    };
    let rules = own_rules.unwrap_or_else(|| quote!(#private::Rules::NONE));
    quote! {
        #private::Case { name: #name, description: #description, content: #content, rules: #rules, aliases: &[#(#aliases),*] }
    }
}

/// The enum of partial contents.
fn enumeration(code: &Code<'_>, tag: &TagType, variants: &[Variant<'_>]) -> TokenStream {
    let model = code.model;
    let private = &code.private;
    let (visibility, ident, partial) = (model.visibility, model.ident, code.partial());
    let (impl_generics, type_generics, where_clause) = code.generics.split_for_impl();
    let docs = format!("The variant of a [`{ident}`], with what there is of its content.");
    let members = variants.iter().map(|variant| {
        let name = variant.ident;
        let docs = format!("See [`{ident}::{name}`].");
        let slot = slot(code, tag, variant).map(|slot| quote!((#slot)));
        quote!(#[doc = #docs] #name #slot,)
    });
    // The parameters may be in no variant's slot.
    let mark = (!model.generics.params.is_empty())
        .then(|| quote!(#[doc(hidden)] __Mark(#private::PhantomData<fn() -> #ident #type_generics>),));
    quote! {
        #[doc = #docs]
        #[automatically_derived]
        #[allow(non_camel_case_types)]
        #visibility enum #partial #impl_generics #where_clause {
            #(#members)*
            #mark
        }
    }
}
