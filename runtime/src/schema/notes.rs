//! Writes the comments of the outline: docs and rules, on lines of their own above what they are about.
#![expect(clippy::indexing_slicing, reason = "const evaluation has no other access, and an error in it is a compile error")]

use super::render::documentation;
use super::writer::Writer;
use super::{Bound, Edge, Field, Kind, Label, Rules};

/// The docs of a field (or of its type, or of its enum's variants) and its rules.
pub(super) const fn comment(out: &mut Writer<'_>, field: &Field, depth: usize) {
    note(out, if field.description.is_empty() { documentation(field.shape) } else { field.description }, depth);
    let rules = &all_rules(field.shape, field.rules);
    let bounds = range(field, rules);
    if !matches!(bounds, (None, None)) {
        mark(out, depth);
        limits(out, bounds.0, bounds.1);
        out.text("\n");
    }
    if let Some(step) = rules.multiple_of {
        mark(out, depth);
        out.text("a multiple of ");
        out.text(step.text);
        out.text("\n");
    }
    if rules.min_length.is_some() || rules.max_length.is_some() {
        mark(out, depth);
        lengths(out, rules, field.shape);
        out.text("\n");
    }
    texts(out, rules, depth);
    if !field.notes.examples.is_empty() {
        mark(out, depth);
        out.text("for example ");
        let (_, inside) = field.notes.examples.split_at(1);
        let (inside, _) = inside.split_at(inside.len() - 1);
        out.text(inside);
        out.text("\n");
    }
    if !field.notes.default.is_empty() {
        mark(out, depth);
        out.text(field.notes.default);
        out.text(" where nothing is said of it\n");
    }
    if let Kind::Enum(variants) = field.shape.plain().shape().kind {
        let mut variants = variants;
        while let [variant, rest @ ..] = variants {
            if !variant.description.is_empty() {
                mark(out, depth);
                out.text(variant.name.json);
                out.text(": ");
                line(out, variant.description.text, depth);
                out.text("\n");
            }
            variants = rest;
        }
    }
}

/// The rules of strings and lists that are not lengths.
const fn texts(out: &mut Writer<'_>, rules: &Rules, depth: usize) {
    if let Some(pattern) = rules.pattern {
        mark(out, depth);
        out.text("matches ");
        out.text(pattern.source);
        out.text("\n");
    }
    if let Some(format) = rules.format {
        mark(out, depth);
        out.text(format.expected);
        out.text("\n");
    }
    if rules.unique.is_some() {
        mark(out, depth);
        out.text("no element twice\n");
    }
    if rules.is_choice() {
        mark(out, depth);
        out.text("one of ");
        let mut labels = rules.one_of;
        while let [label, rest @ ..] = labels {
            out.text(label.json);
            out.text(if rest.is_empty() { "" } else { ", " });
            labels = rest;
        }
        let mut numbers: &[Bound] = rules.one_of_numbers;
        while let [number, rest @ ..] = numbers {
            out.text(number.text);
            out.text(if rest.is_empty() { "" } else { ", " });
            numbers = rest;
        }
        out.text("\n");
    }
}

/// The rules of a field and those that its type has of its own.
const fn all_rules(edge: Edge, rules: &Rules) -> Rules {
    match edge.shape().kind {
        Kind::Same(inner, own) => all_rules(inner, &own.and(rules)),
        Kind::Nullable(inner) => all_rules(inner, rules),
        _ => *rules,
    }
}

const fn mark(out: &mut Writer<'_>, depth: usize) {
    indent(out, depth);
    out.text("// ");
}

type Ends = (Option<&'static str>, Option<&'static str>);

/// The declared range; a type's own width is only worth a word where it is one byte or unsigned.
const fn range(field: &Field, rules: &Rules) -> Ends {
    let low = match rules.minimum {
        Some(bound) => Some(bound.text),
        None => None,
    };
    let high = match rules.maximum {
        Some(bound) => Some(bound.text),
        None => None,
    };
    match (low, high, field.shape.plain().shape().kind) {
        (None, None, Kind::Integer { minimum: 0, maximum: 255, .. }) => (Some("0"), Some("255")),
        (None, high, Kind::Integer { minimum: 0, .. }) => (Some("0"), high),
        (low, high, _) => (low, high),
    }
}

const fn limits(out: &mut Writer<'_>, low: Option<&str>, high: Option<&str>) {
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

const fn lengths(out: &mut Writer<'_>, rules: &Rules, edge: Edge) {
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
    out.text(match edge.plain().shape().kind {
        Kind::List(_) | Kind::Set(_) => " elements",
        Kind::Map { .. } => " entries",
        _ => " characters",
    });
}

pub(super) const fn note(out: &mut Writer<'_>, docs: Label, depth: usize) {
    if !docs.is_empty() {
        indent(out, depth);
        out.text("// ");
        line(out, docs.text, depth);
        out.text("\n");
    }
}

/// A text that may hold line ends, each line behind its own comment mark.
const fn line(out: &mut Writer<'_>, text: &str, depth: usize) {
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

pub(super) const fn indent(out: &mut Writer<'_>, depth: usize) {
    let mut level = 0;
    while level < depth {
        out.text("  ");
        level += 1;
    }
}
