//! Records in, typed values out, by the million: what the program `extract` is made of.

mod arguments;
mod journal;
mod report;

pub use arguments::Arguments;
pub use journal::{Failed, Journal, Succeeded};
pub use report::{Report, bar};

use formwork::{Error, ErrorKind, Request};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// A line of the input, with its number, counted from 0.
pub type Record = (u64, io::Result<String>);

/// The records of a file, or of standard input.
///
/// # Errors
/// When the file cannot be opened.
pub fn records(input: Option<&Path>) -> io::Result<Box<dyn Iterator<Item = Record> + Send>> {
    let reader: Box<dyn BufRead + Send> = match input {
        Some(path) => Box::new(BufReader::new(File::open(path)?)),
        None => Box::new(BufReader::new(io::stdin())),
    };
    Ok(Box::new((0..).zip(reader.lines())))
}

/// How many records a file has; `None` for standard input, which tells only at its end.
///
/// # Errors
/// When the file cannot be read.
pub fn count(input: Option<&Path>) -> io::Result<Option<u64>> {
    let Some(path) = input else { return Ok(None) };
    Ok(Some(BufReader::new(File::open(path)?).split(b'\n').count() as u64))
}

/// What is asked of a record: about its `text`.
///
/// # Errors
/// When the line is not a JSON object with a `text`.
pub fn question((number, line): &Record, template: &Request) -> Result<Request, Error> {
    let invalid = |why: String| Error::new(ErrorKind::InvalidRequest, format!("record {number} {why}"));
    let line = line.as_ref().map_err(|error| invalid(format!("cannot be read: {error}")))?;
    let record: serde_json::Value = serde_json::from_str(line).map_err(|error| invalid(format!("is not JSON: {error}")))?;
    let text = record.get("text").and_then(serde_json::Value::as_str);
    let text = text.ok_or_else(|| invalid("has no `text`".to_owned()))?;
    let mut request = Request::new(text);
    request.system.clone_from(&template.system);
    Ok(request.options(template.options.clone()).policy(template.policy.clone()))
}
