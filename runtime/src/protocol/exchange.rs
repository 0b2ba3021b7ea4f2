//! What a driver is to send.

use std::borrow::Cow;

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
}

impl Exchange {
    pub(crate) fn new(method: http::Method, path: impl Into<Cow<'static, str>>, body: Vec<u8>) -> Self {
        Self { method, path: path.into(), body }
    }

    pub(crate) fn post(path: impl Into<Cow<'static, str>>, body: Vec<u8>) -> Self {
        Self::new(http::Method::POST, path, body)
    }
}
