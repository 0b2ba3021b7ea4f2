//! Reading text that was held back.

use super::input::Saved;
use super::skip::skip;
use super::{Fill, Input, Limits};

impl Input<'_> {
    /// A cursor over text that was held back and stands at `offset`; more follows it.
    pub(super) fn replay<'b>(&'b mut self, text: &'b str, offset: usize) -> Input<'b> {
        Input::new(text, offset, false, self.saved)
    }

    /// A cursor over the content of a string, which ends where the string does.
    pub(super) fn within<'b>(&'b mut self, text: &'b str) -> Input<'b> {
        let offset = self.offset().saturating_sub(text.len() + 1);
        Input::new(text, offset, true, self.saved)
    }

    /// Takes back that a container was entered: its own slot will enter it again.
    pub(super) fn reopen(&mut self) {
        self.saved.depth = self.saved.depth.saturating_sub(1);
    }

    /// Enters a container whose bracket has been read.
    pub(super) fn deepen(&mut self) -> Fill {
        self.saved.depth += 1;
        if self.saved.depth > self.saved.limits.depth { self.too_deep() } else { Ok(()) }
    }

    /// What an attempt at a value may use: what is left of the depth.
    pub(super) fn saved_for_attempt(&self) -> Saved {
        let depth = self.saved.limits.depth.saturating_sub(self.saved.depth);
        Saved { limits: Limits { depth, ..self.saved.limits }, shown: self.saved.shown, ..Saved::default() }
    }
}

/// The value of `key` in the text of an object, and where it begins.
pub(super) fn value_of<'t>(text: &'t str, key: &str) -> Option<(usize, &'t str)> {
    let mut saved = Saved::default();
    let mut input = Input::new(text, 0, true, &mut saved);
    loop {
        // The brace or the comma.
        input.peek_token()?;
        input.position += 1;
        input.peek_token().filter(|byte| *byte == b'"')?;
        input.position += 1;
        let found = input.name(|name| name == key).ok()?;
        input.peek_token()?;
        input.position += 1;
        input.peek_token()?;
        let start = input.position;
        skip(&mut input, None).ok()?;
        if found {
            return Some((start, text.get(start..input.position)?));
        }
    }
}
