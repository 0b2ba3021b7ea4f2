//! The `#[generate(...)]` attributes: those that serde knows too are handed to serde's own parser, the rest are read here.

use crate::errors::Errors;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, ExprRange, ExprUnary, Lit, LitStr, Meta, RangeLimits, Token, UnOp};

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
    "deny_unknown_fields",
    "other",
    "bound",
];

/// Turns the shared `#[generate(...)]` items into `#[serde(...)]` ones; they win over the same item of serde's.
pub(crate) fn to_serde(attributes: &mut Vec<Attribute>) {
    let mut shared: Vec<Meta> = Vec::new();
    for attribute in attributes.iter_mut().filter(|attribute| attribute.path().is_ident("generate")) {
        let Ok(items) = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) else {
            continue;
        };
        let (theirs, ours): (Vec<_>, Vec<_>) =
            items.into_iter().partition(|item| SHARED.iter().any(|name| item.path().is_ident(name)));
        if theirs.is_empty() {
            continue;
        }
        shared.extend(theirs);
        *attribute = syn::parse_quote!(#[generate(#(#ours),*)]);
    }
    if shared.is_empty() {
        return;
    }
    for attribute in attributes.iter_mut().filter(|attribute| attribute.path().is_ident("serde")) {
        let Ok(items) = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) else {
            continue;
        };
        let kept = items.into_iter().filter(|item| !shared.iter().any(|ours| ours.path().get_ident() == item.path().get_ident()));
        *attribute = syn::parse_quote!(#[serde(#(#kept),*)]);
    }
    attributes.push(syn::parse_quote!(#[serde(#(#shared),*)]));
}

/// The items of a type.
pub(crate) struct Container {
    pub(crate) description: Option<String>,
    /// The path of the `formwork` crate.
    pub(crate) krate: TokenStream,
}

impl Container {
    pub(crate) fn of(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut container = Self { description: None, krate: quote!(::formwork) };
        each(attributes, errors, |meta| {
            if meta.path.is_ident("description") {
                container.description = Some(string(&meta)?);
            } else if meta.path.is_ident("crate") {
                let path: LitStr = meta.value()?.parse()?;
                container.krate = path.parse::<syn::Path>()?.into_token_stream();
            } else {
                return Err(meta.error("unknown attribute of a type; there are `description` and `crate`"));
            }
            Ok(())
        });
        container
    }
}

/// The items of a field or variant.
#[derive(Default)]
pub(crate) struct Field {
    pub(crate) description: Option<String>,
    pub(crate) range: Option<Range>,
    pub(crate) length: Option<Length>,
}

/// `range = ..`: the ends of a range of numbers.
pub(crate) struct Range {
    pub(crate) span: Span,
    pub(crate) minimum: Option<Number>,
    pub(crate) maximum: Option<Number>,
    pub(crate) exclusive: bool,
}

/// A number as it was written.
pub(crate) struct Number {
    pub(crate) text: String,
    pub(crate) integer: Option<i128>,
    pub(crate) float: f64,
}

/// `len = ..`: the least and most characters or elements.
pub(crate) struct Length {
    pub(crate) span: Span,
    pub(crate) minimum: Option<usize>,
    pub(crate) maximum: Option<usize>,
}

impl Field {
    pub(crate) fn of(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut field = Self::default();
        each(attributes, errors, |meta| {
            if meta.path.is_ident("description") {
                field.description = Some(string(&meta)?);
            } else if meta.path.is_ident("range") {
                field.range = Some(range(&meta.value()?.parse()?)?);
            } else if meta.path.is_ident("len") {
                field.length = Some(length(&meta.value()?.parse()?)?);
            } else {
                return Err(meta.error("unknown attribute of a field; there are `description`, `range` and `len`"));
            }
            Ok(())
        });
        field
    }
}

fn each(attributes: &[Attribute], errors: &mut Errors, mut item: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("generate")) {
        if let Err(error) = attribute.parse_nested_meta(&mut item) {
            errors.add(error);
        }
    }
}

fn string(meta: &ParseNestedMeta<'_>) -> syn::Result<String> {
    let expression: Expr = meta.value()?.parse()?;
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text.value()),
        other => Err(syn::Error::new_spanned(other, "write a string in quotes")),
    }
}

const RANGE_FORM: &str = "write a range such as `0..=120`, `1..` or `..=9.5`";

fn range(expression: &Expr) -> syn::Result<Range> {
    let Expr::Range(ExprRange { start, end, limits, .. }) = expression else {
        return Err(syn::Error::new_spanned(expression, RANGE_FORM));
    };
    let minimum = start.as_deref().map(number).transpose()?;
    let maximum = end.as_deref().map(number).transpose()?;
    let exclusive = matches!(limits, RangeLimits::HalfOpen(_));
    if let (Some(low), Some(high)) = (&minimum, &maximum)
        && (low.float > high.float || (exclusive && low.text == high.text))
    {
        return Err(syn::Error::new_spanned(expression, "no number is in this range; put the smaller end first"));
    }
    if minimum.is_none() && maximum.is_none() {
        return Err(syn::Error::new_spanned(expression, RANGE_FORM));
    }
    Ok(Range { span: expression.span(), minimum, maximum, exclusive })
}

fn number(expression: &Expr) -> syn::Result<Number> {
    let (negative, literal) = match expression {
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => (true, &**expr),
        other => (false, other),
    };
    let digits = match literal {
        Expr::Lit(ExprLit { lit: Lit::Int(literal), .. }) => literal.base10_digits().to_owned(),
        Expr::Lit(ExprLit { lit: Lit::Float(literal), .. }) => literal.base10_digits().to_owned(),
        other => {
            return Err(syn::Error::new_spanned(other, "write a literal number here"));
        }
    };
    // Rust writes `1.` and JSON does not.
    let digits = digits.strip_suffix('.').unwrap_or(&digits);
    let text = if negative { format!("-{digits}") } else { digits.to_owned() };
    let float = text.parse().map_err(|_| syn::Error::new_spanned(expression, "this number is not finite"))?;
    Ok(Number { integer: text.parse().ok(), text, float })
}

const LENGTH_FORM: &str = "write a length such as `1..=80`, `1..`, `..=80` or `4`";

fn length(expression: &Expr) -> syn::Result<Length> {
    let wrong = |tokens: &dyn ToTokens| syn::Error::new_spanned(tokens, LENGTH_FORM);
    let count = |expression: &Expr| match expression {
        Expr::Lit(ExprLit { lit: Lit::Int(literal), .. }) => literal.base10_parse::<usize>(),
        other => Err(wrong(other)),
    };
    let (minimum, maximum) = match expression {
        Expr::Range(range) => {
            let end = range.end.as_deref().map(count).transpose()?;
            let end = match (end, &range.limits) {
                (Some(end), RangeLimits::HalfOpen(_)) => Some(end.checked_sub(1).ok_or_else(|| wrong(range))?),
                (end, _) => end,
            };
            (range.start.as_deref().map(count).transpose()?, end)
        }
        exact => (Some(count(exact)?), Some(count(exact)?)),
    };
    if let (Some(low), Some(high)) = (minimum, maximum)
        && low > high
    {
        return Err(syn::Error::new_spanned(expression, "no length is in this range; put the smaller end first"));
    }
    if minimum.is_none() && maximum.is_none() {
        return Err(wrong(expression));
    }
    Ok(Length { span: expression.span(), minimum, maximum })
}
