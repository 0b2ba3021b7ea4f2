//! The rules of one field: whether they can stand on it, and beside one another.

use crate::attr::{Choices, End, Field as Attrs, Literal, value};
use crate::errors::Errors;
use crate::input::Field;
use syn::Type;

/// Rules that cannot stand together, or on such a field.
pub(super) fn apply(field: &Field<'_>, errors: &mut Errors) {
    let attrs = &field.attrs;
    let has_others = attrs.range.is_some()
        || attrs.multiple_of.is_some()
        || attrs.pattern.is_some()
        || attrs.format.is_some()
        || attrs.one_of.is_some()
        || attrs.unique.is_some();
    let has_rules = has_others || attrs.length.is_some();
    let reason = if field.skipped {
        "a field that is skipped is not received; remove its rules"
    } else if field.serde.flatten() {
        "a field that is flattened is no value of its own; put the rules on its fields"
    } else if attrs.with.is_some() {
        "what serde reads is not looked at; put the rule in `schema`"
    } else {
        ""
    };
    // A map that is flattened has a length, and can be checked; whether it is one only its type knows.
    let may_be_map = field.serde.flatten() && !field.skipped && !has_others;
    if !reason.is_empty() && !may_be_map && (has_rules || attrs.is_checked()) {
        errors.at(&field.tokens.ident, reason);
    }
    if let Some(wire) = attrs.wire
        && (has_rules || attrs.is_checked())
    {
        let name = wire.name;
        errors.add(syn::Error::new(
            wire.span,
            format!("the rules are not those of what `{name}` receives; remove them, or `{name}`"),
        ));
    }
    choices_say_it_all(attrs, errors);
    literals_keep_the_rules(attrs, errors);
    examples_are_of_the_type(field, errors);
    if let (Some(format), Some(_)) = (&attrs.format, &attrs.pattern) {
        errors.at(format, "the server follows only one of `format` and `pattern`; remove one of them");
    }
    multiple_in_range(field, errors);
}

/// `one_of = ["s", "m"], len = 5..`: beside the choices the server follows no other rule, and the other can only take some of them.
fn choices_say_it_all(attrs: &Attrs, errors: &mut Errors) {
    let Some((span, _)) = &attrs.one_of else { return };
    let others = [
        ("range", attrs.range.is_some()),
        ("multiple_of", attrs.multiple_of.is_some()),
        ("len", attrs.length.is_some()),
        ("pattern", attrs.pattern.is_some()),
        ("format", attrs.format.is_some()),
    ];
    if let Some((name, _)) = others.iter().find(|(_, is_there)| *is_there) {
        errors.add(syn::Error::new(*span, format!("the choices say it all; remove `{name}`")));
    }
}

/// `range = 0..=9, example = 12`: the prompt would show the model what is then refused.
fn literals_keep_the_rules(attrs: &Attrs, errors: &mut Errors) {
    let examples = attrs.example_values.iter().map(|value| ("example", value));
    for (what, value) in examples.chain(attrs.default.iter().map(|value| ("default", value))) {
        let broken = match value::literal(value) {
            Some(Literal::Number(number)) => breaks_number(attrs, number),
            Some(Literal::Text(text)) => breaks_text(attrs, &text),
            None => None,
        };
        if let Some(rule) = broken {
            errors.at(value, format!("this {what} breaks the field's own `{rule}`; change one of the two"));
        }
    }
}

/// `example = "five"` on a `u8`. Of a type with another name nothing is known here.
fn examples_are_of_the_type(field: &Field<'_>, errors: &mut Errors) {
    const NUMBERS: &[&str] = &["u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize", "f32", "f64"];
    // What is received as a string is shown as one.
    let (Type::Path(ty), None) = (field.ty, field.attrs.wire) else {
        return;
    };
    for example in &field.attrs.example_values {
        let instead = match value::literal(example) {
            Some(Literal::Text(_)) if NUMBERS.iter().any(|name| ty.path.is_ident(name)) => "the field is a number; write one",
            Some(Literal::Number(_)) if ty.path.is_ident("String") => "the field is a string; write it in quotes",
            _ => continue,
        };
        errors.at(example, instead);
    }
}

fn breaks_number(attrs: &Attrs, number: f64) -> Option<&'static str> {
    if let Some(range) = &attrs.range {
        let is_low = |end: &End| number < end.number.float || (end.exclusive && number <= end.number.float);
        let is_high = |end: &End| number > end.number.float || (end.exclusive && number >= end.number.float);
        if range.minimum.as_ref().is_some_and(is_low) || range.maximum.as_ref().is_some_and(is_high) {
            return Some("range");
        }
    }
    match &attrs.one_of {
        Some((_, Choices::Numbers(choices))) if choices.iter().all(|choice| choice.float.total_cmp(&number).is_ne()) => {
            Some("one_of")
        }
        Some((_, Choices::Strings(_))) => Some("one_of"),
        _ => None,
    }
}

fn breaks_text(attrs: &Attrs, text: &str) -> Option<&'static str> {
    if attrs.range.is_some() {
        return Some("range");
    }
    if let Some(length) = &attrs.length {
        let found = text.chars().count();
        if length.minimum.is_some_and(|least| found < least) || length.maximum.is_some_and(|most| found > most) {
            return Some("len");
        }
    }
    match &attrs.one_of {
        Some((_, Choices::Strings(choices))) if choices.iter().all(|choice| choice != text) => Some("one_of"),
        Some((_, Choices::Numbers(_))) => Some("one_of"),
        _ => None,
    }
}

/// `range = 1..=4, multiple_of = 5`: no number is left.
fn multiple_in_range(field: &Field<'_>, errors: &mut Errors) {
    let (Some((_, step)), Some(range)) = (&field.attrs.multiple_of, &field.attrs.range) else {
        return;
    };
    let (Some(low), Some(high)) = (&range.minimum, &range.maximum) else {
        return;
    };
    let first = (low.number.float / step.float).ceil() * step.float;
    let first = if low.exclusive && first <= low.number.float { first + step.float } else { first };
    if first > high.number.float || (high.exclusive && first >= high.number.float) {
        errors.add(syn::Error::new(range.span, format!("no multiple of {} is in this range; widen it", step.text)));
    }
}
