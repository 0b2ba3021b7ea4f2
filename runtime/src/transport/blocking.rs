//! The blocking transport, over ureq: a server's connections, and one HTTP exchange.

use super::END;
use super::kept::{Kept, was_closed};
pub(crate) use super::limits::Watch;
use super::limits::agent;
use crate::model::{BlockingIncoming, Flow, Sink, expired};
use crate::prompt::Timeouts;
use crate::protocol::{Exchange, Head, Peer, Piece, Question, Receive, Route, broken, timed_out, unconnected, unreachable};
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
    /// Whether the agent was made here, so that it keeps the limits of a [`Watch`].
    is_ours: bool,
    headers: http::HeaderMap,
    peer: &'static Peer,
    kept: Kept,
}

impl Server {
    /// The server at the other end of `route`, over the user's own HTTP client where there is one.
    pub(crate) fn connect(route: Route, client: Option<ureq::Agent>) -> Result<Self, Error> {
        let is_ours = client.is_none();
        let agent = match client {
            Some(agent) => agent,
            None => new_agent(&route)?,
        };
        let name = route.address.to_string().into();
        let connection = Connection { agent, is_ours, headers: route.headers, peer: route.peer, kept: Kept::default() };
        Ok(Self { connection: Ok(connection), name })
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
    pub(crate) fn begin(&self, exchange: Exchange, watch: Watch) -> Result<(Head, Transfer), Error> {
        let connection = self.connection.as_ref().map_err(|message| Error::new(ErrorKind::InvalidRequest, message))?;
        connection.send(&self.name, exchange, watch)
    }

    /// Asks a question and waits for its answer.
    pub(crate) fn answer<T>(&self, question: Result<Question<T>, Error>) -> Result<T, Error> {
        self.answer_in_time(question, Watch::begin(Timeouts::default()))
    }

    /// As [`answer`](Self::answer), within the limits of a call.
    pub(crate) fn answer_in_time<T>(&self, question: Result<Question<T>, Error>, watch: Watch) -> Result<T, Error> {
        let (exchange, mut answer) = question?.split();
        let (head, mut transfer) = self.begin(exchange, watch)?;
        let mut flow = answer.take(Piece::Head(head))?;
        while flow == Flow::Open {
            flow = transfer.next(&mut |piece| answer.take(piece))?;
        }
        answer.finish()
    }

    /// Sends an exchange whose answer is a reply.
    pub(crate) fn ask(
        &self,
        exchange: Exchange,
        watch: Watch,
        mut reply: impl Receive + 'static,
    ) -> Result<Box<dyn BlockingIncoming>, Error> {
        let (head, transfer) = self.begin(exchange, watch)?;
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
        .http_status_as_error(false)
        .timeout_resolve(Some(route.connect_timeout))
        .timeout_connect(Some(route.connect_timeout))
        .timeout_per_read(route.idle_timeout);
    Ok(agent(if route.address.is_loopback() { config.proxy(None) } else { config }.build()))
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
            transfer.end();
        }
        Ok(flow)
    }
}

impl Connection {
    /// Sends an exchange and waits for the head of its response.
    fn send(&self, server: &Arc<str>, exchange: Exchange, watch: Watch) -> Result<(Head, Transfer), Error> {
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
                self.run(request.map(|()| file), &watch)
            }
            None if exchange.body.is_empty() => self.run_kept(request, &watch),
            None => self.run_kept(request.map(|()| exchange.body.as_slice()), &watch),
        };
        let response = response.map_err(|error| lost(server, error, &watch, Some(self.peer)))?;
        let headers = response.headers();
        let head = Head::new(response.status().as_u16(), |name| headers.get(name)?.to_str().ok().map(str::to_owned));
        let reader = response.into_body().into_reader();
        Ok((head, Transfer { server: server.clone(), reader, watch, is_ours: self.is_ours, buffer: vec![0; BUFFER] }))
    }

    /// Sends a request; once more, where a connection was kept and turns out to be closed.
    fn run_kept<B: ureq::AsSendBody + Clone>(
        &self,
        request: http::Request<B>,
        watch: &Watch,
    ) -> Result<http::Response<ureq::Body>, ureq::Error> {
        let sent = self.kept.sending();
        let again = sent.map(|_| request.clone());
        let mut outcome = self.run(request, watch);
        if let (Err(ureq::Error::Io(_)), Some(again)) = (&outcome, again)
            && was_closed(sent)
        {
            outcome = self.run(again, watch);
        }
        if outcome.is_ok() {
            self.kept.note();
        }
        outcome
    }

    /// Sends a request; an agent of the user's is told the call's limits as far as ureq has them.
    fn run<B: ureq::AsSendBody>(
        &self,
        request: http::Request<B>,
        watch: &Watch,
    ) -> Result<http::Response<ureq::Body>, ureq::Error> {
        if self.is_ours {
            return watch.over(|| self.agent.run(request));
        }
        let Timeouts { first_token, idle, total } = watch.timeouts();
        let mut config = self.agent.configure_request(request).http_status_as_error(false);
        if first_token.is_some() {
            config = config.timeout_recv_response(first_token);
        }
        if idle.is_some() {
            // It counts from the beginning on, where a model may still be loading.
            config = config.timeout_per_read(idle.max(first_token));
        }
        if total.is_some() {
            config = config.timeout_global(total);
        }
        self.agent.run(config.build())
    }
}

/// A response that is being received; dropping it closes the connection unless the response has ended.
pub(crate) struct Transfer {
    server: Arc<str>,
    reader: ureq::BodyReader<'static>,
    watch: Watch,
    is_ours: bool,
    buffer: Vec<u8>,
}

impl Transfer {
    /// Waits for the next piece of the body and hands it over; closed at the end.
    pub(crate) fn next(&mut self, take: &mut dyn FnMut(Piece<'_>) -> Result<Flow, Error>) -> Result<Flow, Error> {
        let Self { reader, watch, buffer, .. } = self;
        match watch.over(|| reader.read(buffer)) {
            Ok(0) => take(Piece::End).map(|_| Flow::Closed),
            Ok(count) => {
                watch.piece();
                take(Piece::Bytes(buffer.get(..count).unwrap_or_default()))
            }
            Err(error) => Err(lost(&self.server, error.into(), watch, None)),
        }
    }

    /// The reply is there. Where HTTP's own end is too, the connection can be used again; a server that keeps it back is not waited for.
    fn end(&mut self) {
        if self.is_ours {
            self.watch.hurry(END);
            let _ = self.next(&mut |_| Ok(Flow::Closed));
        }
    }
}

/// What it means that the connection is gone; `sending` names whom it was to, before a response has begun.
fn lost(server: &str, error: ureq::Error, watch: &Watch, sending: Option<&Peer>) -> Error {
    use std::io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable, NotFound};
    use ureq::Error::{ConnectionFailed, HostNotFound, Io, Timeout};
    use ureq::Timeout::{Connect, Resolve};
    match (&error, sending) {
        (Timeout(reason), _) => match (watch.passed(), reason) {
            (Some(limit), _) => expired(limit),
            (None, Connect | Resolve) => unconnected(server, error),
            (None, _) => timed_out(server, error),
        },
        (HostNotFound | ConnectionFailed, Some(peer)) => unreachable(peer, server, error),
        (Io(io), Some(peer)) if matches!(io.kind(), ConnectionRefused | HostUnreachable | NetworkUnreachable | NotFound) => {
            unreachable(peer, server, error)
        }
        _ => broken(server, error),
    }
}
