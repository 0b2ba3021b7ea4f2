//! What the program is told.

use crate::Failure;
use std::path::PathBuf;

const USAGE: &str = "usage: extract [INPUT.jsonl] --into OUTPUT.jsonl [--failures FILE.jsonl] [--concurrency CALLS]

Reads JSON Lines with a `text` each, from INPUT or standard input, and appends what is found in them to OUTPUT, in the same order.
Called again with the same files, it goes on where it was stopped.";

/// Where the records come from and go to.
#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    /// The records; standard input unless given.
    pub input: Option<PathBuf>,
    /// Where the values go.
    pub into: PathBuf,
    /// Where the records go of which none was made, with the reason.
    pub failures: PathBuf,
    /// How many calls run side by side.
    pub concurrency: usize,
}

impl Arguments {
    /// Reads them.
    ///
    /// # Errors
    /// How the program is called, when it was called in another way.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self, Failure> {
        let (mut input, mut into, mut failures, mut concurrency) = (None, None, None, 8);
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(USAGE);
            match argument.as_str() {
                "--into" => into = Some(PathBuf::from(value()?)),
                "--failures" => failures = Some(PathBuf::from(value()?)),
                "--concurrency" => concurrency = value()?.parse().map_err(|_| USAGE)?,
                _ if argument.starts_with('-') || input.is_some() => return Err(USAGE.into()),
                _ => input = Some(PathBuf::from(argument)),
            }
        }
        let into = into.ok_or(USAGE)?;
        let failures = failures.unwrap_or_else(|| into.with_extension("failures.jsonl"));
        Ok(Self { input, into, failures, concurrency })
    }
}
