//! Doc comments as descriptions.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The text of the doc comments, as a reader sees it: without the markers, paragraphs and lines kept.
pub(crate) fn description(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(doc) if doc.path.is_ident("doc") => match &doc.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let lines: Vec<_> = text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    lines.join("\n").trim().to_owned()
}

/// A text and its JSON string literal, as the runtime's `Label`.
pub(crate) fn label(private: &impl ToTokens, text: &str) -> TokenStream {
    if text.is_empty() {
        return quote!(#private::Label::NONE);
    }
    let json = Literal::string(&json_string(text));
    quote!(#private::Label { text: #text, json: #json })
}

/// `text` as a JSON string, quotes included.
pub(crate) fn json_string(text: &str) -> String {
    let mut json = String::from('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            control if control < ' ' => json.extend(["\\u".to_owned(), format!("{:04x}", u32::from(control))]),
            other => json.push(other),
        }
    }
    json.push('"');
    json
}
