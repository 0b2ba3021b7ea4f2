//! Types of every kind, documents of them, and ways to feed a parser. The fuzz targets include this file as it is, so that they
//! are built without what models need.

use formwork::{Generate, ParseError, Parser};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use std::io::Write;

/// A type with a field of every sort, read by formwork and by serde alike.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize)]
pub struct Everything {
    /// Text.
    pub text: String,
    /// The smallest integer.
    pub small: u8,
    /// The widest that JSON libraries agree on.
    pub signed: i64,
    /// The widest unsigned one.
    pub unsigned: u64,
    /// A float.
    pub float: f64,
    /// A narrow float.
    pub narrow: f32,
    /// A boolean.
    pub flag: bool,
    /// A variant.
    pub color: Color,
    /// A value that may be null, or left out.
    pub maybe: Option<i32>,
    /// A list of scalars.
    pub numbers: Vec<i32>,
    /// A list of objects.
    pub parts: Vec<Part>,
    /// A value of the same type.
    pub nested: Option<Box<Everything>>,
    /// A value that has a default.
    #[serde(default)]
    pub level: u32,
}

/// A small object.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize)]
pub struct Part {
    /// The key has characters that are escaped in JSON.
    #[serde(rename = "näme \"quoted\"")]
    pub name: String,
    /// A list in a list.
    pub rows: Vec<Vec<bool>>,
}

/// One of three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Generate, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Color {
    /// Red.
    Red,
    /// A name of two words.
    DarkGreen,
    /// Blue.
    Blue,
}

/// An object that knows none of the keys, so that every value in it is passed over.
#[derive(Debug, Clone, PartialEq, Eq, Generate, Deserialize)]
pub struct Nothing {}

fn part() -> impl Strategy<Value = Part> {
    let rows = proptest::collection::vec(proptest::collection::vec(any::<bool>(), 0..3), 0..3);
    (text(), rows).prop_map(|(name, rows)| Part { name, rows })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[a-z ]{0,20}", "\\PC{0,12}", any::<String>(), "[\"\\\\\n\u{1}é😀]{0,6}"]
}

fn flat() -> impl Strategy<Value = Everything> {
    let scalars = (any::<u8>(), any::<i64>(), any::<u64>(), finite(), narrow(), any::<bool>(), color());
    let rest = (
        text(),
        any::<Option<i32>>(),
        proptest::collection::vec(any::<i32>(), 0..4),
        proptest::collection::vec(part(), 0..3),
        any::<u32>(),
    );
    (scalars, rest).prop_map(|(scalars, rest)| {
        let (small, signed, unsigned, float, narrow, flag, color) = scalars;
        let (text, maybe, numbers, parts, level) = rest;
        Everything { text, small, signed, unsigned, float, narrow, flag, color, maybe, numbers, parts, nested: None, level }
    })
}

fn color() -> impl Strategy<Value = Color> {
    prop_oneof![Just(Color::Red), Just(Color::DarkGreen), Just(Color::Blue)]
}

fn finite() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>().prop_filter("finite", |value| value.is_finite()),
        (-1_000_000_i32..1_000_000).prop_map(|value| f64::from(value) / 100.0)
    ]
}

fn narrow() -> impl Strategy<Value = f32> {
    any::<f32>().prop_filter("finite", |value| value.is_finite())
}

/// Any [`Everything`], up to three levels deep.
pub fn everything() -> impl Strategy<Value = Everything> {
    proptest::collection::vec(flat(), 1..4).prop_map(|flat| {
        let mut nested = None;
        for mut value in flat {
            value.nested = nested.map(Box::new);
            nested = Some(value);
        }
        nested.into_iter().next().unwrap_or_else(|| unreachable!("there is at least one"))
    })
}

/// JSON of any value, in one of the [`STYLES`].
pub fn document() -> impl Strategy<Value = (Everything, String)> {
    (everything(), prop::sample::select(&STYLES)).prop_map(|(value, style)| {
        let text = style(&value);
        (value, text)
    })
}

/// A way to write JSON.
pub type Style = fn(&Everything) -> String;

