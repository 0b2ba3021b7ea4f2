//! What a parser does with its input whatever the type: one copy of it for all types, since it only sees a `RootMut`.

use super::closing::Closing;
use super::error::{Category, ParseError};
use super::forgiving::Forgiving;
use super::input::Saved;
use super::parser::Progress;
use super::pieces::Way;
use super::place::{RootMut, Shortcut, text};
use super::short::Pause;
use super::{Fill, Input, Limits, SlotMut, Stop};
use crate::schema::Rules;

/// May stand before a document, and says nothing.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Everything of a parser but the slot.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) saved: Saved,
    /// How many bytes have been read, a character that was cut off excepted.
    pub(super) offset: usize,
    /// The beginning of a character that was cut off.
    pub(super) cut: Vec<u8>,
    pub(super) complete: bool,
    /// Leniency, if any is wanted.
    pub(super) filter: Option<Forgiving>,
    /// What closes the text so far, if that is asked for.
    pub(super) closing: Option<Box<Closing>>,
    /// The end of the last piece, which shows nothing before there is more.
    pub(super) held: String,
    /// Which way the next piece may go at once.
    pub(super) way: Way,
    /// Where in the first piece reading directly has failed already.
    tried: usize,
}

impl Reader {
    pub(super) fn new(mut limits: Limits) -> Self {
        limits.depth = limits.depth.min(Limits::DEEPEST);
        Self {
            saved: Saved { limits, ..Saved::default() },
            offset: 0,
            cut: Vec::new(),
            complete: false,
            filter: None,
            closing: None,
            held: String::new(),
            way: Way::Long,
            tried: 0,
        }
    }

    /// The same, where what is known can be looked at before the end.
    pub(super) fn shown(limits: Limits) -> Self {
        let mut reader = Self::new(limits);
        reader.saved.shown = cfg!(feature = "serde");
        reader
    }

    pub(super) fn push(&mut self, root: &mut RootMut<'_>, bytes: &[u8]) -> Result<Progress, ParseError> {
        if self.cut.is_empty()
            && let Some(text) = text(bytes)
        {
            return self.push_str(root, text);
        }
        self.way = Way::Long;
        self.begin_piece()?;
        let bytes = if self.cut.is_empty() { bytes } else { self.complete_cut(root, bytes)? };
        self.push_bytes(root, bytes, false)?;
        Ok(self.progress())
    }

    #[inline(never)]
    pub(super) fn push_any(&mut self, root: &mut RootMut<'_>, text: &str) -> Result<Progress, ParseError> {
        if self.way == Way::Held && self.fits(text) {
            return self.push_held(root, text);
        }
        self.way = Way::Long;
        if !self.cut.is_empty() {
            return self.push(root, text.as_bytes());
        }
        self.begin_piece()?;
        self.push_text(root, text, false)?;
        self.way = self.next_way();
        Ok(self.progress())
    }

    /// As [`push_str`](Self::push_str), but what changed before is not forgotten.
    #[cfg(feature = "model")]
    pub(super) fn push_on(&mut self, root: &mut RootMut<'_>, text: &str) -> Result<Progress, ParseError> {
        let Some(log) = self.saved.changes.take() else {
            return self.push_str(root, text);
        };
        let begun = self.begin_piece();
        self.saved.changes = Some(log);
        begun?;
        self.push_text(root, text, false)?;
        Ok(self.progress())
    }

    /// Reads the last bytes of the document.
    pub(super) fn end(&mut self, root: &mut RootMut<'_>, bytes: &[u8]) -> Result<(), ParseError> {
        self.way = Way::Long;
        self.begin_piece()?;
        if !self.cut.is_empty() {
            return Err(self.cut_character());
        }
        self.push_bytes(root, bytes, true)?;
        if self.complete { Ok(()) } else { Err(self.incomplete()) }
    }

    #[cold]
    pub(super) fn incomplete(&mut self) -> ParseError {
        self.fail(Category::Incomplete, INCOMPLETE)
    }

