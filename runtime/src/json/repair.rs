//! Follows a value's text to its end, and on the way makes strict JSON of what is almost JSON.

use super::error::ParseError;
use super::lenient::{Repair, RepairKind, Sink};
use super::scan::plain_prefix;

/// Rewrites a value's text, piece by piece; strict JSON comes out as it went in, but for white space after commas.
#[derive(Debug)]
pub(crate) struct Repairer {
    /// Whether anything is rewritten; otherwise the text is only followed to the value's end.
    repair: bool,
    place: Place,
    /// The open containers: `{` or `[` for each.
    open: Vec<u8>,
    /// A word or the beginning of a comment or an escape that is not complete.
    word: String,
    /// Where the word is in the input.
    held: usize,
    /// Where the comma that is held back is in the input.
    comma: usize,
    /// Whether the word stands where a key must.
    in_key: bool,
    complete: bool,
    pub(crate) repairs: Vec<Repair>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before a value, or in an object before a key.
    Between,
    /// After a comma that is held back: it is dropped if a bracket follows.
    Comma,
    /// After a colon.
    Value,
    /// After a value, or after a bracket.
    After,
    Number,
    Word,
    Double,
    /// After a backslash in double quotes.
    DoubleEscape,
    Single,
    SingleEscape,
}

impl Repairer {
    pub(crate) fn new(repair: bool) -> Self {
        Self {
            repair,
            place: Place::Between,
            open: Vec::new(),
            word: String::new(),
            held: 0,
            comma: 0,
            in_key: false,
            complete: false,
            repairs: Vec::new(),
        }
    }

