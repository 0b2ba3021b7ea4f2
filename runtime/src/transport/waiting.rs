//! The async transport, over reqwest: a server's connections, and one HTTP exchange on its way.

use super::END;
use super::kept::{Kept, was_closed};
use super::upload::Upload;
use crate::model::{Flow, Incoming, Sink};
use crate::protocol::{Exchange, Head, Piece, Question, Receive, Route, broken, timed_out, unconnected, unreachable};
use crate::{Error, ErrorKind};
use http_body::Body as _;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

/// The way to a server, shared by all clones of a client.
pub(crate) struct Server {
    /// The connection, or why there can be none.
    connection: Result<Connection, String>,
    name: Arc<str>,
}

struct Connection {
    client: reqwest::Client,
    base: reqwest::Url,
    route: Arc<Route>,
    kept: Arc<Kept>,
}

impl Server {
    /// The server at the other end of `route`, over the user's own HTTP client where there is one.
    pub(crate) fn connect(route: Route, client: Option<reqwest::Client>) -> Result<Self, Error> {
        let client = match client {
            Some(client) => client,
            None => new_client(&route)?,
        };
        let name: Arc<str> = route.address.to_string().into();
        let base = name.parse().map_err(|_| Error::new(ErrorKind::InvalidRequest, format!("the address {name} is not a URL")))?;
        Ok(Self { connection: Ok(Connection { client, base, route: route.into(), kept: Arc::default() }), name })
    }

    /// No server, and why.
    pub(crate) fn unusable(error: &Error) -> Self {
        Self { connection: Err(error.to_string()), name: "the server".into() }
    }

    /// What it is called in errors.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Begins an exchange, or fails with what kept it from being written.
    pub(crate) fn begin(&self, exchange: Result<Exchange, Error>) -> Transfer {
        let state = match (exchange, &self.connection) {
            (Err(error), _) => State::Refused(Some(error)),
            (Ok(_), Err(message)) => State::Refused(Some(Error::new(ErrorKind::InvalidRequest, message.clone()))),
            (Ok(exchange), Ok(connection)) => {
                connection.send(exchange).map_or_else(|error| State::Refused(Some(error)), State::Sending)
            }
        };
        let route = self.connection.as_ref().ok().map(|connection| connection.route.clone());
        Transfer { server: self.name.clone(), route, state }
    }

    /// Asks a question and waits for its answer.
    pub(crate) async fn answer<T>(&self, question: Result<Question<T>, Error>) -> Result<T, Error> {
        let (exchange, mut answer) = question?.split();
        let mut transfer = self.begin(Ok(exchange));
        while poll_fn(|context| transfer.poll(context, &mut |piece| answer.take(piece))).await? == Flow::Open {}
        answer.finish()
    }

    /// Begins an exchange whose answer is a reply.
    pub(crate) fn ask(&self, exchange: Result<Exchange, Error>, reply: impl Receive + 'static) -> Box<dyn Incoming> {
        Box::new(Receiving { transfer: self.begin(exchange), reply })
    }
}

impl Connection {
    fn send(&self, exchange: Exchange) -> Result<Sending, Error> {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{}", self.base.path().trim_end_matches('/'), exchange.path));
        let mut request = reqwest::Request::new(exchange.method, url);
        request.headers_mut().clone_from(&self.route.headers);
        if let Some(path) = exchange.file {
            *request.body_mut() = Some(reqwest::Body::wrap(Upload::open(&path)?));
        } else if !exchange.body.is_empty() {
            *request.body_mut() = Some(exchange.body.into());
        }
        Ok(Box::pin(execute(self.client.clone(), request, self.kept.clone())))
    }
}

/// Sends a request; once more, where a connection was kept and turns out to be closed. A file that is being sent cannot be.
async fn execute(
    client: reqwest::Client,
    request: reqwest::Request,
    kept: Arc<Kept>,
) -> Result<reqwest::Response, reqwest::Error> {
    let sent = kept.sending();
    let again = sent.and_then(|_| request.try_clone());
    let mut outcome = client.execute(request).await;
    if let (Err(error), Some(again)) = (&outcome, again)
        && error.is_request()
        && !error.is_connect()
        && !error.is_timeout()
        && was_closed(sent)
    {
        outcome = client.execute(again).await;
    }
    if outcome.is_ok() {
        kept.note();
    }
    outcome
}

