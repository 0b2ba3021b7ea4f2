//! The rules that a type must keep, one function for each.

use crate::errors::Errors;
use crate::input::{Field, Model, Shape};
use quote::ToTokens;
use std::collections::HashSet;

pub(crate) fn check(model: &Model<'_>) -> syn::Result<()> {
    let mut errors = Errors::default();
    no_lifetimes(model, &mut errors);
    match &model.data {
        Shape::Object(fields) => {
            unique_names(fields.iter().map(|field| (field.name, field.ident as &dyn ToTokens)), "field", &mut errors);
            for field in fields {
                supported(field, &mut errors);
            }
        }
        Shape::Choice(variants) => {
            if variants.is_empty() {
                errors.at(model.ident, "an enum without variants has no value; add a variant");
            }
            unique_names(variants.iter().map(|variant| (variant.name, variant.ident as &dyn ToTokens)), "variant", &mut errors);
        }
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

/// What serde can do with a field and this derive cannot.
fn supported(field: &Field<'_>, errors: &mut Errors) {
    let refused = [
        (field.serde.flatten(), "flatten"),
        (field.serde.deserialize_with().is_some(), "deserialize_with"),
        (field.serde.skip_deserializing(), "skip"),
        (!field.serde.aliases().iter().all(|alias| alias.value == field.name), "alias"),
    ];
    for (is_used, name) in refused {
        if is_used {
            errors.at(field.ident, format!("`{name}` is not supported on a generated field; remove the attribute"));
        }
    }
}
