//! Writes enums that carry data, the tag first.

use super::render::{Renderer, constant, description};
use super::writer::Writer;
use super::{Case, Dialect, Edge, Kind, Label, Notes, Object, Tagging, Union};

pub(super) const EMPTY: &Object = &Object { fields: &[], deny_unknown: false, flattens: false };

impl Renderer<'_> {
    pub(super) const fn union(self, out: &mut Writer<'_>, union: &Union) {
        out.text("\"anyOf\":[");
        let mut separator = "";
        let mut cases = union.cases;
        while let [case, rest @ ..] = cases {
            if !(matches!(union.tagging, Tagging::External) && case.content.is_none()) {
                out.text(separator);
                self.case(out, union.tagging, case);
                separator = ",";
            }
            cases = rest;
        }
        if matches!(union.tagging, Tagging::External) {
            units(out, union.cases, separator);
        }
        out.text("]");
    }

    const fn case(self, out: &mut Writer<'_>, tagging: Tagging, case: &Case) {
        match (tagging, case.content) {
            (Tagging::Untagged, Some(content)) => self.value(out, content, case.rules, case.description, Notes::NONE),
            (Tagging::Untagged, None) => out.text("{\"type\":\"null\"}"),
            (Tagging::Internal(tag), content) => {
                let object = match content {
                    Some(content) => object_of(content),
                    None => EMPTY,
                };
                out.text("{");
                self.object(out, object, Some((tag, case.name)));
                description(out, case.description);
                out.text("}");
            }
            (Tagging::Adjacent(tag, key), content) => self.pair(out, Some(tag), key, content, case),
            (Tagging::External, content) => self.pair(out, None, case.name, content, case),
        }
    }

    /// An object of a tag, where there is one, and a key for the content.
    const fn pair(self, out: &mut Writer<'_>, tag: Option<Label>, key: Label, content: Option<Edge>, case: &Case) {
        out.text("{\"type\":\"object\",\"properties\":{");
        if let Some(tag) = tag {
            out.text(tag.json);
            out.text(":");
            constant(out, case.name);
        }
        if let Some(content) = content {
            out.text(if tag.is_some() { "," } else { "" });
            out.text(key.json);
            out.text(":");
            self.value(out, content, case.rules, Label::NONE, Notes::NONE);
        }
        out.text("},\"required\":[");
        if let Some(tag) = tag {
            out.text(tag.json);
        }
        if content.is_some() {
            out.text(if tag.is_some() { "," } else { "" });
            out.text(key.json);
        }
        // Beside a tag and its content other keys are passed over, as in any object.
        out.text(if tag.is_some() && matches!(self.dialect, Dialect::Standard) {
            "]"
        } else {
            "],\"additionalProperties\":false"
        });
        description(out, case.description);
        out.text("}");
    }
}

/// The cases without content of an externally tagged union: strings, all in one.
const fn units(out: &mut Writer<'_>, mut cases: &[Case], before: &str) {
    let mut opened = false;
    while let [case, rest @ ..] = cases {
        if case.content.is_none() {
            out.text(if opened { "," } else { before });
            out.text(if opened { "" } else { "{\"type\":\"string\",\"enum\":[" });
            out.text(case.name.json);
            opened = true;
        }
        cases = rest;
    }
    out.text(if opened { "]}" } else { "" });
}

pub(super) const fn object_of(edge: Edge) -> &'static Object {
    match edge.plain().shape().kind {
        Kind::Object(object) => object,
        _ => EMPTY,
    }
}
