//! What every response goes through first: its status, and the records of its body.

use super::{Head, Piece};
use crate::Error;
use std::ops::ControlFlow;
use std::sync::Arc;

/// How much of the body of an error is kept: the rest would not make it clearer.
const FAULT_LIMIT: usize = 65_536;

/// Takes a record's bytes; a break leaves the rest of the piece unread.
pub(crate) type Each<'e> = dyn FnMut(&[u8]) -> Result<ControlFlow<()>, Error> + 'e;

/// As [`Each`], with the model's name.
type EachOf<'e> = dyn FnMut(&str, &[u8]) -> Result<ControlFlow<()>, Error> + 'e;

/// Splits a body into records, whatever pieces the bytes come in.
pub(crate) trait Framing {
    /// Hands each record that `piece` completes to `each`.
    fn push(&mut self, piece: &[u8], each: &mut Each<'_>) -> Result<ControlFlow<()>, Error>;

    /// Hands over what the end of the body completes.
    fn end(&mut self, each: &mut Each<'_>) -> Result<ControlFlow<()>, Error>;
}

/// Makes an error of the head, the body, and the model's name.
pub(crate) type Refusal = fn(&Head, &[u8], &str) -> Error;

/// A response while it is being received, taken apart into records.
#[derive(Debug)]
pub(crate) struct Intake<F> {
    /// The model that it is about, for errors.
    model: Arc<str>,
    /// The head, when it is that of an error.
    failed: Option<Head>,
    /// The body of an error.
    fault: Vec<u8>,
    refusal: Refusal,
    framing: F,
}

impl<F: Framing> Intake<F> {
    /// A response of which nothing has come.
    pub(crate) fn new(model: Arc<str>, framing: F, refusal: Refusal) -> Self {
        Self { model, failed: None, fault: Vec::new(), refusal, framing }
    }

    /// Hands each record that the piece completes to `each`, with the model's name.
    pub(crate) fn take(&mut self, piece: Piece<'_>, each: &mut EachOf<'_>) -> Result<(), Error> {
        let Self { model, failed, fault, refusal, framing } = self;
        match (piece, failed) {
            (Piece::Head(head), failed) => *failed = (!head.is_success()).then_some(head),
            (Piece::Bytes(bytes), None) => {
                let _ = framing.push(bytes, &mut |record| each(model, record))?;
            }
            (Piece::Bytes(bytes), Some(_)) => {
                let room = FAULT_LIMIT.saturating_sub(fault.len()).min(bytes.len());
                fault.extend_from_slice(bytes.get(..room).unwrap_or_default());
            }
            (Piece::End, Some(head)) => return Err(refusal(head, fault, model)),
            (Piece::End, None) => {
                let _ = framing.end(&mut |record| each(model, record))?;
            }
        }
        Ok(())
    }
}
