//! Values of what is flattened: among those of the object that it is flattened in.

use super::{DEPTH, Sampler};
use crate::schema::parts::{Part, content};
use crate::schema::{Edge, Rules, Tagging, Union, Variant};

impl Sampler {
    pub(super) fn flattened(&mut self, part: Part, first: &mut bool, depth: usize) {
        match part {
            Part::Own => {}
            Part::Optional(_) if depth > DEPTH || self.random.below(2) == 0 => {}
            Part::Struct(object) | Part::Optional(object) => self.fields(object.fields, first, depth),
            Part::Enum(union) => self.flattened_enum(union, first, depth),
            Part::Map { names: [], value } => self.flattened_map(value, first, depth),
            Part::Map { names, value } => self.named(names, value, first, depth),
        }
    }

    /// Keys that no field is likely to have.
    fn flattened_map(&mut self, value: Edge, first: &mut bool, depth: usize) {
        let count = if depth > DEPTH { 0 } else { self.random.below(4) };
        for index in 0..count {
            let key = format!("\"key {index}\"");
            self.entry(first, &key);
            self.value(value, Rules::NONE, depth + 1);
        }
    }

    fn named(&mut self, names: &[Variant], value: Edge, first: &mut bool, depth: usize) {
        for name in names {
            if self.random.below(2) == 0 {
                self.entry(first, name.name.json);
                self.value(value, Rules::NONE, depth + 1);
            }
        }
    }

    fn flattened_enum(&mut self, union: &Union, first: &mut bool, depth: usize) {
        let Some(case) = self.case(union, depth) else { return };
        if let Tagging::Internal(tag) | Tagging::Adjacent(tag, _) = union.tagging {
            self.entry(first, tag.json);
            self.put(case.name.json);
        }
        match (union.tagging, case.content) {
            (Tagging::Internal(_) | Tagging::Untagged, _) => self.flattened(content(union.tagging, case), first, depth),
            (Tagging::External, None) => {
                self.entry(first, case.name.json);
                self.put("null");
            }
            (Tagging::External, Some(edge)) => {
                self.entry(first, case.name.json);
                self.value(edge, case.rules, depth + 1);
            }
            (Tagging::Adjacent(_, key), Some(edge)) => {
                self.entry(first, key.json);
                self.value(edge, case.rules, depth + 1);
            }
            (Tagging::Adjacent(..), None) => {}
        }
    }
}
