//! What a driver is to send.

use std::borrow::Cow;
use std::path::PathBuf;

/// What is to be sent to a server.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// The HTTP method.
    pub method: http::Method,
    /// The path below the server's address.
    pub path: Cow<'static, str>,
    /// The body, `application/json`; empty for none.
    pub body: Vec<u8>,
    /// A file that is the body instead, to be read while it is sent.
    pub file: Option<PathBuf>,
}

impl Exchange {
    pub(crate) fn new(method: http::Method, path: impl Into<Cow<'static, str>>, body: Vec<u8>) -> Self {
        Self { method, path: path.into(), body, file: None }
    }

    pub(crate) fn post(path: impl Into<Cow<'static, str>>, body: Vec<u8>) -> Self {
        Self::new(http::Method::POST, path, body)
    }
}
