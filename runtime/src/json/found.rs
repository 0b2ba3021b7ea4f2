//! Whether a string or number keeps the rules of its field. Rules name [`keeps`] themselves, so that no program without them has
//! the code for it.

use super::check;
use crate::schema::{Bound, Rules};
use core::cmp::Ordering::{self, Equal, Greater, Less};
use core::fmt;

/// A value that rules can be put on.
#[derive(Debug, Clone, Copy)]
pub enum Found<'v> {
    /// A string.
    Text(&'v str),
    /// An integer of a signed type.
    Signed(i128),
    /// An integer of an unsigned type.
    Unsigned(u128),
    /// A number that is printed as an `f32`.
    Single(f32),
    /// Any other number.
    Double(f64),
}

/// Checks all rules of a string or number.
///
/// # Errors
/// What is wrong, in words.
pub fn keeps(found: Found<'_>, rules: &Rules) -> Result<(), String> {
    if let Found::Text(text) = found {
        return check::text(text, rules);
    }
    let mismatch = |expected: &str| Err(format!("must be {expected}, found {found}"));
    if let Some(bound) = &rules.minimum
        && !matches!((compare(found, bound), bound.exclusive), (Some(Greater), _) | (Some(Equal), false))
    {
        return mismatch(&format!("{} {}", if bound.exclusive { "greater than" } else { "at least" }, bound.text));
    }
    if let Some(bound) = &rules.maximum
        && !matches!((compare(found, bound), bound.exclusive), (Some(Less), _) | (Some(Equal), false))
    {
        return mismatch(&format!("{} {}", if bound.exclusive { "less than" } else { "at most" }, bound.text));
    }
    let choices = rules.one_of_numbers;
    if !choices.is_empty() && !choices.iter().any(|choice| compare(found, choice) == Some(Equal)) {
        let choices: Vec<_> = choices.iter().map(|choice| choice.text).collect();
        return mismatch(&format!("one of {}", choices.join(", ")));
    }
    match &rules.multiple_of {
        Some(step) if !is_multiple(found, step) => mismatch(&format!("a multiple of {}", step.text)),
        _ => Ok(()),
    }
}

#[expect(clippy::cast_precision_loss, reason = "only the order of an integer and a bound with a fraction counts")]
fn compare(found: Found<'_>, bound: &Bound) -> Option<Ordering> {
    match (found, bound.integer) {
        (Found::Text(_), _) => None,
        (Found::Signed(value), Some(bound)) => Some(value.cmp(&bound)),
        (Found::Unsigned(value), Some(bound)) => Some(i128::try_from(value).map_or(Greater, |value| value.cmp(&bound))),
        (Found::Signed(value), None) => (value as f64).partial_cmp(&bound.number),
        (Found::Unsigned(value), None) => (value as f64).partial_cmp(&bound.number),
        (Found::Single(value), _) => f64::from(value).partial_cmp(&bound.number),
        (Found::Double(value), _) => value.partial_cmp(&bound.number),
    }
}

fn is_multiple(found: Found<'_>, step: &Bound) -> bool {
    match (found, step.integer) {
        (Found::Text(_), _) => true,
        (Found::Signed(value), Some(step)) => step == 0 || value.checked_rem(step).is_none_or(|rest| rest == 0),
        (Found::Unsigned(value), Some(step)) => step == 0 || value % step.unsigned_abs() == 0,
        (Found::Single(value), _) => is_near_multiple(value.into(), step.number),
        (Found::Double(value), _) => is_near_multiple(value, step.number),
        // An integer and a step with a fraction: as a float it is the nearest there is.
        (value, None) => value.to_string().parse().is_ok_and(|value| is_near_multiple(value, step.number)),
    }
}

/// Whether `value` is as close to a multiple of `step` as its type can say.
fn is_near_multiple(value: f64, step: f64) -> bool {
    let times = value / step;
    (times - times.round()).abs() <= f64::EPSILON * times.abs().max(1.0) * 4.0
}

impl fmt::Display for Found<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => text.fmt(formatter),
            Self::Signed(value) => value.fmt(formatter),
            Self::Unsigned(value) => value.fmt(formatter),
            Self::Single(value) => value.fmt(formatter),
            Self::Double(value) => value.fmt(formatter),
        }
    }
}
