//! The blocking driver for Ollama: moves bytes between [`protocol::ollama`](crate::protocol::ollama) and ureq.

use crate::model::{BlockingIncoming, BlockingModel, Call, Flow, Sink};
use crate::prompt::Timeouts;
use crate::protocol::ollama::{Address, Builder, Defaults, Exchange, Reply, Settings, ask, broken, timed_out, unreachable};
use crate::protocol::{Head, Piece};
use crate::{Error, ErrorKind};
use std::fmt;
use std::io::Read;
use std::sync::Arc;

/// How much is read at once; a record has about a hundred bytes, and a read takes what is there.
const BUFFER: usize = 16_384;

/// A model on an Ollama server, without a runtime; the twin of the asynchronous `Ollama`.
///
/// Cheap to clone and to share between threads; clones share their connections. Dropping a stream closes its connection, so that the
/// server stops writing at once. It can be used inside an asynchronous runtime as well, on a thread that may block.
///
/// ```no_run
/// use formwork::{Generate, blocking::{Model, Ollama}};
///
/// #[derive(Debug, Generate)]
/// struct Character {
///     name: String,
///     age: u8,
/// }
///
/// let model = Ollama::new("qwen2.5vl:3b");
/// let hero = model.generate::<Character>("Create a character")?;
/// # Ok::<(), formwork::Error>(())
/// ```
#[derive(Clone)]
pub struct Ollama {
    server: Arc<Server>,
    model: Arc<str>,
    defaults: Arc<Defaults>,
}

/// The way to a server, shared by all clones.
struct Server {
    /// What it is called in errors: its address.
    name: Arc<str>,
    /// The connection, or why there can be none: `new` has nobody to tell, so that the first call says it.
    connection: Result<Connection, String>,
}

struct Connection {
    agent: ureq::Agent,
    headers: http::HeaderMap,
}

impl Ollama {
    /// The model of this name, on the server that `OLLAMA_HOST` names, or on port 11434 of this machine.
    ///
    /// Nothing is sent yet. What is wrong with `OLLAMA_HOST` is the first call's error; [`builder`](Self::builder) says it at once.
    pub fn new(model: impl Into<String>) -> Self {
        let builder = Self::builder(model);
        let settings = builder.settings.clone();
        builder.build().unwrap_or_else(|error| Self::with(settings, "the server".into(), Err(error.to_string())))
    }

    /// The model of this name on the server at `url`, which has any form that `OLLAMA_HOST` may have.
    ///
    /// # Errors
    /// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), when the address is none.
    pub fn at(url: impl Into<String>, model: impl Into<String>) -> Result<Self, Error> {
        Self::builder(model).url(url).build()
    }

    /// Sets more than a model's name before the first call.
    pub fn builder(model: impl Into<String>) -> Builder<ureq::Agent> {
        Builder::new(model)
    }

    /// Another model on the same server, over the same connections and with the same default options.
    pub fn with_model(&self, model: impl Into<Arc<str>>) -> Self {
        Self { model: model.into(), ..self.clone() }
    }

    /// The model's name.
    pub fn model(&self) -> &str {
        &self.model
    }

    fn with(settings: Settings, name: Arc<str>, connection: Result<Connection, String>) -> Self {
        let server = Arc::new(Server { name, connection });
        Self { server, model: settings.model.into(), defaults: Arc::new(settings.defaults) }
    }

    /// Sends an exchange and waits for the head of its response.
    fn begin(&self, exchange: Exchange, timeouts: Timeouts) -> Result<(Head, Transfer), Error> {
        let server = &self.server.name;
        let invalid = |message: &str| Error::new(ErrorKind::InvalidRequest, message);
        let connection = self.server.connection.as_ref().map_err(|message| invalid(message))?;
        let mut request = http::Request::new(exchange.body);
        *request.method_mut() = exchange.method;
        request.headers_mut().clone_from(&connection.headers);
        *request.uri_mut() = format!("{server}{}", exchange.path)
            .parse()
            .map_err(|error: http::uri::InvalidUri| invalid("the server's address is not a URL").with_source(error))?;
        let configured = connection.agent.configure_request(request).http_status_as_error(false);
        let configured = match timeouts.first_token {
            Some(time) => configured.timeout_recv_response(Some(time)),
            None => configured,
        };
        let configured = match timeouts.idle {
            Some(time) => configured.timeout_per_read(Some(time)),
            None => configured,
        };
        let configured = match timeouts.total {
            Some(time) => configured.timeout_global(Some(time)),
            None => configured,
        };
        let response = connection.agent.run(configured.build()).map_err(|error| lost(server, error, true))?;
        let headers = response.headers();
        let head = Head::new(response.status().as_u16(), |name| headers.get(name)?.to_str().ok().map(str::to_owned));
        let reader = response.into_body().into_reader();
        Ok((head, Transfer { server: server.clone(), reader, buffer: vec![0; BUFFER] }))
    }
}

impl Builder<ureq::Agent> {
    /// Makes the client; nothing is sent yet.
    ///
    /// # Errors
    /// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest): for an address or a header that cannot be used, and for `https` without
    /// a TLS feature.
    pub fn build(self) -> Result<Ollama, Error> {
        let Self { settings, client } = self;
        let address = settings.address()?;
        let agent = match client {
            Some(agent) => agent,
            None => new_agent(&settings, &address)?,
        };
        let connection = Connection { agent, headers: settings.header_map()? };
        Ok(Ollama::with(settings, address.to_string().into(), Ok(connection)))
    }
}

fn new_agent(settings: &Settings, address: &Address) -> Result<ureq::Agent, Error> {
    Settings::check_tls(address)?;
    // A redirected POST would arrive as a GET without a body; the error that says where to go is more use.
    let config = ureq::Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_connect(Some(settings.connect_timeout))
        .timeout_per_read(settings.idle_timeout);
    Ok(if address.is_loopback() { config.proxy(None) } else { config }.build().into())
}

impl BlockingModel for Ollama {
    fn send(&self, mut call: Call) -> Result<Box<dyn BlockingIncoming>, Error> {
        self.defaults.apply(&mut call);
        let exchange = ask(&self.model, &call)?;
        let (head, transfer) = self.begin(exchange, call.request.policy.timeouts)?;
        let mut reply = Reply::new(self.model.clone());
        reply.take(Piece::Head(head), &mut |_| std::ops::ControlFlow::Continue(()))?;
        Ok(Box::new(Receiving { transfer, reply }))
    }
}

/// A response that is being received; dropping it closes the connection unless the response has ended.
struct Transfer {
    server: Arc<str>,
    reader: ureq::BodyReader<'static>,
    buffer: Vec<u8>,
}

impl Transfer {
    /// Waits for the next piece of the body.
    fn next(&mut self) -> Result<Piece<'_>, Error> {
        match self.reader.read(&mut self.buffer) {
            Ok(0) => Ok(Piece::End),
            Ok(count) => Ok(Piece::Bytes(self.buffer.get(..count).unwrap_or_default())),
            Err(error) => Err(lost(&self.server, error.into(), false)),
        }
    }
}

/// A reply that is being received.
struct Receiving {
    transfer: Transfer,
    reply: Reply,
}

impl BlockingIncoming for Receiving {
    fn receive(&mut self, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        let piece = self.transfer.next()?;
        let flow = self.reply.take(piece, sink)?;
        if self.reply.is_ended() {
            // HTTP's own end follows at once; having seen it, the connection can be used again.
            let _ = self.transfer.next();
        }
        Ok(flow)
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

impl fmt::Debug for Ollama {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Ollama").field("model", &self.model).field("server", &self.server.name).finish_non_exhaustive()
    }
}
