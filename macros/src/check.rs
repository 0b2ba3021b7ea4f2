//! The rules that a type must keep, one function for each.

use crate::attr;
use crate::errors::Errors;
use crate::input::{Field, Model, Shape, Variant};
use quote::ToTokens;
use serde_derive_internals::ast::Style;
use std::collections::HashSet;
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
    for field in model.fields() {
        no_unsupported(&field.tokens.attrs, FIELD, &mut errors);
        if !field.attrs.has_reader {
            let instead = "the schema does not know what these functions read; add `#[generate(with = \"generate\")]` if it is what \
                           the field's type reads, or `#[generate(with = \"serde\", schema = \"..\")]`";
            no_functions(&field.tokens.attrs, instead, &mut errors);
        }
        rules_apply(field, &mut errors);
        can_be_missing(model, field, &mut errors);
        has_properties(field, &mut errors);
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
    unique_names(names.map(|field| (field.name, &field.tokens.ident as &dyn ToTokens)), "field", errors);
    for field in present().filter(|field| field.serde.flatten() && deny_unknown) {
        let tokens = attr::find(&field.tokens.attrs, "flatten").map_or(field.ty.to_token_stream(), |item| item.to_token_stream());
        errors.at(tokens, "`flatten` and `deny_unknown` cannot be together; remove one of them");
    }
}

fn newtype(fields: &[Field<'_>], ident: &dyn ToTokens, errors: &mut Errors) {
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

/// Rules that cannot stand together, or on such a field.
fn rules_apply(field: &Field<'_>, errors: &mut Errors) {
    let attrs = &field.attrs;
    let has_rules = attrs.range.is_some()
        || attrs.length.is_some()
        || attrs.multiple_of.is_some()
        || attrs.pattern.is_some()
        || attrs.format.is_some()
        || attrs.one_of.is_some()
        || attrs.unique.is_some();
    let reason = if field.skipped {
        "a field that is skipped is not received; remove its rules"
    } else if field.serde.flatten() {
        "a field that is flattened is no value of its own; put the rules on its fields"
    } else if attrs.with.is_some() {
        "what serde reads is not looked at; put the rule in `schema`"
    } else {
        ""
    };
    if !reason.is_empty() && (has_rules || attrs.is_checked()) {
        errors.at(&field.tokens.ident, reason);
    }
    if let Some(wire) = attrs.wire
        && (has_rules || attrs.is_checked())
    {
        let name = wire.name;
        errors.add(syn::Error::new(
            wire.span,
            format!("the rules are not those of what `{name}` receives; remove them, or `{name}`"),
        ));
    }
    if let (Some((span, _)), Some(range)) = (&attrs.one_of, &attrs.range) {
        let _ = range;
        errors.add(syn::Error::new(*span, "the choices say it all; remove `range`"));
    }
    if let (Some(format), Some(_)) = (&attrs.format, &attrs.pattern) {
        errors.at(format, "the server follows only one of `format` and `pattern`; remove one of them");
    }
    multiple_in_range(field, errors);
}

/// `range = 1..=4, multiple_of = 5`: no number is left.
fn multiple_in_range(field: &Field<'_>, errors: &mut Errors) {
    let (Some((_, step)), Some(range)) = (&field.attrs.multiple_of, &field.attrs.range) else {
        return;
    };
    let (Some(low), Some(high)) = (&range.minimum, &range.maximum) else {
        return;
    };
    let first = (low.number.float / step.float).ceil() * step.float;
    let first = if low.exclusive && first <= low.number.float { first + step.float } else { first };
    if first > high.number.float || (high.exclusive && first >= high.number.float) {
        errors.add(syn::Error::new(range.span, format!("no multiple of {} is in this range; widen it", step.text)));
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
