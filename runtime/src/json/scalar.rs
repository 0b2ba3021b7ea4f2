//! Numbers and booleans: values that are shown only when they are complete.

use super::check;
use super::error::Category;
use super::lenient::RepairKind;
use super::number::{self, Number};
use super::{Fill, Input, Partial, Slot, State, Stop};
use crate::Generate;
use crate::schema::{Bound, Edge, Kind, Rules, Shape, identify};

/// A number, boolean or other value that is shown only when it is complete.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scalar<T> {
    value: Option<T>,
    growing: bool,
}

impl<T> Scalar<T> {
    /// The value, once it is complete.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }
}

impl<T> Default for Scalar<T> {
    fn default() -> Self {
        Self { value: None, growing: false }
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

    /// Reads the token from the start of `text`, if it is an ordinary one and ends there; gives its length.
    fn quick(_: &str) -> Option<(Self, usize)> {
        None
    }

    /// Reads the value from the content of a string, where it is written in quotes; nothing if it is not one.
    fn from_text(_: &str) -> Option<Self> {
        None
    }

    /// Checks the rules that can be put on such a value.
    ///
    /// # Errors
    /// What is wrong, in words.
    fn check(&self, rules: &Rules) -> Result<(), String>;
}

const START: u8 = 0;
const INSIDE: u8 = 1;
/// In quotes, which is a repair.
const QUOTED: u8 = 2;

#[inline]
fn keep<T: Token>(scalar: &mut Scalar<T>, value: T, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
    if !rules.is_none()
        && let Err(broken) = value.check(rules)
    {
        return input.fail(Category::Rule, broken);
    }
    scalar.value = Some(value);
    Ok(())
}

/// Goes on after an opening quote.
#[cold]
fn quoted<T: Token>(scalar: &mut Scalar<T>, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
    match input.name(|text| T::from_text(text).ok_or_else(|| text.to_owned())) {
        Ok(Ok(value)) => {
            input.repaired(RepairKind::QuotedScalar);
            keep(scalar, value, input, rules)
        }
        Ok(Err(text)) => input.fail(Category::Type, format!("expected {}, found {text:?}", T::expected())),
        Err(Stop::More) => {
            scalar.growing = true;
            input.suspend(QUOTED, 0)
        }
        Err(Stop::Failed) => Err(Stop::Failed),
    }
}

impl<T: Token> Slot for Scalar<T> {
    fn fill(&mut self, input: &mut Input<'_>, rules: &'static Rules) -> Fill {
        let phase = input.resume().map_or(START, |frame| frame.phase);
        let read = match phase {
            START => match input.peek_token() {
                Some(byte) if T::starts(byte) => {
                    if let Some((value, length)) = T::quick(input.ahead()) {
                        input.position += length;
                        return keep(self, value, input, rules);
                    }
                    T::read(input, false)
                }
                Some(b'"') if input.saved.repair => {
                    input.position += 1;
                    return quoted(self, input, rules);
                }
                Some(_) => return input.mismatch(&T::expected()),
                None => return input.suspend(START, 0),
            },
            QUOTED => return quoted(self, input, rules),
            _ => T::read(input, true),
        };
        match read {
            Ok(value) => keep(self, value, input, rules),
            Err(Stop::More) => {
                self.growing = true;
                input.suspend(INSIDE, 0)
            }
            Err(Stop::Failed) => Err(Stop::Failed),
        }
    }

    fn quick<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let (value, length) = T::quick(text)?;
        self.value = Some(value);
        text.get(length..)
    }

    fn state(&self) -> State {
        match (&self.value, self.growing) {
            (Some(_), _) => State::Done,
            (None, true) => State::Growing,
            (None, false) => State::Absent,
        }
    }

    fn check(&self, rules: &'static Rules) -> Result<(), String> {
        self.value.as_ref().map_or(Ok(()), |value| value.check(rules))
    }
}

impl<T: Token> Partial for Scalar<T> {
    type Value = T;

    fn take(&mut self) -> Option<T> {
        self.growing = false;
        self.value.take()
    }
}

