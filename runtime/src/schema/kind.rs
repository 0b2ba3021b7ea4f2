//! What sorts of values there are, and what each is made of.

use super::{Edge, Label, Rules, sound};
use crate::json::{Table, Type};

/// What values of a type look like in JSON.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Kind {
    /// Only `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without fraction or exponent, within the bounds of the Rust type.
    Integer {
        /// The smallest value that the type holds.
        minimum: i128,
        /// The largest value that the type holds.
        maximum: u128,
        /// The two in digits: writing those at compile time takes longer than all else in a schema.
        digits: (&'static str, &'static str),
    },
    /// Any finite number.
    Number,
    /// A string.
    String,
    /// A string of a certain form.
    Format(&'static Format),
    /// The value of another type, or `null`.
    Nullable(Edge),
    /// An array whose elements all have one type.
    List(Edge),
    /// An array whose elements all have one type, none of them twice.
    Set(Edge),
    /// An array of this many elements, which all have one type.
    Array(Edge, usize),
    /// An array of a known number of elements, each with its own type; their names are empty.
    Tuple(&'static Object),
    /// An object with any keys, whose values all have one type.
    Map {
        /// The type of the keys: a sort of string, or an integer in quotes.
        key: Edge,
        /// The type of the values.
        value: Edge,
    },
    /// An object with a known set of properties.
    Object(&'static Object),
    /// One of a fixed set of strings.
    Enum(&'static [Variant]),
    /// One of several types.
    Union(&'static Union),
    /// The same as another type, with rules of its own.
    Same(Edge, &'static Rules),
    /// Any JSON value.
    Any,
    /// Whatever this JSON Schema says: the keywords, without the braces around them.
    Raw(&'static str),
}

/// A form that strings can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// The form in words, such as "a date such as 2024-02-29".
    pub expected: &'static str,
    /// The name of the format in JSON Schema; empty where it has none.
    pub name: &'static str,
    /// Whether servers enforce the format by its name.
    pub enforced: bool,
    /// A regular expression for what is not enforced by name, or not exactly, as a JSON string; empty for none.
    pub pattern: &'static str,
    /// The least and most characters; the most is 0 where there is no limit.
    pub length: (usize, usize),
}

impl Format {
    /// Any string.
    pub const NONE: Self = Self { expected: "a string", name: "", enforced: false, pattern: "", length: (0, 0) };

    /// Whether any string has it.
    pub(crate) const fn is_none(&self) -> bool {
        self.name.is_empty() && self.pattern.is_empty() && matches!(self.length, (0, 0))
    }
}

/// The properties of an object, in declaration order.
#[derive(Debug, Clone, Copy)]
pub struct Object {
    /// The properties.
    pub fields: &'static [Field],
    /// Whether a key that is not among them is an error; otherwise its value is skipped.
    pub deny_unknown: bool,
    /// Whether any field is [`Absent::Flattened`].
    pub flattens: bool,
}

impl Object {
    /// Whether these are the elements of a tuple, which have no names.
    pub(crate) const fn is_tuple(&self) -> bool {
        matches!(self.fields, [field, ..] if field.name.is_empty())
    }
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
    /// Other keys that are taken for this one.
    pub aliases: &'static [&'static str],
    /// What the schema and the outline say of the field besides.
    pub notes: &'static Notes,
    /// The first 16 bytes of the key as JSON with its colon, so that a parser can compare them at once.
    pub key: u128,
    /// What can be done with the field's slot and its value.
    pub table: &'static Table,
    /// Where the slot lies in the partial value: see [`placed`](crate::__private::placed).
    pub slot: usize,
    /// Where the field lies in the value.
    pub value: usize,
}

impl Field {
    /// A field without a name, rules or anything else: an element of a tuple.
    pub const fn element(ty: &'static Type, slot: usize, value: usize) -> Self {
        Self { slot, ..Self::named("", Label::NONE.json, 0, ty, value) }
    }

    /// A field without rules or anything else; its name as a text and as JSON, the first bytes of its key, and where its value lies.
    #[track_caller]
    pub const fn named(text: &'static str, json: &'static str, key: u128, ty: &'static Type, value: usize) -> Self {
        Self {
            name: Label { text, json },
            description: Label::NONE,
            shape: sound(ty.shape),
            rules: Rules::NONE,
            absent: Absent::Refused,
            aliases: &[],
            notes: Notes::NONE,
            key,
            table: &ty.table,
            slot: 0,
            value,
        }
    }
}

/// What the schema and the outline say of a field beyond its type, docs and rules.
#[derive(Debug, Clone, Copy)]
pub struct Notes {
    /// The title.
    pub title: Label,
    /// Examples of values, as JSON, in a JSON array; empty for none.
    pub examples: &'static str,
    /// The default, as JSON; empty for none, or for one that is not a literal.
    pub default: &'static str,
}

impl Notes {
    /// Nothing.
    pub const NONE: &'static Self = &Self { title: Label::NONE, examples: "", default: "" };
}

/// What a missing key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Absent {
    /// An error, except for a nullable field, which is then null.
    Refused,
    /// The field's default.
    Default,
    /// There is no such key: the properties of the field's type stand among those of this object.
    Flattened,
}

/// One of the strings of an enum.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// The string.
    pub name: Label,
    /// The variant's doc comment.
    pub description: Label,
    /// Other strings that are taken for this one.
    pub aliases: &'static [&'static str],
}

/// One of several types, and how they are told apart.
#[derive(Debug, Clone, Copy)]
pub struct Union {
    /// How the cases are told apart.
    pub tagging: Tagging,
    /// The cases, in declaration order.
    pub cases: &'static [Case],
    /// The case that stands for every tag that is not known, where there is one.
    pub other: Option<usize>,
}

/// How the cases of a union are told apart.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Tagging {
    /// `{"Name": content}`, and `"Name"` for a case without content.
    External,
    /// `{"tag": "Name", ...content}`.
    Internal(Label),
    /// `{"tag": "Name", "content": content}`.
    Adjacent(Label, Label),
    /// Only the content.
    Untagged,
}

/// One case of a union.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// The name.
    pub name: Label,
    /// The variant's doc comment.
    pub description: Label,
    /// What the variant carries; nothing for a unit variant.
    pub content: Option<Edge>,
    /// The rules declared on the content.
    pub rules: &'static Rules,
    /// Other names that are taken for this one.
    pub aliases: &'static [&'static str],
}
