//! Writes a shape as JSON Schema, in declaration order everywhere.

use super::plan::Plan;
use super::strict::is_object;
use super::writer::Writer;
use super::{Absent, Dialect, Edge, Field, Format, Kind, Label, Notes, Object, Rules, Variant};

/// What is being written, for whom.
#[derive(Clone, Copy)]
pub(super) struct Renderer<'a> {
    pub(super) plan: &'a Plan,
    pub(super) dialect: Dialect,
}

impl<'a> Renderer<'a> {
    pub(super) const fn new(plan: &'a Plan, dialect: Dialect) -> Self {
        Self { plan, dialect }
    }

    /// The whole document: the root in full (a root `$ref` loses its own references at the server), then the definitions.
    pub(super) const fn document(self, out: &mut Writer<'_>, root: Edge) {
        out.text("{");
        let wrapped = is_wrapped(self.dialect, root);
        if wrapped {
            out.text("\"type\":\"object\",\"properties\":{\"value\":{");
        }
        match root.shape().kind {
            // A type list at the root has broken older servers.
            Kind::Nullable(inner) if matches!(self.dialect, Dialect::Ollama) => self.or_null(out, inner, Rules::NONE),
            _ => self.body(out, root, Rules::NONE, false),
        }
        description(out, documentation(root));
        if wrapped {
            out.text("}},\"required\":[\"value\"],\"additionalProperties\":false");
        }
        self.definitions(out);
        out.text("}");
    }

    const fn definitions(self, out: &mut Writer<'_>) {
        let mut opened = false;
        let mut index = 0;
        while index < self.plan.length() {
            if let Some(edge) = self.plan.definition(index) {
                out.text(if opened { "," } else { ",\"$defs\":{" });
                opened = true;
                out.text("\"");
                self.definition_name(out, index);
                out.text("\":{");
                self.body(out, edge, Rules::NONE, false);
                description(out, edge.shape().description);
                out.text("}");
            }
            index += 1;
        }
        if opened {
            out.text("}");
        }
    }

    const fn definition_name(self, out: &mut Writer<'_>, index: usize) {
        if let Some(edge) = self.plan.definition(index) {
            let name = edge.shape().name.text;
            out.text(if name.is_empty() { "Tuple" } else { name });
            if self.plan.is_ambiguous(index) {
                out.unsigned(index as u128);
            }
        }
    }

    /// One property or element: a reference where the type has a definition, otherwise the type in full.
    pub(super) const fn value(self, out: &mut Writer<'_>, edge: Edge, rules: &Rules, docs: Label, notes: &Notes) {
        let reference = if self.plan.defines { self.plan.reference(edge) } else { None };
        if let Some(index) = reference {
            out.text("{\"$ref\":\"#/$defs/");
            self.definition_name(out, index);
            out.text("\"");
            // `OpenAI` refuses a reference that has anything beside it; the outline has the docs.
            if !matches!(self.dialect, Dialect::OpenAi) {
                description(out, docs);
            }
        } else {
            let shape = edge.shape();
            match shape.kind {
                // Most fields are one of these, and in const evaluation every call counts.
                Kind::String if rules.are_none() => out.text("{\"type\":\"string\""),
                Kind::Boolean => out.text("{\"type\":\"boolean\""),
                Kind::Number if rules.are_none() => out.text("{\"type\":\"number\""),
                Kind::Integer { minimum, maximum, digits } if rules.are_none() => {
                    out.text("{\"type\":\"integer\"");
                    self.own_bounds(out, (minimum, maximum), digits);
                }
                _ => {
                    out.text("{");
                    self.body(out, edge, rules, false);
                }
            }
            let own = match shape.kind {
                Kind::Same(..) | Kind::Nullable(_) => documentation(edge),
                _ => shape.description,
            };
            out.described(docs, own);
        }
        if matches!(self.dialect, Dialect::Standard) {
            annotations(out, notes);
        }
        out.text("}");
    }

    /// The keywords of a type, without the braces; `null` says that null is allowed as well.
    pub(super) const fn body(self, out: &mut Writer<'_>, edge: Edge, rules: &Rules, null: bool) {
        match edge.shape().kind {
            Kind::Null => out.text("\"type\":\"null\""),
            Kind::Boolean => of_type(out, BOOLEAN, null),
            Kind::Number => Self::number(out, rules, null),
            Kind::Integer { minimum, maximum, digits } => self.integer(out, (minimum, maximum), digits, rules, null),
            Kind::String => self.string(out, &Format::NONE, rules, null),
            Kind::Format(format) => self.string(out, format, rules, null),
            Kind::Enum(variants) if !null || self.plan.reference(edge).is_none() => {
                of_type(out, STRING, null);
                out.text(",\"enum\":[");
                names(out, variants);
                out.text(if null { ",null]" } else { "]" });
            }
            // An option of an option reads and writes like one.
            Kind::Nullable(inner) => self.body(out, inner, rules, true),
            Kind::Same(inner, own) if !null || self.plan.reference(edge).is_none() => {
                self.body(out, inner, &own.and(rules), null);
            }
            Kind::Any => self.any(out),
            Kind::Raw(keywords) if !null => out.text(keywords),
            _ if null => self.or_null(out, edge, rules),
            kind => self.container(out, kind, rules),
        }
    }

