//! The parsing cases of JSONTestSuite: `y_` must be accepted, `n_` refused, `i_` is as listed here.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(
    missing_docs,
    clippy::pedantic,
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test"
)]

use formwork::{Category, from_slice};
use formwork_tests::{Nothing, in_steps};
use std::path::Path;

/// Which of the optional cases are accepted when the value is passed over: numbers too large to be represented, since nobody
/// asked for their value. Refused are lone surrogates, other encodings, invalid UTF-8 and what is nested more than 128 deep.
const ACCEPTED: [&str; 11] = [
    "i_number_double_huge_neg_exp",
    "i_number_huge_exp",
    "i_number_neg_int_huge_exp",
    "i_number_pos_double_huge_exp",
    "i_number_real_neg_overflow",
    "i_number_real_pos_overflow",
    "i_number_real_underflow",
    "i_number_too_big_neg_int",
    "i_number_too_big_pos_int",
    "i_number_very_big_negative_int",
    "i_structure_UTF-8_BOM_empty_object",
];

fn cases() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/json-suite/cases");
    let candidates = [folder.clone(), Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/json-suite/cases")];
    let Some(folder) = candidates.iter().find(|folder| folder.is_dir()) else {
        eprintln!("skipped: there is no {}", folder.display());
        return Vec::new();
    };
    let mut cases: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.file_stem().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap())
        })
        .collect();
    cases.sort();
    assert!(cases.len() > 300, "the suite is complete");
    cases
}

#[test]
fn every_case_as_a_value_that_is_passed_over() {
    for (name, case) in cases() {
        // A byte order mark may stand before a document only, not before a value.
        let case = case.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&case);
        let document = [b"{\"unknown\":", case, b"}"].concat();
        let result = from_slice::<Nothing>(&document);
        let accept = name.starts_with("y_") || ACCEPTED.contains(&name.as_str());
        assert_eq!(result.is_ok(), accept, "{name}: {result:?}");
        for step in 1..4 {
            assert_eq!(in_steps::<Nothing>(&document, step).is_ok(), accept, "{name}, {step} bytes at a time");
        }
    }
}

#[test]
fn every_case_as_any_value() {
    for (name, case) in cases() {
        let result = from_slice::<serde_json::Value>(&case);
        match name.split_at(2).0 {
            "y_" => {
                let expected: serde_json::Value = serde_json::from_slice(&case).unwrap();
                // A key that comes twice is an error here; in a `Value`, serde_json takes the last.
                let twice = name.starts_with("y_object_duplicated_key");
                assert!(result.is_ok() || twice, "{name}: {result:?}");
                if let Ok(value) = &result {
                    assert_eq!(*value, expected, "{name}");
                }
            }
            "n_" => assert!(result.is_err(), "{name}"),
            // Numbers that no double holds are refused; the others are as they are when they are passed over.
            _ => assert!(result.is_err() || ACCEPTED.contains(&name.as_str()), "{name}"),
        }
        for step in 1..4 {
            assert_eq!(
                in_steps::<serde_json::Value>(&case, step).ok(),
                result.as_ref().ok().cloned(),
                "{name}, {step} bytes at a time"
            );
        }
    }
}

#[test]
fn typed_targets_accept_nothing_that_is_not_json() {
    for (name, case) in cases() {
        if name.starts_with("n_") {
            assert!(from_slice::<Vec<f64>>(&case).is_err(), "{name}");
            assert!(from_slice::<Vec<String>>(&case).is_err(), "{name}");
            assert!(from_slice::<Nothing>(&case).is_err(), "{name}");
            assert!(from_slice::<Option<bool>>(&case).is_err(), "{name}");
        }
    }
}

#[test]
fn typed_targets_accept_the_values_of_their_type() {
    for (name, case) in cases() {
        if !name.starts_with("y_") {
            continue;
        }
        let value: serde_json::Value = serde_json::from_slice(&case).unwrap();
        let is_type = |error: formwork::ParseError| matches!(error.category(), Category::Type | Category::Rule);
        match (value.as_str(), serde_json::from_value::<Vec<String>>(value.clone())) {
            (Some(text), _) => assert_eq!(from_slice::<String>(&case).unwrap(), text, "{name}"),
            (_, Ok(texts)) => assert_eq!(from_slice::<Vec<String>>(&case).unwrap(), texts, "{name}"),
            _ => assert!(is_type(from_slice::<Vec<String>>(&case).unwrap_err()), "{name}"),
        }
        match serde_json::from_value::<Vec<f64>>(value.clone()) {
            Ok(numbers) => assert_eq!(from_slice::<Vec<f64>>(&case).unwrap(), numbers, "{name}"),
            Err(_) => assert!(is_type(from_slice::<Vec<f64>>(&case).unwrap_err()), "{name}"),
        }
        assert_eq!(from_slice::<Nothing>(&case).is_ok(), value.is_object(), "{name}");
    }
}
