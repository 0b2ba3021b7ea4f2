//! The text of a value of any type, and the keys in it, of which none may come twice in one object.

use super::error::Step;
use super::{Fill, Input};
use std::collections::BTreeSet;

/// A value that is kept as text while it is passed over.
#[derive(Debug)]
pub(super) struct Capture {
    pub(super) text: String,
    pub(super) keys: Keys,
}

/// The open containers of a value.
#[derive(Debug)]
pub(super) struct Keys {
    /// Outermost first.
    open: Vec<Open>,
    /// Whether one may come twice all the same.
    may_repeat: bool,
}

#[derive(Debug)]
enum Open {
    Object {
        seen: BTreeSet<String>,
        /// The last of them.
        key: String,
    },
    /// At the element of this index.
    Array(usize),
}

impl Capture {
    pub(super) fn new(may_repeat: bool) -> Self {
        Self { text: String::new(), keys: Keys { open: Vec::new(), may_repeat } }
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.keys.open.clear();
    }
}

impl Keys {
    /// Follows a token of punctuation.
    pub(super) fn follow(&mut self, byte: u8) {
        match (byte, self.open.last_mut()) {
            (b'{', _) => self.open.push(Open::Object { seen: BTreeSet::new(), key: String::new() }),
            (b'[', _) => self.open.push(Open::Array(0)),
            (b',', Some(Open::Array(index))) => *index += 1,
            (b'}' | b']', _) => drop(self.open.pop()),
            _ => {}
        }
    }

    /// Reads the rest of a key.
    pub(super) fn key(&mut self, input: &mut Input<'_>) -> Fill {
        let Some(Open::Object { seen, key }) = self.open.last_mut() else {
            return input.name(|_| ());
        };
        let is_new = input.name(|found| {
            key.clear();
            key.push_str(found);
            seen.insert(found.to_owned())
        })?;
        if is_new || self.may_repeat { Ok(()) } else { input.appears_twice(key) }
    }

    /// Puts the error that stopped the value inside its containers: inside the innermost one too, if it is about a value in it.
    #[cold]
    pub(super) fn place(&self, in_value: bool, input: &mut Input<'_>) {
        for open in self.open.iter().rev().skip(usize::from(!in_value)) {
            input.place(match open {
                Open::Object { key, .. } => Step::Key(key.clone().into()),
                Open::Array(index) => Step::Index(*index),
            });
        }
    }
}
