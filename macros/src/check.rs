//! The rules that a type must keep, one function for each.

mod rules;
mod types;

pub(crate) use types::{has_no_size, is_refused_anyway};

use crate::attr;
use crate::errors::Errors;
use crate::input::{Field, Model, Shape, Variant};
use proc_macro2::Ident;
use quote::ToTokens;
use serde_derive_internals::ast::Style;
use serde_derive_internals::name::Name;
use std::collections::{BTreeSet, HashSet};
use syn::Attribute;

pub(crate) fn check(model: &Model<'_>) -> syn::Result<()> {
    let mut errors = Errors::default();
    no_lifetimes(model, &mut errors);
    no_unsupported(model.attributes, CONTAINER, &mut errors);
    match &model.data {
        Shape::Record(fields) => record(fields, model.deny_unknown, model.ident, &mut errors),
        Shape::Newtype(fields) => newtype(fields, model.ident, &mut errors),
        Shape::Choice(variants) | Shape::Union(_, variants) => enumeration(model, variants, &mut errors),
        Shape::Unit | Shape::From { .. } => {}
    }
    no_tag_of_a_struct(model, &mut errors);
    no_packed_struct(model, &mut errors);
    for field in model.fields() {
        // A lifetime has been reported, once for all the fields that use it.
        if model.generics.lifetimes().next().is_none() {
            types::is_a_value(field, &mut errors);
        }
        no_unsupported(&field.tokens.attrs, FIELD, &mut errors);
        if !field.attrs.has_reader {
            let instead = "the schema does not know what these functions read; add `#[generate(with = \"generate\")]` if it is what \
                           the field's type reads, or `#[generate(with = \"serde\", schema = \"..\")]`";
            no_functions(&field.tokens.attrs, instead, &mut errors);
        }
        rules::apply(field, &mut errors);
        can_be_missing(model, field, &mut errors);
        has_properties(field, &mut errors);
        is_another(field, model.ident, &mut errors);
    }
    errors.finish(())
}

/// `struct Text<'a> { body: &'a str }`: the reply is parsed as it arrives, in pieces, so there is nothing to borrow from.
fn no_lifetimes(model: &Model<'_>, errors: &mut Errors) {
    for lifetime in model.generics.lifetimes() {
        errors.at(
            &lifetime.lifetime,
            "a generated type owns its data, since a reply arrives in pieces; use `String` instead of `&str`",
        );
    }
}

/// `#[repr(packed)] struct Pixel`: its fields may not be pointed at, and they are made where they will stay.
fn no_packed_struct(model: &Model<'_>, errors: &mut Errors) {
    for attribute in model.attributes.iter().filter(|attribute| attribute.path().is_ident("repr")) {
        // What else is in it is the compiler's to check.
        let _ = attribute.parse_nested_meta(|item| {
            if item.path.is_ident("packed") && matches!(model.data, Shape::Record(_)) {
                errors.at(
                    &item.path,
                    "the fields of a packed struct cannot be made in their places; remove `packed`, or derive `Generate` for a struct \
                     that is not packed and make this one of it with `#[serde(from = \"..\")]`",
                );
            }
            if item.input.peek(syn::token::Paren) {
                item.input.parse::<proc_macro2::TokenTree>()?;
            }
            Ok(())
        });
    }
}

/// `#[serde(tag = "type")] struct Circle`: serde writes the key and never reads it.
fn no_tag_of_a_struct(model: &Model<'_>, errors: &mut Errors) {
    if let Shape::Record(_) = model.data
        && let Some(item) = attr::find(model.attributes, "tag")
    {
        errors.at(item, "a struct has no variants to tell apart; remove `tag`, or write an enum with this as its variant");
    }
}

/// What serde can do and this derive cannot, and what to do instead.
type Unsupported = (&'static str, &'static str);

