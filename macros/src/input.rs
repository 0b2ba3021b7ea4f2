//! The model of a type to derive: serde's view of it (names, tags, defaults), our attributes, and its docs.

use crate::attr::{self, Place};
use crate::doc;
use crate::errors::Errors;
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use serde_derive_internals::ast::{self, Data, Style};
use serde_derive_internals::attr::TagType;
use serde_derive_internals::{Ctxt, Derive};
use std::collections::HashSet;
use syn::spanned::Spanned;
use syn::{Attribute, DeriveInput, Fields, Generics, Member, Type, Visibility};

/// The type as serde's parser wants it: with our shared attributes written as serde's.
pub(crate) fn prepare(input: &DeriveInput) -> syn::Result<DeriveInput> {
    let mut input = input.clone();
    attr::to_serde(&mut input.attrs, Place::Type);
    match &mut input.data {
        syn::Data::Struct(data) => fields_to_serde(&mut data.fields),
        syn::Data::Enum(data) => {
            for variant in &mut data.variants {
                attr::to_serde(&mut variant.attrs, Place::Variant);
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
        attr::to_serde(&mut field.attrs, Place::Field);
    }
}

/// What serde reads in the type and its attributes.
pub(crate) fn parse(input: &DeriveInput) -> syn::Result<ast::Container<'_>> {
    let context = Ctxt::new();
    let container = ast::Container::from_ast(&context, input, Derive::Deserialize, &Ident::new("__serde", Span::call_site()));
    context.check().map_err(|errors| once_each(&errors))?;
    container.ok_or_else(|| syn::Error::new_spanned(&input.ident, "serde cannot read this type"))
}

/// Where two attributes cannot be together serde reports both, in the same words.
fn once_each(errors: &syn::Error) -> syn::Error {
    let mut seen = HashSet::new();
    let mut kept = Errors::default();
    for error in errors.clone().into_iter().filter(|error| seen.insert(error.to_string())) {
        kept.add(error);
    }
    kept.finish(()).err().unwrap_or_else(|| errors.clone())
}

/// A type, ready to be checked and expanded.
pub(crate) struct Model<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) visibility: &'a Visibility,
    pub(crate) generics: &'a Generics,
    pub(crate) attributes: &'a [Attribute],
    pub(crate) name: &'a str,
    pub(crate) description: String,
    /// The path of the `formwork` crate.
    pub(crate) krate: TokenStream,
    pub(crate) deny_unknown: bool,
    /// The lengths of fields that have none of their own.
    pub(crate) lengths: attr::Lengths,
    pub(crate) serde: &'a serde_derive_internals::attr::Container,
    pub(crate) data: Shape<'a>,
}

/// What sort of type it is.
pub(crate) enum Shape<'a> {
    /// A struct with named fields, or a tuple struct of several.
    Record(Vec<Field<'a>>),
    /// A struct that is written as its one field.
    Newtype(Vec<Field<'a>>),
    /// A struct without fields or braces.
    Unit,
    /// An enum whose variants carry nothing.
    Choice(Vec<Variant<'a>>),
    /// An enum whose variants carry data.
    Union(&'a TagType, Vec<Variant<'a>>),
    /// A type that is made from another: serde's `from` and `try_from`.
    From { ty: &'a Type, fallible: bool },
}

pub(crate) struct Field<'a> {
    /// The field of the value.
    pub(crate) member: Member,
    pub(crate) tokens: &'a syn::Field,
    pub(crate) visibility: &'a Visibility,
    pub(crate) ty: &'a Type,
    /// The span of the type, and those of its first and last token.
    pub(crate) span: Span,
    pub(crate) ends: (Span, Span),
    /// The key; empty in a tuple.
    pub(crate) name: &'a str,
    pub(crate) description: String,
    pub(crate) skipped: bool,
    pub(crate) attrs: attr::Field,
    pub(crate) serde: &'a serde_derive_internals::attr::Field,
}

pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) tokens: &'a syn::Variant,
    pub(crate) name: &'a str,
    pub(crate) description: String,
    pub(crate) style: Style,
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) serde: &'a serde_derive_internals::attr::Variant,
}

