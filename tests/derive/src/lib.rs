//! What the derive's tests share: a type against serde, an independent schema validator, and its own rules.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod everywhere;
mod shown;

use core::fmt::Debug;
pub use everywhere::{Outcome, cut_anywhere, everywhere};
use formwork::testing::{sample, sample_json};
use formwork::{Generate, Parser, from_str};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde::Serialize;
pub use shown::{is_part, shown};

/// What serde writes is read back, and so is what is made from the type alone.
///
/// # Panics
/// Where it is not so.
pub fn agree<T: Generate<Partial: Serialize> + Serialize + PartialEq + Debug>(strategy: impl Strategy<Value = T>) {
    sampled::<T>(&read_back(strategy));
}

/// What serde writes is read back whole and cut at every byte, is serialized while it is, and keeps to the schema; gives the schema's validator. For types
/// with a schema written by hand, from which no values can be made.
///
/// # Panics
/// Where it is not so.
pub fn read_back<T: Generate<Partial: Serialize> + Serialize + PartialEq + Debug>(
    strategy: impl Strategy<Value = T>,
) -> jsonschema::Validator {
    let schema: serde_json::Value =
        serde_json::from_str(T::SCHEMA_STANDARD).unwrap_or_else(|error| panic!("{error}: {}", T::SCHEMA_STANDARD));
    let _: serde_json::Value = serde_json::from_str(T::SCHEMA).unwrap_or_else(|error| panic!("{error}: {}", T::SCHEMA));
    let _: serde_json::Value =
        serde_json::from_str(T::SCHEMA_OPENAI).unwrap_or_else(|error| panic!("{error}: {}", T::SCHEMA_OPENAI));
    let validator =
        jsonschema::options().should_validate_formats(true).build(&schema).unwrap_or_else(|error| panic!("{error}: {schema}"));
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let result = runner.run(&strategy, |value| {
        let text = serde_json::to_string(&value).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert!(validator.is_valid(&json), "{text} is not valid under {schema}");
        let whole = from_str::<T>(&text).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
        prop_assert_eq!(&whole, &value);
        shown::<T>(&text)?;
        for cut in 0..=text.len() {
            let (first, second) = text.as_bytes().split_at(cut);
            let mut parser = Parser::<T>::new();
            let read = parser.push(first).and_then(|_| parser.push(second)).and_then(|_| parser.finish());
            let read = read.map_err(|error| TestCaseError::fail(format!("{error} at {cut}: {text}")))?;
            prop_assert_eq!(&read, &value, "cut at {} of {}", cut, text);
        }
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}\n{}", T::SCHEMA_STANDARD));
    validator
}

/// Values made from the type keep to the schema, are read, and are written as serde writes them.
fn sampled<T: Generate<Partial: Serialize> + Serialize + PartialEq + Debug>(validator: &jsonschema::Validator) {
    for seed in 0..50 {
        let text = sample_json::<T>(seed).unwrap_or_else(|error| panic!("{error}: {}", T::SCHEMA_STANDARD));
        assert_eq!(sample_json::<T>(seed).unwrap(), text, "the same seed");
        assert!(validator.is_valid(&serde_json::from_str(&text).unwrap()), "{text} is not valid: {}", T::SCHEMA_STANDARD);
        let value = sample::<T>(seed).unwrap();
        let written = serde_json::to_string(&value).unwrap();
        assert_eq!(from_str::<T>(&written).unwrap_or_else(|error| panic!("{error}: {written}")), value, "{text}");
    }
}

/// A document that breaks a rule is refused by the parser and by the schema.
///
/// # Panics
/// Where one takes it.
pub fn refuse<T: Generate + Debug>(text: &str) {
    let schema: serde_json::Value = serde_json::from_str(T::SCHEMA_STANDARD).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let json: serde_json::Value = serde_json::from_str(text).unwrap();
    assert!(!validator.is_valid(&json), "the schema takes {text}: {schema}");
    assert!(from_str::<T>(text).is_err(), "the parser takes {text}");
}

/// Whatever the pattern of the `Ollama` dialect lets a server write is read by the type.
///
/// # Panics
/// Where it is not so.
pub fn reads_what_its_pattern_takes<T: Generate>() {
    let schema: serde_json::Value = serde_json::from_str(T::SCHEMA).unwrap();
    let pattern = schema.get("pattern").and_then(serde_json::Value::as_str).unwrap_or_else(|| panic!("no pattern: {schema}"));
    let inside = pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')).unwrap();
    let strings = proptest::string::string_regex(inside).unwrap();
    let mut runner = TestRunner::new(Config { cases: 512, failure_persistence: None, ..Config::default() });
    let result = runner.run(&strings, |text| {
        let text = serde_json::Value::from(text).to_string();
        from_str::<T>(&text).map(drop).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))
    });
    result.unwrap_or_else(|error| panic!("{error}\n{pattern}"));
}
