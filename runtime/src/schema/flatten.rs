//! Writes objects that have flattened fields. An enum is distributed, one object for each of its variants: servers take one of
//! `properties` and `anyOf` and pass over the other. The same goes for an `Option`, whose properties are there or not.

use super::parts::{Chosen, Part, content, map, part, rest};
use super::render::{Renderer, constant, description, may_be_missing};
use super::writer::Writer;
use super::{Case, Dialect, Field, Label, Notes, Object, Rules, Tagging};

impl Renderer<'_> {
    /// An object; `tag` comes before its own properties.
    pub(super) const fn flattening(self, out: &mut Writer<'_>, object: &Object, tag: Option<(Label, Label)>) {
        let union = match rest(object) {
            Part::Enum(union) => union,
            Part::Optional(_) => {
                out.text("\"anyOf\":[{");
                self.variety(out, object, tag, Chosen::Present);
                out.text("},{");
                self.variety(out, object, tag, Chosen::Missing);
                return out.text("}]");
            }
            _ => return self.variety(out, object, tag, Chosen::Nothing),
        };
        out.text("\"anyOf\":[");
        let mut cases = union.cases;
        while let [case, tail @ ..] = cases {
            out.text("{");
            self.variety(out, object, tag, Chosen::Case(union.tagging, case));
            description(out, case.description);
            out.text(if tail.is_empty() { "}" } else { "}," });
            cases = tail;
        }
        out.text("]");
    }

    /// The object as it is with what is chosen.
    const fn variety(self, out: &mut Writer<'_>, object: &Object, tag: Option<(Label, Label)>, chosen: Chosen<'_>) {
        out.text("\"type\":\"object\",\"properties\":{");
        let mut separator = "";
        if let Some((tag, name)) = tag {
            name_of_case(out, tag, name, &mut separator);
        }
        self.parts(out, object, chosen, &mut separator);
        out.text("},\"required\":[");
        separator = "";
        if let Some((tag, _)) = tag {
            name_required(out, tag, &mut separator);
        }
        self.required_parts(out, object, chosen, &mut separator);
        out.text("]");
        match map(object, chosen) {
            Part::Map { names: [], value } => {
                out.text(",\"additionalProperties\":");
                self.value(out, value, Rules::NONE, Label::NONE, Notes::NONE);
            }
            Part::Map { .. } => out.text(",\"additionalProperties\":false"),
            _ if !matches!(self.dialect, Dialect::Standard) || denies_unknown(object, chosen) => {
                out.text(",\"additionalProperties\":false");
            }
            _ => {}
        }
    }

    const fn parts(self, out: &mut Writer<'_>, object: &Object, chosen: Chosen<'_>, separator: &mut &'static str) {
        let mut fields = object.fields;
        while let [field, tail @ ..] = fields {
            match (part(field), chosen) {
                (Part::Own, _) => {
                    out.text(separator);
                    self.property(out, field);
                    *separator = ",";
                }
                (Part::Enum(_), Chosen::Case(tagging, case)) => self.parts_of_case(out, tagging, case, separator),
                (Part::Optional(inner), Chosen::Present) => self.parts(out, inner, chosen, separator),
                (Part::Optional(inner), _) => self.no_parts(out, inner, separator),
                (other, _) => self.other_parts(out, other, chosen, separator),
            }
            fields = tail;
        }
    }

    /// The properties of a flattened struct, and those of a map whose keys are known.
    const fn other_parts(self, out: &mut Writer<'_>, part: Part, chosen: Chosen<'_>, separator: &mut &'static str) {
        match part {
            Part::Struct(inner) => self.parts(out, inner, chosen, separator),
            Part::Map { names, value } => {
                let mut names = names;
                while let [name, tail @ ..] = names {
                    out.text(separator);
                    out.text(name.name.json);
                    out.text(":");
                    self.value(out, value, Rules::NONE, name.description, Notes::NONE);
                    *separator = ",";
                    names = tail;
                }
            }
            Part::Own | Part::Enum(_) | Part::Optional(_) => {}
        }
    }

    /// Where none of a struct's properties is there, none may be: with one of them all that it requires are missing.
    const fn no_parts(self, out: &mut Writer<'_>, object: &Object, separator: &mut &'static str) {
        let mut fields = if matches!(self.dialect, Dialect::Standard) { object.fields } else { &[] };
        while let [field, tail @ ..] = fields {
            match part(field) {
                Part::Struct(inner) => self.no_parts(out, inner, separator),
                _ => {
                    out.text(separator);
                    out.text(field.name.json);
                    out.text(":false");
                    *separator = ",";
                }
            }
            fields = tail;
        }
    }

    const fn parts_of_case(self, out: &mut Writer<'_>, tagging: Tagging, case: &Case, separator: &mut &'static str) {
        let key = match tagging {
            Tagging::External => case.name,
            Tagging::Internal(tag) => {
                return {
                    name_of_case(out, tag, case.name, separator);
                    self.other_parts(out, content(tagging, case), Chosen::Nothing, separator);
                };
            }
            Tagging::Adjacent(tag, key) => {
                name_of_case(out, tag, case.name, separator);
                key
            }
            Tagging::Untagged => return self.other_parts(out, content(tagging, case), Chosen::Nothing, separator),
        };
        let Some(edge) = case.content else {
            if matches!(tagging, Tagging::External) {
                out.text(separator);
                out.text(key.json);
                out.text(":{\"type\":\"null\"}");
                *separator = ",";
            }
            return;
        };
        out.text(separator);
        out.text(key.json);
        out.text(":");
        self.value(out, edge, case.rules, Label::NONE, Notes::NONE);
        *separator = ",";
    }

    const fn required_parts(self, out: &mut Writer<'_>, object: &Object, chosen: Chosen<'_>, separator: &mut &'static str) {
        let mut fields = object.fields;
        while let [field, tail @ ..] = fields {
            match (part(field), chosen) {
                (Part::Own, _) if self.is_required(field) => name_required(out, field.name, separator),
                (Part::Struct(inner), _) | (Part::Optional(inner), Chosen::Present) => {
                    self.required_parts(out, inner, chosen, separator);
                }
                (Part::Enum(_), Chosen::Case(tagging, case)) => self.required_of_case(out, tagging, case, separator),
                _ => {}
            }
            fields = tail;
        }
    }

    const fn is_required(self, field: &Field) -> bool {
        !(matches!(self.dialect, Dialect::Standard) && may_be_missing(field))
    }

    const fn required_of_case(self, out: &mut Writer<'_>, tagging: Tagging, case: &Case, separator: &mut &'static str) {
        match tagging {
            Tagging::External => name_required(out, case.name, separator),
            Tagging::Internal(tag) => name_required(out, tag, separator),
            Tagging::Adjacent(tag, key) => {
                name_required(out, tag, separator);
                if case.content.is_some() {
                    name_required(out, key, separator);
                }
            }
            Tagging::Untagged => {}
        }
        if let Part::Struct(inner) = content(tagging, case) {
            self.required_parts(out, inner, Chosen::Nothing, separator);
        }
    }
}

/// The tag, with the name that it has.
const fn name_of_case(out: &mut Writer<'_>, tag: Label, name: Label, separator: &mut &'static str) {
    out.text(separator);
    out.text(tag.json);
    out.text(":");
    constant(out, name);
    *separator = ",";
}

const fn name_required(out: &mut Writer<'_>, name: Label, separator: &mut &'static str) {
    out.text(separator);
    out.text(name.json);
    *separator = ",";
}

/// A variant sees all keys that the object does not know.
const fn denies_unknown(object: &Object, chosen: Chosen<'_>) -> bool {
    let denies = match chosen {
        Chosen::Case(tagging, case) => matches!(content(tagging, case), Part::Struct(inner) if inner.deny_unknown),
        _ => false,
    };
    object.deny_unknown || denies
}