    /// Hands on the text at `offset` as strict JSON, up to the end of the value; gives how much of it belongs to the value.
    pub(crate) fn push(&mut self, text: &str, offset: usize, sink: &mut Sink<'_>) -> Result<usize, ParseError> {
        let mut at = 0;
        while !self.complete {
            let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) else {
                break;
            };
            at += self.step(rest, offset + at, sink)?;
        }
        Ok(at)
    }

    /// The input has ended: hands on a word that was held back.
    pub(crate) fn end(&mut self, sink: &mut Sink<'_>) -> Result<(), ParseError> {
        if self.place == Place::Word { self.end_word(sink) } else { Ok(()) }
    }

    /// Reads the next token, or as much of it as is there; gives its length.
    fn step(&mut self, rest: &str, offset: usize, sink: &mut Sink<'_>) -> Result<usize, ParseError> {
        let bytes = rest.as_bytes();
        let first = bytes.first().copied().unwrap_or_default();
        match self.place {
            Place::Double => {
                let run = plain_prefix(bytes);
                let length = (run + 1).min(bytes.len());
                match bytes.get(run) {
                    Some(b'"') => self.end_value(),
                    Some(b'\\') => self.place = Place::DoubleEscape,
                    // A control character: for the parser to refuse.
                    _ => {}
                }
                sink(rest.get(..length).unwrap_or(rest), offset)?;
                Ok(length)
            }
            Place::DoubleEscape => {
                self.place = Place::Double;
                hand_on_character(rest, offset, sink)
            }
            Place::Single => self.single(rest, offset, sink),
            Place::SingleEscape => {
                self.place = Place::Single;
                if first == b'\'' {
                    return sink("'", offset).map(|()| 1);
                }
                sink("\\", offset.saturating_sub(1))?;
                hand_on_character(rest, offset, sink)
            }
            Place::Number => {
                let length = bytes.iter().take_while(|byte| super::number::is_part(**byte)).count();
                sink(rest.get(..length).unwrap_or_default(), offset)?;
                if length < bytes.len() {
                    self.end_value();
                }
                Ok(length)
            }
            Place::Word => {
                let length = rest.find(|character| !is_word(character)).unwrap_or(rest.len());
                self.word.push_str(rest.get(..length).unwrap_or_default());
                if length < rest.len() {
                    self.end_word(sink)?;
                }
                Ok(length)
            }
            _ => self.token(first, rest, offset, sink),
        }
    }

    /// What comes between values.
    fn token(&mut self, first: u8, rest: &str, offset: usize, sink: &mut Sink<'_>) -> Result<usize, ParseError> {
        if !self.word.is_empty() || self.repair && matches!(first, b'/' | b'#') {
            return self.comment(rest, offset, sink);
        }
        if matches!(first, b' ' | b'\n' | b'\r' | b'\t') {
            let length = rest.find(|character| !matches!(character, ' ' | '\n' | '\r' | '\t')).unwrap_or(rest.len());
            return sink(rest.get(..length).unwrap_or_default(), offset).map(|()| length);
        }
        if self.place == Place::Comma {
            self.place = Place::Between;
            if matches!(first, b'}' | b']') {
                self.report(RepairKind::TrailingComma, self.comma);
            } else {
                sink(",", self.comma)?;
            }
        }
        match first {
            b',' if self.repair && self.place == Place::After => {
                self.comma = offset;
                self.place = Place::Comma;
                return Ok(1);
            }
            b',' => self.place = Place::Between,
            b':' => self.place = Place::Value,
            b'{' | b'[' => {
                self.open.push(first);
                self.place = Place::Between;
            }
            b'}' | b']' => {
                self.open.pop();
                self.end_value();
            }
            b'"' => self.place = Place::Double,
            b'-' | b'0'..=b'9' if !(self.repair && self.is_before_key()) => {
                self.place = Place::Number;
                return Ok(0);
            }
            b'\'' if self.repair => {
                self.report(RepairKind::SingleQuotes, offset);
                self.place = Place::Single;
                return sink("\"", offset).map(|()| 1);
            }
            _ if rest.starts_with(is_word) => {
                self.held = offset;
                self.in_key = self.is_before_key();
                self.place = Place::Word;
                return Ok(0);
            }
            _ => return hand_on_character(rest, offset, sink),
        }
        sink(rest.get(..1).unwrap_or_default(), offset).map(|()| 1)
    }

    /// A comment, from its first character on. What has been read of it is the word: `/`, `//`, `#`, `/*`, or `/**` after a star.
    fn comment(&mut self, rest: &str, offset: usize, sink: &mut Sink<'_>) -> Result<usize, ParseError> {
        let first = rest.chars().next().unwrap_or_default();
        let (word, length) = match (self.word.as_str(), first) {
            ("", '/') => {
                self.held = offset;
                ("/", 1)
            }
            ("", _) => {
                self.report(RepairKind::Comment, offset);
                ("#", 1)
            }
            ("/", '/' | '*') => {
                self.report(RepairKind::Comment, offset.saturating_sub(1));
                (if first == '/' { "//" } else { "/*" }, 1)
            }
            ("/", _) => {
                // Not a comment: for the parser to refuse.
                self.word.clear();
                return sink("/", self.held).map(|()| 0);
            }
            ("/*", _) => rest.find('*').map_or(("/*", rest.len()), |star| ("/**", star + 1)),
            ("/**", '/') => ("", 1),
            ("/**", '*') => ("/**", 1),
            ("/**", _) => ("/*", 0),
            (word, _) => match rest.find('\n') {
                Some(end) => ("", end),
                None => (if word == "#" { "#" } else { "//" }, rest.len()),
            },
        };
        self.word = word.into();
        Ok(length)
    }

    /// Some of a string in single quotes.
    fn single(&mut self, rest: &str, offset: usize, sink: &mut Sink<'_>) -> Result<usize, ParseError> {
        let run = rest.find(['\'', '"', '\\']).unwrap_or(rest.len());
        if run > 0 {
            return sink(rest.get(..run).unwrap_or_default(), offset).map(|()| run);
        }
        match rest.as_bytes().first() {
            Some(b'"') => sink("\\\"", offset)?,
            Some(b'\\') => self.place = Place::SingleEscape,
            _ => {
                sink("\"", offset)?;
                self.end_value();
            }
        }
        Ok(1)
    }

    /// A word is complete: `true`, `null`, a key without quotes, or one of Python's words.
    fn end_word(&mut self, sink: &mut Sink<'_>) -> Result<(), ParseError> {
        let word = core::mem::take(&mut self.word);
        let python = match word.as_str() {
            "True" => Some("true"),
            "False" => Some("false"),
            "None" => Some("null"),
            _ => None,
        };
        let held = self.held;
        if self.repair && self.in_key {
            self.report(RepairKind::UnquotedKey, held);
            self.end_value();
            return sink(&format!("\"{word}\""), held);
        }
        self.end_value();
        match python.filter(|_| self.repair) {
            Some(json) => {
                self.report(RepairKind::PythonWord, held);
                sink(json, held)
            }
            None => sink(&word, held),
        }
    }

    fn is_before_key(&self) -> bool {
        self.place == Place::Between && self.open.last() == Some(&b'{')
    }

    fn end_value(&mut self) {
        self.place = Place::After;
        self.complete = self.open.is_empty();
    }

    fn report(&mut self, kind: RepairKind, offset: usize) {
        self.repairs.push(Repair { kind, offset });
    }
}

/// Hands on the first character.
fn hand_on_character(rest: &str, offset: usize, sink: &mut Sink<'_>) -> Result<usize, ParseError> {
    let length = rest.chars().next().map_or(0, char::len_utf8);
    sink(rest.get(..length).unwrap_or_default(), offset).map(|()| length)
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$' | '-')
}
