//! Writes a shape as JSON Schema, in declaration order everywhere.

use super::plan::Plan;
use super::writer::Writer;
use super::{Dialect, Edge, Field, Kind, Label, Object, Rules, Variant};

/// What is being written, for whom.
#[derive(Clone, Copy)]
pub(super) struct Renderer<'a> {
    plan: &'a Plan,
    dialect: Dialect,
}

impl<'a> Renderer<'a> {
    pub(super) const fn new(plan: &'a Plan, dialect: Dialect) -> Self {
        Self { plan, dialect }
    }

    /// The whole document: the root in full (a root `$ref` loses its own references at the server), then the definitions.
    pub(super) const fn document<const N: usize>(self, out: &mut Writer<N>, root: Edge) {
        out.text("{");
        match root.shape().kind {
            // A type list at the root has broken older servers.
            Kind::Nullable(_) if matches!(self.dialect, Dialect::Ollama) => self.choice_or_null(out, root, Rules::NONE),
            _ => self.body(out, root, Rules::NONE),
        }
        description(out, root.shape().description);
        self.definitions(out);
        out.text("}");
    }

    const fn definitions<const N: usize>(self, out: &mut Writer<N>) {
        let mut opened = false;
        let mut index = 0;
        while index < self.plan.length() {
            if let Some(edge) = self.plan.definition(index) {
                out.text(if opened { "," } else { ",\"$defs\":{" });
                opened = true;
                out.text("\"");
                self.definition_name(out, index);
                out.text("\":{");
                self.body(out, edge, Rules::NONE);
                description(out, edge.shape().description);
                out.text("}");
            }
            index += 1;
        }
        if opened {
            out.text("}");
        }
    }

    const fn definition_name<const N: usize>(self, out: &mut Writer<N>, index: usize) {
        if let Some(edge) = self.plan.definition(index) {
            out.text(edge.shape().name.text);
            if self.plan.is_ambiguous(index) {
                out.unsigned(index as u128);
            }
        }
    }

    /// One property or element: a reference where the type has a definition, otherwise the type in full.
    const fn value<const N: usize>(self, out: &mut Writer<N>, edge: Edge, rules: &Rules, docs: Label) {
        out.text("{");
        match self.plan.reference(edge) {
            Some(index) => {
                out.text("\"$ref\":\"#/$defs/");
                self.definition_name(out, index);
                out.text("\"");
                description(out, docs);
            }
            None => {
                self.body(out, edge, rules);
                description(out, if docs.is_empty() { edge.shape().description } else { docs });
            }
        }
        out.text("}");
    }

    /// The keywords of a type, without the braces.
    const fn body<const N: usize>(self, out: &mut Writer<N>, edge: Edge, rules: &Rules) {
        match edge.shape().kind {
            Kind::Boolean => out.text("\"type\":\"boolean\""),
            Kind::Number => {
                out.text("\"type\":\"number\"");
                bounds(out, rules);
            }
            Kind::Integer { minimum, maximum } => {
                out.text("\"type\":\"integer\"");
                self.integer_bounds(out, minimum, maximum, rules);
            }
            Kind::String => {
                out.text("\"type\":\"string\"");
                self.lengths(out, rules, ",\"minLength\":", ",\"maxLength\":");
            }
            Kind::Enum(variants) => {
                out.text("\"type\":\"string\",\"enum\":[");
                names(out, variants);
                out.text("]");
            }
            Kind::Nullable(inner) => self.nullable(out, edge, inner, rules),
            Kind::List(item) => {
                out.text("\"type\":\"array\",\"items\":");
                self.value(out, item, Rules::NONE, Label::NONE);
                self.lengths(out, rules, ",\"minItems\":", ",\"maxItems\":");
            }
            Kind::Object(object) => self.object(out, object),
        }
    }

    const fn nullable<const N: usize>(self, out: &mut Writer<N>, edge: Edge, inner: Edge, rules: &Rules) {
        match inner.shape().kind {
            Kind::Boolean => out.text("\"type\":[\"boolean\",\"null\"]"),
            Kind::Number => {
                out.text("\"type\":[\"number\",\"null\"]");
                bounds(out, rules);
            }
            Kind::Integer { minimum, maximum } => {
                out.text("\"type\":[\"integer\",\"null\"]");
                self.integer_bounds(out, minimum, maximum, rules);
            }
            Kind::String => {
                out.text("\"type\":[\"string\",\"null\"]");
                self.lengths(out, rules, ",\"minLength\":", ",\"maxLength\":");
            }
            Kind::Enum(variants) if self.plan.reference(inner).is_none() => {
                out.text("\"type\":[\"string\",\"null\"],\"enum\":[");
                names(out, variants);
                out.text(",null]");
            }
            // An option of an option reads and writes like one.
            Kind::Nullable(_) => self.body(out, inner, rules),
            _ => self.choice_or_null(out, edge, rules),
        }
    }