const CONTAINER: &[Unsupported] = &[
    ("remote", "`remote` describes another type; derive `Generate` for a newtype of your own"),
    ("variant_identifier", "an identifier is no value; remove the attribute"),
    ("field_identifier", "an identifier is no value; remove the attribute"),
];

const FIELD: &[Unsupported] = &[
    ("getter", "`getter` is for remote types; derive `Generate` for a newtype of your own"),
    ("borrow", "a generated type owns its data, since a reply arrives in pieces; remove `borrow`"),
];

/// What serde leaves to functions, of which the schema knows nothing.
const FUNCTIONS: &[&str] = &["with", "deserialize_with", "serialize_with"];

const VARIANT: &[Unsupported] = &[
    (
        "untagged",
        "one variant without a tag among others with one cannot be told apart as it arrives; make the whole enum `untagged`",
    ),
    ("borrow", "a generated type owns its data, since a reply arrives in pieces; remove `borrow`"),
];

fn no_unsupported(attributes: &[Attribute], unsupported: &[Unsupported], errors: &mut Errors) {
    for (name, instead) in unsupported {
        if let Some(item) = attr::find(attributes, name) {
            errors.at(item, instead);
        }
    }
}

/// `#[serde(with = "..")]`, unless it is said who reads the field.
fn no_functions(attributes: &[Attribute], instead: &str, errors: &mut Errors) {
    for item in FUNCTIONS.iter().filter_map(|name| attr::find(attributes, name)) {
        errors.at(item, instead);
    }
}

fn record(fields: &[Field<'_>], deny_unknown: bool, ident: &dyn ToTokens, errors: &mut Errors) {
    let present = || fields.iter().filter(|field| !field.skipped);
    let is_tuple = fields.iter().any(|field| field.name.is_empty() && field.tokens.ident.is_none());
    if is_tuple {
        for field in present().filter(|field| !field.serde.default().is_none()) {
            let tokens =
                attr::find(&field.tokens.attrs, "default").map_or(field.ty.to_token_stream(), |item| item.to_token_stream());
            errors.at(tokens, "the elements of a tuple cannot be left out; name the fields, or remove `default`");
        }
        if present().next().is_none() {
            errors.at(ident, "a tuple without elements has nothing to generate; write it without the parentheses");
        }
        return;
    }
    let names = present().filter(|field| !field.serde.flatten());
    unique_names(names.clone().map(|field| (field.name, &field.tokens.ident as &dyn ToTokens)), "field", errors);
    let aliases = names.clone().map(|field| (field.name, field.serde.aliases(), &field.tokens.attrs));
    unique_aliases(&names.map(|field| field.name).collect::<Vec<_>>(), aliases, "field", errors);
    for field in present().filter(|field| field.serde.flatten() && deny_unknown) {
        let tokens = attr::find(&field.tokens.attrs, "flatten").map_or(field.ty.to_token_stream(), |item| item.to_token_stream());
        errors.at(tokens, "`flatten` and `deny_unknown` cannot be together; remove one of them");
    }
}

fn newtype(fields: &[Field<'_>], ident: &Ident, errors: &mut Errors) {
    for field in fields.iter().filter(|field| !field.skipped && types::is_only(field.ty, ident)) {
        // What is received for a newtype is what is received for its field, and that would be made of itself.
        errors.at(field.ty, "a type that contains itself needs a named field; write it with braces");
    }
    if fields.iter().filter(|field| !field.skipped).count() != 1 {
        errors.at(ident, "this type is written as its one field, which must not be skipped; remove `skip`");
    }
}

/// A grammar of more strings than this takes the server seconds for each reply.
const MOST_VARIANTS: usize = 1_000;

fn enumeration(model: &Model<'_>, variants: &[Variant<'_>], errors: &mut Errors) {
    if variants.is_empty() {
        errors.at(model.ident, "an enum without variants has no value; add a variant");
    }
    if variants.len() > MOST_VARIANTS {
        let message =
            format!("the server takes seconds for an enum of more than {MOST_VARIANTS} variants; use `String` and `check`");
        errors.at(model.ident, message);
    }
    unique_names(variants.iter().map(|variant| (variant.name, variant.ident as &dyn ToTokens)), "variant", errors);
    let aliases = variants.iter().map(|variant| (variant.name, variant.serde.aliases(), &variant.tokens.attrs));
    unique_aliases(&variants.iter().map(|variant| variant.name).collect::<Vec<_>>(), aliases, "variant", errors);
    for variant in variants {
        no_unsupported(&variant.tokens.attrs, VARIANT, errors);
        no_functions(
            &variant.tokens.attrs,
            "the schema does not know what these functions read; put them on the variant's field",
            errors,
        );
        if matches!(variant.style, Style::Struct | Style::Tuple) {
            record(&variant.fields, model.deny_unknown, variant.ident, errors);
        }
        if matches!(variant.style, Style::Newtype) && variant.fields.iter().any(|field| field.skipped) {
            errors.at(variant.ident, "the variant's one field is skipped; leave the field out");
        }
    }
}

/// Two fields or variants with one name: after renaming, or apart only in their case rule.
fn unique_names<'n>(names: impl Iterator<Item = (&'n str, &'n dyn ToTokens)>, what: &str, errors: &mut Errors) {
    let mut seen = HashSet::new();
    for (name, tokens) in names {
        if name.is_empty() {
            errors.at(tokens, format!("the name of a {what} cannot be empty: the server's grammar breaks on it"));
        } else if !seen.insert(name) {
            errors.at(tokens, format!("another {what} is already called `{name}`; rename one of them"));
        }
    }
}

