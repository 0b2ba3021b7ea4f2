//! The items of a field.

use super::names::{Place, flag, other, value as value_of};
use super::number::{self, End, Length, Number, Range};
use super::value::{self, Choices};
use super::{each, literal, schema as json, string};
use crate::errors::Errors;
use crate::pattern::{self, Pattern};
use proc_macro2::{Ident, Span};
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Path};

/// What is said of a field.
#[derive(Default)]
pub(crate) struct Field {
    pub(crate) description: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) examples: Vec<String>,
    /// The same as they were written.
    pub(crate) example_values: Vec<Expr>,
    /// `default = 3`; other defaults are serde's.
    pub(crate) default: Option<Expr>,
    pub(crate) range: Option<Range>,
    pub(crate) multiple_of: Option<(Span, Number)>,
    pub(crate) length: Option<Length>,
    pub(crate) pattern: Option<(Span, Pattern)>,
    /// The name of the runtime's constant.
    pub(crate) format: Option<Ident>,
    pub(crate) unique: Option<Span>,
    pub(crate) one_of: Option<(Span, Choices)>,
    pub(crate) check: Option<Path>,
    /// A check whose verdict rides along with the value.
    pub(crate) warn: Option<Path>,
    pub(crate) wire: Option<Wire>,
    pub(crate) with: Option<With>,
    /// Whether what serde is told of the field's form is dealt with here.
    pub(crate) has_reader: bool,
}

/// `as_string` and `base64`: the field is received as another type.
#[derive(Clone, Copy)]
pub(crate) struct Wire {
    pub(crate) span: Span,
    /// The name of the item, which is that of a row of [`WIRES`].
    pub(crate) name: &'static str,
    /// The runtime's trait that knows the other type.
    pub(crate) by: &'static str,
}

/// The items that change what a field is received as, and the runtime's traits for them.
const WIRES: &[(&str, &str)] = &[("as_string", "Quoted"), ("base64", "Encoded")];

/// `with = ".."`: who reads the field.
enum Reader {
    Serde,
    /// The field's type itself, whatever functions serde is told to use: `with = "generate"`.
    Itself,
}

/// `with = "serde", schema = ".."`
pub(crate) struct With {
    /// The keywords of the JSON Schema, without the braces around them.
    pub(crate) schema: String,
}

/// The formats that a string can have, and the runtime's constants for them.
const FORMATS: &[(&str, &str)] = &[
    ("date", "DATE"),
    ("time", "TIME"),
    ("date-time", "DATE_TIME"),
    ("uuid", "UUID"),
    ("email", "EMAIL"),
    ("uri", "URI"),
    ("hostname", "HOSTNAME"),
    ("ipv4", "IPV4"),
    ("ipv6", "IPV6"),
];

impl Field {
    pub(crate) fn of(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut field = Self::default();
        let mut seen = Vec::new();
        let mut with = None;
        let mut schema = None;
        each(attributes, errors, |meta| {
            let name = meta.path.get_ident().map(Ident::to_string).unwrap_or_default();
            if name != "example" && seen.contains(&name) {
                return Err(syn::Error::new_spanned(&meta.path, format!("`{name}` is given twice; remove one of them")));
            }
            seen.push(name.clone());
            match name.as_str() {
                "with" => with = Some(self::with(&meta)?),
                "schema" => schema = Some(self::schema(&meta)?),
                _ => field.item(&name, &meta)?,
            }
            Ok(())
        });
        field.has_reader = with.is_some();
        match (with, schema) {
            (Some((_, Reader::Serde)), Some((_, schema))) => field.with = Some(With { schema }),
            (Some((_, Reader::Itself)), Some((span, _))) => {
                errors
                    .add(syn::Error::new(span, "the schema is that of the field's type; remove it, or write `with = \"serde\"`"));
            }
            // A schema with a mistake of its own has been reported.
            (Some((span, Reader::Serde)), None) if !seen.iter().any(|name| name == "schema") => {
                errors.add(syn::Error::new(span, "nothing is known of a type that serde reads; write its `schema = \"..\"` too"));
            }
            (None, Some((span, _))) if !seen.iter().any(|name| name == "with") => {
                errors.add(syn::Error::new(
                    span,
                    "the derive writes the schema itself; write `with = \"serde\"` too, or remove it",
                ));
            }
            _ => {}
        }
        field
    }

    /// Whether functions of the user's look at the value.
    pub(crate) fn is_checked(&self) -> bool {
        self.check.is_some() || self.warn.is_some()
    }

