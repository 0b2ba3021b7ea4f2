//! What leniency forgives, and that it never changes what a strict document means.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(missing_docs, clippy::pedantic, clippy::panic, clippy::unwrap_used, reason = "a test")]

use formwork::{Category, Generate, Lenient, Parser, RepairKind, from_slice};
use formwork_tests::leniently::{everywhere, kinds, read, value};
use formwork_tests::{Color, Everything, Part, damaged, document, tokens};
use proptest::prelude::*;
use std::collections::BTreeMap;

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
fn a_word_that_is_the_whole_document_is_repaired_and_reported() {
    use RepairKind::*;
    for (text, place) in [("None", 0), (" None\n", 1), ("```\nNone\n```", 4), ("<think>None [1]</think>\nNone", 24)] {
        assert_eq!(everywhere::<Option<u8>>(text, Lenient::ALL).0, Ok(None), "{text}");
        let (value, _, _, repairs) = everywhere::<Option<Vec<u8>>>(text, Lenient::ALL);
        assert_eq!((value, repairs), (Ok(None), vec![(PythonWord, place)]), "{text}");
    }
    assert_eq!(everywhere::<Option<Part>>("None", Lenient::REPAIR).3, [(PythonWord, 0)]);
    assert_eq!(everywhere::<bool>("True", Lenient::ALL).3, [(PythonWord, 0)]);
    assert_eq!(kinds::<u8>("'7'"), [SingleQuotes, QuotedScalar]);
    assert!(everywhere::<Option<Vec<u8>>>("None", Lenient::AROUND).0.is_err());
    assert_eq!(value::<Option<Vec<u8>>>("None of these. So: [7]"), Some(vec![7]));
    assert_eq!(value::<Option<Vec<u8>>>("null and void: [7]"), Some(vec![7]));
    assert_eq!(value::<Option<Vec<u8>>>("nullable: [7]"), Some(vec![7]));
}

#[test]
fn a_value_that_was_given_is_not_given_again() {
    let mut parser = Parser::<Option<u8>>::new();
    parser.push(b"7").unwrap();
    assert_eq!(parser.end(), Ok(Some(7)));
    assert!(parser.end().unwrap_err().is_incomplete());
    assert!(parser.push(b" ").is_err());
}

#[test]
fn integer_keys_need_no_quotes() {
    use RepairKind::*;
    let text = "{1: 'a', -2 : \"b\", \"3\": \"c\",}";
    let (value, _, _, repairs) = everywhere::<BTreeMap<i8, String>>(text, Lenient::ALL);
    assert_eq!(value.unwrap(), [(-2, "b".into()), (1, "a".into()), (3, "c".into())].into());
    assert_eq!(repairs, [(UnquotedKey, 1), (SingleQuotes, 4), (UnquotedKey, 9), (TrailingComma, 27)]);
    assert_eq!(kinds::<BTreeMap<String, [u8; 2]>>("{1: [2, 3], 4: [5, 6]}"), [UnquotedKey, UnquotedKey]);
    assert!(everywhere::<BTreeMap<i8, u8>>("{1.5: 1}", Lenient::ALL).0.is_err());
    assert!(everywhere::<BTreeMap<i8, u8>>("{1: 1}", Lenient::AROUND).0.is_err());
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
