//! Strings: of a length, a form, or a pattern.

use super::super::random::Random;
use super::Sampler;
use crate::schema::{Format, Rules};
use regex_syntax::hir::{Class, Hir, HirKind};

/// What plain texts are made of: letters, and now and then what JSON escapes or UTF-8 takes more bytes for.
const LETTERS: &[char] = &[
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'k', 'l', 'm', 'n', 'o', 'p', 'r', 's', 't', 'u', 'w', 'A', 'M', 'Z', ' ', ' ',
    '-', '.', '0', '7', '"', '\\', '\n', 'é', '語', '😀',
];

/// How often a repetition without end is repeated beyond what it must.
const MORE: u32 = 6;
/// How many texts of a pattern are tried for one of the right length.
const TRIES: usize = 50;

impl Sampler {
    pub(super) fn string(&mut self, own: Option<&Format>, rules: &Rules) {
        if self.choice(rules) {
            return;
        }
        let text = match (rules.pattern, rules.format.or(own)) {
            (Some(pattern), _) => self.matching(pattern.expression, rules),
            (None, Some(format)) => self.form(format, rules),
            (None, None) => self.plain(rules),
        };
        let text = serde_json::Value::String(text).to_string();
        self.put(&text);
    }

    fn plain(&mut self, rules: &Rules) -> String {
        let length = self.length(rules, 12);
        (0..length).filter_map(|_| LETTERS.get(self.random.below(LETTERS.len()))).collect()
    }

    /// A text of this form. One that has no pattern and that is not known here is the example that its description gives.
    fn form(&mut self, format: &Format, rules: &Rules) -> String {
        let random = &mut self.random;
        let mut below = |end| random.below(end);
        let date =
            |below: &mut dyn FnMut(usize) -> usize| format!("{:04}-{:02}-{:02}", 1970 + below(80), 1 + below(12), 1 + below(28));
        let time = |below: &mut dyn FnMut(usize) -> usize| format!("{:02}:{:02}:{:02}Z", below(24), below(60), below(60));
        match format.name {
            "date" => date(&mut below),
            "time" => time(&mut below),
            "date-time" => format!("{}T{}", date(&mut below), time(&mut below)),
            "uuid" => {
                let (high, low) = (random.next(), random.next());
                let digits = format!("{high:016x}{low:016x}");
                // The digits of version and variant stand at fixed places.
                let part = |start: usize, end: usize| digits.get(start..end).unwrap_or_default();
                format!("{}-{}-4{}-8{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
            }
            // Its pattern is for a server, and wider than the format.
            "uri" => self.matching("https?://[a-z]{2,8}[.]example(/[a-z0-9-]{1,8}){0,3}", rules),
            _ => match serde_json::from_str::<String>(format.pattern) {
                Ok(pattern) => self.matching(&pattern, rules),
                Err(_) => match format.expected.split_once(" such as ") {
                    Some((_, example)) => example.to_owned(),
                    None => {
                        let (least, most) = format.length;
                        let length =
                            Rules { min_length: Some(least), max_length: Some(most).filter(|most| *most > 0), ..*Rules::NONE };
                        self.plain(&length.and(rules))
                    }
                },
            },
        }
    }

    /// A text that a pattern matches, of the right length if one is found.
    fn matching(&mut self, pattern: &str, rules: &Rules) -> String {
        let Ok(expression) = regex_syntax::Parser::new().parse(pattern) else { return String::new() };
        let mut text = String::new();
        for _ in 0..TRIES {
            text.clear();
            write(&expression, &mut self.random, &mut text);
            let length = text.chars().count();
            if rules.min_length.is_none_or(|least| length >= least) && rules.max_length.is_none_or(|most| length <= most) {
                break;
            }
        }
        text
    }
}

fn write(expression: &Hir, random: &mut Random, out: &mut String) {
    match expression.kind() {
        // The pattern is about the whole text, or about a part that is all there is.
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => out.extend(letter(class, random)),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(repetition.min.saturating_add(MORE)).min(repetition.min.saturating_add(MORE));
            let more = random.below((most - repetition.min) as usize + 1);
            for _ in 0..repetition.min as usize + more {
                write(&repetition.sub, random, out);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, random, out),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, random, out)),
        HirKind::Alternation(parts) => {
            let place = random.below(parts.len());
            if let Some(part) = parts.get(place) {
                write(part, random, out);
            }
        }
    }
}

/// A character of a class: a printable one of ASCII where there is one.
fn letter(class: &Class, random: &mut Random) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let all = || class.ranges().iter().map(|range| (range.start(), range.end()));
    let plain: Vec<_> = all()
        .map(|(start, end)| (start.max(' '), end.min('~')))
        .filter(|(start, end)| start <= end)
        .flat_map(|(start, end)| start..=end)
        .collect();
    if plain.is_empty() {
        let (start, end) = all().nth(random.below(class.ranges().len()))?;
        return (start..=end).nth(random.below(64)).or(Some(start));
    }
    plain.get(random.below(plain.len())).copied()
}
