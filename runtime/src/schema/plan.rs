//! Decides which types of a graph become definitions: those that contain themselves, and those that are repeated.
#![expect(clippy::indexing_slicing, reason = "const evaluation has no other access, and an error in it is a compile error")]

use super::{Absent, Edge, Kind, ends, sound};

/// How many named types one schema can hold.
const CAPACITY: usize = 256;

#[derive(Clone, Copy)]
struct Entry {
    edge: Edge,
    uses: usize,
    open: bool,
    recursive: bool,
}

/// The named types of a graph.
pub(super) struct Plan {
    entries: [Option<Entry>; CAPACITY],
    length: usize,
    /// Whether any type contains itself.
    recurses: bool,
    /// Whether any type is worth a definition.
    pub(super) defines: bool,
}

impl Plan {
    /// Walks the graph below `root`, each named type once.
    pub(super) const fn of(root: Edge) -> Self {
        let mut plan = Self { entries: [None; CAPACITY], length: 0, recurses: false, defines: false };
        plan.visit(sound(root));
        if plan.recurses {
            ends(root);
        }
        let mut index = 0;
        while index < plan.length && !plan.defines {
            plan.defines = plan.definition(index).is_some();
            index += 1;
        }
        plan
    }

    const fn visit(&mut self, edge: Edge) {
        match edge.shape().kind {
            Kind::Null
            | Kind::Boolean
            | Kind::Integer { .. }
            | Kind::Number
            | Kind::String
            | Kind::Format(_)
            | Kind::Any
            | Kind::Raw(_) => {}
            Kind::Nullable(inner) | Kind::List(inner) | Kind::Set(inner) | Kind::Array(inner, _) => self.visit(inner),
            Kind::Map { key, value } => {
                self.visit(key);
                self.visit(value);
            }
            Kind::Enum(_) => {
                self.enter(edge);
            }
            Kind::Same(..) | Kind::Object(_) | Kind::Tuple(_) | Kind::Union(_) => self.visit_parts(edge),
        }
    }

    /// A type that may contain itself.
    const fn visit_parts(&mut self, edge: Edge) {
        let Some(index) = self.enter(edge) else {
            return;
        };
        match edge.shape().kind {
            Kind::Same(inner, _) => self.visit(inner),
            Kind::Object(object) | Kind::Tuple(object) => {
                let mut fields = object.fields;
                while let [field, rest @ ..] = fields {
                    self.visit(field.shape);
                    if object.flattens && matches!(field.absent, Absent::Flattened) {
                        self.forget_use(field.shape);
                    }
                    fields = rest;
                }
            }
            Kind::Union(union) => {
                let mut cases = union.cases;
                while let [case, rest @ ..] = cases {
                    if let Some(content) = case.content {
                        self.visit(content);
                    }
                    cases = rest;
                }
            }
            _ => {}
        }
        if let Some(entry) = &mut self.entries[index] {
            entry.open = false;
        }
    }

    /// Counts one use; gives the index where the type was not met before.
    const fn enter(&mut self, edge: Edge) -> Option<usize> {
        if let Some(index) = self.position(edge) {
            if let Some(entry) = &mut self.entries[index] {
                entry.uses += 1;
                entry.recursive |= entry.open;
                self.recurses |= entry.open;
            }
            return None;
        }
        assert!(self.length < CAPACITY, "a schema can hold at most 256 named types");
        let index = self.length;
        self.entries[index] = Some(Entry { edge, uses: 1, open: true, recursive: false });
        self.length += 1;
        Some(index)
    }

    /// What is flattened is written in its place, which is no use of a definition.
    const fn forget_use(&mut self, edge: Edge) {
        if let Some(index) = self.position(edge)
            && let Some(entry) = &mut self.entries[index]
        {
            entry.uses -= 1;
        }
    }

    const fn position(&self, edge: Edge) -> Option<usize> {
        let mut index = 0;
        while index < self.length {
            if let Some(entry) = &self.entries[index]
                && entry.edge.id() == edge.id()
            {
                return Some(index);
            }
            index += 1;
        }
        None
    }

    pub(super) const fn length(&self) -> usize {
        self.length
    }

    /// The type at `index`, where it is worth a definition.
    pub(super) const fn definition(&self, index: usize) -> Option<Edge> {
        match &self.entries[index] {
            Some(entry) if entry.recursive || (entry.uses > 1 && is_large(entry.edge)) => Some(entry.edge),
            _ => None,
        }
    }

    /// The number of the definition that stands for `edge`, where there is one.
    pub(super) const fn reference(&self, edge: Edge) -> Option<usize> {
        if !self.defines {
            return None;
        }
        match self.position(edge) {
            Some(index) if self.definition(index).is_some() => Some(index),
            _ => None,
        }
    }

    /// Whether an earlier type goes by the same name, so that this one's definition needs a number.
    pub(super) const fn is_ambiguous(&self, index: usize) -> bool {
        let Some(entry) = &self.entries[index] else {
            return false;
        };
        let mut earlier = 0;
        while earlier < index {
            if let Some(other) = &self.entries[earlier]
                && same(other.edge.shape().name.text.as_bytes(), entry.edge.shape().name.text.as_bytes())
            {
                return true;
            }
            earlier += 1;
        }
        false
    }
}

/// Whether writing the type again costs more than a reference to it.
const fn is_large(edge: Edge) -> bool {
    match edge.shape().kind {
        // A tuple of the standard library has no name to go by.
        Kind::Tuple(object) | Kind::Object(object) if !edge.shape().name.is_empty() => object.fields.len() > 1,
        Kind::Union(union) => union.cases.len() > 1,
        Kind::Enum(variants) => variants.len() > 6,
        _ => false,
    }
}

pub(super) const fn same(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut index = 0;
    while index < left.len() {
        if left[index] != right[index] {
            return false;
        }
        index += 1;
    }
    true
}
