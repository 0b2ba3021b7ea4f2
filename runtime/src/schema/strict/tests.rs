//! The limits of size: types of just that many properties, choices and bytes, and of one more.

use super::{LARGE_CHOICE, PROPERTIES, TEXT, TOO_LONG, TOO_LONG_CHOICES, TOO_MANY, TOO_MANY_CHOICES, refusal};
use crate::Generate;
use crate::schema::{Absent, Case, Edge, Field, Kind, Label, Object, Rules, Shape, Tagging, Union, Variant};
use std::sync::atomic::{AtomicU64, Ordering};

fn leak(text: String) -> &'static str {
    text.leak()
}

fn label(text: &str) -> Label {
    Label { text: leak(text.to_owned()), json: leak(format!("{text:?}")) }
}

/// A type of its own, without a name that would count.
fn shape(kind: Kind) -> Edge {
    static TYPES: AtomicU64 = AtomicU64::new(0);
    Edge::new(Box::leak(Box::new(Shape::anonymous(kind))), TYPES.fetch_add(1, Ordering::Relaxed))
}

/// An object of these fields.
fn object(fields: Vec<Field>) -> Edge {
    shape(Kind::Object(Box::leak(Box::new(Object { fields: fields.leak(), deny_unknown: false, flattens: false }))))
}

/// So many names of so many bytes together.
fn names(count: usize, bytes: usize) -> Vec<Label> {
    let short = bytes / count;
    let name = |index: usize| label(&format!("{index:0>width$}", width = short + usize::from(index < bytes % count)));
    (0..count).map(name).collect()
}

fn field(name: Label, value: Edge) -> Field {
    Field { shape: value, ..Field::named(name.text, name.json, 0, &bool::__TYPE.erased, 0) }
}

fn fields(names: Vec<Label>, value: Edge) -> Vec<Field> {
    names.into_iter().map(|name| field(name, value)).collect()
}

fn choice(names: Vec<Label>) -> Edge {
    let variants = names.into_iter().map(|name| Variant { name, description: Label::NONE, aliases: &[] }).collect::<Vec<_>>();
    shape(Kind::Enum(variants.leak()))
}

fn strings(names: Vec<Label>) -> Edge {
    let rules: &'static Rules = Box::leak(Box::new(Rules { one_of: names.leak(), ..*Rules::NONE }));
    shape(Kind::Same(String::SHAPE, rules))
}

fn why(edge: Edge) -> Option<&'static str> {
    refusal(edge).map(|refusal| refusal.why)
}

#[test]
fn so_many_properties_and_no_more() {
    assert_eq!(why(object(fields(names(PROPERTIES, PROPERTIES * 4), bool::SHAPE))), None);
    assert_eq!(why(object(fields(names(PROPERTIES + 1, PROPERTIES * 5), bool::SHAPE))), Some(TOO_MANY));
}

#[test]
fn so_many_choices_and_no_more() {
    for sort in [choice, strings] {
        assert_eq!(why(sort(names(1_000, 5_000))), None);
        assert_eq!(why(sort(names(1_001, 5_000))), Some(TOO_MANY_CHOICES));
        // In several places together.
        let twice = |count| {
            let value = shape(Kind::Nullable(sort(names(count, 4_000))));
            let one = field(label("one"), value);
            let other = field(label("other"), choice(names(500, 4_000)));
            why(object(vec![one, other]))
        };
        assert_eq!(twice(500), None);
        assert_eq!(twice(501), Some(TOO_MANY_CHOICES));
    }
}

#[test]
fn many_choices_may_not_be_long() {
    let (count, bytes) = LARGE_CHOICE;
    for sort in [choice, strings] {
        assert_eq!(why(sort(names(count, bytes + 1))), None);
        assert_eq!(why(sort(names(count + 1, bytes))), None);
        assert_eq!(why(sort(names(count + 1, bytes + 1))), Some(TOO_LONG_CHOICES));
    }
}

#[test]
fn names_and_choices_together_may_not_be_longer() {
    assert_eq!(why(object(fields(names(1_000, TEXT), bool::SHAPE))), None);
    assert_eq!(why(object(fields(names(1_000, TEXT + 1), bool::SHAPE))), Some(TOO_LONG));
    let with_choice = |bytes| why(object(fields(names(2, 100_000), choice(names(200, bytes)))));
    assert_eq!(with_choice(20_000), None);
    assert_eq!(with_choice(20_001), Some(TOO_LONG));
}

/// An enum that is flattened makes one object of each variant, with all properties in each.
#[test]
fn what_is_distributed_is_counted_for_each_variant() {
    let case = |name| Case { name: label(name), description: Label::NONE, content: None, rules: Rules::NONE, aliases: &[] };
    let cases = Box::leak(Box::new([case("one"), case("other")]));
    let union = shape(Kind::Union(Box::leak(Box::new(Union { tagging: Tagging::External, cases, other: None }))));
    let with_enum = |count| {
        let mut fields = fields(names(count, count * 4), bool::SHAPE);
        fields.push(Field { absent: Absent::Flattened, ..field(label("kind"), union) });
        let object = Object { fields: fields.leak(), deny_unknown: false, flattens: true };
        why(shape(Kind::Object(Box::leak(Box::new(object)))))
    };
    assert_eq!(with_enum(PROPERTIES / 2 - 1), None);
    assert_eq!(with_enum(PROPERTIES / 2), Some(TOO_MANY));
}
