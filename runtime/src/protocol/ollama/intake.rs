//! What every response goes through first: its status, and the lines of its body.

use super::super::{Head, Lines, Piece};
use super::fault;
use crate::Error;
use std::ops::ControlFlow;
use std::sync::Arc;

/// How much of the body of an error is kept: the rest would not make it clearer.
const FAULT_LIMIT: usize = 65_536;

/// Takes the model's name, for errors, and a line; a break leaves the rest of the piece unread.
type Each<'e> = dyn FnMut(&str, &[u8]) -> Result<ControlFlow<()>, Error> + 'e;

/// A response while it is being received, taken apart into lines.
#[derive(Debug)]
pub(crate) struct Intake {
    /// The model that it is about, for errors.
    pub(crate) model: Arc<str>,
    /// The head, when it is that of an error.
    failed: Option<Head>,
    /// The body of an error.
    fault: Vec<u8>,
    lines: Lines,
}

impl Intake {
    pub(crate) fn new(model: Arc<str>) -> Self {
        Self { model, failed: None, fault: Vec::new(), lines: Lines::new() }
    }

    /// A response that may be one line of any length.
    pub(crate) fn unlimited(model: Arc<str>) -> Self {
        Self { lines: Lines::with_limit(usize::MAX), ..Self::new(model) }
    }

    /// Hands each line that the piece completes to `each`; at the end, a last one without a newline.
    pub(crate) fn take(&mut self, piece: Piece<'_>, each: &mut Each<'_>) -> Result<(), Error> {
        let Self { model, failed, fault, lines } = self;
        match (piece, failed) {
            (Piece::Head(head), failed) => *failed = (!head.is_success()).then_some(head),
            (Piece::Bytes(bytes), None) => {
                let _ = lines.push(bytes, &mut |line| each(model, line))?;
            }
            (Piece::Bytes(bytes), Some(_)) => {
                let room = FAULT_LIMIT.saturating_sub(fault.len()).min(bytes.len());
                fault.extend_from_slice(bytes.get(..room).unwrap_or_default());
            }
            (Piece::End, Some(head)) => return Err(fault::status(head, fault, model)),
            (Piece::End, None) if lines.rest().trim_ascii().is_empty() => {}
            (Piece::End, None) => {
                let _ = each(model, lines.rest())?;
            }
        }
        Ok(())
    }
}
