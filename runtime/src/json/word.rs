//! Words: `true`, `false` and `null`, and the type of the first two.

use super::error::{Category, listed};
use super::scalar::{Scalar, Token};
use super::{Input, Stop, TypeOf};
use crate::Generate;
use crate::schema::{Edge, Kind, Shape, identify};

impl Token for bool {
    fn expected() -> String {
        "a boolean".into()
    }

    fn starts(byte: u8) -> bool {
        matches!(byte, b't' | b'f')
    }

    fn read(input: &mut Input<'_>, _: bool) -> Result<Self, Stop> {
        input.word(&["true", "false"]).map(|word| word == "true")
    }

    #[inline]
    fn quick(bytes: &[u8]) -> Option<(Self, usize)> {
        let is_true = bytes.starts_with(b"true");
        (is_true || bytes.starts_with(b"false")).then_some((is_true, if is_true { 4 } else { 5 }))
    }

    fn begins(bytes: &[u8]) -> bool {
        b"true".starts_with(bytes) || b"false".starts_with(bytes)
    }

    fn from_text(text: &str) -> Option<Self> {
        match text.trim() {
            "true" | "True" => Some(true),
            "false" | "False" => Some(false),
            _ => None,
        }
    }
}

impl Generate for bool {
    type Partial = Scalar<Self>;
    const SHAPE: Edge = Edge::new(&Shape::anonymous(Kind::Boolean), identify("bool", &[]));
    const __TYPE: &'static TypeOf<Self> = {
        static TYPE: TypeOf<bool> = TypeOf::new();
        &TYPE
    };
}

impl Input<'_> {
    /// Reads one of `words`, which begin with different letters; on [`Stop::More`] its beginning is in the scratch.
    pub(crate) fn word(&mut self, words: &[&'static str]) -> Result<&'static str, Stop> {
        if self.saved.scratch.is_empty()
            && let Some(word) = words.iter().find(|word| self.rest().starts_with(word.as_bytes()))
        {
            self.position += word.len();
            return Ok(word);
        }
        self.rest_of_word(words)
    }

    #[cold]
    fn rest_of_word(&mut self, words: &[&'static str]) -> Result<&'static str, Stop> {
        loop {
            let read = self.saved.scratch.as_str();
            if let Some(word) = words.iter().find(|word| **word == read) {
                self.saved.scratch.clear();
                return Ok(word);
            }
            let next = self.peek().ok_or(Stop::More)?;
            if !words.iter().any(|word| word.starts_with(read) && word.as_bytes().get(read.len()) == Some(&next)) {
                let expected = listed(&mut words.iter().copied(), " or ");
                let found = self.describe();
                let after = if read.is_empty() { String::new() } else { format!(" after `{read}`") };
                return self.fail(Category::Syntax, format!("expected {expected}, found {found}{after}"));
            }
            self.saved.scratch.push(next.into());
            self.position += 1;
        }
    }
}