    const fn choice_or_null<const N: usize>(self, out: &mut Writer<N>, edge: Edge, rules: &Rules) {
        if let Kind::Nullable(inner) = edge.shape().kind {
            out.text("\"anyOf\":[");
            self.value(out, inner, rules, Label::NONE);
            out.text(",{\"type\":\"null\"}]");
        }
    }

    const fn object<const N: usize>(self, out: &mut Writer<N>, object: &Object) {
        out.text("\"type\":\"object\",\"properties\":{");
        let mut fields = object.fields;
        let mut separator = "";
        while let [field, rest @ ..] = fields {
            out.text(separator);
            out.text(field.name.json);
            out.text(":");
            self.value(out, field.shape, field.rules, field.description);
            separator = ",";
            fields = rest;
        }
        // Every field is required, nullable ones too: an optional property loses its place in the order.
        out.text("},\"required\":[");
        required(out, object.fields);
        out.text("],\"additionalProperties\":false");
    }

    /// The narrower of what the Rust type holds and what the rules say; nothing past `i64` for Ollama.
    const fn integer_bounds<const N: usize>(self, out: &mut Writer<N>, minimum: i128, maximum: u128, rules: &Rules) {
        let server = !matches!(self.dialect, Dialect::Standard);
        let (mut low, mut high) = (minimum, maximum);
        if let Some(bound) = rules.minimum
            && let Some(value) = bound.integer
        {
            let value = if bound.exclusive { value.saturating_add(1) } else { value };
            if value > low {
                low = value;
            }
        }
        if let Some(bound) = rules.maximum
            && let Some(value) = bound.integer
        {
            let value = if bound.exclusive { value.saturating_sub(1) } else { value };
            if value < 0 {
                // Only a rule gives a negative maximum; no Rust type has one.
                if !server || value >= i64::MIN as i128 {
                    minimum_of(out, low, server);
                    out.text(",\"maximum\":");
                    out.signed(value);
                }
                return;
            }
            if (value as u128) < high {
                high = value as u128;
            }
        }
        minimum_of(out, low, server);
        if !server || high < i64::MAX as u128 {
            out.text(",\"maximum\":");
            out.unsigned(high);
        }
    }

    /// Lengths of 2,000 and more are refused or not enforced by the server, so they are left to the check after decoding.
    const fn lengths<const N: usize>(self, out: &mut Writer<N>, rules: &Rules, minimum: &str, maximum: &str) {
        let limit = match self.dialect {
            Dialect::Ollama => 1_998,
            Dialect::OpenAi | Dialect::Standard => usize::MAX,
        };
        if let Some(length) = rules.min_length
            && length <= limit
        {
            out.text(minimum);
            out.unsigned(length as u128);
        }
        if let Some(length) = rules.max_length
            && length <= limit
        {
            out.text(maximum);
            out.unsigned(length as u128);
        }
    }
}

const fn minimum_of<const N: usize>(out: &mut Writer<N>, low: i128, server: bool) {
    if !server || low > i64::MIN as i128 {
        out.text(",\"minimum\":");
        out.signed(low);
    }
}

const fn bounds<const N: usize>(out: &mut Writer<N>, rules: &Rules) {
    if let Some(bound) = rules.minimum {
        out.text(if bound.exclusive { ",\"exclusiveMinimum\":" } else { ",\"minimum\":" });
        out.text(bound.text);
    }
    if let Some(bound) = rules.maximum {
        out.text(if bound.exclusive { ",\"exclusiveMaximum\":" } else { ",\"maximum\":" });
        out.text(bound.text);
    }
}

const fn description<const N: usize>(out: &mut Writer<N>, docs: Label) {
    if !docs.is_empty() {
        out.text(",\"description\":");
        out.text(docs.json);
    }
}

const fn names<const N: usize>(out: &mut Writer<N>, mut variants: &[Variant]) {
    let mut separator = "";
    while let [variant, rest @ ..] = variants {
        out.text(separator);
        out.text(variant.name.json);
        separator = ",";
        variants = rest;
    }
}

const fn required<const N: usize>(out: &mut Writer<N>, mut fields: &[Field]) {
    let mut separator = "";
    while let [field, rest @ ..] = fields {
        out.text(separator);
        out.text(field.name.json);
        separator = ",";
        fields = rest;
    }
}
