//! What serde makes of partial values, beside the two other accounts of the same text: the parser's own JSON and the value.

use formwork::{Generate, Parser};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::Value;

/// Cut at every byte, a document's partial value is serialized as a part of what the text says, however it came: of what the
/// parser's own JSON says after one more byte, since of a word's last letter that does not know yet that it is the last. At the end
/// it is the whole document.
///
/// # Errors
/// Where it is not so.
pub fn shown<T: Generate<Partial: Serialize>>(text: &str) -> Result<(), TestCaseError> {
    let mut parser = Parser::<T>::new().with_partial_json();
    let mut before = Value::Null;
    for cut in 0..text.len() {
        let (first, rest) = text.as_bytes().split_at(cut);
        let whole = json(&pushed::<T>(first)?)?;
        prop_assert_eq!(&whole, &before, "another way to the same {} bytes of {}", cut, text);
        parser.push(rest.get(..1).unwrap_or_default()).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
        let known = read(&parser.partial_json())?;
        prop_assert!(is_part(&before, &known), "{before} is no part of {known}, which is known at {cut} of {text}");
        let now = json(parser.partial())?;
        prop_assert!(is_part(&before, &now), "{before} before {now} at {cut} of {text}");
        before = now;
    }
    // The end of a number is only known when nothing follows.
    parser.push(b" ").map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(json(parser.partial())?, read(text)?);
    Ok(())
}

fn pushed<T: Generate>(bytes: &[u8]) -> Result<Parsed<T>, TestCaseError> {
    let mut parser = Parser::<T>::new();
    parser.push(bytes).map_err(|error| TestCaseError::fail(error.to_string()))?;
    Ok(Parsed(parser))
}

/// A parser, serialized as its partial value.
struct Parsed<T: Generate>(Parser<T>);

impl<T: Generate<Partial: Serialize>> Serialize for Parsed<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.partial().serialize(serializer)
    }
}

/// By way of text: `serde_json` has no value for the largest integers.
fn json(value: &impl Serialize) -> Result<Value, TestCaseError> {
    read(&serde_json::to_string(value).map_err(|error| TestCaseError::fail(error.to_string()))?)
}

fn read(text: &str) -> Result<Value, TestCaseError> {
    serde_json::from_str(text).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))
}

/// Whether `part` is what `whole` was at an earlier time.
pub fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Null, _) => true,
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(key, part)| whole.get(key).is_some_and(|whole| is_part(part, whole)))
        }
        (Value::Array(part), Value::Array(whole)) => {
            part.len() <= whole.len() && part.iter().zip(whole).all(|(part, whole)| is_part(part, whole))
        }
        (Value::String(part), Value::String(whole)) => whole.starts_with(part.as_str()),
        (part, whole) => part == whole,
    }
}
