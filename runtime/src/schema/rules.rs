//! The rules that a field's value must keep, beyond what its type says.

use super::{Format, Label};
use crate::json::Found;
use core::any::Any;
use core::fmt;

/// One end of a numeric range, or another number of a rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The bound as it was written, a JSON number.
    pub text: &'static str,
    /// The bound as an integer, where it is one.
    pub integer: Option<i128>,
    /// The bound as a floating-point number.
    pub number: f64,
    /// Whether the bound itself is out of range.
    pub exclusive: bool,
}

/// A function that says which of the rules a string or number breaks.
type Keeps = fn(Found<'_>, &Rules) -> Result<(), String>;

/// A function of the user's that says what is wrong with a value.
pub(crate) type Check = fn(&dyn Any) -> Result<(), String>;

/// The rules declared on a field with `#[generate(...)]`.
#[derive(Clone, Copy)]
pub struct Rules {
    /// The smallest number.
    pub minimum: Option<Bound>,
    /// The largest number.
    pub maximum: Option<Bound>,
    /// What the number must be a multiple of.
    pub multiple_of: Option<Bound>,
    /// The smallest length: characters (code points) of a string, elements of a list.
    pub min_length: Option<usize>,
    /// The largest length: characters (code points) of a string, elements of a list.
    pub max_length: Option<usize>,
    /// The regular expression of a string.
    pub pattern: Option<&'static Pattern>,
    /// The form of a string.
    pub format: Option<&'static Format>,
    /// The strings to choose from; empty for any.
    pub one_of: &'static [Label],
    /// The numbers to choose from; empty for any.
    pub one_of_numbers: &'static [Bound],
    /// Says of a list whether all its elements differ; it is given the list.
    pub unique: Option<Check>,
    /// Checks those of these rules that are about a string or number: here, so that no program without rules has the code for it.
    pub keeps: Option<Keeps>,
    /// The user's own check; it is given the field's value.
    pub check: Option<Check>,
    /// As `check`, for what is said of a value that is taken nevertheless.
    pub warn: Option<Check>,
}

impl Rules {
    /// No rules. It is a `static`, so that it has one address everywhere and [`is_none`](Self::is_none) is one comparison.
    pub const NONE: &'static Self = &NONE;

    /// Whether these are [`Rules::NONE`].
    #[inline]
    pub fn is_none(&'static self) -> bool {
        core::ptr::eq(self, Self::NONE)
    }

    /// These rules and `other`: of two that limit the same thing the narrower one counts.
    pub(crate) const fn and(&self, other: &Self) -> Self {
        Self {
            minimum: match (self.minimum, other.minimum) {
                (Some(left), Some(right)) if right.number > left.number => Some(right),
                (None, right) => right,
                (left, _) => left,
            },
            maximum: match (self.maximum, other.maximum) {
                (Some(left), Some(right)) if right.number < left.number => Some(right),
                (None, right) => right,
                (left, _) => left,
            },
            multiple_of: if self.multiple_of.is_some() { self.multiple_of } else { other.multiple_of },
            min_length: match (self.min_length, other.min_length) {
                (Some(left), Some(right)) if right > left => Some(right),
                (None, right) => right,
                (left, _) => left,
            },
            max_length: match (self.max_length, other.max_length) {
                (Some(left), Some(right)) if right < left => Some(right),
                (None, right) => right,
                (left, _) => left,
            },
            pattern: if self.pattern.is_some() { self.pattern } else { other.pattern },
            format: if self.format.is_some() { self.format } else { other.format },
            one_of: if self.one_of.is_empty() { other.one_of } else { self.one_of },
            one_of_numbers: if self.one_of_numbers.is_empty() { other.one_of_numbers } else { self.one_of_numbers },
            unique: if self.unique.is_some() { self.unique } else { other.unique },
            keeps: if self.keeps.is_some() { self.keeps } else { other.keeps },
            check: if self.check.is_some() { self.check } else { other.check },
            warn: if self.warn.is_some() { self.warn } else { other.warn },
        }
    }

    /// Checks the rules of a string or number.
    ///
    /// # Errors
    /// What is wrong, in words.
    #[inline]
    pub(crate) fn check_found(&self, found: Option<Found<'_>>) -> Result<(), String> {
        match (self.keeps, found) {
            (Some(keeps), Some(found)) => keeps(found, self),
            _ => Ok(()),
        }
    }

    /// Whether every value keeps these rules.
    pub(super) const fn are_none(&self) -> bool {
        // One pattern and not a call for each: const evaluation pays by the call.
        matches!(
            self,
            Self {
                minimum: None,
                maximum: None,
                multiple_of: None,
                min_length: None,
                max_length: None,
                pattern: None,
                format: None,
                one_of: [],
                one_of_numbers: [],
                unique: None,
                check: None,
                warn: None,
                keeps: _,
            }
        )
    }

    pub(super) const fn is_choice(&self) -> bool {
        !self.one_of.is_empty() || !self.one_of_numbers.is_empty()
    }
}

impl fmt::Debug for Rules {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Rules")
            .field("minimum", &self.minimum)
            .field("maximum", &self.maximum)
            .field("min_length", &self.min_length)
            .field("max_length", &self.max_length)
            .field("pattern", &self.pattern)
            .finish_non_exhaustive()
    }
}

/// A regular expression, checked and rewritten by the derive.
#[derive(Debug, Clone, Copy)]
pub struct Pattern {
    /// The expression as it was written, for messages.
    pub source: &'static str,
    /// The expression for matching: only syntax that means the same everywhere.
    pub expression: &'static str,
    /// The same as a JSON string.
    pub json: &'static str,
    /// What the server takes, as a JSON string: without what would need an escape in JSON.
    pub ollama: &'static str,
    /// Whether a text matches an expression: here, so that no program without a pattern has the code for it.
    pub matches: fn(&'static str, &str) -> bool,
}

static NONE: Rules = Rules {
    minimum: None,
    maximum: None,
    multiple_of: None,
    min_length: None,
    max_length: None,
    pattern: None,
    format: None,
    one_of: &[],
    one_of_numbers: &[],
    unique: None,
    keeps: None,
    check: None,
    warn: None,
};
