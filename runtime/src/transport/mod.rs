//! Moves bytes between a [`protocol`](crate::protocol) and an HTTP library; the drivers of all protocols are made of this.

#[cfg(feature = "blocking")]
pub(crate) mod blocking;
#[cfg(any(feature = "ollama", feature = "openai", feature = "blocking"))]
mod client;
#[cfg(any(feature = "ollama", feature = "openai"))]
mod upload;
#[cfg(any(feature = "ollama", feature = "openai"))]
pub(crate) mod waiting;

#[cfg(any(feature = "ollama", feature = "openai", feature = "blocking"))]
pub(crate) use client::client;

use crate::{Error, ErrorKind};
use std::fs::File;
use std::path::Path;

/// Opens a file that is to be sent.
pub(crate) fn open(path: &Path) -> Result<File, Error> {
    File::open(path).map_err(|error| unreadable(path, error))
}

pub(crate) fn unreadable(path: &Path, error: std::io::Error) -> Error {
    let message = format!("the file {} cannot be read", path.display());
    Error::new(ErrorKind::InvalidRequest, message).with_source(error)
}
