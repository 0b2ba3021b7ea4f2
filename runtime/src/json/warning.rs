//! What soft checks have to say of values that are taken nevertheless, and where these are.

use super::Input;
use super::error::{Path, Step};
use core::fmt;

/// What a soft check has to say of a value that was taken nevertheless. It displays as `address.zip: looks foreign`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// Which value it is about.
    pub path: Path,
    /// What the check says.
    pub message: String,
}

impl Warning {
    /// A warning about the whole value.
    pub fn new(message: impl Into<String>) -> Self {
        Self { path: Path::default(), message: message.into() }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, message } = self;
        if path.steps().is_empty() { formatter.write_str(message) } else { write!(formatter, "{path}: {message}") }
    }
}

/// The warnings of a document. Their paths grow from the inside out, as their containers go on.
#[derive(Debug, Default)]
pub(crate) struct Warnings {
    pub(crate) all: Vec<Warning>,
    /// For each, how many containers are still to be put before its path. It never gets less from one warning to the next.
    depths: Vec<usize>,
}

impl Warnings {
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether the paths of all of them are complete as far as they can be.
    #[inline]
    pub(super) fn are_placed(&self) -> bool {
        self.depths.last().is_none_or(|depth| *depth == 0)
    }

    /// Takes those of an attempt at a value that is in `depth` containers.
    pub(super) fn append(&mut self, mut attempt: Self, depth: usize) {
        self.all.append(&mut attempt.all);
        self.depths.extend(attempt.depths.into_iter().map(|inner| inner + depth));
    }
}

impl Input<'_> {
    /// Says something of the value that has just been read.
    #[cold]
    pub(super) fn warn(&mut self, message: String) {
        self.saved.warnings.all.push(Warning::new(message));
        self.saved.warnings.depths.push(self.saved.depth);
    }

    /// The value at `step` of the innermost container is complete: what was said inside it gets the step into its path.
    pub(super) fn place_warnings(&mut self, step: &Step) {
        let depth = self.saved.depth;
        let Warnings { all, depths } = &mut self.saved.warnings;
        for (warning, inside) in all.iter_mut().zip(depths).rev().take_while(|(_, inside)| **inside == depth) {
            warning.path.inside(step.clone());
            *inside = depth.saturating_sub(1);
        }
    }
}
