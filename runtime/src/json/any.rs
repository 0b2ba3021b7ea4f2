//! Values of any type: kept as text and read by another parser when they are complete.

use super::capture::Capture;
use super::error::Category;
use super::skip::skip;
use super::{Fill, Input, Partial, Slot, State, Stop};
use crate::schema::Rules;
use core::fmt;

/// A type that is read from a whole JSON text by a parser of its own.
pub trait Whole: Sized + 'static {
    /// Whether a key of an object in the text may come twice.
    const KEYS_MAY_REPEAT: bool = false;

    /// Reads the value. The text is JSON, no deeper than the parser's limit, and no key of an object comes twice unless it may.
    ///
    /// # Errors
    /// What is wrong, in words.
    fn read(text: &str) -> Result<Self, String>;
}

/// Has serde read such a text. Its depth is the parser's matter, which has a limit of its own for it.
#[cfg(feature = "serde_json")]
pub(crate) fn deserialize<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    deserializer.disable_recursion_limit();
    T::deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value)).map_err(|error| error.to_string())
}

/// A value that is kept as JSON text until it is complete.
pub struct Captured<T> {
    kept: Capture,
    value: Option<T>,
    state: State,
}

impl<T> Captured<T> {
    /// The value, once it is complete.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The JSON text so far.
    pub fn text(&self) -> &str {
        &self.kept.text
    }
}

impl<T: Whole> Default for Captured<T> {
    fn default() -> Self {
        Self { kept: Capture::new(T::KEYS_MAY_REPEAT), value: None, state: State::Absent }
    }
}

impl<T> fmt::Debug for Captured<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Captured").field("text", &self.kept.text).field("state", &self.state).finish_non_exhaustive()
    }
}

const START: u8 = 0;
const INSIDE: u8 = 1;

impl<T: Whole> Slot for Captured<T> {
    fn fill(&mut self, input: &mut Input<'_>, _: &'static Rules) -> Fill {
        if input.resume().is_none_or(|frame| frame.phase == START) {
            if input.peek_token().is_none() {
                return input.suspend(START, 0);
            }
            self.state = State::Growing;
        }
        match skip(input, Some(&mut self.kept)) {
            Ok(()) => {}
            Err(Stop::More) => return input.suspend(INSIDE, 0),
            Err(Stop::Failed) => return Err(Stop::Failed),
        }
        match T::read(&self.kept.text) {
            Ok(value) => self.value = Some(value),
            Err(reason) => return input.fail(Category::Type, reason),
        }
        self.state = State::Done;
        Ok(())
    }

    fn state(&self) -> State {
        self.state
    }

    #[cfg(feature = "serde")]
    fn write_known(&self, out: &mut String) {
        match self.state {
            State::Absent => {}
            State::Growing => super::closing::close(&self.kept.text, out),
            State::Done => out.push_str(&self.kept.text),
        }
    }
}

impl<T: Whole> Partial for Captured<T> {
    type Value = T;

    fn empty() -> Self {
        Self::default()
    }

    fn take(&mut self) -> Option<T> {
        self.state = State::Absent;
        self.kept.clear();
        self.value.take()
    }
}
