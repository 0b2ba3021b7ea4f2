//! Strings, which grow as text.

use super::error::Category;
use super::found::Found;
use super::place::{self, Place, Written};
use super::scan::{is_plain_word, plain_prefix};
use super::string::FIRST_CAPACITY;
use super::{Direct, Fill, Input, Partial, Read, Slot, State, Stop, TypeOf};
use crate::Generate;
use crate::schema::{Edge, Kind, Rules, Shape, identify};

/// A string, shown as far as it has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    text: String,
    state: State,
}

impl Text {
    /// The text so far: complete when [`Slot::state`] is [`State::Done`].
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Appends plain text, for a reply that is not JSON.
    #[cfg(feature = "model")]
    pub(crate) fn push_plain(&mut self, text: &str) {
        self.text.push_str(text);
        self.state = State::Growing;
    }

    /// Ends a reply that is not JSON.
    #[cfg(feature = "model")]
    pub(crate) fn end_plain(&mut self) {
        self.state = State::Done;
    }
}

impl Text {
    #[inline]
    fn grow(&mut self, run: &str) {
        if self.text.capacity() == 0 {
            self.text = place::string(run, FIRST_CAPACITY);
        } else {
            self.text.push_str(run);
        }
        self.state = State::Growing;
    }

    #[inline]
    fn end(&mut self, run: &str) {
        if self.state == State::Growing {
            self.text.push_str(run);
        } else {
            self.text = place::string(run, 0);
        }
        self.state = State::Done;
    }

    /// [`go_on`](Slot::go_on) for any text, of which it has to be found out how far the string goes.
    #[inline(never)]
    fn go_on_by_scanning(&mut self, text: &str, may_end: bool) -> Option<Read> {
        let content = if self.state == State::Growing { text } else { text.strip_prefix('"')? };
        let length = plain_prefix(content.as_bytes());
        if length == content.len() {
            self.grow(content);
            return Some(Read::Part);
        }
        if content.as_bytes().get(length) != Some(&b'"') || !may_end {
            return None;
        }
        self.end(content.get(..length)?);
        Some(Read::Whole(text.len() - content.len() + length + 1))
    }

    fn rest(&mut self, input: &mut Input<'_>) -> Fill {
        self.state = State::Growing;
        let read = input.string(&mut self.text);
        if read == Err(Stop::More) {
            input.saved.text_grows = true;
            return input.pause();
        }
        read
    }
}

impl Slot for Text {
    fn fill(&mut self, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
        if self.state != State::Growing {
            match input.peek_token() {
                Some(b'"') => input.position += 1,
                Some(_) => return input.mismatch("a string"),
                None => return input.wait(),
            }
        }
        self.rest(input)?;
        if !rules.is_none()
            && let Err(broken) = rules.check_found(Some(Found::Text(&self.text)))
        {
            return input.fail(Category::Rule, broken);
        }
        self.state = State::Done;
        Ok(())
    }

    #[inline]
    fn go_on(&mut self, text: &str, may_end: bool) -> Option<Read> {
        // The usual token in the middle of a string, without a call.
        if self.state == State::Growing && is_plain_word(text.as_bytes()) && place::push_word(&mut self.text, text) {
            return Some(Read::Part);
        }
        self.go_on_by_scanning(text, may_end)
    }

    fn state(&self) -> State {
        self.state
    }

    fn check(&self, rules: &'static Rules) -> Result<(), String> {
        rules.check_found(Some(Found::Text(&self.text)))
    }

    #[cfg(feature = "serde")]
    fn write_known(&self, out: &mut String) {
        if self.state != State::Absent {
            super::known::string(&self.text, out);
        }
    }
}

impl Partial for Text {
    type Value = String;

    fn empty() -> Self {
        Self::default()
    }

    fn take(&mut self) -> Option<String> {
        let done = self.state == State::Done;
        self.state = State::Absent;
        let text = core::mem::take(&mut self.text);
        done.then_some(text)
    }

    fn read<'o>(direct: &mut Direct<'_>, rules: &'static Rules, place: Place<'o, String>) -> Option<Written<'o>> {
        let text = match direct.plain_string() {
            Some(text) => place::string(text, 0),
            None => direct.escaped_string()?,
        };
        if !rules.is_none() && rules.check_found(Some(Found::Text(&text))).is_err() {
            return direct.fail();
        }
        Some(place.write(text))
    }
}

impl Generate for String {
    type Partial = Text;
    const SHAPE: Edge = Edge::new(&Shape::anonymous(Kind::String), identify("str", &[])).text();

    const __TYPE: &'static TypeOf<Self> = {
        static TYPE: TypeOf<String> = TypeOf::new();
        &TYPE
    };
}
