//! How far it is, and what it came to.

use super::Failed;
use formwork::model::Tally;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// A bar that begins at the record at which this run begins.
#[must_use]
pub fn bar(records: Option<u64>, next: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(records, ProgressDrawTarget::stderr());
    let template = "{bar:32} {pos}/{len} {per_sec} {eta} left, {msg}";
    if let Ok(style) = ProgressStyle::with_template(if records.is_some() { template } else { "{pos} {per_sec}, {msg}" }) {
        bar.set_style(style);
    }
    bar.set_position(next);
    // The rate is that of this run.
    bar.reset_eta();
    bar
}

/// What a job has come to.
#[derive(Debug)]
pub struct Report {
    /// The records of all runs.
    pub records: u64,
    /// Those without a value, by the kind of failure.
    pub failures: BTreeMap<String, u64>,
    /// What this run cost.
    pub tally: Tally,
}

impl Report {
    /// Counts the failures in the side file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn new(records: u64, failures: &Path, tally: Tally) -> io::Result<Self> {
        let mut kinds = BTreeMap::new();
        for line in BufReader::new(File::open(failures)?).lines() {
            let failed: Failed = serde_json::from_str(&line?)?;
            *kinds.entry(failed.kind).or_default() += 1;
        }
        Ok(Self { records, failures: kinds, tally })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed: u64 = self.failures.values().sum();
        writeln!(formatter, "{} records: {} values, {failed} failures", self.records, self.records - failed)?;
        for (kind, count) in &self.failures {
            writeln!(formatter, "  {count} {kind}")?;
        }
        let Tally { prompt_tokens, output_tokens, .. } = &self.tally;
        write!(formatter, "this run: {prompt_tokens} tokens read, {output_tokens} written")
    }
}