    #[inline]
    pub(super) fn progress(&self) -> Progress {
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

    #[inline]
    fn push_bytes(&mut self, root: &mut RootMut<'_>, bytes: &[u8], last: bool) -> Result<(), ParseError> {
        match core::str::from_utf8(bytes) {
            Ok(text) => self.push_text(root, text, last),
            Err(error) => {
                let (valid, rest) = bytes.split_at_checked(error.valid_up_to()).unwrap_or_default();
                self.push_text(root, core::str::from_utf8(valid).unwrap_or_default(), false)?;
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
    fn complete_cut<'b>(&mut self, root: &mut RootMut<'_>, mut bytes: &'b [u8]) -> Result<&'b [u8], ParseError> {
        while !self.cut.is_empty() {
            let Some((byte, rest)) = bytes.split_first() else {
                break;
            };
            self.cut.push(*byte);
            bytes = rest;
            let cut = core::mem::take(&mut self.cut);
            self.push_bytes(root, &cut, false)?;
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
    fn push_text(&mut self, root: &mut RootMut<'_>, text: &str, last: bool) -> Result<(), ParseError> {
        if text.len() > self.saved.limits.bytes.saturating_sub(self.offset) {
            return Err(self.too_long());
        }
        let text = if self.offset == 0 { self.strip_mark(text) } else { text };
        let offset = self.offset;
        if let Some(forgiving) = &self.filter {
            (forgiving.text)(self, root, text, offset, last)?;
        } else {
            self.feed(root, text, offset, last, true)?;
        }
        self.offset += text.len();
        Ok(())
    }

    /// Parses strict text that stands at `offset` in the input, and before it what was held back.
    #[inline]
    pub(super) fn feed(
        &mut self,
        root: &mut RootMut<'_>,
        text: &str,
        offset: usize,
        last: bool,
        holds: bool,
    ) -> Result<(), ParseError> {
        // Nothing new, so that what grows still does.
        if text.is_empty() && !last {
            return Ok(());
        }
        let before = self.held.len();
        let all = if before > 0 {
            self.held.push_str(text);
            self.held.as_str()
        } else {
            text
        };
        let (read, pause) = if self.saved.has_short_way() { self.saved.pass(root, all) } else { (0, Pause::Stuck) };
        self.saved.text_grows = pause == Pause::Inside;
        // The text of what is known is followed piece by piece.
        let holds = holds && pause == Pause::Cut && !last && self.closing.is_none();
        let is_read = holds || !last && matches!(pause, Pause::Used | Pause::Inside);
        if !is_read {
            let (ahead, offset) = (all.get(read..).unwrap_or_default(), offset - before + read);
            let mut input = Input::new(ahead, offset, last, &mut self.saved);
            go_on(&mut root.slot(), &mut input, self.tried, &mut self.complete)?;
        }
        if before > 0 {
            self.held.drain(..if holds { read } else { self.held.len() });
        } else if holds {
            self.held.push_str(text.get(read..).unwrap_or_default());
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
        self.saved.text_grows = false;
        self.saved.error = Some(error.clone());
        error
    }
}

const INCOMPLETE: &str = "the input ends before the value is complete";

/// Reads one whole document, with the default limits; reading it directly has failed at `tried`.
pub(super) fn whole(slot: &mut SlotMut<'_>, bytes: &[u8], tried: usize) -> Result<(), ParseError> {
    let mut reader = Reader::new(Limits::default());
    reader.tried = tried;
    reader.end(&mut RootMut::new(slot.reborrow(), &mut Shortcut::default()), bytes)
}

/// The error for a document of which there is not all.
#[cold]
pub(super) fn incomplete(offset: usize) -> ParseError {
    ParseError::new(Category::Incomplete, offset, INCOMPLETE.into())
}

/// The long way.
#[inline(never)]
pub(super) fn go_on(slot: &mut SlotMut<'_>, input: &mut Input<'_>, tried: usize, complete: &mut bool) -> Result<(), ParseError> {
    if let Some(log) = &mut input.saved.changes {
        log.go_on();
    }
    input.tried = tried;
    let filled = if *complete { trailing(input) } else { root(slot, input, complete) };
    match &input.saved.error {
        Some(error) if filled == Err(Stop::Failed) => Err(error.clone()),
        _ => Ok(()),
    }
}

fn root(slot: &mut SlotMut<'_>, input: &mut Input<'_>, complete: &mut bool) -> Fill {
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
