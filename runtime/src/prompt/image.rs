//! Images for models that can see.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// An image, by its encoded bytes (PNG, JPEG, ...); cheap to clone, and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Image {
    bytes: Arc<[u8]>,
}

impl Image {
    /// Takes the bytes of an image file.
    pub fn bytes(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { bytes: bytes.into() }
    }

    /// Reads an image file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn path(path: impl AsRef<Path>) -> io::Result<Self> {
        std::fs::read(path).map(Self::bytes)
    }

    /// Reads an image to its end.
    ///
    /// # Errors
    /// When reading fails.
    pub fn reader(mut reader: impl Read) -> io::Result<Self> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        Ok(Self::bytes(bytes))
    }

    /// Decodes base64, with or without a `data:` prefix.
    ///
    /// # Errors
    /// When the text is not base64.
    pub fn base64(text: &str) -> io::Result<Self> {
        let encoded = match text.strip_prefix("data:") {
            Some(url) => url.split_once(";base64,").map_or(url, |(_, encoded)| encoded),
            None => text,
        };
        let bytes = STANDARD.decode(encoded.trim()).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        Ok(Self::bytes(bytes))
    }

    /// Decodes a `data:` URL.
    ///
    /// # Errors
    /// When the text is not a `data:` URL with base64 content.
    pub fn data_url(url: &str) -> io::Result<Self> {
        if !url.starts_with("data:") || !url.contains(";base64,") {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "not a data: URL with base64 content"));
        }
        Self::base64(url)
    }

    /// The bytes of the image file.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes as base64, as Ollama's `images` field takes them.
    pub fn to_base64(&self) -> String {
        STANDARD.encode(&self.bytes)
    }

    /// The media type, read off the first bytes; `None` for a format that is not PNG, JPEG, GIF, WebP, BMP or TIFF.
    pub fn media_type(&self) -> Option<&'static str> {
        match &*self.bytes {
            [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
            [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
            [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
            [b'B', b'M', ..] => Some("image/bmp"),
            [b'I', b'I', 0x2a, 0, ..] | [b'M', b'M', 0, 0x2a, ..] => Some("image/tiff"),
            _ => None,
        }
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Image({}, {} bytes)", self.media_type().unwrap_or("unknown format"), self.bytes.len())
    }
}