macro_rules! number {
    ($($type:ident $kind:expr, $multiple:expr;)*) => { $(
        impl Token for $type {
            fn expected() -> String {
                <Self as Number>::expected()
            }

            fn starts(byte: u8) -> bool {
                matches!(byte, b'-' | b'0'..=b'9')
            }

            fn read(input: &mut Input<'_>, resumed: bool) -> Result<Self, Stop> {
                input.number(resumed)
            }

            #[inline]
            fn quick(text: &str) -> Option<(Self, usize)> {
                Number::quick(text.as_bytes())
            }

            fn from_text(text: &str) -> Option<Self> {
                Number::parse(text.trim()).ok()
            }

            fn check(&self, rules: &Rules) -> Result<(), String> {
                number::check(*self, rules)?;
                check::one_of(rules, self, |choice| self.compare(choice) == Some(core::cmp::Ordering::Equal))?;
                match rules.multiple_of {
                    Some(step) if !$multiple(*self, &step) => Err(format!("must be a multiple of {}, found {self}", step.text)),
                    _ => Ok(()),
                }
            }
        }

        impl Generate for $type {
            type Partial = Scalar<Self>;
            #[allow(clippy::cast_possible_wrap, reason = "the smallest unsigned number is 0")]
            const SHAPE: Edge = Edge::new(&Shape::anonymous($kind), identify(stringify!($type), &[]));
        }
    )* };
}

macro_rules! integer {
    ($($type:ident $digits:expr;)*) => {
        number! { $(
            $type Kind::Integer { minimum: $type::MIN as i128, maximum: $type::MAX as u128, digits: $digits }, |value: $type, step: &Bound| {
                // A step that the type cannot hold has only one multiple there.
                step.integer.map_or_else(|| rounded(&value).is_some_and(|value| is_multiple(value, step.number)), |step| {
                    $type::try_from(step).map_or(value == 0, |step| step == 0 || value.checked_rem(step) == Some(0))
                })
            };
        )* }

        #[cfg(test)]
        #[test]
        fn the_digits_of_bounds_are_those_of_the_types() {
            $( assert_eq!(($digits.0.to_owned(), $digits.1.to_owned()), ($type::MIN.to_string(), $type::MAX.to_string())); )*
        }
    };
}

const U32: (&str, &str) = ("0", "4294967295");
const U64: (&str, &str) = ("0", "18446744073709551615");
const I32: (&str, &str) = ("-2147483648", "2147483647");
const I64: (&str, &str) = ("-9223372036854775808", "9223372036854775807");
const USIZE: (&str, &str) = if usize::BITS == 64 { U64 } else { U32 };
const ISIZE: (&str, &str) = if isize::BITS == 64 { I64 } else { I32 };

integer! {
    u8 ("0", "255"); u16 ("0", "65535"); u32 U32; u64 U64; u128 ("0", "340282366920938463463374607431768211455");
    i8 ("-128", "127"); i16 ("-32768", "32767"); i32 I32; i64 I64;
    i128 ("-170141183460469231731687303715884105728", "170141183460469231731687303715884105727");
    usize USIZE; isize ISIZE;
}
number! {
    f32 Kind::Number, |value: f32, step: &Bound| is_multiple(value.into(), step.number);
    f64 Kind::Number, |value: f64, step: &Bound| is_multiple(value, step.number);
}

/// An integer as a float, for a step with a fraction: the nearest there is.
fn rounded(value: &dyn core::fmt::Display) -> Option<f64> {
    value.to_string().parse().ok()
}

/// Whether `value` is as close to a multiple of `step` as its type can say.
fn is_multiple(value: f64, step: f64) -> bool {
    let times = value / step;
    (times - times.round()).abs() <= f64::EPSILON * times.abs().max(1.0) * 4.0
}

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
    fn quick(text: &str) -> Option<(Self, usize)> {
        let is_true = text.starts_with("true");
        (is_true || text.starts_with("false")).then_some((is_true, if is_true { 4 } else { 5 }))
    }

    fn from_text(text: &str) -> Option<Self> {
        match text.trim() {
            "true" | "True" => Some(true),
            "false" | "False" => Some(false),
            _ => None,
        }
    }

    fn check(&self, _: &Rules) -> Result<(), String> {
        Ok(())
    }
}

impl Generate for bool {
    type Partial = Scalar<Self>;
    const SHAPE: Edge = Edge::new(&Shape::anonymous(Kind::Boolean), identify("bool", &[]));
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
                let expected = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ");
                let found = self.describe();
                let after = if read.is_empty() { String::new() } else { format!(" after `{read}`") };
                return self.fail(Category::Syntax, format!("expected {expected}, found {found}{after}"));
            }
            self.saved.scratch.push(next.into());
            self.position += 1;
        }
    }
}
