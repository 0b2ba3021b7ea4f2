//! The `#[generate(...)]` attributes: those that serde knows too are handed to serde's own parser, the rest are read here.

mod field;
mod names;
mod number;
mod schema;
pub(crate) mod value;

pub(crate) use field::Field;
pub(crate) use number::{End, Length, Number, Range};
pub(crate) use value::{Choices, Literal, json};

use crate::errors::Errors;
pub(crate) use names::Place;
use names::{FLAGS, other, value as value_of};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta, Token};

/// What is written once and means the same to serde: parsed by serde's own parser.
const SHARED: &[&str] = &[
    "rename",
    "rename_all",
    "rename_all_fields",
    "alias",
    "default",
    "skip",
    "flatten",
    "transparent",
    "tag",
    "content",
    "untagged",
    "deny_unknown",
    "other",
    "from",
    "try_from",
];

/// Turns the shared `#[generate(...)]` items into `#[serde(...)]` ones; they win over the same item of serde's.
pub(crate) fn to_serde(attributes: &mut Vec<Attribute>, place: Place) {
    let mut shared: Vec<Meta> = Vec::new();
    for attribute in attributes.iter_mut().filter(|attribute| attribute.path().is_ident("generate")) {
        let Ok(items) = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) else {
            continue;
        };
        let (theirs, mut ours): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| is_serdes(item, place));
        if theirs.is_empty() {
            continue;
        }
        ours.extend(theirs.iter().filter(|item| has_value(item)).cloned());
        shared.extend(theirs.into_iter().map(in_serdes_words));
        // With the span of what it stands for: where serde finds something wrong with a whole type, it points from its first token on.
        *attribute = syn::parse_quote_spanned!(attribute.span()=> #[generate(#(#ours),*)]);
    }
    if shared.is_empty() {
        return;
    }
    for attribute in attributes.iter_mut().filter(|attribute| attribute.path().is_ident("serde")) {
        let Ok(items) = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) else {
            continue;
        };
        let kept = items.into_iter().filter(|item| !shared.iter().any(|ours| ours.path().get_ident() == item.path().get_ident()));
        *attribute = syn::parse_quote_spanned!(attribute.span()=> #[serde(#(#kept),*)]);
    }
    let span = shared.first().map_or_else(Span::call_site, Spanned::span);
    attributes.push(syn::parse_quote_spanned!(span=> #[serde(#(#shared),*)]));
}

/// Whether serde reads the item; one that is misplaced or has a value too many is kept, so that the error about it is ours.
fn is_serdes(item: &Meta, place: Place) -> bool {
    let is = |names: &[&str]| names.iter().any(|name| item.path().is_ident(name));
    is(SHARED) && place.has(item.path()) && (matches!(item, Meta::Path(_)) || !is(FLAGS))
}

/// `default = 3`: serde only knows that there is a default, or the path of a function in quotes.
fn has_value(item: &Meta) -> bool {
    let Meta::NameValue(item) = item else {
        return false;
    };
    item.path.is_ident("default") && !matches!(number::plain(&item.value), Expr::Lit(ExprLit { lit: Lit::Str(_), .. }))
}

fn in_serdes_words(mut item: Meta) -> Meta {
    if has_value(&item) {
        return Meta::Path(item.path().clone());
    }
    if item.path().is_ident("deny_unknown")
        && let Meta::Path(path) = &mut item
        && let Some(segment) = path.segments.first_mut()
    {
        segment.ident = Ident::new("deny_unknown_fields", segment.ident.span());
    }
    item
}

/// The item of this name in serde's attributes, for errors that point at it.
pub(crate) fn find(attributes: &[Attribute], name: &str) -> Option<Meta> {
    let serde = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    serde
        .filter_map(|attribute| attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok())
        .flatten()
        .find(|item| item.path().is_ident(name))
}

/// The items of a type.
pub(crate) struct Container {
    pub(crate) description: Option<String>,
    /// The path of the `formwork` crate.
    pub(crate) krate: TokenStream,
    /// The lengths of fields that have none of their own.
    pub(crate) lengths: Lengths,
}

/// `strings = ..=200, lists = ..=20`: the lengths of the fields that say nothing of theirs.
#[derive(Default)]
pub(crate) struct Lengths {
    pub(crate) strings: Option<Length>,
    pub(crate) lists: Option<Length>,
}

impl Lengths {
    pub(crate) fn is_none(&self) -> bool {
        self.strings.is_none() && self.lists.is_none()
    }
}

impl Container {
    pub(crate) fn of(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut container = Self { description: None, krate: quote!(::formwork), lengths: Lengths::default() };
        each(attributes, errors, |meta| {
            if meta.path.is_ident("description") {
                container.description = Some(string(&meta)?);
            } else if meta.path.is_ident("crate") {
                let path = literal(&meta)?;
                let reason = "write the path of this library, as in `crate = \"::formwork\"`";
                container.krate =
                    path.parse::<syn::Path>().map_err(|_| syn::Error::new_spanned(&path, reason))?.into_token_stream();
            } else if meta.path.is_ident("strings") {
                container.lengths.strings = Some(number::length(&value_of(&meta)?.parse()?)?);
            } else if meta.path.is_ident("lists") {
                container.lengths.lists = Some(number::length(&value_of(&meta)?.parse()?)?);
            } else if meta.path.is_ident("default") && meta.input.peek(Token![=]) {
                return Err(meta.error("a type's default is its own, or a function's: write `default` or `default = \"path\"`"));
            } else {
                other(&meta, Place::Type)?;
            }
            Ok(())
        });
        container
    }
}

/// The description of a variant, where it is not its doc comment.
pub(crate) fn variant(attributes: &[Attribute], errors: &mut Errors) -> Option<String> {
    let mut description = None;
    each(attributes, errors, |meta| {
        if !meta.path.is_ident("description") {
            return other(&meta, Place::Variant);
        }
        description = Some(string(&meta)?);
        Ok(())
    });
    description
}

fn each(attributes: &[Attribute], errors: &mut Errors, mut item: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("generate")) {
        if let Err(error) = attribute.parse_nested_meta(&mut item) {
            errors.add(error);
        }
    }
}

fn string(meta: &ParseNestedMeta<'_>) -> syn::Result<String> {
    literal(meta).map(|text| text.value())
}

fn literal(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    const FORM: &str = "write a string in quotes";
    // What is no expression either, such as a JSON object, is told the same.
    let expression: Expr = value_of(meta)?.parse().map_err(|error: syn::Error| syn::Error::new(error.span(), FORM))?;
    match number::plain(&expression) {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text.clone()),
        other => Err(syn::Error::new_spanned(other, FORM)),
    }
}
