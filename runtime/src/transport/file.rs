//! Files that are to be sent.

use crate::{Error, ErrorKind};
use std::fs::File;
use std::path::Path;

/// Opens a file that is to be sent.
pub(crate) fn open(path: &Path) -> Result<File, Error> {
    File::open(path).map_err(|error| unreadable(path, error))
}

/// What it means that a file cannot be read.
pub(crate) fn unreadable(path: &Path, error: std::io::Error) -> Error {
    let message = format!("the file {} cannot be read", path.display());
    Error::new(ErrorKind::InvalidRequest, message).with_source(error)
}
