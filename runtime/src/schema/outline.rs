//! Writes a shape for the prompt: TypeScript-like, with the docs and rules as comments, since the schema that constrains the
//! output never reaches the model.

use super::notes::{comment, indent, note};
use super::parts::is_distributed;
use super::plan::Plan;
use super::writer::Writer;
use super::{Case, Edge, Field, Kind, Label, Object, Tagging, Union, Variant};

mod flat;

/// The root in full, and before it each type that is referred to by name.
pub(super) const fn outline(out: &mut Writer<'_>, plan: &Plan, root: Edge) {
    let mut index = 0;
    while index < plan.length() {
        if let Some(edge) = plan.definition(index) {
            out.text("type ");
            name(out, edge);
            out.text(" = ");
            body(out, plan, edge, 0);
            out.text("\n");
        }
        index += 1;
    }
    body(out, plan, root, 0);
}

const fn value(out: &mut Writer<'_>, plan: &Plan, edge: Edge, depth: usize) {
    if plan.reference(edge).is_some() {
        name(out, edge);
    } else {
        body(out, plan, edge, depth);
    }
}

const fn name(out: &mut Writer<'_>, edge: Edge) {
    let name = edge.shape().name.text;
    out.text(if name.is_empty() { "Tuple" } else { name });
}

const fn body(out: &mut Writer<'_>, plan: &Plan, edge: Edge, depth: usize) {
    match edge.shape().kind {
        Kind::Null => out.text("null"),
        Kind::Boolean => out.text("boolean"),
        Kind::Integer { .. } => out.text("integer"),
        Kind::Number => out.text("number"),
        Kind::String => out.text("string"),
        Kind::Format(format) => out.text(if format.name.is_empty() { "string" } else { format.name }),
        Kind::Any | Kind::Raw(_) => out.text("any"),
        Kind::Same(inner, _) => value(out, plan, inner, depth),
        Kind::Nullable(inner) => {
            value(out, plan, inner, depth);
            out.text(" | null");
        }
        Kind::List(item) | Kind::Set(item) | Kind::Array(item, _) => {
            let is_choice = match item.shape().kind {
                Kind::Nullable(_) | Kind::Enum(_) | Kind::Union(_) => true,
                Kind::Object(object) => object.flattens && is_distributed(object),
                _ => false,
            };
            let grouped = is_choice && plan.reference(item).is_none();
            out.text(if grouped { "(" } else { "" });
            value(out, plan, item, depth);
            out.text(if grouped { ")[]" } else { "[]" });
        }
        Kind::Tuple(object) => {
            out.text("[");
            let mut fields = object.fields;
            while let [field, rest @ ..] = fields {
                value(out, plan, field.shape, depth);
                out.text(if rest.is_empty() { "" } else { ", " });
                fields = rest;
            }
            out.text("]");
        }
        Kind::Map { key, value: content } => {
            out.text("{ [key: ");
            value(out, plan, key, depth);
            out.text("]: ");
            value(out, plan, content, depth);
            out.text(" }");
        }
        Kind::Enum(variants) => choices(out, variants),
        Kind::Union(union) => self::union(out, plan, union, depth),
        Kind::Object(object) => self::object(out, plan, object, None, depth),
    }
}

const fn object(out: &mut Writer<'_>, plan: &Plan, object: &Object, tag: Option<(Label, Label)>, depth: usize) {
    if object.flattens {
        return flat::object(out, plan, object, tag, depth);
    }
    out.text("{");
    let mut separator = "\n";
    if let Some((tag, name)) = tag {
        out.text(separator);
        indent(out, depth + 1);
        constant(out, tag, name);
        separator = ",\n";
    }
    let mut fields = object.fields;
    while let [field, rest @ ..] = fields {
        out.text(separator);
        property(out, plan, field, depth + 1);
        separator = ",\n";
        fields = rest;
    }
    out.text("\n");
    indent(out, depth);
    out.text("}");
}

const fn constant(out: &mut Writer<'_>, tag: Label, name: Label) {
    out.text(tag.json);
    out.text(": ");
    out.text(name.json);
}

const fn property(out: &mut Writer<'_>, plan: &Plan, field: &Field, depth: usize) {
    comment(out, field, depth);
    indent(out, depth);
    out.text(field.name.json);
    out.text(": ");
    value(out, plan, field.shape, depth);
}

/// One case a line, below its docs.
const fn union(out: &mut Writer<'_>, plan: &Plan, union: &Union, depth: usize) {
    let mut cases = union.cases;
    while let [case, rest @ ..] = cases {
        out.text("\n");
        note(out, case.description, depth + 1);
        indent(out, depth + 1);
        out.text("| ");
        self::case(out, plan, union.tagging, case, depth + 1);
        cases = rest;
    }
}

const fn case(out: &mut Writer<'_>, plan: &Plan, tagging: Tagging, case: &Case, depth: usize) {
    match (tagging, case.content) {
        (Tagging::External, None) => out.text(case.name.json),
        (Tagging::External, Some(content)) => {
            out.text("{ ");
            out.text(case.name.json);
            out.text(": ");
            value(out, plan, content, depth);
            out.text(" }");
        }
        (Tagging::Internal(tag), content) => {
            let inner = match content {
                Some(content) => super::union::object_of(content),
                None => super::union::EMPTY,
            };
            object(out, plan, inner, Some((tag, case.name)), depth);
        }
        (Tagging::Adjacent(tag, key), content) => {
            out.text("{ ");
            out.text(tag.json);
            out.text(": ");
            out.text(case.name.json);
            if let Some(content) = content {
                out.text(", ");
                out.text(key.json);
                out.text(": ");
                value(out, plan, content, depth);
            }
            out.text(" }");
        }
        (Tagging::Untagged, Some(content)) => value(out, plan, content, depth),
        (Tagging::Untagged, None) => out.text("null"),
    }
}

const fn choices(out: &mut Writer<'_>, mut variants: &[Variant]) {
    let mut separator = "";
    while let [variant, rest @ ..] = variants {
        out.text(separator);
        out.text(variant.name.json);
        separator = " | ";
        variants = rest;
    }
}
