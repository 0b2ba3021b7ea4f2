//! What has been done, on disk: values in one file, failures in another, both in the order of the records.
//!
//! A record is done when its line is in one of the files. A process that is killed leaves at most one line half written; a machine
//! that loses its power may lose the ends of both files. So what counts is the unbroken run of records from the first on: what lies
//! after a gap is cut off, and made again.

use formwork::{Error, Reply};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

/// A line of the output.
#[derive(Debug, Serialize, Deserialize)]
pub struct Succeeded<T> {
    /// Which record it is, counted from 0.
    pub record: u64,
    /// What was found in it.
    pub value: T,
}

/// A line of the side file.
#[derive(Debug, Serialize, Deserialize)]
pub struct Failed {
    /// Which record it is, counted from 0.
    pub record: u64,
    /// What sort of failure it is, as `ErrorKind` names it.
    pub kind: String,
    /// Why there is no value.
    pub reason: String,
    /// What the model had written.
    pub raw: String,
    /// The record itself.
    pub input: String,
}

/// The number of a line of either file.
#[derive(Deserialize)]
struct Number {
    record: u64,
}

/// The two files.
#[derive(Debug)]
pub struct Journal {
    values: File,
    failures: File,
    next: u64,
}

impl Journal {
    /// Opens the files, or makes them, and finds out how far they go.
    ///
    /// # Errors
    /// When they cannot be read, cut or written.
    pub fn open(values: &Path, failures: &Path) -> io::Result<Self> {
        let open = |path| OpenOptions::new().read(true).append(true).create(true).open(path);
        let (values, failures) = (open(values)?, open(failures)?);
        let (mut one, mut other) = (Run::of(&values)?, Run::of(&failures)?);
        let mut next = 0;
        while one.take(next)? || other.take(next)? {
            next += 1;
        }
        let (one, other) = (one.end, other.end);
        values.set_len(one)?;
        failures.set_len(other)?;
        Ok(Self { values, failures, next })
    }

    /// The first record that is not done.
    #[must_use]
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Writes down what came of the next record.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write<T: Serialize>(&mut self, input: &str, result: Result<Reply<T>, Error>) -> io::Result<()> {
        let record = self.next;
        match result {
            Ok(reply) => append(&mut self.values, &Succeeded { record, value: reply.value })?,
            Err(error) => {
                let (kind, reason) = (format!("{:?}", error.kind()), error.to_string());
                let failed = Failed { record, kind, reason, raw: error.raw().to_owned(), input: input.to_owned() };
                append(&mut self.failures, &failed)?;
            }
        }
        self.next += 1;
        Ok(())
    }
}

/// Writes a line at once, so that only the system can cut it.
fn append(file: &mut File, line: &impl Serialize) -> io::Result<()> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    file.write_all(&bytes)
}

/// The lines of a file whose records follow each other.
struct Run<'f> {
    lines: BufReader<&'f File>,
    /// The record of the line that was read last and not taken, and where it ends.
    ahead: Option<(u64, u64)>,
    /// Where the lines end that were taken.
    end: u64,
}

impl<'f> Run<'f> {
    fn of(file: &'f File) -> io::Result<Self> {
        let mut run = Self { lines: BufReader::new(file), ahead: None, end: 0 };
        run.read()?;
        Ok(run)
    }

    /// Takes the line that is ahead, if it is that of this record.
    fn take(&mut self, record: u64) -> io::Result<bool> {
        match self.ahead {
            Some((number, end)) if number == record => {
                self.end = end;
                self.read()?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// Reads the next line; one that is not whole ends the run.
    fn read(&mut self) -> io::Result<()> {
        let mut line = Vec::new();
        self.lines.read_until(b'\n', &mut line)?;
        let number = line.strip_suffix(b"\n").and_then(|line| serde_json::from_slice::<Number>(line).ok());
        self.ahead = number.map(|number| (number.record, self.end + line.len() as u64));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Journal, Succeeded, append};
    use std::fs;

    #[test]
    fn what_follows_a_gap_or_is_half_written_is_made_again() -> std::io::Result<()> {
        let folder = std::env::temp_dir().join(format!("formwork-journal-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let (values, failures) = (folder.join("values"), folder.join("failures"));
        for (one, other, next) in [
            ("", "", 0),
            ("{\"record\":0}\n{\"record\":2}\n", "{\"record\":1}\n", 3),
            ("{\"record\":0}\n{\"record\":2}\n{\"rec", "{\"record\":1}\n{\"record\":3", 3),
            ("{\"record\":0}\n{\"record\":2}\n", "", 1),
            ("{\"record\":0}\n{\"record\":1}", "{\"record\":2}\n", 1),
            ("nonsense\n", "{\"record\":0}\n", 1),
        ] {
            fs::write(&values, one)?;
            fs::write(&failures, other)?;
            let mut journal = Journal::open(&values, &failures)?;
            assert_eq!(journal.next(), next, "{one:?} {other:?}");
            append(&mut journal.values, &Succeeded { record: next, value: () })?;
            assert_eq!(Journal::open(&values, &failures)?.next(), next + 1, "{one:?} {other:?}");
        }
        fs::remove_dir_all(folder)
    }
}
