//! Lines out of bytes that were cut anywhere.

use super::intake::{Each, Framing};
use crate::{Error, ErrorKind};
use std::ops::ControlFlow;

/// How long a line may be unless another limit is set: a whole reply with its context is a few hundred kilobytes.
const LIMIT: usize = 10_000_000;

/// Splits newline-delimited JSON into lines, whatever pieces the bytes come in.
///
/// A line that lies whole in a piece is lent from there; only one that was cut is copied. Each byte is looked at once.
///
/// ```
/// use formwork::protocol::Lines;
/// use std::ops::ControlFlow;
///
/// let mut lines = Lines::new();
/// let mut seen = Vec::new();
/// for piece in ["{\"a\":1}\n{\"b\"", ":2}\n", "{\"c\":3}"] {
///     lines.push(piece.as_bytes(), &mut |line| {
///         seen.push(String::from_utf8_lossy(line).into_owned());
///         Ok(ControlFlow::Continue(()))
///     })?;
/// }
/// assert_eq!(seen, [r#"{"a":1}"#, r#"{"b":2}"#]);
/// assert_eq!(lines.rest(), br#"{"c":3}"#);
/// # Ok::<(), formwork::Error>(())
/// ```
#[derive(Debug)]
pub struct Lines {
    /// The beginning of a line whose end has not come.
    cut: Vec<u8>,
    limit: usize,
}

impl Default for Lines {
    fn default() -> Self {
        Self::new()
    }
}

impl Lines {
    /// No bytes yet, and lines of up to 10 MB.
    pub fn new() -> Self {
        Self::with_limit(LIMIT)
    }

    /// No bytes yet, and lines of up to this many bytes.
    pub fn with_limit(limit: usize) -> Self {
        Self { cut: Vec::new(), limit }
    }

    /// Hands each line that `piece` completes to `each`, without its newline; empty lines are left out.
    ///
    /// # Errors
    /// What `each` fails with, and [`Protocol`](ErrorKind::Protocol) for a line over the limit.
    pub fn push(&mut self, piece: &[u8], each: &mut Each<'_>) -> Result<ControlFlow<()>, Error> {
        self.push_all(piece, &mut |line| if is_empty(line) { Ok(ControlFlow::Continue(())) } else { each(line) })
    }

    /// As [`push`](Self::push), with the empty lines.
    pub(super) fn push_all(&mut self, mut piece: &[u8], each: &mut Each<'_>) -> Result<ControlFlow<()>, Error> {
        while let Some(at) = memchr::memchr(b'\n', piece) {
            let (end, rest) = piece.split_at_checked(at).unwrap_or_default();
            piece = rest.get(1..).unwrap_or_default();
            let flow = if self.cut.is_empty() {
                self.check(end.len())?;
                each(end)?
            } else {
                self.keep(end)?;
                let flow = each(&self.cut);
                self.cut.clear();
                flow?
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
        self.keep(piece)?;
        Ok(ControlFlow::Continue(()))
    }

    /// What has come since the last newline: at the end of the input, a last line without one.
    pub fn rest(&self) -> &[u8] {
        &self.cut
    }

    fn keep(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.check(self.cut.len() + bytes.len())?;
        self.cut.extend_from_slice(bytes);
        Ok(())
    }

    fn check(&self, length: usize) -> Result<(), Error> {
        if length <= self.limit {
            return Ok(());
        }
        let message = format!("the server sent a line of more than {} bytes; this is not the protocol expected here", self.limit);
        Err(Error::new(ErrorKind::Protocol, message))
    }
}

impl Framing for Lines {
    fn push(&mut self, piece: &[u8], each: &mut Each<'_>) -> Result<ControlFlow<()>, Error> {
        self.push(piece, each)
    }

    fn end(&mut self, each: &mut Each<'_>) -> Result<ControlFlow<()>, Error> {
        if is_empty(&self.cut) { Ok(ControlFlow::Continue(())) } else { each(&self.cut) }
    }
}

fn is_empty(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

#[cfg(test)]
mod tests {
    use super::Lines;
    use crate::ErrorKind;
    use std::ops::ControlFlow;

    fn split(pieces: &[&[u8]]) -> (Vec<Vec<u8>>, Vec<u8>) {
        let mut lines = Lines::new();
        let mut seen = Vec::new();
        for piece in pieces {
            let flow = lines.push(piece, &mut |line| {
                seen.push(line.to_vec());
                Ok(ControlFlow::Continue(()))
            });
            assert!(flow.is_ok_and(|flow| flow.is_continue()));
        }
        (seen, lines.rest().to_vec())
    }

    #[test]
    fn any_two_cuts_give_the_same_lines() {
        let text = "{\"a\":\"é\"}\n\n{}\r\n \n{\"b\":1}".as_bytes();
        let whole = split(&[text]);
        assert_eq!(whole.0.len(), 2);
        for first in 0..=text.len() {
            for second in first..=text.len() {
                let (start, end) = text.split_at(second);
                let (start, middle) = start.split_at(first);
                let pieces = [start, middle, end];
                assert_eq!(split(&pieces), whole, "cut at {first} and {second}");
            }
        }
    }

    #[test]
    fn a_line_over_the_limit_is_an_error() {
        for pieces in [&["123456\n"][..], &["123", "456"], &["123", "456\n"]] {
            let mut lines = Lines::with_limit(5);
            let kinds: Vec<_> = pieces
                .iter()
                .filter_map(|piece| lines.push(piece.as_bytes(), &mut |_| Ok(ControlFlow::Continue(()))).err())
                .map(|error| error.kind())
                .collect();
            assert_eq!(kinds, [ErrorKind::Protocol], "{pieces:?}");
        }
    }

    #[test]
    fn a_break_leaves_the_rest_unread() {
        let mut count = 0;
        let flow = Lines::new().push(b"1\n2\n3\n", &mut |_| {
            count += 1;
            Ok(if count == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        });
        assert!(flow.is_ok_and(|flow| flow.is_break()));
        assert_eq!(count, 2);
    }
}
