//! Objects that have flattened fields: an enum is distributed as in the schema, and the comments of what all variants share stand
//! in the first.

use super::super::parts::{Chosen, Part, content, map, part, rest};
use super::super::plan::Plan;
use super::super::writer::Writer;
use super::super::{Case, Edge, Field, Label, Object, Tagging};
use super::{constant, indent, note, property, value};

/// What the parts of an object are written with.
#[derive(Clone, Copy)]
struct Outline<'a> {
    plan: &'a Plan,
    depth: usize,
    /// Whether the comments stand elsewhere.
    bare: bool,
}

pub(super) const fn object(out: &mut Writer<'_>, plan: &Plan, object: &Object, tag: Option<(Label, Label)>, depth: usize) {
    let union = match rest(object) {
        Part::Enum(union) => union,
        Part::Optional(_) => {
            line(out, Outline { plan, depth: depth + 1, bare: false }, object, tag, Chosen::Present);
            return line(out, Outline { plan, depth: depth + 1, bare: true }, object, tag, Chosen::Missing);
        }
        _ => return variety(out, Outline { plan, depth, bare: false }, object, tag, Chosen::Nothing),
    };
    let mut cases = union.cases;
    let mut bare = false;
    while let [case, tail @ ..] = cases {
        line(out, Outline { plan, depth: depth + 1, bare }, object, tag, Chosen::Case(union.tagging, case));
        bare = true;
        cases = tail;
    }
}

/// One of several, on lines of its own.
const fn line(out: &mut Writer<'_>, outline: Outline<'_>, object: &Object, tag: Option<(Label, Label)>, chosen: Chosen<'_>) {
    out.text("\n");
    if let Chosen::Case(_, case) = chosen {
        note(out, case.description, outline.depth);
    }
    indent(out, outline.depth);
    out.text("| ");
    variety(out, outline, object, tag, chosen);
}

/// The object as it is with what is chosen.
const fn variety(out: &mut Writer<'_>, outline: Outline<'_>, object: &Object, tag: Option<(Label, Label)>, chosen: Chosen<'_>) {
    let inside = Outline { depth: outline.depth + 1, ..outline };
    out.text("{");
    let mut separator = "\n";
    if let Some((tag, name)) = tag {
        begin(out, inside, &mut separator);
        constant(out, tag, name);
    }
    parts(out, inside, object, chosen, &mut separator);
    if let Part::Map { names: [], value } = map(object, chosen) {
        begin(out, inside, &mut separator);
        out.text("[key: string]: ");
        super::value(out, inside.plan, value, inside.depth);
    }
    out.text("\n");
    indent(out, outline.depth);
    out.text("}");
}

/// A line of its own.
const fn begin(out: &mut Writer<'_>, outline: Outline<'_>, separator: &mut &'static str) {
    out.text(separator);
    indent(out, outline.depth);
    *separator = ",\n";
}

const fn parts(out: &mut Writer<'_>, outline: Outline<'_>, object: &Object, chosen: Chosen<'_>, separator: &mut &'static str) {
    let mut fields: &[Field] = object.fields;
    while let [field, tail @ ..] = fields {
        match (part(field), chosen) {
            (Part::Own, _) if outline.bare => entry(out, outline, field.name, field.shape, separator),
            (Part::Own, _) => {
                out.text(separator);
                property(out, outline.plan, field, outline.depth);
                *separator = ",\n";
            }
            (Part::Enum(_), Chosen::Case(tagging, case)) => {
                let outline = Outline { bare: false, ..outline };
                parts_of_case(out, outline, tagging, case, separator);
            }
            (Part::Optional(inner), Chosen::Present) => parts(out, Outline { bare: false, ..outline }, inner, chosen, separator),
            (other, _) => other_parts(out, outline, other, chosen, separator),
        }
        fields = tail;
    }
}

/// The properties of a flattened struct, and those of a map whose keys are known.
const fn other_parts(out: &mut Writer<'_>, outline: Outline<'_>, part: Part, chosen: Chosen<'_>, separator: &mut &'static str) {
    match part {
        Part::Struct(inner) => parts(out, outline, inner, chosen, separator),
        Part::Map { names, value } => {
            let mut names = names;
            while let [name, tail @ ..] = names {
                begin(out, outline, separator);
                out.text(name.name.json);
                out.text("?: ");
                super::value(out, outline.plan, value, outline.depth);
                names = tail;
            }
        }
        Part::Own | Part::Enum(_) | Part::Optional(_) => {}
    }
}

const fn parts_of_case(out: &mut Writer<'_>, outline: Outline<'_>, tagging: Tagging, case: &Case, separator: &mut &'static str) {
    if let Tagging::Internal(tag) | Tagging::Adjacent(tag, _) = tagging {
        begin(out, outline, separator);
        constant(out, tag, case.name);
    }
    match (tagging, case.content) {
        (Tagging::Internal(_) | Tagging::Untagged, _) => {
            other_parts(out, outline, content(tagging, case), Chosen::Nothing, separator);
        }
        (Tagging::External, Some(content)) => entry(out, outline, case.name, content, separator),
        (Tagging::Adjacent(_, key), Some(content)) => entry(out, outline, key, content, separator),
        (Tagging::External, None) => {
            begin(out, outline, separator);
            out.text(case.name.json);
            out.text(": null");
        }
        (Tagging::Adjacent(..), None) => {}
    }
}

/// A key and its type.
const fn entry(out: &mut Writer<'_>, outline: Outline<'_>, key: Label, edge: Edge, separator: &mut &'static str) {
    begin(out, outline, separator);
    out.text(key.json);
    out.text(": ");
    value(out, outline.plan, edge, outline.depth);
}
