//! Strings, which grow as text.

use super::error::Category;
use super::input::Frame;
use super::keeps::Found;
use super::place::{self, Place, Written};
use super::scan::plain_string;
use super::{Direct, Fill, Input, Partial, Slot, State, Stop, TypeOf};
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
    fn rest(&mut self, input: &mut Input<'_>) -> Fill {
        self.state = State::Growing;
        let read = input.string(&mut self.text);
        if read == Err(Stop::More) {
            input.saved.text_grows = true;
            input.remember(INSIDE, 0);
        }
        read
    }
}

const START: u8 = 0;
const INSIDE: u8 = 1;

impl Slot for Text {
    fn fill(&mut self, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
        match input.resume() {
            Some(Frame { phase: INSIDE, .. }) => self.rest(input)?,
            _ => match input.peek_token() {
                Some(b'"') => {
                    input.position += 1;
                    self.rest(input)?;
                }
                Some(_) => return input.mismatch("a string"),
                None => return input.suspend(START, 0),
            },
        }
        if !rules.is_none()
            && let Err(broken) = rules.check_found(Some(Found::Text(&self.text)))
        {
            return input.fail(Category::Rule, broken);
        }
        self.state = State::Done;
        Ok(())
    }

    fn quick<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let (content, after) = plain_string(text)?;
        self.text = content.into();
        self.state = State::Done;
        Some(after)
    }

    fn grow(&mut self, frames: &[Frame], text: &str) -> bool {
        let is_inside = matches!(frames, [Frame { phase: INSIDE, .. }]);
        if is_inside {
            self.text.push_str(text);
        }
        is_inside
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
            Some(text) => place::string(text),
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
