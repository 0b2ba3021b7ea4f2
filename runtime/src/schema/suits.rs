//! Checks of a declaration that need to know the types, made while the type's table is evaluated: what fails here is a
//! compile error at the field. They are tracked to where they are called, so that it is shown there and nothing of them.
#![expect(
    clippy::panic,
    clippy::manual_assert,
    clippy::missing_panics_doc,
    reason = "a panic in const evaluation is how a compile error is reported here"
)]

use super::twice::no_tag;
use super::{Bound, Edge, KEYLESS, Kind, Rules, Union};

/// Gives back `edge`, if there is no map with wrong keys in it.
#[track_caller]
pub const fn sound(edge: Edge) -> Edge {
    if edge.id() == KEYLESS {
        panic!(
            "the keys of a map are strings in JSON: use `String`, an integer, a type written as a string, or an enum without data; for other keys use a `Vec` of a struct with the key and the value"
        );
    }
    edge
}

/// Gives back `rules`, if values of the type at `edge` can have them.
#[track_caller]
pub const fn suited(edge: Edge, rules: &'static Rules) -> &'static Rules {
    let kind = edge.plain().shape().kind;
    if rules.minimum.is_some() || rules.maximum.is_some() {
        match kind {
            Kind::Integer { minimum, maximum, .. } => integer_range(rules, minimum, maximum),
            Kind::Number | Kind::Raw(_) => {}
            _ => panic!("`range` is for numbers and this type is none; remove it, or use `len` for a length"),
        }
    }
    if rules.multiple_of.is_some() && !matches!(kind, Kind::Integer { .. } | Kind::Number) {
        panic!("`multiple_of` is for numbers and this type is none; remove it");
    }
    if matches!(kind, Kind::Integer { .. }) && !is_whole(rules.multiple_of) {
        panic!("the field's type is an integer, and this step is not; write it as one");
    }
    if rules.min_length.is_some() || rules.max_length.is_some() {
        match kind {
            Kind::String | Kind::List(_) | Kind::Set(_) | Kind::Map { .. } | Kind::Format(_) => {}
            Kind::Integer { .. } | Kind::Number => {
                panic!("`len` is for strings, lists and maps, and this type is a number; use `range` for a number")
            }
            _ => panic!("`len` is for strings, lists and maps, and this type is none; remove it"),
        }
    }
    let is_text = matches!(kind, Kind::String | Kind::Format(_));
    if rules.pattern.is_some() && !is_text {
        panic!("`pattern` is for strings and this type is none; remove it");
    }
    if rules.format.is_some() && !is_text {
        panic!("`format` is for strings and this type is none; remove it");
    }
    if !rules.one_of.is_empty() && !is_text {
        panic!("these choices are strings and this type is none; write numbers, or remove `one_of`");
    }
    if !rules.one_of_numbers.is_empty() {
        one_of_numbers(rules, kind);
    }
    rules
}

#[track_caller]
const fn integer_range(rules: &Rules, minimum: i128, maximum: u128) {
    let (mut low, mut high) = (minimum, maximum);
    if !is_whole(rules.minimum) || !is_whole(rules.maximum) {
        panic!("the field's type is an integer, and this range is not; write its ends as integers from -2^127 to 2^127 - 1");
    }
    if let Some(bound) = rules.minimum
        && let Some(value) = bound.integer
    {
        if !holds(value, minimum, maximum) {
            panic!("this range begins outside what the field's type can hold; narrow the range or widen the type");
        }
        low = if bound.exclusive { value.saturating_add(1) } else { value };
    }
    if let Some(bound) = rules.maximum
        && let Some(value) = bound.integer
    {
        // `0..256` is all of a `u8`.
        let last = if bound.exclusive { value.saturating_sub(1) } else { value };
        if !holds(last, minimum, maximum) {
            panic!("this range ends outside what the field's type can hold; narrow the range or widen the type");
        }
        if last < low {
            panic!("no integer is in this range; widen it");
        }
        if last >= 0 {
            high = last.unsigned_abs();
        }
    }
    if low > 0 && low.unsigned_abs() > high {
        panic!("no integer is in this range; widen it");
    }
}

const fn is_whole(bound: Option<Bound>) -> bool {
    match bound {
        Some(bound) => bound.integer.is_some(),
        None => true,
    }
}

const fn holds(value: i128, minimum: i128, maximum: u128) -> bool {
    value >= minimum && (value < 0 || value.unsigned_abs() <= maximum)
}

#[track_caller]
const fn one_of_numbers(rules: &Rules, kind: Kind) {
    let mut choices = rules.one_of_numbers;
    while let [choice, rest @ ..] = choices {
        match (kind, choice.integer) {
            (Kind::Number, _) => {}
            (Kind::Integer { minimum, maximum, .. }, Some(value)) if holds(value, minimum, maximum) => {}
            (Kind::Integer { .. }, _) => panic!("one of these numbers is not one that the field's type can hold; remove it"),
            _ => panic!("these choices are numbers and this type is none; write strings, or remove `one_of`"),
        }
        choices = rest;
    }
}

/// Gives back `edge`, if its type can stand beside an internal tag that is called `tag`.
#[track_caller]
pub const fn content(edge: Edge, tag: &str) -> Edge {
    match edge.shape().kind {
        Kind::Object(_) => {
            no_tag(edge, tag);
            edge
        }
        Kind::Same(inner, _) => {
            content(inner, tag);
            edge
        }
        _ => panic!(
            "beside an internal tag only a struct with named fields can stand; give the enum a `content` besides its `tag`"
        ),
    }
}

/// Gives back `union`, if each of its cases can be told from the ones before it: for an enum without tags.
#[track_caller]
pub const fn distinct(union: &'static Union) -> &'static Union {
    let mut index = 0;
    while index < union.cases.len() {
        let mut earlier = 0;
        while earlier < index {
            if covers(kind_of(union, earlier), kind_of(union, index)) {
                panic!(
                    "a variant of this untagged enum can never be chosen, since an earlier one takes all its values; reorder the variants or add a tag"
                );
            }
            earlier += 1;
        }
        index += 1;
    }
    union
}

const fn kind_of(union: &Union, index: usize) -> Kind {
    let (_, from) = union.cases.split_at(index);
    match from {
        [case, ..] => match case.content {
            // A content with rules takes only some values.
            Some(edge) if case.rules.are_none() => edge.shape().kind,
            Some(_) => Kind::Raw(""),
            None => Kind::Null,
        },
        [] => Kind::Null,
    }
}

/// Whether every value of the second kind is one of the first; in doubt not.
const fn covers(first: Kind, second: Kind) -> bool {
    match (first, second) {
        (Kind::Integer { minimum, maximum, .. }, Kind::Integer { minimum: low, maximum: high, .. }) => {
            minimum <= low && maximum >= high
        }
        (Kind::Null, Kind::Null)
        | (Kind::Boolean, Kind::Boolean)
        | (Kind::Number, Kind::Number | Kind::Integer { .. })
        | (Kind::String, Kind::String | Kind::Format(_) | Kind::Enum(_))
        | (Kind::Any, _) => true,
        _ => false,
    }
}
