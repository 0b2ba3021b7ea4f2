//! Values made from a type's shape: what a model could have said.

mod flat;
mod number;
mod text;

use super::random::Random;
use crate::schema::parts::{Part, part};
use crate::schema::{Absent, Case, Edge, Field, Kind, Object, Rules, Tagging, Union, Variant};
use crate::{Generate, ParseError, from_str};
use std::collections::HashSet;

/// How deep values nest before lists are as short as they may be, and what may be null is.
const DEPTH: usize = 4;
/// A type that holds itself without a way out would nest for ever.
const DEEPEST: usize = 64;
/// How many documents are tried: a `check` function cannot be looked into, and a pattern may give the wrong length.
const TRIES: u64 = 500;

/// A value of `T` that keeps all rules of the type, the same one for the same seed.
///
/// It is made from the shape: bounds, lengths, patterns, formats, choices, tags and defaults are obeyed. What the shape does not say is
/// tried: a `check` function accepts one of 500 values, or there is none.
///
/// ```
/// use formwork::{Generate, testing::sample};
///
/// #[derive(Debug, Generate)]
/// struct Order {
///     #[generate(pattern = "^[A-Z]{2}-[0-9]{4}$")]
///     number: String,
///     #[generate(range = 1..=99)]
///     count: u8,
/// }
///
/// for seed in 0..100 {
///     let order: Order = sample(seed)?;
///     assert_eq!(order.number.len(), 7);
///     assert!((1..=99).contains(&order.count));
/// }
/// # Ok::<(), formwork::ParseError>(())
/// ```
///
/// # Errors
/// What is wrong with the last value that was tried: mostly the rule that none of them kept.
pub fn sample<T: Generate>(seed: u64) -> Result<T, ParseError> {
    tries::<T>(seed).map(|(_, value)| value)
}

/// The JSON of [`sample`]'s value, for what takes a reply: a [`Turn`](super::Turn), a parser, a snapshot.
///
/// ```
/// use formwork::blocking::Model as _;
/// use formwork::testing::{Script, Turn, sample_json};
///
/// let model = Script::new([Turn::text(sample_json::<Vec<u8>>(7)?)]);
/// let numbers: Vec<u8> = model.generate("Some numbers")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`sample`]'s.
pub fn sample_json<T: Generate>(seed: u64) -> Result<String, ParseError> {
    tries::<T>(seed).map(|(text, _)| text)
}

fn tries<T: Generate>(seed: u64) -> Result<(String, T), ParseError> {
    let mut random = Random::new(seed);
    let mut tried = 0;
    loop {
        let mut sampler = Sampler { random: Random::new(random.next()), out: String::new() };
        sampler.value(T::SHAPE, Rules::NONE, 0);
        match from_str(&sampler.out) {
            Ok(value) => return Ok((sampler.out, value)),
            Err(error) if tried == TRIES => return Err(error),
            Err(_) => tried += 1,
        }
    }
}

/// Writes a document.
struct Sampler {
    random: Random,
    out: String,
}

