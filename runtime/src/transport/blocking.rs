//! The blocking transport, over ureq: a server's connections, and one HTTP exchange.

use super::kept::{Kept, was_closed};
use crate::model::{BlockingIncoming, Flow, Sink};
use crate::prompt::Timeouts;
use crate::protocol::{Exchange, Head, Peer, Piece, Receive, Route, broken, timed_out, unreachable};
use crate::{Error, ErrorKind};
use std::io::Read;
use std::sync::Arc;

/// How much is read at once; a record has about a hundred bytes, and a read takes what is there.
const BUFFER: usize = 16_384;

/// The way to a server, shared by all clones of a client.
pub(crate) struct Server {
    /// The connection, or why there can be none.
    connection: Result<Connection, String>,
    name: Arc<str>,
}

struct Connection {
    agent: ureq::Agent,
    headers: http::HeaderMap,
    peer: &'static Peer,
    kept: Kept,
}

impl Server {
    /// The server at the other end of `route`, over the user's own HTTP client where there is one.
    pub(crate) fn connect(route: Route, client: Option<ureq::Agent>) -> Result<Self, Error> {
        let agent = match client {
            Some(agent) => agent,
            None => new_agent(&route)?,
        };
        let name = route.address.to_string().into();
        Ok(Self { connection: Ok(Connection { agent, headers: route.headers, peer: route.peer, kept: Kept::default() }), name })
    }

    /// No server, and why.
    pub(crate) fn unusable(error: &Error) -> Self {
        Self { connection: Err(error.to_string()), name: "the server".into() }
    }

    /// What it is called in errors.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Sends an exchange and waits for the head of its response.
    pub(crate) fn begin(&self, exchange: Exchange, timeouts: Timeouts) -> Result<(Head, Transfer), Error> {
        let connection = self.connection.as_ref().map_err(|message| Error::new(ErrorKind::InvalidRequest, message))?;
        connection.send(&self.name, exchange, timeouts)
    }

    /// Sends an exchange whose answer is a reply.
    pub(crate) fn ask(
        &self,
        exchange: Exchange,
        timeouts: Timeouts,
        mut reply: impl Receive + 'static,
    ) -> Result<Box<dyn BlockingIncoming>, Error> {
        let (head, transfer) = self.begin(exchange, timeouts)?;
        reply.take(Piece::Head(head), &mut |_| std::ops::ControlFlow::Continue(()))?;
        Ok(Box::new(Receiving { transfer, reply }))
    }
}

fn new_agent(route: &Route) -> Result<ureq::Agent, Error> {
    route.check_tls()?;
    // A redirected POST would arrive as a GET without a body; the error that says where to go is more use.
    let config = crate::tls::agent()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_connect(Some(route.connect_timeout))
        .timeout_per_read(route.idle_timeout);
    Ok(if route.address.is_loopback() { config.proxy(None) } else { config }.build().into())
}

/// A reply that is being received.
struct Receiving<R> {
    transfer: Transfer,
    reply: R,
}

impl<R: Receive> BlockingIncoming for Receiving<R> {
    fn receive(&mut self, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        let Self { transfer, reply } = self;
        let flow = transfer.next(&mut |piece| reply.take(piece, sink))?;
        if reply.is_ended() {
            // HTTP's own end follows at once; having seen it, the connection can be used again.
            let _ = transfer.next(&mut |_| Ok(Flow::Closed));
        }
        Ok(flow)
    }
}

impl Connection {
    /// Sends an exchange and waits for the head of its response.
    fn send(&self, server: &Arc<str>, exchange: Exchange, timeouts: Timeouts) -> Result<(Head, Transfer), Error> {
        let mut request = http::Request::new(());
        *request.method_mut() = exchange.method;
        request.headers_mut().clone_from(&self.headers);
        *request.uri_mut() = format!("{server}{}", exchange.path).parse().map_err(|error: http::uri::InvalidUri| {
            Error::new(ErrorKind::InvalidRequest, "the server's address is not a URL").with_source(error)
        })?;
        let response = match exchange.file {
            // It is read while it is sent.
            Some(path) => {
                let file = super::open(&path)?;
                self.run(request.map(|()| file), timeouts)
            }
            None if exchange.body.is_empty() => self.run_kept(request, timeouts),
            None => self.run_kept(request.map(|()| exchange.body.as_slice()), timeouts),
        };
        let response = response.map_err(|error| lost(server, error, Some(self.peer)))?;
        let headers = response.headers();
        let head = Head::new(response.status().as_u16(), |name| headers.get(name)?.to_str().ok().map(str::to_owned));
        let reader = response.into_body().into_reader();
        Ok((head, Transfer { server: server.clone(), reader, buffer: vec![0; BUFFER] }))
    }

    /// Sends a request; once more, where a connection was kept and turns out to be closed.
    fn run_kept<B: ureq::AsSendBody + Clone>(
        &self,
        request: http::Request<B>,
        timeouts: Timeouts,
    ) -> Result<http::Response<ureq::Body>, ureq::Error> {
        let sent = self.kept.sending();
        let again = sent.map(|_| request.clone());
        let mut outcome = self.run(request, timeouts);
        if let (Err(ureq::Error::Io(_)), Some(again)) = (&outcome, again)
            && was_closed(sent)
        {
            outcome = self.run(again, timeouts);
        }
        if outcome.is_ok() {
            self.kept.note();
        }
        outcome
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
pub(crate) struct Transfer {
    server: Arc<str>,
    reader: ureq::BodyReader<'static>,
    buffer: Vec<u8>,
}

impl Transfer {
    /// Waits for the next piece of the body and hands it over; closed at the end.
    pub(crate) fn next(&mut self, take: &mut dyn FnMut(Piece<'_>) -> Result<Flow, Error>) -> Result<Flow, Error> {
        match self.reader.read(&mut self.buffer) {
            Ok(0) => take(Piece::End).map(|_| Flow::Closed),
            Ok(count) => take(Piece::Bytes(self.buffer.get(..count).unwrap_or_default())),
            Err(error) => Err(lost(&self.server, error.into(), None)),
        }
    }
}

/// What it means that the connection is gone; `sending` names whom it was to, before a response has begun.
fn lost(server: &str, error: ureq::Error, sending: Option<&Peer>) -> Error {
    use std::io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable, NotFound};
    use ureq::Error::{ConnectionFailed, HostNotFound, Io, Timeout};
    use ureq::Timeout::{Connect, Resolve};
    match (&error, sending) {
        (Timeout(Connect | Resolve) | HostNotFound | ConnectionFailed, Some(peer)) => unreachable(peer, server, error),
        (Timeout(_), _) => timed_out(server, error),
        (Io(io), Some(peer)) if matches!(io.kind(), ConnectionRefused | HostUnreachable | NetworkUnreachable | NotFound) => {
            unreachable(peer, server, error)
        }
        _ => broken(server, error),
    }
}
