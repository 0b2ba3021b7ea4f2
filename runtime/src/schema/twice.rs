//! Keys that come twice in one object, in its own fields and in what is flattened among them: the first would get all values, and the
//! other would never be there. Found as what can be flattened is, and a compile error at the field.
#![expect(clippy::panic, reason = "a panic in const evaluation is how a compile error is reported here")]

use super::parts::{Part, content, of, part};
use super::plan;
use super::writer::Written;
use super::{Edge, Field, Object, Tagging, Union, Variant};

/// The keys that are taken.
#[derive(Clone, Copy)]
struct Taken<'a> {
    /// The type whose keys are looked at, for messages.
    name: &'static str,
    /// The keys of the fields beside it, and of the tag.
    own: &'a [&'a str],
    /// What is flattened before it.
    others: &'a [Edge],
}

/// Refuses `edge`, which is flattened, if one of its keys is among `own` ones or those of `others`.
#[track_caller]
pub(super) const fn none_twice(edge: Edge, own: &[&str], others: &[Edge]) {
    Taken { name: called(edge), own, others }.part(of(edge));
}

/// Refuses the content of an internally tagged variant, if it has the tag as a key of its own.
#[track_caller]
pub(super) const fn no_tag(edge: Edge, tag: &str) {
    if has(of(edge), tag) {
        say(&["`", tag, "` is the tag of this enum, and a key of ", called(edge), "; rename one of the two"]);
    }
}

impl Taken<'_> {
    #[track_caller]
    const fn part(self, part: Part) {
        match part {
            Part::Own => {}
            Part::Struct(object) | Part::Optional(object) => self.object(object),
            Part::Enum(union) => self.union(union),
            Part::Map { names, .. } => {
                let mut names = names;
                while let [Variant { name, .. }, tail @ ..] = names {
                    self.key(name.text);
                    names = tail;
                }
            }
        }
    }

    #[track_caller]
    const fn object(self, object: &Object) {
        let mut fields = object.fields;
        while let [field, tail @ ..] = fields {
            match part(field) {
                Part::Own => self.key(field.name.text),
                inner => self.part(inner),
            }
            fields = tail;
        }
    }

    #[track_caller]
    const fn union(self, union: &Union) {
        match union.tagging {
            Tagging::External | Tagging::Untagged => {}
            Tagging::Internal(tag) => self.key(tag.text),
            Tagging::Adjacent(tag, content) => {
                self.key(tag.text);
                self.key(content.text);
            }
        }
        let mut cases = union.cases;
        while let [case, tail @ ..] = cases {
            if matches!(union.tagging, Tagging::External) {
                self.key(case.name.text);
            }
            self.part(content(union.tagging, case));
            cases = tail;
        }
    }

    #[track_caller]
    const fn key(self, key: &str) {
        let mut own = self.own;
        while let [other, tail @ ..] = own {
            if same(other, key) {
                say(&[
                    "`",
                    key,
                    "` is a key of ",
                    self.name,
                    ", which is flattened here, and of a field beside it; rename one of the two",
                ]);
            }
            own = tail;
        }
        let mut others = self.others;
        while let [other, tail @ ..] = others {
            if has(of(*other), key) {
                let other = called(*other);
                say(&[
                    "`",
                    key,
                    "` is a key of ",
                    other,
                    " and of ",
                    self.name,
                    ", which are both flattened here; rename one of the two",
                ]);
            }
            others = tail;
        }
    }
}

/// Whether the key is one of what is flattened.
const fn has(part: Part, key: &str) -> bool {
    match part {
        Part::Own => false,
        Part::Struct(object) | Part::Optional(object) => is_property(object.fields, key),
        Part::Enum(union) => {
            let mut cases = union.cases;
            while let [case, tail @ ..] = cases {
                let is_name = matches!(union.tagging, Tagging::External) && same(case.name.text, key);
                if is_name || has(content(union.tagging, case), key) {
                    return true;
                }
                cases = tail;
            }
            match union.tagging {
                Tagging::Internal(tag) => same(tag.text, key),
                Tagging::Adjacent(tag, content) => same(tag.text, key) || same(content.text, key),
                Tagging::External | Tagging::Untagged => false,
            }
        }
        Part::Map { mut names, .. } => {
            while let [Variant { name, .. }, tail @ ..] = names {
                if same(name.text, key) {
                    return true;
                }
                names = tail;
            }
            false
        }
    }
}

const fn is_property(mut fields: &[Field], key: &str) -> bool {
    while let [field, tail @ ..] = fields {
        let found = match part(field) {
            Part::Own => same(field.name.text, key),
            inner => has(inner, key),
        };
        if found {
            return true;
        }
        fields = tail;
    }
    false
}

const fn same(left: &str, right: &str) -> bool {
    plan::same(left.as_bytes(), right.as_bytes())
}

/// What the type is called in messages; those of the standard library have no name.
const fn called(edge: Edge) -> &'static str {
    let name = edge.plain().shape().name.text;
    if name.is_empty() { "a map" } else { name }
}

/// Fails with the pieces as its message, as far as there is room for them.
#[track_caller]
const fn say(pieces: &[&str]) -> ! {
    let mut message = Written::<1024>::EMPTY;
    let mut pieces = pieces;
    while let [piece, rest @ ..] = pieces {
        if message.length() + piece.len() <= 1024 {
            message.writer().text(piece);
        }
        pieces = rest;
    }
    panic!("{}", message.as_str())
}
