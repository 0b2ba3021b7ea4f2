//! A value that is made from another when that one is complete: newtypes, sets, checked fields.

use super::error::Category;
use super::input::Frame;
use super::kept::Kept;
use super::pieces::Container;
use super::place::{self, Place, Written};
use super::{Direct, Fill, Input, Partial, Read, Slot, SlotMut, SlotRef, State};
use crate::Generate;
use crate::schema::Rules;
use core::fmt;

/// A type that is made from what is received for it.
pub trait Convert<V>: Sized + 'static {
    /// The rules that what is received must keep; the derive writes them.
    #[doc(hidden)]
    const RULES: &'static Rules = Rules::NONE;

    /// Makes the value. Of one text it may be made more than once, if what follows has to be read again in another way.
    ///
    /// # Errors
    /// What is wrong, in words.
    fn convert(value: V) -> Result<Self, String>;
}

/// A value that is made when what it is made from is complete.
pub struct Converted<P, T> {
    growing: P,
    /// What was written of that.
    kept: Kept,
    value: Option<T>,
}

impl<P: Slot, T> Converted<P, T> {
    /// The value, once it is complete.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// What the value will be made from, while it is being received.
    pub fn growing(&self) -> Option<&P> {
        (self.value.is_none() && self.growing.state() != State::Absent).then_some(&self.growing)
    }
}

impl<P: Slot, T> fmt::Debug for Converted<P, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The value need not be `Debug`.
        formatter
            .debug_struct("Converted")
            .field("growing", &self.growing())
            .field("done", &self.value.is_some())
            .finish_non_exhaustive()
    }
}

impl<P: Partial, T: Convert<P::Value>> Slot for Converted<P, T> {
    fn fill(&mut self, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
        let has_own = !T::RULES.is_none();
        self.growing.fill(input, if has_own { T::RULES } else { rules })?;
        if has_own
            && !rules.is_none()
            && let Err(broken) = self.growing.check(rules)
        {
            return input.fail(Category::Rule, broken);
        }
        self.kept.value(SlotRef::of(&self.growing), input.saved.shown);
        match self.growing.take().map(T::convert) {
            Some(Ok(value)) => self.value = Some(value),
            Some(Err(reason)) => return input.fail(Category::Rule, reason),
            None => return input.fail(Category::Type, "the value is not complete".into()),
        }
        Ok(())
    }

    fn go_on(&mut self, text: &str, _: bool) -> Option<Read> {
        self.growing.go_on(text, false)
    }

    fn inner(&mut self, frame: Frame) -> Option<SlotMut<'_>> {
        self.growing.inner(frame)
    }

    fn container(&mut self) -> Option<Container<'_>> {
        self.growing.container().filter(Container::is_object)
    }

    fn state(&self) -> State {
        if self.value.is_some() { State::Done } else { self.growing.state() }
    }

    #[cfg(feature = "serde")]
    fn write_known(&self, out: &mut String) {
        match self.value {
            Some(_) => out.push_str(self.kept.as_str()),
            None => self.growing.write_known(out),
        }
    }
}

impl<P: Partial, T: Convert<P::Value>> Partial for Converted<P, T> {
    type Value = T;

    fn empty() -> Self {
        Self { growing: P::empty(), kept: Kept::default(), value: None }
    }

    fn take(&mut self) -> Option<T> {
        self.kept.clear();
        self.value.take()
    }

    fn read<'o>(direct: &mut Direct<'_>, rules: &'static Rules, place: Place<'o, T>) -> Option<Written<'o>> {
        if !T::RULES.is_none() && !rules.is_none() {
            return direct.by_slot::<Self>(rules, place);
        }
        let rules = if rules.is_none() { T::RULES } else { rules };
        let value = place::value(|place| P::read(direct, rules, place))?;
        match T::convert(value) {
            Ok(value) => Some(place.write(value)),
            Err(_) => direct.fail(),
        }
    }
}

/// A value that a function of the user's looks at when it is complete.
///
/// The partial value is a parameter of its own, and `T` has no bound here, so that for the compiler a value of a type that is not
/// [`Generate`] is an error already, of which it says no more.
pub struct Checked<T, P = <T as Generate>::Partial> {
    growing: P,
    /// What was written of it.
    kept: Kept,
    value: Option<T>,
}

impl<T: Generate> Checked<T> {
    /// The value, once it is complete and has passed.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The value while it is being received.
    pub fn growing(&self) -> Option<&T::Partial> {
        (self.value.is_none() && self.growing.state() != State::Absent).then_some(&self.growing)
    }
}

impl<T: Generate> fmt::Debug for Checked<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Checked")
            .field("growing", &self.growing())
            .field("done", &self.value.is_some())
            .finish_non_exhaustive()
    }
}

impl<T: Generate> Slot for Checked<T> {
    fn fill(&mut self, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
        self.growing.fill(input, rules)?;
        self.kept.value(SlotRef::of(&self.growing), input.saved.shown);
        let Some(value) = self.growing.take() else {
            return input.fail(Category::Type, "the value is not complete".into());
        };
        if let Some(check) = rules.check
            && let Err(reason) = check(&value)
        {
            return input.fail(Category::Rule, reason);
        }
        if let Some(check) = rules.warn
            && let Err(reason) = check(&value)
        {
            input.warn(reason);
        }
        self.value = Some(value);
        Ok(())
    }

    fn go_on(&mut self, text: &str, _: bool) -> Option<Read> {
        self.growing.go_on(text, false)
    }

    fn inner(&mut self, frame: Frame) -> Option<SlotMut<'_>> {
        self.growing.inner(frame)
    }

    fn container(&mut self) -> Option<Container<'_>> {
        self.growing.container().filter(Container::is_object)
    }

    fn state(&self) -> State {
        if self.value.is_some() { State::Done } else { self.growing.state() }
    }

    #[cfg(feature = "serde")]
    fn write_known(&self, out: &mut String) {
        match self.value {
            Some(_) => out.push_str(self.kept.as_str()),
            None => self.growing.write_known(out),
        }
    }
}

impl<T: Generate> Partial for Checked<T> {
    type Value = T;

    fn empty() -> Self {
        Self { growing: T::Partial::empty(), kept: Kept::default(), value: None }
    }

    fn take(&mut self) -> Option<T> {
        self.kept.clear();
        // A field that has not been seen may still have a value: `None`.
        self.value.take().or_else(|| self.growing.take())
    }

    fn read<'o>(direct: &mut Direct<'_>, rules: &'static Rules, place: Place<'o, T>) -> Option<Written<'o>> {
        let value = place::value(|place| T::Partial::read(direct, rules, place))?;
        // The slots say what there is to say, also of what is only warned of.
        let is_silent = [rules.check, rules.warn].into_iter().flatten().all(|check| check(&value).is_ok());
        if is_silent { Some(place.write(value)) } else { direct.fail() }
    }
}
