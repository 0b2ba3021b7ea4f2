//! The files that models are made of, on their way to the server.

use std::fmt;
use std::path::PathBuf;

/// A model's file, for `upload`: bytes, or the path of a file that is read while it is sent.
///
/// ```
/// use formwork::ollama::Blob;
///
/// let adapter = Blob::path("adapter.gguf");
/// let tiny = Blob::from(b"hello".to_vec());
/// ```
#[derive(Clone, PartialEq, Eq)]
#[must_use]
pub struct Blob(Source);

/// Where a blob's bytes are.
#[derive(Clone, PartialEq, Eq)]
enum Source {
    Memory(Vec<u8>),
    File(PathBuf),
}

impl Blob {
    /// The file at this path; it is read in pieces while it is sent, and never as a whole.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self(Source::File(path.into()))
    }

    /// The bytes, or the file that has them.
    #[cfg(any(feature = "ollama", feature = "blocking"))]
    pub(crate) fn into_parts(self) -> (Vec<u8>, Option<PathBuf>) {
        match self.0 {
            Source::Memory(bytes) => (bytes, None),
            Source::File(path) => (Vec::new(), Some(path)),
        }
    }

    /// The digest under which a server keeps it: `sha256:` and hexadecimal. A file is read for it, in pieces.
    ///
    /// # Errors
    /// Of kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest), when the file cannot be read.
    ///
    /// ```
    /// let hello = formwork::ollama::Blob::from(b"hello".to_vec());
    /// assert!(hello.digest()?.starts_with("sha256:2cf24dba5fb0"));
    /// # Ok::<(), formwork::Error>(())
    /// ```
    #[cfg(feature = "sha2")]
    pub fn digest(&self) -> Result<String, crate::Error> {
        use crate::transport::{open, unreadable};
        use sha2::Digest as _;
        use std::fmt::Write as _;
        use std::io::Read as _;

        let mut hasher = sha2::Sha256::new();
        match &self.0 {
            Source::Memory(bytes) => hasher.update(bytes),
            Source::File(path) => {
                let mut file = open(path)?;
                let mut buffer = vec![0; 1 << 16];
                loop {
                    match file.read(&mut buffer).map_err(|error| unreadable(path, error))? {
                        0 => break,
                        count => hasher.update(buffer.get(..count).unwrap_or_default()),
                    }
                }
            }
        }
        Ok(hasher.finalize().iter().fold("sha256:".to_owned(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        }))
    }
}

impl From<Vec<u8>> for Blob {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Source::Memory(bytes))
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Memory(bytes) => write!(formatter, "Blob({} bytes)", bytes.len()),
            Source::File(path) => write!(formatter, "Blob({})", path.display()),
        }
    }
}
