//! Images for models that can see.

use crate::{Error, ErrorKind};
use base64::Engine as _;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use std::fmt;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// Reads base64 whether or not it is filled up with `=`.
const LENIENT: GeneralPurpose =
    GeneralPurpose::new(&ALPHABET, GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent));

/// An image, by its encoded bytes (PNG, JPEG, ...); cheap to clone, and never printed.
///
/// With a driver's feature it can also be fetched from the web: `Image::url` and `Image::url_blocking`.
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
    /// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), when the file cannot be read.
    pub fn path(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let bytes = std::fs::read(path);
        bytes.map(Self::bytes).map_err(|error| invalid(format!("the image {} cannot be read", path.display())).with_source(error))
    }

    /// Reads an image to its end.
    ///
    /// # Errors
    /// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), when reading fails.
    pub fn reader(mut reader: impl Read) -> Result<Self, Error> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map_err(|error| invalid("the image cannot be read").with_source(error))?;
        Ok(Self::bytes(bytes))
    }

    /// Decodes base64, with or without a `data:` prefix; white space and missing padding do no harm.
    ///
    /// # Errors
    /// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), when the text is not base64.
    pub fn base64(text: &str) -> Result<Self, Error> {
        if text.trim_start().starts_with("data:") {
            return Self::data_url(text);
        }
        let encoded: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let bytes = LENIENT.decode(encoded).map_err(|error| invalid("the image is not base64").with_source(error))?;
        Ok(Self::bytes(bytes))
    }

    /// Decodes a `data:` URL.
    ///
    /// # Errors
    /// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), when the text is not a `data:` URL with base64 content.
    pub fn data_url(url: &str) -> Result<Self, Error> {
        let content = url.trim().strip_prefix("data:").and_then(|url| url.split_once(";base64,"));
        let Some((_, encoded)) = content else {
            return Err(invalid("the image is not a `data:` URL with base64; write `data:image/png;base64,` and the bytes"));
        };
        Self::base64(encoded)
    }

    /// Encodes a picture of the `image` crate as PNG; floats become 8 bits a channel, since PNG has none.
    ///
    /// # Errors
    /// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), when the picture has no pixels.
    #[cfg(feature = "image")]
    pub fn encode(picture: &image::DynamicImage) -> Result<Self, Error> {
        use image::DynamicImage::{ImageRgb32F, ImageRgba32F};
        let mut bytes = std::io::Cursor::new(Vec::new());
        let written = match picture {
            ImageRgb32F(_) => image::DynamicImage::from(picture.to_rgb8()).write_to(&mut bytes, image::ImageFormat::Png),
            ImageRgba32F(_) => image::DynamicImage::from(picture.to_rgba8()).write_to(&mut bytes, image::ImageFormat::Png),
            _ => picture.write_to(&mut bytes, image::ImageFormat::Png),
        };
        written.map_err(|error| invalid("the picture cannot be encoded as PNG").with_source(error))?;
        Ok(Self::bytes(bytes.into_inner()))
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

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}