    fn item(&mut self, name: &str, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let span = meta.path.span();
        flag(meta)?;
        match name {
            "description" => self.description = Some(string(meta)?),
            "title" => self.title = Some(string(meta)?),
            "example" => {
                let example: Expr = value_of(meta)?.parse()?;
                self.examples.push(value::json(&example)?);
                self.example_values.push(example);
            }
            "default" => self.default = Some(value_of(meta)?.parse()?),
            "range" => {
                if self.range.is_some() {
                    return Err(syn::Error::new(span, "an end of the range is given already; write all of it in `range`"));
                }
                self.range = Some(number::range(&value_of(meta)?.parse()?)?);
            }
            "minimum" | "exclusive_minimum" | "maximum" | "exclusive_maximum" => self.end(name, meta)?,
            "multiple_of" => self.multiple_of = Some((span, number::step(&value_of(meta)?.parse()?)?)),
            "len" => self.length = Some(number::length(&value_of(meta)?.parse()?)?),
            "pattern" => {
                let text = literal(meta)?;
                let pattern = pattern::pattern(&text.value()).map_err(|reason| syn::Error::new_spanned(&text, reason))?;
                self.pattern = Some((text.span(), pattern));
            }
            "format" => self.format = Some(format(&literal(meta)?)?),
            "unique" => self.unique = Some(span),
            "one_of" => {
                let choices: Expr = value_of(meta)?.parse()?;
                self.one_of = Some((choices.span(), value::choices(&choices)?));
            }
            "check" => self.check = Some(function(meta)?),
            "warn" => self.warn = Some(function(meta)?),
            _ => match WIRES.iter().find(|(wire, _)| *wire == name) {
                Some((_, _)) if self.wire.is_some() => {
                    return Err(syn::Error::new(span, "a field is received as one type; remove one of `as_string` and `base64`"));
                }
                Some((name, by)) => self.wire = Some(Wire { span, name, by }),
                None => return other(meta, Place::Field),
            },
        }
        Ok(())
    }

    fn end(&mut self, name: &str, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let expression: Expr = value_of(meta)?.parse()?;
        let end = End { number: number::number(&expression)?, exclusive: name.starts_with("exclusive") };
        let range = self.range.get_or_insert(Range { span: expression.span(), minimum: None, maximum: None });
        let place = if name.ends_with("minimum") { &mut range.minimum } else { &mut range.maximum };
        if place.is_some() {
            return Err(syn::Error::new_spanned(&meta.path, "this end of the range is given already; remove one of the two"));
        }
        *place = Some(end);
        range.check().map_err(|message| syn::Error::new_spanned(&expression, message))
    }
}

/// The path of a function.
fn function(meta: &ParseNestedMeta<'_>) -> syn::Result<Path> {
    let expression: Expr = value_of(meta)?.parse()?;
    let reason = match number::plain(&expression) {
        Expr::Path(path) if path.qself.is_none() => return Ok(path.path.clone()),
        Expr::Lit(ExprLit { lit: Lit::Str(_), .. }) => "write the path of the function without quotes",
        Expr::Call(_) => "write the path of the function without calling it",
        _ => "write the path of a function, as in `check = is_even`; a rule of one line needs a function too",
    };
    Err(syn::Error::new_spanned(&expression, reason))
}

fn format(name: &LitStr) -> syn::Result<Ident> {
    let known = FORMATS.iter().find(|(format, _)| *format == name.value());
    known.map(|(_, constant)| Ident::new(constant, name.span())).ok_or_else(|| {
        let names: Vec<_> = FORMATS.iter().map(|(format, _)| *format).collect();
        let message = format!("this format cannot be checked; there are {}, and `pattern` for others", names.join(", "));
        syn::Error::new_spanned(name, message)
    })
}

fn with(meta: &ParseNestedMeta<'_>) -> syn::Result<(Span, Reader)> {
    let name = literal(meta)?;
    match name.value().as_str() {
        "serde" => Ok((name.span(), Reader::Serde)),
        "generate" => Ok((name.span(), Reader::Itself)),
        _ => Err(syn::Error::new_spanned(
            name,
            "a field is read by serde or by its own type; write `with = \"serde\"` or `with = \"generate\"`",
        )),
    }
}

fn schema(meta: &ParseNestedMeta<'_>) -> syn::Result<(Span, String)> {
    let text = literal(meta)?;
    let value = text.value();
    let keywords = value.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    match keywords {
        Some(keywords) => match json::mistake(&value) {
            None => Ok((text.span(), keywords.trim().to_owned())),
            Some(place) => {
                let from: String = value.get(place..).unwrap_or_default().chars().take(20).collect();
                Err(syn::Error::new_spanned(text, format!("this is not JSON from byte {place} on, `{from}`; correct it")))
            }
        },
        None => Err(syn::Error::new_spanned(text, "write a JSON Schema object, such as `{\"type\":\"string\"}`")),
    }
}
