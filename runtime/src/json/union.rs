//! Enums that carry data and are told apart by a name: the tag decides, and from there on the content streams.

use super::input::Frame;
use super::{Fill, Input, Partial, Slot, SlotMut, SlotRef, State, tagged, untagged};
use crate::schema::{Rules, Tagging, Union};
use core::fmt;

/// The partial value of an enum once its variant is known; the derive implements this.
pub trait Cases: fmt::Debug + Sized + 'static {
    /// The enum.
    type Value;

    /// The table of the variants.
    fn union() -> &'static Union;

    /// The variant at `index`, with nothing of its content seen.
    fn begin(index: usize) -> Option<Self>;

    /// The content; `None` for a variant that has none.
    fn slot(&self) -> Option<SlotRef<'_>>;

    /// The content, to be filled.
    fn slot_mut(&mut self) -> Option<SlotMut<'_>>;

    /// Moves the complete value out.
    fn take(&mut self) -> Option<Self::Value>;
}

/// A value of an enum that carries data.
pub struct Tagged<C> {
    case: Option<C>,
    index: usize,
    state: State,
    held: Held,
}

/// What came before it was known which variant it is.
#[derive(Default)]
pub(super) struct Held {
    /// The text, without the white space before it.
    pub(super) text: String,
    /// Where in the whole text that begins.
    pub(super) at: usize,
    /// Where in it the key that is being read begins.
    pub(super) key_at: usize,
    /// Adjacently tagged: whether the key of the content has come.
    pub(super) has_content: bool,
}

impl<C> Tagged<C> {
    /// The variant and what there is of its content, once it is known which variant it is.
    pub fn case(&self) -> Option<&C> {
        self.case.as_ref()
    }
}

impl<C> Default for Tagged<C> {
    fn default() -> Self {
        Self { case: None, index: 0, state: State::Absent, held: Held::default() }
    }
}

impl<C: fmt::Debug> fmt::Debug for Tagged<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tagged").field("case", &self.case).field("state", &self.state).finish_non_exhaustive()
    }
}

/// What the shared loops need of a union.
pub(super) trait Choosing {
    /// Decides for the case at `index`.
    fn choose(&mut self, index: usize);
    /// Goes on with the content of the case that was chosen.
    fn content(&mut self) -> Option<SlotMut<'_>>;
    fn rules(&self) -> &'static Rules;
    fn table(&self) -> &'static Union;
    fn name(&self) -> &'static str;
    fn held(&mut self) -> &mut Held;
    fn begin(&mut self);
}

impl<C: Cases> Choosing for Tagged<C> {
    fn choose(&mut self, index: usize) {
        self.index = index;
        self.case = C::begin(index);
    }

    fn content(&mut self) -> Option<SlotMut<'_>> {
        self.case.as_mut()?.slot_mut()
    }

    fn rules(&self) -> &'static Rules {
        C::union().cases.get(self.index).map_or(Rules::NONE, |case| case.rules)
    }

    fn table(&self) -> &'static Union {
        C::union()
    }

    fn name(&self) -> &'static str {
        C::union().cases.get(self.index).map_or("", |case| case.name.text)
    }

    fn held(&mut self) -> &mut Held {
        &mut self.held
    }

    fn begin(&mut self) {
        self.state = State::Growing;
    }
}

impl<C: Cases> Slot for Tagged<C> {
    fn fill(&mut self, input: &mut Input<'_>, _: &'static Rules) -> Fill {
        let phase = input.resume().map_or(tagged::START, |frame| frame.phase);
        if matches!(C::union().tagging, Tagging::Untagged) {
            untagged::fill(self, phase, input)
        } else {
            tagged::fill(self, phase, input)
        }?;
        self.state = State::Done;
        Ok(())
    }

    fn inner(&mut self, frame: Frame) -> Option<SlotMut<'_>> {
        let is_untagged = matches!(C::union().tagging, Tagging::Untagged);
        let in_content = if is_untagged { untagged::CONTENT } else { tagged::CONTENT };
        if frame.phase == in_content { self.content() } else { None }
    }

    fn state(&self) -> State {
        self.state
    }

    #[cfg(feature = "serde")]
    fn write_known(&self, out: &mut String) {
        if let Some(case) = &self.case {
            super::known::case(C::union(), self.index, case.slot(), out);
        }
    }
}

impl<C: Cases> Partial for Tagged<C> {
    type Value = C::Value;

    fn empty() -> Self {
        Self::default()
    }

    fn take(&mut self) -> Option<C::Value> {
        let mut done = core::mem::take(self);
        if done.state == State::Done { done.case.as_mut()?.take() } else { None }
    }
}
