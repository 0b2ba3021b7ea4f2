//! The parser that users hold: bytes in, a partial value to look at, a value out.

use super::closing::Closing;
use super::error::{Category, ParseError};
use super::input::Saved;
use super::lenient::Filter;
use super::{Fill, Input, Limits, Partial, Slot, Stop};
use crate::Generate;
use crate::schema::Rules;

/// May stand before a document, and says nothing.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Whether a document is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// More input can follow.
    Partial,
    /// The root value is complete: only white space can follow.
    Complete,
}

/// An incremental parser of a `T`, fed with bytes as they arrive, cut anywhere.
///
/// The work is linear in the bytes, however they are cut: what has been read is never read again, and
/// [`partial`](Parser::partial) lends the value so far at no cost.
///
/// ```
/// use formwork::Parser;
///
/// let mut parser = Parser::<Vec<String>>::new();
/// parser.push(br#"["wood", "con"#)?;
/// assert_eq!(parser.partial().items(), ["wood"]);
/// assert_eq!(parser.partial().growing().map(|text| text.as_str()), Some("con"));
/// parser.push(br#"crete"]"#)?;
/// assert_eq!(parser.finish()?, ["wood", "concrete"]);
/// # Ok::<(), formwork::ParseError>(())
/// ```
#[derive(Debug)]
pub struct Parser<T: Generate> {
    slot: T::Partial,
    pub(super) saved: Saved,
    /// How many bytes have been read, a character that was cut off excepted.
    offset: usize,
    /// The beginning of a character that was cut off.
    cut: Vec<u8>,
    complete: bool,
    /// Leniency, if any is wanted.
    pub(super) filter: Option<Box<Filter>>,
    /// What closes the text so far, if that is asked for.
    pub(super) closing: Option<Box<Closing>>,
}

impl<T: Generate> Default for Parser<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Generate> Parser<T> {
    /// A parser at the start of a document, with the default [`Limits`].
    pub fn new() -> Self {
        Self::with_limits(Limits::default())
    }

    /// A parser at the start of a document, with these limits.
    pub fn with_limits(mut limits: Limits) -> Self {
        limits.depth = limits.depth.min(Limits::DEEPEST);
        Self {
            slot: T::Partial::default(),
            saved: Saved { limits, ..Saved::default() },
            offset: 0,
            cut: Vec::new(),
            complete: false,
            filter: None,
            closing: None,
        }
    }

