//! Numbers within their bounds.

use super::Sampler;
use crate::schema::{Bound, Rules};
use std::fmt::Write as _;

/// How far from zero numbers go where nothing bounds them.
const FAR: f64 = 1_000_000.0;

impl Sampler {
    pub(super) fn integer(&mut self, minimum: i128, maximum: u128, rules: &Rules) {
        if self.choice(rules) {
            return;
        }
        let maximum = i128::try_from(maximum).unwrap_or(i128::MAX);
        let low = rules.minimum.map_or(minimum, |bound| low(bound).max(minimum));
        let high = rules.maximum.map_or(maximum, |bound| high(bound).min(maximum)).max(low);
        let step = rules.multiple_of.and_then(|step| step.integer).filter(|step| *step > 0).unwrap_or(1);
        // The first and last multiple within the bounds.
        let (first, last) = (low.div_euclid(step) + i128::from(low.rem_euclid(step) > 0), high.div_euclid(step));
        let count = first.max(last).wrapping_sub(first);
        let offset = match self.random.below(8) {
            0 => 0,
            1 => count,
            // Near zero, as most numbers are.
            2..=5 => {
                let near = i128::from(self.random.next() % 100) - 20;
                near.clamp(first, last.max(first)).wrapping_sub(first)
            }
            _ => (i128::from(self.random.next() >> 1) << 32).checked_rem(count.saturating_add(1)).unwrap_or(0),
        };
        let value = first.wrapping_add(offset).saturating_mul(step);
        let _ = write!(self.out, "{value}");
    }

    pub(super) fn number(&mut self, rules: &Rules) {
        if self.choice(rules) {
            return;
        }
        let low = rules.minimum.map_or(f64::NEG_INFINITY, |bound| bound.number);
        let high = rules.maximum.map_or(f64::INFINITY, |bound| bound.number);
        // Only what is not bounded gets bounds of ours.
        let (low, high) = (low.max((-FAR).min(high - FAR)), high.min(FAR.max(low + FAR)));
        let open = |bound: Option<Bound>| u32::from(bound.is_some_and(|bound| bound.exclusive));
        // Thousandths of the way, the ends included unless they are excluded.
        let steps = 1_001 - open(rules.minimum) - open(rules.maximum);
        let place = open(rules.minimum) + u32::try_from(self.random.below(steps as usize)).unwrap_or(0);
        let mut value = (low + (high - low) * f64::from(place) / 1_000.0).clamp(low, high);
        match rules.multiple_of {
            Some(step) => value = (value / step.number).round() * step.number,
            // Fewer digits where they fit.
            None => {
                let short = (value * 100.0).round() / 100.0;
                value = if short > low && short < high { short } else { value };
            }
        }
        let _ = write!(self.out, "{value:?}");
    }

    /// Writes one of the values to choose from, where there are some.
    pub(super) fn choice(&mut self, rules: &Rules) -> bool {
        let labels = rules.one_of.iter().map(|label| label.json);
        let all: Vec<_> = labels.chain(rules.one_of_numbers.iter().map(|number| number.text)).collect();
        if !all.is_empty() {
            self.pick(&all);
        }
        !all.is_empty()
    }
}

/// The smallest integer within a bound.
fn low(bound: Bound) -> i128 {
    bound.integer.map_or_else(|| whole(bound.number.ceil()), |integer| integer.saturating_add(bound.exclusive.into()))
}

/// The largest integer within a bound.
fn high(bound: Bound) -> i128 {
    bound.integer.map_or_else(|| whole(bound.number.floor()), |integer| integer.saturating_sub(bound.exclusive.into()))
}

#[expect(clippy::cast_possible_truncation, reason = "it saturates, which is right for a bound")]
fn whole(number: f64) -> i128 {
    number as i128
}
