//! Names of attributes: which there are, and which one was meant.

use proc_macro2::Ident;
use syn::meta::ParseNestedMeta;

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

pub(super) enum Place {
    Type,
    Field,
    Variant,
}

/// The error for an item that does not exist.
pub(super) fn unknown(meta: &ParseNestedMeta<'_>, place: &Place) -> syn::Error {
    let (names, what) = match place {
        Place::Type => (TYPE, "a type"),
        Place::Field => (FIELD, "a field"),
        Place::Variant => (VARIANT, "a variant"),
    };
    let name = meta.path.get_ident().map(Ident::to_string).unwrap_or_default();
    let elsewhere = ELSEWHERE.iter().find(|(theirs, _)| *theirs == name).map(|(_, ours)| *ours);
    let close = names.iter().map(|ours| (distance(&name, ours), *ours)).min().filter(|(distance, _)| *distance <= 2);
    let elsewhere =
        if name == "len" && matches!(place, Place::Type) { Some("strings = ..=80` or `lists = ..=80") } else { elsewhere };
    let message = match elsewhere.or(close.map(|(_, ours)| ours)) {
        Some(ours) => format!("there is no `{name}` of {what}; write `{ours}`"),
        None => format!("there is no `{name}` of {what}; there are {}", names.join(", ")),
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
