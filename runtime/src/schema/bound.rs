//! How long the JSON of a type can become, for types whose every part has a bound.

use super::{Edge, Kind, Object, Rules, Tagging};

/// White space between two tokens: as much as llama.cpp's grammars allow, two line ends and twenty spaces.
const SPACE: usize = 22;
/// One character of a string, as two escapes.
const CHARACTER: usize = 12;
/// A number with a fraction and an exponent, as llama.cpp's grammars allow it.
const NUMBER: usize = 64;
/// A date, a time or a UUID.
const FORMAT: usize = 64;

/// The most bytes that the JSON of a value can have, white space included; `None` if there is no bound.
pub(crate) fn most_bytes(edge: Edge) -> Option<usize> {
    Measure { path: Vec::new() }.value(edge, Rules::NONE)
}

struct Measure {
    /// The types that the present one is in: a type inside itself has no bound.
    path: Vec<u64>,
}

impl Measure {
    fn value(&mut self, edge: Edge, rules: &Rules) -> Option<usize> {
        if self.path.contains(&edge.id()) {
            return None;
        }
        self.path.push(edge.id());
        let most = self.kind(&edge.shape().kind, rules);
        self.path.pop();
        most
    }

    fn kind(&mut self, kind: &Kind, rules: &Rules) -> Option<usize> {
        if rules.is_choice() {
            let texts = rules.one_of.iter().map(|choice| choice.json.len());
            return texts.chain(rules.one_of_numbers.iter().map(|_| NUMBER)).max();
        }
        match kind {
            Kind::Null => Some(4),
            Kind::Boolean => Some(5),
            Kind::Integer { digits: (least, most), .. } => Some(least.len().max(most.len())),
            Kind::Number => Some(NUMBER),
            Kind::String => string(rules.max_length).or_else(|| rules.format.filter(|format| format.enforced).map(|_| FORMAT)),
            Kind::Format(format) if format.enforced => Some(FORMAT),
            Kind::Format(format) => string(rules.max_length.or(Some(format.length.1).filter(|most| *most > 0))),
            Kind::Nullable(inner) => Some(self.value(*inner, rules)?.max(4)),
            Kind::List(element) | Kind::Set(element) => list(rules.max_length?, self.value(*element, Rules::NONE)?),
            Kind::Array(element, length) => list(*length, self.value(*element, Rules::NONE)?),
            Kind::Map { key, value } => {
                let key = self.value(*key, Rules::NONE)?.saturating_add(3 + SPACE);
                list(rules.max_length?, self.value(*value, Rules::NONE)?.saturating_add(key))
            }
            Kind::Tuple(object) | Kind::Object(object) => self.object(object),
            Kind::Enum(variants) => variants.iter().map(|variant| variant.name.json.len()).max(),
            Kind::Union(union) => {
                let around = match union.tagging {
                    Tagging::External | Tagging::Untagged => 0,
                    Tagging::Internal(tag) => tag.json.len(),
                    Tagging::Adjacent(tag, content) => tag.json.len() + content.json.len(),
                };
                let cases = union.cases.iter().map(|case| {
                    let content = case.content.map_or(Some(4), |content| self.value(content, case.rules))?;
                    // Two braces, two colons and a comma at most.
                    Some(content.saturating_add(around + case.name.json.len() + 5 * (1 + SPACE)))
                });
                cases.reduce(|left, right| Some(left?.max(right?)))?
            }
            Kind::Same(same, own) => self.value(*same, &own.and(rules)),
            Kind::Any | Kind::Raw(_) => None,
        }
    }

    fn object(&mut self, object: &Object) -> Option<usize> {
        let mut most: usize = 2 + 2 * SPACE;
        for field in object.fields {
            let value = self.value(field.shape, field.rules)?;
            most = most.saturating_add(value).saturating_add(field.name.json.len() + 2 + 3 * SPACE);
        }
        Some(most)
    }
}

fn string(characters: Option<usize>) -> Option<usize> {
    characters?.checked_mul(CHARACTER)?.checked_add(2)
}

fn list(elements: usize, element: usize) -> Option<usize> {
    elements.checked_mul(element.checked_add(1 + 2 * SPACE)?)?.checked_add(2 + 2 * SPACE)
}