/// An alias that is the name or an alias of another field or variant: one of the two could never be received.
fn unique_aliases<'n>(
    names: &[&str],
    aliased: impl Iterator<Item = (&'n str, &'n BTreeSet<Name>, &'n Vec<Attribute>)>,
    what: &str,
    errors: &mut Errors,
) {
    let mut seen = HashSet::new();
    for (name, aliases, attributes) in aliased {
        // serde counts the name among the aliases.
        for alias in aliases.iter().map(|alias| alias.value.as_str()).filter(|alias| *alias != name) {
            if names.contains(&alias) || !seen.insert(alias) {
                let item = attr::find(attributes, "alias");
                errors.at(item, format!("another {what} is already called `{alias}`; remove this alias"));
            }
        }
    }
}

/// `default` on a field that is always there. One that the schema requires can still be missing in a document from elsewhere.
fn can_be_missing(model: &Model<'_>, field: &Field<'_>, errors: &mut Errors) {
    let reason = if field.serde.flatten() {
        "a flattened field is always there; remove `default`, or put it on the fields of its type"
    } else if field.tokens.ident.is_none() && !field.skipped && !matches!(model.data, Shape::Record(_)) {
        "the content of a type is never left out; remove `default`, or name the field"
    } else {
        return;
    };
    if let Some(item) = attr::find(&field.tokens.attrs, "default") {
        errors.at(item, reason);
    }
}

/// `flatten` on a field that serde reads.
fn has_properties(field: &Field<'_>, errors: &mut Errors) {
    if field.serde.flatten() && field.attrs.with.is_some() {
        let tokens = attr::find(&field.tokens.attrs, "flatten").map_or(field.ty.to_token_stream(), |item| item.to_token_stream());
        errors.at(tokens, "what serde reads has no properties that are known; remove `flatten`, or `with` and `schema`");
    }
}

/// `#[serde(flatten)] next: Option<Box<Self>>`: its keys would be those of the type that it stands in.
fn is_another(field: &Field<'_>, ident: &Ident, errors: &mut Errors) {
    if field.serde.flatten() && !field.skipped && types::is_only(field.ty, ident) {
        errors.at(field.ty, "the keys of a type cannot stand among themselves; remove `flatten`");
    }
}
