//! Documents near those of a type: keys in any order, missing, twice or unknown, values that are null or of another sort, and all of
//! it written with white space and escapes anywhere.

use core::fmt::Write as _;
use proptest::prelude::*;

/// JSON in which a key may come twice.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// As it is written.
    Word(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// A value of a field, mostly of its type.
pub(crate) type Nodes = BoxedStrategy<Node>;

pub(crate) fn word(words: &[&str]) -> Nodes {
    let words = words.iter().map(|word| Node::Word((*word).to_owned())).collect::<Vec<_>>();
    prop::sample::select(words).boxed()
}

pub(crate) fn text(texts: &[&str]) -> Nodes {
    let texts = texts.iter().map(|text| Node::Text((*text).to_owned())).collect::<Vec<_>>();
    prop::sample::select(texts).boxed()
}

pub(crate) fn number() -> Nodes {
    word(&["0", "1", "7", "200", "256", "-1", "1.5", "1e2"])
}

pub(crate) fn small() -> Nodes {
    word(&["0", "1", "7", "200"])
}

pub(crate) fn any_text() -> Nodes {
    text(&["", "a", "t", "X", "é\"\\\n", "😀", "null"])
}

pub(crate) fn list(element: Nodes) -> Nodes {
    prop::collection::vec(element, 0..3).prop_map(Node::List).boxed()
}

/// What is of no type in particular.
pub(crate) fn anything() -> Nodes {
    let leaf = prop_oneof![word(&["null", "true", "-0.5", "12"]), any_text()];
    let deeper = leaf.prop_recursive(2, 6, 2, |inner| {
        let object = prop::collection::vec((prop::sample::select(vec!["t", "a", "x y"]), inner.clone()), 0..3);
        prop_oneof![
            prop::collection::vec(inner, 0..3).prop_map(Node::List),
            object.prop_map(|entries| Node::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()))
        ]
    });
    deeper.boxed()
}

/// An object with these keys, most of them once, and now and then others.
pub(crate) fn object(fields: Vec<(&'static str, Nodes)>) -> Nodes {
    let fields = fields.into_iter().map(|(key, value)| {
        let value = prop_oneof![12 => value, 1 => word(&["null"]), 1 => anything()];
        let count = prop_oneof![1 => Just(0..1_usize), 12 => Just(1..2), 1 => Just(2..3)];
        count.prop_flat_map(move |count| {
            prop::collection::vec(value.clone().prop_map(move |value| (key.to_owned(), value)), count)
        })
    });
    let unknown = prop::sample::select(vec!["x", "t2", "", "ké\"y"]);
    let others = prop::collection::vec((unknown.prop_map(str::to_owned), anything()), 0..2);
    (fields.collect::<Vec<_>>(), prop_oneof![3 => Just(Vec::new()), 1 => others])
        .prop_map(|(fields, others)| fields.into_iter().flatten().chain(others).collect::<Vec<_>>())
        .prop_shuffle()
        .prop_map(Node::Object)
        .boxed()
}

impl Node {
    /// The text, in which `noise` says where white space and escapes are.
    pub(crate) fn written(&self, noise: &[u8]) -> String {
        let mut out = String::new();
        let mut noise = noise.iter().copied().cycle();
        self.write(&mut out, &mut || noise.next().unwrap_or_default());
        out
    }

    fn write(&self, out: &mut String, noise: &mut impl FnMut() -> u8) {
        let space = |out: &mut String, noise: u8| {
            out.push_str(match noise % 16 {
                0 => " ",
                1 => "\n",
                2 => "\t\r\n  ",
                _ => "",
            });
        };
        space(out, noise());
        match self {
            Self::Word(word) => out.push_str(word),
            Self::Text(text) => string(text, out, noise),
            Self::List(elements) => {
                out.push('[');
                for (index, element) in elements.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    element.write(out, noise);
                }
                space(out, noise());
                out.push(']');
            }
            Self::Object(entries) => {
                out.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    space(out, noise());
                    string(key, out, noise);
                    space(out, noise());
                    out.push(':');
                    value.write(out, noise);
                }
                space(out, noise());
                out.push('}');
            }
        }
        space(out, noise());
    }
}

fn string(text: &str, out: &mut String, noise: &mut impl FnMut() -> u8) {
    // serde_json reads no escapes in the integers that are keys.
    let is_number = text.parse::<i8>().is_ok();
    out.push('"');
    for character in text.chars() {
        if noise().is_multiple_of(8) && !is_number || character < ' ' {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                // A string takes all that is written to it.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else if matches!(character, '"' | '\\') {
            out.extend(['\\', character]);
        } else {
            out.push(character);
        }
    }
    out.push('"');
}