fn new_client(route: &Route) -> Result<reqwest::Client, Error> {
    route.check_tls()?;
    // A redirected POST would arrive as a GET without a body; the error that says where to go is more use.
    let client = crate::tls::client(route.address.is_secure())?;
    let mut client = client.redirect(reqwest::redirect::Policy::none()).connect_timeout(route.connect_timeout);
    if let Some(time) = route.idle_timeout {
        client = client.read_timeout(time);
    }
    if route.address.is_loopback() {
        client = client.no_proxy();
    }
    client.build().map_err(|error| Error::new(ErrorKind::InvalidRequest, "the HTTP client cannot be set up").with_source(error))
}

/// A reply that is being received.
struct Receiving<R> {
    transfer: Transfer,
    reply: R,
}

impl<R: Receive> Incoming for Receiving<R> {
    fn poll_receive(&mut self, context: &mut Context<'_>, sink: &mut Sink<'_>) -> Poll<Result<Flow, Error>> {
        let Self { transfer, reply } = self;
        let flow = ready!(transfer.poll(context, &mut |piece| reply.take(piece, sink)));
        if reply.is_ended() {
            transfer.end(context);
        }
        Poll::Ready(flow)
    }
}

/// The future of a response.
type Sending = Pin<Box<dyn Future<Output = Result<reqwest::Response, reqwest::Error>> + Send>>;

/// Takes the pieces of a response.
type Take<'t> = dyn FnMut(Piece<'_>) -> Result<Flow, Error> + 't;

/// One exchange with the server; dropping it closes the connection unless the response has ended.
pub(crate) struct Transfer {
    /// What the server is called in errors.
    server: Arc<str>,
    route: Option<Arc<Route>>,
    state: State,
}

enum State {
    Refused(Option<Error>),
    Sending(Sending),
    Receiving(reqwest::Body),
    /// Nothing more is wanted, and this is left of the response.
    Over(Option<reqwest::Body>),
}

impl Transfer {
    /// Hands over what has come: the head, or one piece of the body with all the records in it. Closed at the end.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>, take: &mut Take<'_>) -> Poll<Result<Flow, Error>> {
        let outcome = loop {
            match &mut self.state {
                State::Refused(error) => break error.take().map_or(Ok(Flow::Closed), Err),
                State::Over(_) => return Poll::Ready(Ok(Flow::Closed)),
                State::Sending(sending) => match ready!(sending.as_mut().poll(context)) {
                    Ok(response) => {
                        let head = head(&response);
                        self.state = State::Receiving(reqwest::Body::from(response));
                        match take(Piece::Head(head)) {
                            Ok(Flow::Open) => {}
                            over => break over,
                        }
                    }
                    Err(error) => break Err(self.lost(error)),
                },
                State::Receiving(body) => match ready!(Pin::new(body).poll_frame(context)) {
                    None => break take(Piece::End).map(|_| Flow::Closed),
                    Some(Err(error)) => break Err(self.lost(error)),
                    Some(Ok(frame)) => match frame.data_ref().map(|bytes| take(Piece::Bytes(bytes))) {
                        Some(Ok(Flow::Open)) => return Poll::Ready(Ok(Flow::Open)),
                        Some(outcome) => break outcome,
                        None => {}
                    },
                },
            }
        };
        let left = match std::mem::replace(&mut self.state, State::Over(None)) {
            State::Receiving(body) if outcome.is_ok() => Some(body),
            _ => None,
        };
        self.state = State::Over(left);
        Poll::Ready(outcome)
    }

    /// The reply is there. HTTP's own end is too, or is on its way in a packet of its own; with it the connection can be used again. A
    /// task waits for it, and not for long.
    fn end(&mut self, context: &mut Context<'_>) {
        let State::Over(left) = &mut self.state else { return };
        let Some(mut body) = left.take() else { return };
        if Pin::new(&mut body).poll_frame(context).is_pending()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(async move {
                let end = poll_fn(|context| Pin::new(&mut body).poll_frame(context));
                let _ = tokio::time::timeout(END, end).await;
            });
        }
    }

    /// What it means that the connection is gone.
    fn lost(&self, error: reqwest::Error) -> Error {
        let error = error.without_url();
        match (&self.state, &self.route) {
            (State::Sending(_), _) if error.is_timeout() && error.is_connect() => unconnected(&self.server, error),
            _ if error.is_timeout() => timed_out(&self.server, error),
            (State::Sending(_), Some(route)) if error.is_connect() => unreachable(route.peer, &self.server, error),
            _ => broken(&self.server, error),
        }
    }
}

fn head(response: &reqwest::Response) -> Head {
    let headers = response.headers();
    Head::new(response.status().as_u16(), |name| headers.get(name)?.to_str().ok().map(str::to_owned))
}
