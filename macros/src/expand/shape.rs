//! The type's shape, as a `static` where the type has no parameters: a `static` may be part of a cycle.

use super::Code;
use crate::bound;
use crate::doc::label;
use crate::input::Variant;
use proc_macro2::TokenStream;
use quote::quote;

/// The definition of the constant `SHAPE`, inside the implementation, and what must stand before it.
pub(super) struct Definition {
    pub(super) before: TokenStream,
    pub(super) constant: TokenStream,
}

pub(super) fn define(code: &Code<'_>, kind: &TokenStream) -> Definition {
    let Code { private, model, .. } = code;
    let name = label(private, model.name);
    let description = label(private, &model.description);
    let shape = quote!(#private::Shape { name: #name, description: #description, kind: #kind });
    let id = identity(code, &model.ident.to_string());
    if model.generics.params.is_empty() {
        Definition {
            before: quote!(static __SHAPE: #private::Shape = #shape;),
            constant: quote!(const SHAPE: #private::Edge = #private::Edge::new(&__SHAPE, #id);),
        }
    } else {
        Definition {
            before: TokenStream::new(),
            constant: quote!(const SHAPE: #private::Edge = #private::Edge::new(const { &#shape }, #id);),
        }
    }
}

/// The number that tells the type from every other; `name` is a part of the type, or the type.
pub(super) fn identity(code: &Code<'_>, name: &str) -> TokenStream {
    let Code { private, model, .. } = code;
    let parameters = model.generics.type_params().map(|parameter| &parameter.ident);
    let parameters = parameters.filter(|ident| bound::is_used(model, ident));
    let constants = model.generics.const_params().map(|parameter| &parameter.ident);
    quote!(#private::identify(#private::place!(#name), &[#(<#parameters as #private::Generate>::SHAPE.id(),)* #(#constants as #private::u64),*]))
}

/// The table of an enum's variants.
pub(super) fn variants(code: &Code<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let private = &code.private;
    let variants = variants.iter().map(|variant| {
        let name = label(private, variant.name);
        let description = label(private, &variant.description);
        let aliases = aliases(variant);
        quote!(#private::Variant { name: #name, description: #description, aliases: &[#(#aliases),*] })
    });
    quote!(&[#(#variants),*])
}

/// The other names of a variant.
pub(super) fn aliases<'a>(variant: &'a Variant<'_>) -> impl Iterator<Item = &'a str> {
    variant.serde.aliases().iter().map(|alias| alias.value.as_str()).filter(|alias| *alias != variant.name)
}
