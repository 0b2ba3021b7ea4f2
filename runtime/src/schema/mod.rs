//! What a type looks like, as plain data: the shape graph, and the schema and outline rendered from it at compile time.
//!
//! The derive writes a [`Shape`] per type; everything else reads it: the renderers here, and the parser in [`json`](crate::json).

mod edge;
mod outline;
mod plan;
mod render;
mod rules;
mod text;
mod writer;

pub use edge::{Edge, identify};
pub use rules::{Bound, Rules};
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

/// What values of a type look like in JSON.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// A number without fraction or exponent, within the bounds of the Rust type.
    Integer {
        /// The smallest value that the type holds.
        minimum: i128,
        /// The largest value that the type holds.
        maximum: u128,
    },
    /// Any finite number.
    Number,
    /// A string.
    String,
    /// The value of another type, or `null`.
    Nullable(Edge),
    /// An array whose elements all have one type.
    List(Edge),
    /// An object with a known set of properties.
    Object(&'static Object),
    /// One of a fixed set of strings.
    Enum(&'static [Variant]),
}

/// The properties of an object, in declaration order.
#[derive(Debug, Clone, Copy)]
pub struct Object {
    /// The properties.
    pub fields: &'static [Field],
    /// Whether a key that is not among them is an error; otherwise its value is skipped.
    pub deny_unknown: bool,
}

/// A property of an object.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The key.
    pub name: Label,
    /// The field's doc comment.
    pub description: Label,
    /// The field's type.
    pub shape: Edge,
    /// The rules declared on the field.
    pub rules: &'static Rules,
    /// Whether the field may be left out, and what it is then: see [`Absent`].
    pub absent: Absent,
}

/// What a missing key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Absent {
    /// An error, except for a nullable field, which is then null.
    Refused,
    /// The field's default.
    Default,
}

/// One of the strings of an enum.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// The string.
    pub name: Label,
    /// The variant's doc comment.
    pub description: Label,
}
