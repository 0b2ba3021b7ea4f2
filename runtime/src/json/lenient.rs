//! Leniency: text around the value, and values that are almost right. Strict is the default, and nothing here costs it anything.

use super::beginning::{Beginning, FENCE, Look};
use super::error::ParseError;
use super::repair::Repairer;
use crate::schema::Edge;

/// What a [`Parser`](super::Parser) forgives; nothing unless set. It never changes what a strict document means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Lenient {
    /// Text around the value: a leading `<think>...</think>`, Markdown fences, prose before the first bracket, of the sort that
    /// the value can begin with, anything after the value. It is kept: see [`Skipped`].
    pub around: bool,
    /// What is almost JSON, or almost of the type: trailing commas, single quotes, keys without quotes, comments, Python's
    /// `True`, `False` and `None`, a number or boolean in quotes, the name of a variant in another case. Each is reported: see
    /// [`Repair`]. A text that was cut off is never completed.
    pub repair: bool,
}

impl Lenient {
    /// Forgives text around the value only.
    pub const AROUND: Self = Self { around: true, repair: false };
    /// Forgives what is almost right only.
    pub const REPAIR: Self = Self { around: false, repair: true };
    /// Forgives all that can be forgiven.
    pub const ALL: Self = Self { around: true, repair: true };
}

/// The text around a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Skipped {
    /// What came before the value.
    pub before: String,
    /// What came after the value.
    pub after: String,
}

/// Something that was not quite right and was taken for what it must have meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repair {
    /// What it was.
    pub kind: RepairKind,
    /// Where it was noticed, in bytes from the start of the input.
    pub offset: usize,
}

/// What was not quite right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RepairKind {
    /// A comma after the last element.
    TrailingComma,
    /// A string in single quotes.
    SingleQuotes,
    /// A key without quotes.
    UnquotedKey,
    /// A comment.
    Comment,
    /// `True`, `False` or `None`.
    PythonWord,
    /// A number or a boolean in quotes.
    QuotedScalar,
    /// A variant's name in another case.
    VariantCase,
}

/// Takes the parser's text first, and hands on what is strict JSON.
#[derive(Debug)]
pub(crate) struct Filter {
    lenient: Lenient,
    place: Place,
    /// Where in the text before the value its present part begins.
    begun: usize,
    /// How the root value begins.
    beginning: Beginning,
    pub(crate) skipped: Skipped,
    pub(crate) repairer: Repairer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before everything: what comes first is not known.
    Start,
    Thinking,
    /// In the first line of a fence.
    Fence,
    Prose,
    Value,
    After,
}

const THINK: &str = "<think>";
const END_OF_THINKING: &str = "</think>";

/// Takes a piece of strict JSON and its offset in the input.
pub(crate) type Sink<'s> = dyn FnMut(&str, usize) -> Result<(), ParseError> + 's;

impl Filter {
    pub(crate) fn new(lenient: Lenient, root: Edge) -> Self {
        Self {
            lenient,
            place: if lenient.around { Place::Start } else { Place::Value },
            begun: 0,
            beginning: Beginning::of(root, lenient.repair),
            skipped: Skipped::default(),
            repairer: Repairer::new(lenient.repair),
        }
    }

    /// Takes the text at `offset`; hands on what belongs to the value.
    pub(crate) fn push(&mut self, text: &str, offset: usize, last: bool, sink: &mut Sink<'_>) -> Result<(), ParseError> {
        if !matches!(self.place, Place::Value | Place::After) {
            let known = self.skipped.before.len();
            self.skipped.before.push_str(text);
            let Some(begin) = self.find_value(known, last) else {
                return Ok(());
            };
            // The value may begin in an earlier piece, with a word of which it was not clear whether it was prose.
            let all = self.skipped.before.split_off(begin);
            self.place = Place::Value;
            if self.skipped.before.trim_start().is_empty() {
                self.skipped.before.clear();
            }
            return self.value(&all, (offset + text.len()).saturating_sub(all.len()), last, sink);
        }
        if self.place == Place::After {
            self.keep_after(text);
            return Ok(());
        }
        self.value(text, offset, last, sink)
    }

    fn keep_after(&mut self, text: &str) {
        let text = if self.skipped.after.is_empty() { text.trim_start() } else { text };
        self.skipped.after.push_str(text);
    }

    fn value(&mut self, text: &str, offset: usize, last: bool, sink: &mut Sink<'_>) -> Result<(), ParseError> {
        let length = self.repairer.push(text, offset, sink)?;
        if last {
            self.repairer.end(sink)?;
        }
        if let Some(after) = text.get(length..).filter(|after| !after.is_empty()) {
            if self.lenient.around {
                self.place = Place::After;
                self.keep_after(after);
            } else {
                sink(after, offset + length)?;
            }
        }
        Ok(())
    }

    /// Where the value begins in what came before it, of which `known` bytes have been looked at; nothing if that is not clear yet.
    fn find_value(&mut self, known: usize, last: bool) -> Option<usize> {
        let before = self.skipped.before.as_str();
        loop {
            match self.place {
                Place::Start => {
                    let rest = before.get(self.begun..)?.trim_start();
                    self.begun = before.len() - rest.len();
                    let unclear = |word: &str| !last && word.len() > rest.len() && word.starts_with(rest);
                    if rest.is_empty() || unclear(THINK) || unclear(FENCE) {
                        return None;
                    }
                    self.place = if rest.starts_with(THINK) {
                        Place::Thinking
                    } else if rest.starts_with(FENCE) {
                        Place::Fence
                    } else {
                        match self.beginning.look(rest, last) {
                            Look::Value => return Some(self.begun),
                            Look::Unclear => return None,
                            Look::Prose => Place::Prose,
                        }
                    };
                }
                Place::Thinking => {
                    // The closing tag may have been cut.
                    let from = before.floor_char_boundary(known.saturating_sub(END_OF_THINKING.len()).max(self.begun));
                    self.begun = from + before.get(from..)?.find(END_OF_THINKING)? + END_OF_THINKING.len();
                    self.place = Place::Start;
                }
                Place::Fence => {
                    let from = known.max(self.begun);
                    self.begun = from + before.get(from..)?.find('\n')?;
                    self.place = Place::Start;
                }
                _ => {
                    // A fence may have been cut.
                    let from = before.floor_char_boundary(known.saturating_sub(FENCE.len()).max(self.begun));
                    let prose = before.get(from..)?;
                    let bracket = prose.find(|character| self.beginning.is_bracket(character));
                    // In it may be a value that begins with something else.
                    let fence = if self.beginning.has_bracket_alone() { None } else { prose.find(FENCE) };
                    match (bracket, fence) {
                        (bracket, Some(fence)) if bracket.is_none_or(|bracket| fence < bracket) => {
                            self.begun = from + fence;
                            self.place = Place::Fence;
                        }
                        (bracket, _) => return bracket.map(|place| from + place),
                    }
                }
            }
        }
    }
}
