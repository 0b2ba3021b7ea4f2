//! The model of a type to derive: serde's view of it (names, tags, defaults), our attributes, and its docs.

use crate::attr;
use crate::doc;
use crate::errors::Errors;
use proc_macro2::{Ident, Span, TokenStream};
use serde_derive_internals::ast::{self, Data, Style};
use serde_derive_internals::{Ctxt, Derive};
use syn::{DeriveInput, Fields, Generics, Type, Visibility};

/// The type as serde's parser wants it: with our shared attributes written as serde's.
pub(crate) fn prepare(input: &DeriveInput) -> syn::Result<DeriveInput> {
    let mut input = input.clone();
    attr::to_serde(&mut input.attrs);
    match &mut input.data {
        syn::Data::Struct(data) => fields_to_serde(&mut data.fields),
        syn::Data::Enum(data) => {
            for variant in &mut data.variants {
                attr::to_serde(&mut variant.attrs);
                fields_to_serde(&mut variant.fields);
            }
        }
        syn::Data::Union(data) => {
            return Err(syn::Error::new_spanned(data.union_token, "a union cannot be generated; write a struct or an enum"));
        }
    }
    Ok(input)
}

fn fields_to_serde(fields: &mut Fields) {
    for field in fields.iter_mut() {
        attr::to_serde(&mut field.attrs);
    }
}

/// What serde reads in the type and its attributes.
pub(crate) fn parse(input: &DeriveInput) -> syn::Result<ast::Container<'_>> {
    let context = Ctxt::new();
    let container = ast::Container::from_ast(&context, input, Derive::Deserialize, &Ident::new("__serde", Span::call_site()));
    context.check()?;
    container.ok_or_else(|| syn::Error::new_spanned(&input.ident, "serde cannot read this type"))
}

/// A type, ready to be checked and expanded.
pub(crate) struct Model<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) visibility: &'a Visibility,
    pub(crate) generics: &'a Generics,
    pub(crate) name: &'a str,
    pub(crate) description: String,
    /// The path of the `formwork` crate.
    pub(crate) krate: TokenStream,
    pub(crate) deny_unknown: bool,
    pub(crate) data: Shape<'a>,
}

/// What sort of type it is.
pub(crate) enum Shape<'a> {
    /// A struct with named fields.
    Object(Vec<Field<'a>>),
    /// An enum whose variants carry nothing.
    Choice(Vec<Variant<'a>>),
}

pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) visibility: &'a Visibility,
    pub(crate) ty: &'a Type,
    pub(crate) name: &'a str,
    pub(crate) description: String,
    pub(crate) attrs: attr::Field,
    pub(crate) serde: &'a serde_derive_internals::attr::Field,
}

pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) name: &'a str,
    pub(crate) description: String,
}

impl<'a> Model<'a> {
    pub(crate) fn of(container: &'a ast::Container<'a>) -> syn::Result<Self> {
        let mut errors = Errors::default();
        let original = container.original;
        let attrs = attr::Container::of(&original.attrs, &mut errors);
        let data = match &container.data {
            Data::Struct(Style::Struct, fields) => Some(Shape::Object(self::fields(fields, &mut errors))),
            Data::Struct(..) => {
                errors.at(&original.ident, "a struct needs named fields; write `struct Name { field: Type }`");
                None
            }
            Data::Enum(variants) => choice(variants, &mut errors).map(Shape::Choice),
        };
        let Some(data) = data else {
            return Err(errors.into_error(&original.ident));
        };
        errors.finish(Self {
            ident: &original.ident,
            visibility: &original.vis,
            generics: &original.generics,
            name: &container.attrs.name().deserialize_name().value,
            description: attrs.description.unwrap_or_else(|| doc::description(&original.attrs)),
            krate: attrs.krate,
            deny_unknown: container.attrs.deny_unknown_fields(),
            data,
        })
    }
}

fn fields<'a>(fields: &'a [ast::Field<'a>], errors: &mut Errors) -> Vec<Field<'a>> {
    fields
        .iter()
        .filter_map(|field| {
            let attrs = attr::Field::of(&field.original.attrs, errors);
            Some(Field {
                ident: field.original.ident.as_ref()?,
                visibility: &field.original.vis,
                ty: field.ty,
                name: &field.attrs.name().deserialize_name().value,
                description: attrs.description.clone().unwrap_or_else(|| doc::description(&field.original.attrs)),
                attrs,
                serde: &field.attrs,
            })
        })
        .collect()
}

fn choice<'a>(variants: &'a [ast::Variant<'a>], errors: &mut Errors) -> Option<Vec<Variant<'a>>> {
    let mut models = Vec::new();
    for variant in variants {
        if !matches!(variant.style, Style::Unit) {
            errors.at(variant.original, "a variant cannot carry data; leave out its fields");
            return None;
        }
        let attrs = attr::Field::of(&variant.original.attrs, errors);
        models.push(Variant {
            ident: &variant.original.ident,
            name: &variant.attrs.name().deserialize_name().value,
            description: attrs.description.unwrap_or_else(|| doc::description(&variant.original.attrs)),
        });
    }
    Some(models)
}
