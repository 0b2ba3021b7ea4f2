//! Writes strings and numbers: the keywords of their types and rules.

use super::render::{INTEGER, NUMBER, Renderer, STRING, of_type};
use super::writer::Writer;
use super::{Bound, Dialect, Format, Label, Rules};

impl Renderer<'_> {
    pub(super) const fn number(out: &mut Writer<'_>, rules: &Rules, null: bool) {
        of_type(out, NUMBER, null);
        if rules.is_choice() {
            choices(out, rules, null);
        } else {
            bounds(out, rules);
            multiple_of(out, rules);
        }
    }

    pub(super) const fn integer(
        self,
        out: &mut Writer<'_>,
        bounds: (i128, u128),
        digits: (&str, &str),
        rules: &Rules,
        null: bool,
    ) {
        out.text(if null { INTEGER.1 } else { INTEGER.0 });
        if rules.are_none() {
            self.own_bounds(out, bounds, digits);
        } else if rules.is_choice() {
            choices(out, rules, null);
        } else {
            self.integer_bounds(out, bounds, digits, rules);
            multiple_of(out, rules);
        }
    }

    /// Of a pattern, a format and lengths the server follows only the first, in this order.
    pub(super) const fn string(self, out: &mut Writer<'_>, own: &Format, rules: &Rules, null: bool) {
        of_type(out, STRING, null);
        let standard = matches!(self.dialect, Dialect::Standard);
        if rules.is_choice() {
            choices(out, rules, null);
            if !standard {
                return;
            }
        }
        let format = match rules.format {
            Some(format) => format,
            None => own,
        };
        // What a pattern says is more exact than what Ollama's server makes of a name.
        let ollama = matches!(self.dialect, Dialect::Ollama);
        let named = !format.name.is_empty() && (standard || (format.enforced && (!ollama || format.pattern.is_empty())));
        let mut narrowed = false;
        if let Some(pattern) = rules.pattern {
            out.text(",\"pattern\":");
            out.text(if ollama { pattern.ollama } else { pattern.json });
            narrowed = true;
        } else if !named && !format.pattern.is_empty() && !standard {
            out.text(",\"pattern\":");
            out.text(format.pattern);
            narrowed = true;
        }
        if named && (standard || !narrowed) {
            out.text(",\"format\":\"");
            out.text(format.name);
            out.text("\"");
            narrowed = true;
        }
        if standard || !narrowed {
            let (least, most) = format.length;
            let own = Rules {
                min_length: if least > 0 { Some(least) } else { None },
                max_length: if most > 0 { Some(most) } else { None },
                ..*Rules::NONE
            };
            self.lengths(out, &own.and(rules), ",\"minLength\":", ",\"maxLength\":");
        }
    }

    /// The bounds of an integer without rules, as [`integer_bounds`](Self::integer_bounds) writes them: with fewer calls, since most
    /// have none.
    pub(super) const fn own_bounds(self, out: &mut Writer<'_>, bounds: (i128, u128), digits: (&str, &str)) {
        let standard = matches!(self.dialect, Dialect::Standard);
        if standard || bounds.0 > i64::MIN as i128 {
            out.text(",\"minimum\":");
            out.text(digits.0);
        }
        if standard || bounds.1 < i64::MAX as u128 {
            out.text(",\"maximum\":");
            out.text(digits.1);
        }
    }

    /// The narrower of what the Rust type holds and what the rules say; nothing past `i64` for Ollama.
    const fn integer_bounds(self, out: &mut Writer<'_>, bounds: (i128, u128), digits: (&str, &str), rules: &Rules) {
        let server = !matches!(self.dialect, Dialect::Standard);
        let low = match whole(rules.minimum, 1) {
            Some(value) if value > bounds.0 => Some(value),
            _ => None,
        };
        let is_held = match low {
            Some(value) => value > i64::MIN as i128 && value <= i64::MAX as i128,
            None => bounds.0 > i64::MIN as i128,
        };
        if !server || is_held {
            out.text(",\"minimum\":");
            integer(out, low, digits.0);
        }
        let high = match whole(rules.maximum, -1) {
            // Of Rust's types none ends below 0, so that a rule is always the narrower there.
            Some(value) if value < 0 || value.unsigned_abs() < bounds.1 => Some(value),
            _ => None,
        };
        let is_held = match high {
            Some(value) => value >= i64::MIN as i128 && value < i64::MAX as i128,
            None => bounds.1 < i64::MAX as u128,
        };
        if !server || is_held {
            out.text(",\"maximum\":");
            integer(out, high, digits.1);
        }
    }

    /// Lengths of 2,000 and more are refused or not enforced by the server, so they are left to the check after decoding.
    pub(super) const fn lengths(self, out: &mut Writer<'_>, rules: &Rules, minimum: &str, maximum: &str) {
        let limit = match self.dialect {
            Dialect::Ollama => 1_998,
            Dialect::OpenAi | Dialect::Standard => usize::MAX,
        };
        if let Some(length) = rules.min_length
            && length <= limit
        {
            out.text(minimum);
            out.unsigned(length as u128);
        }
        if let Some(length) = rules.max_length
            && length <= limit
        {
            out.text(maximum);
            out.unsigned(length as u128);
        }
    }
}

/// A bound that is an integer, itself included; `step` is where the next one is.
const fn whole(bound: Option<Bound>, step: i128) -> Option<i128> {
    match bound {
        Some(Bound { integer: Some(value), exclusive, .. }) => Some(if exclusive { value.saturating_add(step) } else { value }),
        _ => None,
    }
}

const fn integer(out: &mut Writer<'_>, value: Option<i128>, otherwise: &str) {
    match value {
        Some(value) => out.signed(value),
        None => out.text(otherwise),
    }
}

const fn bounds(out: &mut Writer<'_>, rules: &Rules) {
    if let Some(bound) = rules.minimum {
        out.text(if bound.exclusive { ",\"exclusiveMinimum\":" } else { ",\"minimum\":" });
        out.text(bound.text);
    }
    if let Some(bound) = rules.maximum {
        out.text(if bound.exclusive { ",\"exclusiveMaximum\":" } else { ",\"maximum\":" });
        out.text(bound.text);
    }
}

const fn multiple_of(out: &mut Writer<'_>, rules: &Rules) {
    if let Some(bound) = rules.multiple_of {
        out.text(",\"multipleOf\":");
        out.text(bound.text);
    }
}

const fn choices(out: &mut Writer<'_>, rules: &Rules, null: bool) {
    out.text(",\"enum\":[");
    let mut labels: &[Label] = rules.one_of;
    let mut separator = "";
    while let [label, rest @ ..] = labels {
        out.text(separator);
        out.text(label.json);
        separator = ",";
        labels = rest;
    }
    let mut numbers: &[Bound] = rules.one_of_numbers;
    while let [number, rest @ ..] = numbers {
        out.text(separator);
        out.text(number.text);
        separator = ",";
        numbers = rest;
    }
    out.text(if null { ",null]" } else { "]" });
}
