//! What leniency forgives, and that it never changes what a strict document means.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(missing_docs, clippy::pedantic, clippy::panic, clippy::unwrap_used, reason = "a test")]

use formwork::{Category, Generate, Lenient, ParseError, Parser, RepairKind, from_slice};
use formwork_tests::{Color, Everything, Part, damaged, document, tokens};
use proptest::prelude::*;
use std::fmt::Debug;

type Reading<T> = (Result<T, ParseError>, String, String, Vec<(RepairKind, usize)>);

/// Reads in two pieces, or in pieces of one byte for the cut 0.
fn read<T: Generate>(bytes: &[u8], cut: usize, lenient: Lenient) -> Reading<T> {
    let mut parser = Parser::<T>::new().with_leniency(lenient);
    let pieces: Vec<&[u8]> =
        if cut == 0 { bytes.chunks(1).collect() } else { bytes.split_at_checked(cut).map_or(vec![bytes], |(a, b)| vec![a, b]) };
    let pushed = pieces.into_iter().try_for_each(|piece| parser.push(piece).map(drop));
    let skipped = parser.skipped().cloned().unwrap_or_default();
    let repairs = parser.repairs().iter().map(|repair| (repair.kind, repair.offset)).collect();
    (pushed.and_then(|()| parser.finish()), skipped.before, skipped.after, repairs)
}

/// Reads at every cut, which must not matter.
fn everywhere<T: Generate + PartialEq + Debug>(text: &str, lenient: Lenient) -> Reading<T> {
    let whole = read::<T>(text.as_bytes(), usize::MAX, lenient);
    for cut in 0..=text.len() {
        let (value, before, after, repairs) = read::<T>(text.as_bytes(), cut, lenient);
        let place = |error: &ParseError| (error.category(), error.offset());
        assert_eq!(value.as_ref().map_err(place), whole.0.as_ref().map_err(place), "{text:?} at {cut}");
        if whole.0.is_ok() {
            assert_eq!((&before, &after, &repairs), (&whole.1, &whole.2, &whole.3), "{text:?} at {cut}");
        }
    }
    whole
}