impl<'a> Model<'a> {
    pub(crate) fn of(container: &'a ast::Container<'a>) -> syn::Result<Self> {
        let mut errors = Errors::default();
        let original = container.original;
        let attrs = attr::Container::of(&original.attrs, &mut errors);
        let serde = &container.attrs;
        let data = match (&container.data, serde.type_from(), serde.type_try_from()) {
            (_, Some(ty), _) => Shape::From { ty, fallible: false },
            (_, _, Some(ty)) => Shape::From { ty, fallible: true },
            (Data::Struct(style, fields), ..) => structure(*style, fields, &original.ident, serde.transparent(), &mut errors),
            (Data::Enum(variants), ..) => enumeration(variants, serde.tag(), &mut errors),
        };
        errors.finish(Self {
            ident: &original.ident,
            visibility: &original.vis,
            generics: &original.generics,
            attributes: &original.attrs,
            name: &serde.name().deserialize_name().value,
            description: attrs.description.unwrap_or_else(|| doc::description(&original.attrs)),
            krate: attrs.krate,
            lengths: attrs.lengths,
            deny_unknown: serde.deny_unknown_fields(),
            serde,
            data,
        })
    }

    /// The fields of the type and of its variants.
    pub(crate) fn fields(&self) -> Vec<&Field<'a>> {
        match &self.data {
            Shape::Record(fields) | Shape::Newtype(fields) => fields.iter().collect(),
            Shape::Union(_, variants) => variants.iter().flat_map(|variant| &variant.fields).collect(),
            Shape::Unit | Shape::Choice(_) | Shape::From { .. } => Vec::new(),
        }
    }

    /// The fields of the object that `field` is in, and the tag that stands among them.
    pub(crate) fn object_of(&self, field: &'a Field<'a>) -> (&[Field<'a>], Option<&'a str>) {
        match &self.data {
            Shape::Record(fields) => (fields, None),
            Shape::Union(tag, variants) => {
                let mut objects = variants.iter().map(|variant| &*variant.fields);
                let is_in = |fields: &&[Field<'a>]| fields.iter().any(|other| core::ptr::eq(other, field));
                let tag = if let TagType::Internal { tag } = tag { Some(tag.as_str()) } else { None };
                (objects.find(is_in).unwrap_or_default(), tag)
            }
            _ => (&[], None),
        }
    }
}

fn structure<'a>(style: Style, fields: &'a [ast::Field<'a>], ident: &Ident, transparent: bool, errors: &mut Errors) -> Shape<'a> {
    no_empty_tuple(style, fields, ident, errors);
    let fields = self::fields(style, fields, errors);
    match style {
        Style::Unit => Shape::Unit,
        Style::Newtype => Shape::Newtype(fields),
        _ if transparent => Shape::Newtype(fields),
        Style::Struct | Style::Tuple => Shape::Record(fields),
    }
}

/// `struct Nothing();`: the only value is an empty array.
fn no_empty_tuple(style: Style, fields: &[ast::Field<'_>], ident: &Ident, errors: &mut Errors) {
    if matches!(style, Style::Tuple) && fields.is_empty() {
        errors.at(ident, "a tuple without elements has nothing to generate; write it without the parentheses");
    }
}

fn fields<'a>(style: Style, fields: &'a [ast::Field<'a>], errors: &mut Errors) -> Vec<Field<'a>> {
    let mut models = Vec::new();
    for field in fields {
        let attrs = attr::Field::of(&field.original.attrs, errors);
        let skipped = field.attrs.skip_deserializing();
        models.push(Field {
            member: field.member.clone(),
            tokens: field.original,
            visibility: &field.original.vis,
            ty: field.ty,
            span: field.ty.span(),
            ends: ends(field.ty),
            name: if matches!(style, Style::Struct) { &field.attrs.name().deserialize_name().value } else { "" },
            description: attrs.description.clone().unwrap_or_else(|| doc::description(&field.original.attrs)),
            skipped,
            attrs,
            serde: &field.attrs,
        });
    }
    models
}

/// The spans of a type's first and last token.
pub(crate) fn ends(ty: &Type) -> (Span, Span) {
    let mut tokens = ty.to_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    (first, tokens.last().map_or(first, |token| token.span()))
}

fn enumeration<'a>(variants: &'a [ast::Variant<'a>], tag: &'a TagType, errors: &mut Errors) -> Shape<'a> {
    let mut models = Vec::new();
    for variant in variants.iter().filter(|variant| !variant.attrs.skip_deserializing()) {
        no_empty_tuple(variant.style, &variant.fields, &variant.original.ident, errors);
        let description = attr::variant(&variant.original.attrs, errors);
        models.push(Variant {
            ident: &variant.original.ident,
            tokens: variant.original,
            name: &variant.attrs.name().deserialize_name().value,
            description: description.unwrap_or_else(|| doc::description(&variant.original.attrs)),
            style: variant.style,
            fields: self::fields(variant.style, &variant.fields, errors),
            serde: &variant.attrs,
        });
    }
    let all_units = models.iter().all(|variant| matches!(variant.style, Style::Unit));
    if all_units && matches!(tag, TagType::External) { Shape::Choice(models) } else { Shape::Union(tag, models) }
}
