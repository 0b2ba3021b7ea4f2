//! How a reply is read.

use crate::{Generate, Lenient, Parser};

/// How a reply is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    pub(super) lenient: Lenient,
    pub(super) early_stop: bool,
    pub(super) changes: bool,
    pub(super) partial_json: bool,
}

impl Settings {
    pub(super) fn parser<T: Generate>(self) -> Parser<T> {
        let mut parser = Parser::new().with_leniency(self.lenient);
        if self.changes {
            parser = parser.with_changes();
        }
        if self.partial_json {
            parser = parser.with_partial_json();
        }
        parser
    }
}
