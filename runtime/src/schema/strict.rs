//! What `OpenAI`'s strict structured outputs cannot hold: found in the shape, and told with the path.
#![expect(clippy::indexing_slicing, reason = "const evaluation has no other access, and an error in it is a compile error")]

use super::parts::{Chosen, Part, content, is_distributed, part, rest};
use super::plan::Plan;
use super::{Case, Edge, Kind, Object, Rules, Tagging, Variant};

/// How many steps of a path are told; a property takes two.
const DEPTH: usize = 32;

/// The limits that `OpenAI` documents (February 2026).
const PROPERTIES: usize = 5_000;
const LEVELS: usize = 10;
const CHOICES: usize = 1_000;
const TEXT: usize = 120_000;
/// For one string enum of more than 250 values.
const LARGE_CHOICE: (usize, usize) = (250, 15_000);

const MAP: &str = "a map has keys of its own, which strict schemas cannot hold; make it a list of pairs";
const ANY: &str = "any JSON is more than strict schemas can hold; give it a type";
const TOO_MANY: &str = "with this the type has over 5,000 properties, more than strict schemas can hold; ask for parts of it";
const TOO_DEEP: &str = "objects are nested over 10 levels deep here, deeper than strict schemas may be; flatten the type";
const TOO_MANY_CHOICES: &str =
    "with this the type has over 1,000 choices, more than strict schemas can hold; take a string with a check";
const TOO_LONG_CHOICES: &str = "over 250 choices may have 15,000 bytes together in strict schemas; take a string with a check";
const TOO_LONG: &str = "with this the names and choices of the type have over 120,000 bytes together; shorten them";

/// Why a type cannot be sent, and where in it.
#[derive(Clone, Copy)]
pub(crate) struct Refusal {
    path: [&'static str; DEPTH],
    depth: usize,
    why: &'static str,
}

impl Refusal {
    /// In words.
    pub(crate) fn message(&self) -> String {
        let path = self.path.get(..self.depth.min(DEPTH)).unwrap_or_default().concat();
        let path = path.strip_prefix('.').unwrap_or(&path);
        let place = if path.is_empty() { "the type".to_owned() } else { format!("`{path}`") };
        format!(
            "{place} does not fit OpenAI's structured outputs: {}, or choose another dialect for a server of your own",
            self.why
        )
    }

    /// In words, for const evaluation: as much as fits.
    const fn write(&self) -> ([u8; 512], usize) {
        let mut out = ([0; 512], 0);
        put(&mut out, "does not fit OpenAI's structured outputs: ");
        let mut index = 0;
        while index < self.depth && index < DEPTH {
            put(&mut out, self.path[index]);
            index += 1;
        }
        put(&mut out, ": ");
        put(&mut out, self.why);
        out
    }
}

const fn put(out: &mut ([u8; 512], usize), text: &str) {
    if out.1 + text.len() <= out.0.len() {
        let (_, rest) = out.0.split_at_mut(out.1);
        let (target, _) = rest.split_at_mut(text.len());
        target.copy_from_slice(text.as_bytes());
        out.1 += text.len();
    }
}

/// Fails to compile where the type does not fit.
#[expect(clippy::panic, reason = "a panic in const evaluation is how a compile error is reported")]
pub(crate) const fn assert(root: Edge) {
    if let Some(refusal) = refusal(root) {
        let (bytes, length) = refusal.write();
        let (text, _) = bytes.split_at(length);
        match core::str::from_utf8(text) {
            Ok(text) => panic!("{}", text),
            Err(_) => panic!("the type does not fit OpenAI's structured outputs"),
        }
    }
}

/// Why `OpenAI`'s dialect cannot hold the type, if it cannot.
pub(crate) const fn refusal(root: Edge) -> Option<Refusal> {
    let plan = Plan::of(root);
    let mut walk = Walk { properties: 0, choices: 0, text: 0, path: [""; DEPTH], depth: 0, why: None };
    walk.body(&plan, root, Rules::NONE, if is_object(root) { 0 } else { 1 });
    let mut index = 0;
    while index < plan.length() {
        if let Some(edge) = plan.definition(index)
            && edge.id() != root.id()
        {
            walk.begin(edge.shape().name.text);
            walk.text += edge.shape().name.text.len();
            walk.body(&plan, edge, Rules::NONE, 0);
            walk.leave();
        }
        index += 1;
    }
    walk.why
}

/// Whether values of the type are objects of known properties; all others are wrapped in one.
pub(crate) const fn is_object(edge: Edge) -> bool {
    match edge.shape().kind {
        Kind::Object(object) => !is_distributed(object),
        Kind::Same(inner, _) => is_object(inner),
        _ => false,
    }
}

/// What has been counted, and where the walk is.
struct Walk {
    properties: usize,
    choices: usize,
    text: usize,
    path: [&'static str; DEPTH],
    depth: usize,
    why: Option<Refusal>,
}

impl Walk {
    const fn refuse(&mut self, why: &'static str) {
        if self.why.is_none() {
            self.why = Some(Refusal { path: self.path, depth: self.depth, why });
        }
    }

    const fn enter(&mut self, step: &'static str) {
        if self.depth < DEPTH {
            self.path[self.depth] = step;
        }
        self.depth += 1;
    }

    /// Starts a path anew.
    const fn begin(&mut self, name: &'static str) {
        self.depth = 0;
        self.enter(name);
    }

