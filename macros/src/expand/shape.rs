//! The type's shape, as a `static` where the type has no parameters: a `static` may be part of a cycle.

use super::{private, rules};
use crate::doc::label;
use crate::input::{Field, Model, Variant};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

/// The definition of the constant `SHAPE`, inside the implementation, and what must stand before it.
pub(super) struct Definition {
    pub(super) before: TokenStream,
    pub(super) constant: TokenStream,
}

pub(super) fn define(model: &Model<'_>, kind: &TokenStream) -> Definition {
    let private = private(model);
    let name = label(&private, model.name);
    let description = label(&private, &model.description);
    let shape = quote!(#private::Shape { name: #name, description: #description, kind: #kind });
    let ident = model.ident.to_string();
    let krate = &model.krate;
    let parameters = model.generics.type_params().map(|parameter| {
        let ident = &parameter.ident;
        quote!(<#ident as #krate::Generate>::SHAPE.id())
    });
    let id = quote!(#private::identify(#private::place!(#ident), &[#(#parameters),*]));
    if model.generics.params.is_empty() {
        Definition {
            before: quote!(static __SHAPE: #private::Shape = #shape;),
            constant: quote!(const SHAPE: #private::Edge = #private::Edge::new(&__SHAPE, #id);),
        }
    } else {
        Definition {
            before: TokenStream::new(),
            constant: quote!(const SHAPE: #private::Edge = #private::Edge::new(&#shape, #id);),
        }
    }
}

/// The `Kind` of a struct.
pub(super) fn object(model: &Model<'_>, fields: &[Field<'_>]) -> TokenStream {
    let private = private(model);
    let krate = &model.krate;
    let deny_unknown = model.deny_unknown;
    let fields = fields.iter().map(|field| {
        let name = label(&private, field.name);
        let description = label(&private, &field.description);
        let ty = field.ty;
        let shape = quote_spanned!(ty.span()=> <#ty as #krate::Generate>::SHAPE);
        let rules = rules::rules(field, &private);
        let absent = if field.serde.default().is_none() { quote!(Refused) } else { quote!(Default) };
        quote!(#private::Field { name: #name, description: #description, shape: #shape, rules: #rules, absent: #private::Absent::#absent })
    });
    quote!(#private::Kind::Object(&#private::Object { fields: &[#(#fields),*], deny_unknown: #deny_unknown }))
}

/// The table of an enum's variants.
pub(super) fn variants(model: &Model<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let private = private(model);
    let variants = variants.iter().map(|variant| {
        let name = label(&private, variant.name);
        let description = label(&private, &variant.description);
        quote!(#private::Variant { name: #name, description: #description })
    });
    quote!(&[#(#variants),*])
}
