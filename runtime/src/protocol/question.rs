//! A call whose answer is one JSON document.

use super::intake::{Each, Framing, Intake, Refusal};
use super::{Exchange, Piece};
use crate::model::Flow;
use crate::{Error, ErrorKind};
use serde::Deserialize;
use std::ops::ControlFlow;
use std::sync::Arc;

/// An exchange whose answer is a `T`.
pub(crate) struct Question<T> {
    pub(crate) exchange: Exchange,
    pub(crate) answer: Answer<T>,
}

/// The answer to a question while it is being received.
pub(crate) struct Answer<T> {
    intake: Intake<Document>,
    pub(crate) decode: fn(&[u8]) -> Result<T, serde_json::Error>,
    /// Makes an error of what is not the answer.
    wrong: fn(&[u8], serde_json::Error) -> Error,
    /// The answer when there is no body.
    pub(crate) empty: Option<T>,
    /// The answer to a status of 404, where that is one.
    pub(crate) missing: Option<T>,
    value: Option<T>,
}

impl<T: for<'a> Deserialize<'a>> Question<T> {
    pub(crate) fn new(exchange: Exchange, model: &str, refusal: Refusal, wrong: fn(&[u8], serde_json::Error) -> Error) -> Self {
        let intake = Intake::new(Arc::from(model), Document::default(), refusal);
        let decode = |bytes: &[u8]| serde_json::from_slice(bytes);
        Self { exchange, answer: Answer { intake, decode, wrong, empty: None, missing: None, value: None } }
    }
}

impl<T> Question<T> {
    pub(crate) fn split(self) -> (Exchange, Answer<T>) {
        (self.exchange, self.answer)
    }
}

impl<T> Answer<T> {
    pub(crate) fn take(&mut self, piece: Piece<'_>) -> Result<Flow, Error> {
        let Self { intake, decode, wrong, empty, missing, value } = self;
        if let Piece::Head(head) = &piece
            && head.status == 404
            && let Some(missing) = missing.take()
        {
            *value = Some(missing);
            return Ok(Flow::Closed);
        }
        let last = matches!(piece, Piece::End);
        intake.take(piece, &mut |_, document| {
            *value = Some(decode(document).map_err(|error| wrong(document, error))?);
            Ok(ControlFlow::Continue(()))
        })?;
        if last && value.is_none() {
            *value = empty.take();
        }
        Ok(Flow::Open)
    }

    pub(crate) fn finish(self) -> Result<T, Error> {
        self.value.ok_or_else(|| Error::new(ErrorKind::Protocol, "the server's answer is empty; check the address"))
    }
}

/// A body that is one document, of any length.
#[derive(Debug, Default)]
struct Document(Vec<u8>);

impl Framing for Document {
    fn push(&mut self, piece: &[u8], _: &mut Each<'_>) -> Result<ControlFlow<()>, Error> {
        self.0.extend_from_slice(piece);
        Ok(ControlFlow::Continue(()))
    }

    fn end(&mut self, each: &mut Each<'_>) -> Result<ControlFlow<()>, Error> {
        if self.0.trim_ascii().is_empty() { Ok(ControlFlow::Continue(())) } else { each(&self.0) }
    }
}
