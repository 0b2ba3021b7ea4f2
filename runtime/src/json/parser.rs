//! The parser that users hold: bytes in, a partial value to look at, a value out.

use super::error::ParseError;
use super::place::{Root, SlotMut, make, text};
use super::reader::{Reader, incomplete, whole};
use super::{Direct, Limits, Partial};
use crate::Generate;

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
    root: Root<T::Partial>,
    /// All the rest, which is the same for every type.
    pub(super) reader: Reader,
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
    pub fn with_limits(limits: Limits) -> Self {
        Self { root: Root::new(), reader: Reader::shown(limits) }
    }

    /// Reads the next bytes of the document.
    ///
    /// # Errors
    /// When the document is not JSON, or not the JSON of a `T`, or breaks one of its rules. The parser stays where the error
    /// is: every later call gives the same error again, and [`partial`](Parser::partial) still shows what came before it.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Progress, ParseError> {
        self.reader.push(&mut self.root.any(), bytes)
    }

    /// Reads the next text of the document: [`push`](Parser::push) for what is known to be UTF-8, so that it need not be checked.
    ///
    /// # Errors
    /// As [`push`](Parser::push).
    pub fn push_str(&mut self, text: &str) -> Result<Progress, ParseError> {
        self.reader.push_str(&mut self.root.any(), text)
    }

    /// [`push_str`](Parser::push_str), with which the changes of the pushes before go on: several pieces that came at once.
    #[cfg(feature = "model")]
    pub(crate) fn push_on(&mut self, text: &str) -> Result<Progress, ParseError> {
        self.reader.push_on(&mut self.root.any(), text)
    }

    /// The value so far.
    pub fn partial(&self) -> &T::Partial {
        self.root.get()
    }

    /// The value so far, for taking finished elements out of a list ([`List::drain`](super::List::drain)).
    ///
    /// What is taken out while the document goes on will not be in the final value.
    pub fn partial_mut(&mut self) -> &mut T::Partial {
        self.root.get_mut()
    }

    /// Gives the partial value away, for an error that carries it.
    #[cfg(feature = "model")]
    pub(crate) fn into_partial(self) -> T::Partial {
        self.root.into_inner()
    }

    /// Whether the root value is complete, so that there is nothing more to wait for.
    pub fn is_complete(&self) -> bool {
        self.reader.complete
    }

    /// How many bytes have been read.
    pub fn offset(&self) -> usize {
        self.reader.offset + self.reader.cut.len()
    }

    /// Ends the document and gives its value.
    ///
    /// # Errors
    /// When the document ended too early ([`Category::Incomplete`](crate::Category::Incomplete)), and whatever [`push`](Parser::push) failed with.
    pub fn finish(mut self) -> Result<T, ParseError> {
        self.value()
    }

    /// Ends the document and gives its value, as [`finish`](Parser::finish) does, for who then asks what was
    /// [skipped](Parser::skipped), [repaired](Parser::repairs) or [warned of](Parser::warnings): of a number or a word that is the
    /// whole document only the end says that it is complete.
    ///
    /// ```
    /// use formwork::{Lenient, Parser, RepairKind};
    ///
    /// let mut parser = Parser::<Option<u32>>::new().with_leniency(Lenient::ALL);
    /// parser.push(b"None")?;
    /// assert_eq!(parser.end()?, None);
    /// assert_eq!(parser.repairs()[0].kind, RepairKind::PythonWord);
    /// # Ok::<(), formwork::ParseError>(())
    /// ```
    ///
    /// # Errors
    /// As [`finish`](Parser::finish). The value is given once: every later call is an error.
    pub fn end(&mut self) -> Result<T, ParseError> {
        let value = self.value();
        if value.is_ok() {
            self.reader.incomplete();
        }
        value
    }

    fn value(&mut self) -> Result<T, ParseError> {
        self.reader.end(&mut self.root.any(), b"")?;
        self.take()
    }

    /// Moves the value out of its slot.
    pub(crate) fn take(&mut self) -> Result<T, ParseError> {
        match self.root.get_mut().take() {
            Some(value) => Ok(value),
            None => Err(self.reader.incomplete()),
        }
    }
}

/// Parses one whole document, strictly.
///
/// # Errors
/// As [`Parser::push`] and [`Parser::finish`].
pub fn from_str<T: Generate>(text: &str) -> Result<T, ParseError> {
    make(Document { bytes: text.as_bytes(), text: Some(text) })
}

/// Parses one whole document, strictly; it must be UTF-8.
///
/// # Errors
/// As [`Parser::push`] and [`Parser::finish`].
pub fn from_slice<T: Generate>(bytes: &[u8]) -> Result<T, ParseError> {
    make(Document { bytes, text: text(bytes) })
}

/// A document that is there whole.
#[derive(Clone, Copy)]
pub(super) struct Document<'d> {
    bytes: &'d [u8],
    /// The same, if it is UTF-8.
    text: Option<&'d str>,
}

impl<'d> Document<'d> {
    pub(super) fn direct(self) -> Direct<'d> {
        Direct::document(self.text.unwrap_or_default())
    }

    /// Reads it into a slot, after reading it directly has failed at `tried`.
    pub(super) fn fill(self, slot: &mut SlotMut<'_>, tried: usize) -> Result<(), ParseError> {
        whole(slot, self.bytes, tried)
    }

    pub(super) fn incomplete(self) -> ParseError {
        incomplete(self.bytes.len())
    }
}
