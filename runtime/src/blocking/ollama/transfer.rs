//! One HTTP exchange: sent, and received piece by piece.

use crate::model::Flow;
use crate::prompt::Timeouts;
use crate::protocol::ollama::{Exchange, blob::open, broken, timed_out, unreachable};
use crate::protocol::{Head, Piece};
use crate::{Error, ErrorKind};
use std::io::Read;
use std::sync::Arc;

/// How much is read at once; a record has about a hundred bytes, and a read takes what is there.
const BUFFER: usize = 16_384;

/// The HTTP client, and what goes with every request.
pub(super) struct Connection {
    pub(super) agent: ureq::Agent,
    pub(super) headers: http::HeaderMap,
}

impl Connection {
    /// Sends an exchange and waits for the head of its response.
    pub(super) fn send(&self, server: &Arc<str>, exchange: Exchange, timeouts: Timeouts) -> Result<(Head, Transfer), Error> {
        let mut request = http::Request::new(exchange.body);
        *request.method_mut() = exchange.method;
        request.headers_mut().clone_from(&self.headers);
        *request.uri_mut() = format!("{server}{}", exchange.path).parse().map_err(|error: http::uri::InvalidUri| {
            Error::new(ErrorKind::InvalidRequest, "the server's address is not a URL").with_source(error)
        })?;
        let response = match exchange.file {
            // It is read while it is sent.
            Some(path) => {
                let file = open(&path)?;
                self.run(request.map(|_| file), timeouts)
            }
            None if request.body().is_empty() => self.run(request.map(|_| ()), timeouts),
            None => self.run(request, timeouts),
        };
        let response = response.map_err(|error| lost(server, error, true))?;
        let headers = response.headers();
        let head = Head::new(response.status().as_u16(), |name| headers.get(name)?.to_str().ok().map(str::to_owned));
        let reader = response.into_body().into_reader();
        Ok((head, Transfer { server: server.clone(), reader, buffer: vec![0; BUFFER] }))
    }

    /// Sends a request with the call's own time limits, where it has some.
    fn run<B: ureq::AsSendBody>(
        &self,
        request: http::Request<B>,
        timeouts: Timeouts,
    ) -> Result<http::Response<ureq::Body>, ureq::Error> {
        let mut config = self.agent.configure_request(request).http_status_as_error(false);
        if timeouts.first_token.is_some() {
            config = config.timeout_recv_response(timeouts.first_token);
        }
        if timeouts.idle.is_some() {
            config = config.timeout_per_read(timeouts.idle);
        }
        if timeouts.total.is_some() {
            config = config.timeout_global(timeouts.total);
        }
        self.agent.run(config.build())
    }
}

/// A response that is being received; dropping it closes the connection unless the response has ended.
pub(super) struct Transfer {
    server: Arc<str>,
    reader: ureq::BodyReader<'static>,
    buffer: Vec<u8>,
}

impl Transfer {
    /// Waits for the next piece of the body and hands it over; closed at the end.
    pub(super) fn next(&mut self, take: &mut dyn FnMut(Piece<'_>) -> Result<Flow, Error>) -> Result<Flow, Error> {
        match self.reader.read(&mut self.buffer) {
            Ok(0) => take(Piece::End).map(|_| Flow::Closed),
            Ok(count) => take(Piece::Bytes(self.buffer.get(..count).unwrap_or_default())),
            Err(error) => Err(lost(&self.server, error.into(), false)),
        }
    }
}

/// What it means that the connection is gone.
fn lost(server: &str, error: ureq::Error, sending: bool) -> Error {
    use std::io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable, NotFound};
    match &error {
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) if sending => unreachable(server, error),
        ureq::Error::Timeout(_) => timed_out(server, error),
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => unreachable(server, error),
        ureq::Error::Io(io)
            if sending && matches!(io.kind(), ConnectionRefused | HostUnreachable | NetworkUnreachable | NotFound) =>
        {
            unreachable(server, error)
        }
        _ => broken(server, error),
    }
}
