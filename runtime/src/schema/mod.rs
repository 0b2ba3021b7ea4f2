//! What a type looks like, as plain data: the shape graph, and the schema and outline rendered from it at compile time.
//!
//! The derive writes a [`Shape`] per type; everything else reads it: the renderers here, and the parser in [`json`](crate::json).

#[cfg(feature = "model")]
mod bound;
mod container;
mod edge;
mod finite;
mod flatten;
mod flattened;
mod kind;
mod notes;
mod outline;
pub(crate) mod parts;
mod plan;
mod render;
mod rules;
mod scalar;
#[cfg_attr(not(feature = "remote"), allow(dead_code, reason = "only servers have these limits"))]
pub(crate) mod strict;
mod suits;
mod text;
mod twice;
mod union;
mod writer;

#[cfg(feature = "model")]
pub(crate) use bound::most_bytes;
pub(crate) use edge::KEYLESS;
pub use edge::{Edge, bounded, identify};
pub use finite::ends;
pub use flattened::{flattened, suited_flattened};
pub(crate) use kind::Format;
pub use kind::{Absent, Case, Field, Kind, Notes, Object, Tagging, Union, Variant};
#[cfg(feature = "model")]
pub(crate) use render::is_wrapped;
pub use rules::{Bound, Pattern, Rules};
pub use suits::{content, distinct, sound, suited};
pub use text::Dialect;
pub(crate) use text::{OLLAMA, OPENAI, OUTLINE, Rendered, STANDARD};

/// A piece of text together with its JSON string literal, both written by the derive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// The text itself.
    pub text: &'static str,
    /// The same as a JSON string, quotes included.
    pub json: &'static str,
}

impl Label {
    /// No text.
    pub const NONE: Self = Self { text: "", json: "\"\"" };

    /// Whether there is no text.
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether a key can be compared with it as it comes: nothing in it is escaped in JSON, and a frame can count its bytes.
    pub(crate) const fn is_plain(&self) -> bool {
        self.json.len() == self.text.len() + 2 && self.json.len() <= u16::MAX as usize
    }
}

/// What the library knows of a type: its name, its docs and its kind.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The type's name, in definitions and in the outline; empty for a type that has none of its own.
    pub name: Label,
    /// The type's doc comment.
    pub description: Label,
    /// What values of the type look like in JSON.
    pub kind: Kind,
}

impl Shape {
    /// A shape without a name or docs.
    pub const fn anonymous(kind: Kind) -> Self {
        Self { name: Label::NONE, description: Label::NONE, kind }
    }
}
