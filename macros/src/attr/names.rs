//! Names of attributes: which there are, and which one was meant.

use proc_macro2::{Ident, TokenStream};
use syn::meta::ParseNestedMeta;
use syn::{Expr, Path, Token, parenthesized, token};

/// What can be said of a field besides what serde knows.
const FIELD: &[&str] = &[
    "description",
    "title",
    "example",
    "range",
    "minimum",
    "maximum",
    "exclusive_minimum",
    "exclusive_maximum",
    "multiple_of",
    "len",
    "pattern",
    "format",
    "unique",
    "one_of",
    "check",
    "warn",
    "as_string",
    "base64",
    "with",
    "schema",
    "rename",
    "alias",
    "default",
    "skip",
    "flatten",
];

/// What can be said of a type besides what serde knows.
const TYPE: &[&str] = &[
    "description",
    "crate",
    "strings",
    "lists",
    "deny_unknown",
    "rename",
    "rename_all",
    "rename_all_fields",
    "default",
    "transparent",
    "tag",
    "content",
    "untagged",
    "from",
    "try_from",
];

/// What can be said of a variant.
const VARIANT: &[&str] = &["description", "rename", "rename_all", "alias", "skip", "other"];

/// Names of other crates for what is called something else here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("min", "minimum"),
    ("max", "maximum"),
    ("length", "len"),
    ("min_length", "len = 1.."),
    ("max_length", "len = ..=80"),
    ("min_items", "len = 1.."),
    ("max_items", "len = ..=80"),
    ("regex", "pattern"),
    ("doc", "description"),
    ("about", "description"),
    ("help", "description"),
    ("email", "format = \"email\""),
    ("url", "format = \"uri\""),
    ("ip", "format = \"ipv4\""),
    ("inner", "a newtype with the rule on its field"),
    ("custom", "check"),
    ("value_parser", "check"),
    ("possible_values", "one_of"),
    ("choices", "one_of"),
    ("extend", "description"),
    ("dive", "nothing: the rules of a field's type always count"),
    ("deny_unknown_fields", "deny_unknown"),
];

/// What an item is said of.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    Type,
    Field,
    Variant,
}

impl Place {
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Type => TYPE,
            Self::Field => FIELD,
            Self::Variant => VARIANT,
        }
    }

    pub(super) fn has(self, path: &Path) -> bool {
        self.names().iter().any(|name| path.is_ident(name))
    }
}

/// An item that is not read here: one of serde's that did not reach serde, since something is wrong with it or beside it, or one
/// that does not exist.
pub(super) fn other(meta: &ParseNestedMeta<'_>, place: Place) -> syn::Result<()> {
    if !place.has(&meta.path) {
        return Err(unknown(meta, place));
    }
    flag(meta)?;
    // What is wrong is further on, and reported there.
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<Expr>()?;
    } else if meta.input.peek(token::Paren) {
        let inside;
        parenthesized!(inside in meta.input);
        inside.parse::<TokenStream>()?;
    }
    Ok(())
}

/// Items that are there or are not.
pub(super) const FLAGS: &[&str] =
    &["unique", "as_string", "base64", "skip", "flatten", "transparent", "untagged", "deny_unknown", "other"];

/// An item without a value has none.
pub(super) fn flag(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    let name = meta.path.get_ident().map(Ident::to_string).unwrap_or_default();
    if FLAGS.contains(&name.as_str()) && !(meta.input.is_empty() || meta.input.peek(Token![,])) {
        return Err(syn::Error::new_spanned(
            &meta.path,
            format!("`{name}` takes no value; write `{name}` alone, or leave it out"),
        ));
    }
    Ok(())
}

/// How items with a value are written.
const FORMS: &[(&str, &str)] = &[
    ("range", "range = 1..=9"),
    ("minimum", "minimum = 1"),
    ("maximum", "maximum = 9"),
    ("exclusive_minimum", "exclusive_minimum = 0"),
    ("exclusive_maximum", "exclusive_maximum = 10"),
    ("multiple_of", "multiple_of = 5"),
    ("len", "len = 1..=80"),
    ("strings", "strings = ..=80"),
    ("lists", "lists = ..=20"),
    ("pattern", "pattern = \"^[a-z]+$\""),
    ("format", "format = \"date\""),
    ("one_of", "one_of = [\"small\", \"large\"]"),
    ("example", "example = 5"),
    ("check", "check = path::to::function"),
    ("warn", "warn = path::to::function"),
    ("with", "with = \"serde\""),
];

/// Goes to the value of an item; what is written without `=`, as other crates have it, is told how it is written here.
pub(super) fn value<'m>(meta: &'m ParseNestedMeta<'_>) -> syn::Result<syn::parse::ParseStream<'m>> {
    if meta.input.peek(Token![=]) && !meta.input.peek(Token![==]) {
        return meta.value();
    }
    let name = meta.path.get_ident().map(Ident::to_string).unwrap_or_default();
    let form =
        FORMS.iter().find(|(item, _)| *item == name).map_or_else(|| format!("{name} = \"..\""), |(_, form)| (*form).to_owned());
    Err(syn::Error::new_spanned(&meta.path, format!("`{name}` needs a value after `=`; write `{form}`")))
}

/// The error for an item that does not exist.
fn unknown(meta: &ParseNestedMeta<'_>, place: Place) -> syn::Error {
    let names = place.names();
    let what = match place {
        Place::Type => "a type",
        Place::Field => "a field",
        Place::Variant => "a variant",
    };
    let name = meta.path.get_ident().map(Ident::to_string).unwrap_or_default();
    let elsewhere = ELSEWHERE.iter().find(|(theirs, _)| *theirs == name).map(|(_, ours)| *ours);
    let close = names.iter().map(|ours| (distance(&name, ours), *ours)).min().filter(|(distance, _)| *distance <= 2);
    let elsewhere =
        if name == "len" && matches!(place, Place::Type) { Some("strings = ..=80` or `lists = ..=80") } else { elsewhere };
    let is_of = |names: &[&str]| names.contains(&name.as_str());
    let belongs = match place {
        Place::Field | Place::Variant if is_of(TYPE) => Some("write it on the type"),
        Place::Type | Place::Variant if is_of(FIELD) => Some("write it on a field"),
        Place::Type | Place::Field if is_of(VARIANT) => Some("write it on a variant"),
        _ => None,
    };
    let message = match (elsewhere, belongs, close) {
        (Some(ours), ..) | (None, None, Some((_, ours))) => format!("there is no `{name}` of {what}; write `{ours}`"),
        (None, Some(belongs), _) => format!("there is no `{name}` of {what}; {belongs}"),
        (None, None, None) => format!("there is no `{name}` of {what}; there are {}", names.join(", ")),
    };
    syn::Error::new_spanned(&meta.path, message)
}

/// How many letters must be changed, added or left out to make one name of the other.
fn distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, one) in left.bytes().enumerate() {
        let mut before = line;
        let mut next = vec![line + 1];
        for (above, other) in row.iter().skip(1).zip(right.bytes()) {
            let left = next.last().copied().unwrap_or_default();
            next.push((above + 1).min(left + 1).min(before + usize::from(one != other)));
            before = *above;
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
