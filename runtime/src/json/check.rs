//! The rules of strings and lists, checked when a value is complete.

use crate::schema::{Format, Rules};
use regex_lite::Regex;
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

/// Checks the rules of a string.
pub(super) fn text(text: &str, rules: &Rules) -> Result<(), String> {
    if rules.min_length.is_some() || rules.max_length.is_some() {
        length(text.chars().count(), rules, ("character", "characters"))?;
    }
    if let Some(pattern) = rules.pattern
        && !(pattern.matches)(pattern.expression, text)
    {
        return Err(format!("must match {}, found {}", pattern.source, quoted(text)));
    }
    if let Some(format) = rules.format
        && !has_format(text, format)
    {
        return Err(format!("must be {}, found {}", format.expected, quoted(text)));
    }
    if !rules.one_of.is_empty() && !rules.one_of.iter().any(|choice| choice.text == text) {
        let choices: Vec<_> = rules.one_of.iter().map(|choice| choice.json).collect();
        return Err(format!("must be one of {}, found {}", choices.join(", "), quoted(text)));
    }
    Ok(())
}

/// Checks the number of characters, elements or entries: `unit` is one of them, and several.
pub(super) fn length(found: usize, rules: &Rules, unit: (&str, &str)) -> Result<(), String> {
    let refuse = |bound: &str, count: usize| {
        let unit = if count == 1 { unit.0 } else { unit.1 };
        Err(format!("must have {bound} {count} {unit}, found {found}"))
    };
    match (rules.min_length, rules.max_length) {
        (Some(least), _) if found < least => refuse("at least", least),
        (_, Some(most)) if found > most => refuse("at most", most),
        _ => Ok(()),
    }
}

fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(40).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("{shown:?}")
}

/// Whether the text matches an expression that the derive has checked.
pub fn matches(expression: &'static str, text: &str) -> bool {
    cached(expression).is_none_or(|regex| regex.is_match(text))
}

/// The compiled form of an expression that the derive has checked; each is compiled once.
fn cached(expression: &'static str) -> Option<Regex> {
    static CACHE: RwLock<BTreeMap<&'static str, Regex>> = RwLock::new(BTreeMap::new());
    if let Some(regex) = CACHE.read().unwrap_or_else(PoisonError::into_inner).get(expression) {
        return Some(regex.clone());
    }
    let regex = Regex::new(expression).ok()?;
    CACHE.write().unwrap_or_else(PoisonError::into_inner).insert(expression, regex.clone());
    Some(regex)
}

fn has_format(text: &str, format: &Format) -> bool {
    match format.name {
        "date" => is_date(text),
        "time" => is_time(text),
        "date-time" => text.split_once(['T', 't']).is_some_and(|(date, time)| is_date(date) && is_time(time)),
        "uuid" => is_uuid(text),
        "ipv4" => text.parse::<core::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<core::net::Ipv6Addr>().is_ok(),
        "email" => is_email(text),
        "hostname" => is_hostname(text),
        "uri" => is_uri(text),
        _ => true,
    }
}

fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2)) else {
        return false;
    };
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// `hh:mm:ss`, perhaps a fraction, and `Z` or an offset.
fn is_time(text: &str) -> bool {
    let Some((clock, zone)) = text.find(['Z', 'z', '+', '-']).and_then(|at| text.split_at_checked(at)) else {
        return false;
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let has_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let in_day = |text: &str| -> Option<()> {
        let (hour, rest) = text.split_once(':')?;
        (digits(hour, 2)? < 24 && digits(rest, 2)? < 60).then_some(())
    };
    let has_clock =
        clock.rsplit_once(':').is_some_and(|(rest, second)| in_day(rest).is_some() && digits(second, 2).is_some_and(|s| s <= 60));
    let has_zone = matches!(zone, "Z" | "z") || zone.get(1..).is_some_and(|offset| in_day(offset).is_some());
    has_clock && has_fraction && has_zone
}

fn is_uuid(text: &str) -> bool {
    let mut groups = text.split('-');
    let lengths = [8, 4, 4, 4, 12];
    let all = lengths.iter().all(|length| {
        groups.next().is_some_and(|group| group.len() == *length && group.bytes().all(|byte| byte.is_ascii_hexdigit()))
    });
    all && groups.next().is_none()
}

fn is_hostname(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_atom = |atom: &str| {
        !atom.is_empty() && atom.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&byte))
    };
    local.len() <= 64 && local.split('.').all(is_atom) && is_hostname(domain)
}

/// A scheme, a colon and something after it, without white space or other characters that no URI has.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && !rest.is_empty()
        && rest.chars().all(|next| next.is_ascii_graphic() && !"\"<>\\^`{|}".contains(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_refused_in_words_that_fit_it() {
        let rules = Rules { min_length: Some(1), max_length: Some(2), ..*Rules::NONE };
        let found = [0, 1, 2, 3].map(|found| length(found, &rules, ("entry", "entries")).err());
        let [few, many] = ["must have at least 1 entry, found 0", "must have at most 2 entries, found 3"].map(String::from);
        assert_eq!(found, [Some(few), None, None, Some(many)]);
    }

    #[test]
    fn formats_take_what_they_name() {
        for (is, good, bad) in [
            (is_date as fn(&str) -> bool, &["2024-02-29", "1999-12-31"][..], &["2023-02-29", "2024-13-01", "24-01-01", ""][..]),
            (is_time, &["12:00:00Z", "23:59:60.123+02:00"], &["12:00Z", "24:00:00Z", "12:00:00", "12:00:00.Z"]),
            (is_uuid, &["123e4567-e89b-12d3-a456-426614174000"], &["123e4567-e89b-12d3-a456", "x"]),
            (is_email, &["a.b+c@example.org"], &["a@", "@b", "a b@c", "a..b@c"]),
            (is_hostname, &["a-b.example"], &["-a", "a..b", ""]),
            (is_uri, &["https://example.org/a?b#c", "mailto:x"], &["example.org", "http:", "a b:c"]),
        ] {
            for text in good {
                assert!(is(text), "{text}");
            }
            for text in bad {
                assert!(!is(text), "{text}");
            }
        }
    }
}