impl Sampler {
    fn value(&mut self, edge: Edge, rules: &Rules, depth: usize) {
        if depth > DEEPEST {
            return self.put("null");
        }
        match edge.shape().kind {
            Kind::Null => self.put("null"),
            Kind::Boolean => self.pick(&["true", "false"]),
            Kind::Integer { minimum, maximum, .. } => self.integer(minimum, maximum, rules),
            Kind::Number => self.number(rules),
            Kind::String => self.string(None, rules),
            Kind::Format(format) => self.string(Some(format), rules),
            Kind::Nullable(_) if depth > DEPTH || self.random.below(4) == 0 => self.put("null"),
            Kind::Nullable(inner) => self.value(inner, rules, depth),
            Kind::Same(inner, own) => self.value(inner, &rules.and(own), depth),
            Kind::List(item) => self.list(item, rules, rules.unique.is_some(), depth),
            Kind::Set(item) => self.list(item, rules, true, depth),
            Kind::Array(item, count) => {
                let rules = Rules { min_length: Some(count), max_length: Some(count), ..*rules };
                self.list(item, &rules, rules.unique.is_some(), depth);
            }
            Kind::Tuple(object) => self.tuple(object, depth),
            Kind::Map { key, value } => self.map(key, value, rules, depth),
            Kind::Object(object) => self.object(object, None, depth),
            Kind::Enum(variants) => self.variant(variants),
            Kind::Union(union) => self.union(union, depth),
            Kind::Any | Kind::Raw(_) => self.pick(&["null", "true", "7", "\"text\"", "[]", "{}", "{\"key\":[1.5,null]}"]),
        }
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn pick(&mut self, texts: &[&str]) {
        let place = self.random.below(texts.len());
        self.put(texts.get(place).copied().unwrap_or("null"));
    }

    fn variant(&mut self, variants: &[Variant]) {
        let place = self.random.below(variants.len());
        self.put(variants.get(place).map_or("null", |variant| variant.name.json));
    }

    /// How many characters or elements: as few as may be, or up to a few more.
    fn length(&mut self, rules: &Rules, few: usize) -> usize {
        let least = rules.min_length.unwrap_or(0);
        let most = rules.max_length.unwrap_or(usize::MAX).min(least.saturating_add(few)).max(least);
        least + self.random.below(most - least + 1)
    }

    fn list(&mut self, item: Edge, rules: &Rules, distinct: bool, depth: usize) {
        let count = if depth > DEPTH { rules.min_length.unwrap_or(0) } else { self.length(rules, 3) };
        self.put("[");
        self.elements(count, distinct, |sampler| sampler.value(item, Rules::NONE, depth + 1));
        self.put("]");
    }

    fn map(&mut self, key: Edge, value: Edge, rules: &Rules, depth: usize) {
        let count = if depth > DEPTH { rules.min_length.unwrap_or(0) } else { self.length(rules, 3) };
        self.put("{");
        let mut keys = HashSet::new();
        self.elements(count, false, |sampler| {
            // A key is told apart by itself, not by its value.
            let mut text = sampler.key(key, depth);
            for _ in 0..TRIES {
                if !keys.contains(&text) {
                    break;
                }
                text = sampler.key(key, depth);
            }
            sampler.put(&text);
            sampler.put(":");
            sampler.value(value, Rules::NONE, depth + 1);
            keys.insert(text);
        });
        self.put("}");
    }

    /// A key: a string, or a number in quotes.
    fn key(&mut self, key: Edge, depth: usize) -> String {
        let start = self.out.len();
        self.value(key, Rules::NONE, depth);
        let text = self.out.split_off(start);
        if text.starts_with('"') { text } else { format!("\"{text}\"") }
    }

    /// Writes elements with commas between them; of those that must differ there are fewer when no other is found.
    fn elements(&mut self, count: usize, distinct: bool, mut write: impl FnMut(&mut Self)) {
        let mut seen = HashSet::new();
        for _ in 0..count {
            let before = self.out.len();
            for _ in 0..TRIES {
                self.out.truncate(before);
                if !seen.is_empty() {
                    self.put(",");
                }
                let start = self.out.len();
                write(self);
                let is_new = seen.insert(self.out.get(start..).unwrap_or_default().to_owned());
                if is_new || !distinct {
                    break;
                }
            }
        }
    }

    fn tuple(&mut self, object: &Object, depth: usize) {
        let mut separator = "[";
        for field in object.fields {
            self.put(separator);
            self.value(field.shape, field.rules, depth + 1);
            separator = ",";
        }
        self.put(if object.fields.is_empty() { "[]" } else { "]" });
    }

    /// An object; of a union's case with its tag before the rest.
    fn object(&mut self, object: &Object, tag: Option<(&str, &str)>, depth: usize) {
        self.put("{");
        let mut first = true;
        if let Some((key, name)) = tag {
            self.entry(&mut first, key);
            self.put(name);
        }
        self.fields(object.fields, &mut first, depth);
        self.put("}");
    }

    fn fields(&mut self, fields: &[Field], first: &mut bool, depth: usize) {
        for field in fields {
            match (part(field), field.absent) {
                (Part::Own, Absent::Default) if self.random.below(3) == 0 => {}
                (Part::Own, _) => {
                    self.entry(first, field.name.json);
                    self.value(field.shape, field.rules, depth + 1);
                }
                (flattened, _) => self.flattened(flattened, first, depth),
            }
        }
    }

    fn entry(&mut self, first: &mut bool, key: &str) {
        if !std::mem::replace(first, false) {
            self.put(",");
        }
        self.put(key);
        self.put(":");
    }

    fn union(&mut self, union: &Union, depth: usize) {
        let Some(case) = self.case(union, depth) else { return self.put("null") };
        let name = case.name.json;
        match (union.tagging, case.content) {
            (Tagging::External, None) => self.put(name),
            (Tagging::External, Some(content)) => self.pair(None, name, Some((content, case.rules)), depth),
            (Tagging::Adjacent(tag, key), content) => {
                let content = content.map(|content| (content, case.rules));
                self.pair(Some((tag.json, name)), key.json, content, depth);
            }
            (Tagging::Internal(tag), content) => match content.map(|content| content.plain().shape().kind) {
                Some(Kind::Object(object)) => self.object(object, Some((tag.json, name)), depth),
                _ => self.pair(Some((tag.json, name)), "", None, depth),
            },
            (Tagging::Untagged, Some(content)) => self.value(content, case.rules, depth + 1),
            (Tagging::Untagged, None) => self.put("null"),
        }
    }

    fn case<'u>(&mut self, union: &'u Union, depth: usize) -> Option<&'u Case> {
        // Deep down the cases without content are the way out, where there are some.
        let is_leaf = depth > DEPTH && union.cases.iter().any(|case| case.content.is_none());
        let cases: Vec<_> = union.cases.iter().filter(|case| !is_leaf || case.content.is_none()).collect();
        cases.get(self.random.below(cases.len())).copied()
    }

    /// An object of a tag, where there is one, and a key for the content, where there is some.
    fn pair(&mut self, tag: Option<(&str, &str)>, key: &str, content: Option<(Edge, &Rules)>, depth: usize) {
        self.put("{");
        let mut first = true;
        if let Some((tag, name)) = tag {
            self.entry(&mut first, tag);
            self.put(name);
        }
        if let Some((content, rules)) = content {
            self.entry(&mut first, key);
            self.value(content, rules, depth + 1);
        }
        self.put("}");
    }
}