    const fn or_null(self, out: &mut Writer<'_>, edge: Edge, rules: &Rules) {
        out.text("\"anyOf\":[");
        self.value(out, edge, rules, Label::NONE, Notes::NONE);
        out.text(",{\"type\":\"null\"}]");
    }

    /// An object; `tag` comes before its own properties.
    pub(super) const fn object(self, out: &mut Writer<'_>, object: &Object, tag: Option<(Label, Label)>) {
        if object.flattens {
            return self.flattening(out, object, tag);
        }
        out.text("\"type\":\"object\",\"properties\":{");
        let mut separator = "";
        if let Some((tag, name)) = tag {
            out.text(tag.json);
            out.text(":");
            constant(out, name);
            separator = ",";
        }
        let mut fields = object.fields;
        while let [field, rest @ ..] = fields {
            out.text(separator);
            out.text(field.name.json);
            out.text(":");
            self.value(out, field.shape, field.rules, field.description, field.notes);
            separator = ",";
            fields = rest;
        }
        out.text("},\"required\":[");
        separator = "";
        if let Some((tag, _)) = tag {
            out.text(tag.json);
            separator = ",";
        }
        self.required(out, object, separator);
        out.text("]");
        if !matches!(self.dialect, Dialect::Standard) || object.deny_unknown {
            out.text(",\"additionalProperties\":false");
        }
    }

    pub(super) const fn property(self, out: &mut Writer<'_>, field: &Field) {
        out.text(field.name.json);
        out.text(":");
        self.value(out, field.shape, field.rules, field.description, field.notes);
    }

    /// For the servers every field is required, nullable ones too: an optional property loses its place in the order.
    const fn required(self, out: &mut Writer<'_>, object: &Object, mut separator: &'static str) {
        let mut fields = object.fields;
        while let [field, rest @ ..] = fields {
            if !(matches!(self.dialect, Dialect::Standard) && may_be_missing(field)) {
                out.text(separator);
                out.text(field.name.json);
                separator = ",";
            }
            fields = rest;
        }
    }
}

/// Whether the dialect puts an object around values of the type: `OpenAI` takes nothing else as the root.
pub(crate) const fn is_wrapped(dialect: Dialect, root: Edge) -> bool {
    matches!(dialect, Dialect::OpenAi) && !is_object(root)
}

pub(super) const fn may_be_missing(field: &Field) -> bool {
    matches!(field.absent, Absent::Default) || matches!(field.shape.shape().kind, Kind::Nullable(_))
}

/// The docs of a type; of one without any, those of the type that it is the same as.
pub(super) const fn documentation(edge: Edge) -> Label {
    let shape = edge.shape();
    match shape.kind {
        Kind::Same(inner, _) | Kind::Nullable(inner) if shape.description.is_empty() => documentation(inner),
        _ => shape.description,
    }
}

/// The two ways of saying of what type a value is, of which the second also takes null.
pub(super) type Typed = (&'static str, &'static str);

pub(super) const BOOLEAN: Typed = ("\"type\":\"boolean\"", "\"type\":[\"boolean\",\"null\"]");
pub(super) const INTEGER: Typed = ("\"type\":\"integer\"", "\"type\":[\"integer\",\"null\"]");
pub(super) const NUMBER: Typed = ("\"type\":\"number\"", "\"type\":[\"number\",\"null\"]");
pub(super) const STRING: Typed = ("\"type\":\"string\"", "\"type\":[\"string\",\"null\"]");

pub(super) const fn of_type(out: &mut Writer<'_>, typed: Typed, null: bool) {
    out.text(if null { typed.1 } else { typed.0 });
}

pub(super) const fn constant(out: &mut Writer<'_>, name: Label) {
    out.text("{\"type\":\"string\",\"const\":");
    out.text(name.json);
    out.text("}");
}

pub(super) const fn description(out: &mut Writer<'_>, docs: Label) {
    out.labelled(",\"description\":", &docs);
}

const fn annotations(out: &mut Writer<'_>, notes: &Notes) {
    if !notes.title.is_empty() {
        out.text(",\"title\":");
        out.text(notes.title.json);
    }
    if !notes.examples.is_empty() {
        out.text(",\"examples\":");
        out.text(notes.examples);
    }
    if !notes.default.is_empty() {
        out.text(",\"default\":");
        out.text(notes.default);
    }
}

const fn names(out: &mut Writer<'_>, mut variants: &[Variant]) {
    let mut separator = "";
    while let [variant, rest @ ..] = variants {
        out.text(separator);
        out.text(variant.name.json);
        separator = ",";
        variants = rest;
    }
}
