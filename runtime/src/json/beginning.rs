//! How a value begins, for telling it from the prose before it.

use super::untagged::starts;
use crate::schema::Edge;

/// What values of a type can begin with.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each sort of value, or not")]
pub(super) struct Beginning {
    object: bool,
    list: bool,
    string: bool,
    number: bool,
    boolean: bool,
    null: bool,
    /// Whether what is almost right counts.
    repair: bool,
}

/// What a text begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Value,
    Prose,
    /// What follows will tell.
    Unclear,
}

/// A fence around code in Markdown.
pub(super) const FENCE: &str = "```";

/// How much of a word, and of the white space after it, is looked at: all of it would be looked at again with each piece.
const LOOKED_AT: usize = 1024;

impl Beginning {
    pub(super) fn of(root: Edge, repair: bool) -> Self {
        let (number, boolean) = (starts(root, b'0'), starts(root, b't'));
        Self {
            object: starts(root, b'{'),
            list: starts(root, b'['),
            // To be repaired, a number or a boolean may be in quotes.
            string: starts(root, b'"') || repair && (number || boolean),
            number,
            boolean,
            null: starts(root, b'n'),
            repair,
        }
    }

    /// Whether `character` is a bracket that such a value can begin with, which ends prose.
    pub(super) fn is_bracket(self, character: char) -> bool {
        self.object && character == '{' || self.list && character == '['
    }

    /// Whether such a value always begins with a bracket.
    pub(super) fn has_bracket_alone(self) -> bool {
        !(self.string || self.number || self.boolean || self.null)
    }

    /// What `text` begins with, before which there is nothing but white space; `last` says that nothing follows it.
    pub(super) fn look(self, text: &str, last: bool) -> Look {
        match text.chars().next() {
            // Without a bracket prose cannot be told from the value.
            _ if !self.object && !self.list => Look::Value,
            Some(first) if self.is_bracket(first) => Look::Value,
            Some('"') if self.string => Look::Value,
            Some('\'') if self.string && self.repair => Look::Value,
            _ => self.word(text, last),
        }
    }

    /// A word or a number is the value if nothing follows it, or the end of a fence: `null and void` is prose.
    fn word(self, text: &str, last: bool) -> Look {
        let length = text.find(|character| !is_part(character)).unwrap_or(text.len());
        let (word, rest) = text.split_at_checked(length).unwrap_or_default();
        if length > LOOKED_AT {
            return if self.number && begins_number(word) { Look::Value } else { Look::Prose };
        }
        if rest.is_empty() && !last && !word.is_empty() {
            return Look::Unclear;
        }
        if !self.takes(word) {
            return Look::Prose;
        }
        let after = rest.trim_start();
        if rest.len() - after.len() > LOOKED_AT || after.starts_with(FENCE) || after.is_empty() && last {
            Look::Value
        } else if FENCE.starts_with(after) && !last {
            Look::Unclear
        } else {
            Look::Prose
        }
    }

    fn takes(self, word: &str) -> bool {
        match word {
            "null" => self.null,
            "None" => self.null && self.repair,
            "true" | "false" => self.boolean,
            "True" | "False" => self.boolean && self.repair,
            _ => self.number && begins_number(word) && word.ends_with(|last: char| last.is_ascii_digit()) && is_number(word),
        }
    }
}

fn begins_number(word: &str) -> bool {
    word.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

fn is_number(word: &str) -> bool {
    word.parse::<f64>().is_ok()
}

/// Whether it can be a part of a word or a number.
fn is_part(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '+' | '.')
}
