//! Enums whose variants carry data: an enum of their partial contents, and a struct of partial fields for each variant
//! that has several.

use super::record::{Record, Value};
use super::{Code, known, rules, shape};
use crate::doc::label;
use crate::input::{Field, Variant};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use serde_derive_internals::ast::Style;
use serde_derive_internals::attr::TagType;
use syn::Index;

pub(super) fn expand(code: &Code<'_>, tag: &TagType, variants: &[Variant<'_>]) -> TokenStream {
    let private = &code.private;
    let partial = code.partial();
    let (_, type_generics, _) = code.generics.split_for_impl();
    let records: Vec<_> = variants.iter().enumerate().filter_map(|(index, variant)| record(code, index, variant)).collect();
    let outside = code.outside();
    let structures = records.iter().map(|record| record.structure(&outside));
    let implementations = records.iter().map(|record| record.implementations(code));
    let union = table(code, tag, variants);
    let kind = if matches!(tag, TagType::None) {
        let here = code.private_at(code.model.ident.span());
        quote_spanned!(code.model.ident.span()=> #private::Kind::Union(const { #here::distinct(#union) }))
    } else {
        quote!(#private::Kind::Union(#union))
    };
    let generate = code.generate(&quote!(#private::Tagged<#partial #type_generics>), &kind);
    let enumeration = enumeration(&outside, tag, variants);
    let cases = cases(code, tag, variants);
    let implementations = code.inside(&quote! {
        #generate
        #(#implementations)*
        #cases
    });
    quote! {
        #(#structures)*
        #enumeration

        #implementations
    }
}

/// The field of a variant that is written as its one field.
fn only<'a>(variant: &'a Variant<'_>) -> Option<&'a Field<'a>> {
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
fn slot(code: &Code<'_>, tag: &TagType, variant: &Variant<'_>) -> Option<TokenStream> {
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
            Some(code.edge(field))
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
        Some(edge) if matches!(tag, TagType::Internal { .. }) && only(variant).is_some() => {
            let span = only(variant).map_or(variant.ident.span(), |field| field.span);
            let here = code.private_at(span);
            quote_spanned!(span=> #private::Option::Some(const { #here::content(#edge) }))
        }
        Some(edge) => quote!(#private::Option::Some(#edge)),
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

fn cases(code: &Code<'_>, tag: &TagType, variants: &[Variant<'_>]) -> TokenStream {
    let private = &code.private;
    let (ident, partial) = (code.model.ident, code.partial());
    let (impl_generics, type_generics, where_clause) = code.generics.split_for_impl();
    let mark = !code.model.generics.params.is_empty();
    let mut begins = Vec::new();
    let mut slots = Vec::new();
    let mut slots_mut = Vec::new();
    let mut takes = Vec::new();
    for (index, variant) in variants.iter().enumerate() {
        let name = variant.ident;
        let has_slot = slot(code, tag, variant).is_some();
        // Placed at the content's type, as the fields of a struct are.
        let content = Ident::new("__slot", only(variant).map_or(Span::call_site(), |field| field.span));
        let (begin, pattern) = if has_slot {
            let span = only(variant).map_or(Span::call_site(), |field| field.span);
            let here = code.private_at(span);
            let empty = quote_spanned!(span=> #here::Partial::empty());
            (quote!(Self::#name(#empty)), quote!(Self::#name(#content)))
        } else {
            (quote!(Self::#name), quote!(Self::#name))
        };
        begins.push(quote!(#index => #private::Option::Some(#begin),));
        for (slots, handle) in [(&mut slots, "SlotRef"), (&mut slots_mut, "SlotMut")] {
            let handle = Ident::new(handle, Span::call_site());
            let found = if has_slot {
                quote!(#private::Option::Some(#private::#handle::of(#content)))
            } else {
                quote!(#private::Option::None)
            };
            slots.push(quote!(#pattern => #found,));
        }
        let value = match (variant.style, only(variant)) {
            (Style::Unit, _) => quote!(#ident::#name),
            (_, Some(field)) => {
                let value = code.value(field, &quote!(#content));
                quote!(#ident::#name(#value?))
            }
            _ => {
                let members = variant.fields.iter().enumerate().map(|(index, field)| {
                    let (member, index) = (&field.member, Index::from(index));
                    quote!(#member: __fields.#index)
                });
                quote!({
                    let __fields = #private::Partial::take(#content)?;
                    #ident::#name { #(#members),* }
                })
            }
        };
        let pattern = if has_slot && matches!(variant.style, Style::Unit) { quote!(Self::#name(_)) } else { pattern };
        takes.push(quote!(#pattern => #value,));
    }
    let no_take = mark.then(|| quote!(Self::__Mark(_) => return #private::Option::None,));
    let no_slot = mark.then(|| quote!(Self::__Mark(_) => #private::Option::None,));
    let known = known::of_cases(code);
    quote! {
        #known

        #[automatically_derived]
        impl #impl_generics #private::Debug for #partial #type_generics #where_clause {
            fn fmt(&self, __formatter: &mut #private::Formatter<'_>) -> #private::FormatResult {
                #private::debug_case(#private::Cases::slot(self), __formatter)
            }
        }

        #[automatically_derived]
        impl #impl_generics #private::Cases for #partial #type_generics #where_clause {
            type Value = #ident #type_generics;

            fn union() -> &'static #private::Union {
                #private::union_of::<#ident #type_generics>()
            }

            fn begin(__index: usize) -> #private::Option<Self> {
                match __index {
                    #(#begins)*
                    _ => #private::Option::None,
                }
            }

            fn slot(&self) -> #private::Option<#private::SlotRef<'_>> {
                match self {
                    #(#slots)*
                    #no_slot
                }
            }

            fn slot_mut(&mut self) -> #private::Option<#private::SlotMut<'_>> {
                match self {
                    #(#slots_mut)*
                    #no_slot
                }
            }

            fn take(&mut self) -> #private::Option<<Self as #private::Cases>::Value> {
                #private::Option::Some(match self {
                    #(#takes)*
                    #no_take
                })
            }
        }
    }
}
