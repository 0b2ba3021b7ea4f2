//! Writes a shape for the prompt: TypeScript-like, with the docs and rules as comments, since the schema that constrains the
//! output never reaches the model.

use super::plan::Plan;
use super::writer::Writer;
use super::{Edge, Field, Kind, Label, Rules, Variant};

/// The root in full, and before it each type that is referred to by name.
pub(super) const fn outline<const N: usize>(out: &mut Writer<N>, plan: &Plan, root: Edge) {
    let mut index = 0;
    while index < plan.length() {
        if let Some(edge) = plan.definition(index) {
            out.text("type ");
            out.text(edge.shape().name.text);
            out.text(" = ");
            body(out, plan, edge, 0);
            out.text("\n");
        }
        index += 1;
    }
    body(out, plan, root, 0);
}

const fn value<const N: usize>(out: &mut Writer<N>, plan: &Plan, edge: Edge, depth: usize) {
    if plan.reference(edge).is_some() {
        out.text(edge.shape().name.text);
    } else {
        body(out, plan, edge, depth);
    }
}

const fn body<const N: usize>(out: &mut Writer<N>, plan: &Plan, edge: Edge, depth: usize) {
    match edge.shape().kind {
        Kind::Boolean => out.text("boolean"),
        Kind::Integer { .. } => out.text("integer"),
        Kind::Number => out.text("number"),
        Kind::String => out.text("string"),
        Kind::Nullable(inner) => {
            value(out, plan, inner, depth);
            out.text(" | null");
        }
        Kind::List(item) => {
            let grouped = matches!(item.shape().kind, Kind::Nullable(_) | Kind::Enum(_)) && plan.reference(item).is_none();
            out.text(if grouped { "(" } else { "" });
            value(out, plan, item, depth);
            out.text(if grouped { ")[]" } else { "[]" });
        }
        Kind::Enum(variants) => choices(out, variants),
        Kind::Object(object) => {
            out.text("{\n");
            let mut fields = object.fields;
            while let [field, rest @ ..] = fields {
                property(out, plan, field, depth + 1);
                out.text(if rest.is_empty() { "\n" } else { ",\n" });
                fields = rest;
            }
            indent(out, depth);
            out.text("}");
        }
    }
}

const fn property<const N: usize>(out: &mut Writer<N>, plan: &Plan, field: &Field, depth: usize) {
    comment(out, field, depth);
    indent(out, depth);
    out.text(field.name.json);
    out.text(": ");
    value(out, plan, field.shape, depth);
}

/// The docs of a field (or of its type, or of its enum's variants) and its rules, on lines of their own above it.
const fn comment<const N: usize>(out: &mut Writer<N>, field: &Field, depth: usize) {
    let docs = if field.description.is_empty() { field.shape.shape().description } else { field.description };
    note(out, docs, depth);
    if let Some(bounds) = range(field)
        && !matches!(bounds, (None, None))
    {
        indent(out, depth);
        out.text("// ");
        limits(out, bounds.0, bounds.1);
        out.text("\n");
    }
    if field.rules.min_length.is_some() || field.rules.max_length.is_some() {
        indent(out, depth);
        out.text("// ");
        lengths(out, field.rules, field.shape);
        out.text("\n");
    }
    if let Kind::Enum(variants) = field.shape.shape().kind {
        let mut variants = variants;
        while let [variant, rest @ ..] = variants {
            if !variant.description.is_empty() {
                indent(out, depth);
                out.text("// ");
                out.text(variant.name.json);
                out.text(": ");
                line(out, variant.description.text, depth);
                out.text("\n");
            }
            variants = rest;
        }
    }
}

type Ends = (Option<&'static str>, Option<&'static str>);

/// The declared range; a type's own width is only worth a word where it is one byte or unsigned.
const fn range(field: &Field) -> Option<Ends> {
    let low = match field.rules.minimum {
        Some(bound) => Some(bound.text),
        None => None,
    };
    let high = match field.rules.maximum {
        Some(bound) => Some(bound.text),
        None => None,
    };
    match (low, high, field.shape.shape().kind) {
        (None, None, Kind::Integer { minimum: 0, maximum: 255 }) => Some((Some("0"), Some("255"))),
        (None, high, Kind::Integer { minimum: 0, .. }) => Some((Some("0"), high)),
        (low, high, _) => Some((low, high)),
    }
}

const fn limits<const N: usize>(out: &mut Writer<N>, low: Option<&str>, high: Option<&str>) {
    match (low, high) {
        (Some(low), Some(high)) => {
            out.text(low);
            out.text(" to ");
            out.text(high);
        }
        (Some(low), None) => {
            out.text("at least ");
            out.text(low);
        }
        (None, Some(high)) => {
            out.text("at most ");
            out.text(high);
        }
        (None, None) => {}
    }
}

const fn lengths<const N: usize>(out: &mut Writer<N>, rules: &Rules, edge: Edge) {
    match (rules.min_length, rules.max_length) {
        (Some(low), Some(high)) => {
            out.unsigned(low as u128);
            out.text(" to ");
            out.unsigned(high as u128);
        }
        (Some(low), None) => {
            out.text("at least ");
            out.unsigned(low as u128);
        }
        (None, Some(high)) => {
            out.text("at most ");
            out.unsigned(high as u128);
        }
        (None, None) => {}
    }
    let kind = match edge.shape().kind {
        Kind::Nullable(inner) => inner.shape().kind,
        kind => kind,
    };
    out.text(if matches!(kind, Kind::List(_)) { " elements" } else { " characters" });
}

const fn choices<const N: usize>(out: &mut Writer<N>, mut variants: &[Variant]) {
    let mut separator = "";
    while let [variant, rest @ ..] = variants {
        out.text(separator);
        out.text(variant.name.json);
        separator = " | ";
        variants = rest;
    }
}

const fn note<const N: usize>(out: &mut Writer<N>, docs: Label, depth: usize) {
    if !docs.is_empty() {
        indent(out, depth);
        out.text("// ");
        line(out, docs.text, depth);
        out.text("\n");
    }
}

/// A text that may hold line ends, each line behind its own comment mark.
const fn line<const N: usize>(out: &mut Writer<N>, text: &str, depth: usize) {
    let bytes = text.as_bytes();
    let mut start = 0;
    let mut end = 0;
    while end < bytes.len() {
        if bytes[end] == b'\n' {
            let (head, _) = text.split_at(end);
            let (_, piece) = head.split_at(start);
            out.text(piece);
            out.text("\n");
            indent(out, depth);
            out.text("// ");
            start = end + 1;
        }
        end += 1;
    }
    let (_, piece) = text.split_at(start);
    out.text(piece);
}

const fn indent<const N: usize>(out: &mut Writer<N>, depth: usize) {
    let mut level = 0;
    while level < depth {
        out.text("  ");
        level += 1;
    }
}