    const fn leave(&mut self) {
        self.depth -= 1;
    }

    /// One property or element; a reference ends the walk, since its target is walked on its own.
    const fn value(&mut self, plan: &Plan, edge: Edge, rules: &Rules, level: usize) {
        if plan.reference(edge).is_none() {
            self.body(plan, edge, rules, level);
        }
    }

    const fn body(&mut self, plan: &Plan, edge: Edge, rules: &Rules, level: usize) {
        if rules.is_choice() {
            let mut bytes = 0;
            let mut labels = rules.one_of;
            while let [label, rest @ ..] = labels {
                bytes += label.text.len();
                labels = rest;
            }
            self.choice(rules.one_of.len() + rules.one_of_numbers.len(), bytes);
        }
        match edge.shape().kind {
            Kind::Any => self.refuse(ANY),
            Kind::Map { .. } => self.refuse(MAP),
            Kind::Nullable(inner) => self.value(plan, inner, rules, level),
            Kind::Same(inner, own) => self.value(plan, inner, &own.and(rules), level),
            Kind::List(item) | Kind::Set(item) | Kind::Array(item, _) => {
                self.enter("[]");
                self.value(plan, item, Rules::NONE, level);
                self.leave();
            }
            Kind::Tuple(object) => self.fields(plan, object, Chosen::Nothing, level),
            Kind::Object(object) => self.object(plan, object, level + 1),
            Kind::Enum(variants) => self.variants(variants),
            Kind::Union(union) => {
                let level = if matches!(union.tagging, Tagging::Untagged) { level } else { level + 1 };
                let mut cases = union.cases;
                while let [case, rest @ ..] = cases {
                    self.case(plan, union.tagging, case, level);
                    cases = rest;
                }
            }
            Kind::Null | Kind::Boolean | Kind::Integer { .. } | Kind::Number | Kind::String | Kind::Format(_) | Kind::Raw(_) => {}
        }
    }

    /// An object; one that an enum is flattened in is one for each variant.
    const fn object(&mut self, plan: &Plan, object: &Object, level: usize) {
        if level > LEVELS {
            self.refuse(TOO_DEEP);
        }
        match rest(object) {
            Part::Enum(union) => {
                let mut cases = union.cases;
                while let [case, tail @ ..] = cases {
                    self.fields(plan, object, Chosen::Case(union.tagging, case), level);
                    cases = tail;
                }
            }
            Part::Optional(_) => {
                self.fields(plan, object, Chosen::Present, level);
                self.fields(plan, object, Chosen::Missing, level);
            }
            _ => self.fields(plan, object, Chosen::Nothing, level),
        }
    }

    const fn fields(&mut self, plan: &Plan, object: &Object, chosen: Chosen<'static>, level: usize) {
        let mut fields = object.fields;
        while let [field, rest @ ..] = fields {
            self.enter(if field.name.is_empty() { "[]" } else { "." });
            self.enter(field.name.text);
            match (part(field), chosen) {
                (Part::Struct(inner), _) | (Part::Optional(inner), Chosen::Present) => self.fields(plan, inner, chosen, level),
                (Part::Optional(_), _) => {}
                (Part::Enum(_), Chosen::Case(tagging, case)) => match (tagging, content(tagging, case)) {
                    (Tagging::Untagged, Part::Struct(inner)) => self.fields(plan, inner, Chosen::Nothing, level),
                    _ => self.case(plan, tagging, case, level),
                },
                _ => {
                    self.name(field.name.text);
                    self.value(plan, field.shape, field.rules, level);
                }
            }
            self.leave();
            self.leave();
            fields = rest;
        }
    }

    /// A variant; beside an internal tag its properties are those of the object that the tag is in.
    const fn case(&mut self, plan: &Plan, tagging: Tagging, case: &'static Case, level: usize) {
        self.name(case.name.text);
        if let Some(edge) = case.content {
            self.enter(".");
            self.enter(case.name.text);
            match (tagging, content(tagging, case)) {
                (Tagging::Internal(_), Part::Struct(object)) => self.object(plan, object, level),
                _ => self.value(plan, edge, case.rules, level),
            }
            self.leave();
            self.leave();
        }
    }

    /// Counts a property.
    const fn name(&mut self, name: &str) {
        self.properties += 1;
        self.text += name.len();
        if self.properties > PROPERTIES {
            self.refuse(TOO_MANY);
        }
        if self.text > TEXT {
            self.refuse(TOO_LONG);
        }
    }

    const fn variants(&mut self, all: &[Variant]) {
        let mut bytes = 0;
        let mut variants = all;
        while let [variant, rest @ ..] = variants {
            bytes += variant.name.text.len();
            variants = rest;
        }
        self.choice(all.len(), bytes);
    }

    /// Counts the choices of one place.
    const fn choice(&mut self, count: usize, bytes: usize) {
        self.choices += count;
        self.text += bytes;
        if self.choices > CHOICES {
            self.refuse(TOO_MANY_CHOICES);
        }
        if count > LARGE_CHOICE.0 && bytes > LARGE_CHOICE.1 {
            self.refuse(TOO_LONG_CHOICES);
        }
        if self.text > TEXT {
            self.refuse(TOO_LONG);
        }
    }
}

#[cfg(test)]
mod tests;
