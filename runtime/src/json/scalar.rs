//! Values that are shown only when they are complete, since one token is all there is of them.

use super::error::Category;
use super::found::Found;
use super::lenient::RepairKind;
use super::number::is_part;
use super::place::{Place, Written};
use super::{Direct, Fill, Input, Partial, Read, Slot, State, Stop};
use crate::schema::Rules;
#[cfg(feature = "serde")]
use core::fmt::Write as _;

/// A number, boolean or other value that is shown only when it is complete.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scalar<T> {
    value: Option<T>,
    phase: Phase,
}

/// How far the token has come.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Phase {
    Start,
    Inside,
    /// In quotes, which is a repair.
    Quoted,
}

impl<T> Scalar<T> {
    /// The value, once it is complete.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }
}

impl<T> Default for Scalar<T> {
    fn default() -> Self {
        Self { value: None, phase: Phase::Start }
    }
}

/// A type whose JSON is one token.
pub(crate) trait Token: core::fmt::Debug + Sized + 'static {
    /// What the type takes, in words.
    fn expected() -> String;

    /// Whether a value can begin with `byte`.
    fn starts(byte: u8) -> bool;

    /// Reads the token; `resumed` says that its beginning came in an earlier piece.
    ///
    /// # Errors
    /// As [`Slot::fill`].
    fn read(input: &mut Input<'_>, resumed: bool) -> Result<Self, Stop>;

    /// Reads the token from the start of `bytes`, if it is an ordinary one and ends there; gives its length.
    fn quick(_: &[u8]) -> Option<(Self, usize)> {
        None
    }

    /// Whether `bytes`, which are not empty, are the beginning of such a token, and perhaps of a longer one.
    fn begins(_: &[u8]) -> bool {
        false
    }

    /// Reads the value from the content of a string, where it is written in quotes; nothing if it is not one.
    fn from_text(_: &str) -> Option<Self> {
        None
    }

    /// Whether a token that was read the quick way is written as its value would be: as a number of the same sort.
    fn is_exact(_: &[u8]) -> bool {
        true
    }

    /// Appends the value's JSON, which is how it is printed for numbers and booleans.
    #[cfg(feature = "serde")]
    fn write(&self, out: &mut String) {
        // A string takes all that is written to it.
        let _ = write!(out, "{self:?}");
    }

    /// The value as rules see it, if any can be put on it.
    fn found(&self) -> Option<Found<'_>> {
        None
    }
}

#[inline]
fn keep<T: Token>(scalar: &mut Scalar<T>, value: T, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
    if !rules.is_none()
        && let Err(broken) = rules.check_found(value.found())
    {
        return input.fail(Category::Rule, broken);
    }
    // Whole values are the same however they came.
    *scalar = Scalar { value: Some(value), phase: Phase::Start };
    Ok(())
}

#[cold]
fn keep_quoted<T: Token>(scalar: &mut Scalar<T>, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
    let mut value = None;
    let mut takes = |text: &str| {
        value = T::from_text(text);
        value.is_some()
    };
    let read = quoted(input, &mut takes, T::expected);
    if read == Err(Stop::More) {
        scalar.phase = Phase::Quoted;
    }
    read?;
    value.map_or(Err(Stop::Failed), |value| keep(scalar, value, input, rules))
}

/// Goes on after an opening quote; `takes` says whether it takes the content.
fn quoted(input: &mut Input<'_>, takes: &mut dyn FnMut(&str) -> bool, expected: fn() -> String) -> Fill {
    match input.name(|text| if takes(text) { Ok(()) } else { Err(text.to_owned()) }) {
        Ok(Ok(())) => {
            input.repaired(RepairKind::QuotedScalar);
            Ok(())
        }
        Ok(Err(text)) => input.fail(Category::Type, format!("expected {}, found {text:?}", expected())),
        Err(Stop::More) => input.pause(),
        Err(Stop::Failed) => Err(Stop::Failed),
    }
}

/// Reads a value directly that is not to be had quickly, or about which there is more to be heeded.
#[inline(never)]
fn read<'o, T: Token>(direct: &mut Direct<'_>, rules: &'static Rules, place: Place<'o, T>) -> Option<Written<'o>> {
    let is_exact = |length: &usize| !direct.is_exact() || direct.rest().get(..*length).is_some_and(T::is_exact);
    let Some((value, length)) = T::quick(direct.rest()).filter(|(_, length)| is_exact(length)) else {
        let is_cut = direct.rest().iter().all(|byte| is_part(*byte));
        return if is_cut { direct.fail() } else { direct.by_slot::<Scalar<T>>(rules, place) };
    };
    direct.at += length;
    if !rules.is_none() && rules.check_found(value.found()).is_err() {
        return direct.fail();
    }
    Some(place.write(value))
}

impl<T: Token> Slot for Scalar<T> {
    fn fill(&mut self, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
        match self.phase {
            Phase::Start => match input.peek_token() {
                Some(byte) if T::starts(byte) => {}
                Some(b'"') if input.saved.repair => {
                    input.position += 1;
                    return keep_quoted(self, input, rules);
                }
                Some(_) => return input.mismatch(&T::expected()),
                None => return input.wait(),
            },
            Phase::Quoted => return keep_quoted(self, input, rules),
            Phase::Inside => {}
        }
        let quick = if input.saved.scratch.is_empty() { T::quick(input.rest()) } else { None };
        let read = match quick {
            Some((value, length)) => {
                input.position += length;
                Ok(value)
            }
            None => T::read(input, self.phase == Phase::Inside),
        };
        match read {
            Ok(value) => keep(self, value, input, rules),
            Err(Stop::More) => {
                self.phase = Phase::Inside;
                input.pause()
            }
            Err(Stop::Failed) => Err(Stop::Failed),
        }
    }

    fn go_on(&mut self, text: &str, may_end: bool) -> Option<Read> {
        if self.phase != Phase::Start || !may_end {
            return None;
        }
        match T::quick(text.as_bytes()) {
            Some((value, length)) => {
                self.value = Some(value);
                Some(Read::Whole(length))
            }
            None => T::begins(text.as_bytes()).then_some(Read::Cut),
        }
    }

    fn state(&self) -> State {
        match (&self.value, self.phase) {
            (Some(_), _) => State::Done,
            (None, Phase::Start) => State::Absent,
            (None, _) => State::Growing,
        }
    }

    fn check(&self, rules: &'static Rules) -> Result<(), String> {
        rules.check_found(self.value.as_ref().and_then(Token::found))
    }

    #[cfg(feature = "serde")]
    fn write_known(&self, out: &mut String) {
        if let Some(value) = &self.value {
            value.write(out);
        }
    }
}

impl<T: Token> Partial for Scalar<T> {
    type Value = T;

    fn empty() -> Self {
        Self::default()
    }

    fn take(&mut self) -> Option<T> {
        self.phase = Phase::Start;
        self.value.take()
    }

    fn read<'o>(direct: &mut Direct<'_>, rules: &'static Rules, place: Place<'o, T>) -> Option<Written<'o>> {
        if let Some((value, length)) = T::quick(direct.bytes().get(direct.at..)?)
            && rules.is_none()
            && !direct.is_exact()
        {
            direct.at += length;
            return Some(place.write(value));
        }
        read(direct, rules, place)
    }
}