    /// Reads the next bytes of the document.
    ///
    /// # Errors
    /// When the document is not JSON, or not the JSON of a `T`, or breaks one of its rules. The parser stays where the error
    /// is: every later call gives the same error again, and [`partial`](Parser::partial) still shows what came before it.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Progress, ParseError> {
        self.begin_piece()?;
        let bytes = if self.cut.is_empty() { bytes } else { self.complete_cut(bytes)? };
        self.push_bytes(bytes, false)?;
        Ok(self.progress())
    }

    /// Reads the next text of the document: [`push`](Parser::push) for what is known to be UTF-8, so that it need not be checked.
    ///
    /// # Errors
    /// As [`push`](Parser::push).
    pub fn push_str(&mut self, text: &str) -> Result<Progress, ParseError> {
        if !self.cut.is_empty() {
            return self.push(text.as_bytes());
        }
        self.begin_piece()?;
        self.push_text(text, false)?;
        Ok(self.progress())
    }

    #[inline]
    fn progress(&self) -> Progress {
        if self.complete { Progress::Complete } else { Progress::Partial }
    }

    /// Nothing is read after an error.
    #[inline]
    fn begin_piece(&mut self) -> Result<(), ParseError> {
        if let Some(error) = &self.saved.error {
            return Err(error.clone());
        }
        if let Some(log) = &mut self.saved.changes {
            log.clear();
        }
        Ok(())
    }

    /// The value so far.
    pub fn partial(&self) -> &T::Partial {
        &self.slot
    }

    /// The value so far, for taking finished elements out of a list ([`List::drain`](super::List::drain)).
    ///
    /// What is taken out while the document goes on will not be in the final value.
    pub fn partial_mut(&mut self) -> &mut T::Partial {
        &mut self.slot
    }

    /// Gives the partial value away, for an error that carries it.
    #[cfg(feature = "model")]
    pub(crate) fn into_partial(self) -> T::Partial {
        self.slot
    }

    /// Whether the root value is complete, so that there is nothing more to wait for.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// How many bytes have been read.
    pub fn offset(&self) -> usize {
        self.offset + self.cut.len()
    }

    /// Ends the document and gives its value.
    ///
    /// # Errors
    /// When the document ended too early ([`Category::Incomplete`]), and whatever [`push`](Parser::push) failed with.
    pub fn finish(mut self) -> Result<T, ParseError> {
        self.end(b"")
    }

    /// Reads the last bytes of the document and gives its value.
    pub(crate) fn end(&mut self, bytes: &[u8]) -> Result<T, ParseError> {
        self.begin_piece()?;
        if !self.cut.is_empty() {
            return Err(self.cut_character());
        }
        self.push_bytes(bytes, true)?;
        if !self.complete {
            return Err(self.fail(Category::Incomplete, "the input ends before the value is complete"));
        }
        self.take()
    }

    /// Moves the value out of its slot.
    pub(crate) fn take(&mut self) -> Result<T, ParseError> {
        match self.slot.take() {
            Some(value) => Ok(value),
            None => Err(self.fail(Category::Incomplete, "the input ends before the value is complete")),
        }
    }

    #[inline]
    fn push_bytes(&mut self, bytes: &[u8], last: bool) -> Result<(), ParseError> {
        match core::str::from_utf8(bytes) {
            Ok(text) => self.push_text(text, last),
            Err(error) => {
                let (valid, rest) = bytes.split_at_checked(error.valid_up_to()).unwrap_or_default();
                self.push_text(core::str::from_utf8(valid).unwrap_or_default(), false)?;
                if error.error_len().is_some() {
                    return Err(self.fail(Category::Syntax, "not UTF-8"));
                }
                self.cut.extend_from_slice(rest);
                if last { Err(self.cut_character()) } else { Ok(()) }
            }
        }
    }

    #[cold]
    fn cut_character(&mut self) -> ParseError {
        self.fail(Category::Incomplete, "the input ends inside a character")
    }

    #[cold]
    /// Completes the character that an earlier piece began; gives the bytes after it.
    fn complete_cut<'b>(&mut self, mut bytes: &'b [u8]) -> Result<&'b [u8], ParseError> {
        while !self.cut.is_empty() {
            let Some((byte, rest)) = bytes.split_first() else {
                break;
            };
            self.cut.push(*byte);
            bytes = rest;
            let cut = core::mem::take(&mut self.cut);
            self.push_bytes(&cut, false)?;
        }
        Ok(bytes)
    }

    fn strip_mark<'t>(&mut self, text: &'t str) -> &'t str {
        let Some(rest) = text.strip_prefix(BYTE_ORDER_MARK) else {
            return text;
        };
        self.offset = BYTE_ORDER_MARK.len_utf8();
        rest
    }

    #[inline]
    fn push_text(&mut self, text: &str, last: bool) -> Result<(), ParseError> {
        if text.len() > self.saved.limits.bytes.saturating_sub(self.offset) {
            return Err(self.too_long());
        }
        let text = if self.offset == 0 { self.strip_mark(text) } else { text };
        let offset = self.offset;
        if self.filter.is_some() {
            self.filter_text(text, offset, last)?;
        } else {
            self.feed(text, offset, last)?;
        }
        self.offset += text.len();
        Ok(())
    }

    #[cold]
    fn filter_text(&mut self, text: &str, offset: usize, last: bool) -> Result<(), ParseError> {
        let Some(mut filter) = self.filter.take() else {
            return Ok(());
        };
        let filtered = filter.push(text, offset, last, &mut |text, offset| self.feed(text, offset, false));
        self.saved.repairs.append(&mut filter.repairer.repairs);
        self.saved.repairs.sort_by_key(|repair| repair.offset);
        self.filter = Some(filter);
        filtered?;
        if last { self.feed("", offset + text.len(), true) } else { Ok(()) }
    }

    /// Parses strict text that stands at `offset` in the input.
    #[inline]
    fn feed(&mut self, text: &str, offset: usize, last: bool) -> Result<(), ParseError> {
        self.saved.text_grows = false;
        if let Some(log) = &mut self.saved.changes {
            log.go_on();
        }
        let mut input = Input::new(text, offset, last, &mut self.saved);
        let filled = if self.complete { trailing(&mut input) } else { root(&mut self.slot, &mut input, &mut self.complete) };
        if filled == Err(Stop::Failed)
            && let Some(error) = &self.saved.error
        {
            return Err(error.clone());
        }
        if let Some(closing) = &mut self.closing {
            closing.push(text);
        }
        Ok(())
    }

    #[cold]
    fn too_long(&mut self) -> ParseError {
        let limit = self.saved.limits.bytes;
        self.fail(Category::Limit, &format!("more than {limit} bytes"))
    }

    #[cold]
    fn fail(&mut self, category: Category, message: &str) -> ParseError {
        let error = ParseError::new(category, self.offset, message.into());
        self.saved.error = Some(error.clone());
        error
    }
}

fn root(slot: &mut dyn Slot, input: &mut Input<'_>, complete: &mut bool) -> Fill {
    slot.fill(input, Rules::NONE)?;
    *complete = true;
    trailing(input)
}

fn trailing(input: &mut Input<'_>) -> Fill {
    if input.peek_token().is_none() {
        return Ok(());
    }
    let found = input.describe();
    input.fail(Category::Syntax, format!("expected nothing after the value, found {found}"))
}

/// Parses one whole document, strictly.
///
/// # Errors
/// As [`Parser::push`] and [`Parser::finish`].
pub fn from_str<T: Generate>(text: &str) -> Result<T, ParseError> {
    from_slice(text.as_bytes())
}

/// Parses one whole document, strictly; it must be UTF-8.
///
/// # Errors
/// As [`Parser::push`] and [`Parser::finish`].
pub fn from_slice<T: Generate>(bytes: &[u8]) -> Result<T, ParseError> {
    Parser::new().end(bytes)
}
