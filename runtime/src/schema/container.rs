//! Writes lists, tuples and maps, and whatever else holds values of other types without being an object of known properties.

use super::render::Renderer;
use super::writer::Writer;
use super::{Dialect, Edge, Kind, Label, Notes, Object, Rules};

impl Renderer<'_> {
    pub(super) const fn container(self, out: &mut Writer<'_>, kind: Kind, rules: &Rules) {
        match kind {
            Kind::List(item) | Kind::Set(item) => {
                out.text("\"type\":\"array\",\"items\":");
                self.element(out, item);
                self.lengths(out, rules, ",\"minItems\":", ",\"maxItems\":");
                self.unique(out, matches!(kind, Kind::Set(_)) || rules.unique.is_some());
            }
            Kind::Array(item, count) => {
                out.text("\"type\":\"array\",\"items\":");
                self.element(out, item);
                let exact = Rules { min_length: Some(count), max_length: Some(count), ..*Rules::NONE };
                self.lengths(out, &exact, ",\"minItems\":", ",\"maxItems\":");
                self.unique(out, rules.unique.is_some());
            }
            Kind::Tuple(object) => self.tuple(out, object),
            Kind::Map { key, value } => self.map(out, key, value, rules),
            Kind::Object(object) => self.object(out, object, None),
            Kind::Union(union) => self.union(out, union),
            _ => {}
        }
    }

    const fn element(self, out: &mut Writer<'_>, edge: Edge) {
        self.value(out, edge, Rules::NONE, Label::NONE, Notes::NONE);
    }

    const fn unique(self, out: &mut Writer<'_>, unique: bool) {
        if unique && !matches!(self.dialect, Dialect::OpenAi) {
            out.text(",\"uniqueItems\":true");
        }
    }

    /// An empty schema means "any object" to the server, so the types are spelt out for it, one level deep.
    pub(super) const fn any(self, out: &mut Writer<'_>) {
        if !matches!(self.dialect, Dialect::Standard) {
            out.text("\"anyOf\":[{\"type\":\"object\"},{\"type\":\"array\"},{\"type\":\"string\"},{\"type\":\"number\"},");
            out.text("{\"type\":\"boolean\"},{\"type\":\"null\"}]");
        }
    }

    /// The server follows `prefixItems` only where `items` is absent, and then takes exactly these. So that it takes the full schema, too,
    /// that has `maxItems` and not `items: false`.
    /// `OpenAI` knows only elements that are alike, so that each may be any of them there; their places are checked after decoding.
    const fn tuple(self, out: &mut Writer<'_>, object: &Object) {
        let alike = matches!(self.dialect, Dialect::OpenAi);
        out.text(if alike { "\"type\":\"array\",\"items\":{\"anyOf\":[" } else { "\"type\":\"array\",\"prefixItems\":[" });
        let mut fields = object.fields;
        while let [field, rest @ ..] = fields {
            self.value(out, field.shape, field.rules, field.description, field.notes);
            out.text(if rest.is_empty() { "]" } else { "," });
            fields = rest;
        }
        if alike {
            out.text("}");
        }
        if alike || matches!(self.dialect, Dialect::Standard) {
            let count = Some(object.fields.len());
            let exact = Rules { min_length: count, max_length: count, ..*Rules::NONE };
            self.lengths(out, &exact, ",\"minItems\":", ",\"maxItems\":");
        }
    }

    const fn map(self, out: &mut Writer<'_>, key: Edge, value: Edge, rules: &Rules) {
        out.text("\"type\":\"object\"");
        if let Kind::Enum(variants) = key.plain().shape().kind {
            // Keys from a known set are properties that may be left out.
            out.text(",\"properties\":{");
            let mut variants = variants;
            while let [variant, rest @ ..] = variants {
                out.text(variant.name.json);
                out.text(":");
                self.value(out, value, Rules::NONE, variant.description, Notes::NONE);
                out.text(if rest.is_empty() { "" } else { "," });
                variants = rest;
            }
            out.text("},\"additionalProperties\":false");
        } else {
            out.text(",\"additionalProperties\":");
            self.element(out, value);
            if matches!(self.dialect, Dialect::Standard) {
                self.property_names(out, key);
            }
        }
        if matches!(self.dialect, Dialect::Standard) {
            self.lengths(out, rules, ",\"minProperties\":", ",\"maxProperties\":");
        }
    }

    const fn property_names(self, out: &mut Writer<'_>, key: Edge) {
        match key.plain().shape().kind {
            Kind::Integer { minimum: 0, .. } => out.text(",\"propertyNames\":{\"pattern\":\"^[0-9]+$\"}"),
            Kind::Integer { .. } => out.text(",\"propertyNames\":{\"pattern\":\"^-?[0-9]+$\"}"),
            Kind::Format(_) => {
                out.text(",\"propertyNames\":");
                self.element(out, key);
            }
            _ => {}
        }
    }
}
