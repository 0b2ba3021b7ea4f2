//! Server-sent events out of bytes that were cut anywhere.

use super::Lines;
use super::intake::{Each, Framing};
use crate::Error;
use std::ops::ControlFlow;

/// Splits a body into the data of its server-sent events, whatever pieces the bytes come in.
///
/// A body that is one JSON document and no stream of events is handed over as a whole, so that a server that does not stream, or
/// answers with an error instead, is understood all the same. Comments and the names and numbers of events are passed over.
///
/// ```
/// use formwork::protocol::Events;
/// use std::ops::ControlFlow;
///
/// let mut events = Events::new();
/// let mut seen = Vec::new();
/// for piece in ["data: {\"a\"", ":1}\n\n: ping\n\nda", "ta: [DONE]\r\n\r\n"] {
///     events.push(piece.as_bytes(), &mut |data| {
///         seen.push(String::from_utf8_lossy(data).into_owned());
///         Ok(ControlFlow::Continue(()))
///     })?;
/// }
/// assert_eq!(seen, [r#"{"a":1}"#, "[DONE]"]);
/// # Ok::<(), formwork::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Events {
    lines: Lines,
    state: State,
}

#[derive(Debug, Default)]
struct State {
    /// The data of an event whose end has not come.
    data: Vec<u8>,
    has_data: bool,
    /// Whether the body is one document and no stream of events.
    document: bool,
}

impl Events {
    /// No bytes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Hands the data of each event that `piece` completes to `each`.
    ///
    /// # Errors
    /// What `each` fails with, and [`Protocol`](crate::ErrorKind::Protocol) for a line of more than 10 MB.
    pub fn push(&mut self, piece: &[u8], each: &mut Each<'_>) -> Result<ControlFlow<()>, Error> {
        let Self { lines, state } = self;
        lines.push_all(piece, &mut |line| state.line(line, each))
    }

    /// Hands over the data of an event that the end of the body completes.
    ///
    /// # Errors
    /// What `each` fails with.
    pub fn end(&mut self, each: &mut Each<'_>) -> Result<ControlFlow<()>, Error> {
        let Self { lines, state } = self;
        if state.line(lines.rest(), each)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        state.document = false;
        state.line(b"", each)
    }
}

impl Framing for Events {
    fn push(&mut self, piece: &[u8], each: &mut Each<'_>) -> Result<ControlFlow<()>, Error> {
        self.push(piece, each)
    }

    fn end(&mut self, each: &mut Each<'_>) -> Result<ControlFlow<()>, Error> {
        self.end(each)
    }
}

impl State {
    fn line(&mut self, line: &[u8], each: &mut Each<'_>) -> Result<ControlFlow<()>, Error> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // No field of an event begins with a brace, nor with the `<` of a proxy's error page.
        self.document |= !self.has_data && matches!(line.trim_ascii_start().first(), Some(b'{' | b'[' | b'<'));
        if self.document {
            self.keep(line);
            return Ok(ControlFlow::Continue(()));
        }
        if line.is_empty() {
            let flow = if std::mem::take(&mut self.has_data) { each(&self.data) } else { Ok(ControlFlow::Continue(())) };
            self.data.clear();
            return flow;
        }
        // llama-server says what went wrong in a field of its own.
        for field in [b"data:".as_slice(), b"error:"] {
            if let Some(value) = line.strip_prefix(field) {
                self.keep(value.strip_prefix(b" ").unwrap_or(value));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Adds to the data; its lines stay lines.
    fn keep(&mut self, line: &[u8]) {
        if std::mem::replace(&mut self.has_data, true) {
            self.data.push(b'\n');
        }
        self.data.extend_from_slice(line);
    }
}

#[cfg(test)]
mod tests {
    use super::Events;
    use std::ops::ControlFlow;

    fn split(pieces: &[&[u8]]) -> Vec<String> {
        let mut events = Events::new();
        let mut seen = Vec::new();
        let mut each = |data: &[u8]| {
            seen.push(String::from_utf8_lossy(data).into_owned());
            Ok(ControlFlow::Continue(()))
        };
        for piece in pieces {
            assert!(events.push(piece, &mut each).is_ok());
        }
        assert!(events.end(&mut each).is_ok());
        seen
    }

    #[test]
    fn any_two_cuts_give_the_same_events() {
        for (text, expected) in [
            ("data: {\"a\":\"é\"}\n\n: ping\n\ndata:{}\r\n\r\nevent: x\ndata: 1\ndata: 2\n\nid: 7\n\ndata: [DONE]\n\n", 4),
            ("data: 1\n\ndata: last", 2),
            ("\n{\n \"a\": 1\n}\n", 1),
            ("error: {\"code\":500}\n\n", 1),
            ("<html>\n</html>", 1),
            ("", 0),
        ] {
            let text = text.as_bytes();
            let whole = split(&[text]);
            assert_eq!(whole.len(), expected, "{whole:?}");
            for first in 0..=text.len() {
                for second in first..=text.len() {
                    let (start, end) = text.split_at(second);
                    let (start, middle) = start.split_at(first);
                    assert_eq!(split(&[start, middle, end]), whole, "cut at {first} and {second}");
                }
            }
        }
    }

    #[test]
    fn the_lines_of_an_event_are_the_lines_of_its_data() {
        assert_eq!(split(&[b"data: 1\ndata:  2\ndata\n\n"]), ["1\n 2"]);
    }
}
