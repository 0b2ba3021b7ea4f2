//! The async driver for Ollama: moves bytes between [`protocol::ollama`](crate::protocol::ollama) and reqwest.

use super::progress::ProgressStream;
use super::transfer::Transfer;
use super::upload::Upload;
use crate::model::{Call, Flow, Incoming, Sink};
use crate::protocol::ollama::manage::{self, Question, Steps};
use crate::protocol::ollama::{Address, Defaults, Exchange, Known, Reply, Settings, ask, check, methods::methods};
use crate::protocol::ollama::{Blob, Builder, Capability, Create, Embed, Embeddings, Installed, Progress, Ready, Running, Shown};
use crate::{Error, ErrorKind, Model};
use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

/// A model on an Ollama server, asynchronously; `blocking::Ollama` is its twin.
///
/// Cheap to clone; clones share their connections. Calls run side by side, as many as the server takes (`OLLAMA_NUM_PARALLEL`), and
/// dropping one closes its connection, so that the server stops writing at once.
///
/// ```no_run
/// use formwork::{Generate, Model, Ollama};
///
/// #[derive(Debug, Generate)]
/// struct Character {
///     name: String,
///     age: u8,
/// }
///
/// # async fn example() -> Result<(), formwork::Error> {
/// let model = Ollama::new("qwen2.5vl:3b");
/// let hero = model.generate::<Character>("Create a character").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Ollama {
    server: Arc<Server>,
    model: Arc<str>,
    defaults: Arc<Defaults>,
    known: Arc<Known>,
}

/// The way to a server, shared by all clones.
struct Server {
    /// What it is called in errors.
    name: Arc<str>,
    /// The connection, or why there can be none: `new` has nobody to tell, so that the first call says it.
    connection: Result<Connection, String>,
}

struct Connection {
    client: reqwest::Client,
    base: reqwest::Url,
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
    pub fn builder(model: impl Into<String>) -> Builder<reqwest::Client> {
        Builder::new(model)
    }

    /// Another model on the same server, over the same connections and with the same default options.
    pub fn with_model(&self, model: impl Into<Arc<str>>) -> Self {
        Self { model: model.into(), known: Arc::default(), ..self.clone() }
    }

    /// The model's name.
    pub fn model(&self) -> &str {
        &self.model
    }

    fn with(settings: Settings, name: Arc<str>, connection: Result<Connection, String>) -> Self {
        let server = Arc::new(Server { name, connection });
        Self { server, model: settings.model.into(), defaults: Arc::new(settings.defaults), known: Arc::default() }
    }

    /// Begins an exchange.
    fn begin(&self, exchange: Exchange) -> Transfer {
        let invalid = |message: &String| Error::new(ErrorKind::InvalidRequest, message);
        let sending = self.server.connection.as_ref().map_err(invalid).and_then(|connection| {
            let mut url = connection.base.clone();
            url.set_path(&format!("{}{}", connection.base.path().trim_end_matches('/'), exchange.path));
            let mut request = reqwest::Request::new(exchange.method, url);
            request.headers_mut().clone_from(&connection.headers);
            if let Some(path) = exchange.file {
                *request.body_mut() = Some(reqwest::Body::wrap(Upload::open(&path)?));
            } else if !exchange.body.is_empty() {
                *request.body_mut() = Some(exchange.body.into());
            }
            Ok(Box::pin(connection.client.execute(request)))
        });
        sending.map_or_else(Transfer::refused, |sending| Transfer::new(self.server.name.clone(), sending))
    }
}

impl Ollama {
    /// Asks a question and waits for its answer.
    async fn answer<T>(&self, question: Result<Question<T>, Error>) -> Result<T, Error> {
        let (exchange, mut answer) = question?.split();
        let mut transfer = self.begin(exchange);
        while poll_fn(|context| transfer.poll(context, &mut |piece| answer.take(piece))).await? == Flow::Open {}
        answer.finish()
    }

    /// Begins a stream of steps.
    fn follow(&self, exchange: Result<Exchange, Error>) -> ProgressStream {
        let transfer = exchange.map_or_else(Transfer::refused, |exchange| self.begin(exchange));
        ProgressStream::new(transfer, Steps::new(self.model.clone()))
    }
}

methods!(Ollama, ProgressStream, [async], [.await]);

impl Builder<reqwest::Client> {
    /// Makes the client; nothing is sent yet.
    ///
    /// # Errors
    /// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest): for an address or a header that cannot be used, and for `https` without
    /// a TLS feature.
    pub fn build(self) -> Result<Ollama, Error> {
        let Self { settings, client } = self;
        let address = settings.address()?;
        let name: Arc<str> = address.to_string().into();
        let client = match client {
            Some(client) => client,
            None => new_client(&settings, &address)?,
        };
        let base = name.parse().map_err(|_| Error::new(ErrorKind::InvalidRequest, format!("the address {name} is not a URL")))?;
        let connection = Connection { client, base, headers: settings.header_map()? };
        Ok(Ollama::with(settings, name, Ok(connection)))
    }
}

fn new_client(settings: &Settings, address: &Address) -> Result<reqwest::Client, Error> {
    Settings::check_tls(address)?;
    // A redirected POST would arrive as a GET without a body; the error that says where to go is more use.
    let client = crate::tls::client(address.is_secure())?;
    let mut client = client.redirect(reqwest::redirect::Policy::none()).connect_timeout(settings.connect_timeout);
    if let Some(time) = settings.idle_timeout {
        client = client.read_timeout(time);
    }
    if address.is_loopback() {
        client = client.no_proxy();
    }
    client.build().map_err(|error| Error::new(ErrorKind::InvalidRequest, "the HTTP client cannot be set up").with_source(error))
}

impl Model for Ollama {
    fn send(&self, mut call: Call) -> Box<dyn Incoming> {
        self.defaults.apply(&mut call);
        let exchange = self.known.allows(&self.model, &call).and_then(|()| ask(&self.model, &call));
        let transfer = exchange.map_or_else(Transfer::refused, |exchange| self.begin(exchange));
        Box::new(Receiving { transfer, reply: Reply::new(self.model.clone()) })
    }
}

/// A reply that is being received.
struct Receiving {
    transfer: Transfer,
    reply: Reply,
}

impl Incoming for Receiving {
    fn poll_receive(&mut self, context: &mut Context<'_>, sink: &mut Sink<'_>) -> Poll<Result<Flow, Error>> {
        let Self { transfer, reply } = self;
        transfer.poll(context, &mut |piece| reply.take(piece, sink))
    }
}

impl fmt::Debug for Ollama {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Ollama").field("model", &self.model).field("server", &self.server.name).finish_non_exhaustive()
    }
}
