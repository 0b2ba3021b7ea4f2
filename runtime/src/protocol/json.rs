//! Writes JSON objects field by field, so that texts which are JSON already are copied and the order is the writer's.

use crate::{Error, ErrorKind};
use serde::Serialize;

/// A JSON object, or a list of them, while it is being written.
#[derive(Debug)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { bytes: Vec::with_capacity(capacity) }
    }

    /// Writes `open`, what `inner` writes, and `close`.
    pub(crate) fn nest(
        &mut self,
        [open, close]: [u8; 2],
        inner: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.separate();
        self.bytes.push(open);
        inner(self)?;
        self.bytes.push(close);
        Ok(())
    }

    /// Writes a key; its value must be written next. The key is one of ours and needs no escapes.
    pub(crate) fn key(&mut self, name: &'static str) -> &mut Self {
        self.separate();
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.extend_from_slice(b"\":");
        self
    }

    /// Writes a key of the user's and its value.
    pub(crate) fn named<T: Serialize>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        self.value(name)?;
        self.bytes.push(b':');
        self.value(value)
    }

    /// Writes a value that is JSON already.
    pub(crate) fn raw(&mut self, json: &str) {
        self.separate();
        self.bytes.extend_from_slice(json.as_bytes());
    }

    /// Writes a value.
    pub(crate) fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.separate();
        serde_json::to_writer(&mut self.bytes, value).map_err(|error| {
            let message = "a value of the request cannot be written as JSON; look at its options and extra fields";
            Error::new(ErrorKind::InvalidRequest, message).with_source(error)
        })
    }

    /// Writes the bytes as a string of base64, without a copy in between.
    pub(crate) fn base64(&mut self, bytes: &[u8]) {
        self.encoded("", bytes);
    }

    /// Writes the bytes as a `data:` URL.
    pub(crate) fn data_url(&mut self, media_type: &str, bytes: &[u8]) {
        self.encoded(&format!("data:{media_type};base64,"), bytes);
    }

    fn encoded(&mut self, prefix: &str, bytes: &[u8]) {
        use base64::Engine as _;
        use base64::engine::general_purpose::STANDARD;
        self.separate();
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(prefix.as_bytes());
        let start = self.bytes.len();
        self.bytes.resize(start + bytes.len().div_ceil(3) * 4, b'=');
        let written = self.bytes.get_mut(start..).and_then(|room| STANDARD.encode_slice(bytes, room).ok());
        self.bytes.truncate(start + written.unwrap_or_default());
        self.bytes.push(b'"');
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Writes a comma, except after what opens something or names a value.
    fn separate(&mut self) {
        if !matches!(self.bytes.last(), None | Some(b'{' | b'[' | b':')) {
            self.bytes.push(b',');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Writer;

    #[test]
    fn objects_lists_and_values_nest() {
        let mut writer = Writer::with_capacity(0);
        let written = writer.nest(*b"{}", |writer| {
            writer.key("a").value("x:\"{")?;
            writer.key("b").nest(*b"[]", |writer| {
                writer.base64(b"");
                writer.base64(b"form");
                writer.raw("{\"z\":1,\"a\":2}");
                Ok(())
            })?;
            writer.key("c").nest(*b"{}", |_| Ok(()))
        });
        assert!(written.is_ok());
        let text = String::from_utf8_lossy(&writer.into_bytes()).into_owned();
        assert_eq!(text, r#"{"a":"x:\"{","b":["","Zm9ybQ==",{"z":1,"a":2}],"c":{}}"#);
    }
}
