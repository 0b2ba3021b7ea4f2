//! The calls about models: what to send, and how to read the answer.

use super::super::intake::Intake;
use super::super::json::Writer;
use super::super::{Exchange, Lines, Piece, Question};
use super::ask::duration;
use super::catalog::{Embeddings, Installed, Progress, Running, Shown};
use super::{Create, Defaults, Embed, fault};
use crate::model::Flow;
use crate::{Error, ErrorKind};
use http::Method;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

fn question<T: for<'a> Deserialize<'a>>(
    method: Method,
    path: impl Into<Cow<'static, str>>,
    model: &str,
    body: Vec<u8>,
) -> Question<T> {
    Question::new(Exchange::new(method, path, body), model, fault::status, fault::record)
}

pub(crate) fn list() -> Question<Models<Installed>> {
    question(Method::GET, "/api/tags", "", Vec::new())
}

pub(crate) fn running() -> Question<Models<Running>> {
    question(Method::GET, "/api/ps", "", Vec::new())
}

pub(crate) fn version() -> Question<Version> {
    question(Method::GET, "/api/version", "", Vec::new())
}

pub(crate) fn show(model: &str) -> Result<Question<Shown>, Error> {
    Ok(question(Method::POST, "/api/show", model, body(|writer| writer.key("model").value(model))?))
}

pub(crate) fn copy(source: &str, destination: &str) -> Result<Question<()>, Error> {
    let body = body(|writer| {
        writer.key("source").value(source)?;
        writer.key("destination").value(destination)
    })?;
    Ok(nothing(question(Method::POST, "/api/copy", source, body)))
}

pub(crate) fn delete(model: &str) -> Result<Question<()>, Error> {
    let body = body(|writer| writer.key("model").value(model))?;
    Ok(nothing(question(Method::DELETE, "/api/delete", model, body)))
}

pub(crate) fn blob_exists(digest: &str) -> Result<Question<bool>, Error> {
    let mut question = question(Method::HEAD, blob_path(digest)?, "", Vec::new());
    question.answer.empty = Some(true);
    question.answer.missing = Some(false);
    Ok(question)
}

/// Sends a blob: these bytes, or this file.
pub(crate) fn upload(digest: &str, bytes: Vec<u8>, file: Option<PathBuf>) -> Result<Question<()>, Error> {
    let mut question = nothing(question(Method::POST, blob_path(digest)?, "", bytes));
    question.exchange.file = file;
    Ok(question)
}

pub(crate) fn embed(model: &str, request: &Embed, defaults: &Defaults) -> Result<Question<Embeddings>, Error> {
    let body = body(|writer| request.write(writer, model, defaults))?;
    Ok(question(Method::POST, "/api/embed", model, body))
}

/// Loads a model: a generation without a prompt.
pub(crate) fn load(model: &str, defaults: &Defaults) -> Result<Question<Loaded>, Error> {
    let body = body(|writer| {
        writer.key("model").value(model)?;
        writer.key("stream").value(&false)?;
        defaults.write(writer)
    })?;
    Ok(question(Method::POST, "/api/generate", model, body))
}

/// Drops a model from memory: a generation without a prompt, to be kept for no time.
pub(crate) fn unload(model: &str) -> Result<Question<Loaded>, Error> {
    let body = body(|writer| {
        writer.key("model").value(model)?;
        writer.key("stream").value(&false)?;
        writer.key("keep_alive").value(&0)
    })?;
    Ok(question(Method::POST, "/api/generate", model, body))
}

pub(crate) fn pull(model: &str, insecure: bool) -> Result<Exchange, Error> {
    transfer("/api/pull", model, insecure)
}

pub(crate) fn push(model: &str, insecure: bool) -> Result<Exchange, Error> {
    transfer("/api/push", model, insecure)
}

pub(crate) fn create(model: &str, create: &Create) -> Result<Exchange, Error> {
    let body = body(|writer| create.write(writer, model))?;
    Ok(Exchange::post("/api/create", body))
}

fn transfer(path: &'static str, model: &str, insecure: bool) -> Result<Exchange, Error> {
    let body = body(|writer| {
        writer.key("model").value(model)?;
        if insecure { writer.key("insecure").value(&true) } else { Ok(()) }
    })?;
    Ok(Exchange::post(path, body))
}

impl Defaults {
    /// Writes what is set: `keep_alive` and `options`.
    pub(super) fn write(&self, writer: &mut Writer) -> Result<(), Error> {
        if let Some(keep_alive) = self.keep_alive {
            duration(writer.key("keep_alive"), keep_alive)?;
        }
        if self.options == crate::Options::default() { Ok(()) } else { writer.key("options").value(&self.options) }
    }
}

fn body(fields: impl FnOnce(&mut Writer) -> Result<(), Error>) -> Result<Vec<u8>, Error> {
    let mut writer = Writer::with_capacity(128);
    writer.nest(*b"{}", fields)?;
    Ok(writer.into_bytes())
}

/// A question that is answered by a status alone.
fn nothing(mut question: Question<()>) -> Question<()> {
    question.answer.empty = Some(());
    question.answer.decode = |_| Ok(());
    question
}

fn blob_path(digest: &str) -> Result<String, Error> {
    let is_digest = digest
        .strip_prefix("sha256:")
        .is_some_and(|hex| hex.len() == 64 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
    if is_digest {
        return Ok(format!("/api/blobs/{digest}"));
    }
    let message = format!("{digest:?} is not a digest; write `sha256:` and 64 lower-case hexadecimal digits");
    Err(Error::new(ErrorKind::InvalidRequest, message))
}

/// A list of models under its name.
#[derive(Deserialize)]
pub(crate) struct Models<T> {
    #[serde(default = "Vec::new")]
    pub(crate) models: Vec<T>,
}

#[derive(Deserialize)]
pub(crate) struct Version {
    pub(crate) version: String,
}

/// The answer to a generation without a prompt; its words are of no use.
#[derive(Deserialize)]
pub(crate) struct Loaded {}

/// The steps of a pull, push or create while they are being received.
#[derive(Debug)]
pub(crate) struct Steps {
    intake: Intake<Lines>,
    ready: VecDeque<Progress>,
    succeeded: bool,
}

/// A line of a stream of steps.
#[derive(Deserialize)]
struct Line {
    error: Option<serde_json::Value>,
    #[serde(flatten)]
    progress: Progress,
}

impl Steps {
    pub(crate) fn new(model: Arc<str>) -> Self {
        Self { intake: Intake::new(model, Lines::new(), fault::status), ready: VecDeque::new(), succeeded: false }
    }

    /// The next step that has come.
    pub(crate) fn next(&mut self) -> Option<Progress> {
        self.ready.pop_front()
    }

    pub(crate) fn take(&mut self, piece: Piece<'_>) -> Result<Flow, Error> {
        let Self { intake, ready, succeeded } = self;
        let last = matches!(piece, Piece::End);
        intake.take(piece, &mut |model, line| {
            let line: Line = serde_json::from_slice(line).map_err(|error| fault::record(line, error))?;
            if let Some(error) = line.error {
                return Err(fault::in_stream(&error, model));
            }
            *succeeded |= line.progress.is_success();
            ready.push_back(line.progress);
            Ok(ControlFlow::Continue(()))
        })?;
        if last && !*succeeded {
            let message = "the server ended before it had succeeded; try again, what it has fetched is kept";
            return Err(Error::new(ErrorKind::Protocol, message));
        }
        Ok(Flow::Open)
    }
}
