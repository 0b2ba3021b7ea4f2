//! The file as a stream of checked little-endian values.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::super::error::{EngineError, EngineErrorKind};

type Result<T> = std::result::Result<T, EngineError>;

/// The file as a stream of little-endian values that knows where it is and where it ends.
pub(super) struct Source {
    reader: BufReader<File>,
    pub(super) position: u64,
    pub(super) length: u64,
}

impl Source {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let cannot = |error: std::io::Error| {
            let message = format!("the model file {} cannot be opened", path.display());
            EngineError::new(EngineErrorKind::File, message).with_source(error)
        };
        let file = File::open(path).map_err(cannot)?;
        let about = file.metadata().map_err(cannot)?;
        if !about.is_file() {
            let message = format!("{} is not a file: give the path of a GGUF file", path.display());
            return Err(EngineError::new(EngineErrorKind::File, message));
        }
        Ok(Self { reader: BufReader::new(file), position: 0, length: about.len() })
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64> {
        self.array().map(u64::from_le_bytes)
    }

    pub(super) fn text(&mut self) -> Result<String> {
        let length = self.u64()?;
        let bytes = self.bytes(length)?;
        // Real files hold the odd token that is not UTF-8; it can never be generated whole, so it may read as anything.
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn bytes(&mut self, length: u64) -> Result<Vec<u8>> {
        if length > self.length.saturating_sub(self.position) {
            return Err(self.cut());
        }
        let length = usize::try_from(length).map_err(|_| self.cut())?;
        let mut bytes = vec![0; length];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    pub(super) fn bytes_at(&mut self, start: u64, length: u64) -> Result<Vec<u8>> {
        self.reader.seek(SeekFrom::Start(start)).map_err(unreadable)?;
        self.position = start;
        self.bytes(length)
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        self.reader.read_exact(bytes).map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof => self.cut(),
            _ => unreadable(error),
        })?;
        self.position = self.position.saturating_add(bytes.len() as u64);
        Ok(())
    }

    fn cut(&self) -> EngineError {
        EngineError::format(format!(
            "the model file is cut or damaged: it has {} bytes, and what stands at byte {} needs more",
            self.length, self.position
        ))
    }
}

fn unreadable(error: std::io::Error) -> EngineError {
    EngineError::new(EngineErrorKind::File, "the model file cannot be read").with_source(error)
}