fn value<T: Generate + PartialEq + Debug>(text: &str) -> T {
    everywhere(text, Lenient::ALL).0.unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn kinds<T: Generate + PartialEq + Debug>(text: &str) -> Vec<RepairKind> {
    everywhere::<T>(text, Lenient::ALL).3.into_iter().map(|repair| repair.0).collect()
}

#[test]
fn text_around_the_value_is_kept() {
    let read = |text| everywhere::<Vec<u8>>(text, Lenient::AROUND);
    let (value, before, after, repairs) = read("<think>Is [it]?</think>\n\nSure!\n```json\n[1, 2]\n```\nBye.");
    assert_eq!(value, Ok(vec![1, 2]));
    assert_eq!(before, "<think>Is [it]?</think>\n\nSure!\n```json\n");
    assert_eq!(after, "```\nBye.");
    assert_eq!(repairs, []);
    assert_eq!(read(" [1] ").1, "");
    assert_eq!(read(" [1] ").2, "");
    assert_eq!(read("no list here").0.unwrap_err().category(), Category::Incomplete);
    assert_eq!(read("<think>[1]").0.unwrap_err().category(), Category::Incomplete);
    assert_eq!(read("see [1,]").0.unwrap_err().offset(), 7);
    assert_eq!(everywhere::<Option<Vec<u8>>>("null", Lenient::AROUND).0, Ok(None));
    assert_eq!(everywhere::<Option<Vec<u8>>>("nothing but [7]", Lenient::AROUND).0, Ok(Some(vec![7])));
    assert_eq!(everywhere::<f64>("```\n1.5\n```", Lenient::AROUND).0, Ok(1.5));
    assert_eq!(everywhere::<bool>("<think></think>true", Lenient::AROUND).0, Ok(true));
    assert!(from_slice::<Vec<u8>>(b"see [1]").is_err(), "strict is the default");
}

#[test]
fn repairs_are_made_and_reported() {
    use RepairKind::*;
    assert_eq!(kinds::<Vec<u8>>("[1, 2, ]"), [TrailingComma]);
    assert_eq!(value::<Vec<String>>(r#"['a "b" \' \n \u00e9', 'ü']"#), ["a \"b\" ' \n é", "ü"]);
    assert_eq!(kinds::<Vec<String>>("['a', \"b\"]"), [SingleQuotes]);
    let part = Part { name: "x".into(), rows: vec![vec![true, false]] };
    let text = "{'näme \"quoted\"': 'x', rows: [[True, \"false\",], /* none */ ], } // done";
    assert_eq!(value::<Part>(text), part);
    assert_eq!(
        everywhere::<Part>(text, Lenient::ALL).3,
        [
            (SingleQuotes, 1),
            (SingleQuotes, 19),
            (UnquotedKey, 24),
            (PythonWord, 32),
            (QuotedScalar, 45),
            (TrailingComma, 45),
            (TrailingComma, 47),
            (Comment, 49),
            (TrailingComma, 61)
        ]
    );
    assert_eq!(value::<Vec<Option<i32>>>("[None, '-5', # five\n 6]"), [None, Some(-5), Some(6)]);
    assert_eq!(value::<Vec<Color>>("['RED', \"Dark_Green\"]"), [Color::Red, Color::DarkGreen]);
    assert_eq!(kinds::<Vec<Color>>(r#"["RED", "blue"]"#), [VariantCase]);
    assert_eq!(value::<Vec<String>>(r#"["True", "// no", "a, ]"]"#), ["True", "// no", "a, ]"]);
}

#[test]
fn an_enum_without_tags_is_repaired_where_nothing_takes_the_value_as_it_is() {
    use RepairKind::*;
    #[derive(Debug, PartialEq, Generate)]
    #[serde(untagged)]
    enum Amount {
        Count(i64),
        Exact(f64),
        Known(bool),
    }
    #[derive(Debug, PartialEq, Generate)]
    #[serde(untagged)]
    enum Answer {
        Color(Color),
        Text { text: String, count: u8 },
        Colors { text: Color, count: u8 },
    }
    assert_eq!(
        value::<Vec<Amount>>(r#"["7", "0.5", "True", 8]"#),
        [Amount::Count(7), Amount::Exact(0.5), Amount::Known(true), Amount::Count(8)]
    );
    assert_eq!(kinds::<Amount>("\"7\""), [QuotedScalar]);
    assert!(everywhere::<Amount>("\"seven\"", Lenient::ALL).0.is_err());
    assert!(everywhere::<Amount>("\"7\"", Lenient::AROUND).0.is_err());
    let text = Answer::Text { text: "RED".into(), count: 3 };
    assert_eq!(value::<Answer>(r#"{"text": "RED", "count": "3"}"#), text);
    assert_eq!(kinds::<Answer>(r#"{"text": "RED", "count": "3"}"#), [QuotedScalar]);
    assert_eq!(kinds::<Answer>("\"RED\""), [VariantCase]);
}

#[test]
fn what_is_cut_off_is_not_completed() {
    for text in ["[1, 2", "[1, 2,", "['a", "[Tru", "[1 /", "[1] /* ", "[\"1"] {
        let (value, ..) = everywhere::<Vec<u8>>(text, Lenient::ALL);
        let complete = text.starts_with("[1]");
        assert_eq!(value.is_ok(), complete, "{text}: {value:?}");
        if let Err(error) = value {
            assert!(error.is_incomplete() || error.category() == Category::Type || text == "[Tru", "{text}: {error}");
        }
    }
}

proptest! {
    #[test]
    fn a_strict_document_means_the_same((expected, text) in document()) {
        for lenient in [Lenient::AROUND, Lenient::ALL] {
            for cut in [0, usize::MAX, text.len() / 2, text.len() / 3] {
                let (value, before, after, repairs) = read::<Everything>(text.as_bytes(), cut, lenient);
                prop_assert_eq!(value.as_ref(), Ok(&expected));
                prop_assert_eq!((before, after, repairs), (String::new(), String::new(), Vec::new()));
            }
        }
    }

    #[test]
    fn what_is_accepted_strictly_is_accepted_as_the_same(text in tokens()) {
        let text = format!("[{text}]");
        if let Ok(strict) = from_slice::<Vec<Option<f64>>>(text.as_bytes()) {
            prop_assert_eq!(everywhere::<Vec<Option<f64>>>(&text, Lenient::ALL).0, Ok(strict));
        } else {
            let _ = everywhere::<Vec<Option<f64>>>(&text, Lenient::ALL);
        }
    }

    #[test]
    fn damaged_documents_do_no_harm(bytes in damaged()) {
        let strict = from_slice::<Everything>(&bytes);
        let (lenient, _, _, repairs) = read::<Everything>(&bytes, usize::MAX, Lenient::ALL);
        if strict.is_ok() {
            prop_assert!(repairs.is_empty());
            prop_assert_eq!(lenient, strict);
        }
    }
}