/// Compactly, on lines, and with single spaces, as most models do.
pub const STYLES: [Style; 3] = [
    |value| serde_json::to_string(value).unwrap_or_default(),
    |value| serde_json::to_string_pretty(value).unwrap_or_default(),
    |value| {
        let mut out = Vec::new();
        let written = value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Spaced));
        written.ok().and_then(|()| String::from_utf8(out).ok()).unwrap_or_default()
    },
];

struct Spaced;

impl serde_json::ser::Formatter for Spaced {
    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> std::io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> std::io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> std::io::Result<()> {
        out.write_all(b": ")
    }
}

/// Documents of one value in each style, and each of them with one byte too many, too few, or wrong, wherever that can be.
pub fn one_byte_off() -> impl Iterator<Item = Vec<u8>> {
    let part = || Part { name: "né".into(), rows: vec![vec![true, false], vec![]] };
    let value = Everything {
        text: "a \"b\"".into(),
        small: 7,
        signed: -40,
        unsigned: 12_345_678,
        float: 0.5,
        narrow: -1e9,
        flag: true,
        color: Color::DarkGreen,
        maybe: None,
        numbers: vec![0, -1, 20],
        parts: vec![part(), part()],
        nested: None,
        level: 3,
    };
    STYLES.into_iter().flat_map(move |style| {
        let text = style(&value).into_bytes();
        (0..text.len()).flat_map(move |place| {
            let text = text.clone();
            let edits = [0, 1].into_iter().flat_map(|length| b" \n\x01x\",:{]0.-".iter().map(move |byte| (length, Some(*byte))));
            edits.chain([(0, None), (1, None)]).map(move |(length, byte)| {
                let mut text = text.clone();
                text.splice(place..place + length, byte);
                text
            })
        })
    })
}

/// Bytes near a document: some removed, replaced, doubled or cut off.
pub fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let edit = (
        any::<prop::sample::Index>(),
        prop_oneof![Just(None), "[\\[\\]{}:,\"\\\\0-9eE.+ntfu \u{0}\u{7f}-]".prop_map(|text| text.bytes().next())],
        0..3_u8,
    );
    (document(), proptest::collection::vec(edit, 0..4)).prop_map(|((_, text), edits)| {
        let mut bytes = text.into_bytes();
        for (place, byte, length) in edits {
            let start = place.index(bytes.len().max(1)).min(bytes.len());
            let end = (start + usize::from(length)).min(bytes.len());
            bytes.splice(start..end, byte);
        }
        bytes
    })
}

/// Text made of the pieces that JSON is made of, in any order.
pub fn tokens() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\"a\"",
        "\"\\u00e9\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "0",
        "-",
        "1",
        "12",
        ".5",
        "e",
        "E+3",
        "-0",
        "1.5",
        "1e400",
        "true",
        "false",
        "null",
        "nul",
        " ",
        "\n",
        "\t",
        "é",
        "\\",
        "\u{1}",
        "\u{feff}",
        "18446744073709551616",
        "01",
    ]);
    proptest::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
}

/// Parses `bytes` cut after every `step` bytes.
///
/// # Errors
/// As the parser's.
pub fn in_steps<T: Generate>(bytes: &[u8], step: usize) -> Result<T, ParseError> {
    let mut parser = Parser::new();
    for piece in bytes.chunks(step.max(1)) {
        parser.push(piece)?;
    }
    parser.finish()
}

/// Parses `bytes` in two pieces.
///
/// # Errors
/// As the parser's.
pub fn in_two<T: Generate>(bytes: &[u8], cut: usize) -> Result<T, ParseError> {
    let (first, second) = bytes.split_at_checked(cut).unwrap_or((bytes, b""));
    let mut parser = Parser::new();
    parser.push(first)?;
    parser.push(second)?;
    parser.finish()
}

/// What must not depend on where the input was cut.
///
/// # Errors
/// The error's category, offset and path.
pub fn essence<T>(result: Result<T, ParseError>) -> Result<T, (formwork::Category, usize, String)> {
    result.map_err(|error| (error.category(), error.offset(), error.path().to_string()))
}

/// Whether a document that is accepted here may be refused by `serde_json` with this error: those are the intended differences.
pub fn only_accepted_here(bytes: &[u8], theirs: &serde_json::Error) -> bool {
    let zero = theirs.to_string().contains("floating point `-0.0`");
    zero || bytes.starts_with(b"\xef\xbb\xbf") || theirs.to_string().contains("recursion limit")
}
