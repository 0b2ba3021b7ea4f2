//! Writes strings and numbers: the keywords of their types and rules.

use super::render::{Renderer, of_type};
use super::writer::Writer;
use super::{Bound, Dialect, Format, Label, Rules};

impl Renderer<'_> {
    pub(super) const fn number<const N: usize>(out: &mut Writer<N>, rules: &Rules, null: bool) {
        of_type(out, "number", null);
        if rules.is_choice() {
            choices(out, rules, null);
        } else {
            bounds(out, rules);
            multiple_of(out, rules);
        }
    }

    pub(super) const fn integer<const N: usize>(
        self,
        out: &mut Writer<N>,
        minimum: i128,
        maximum: u128,
        rules: &Rules,
        null: bool,
    ) {
        of_type(out, "integer", null);
        if rules.is_choice() {
            choices(out, rules, null);
        } else {
            self.integer_bounds(out, minimum, maximum, rules);
            multiple_of(out, rules);
        }
    }

    /// Of a pattern, a format and lengths the server follows only the first, in this order.
    pub(super) const fn string<const N: usize>(self, out: &mut Writer<N>, own: &Format, rules: &Rules, null: bool) {
        of_type(out, "string", null);
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

    /// The narrower of what the Rust type holds and what the rules say; nothing past `i64` for Ollama.
    const fn integer_bounds<const N: usize>(self, out: &mut Writer<N>, minimum: i128, maximum: u128, rules: &Rules) {
        let server = !matches!(self.dialect, Dialect::Standard);
        let (mut low, mut high) = (minimum, maximum);
        if let Some(bound) = rules.minimum
            && let Some(value) = bound.integer
        {
            let value = if bound.exclusive { value.saturating_add(1) } else { value };
            if value > low {
                low = value;
            }
        }
        if let Some(bound) = rules.maximum
            && let Some(value) = bound.integer
        {
            let value = if bound.exclusive { value.saturating_sub(1) } else { value };
            if value < 0 {
                // Only a rule gives a negative maximum; no Rust type has one.
                if !server || value >= i64::MIN as i128 {
                    minimum_of(out, low, server);
                    out.text(",\"maximum\":");
                    out.signed(value);
                }
                return;
            }
            if value.unsigned_abs() < high {
                high = value.unsigned_abs();
            }
        }
        minimum_of(out, low, server);
        if !server || high < i64::MAX as u128 {
            out.text(",\"maximum\":");
            out.unsigned(high);
        }
    }

    /// Lengths of 2,000 and more are refused or not enforced by the server, so they are left to the check after decoding.
    pub(super) const fn lengths<const N: usize>(self, out: &mut Writer<N>, rules: &Rules, minimum: &str, maximum: &str) {
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

const fn minimum_of<const N: usize>(out: &mut Writer<N>, low: i128, server: bool) {
    if !server || low > i64::MIN as i128 {
        out.text(",\"minimum\":");
        out.signed(low);
    }
}

const fn bounds<const N: usize>(out: &mut Writer<N>, rules: &Rules) {
    if let Some(bound) = rules.minimum {
        out.text(if bound.exclusive { ",\"exclusiveMinimum\":" } else { ",\"minimum\":" });
        out.text(bound.text);
    }
    if let Some(bound) = rules.maximum {
        out.text(if bound.exclusive { ",\"exclusiveMaximum\":" } else { ",\"maximum\":" });
        out.text(bound.text);
    }
}

const fn multiple_of<const N: usize>(out: &mut Writer<N>, rules: &Rules) {
    if let Some(bound) = rules.multiple_of {
        out.text(",\"multipleOf\":");
        out.text(bound.text);
    }
}

const fn choices<const N: usize>(out: &mut Writer<N>, rules: &Rules, null: bool) {
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
