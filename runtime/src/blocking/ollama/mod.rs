//! The blocking driver for Ollama: moves bytes between [`protocol::ollama`](crate::protocol::ollama) and ureq.

mod progress;
mod transfer;

use crate::model::{BlockingIncoming, BlockingModel, Call, Flow, Sink};
use crate::ollama::{Blob, Builder, Capability, Create, Embed, Embeddings, Installed, Progress, Ready, Running, Shown};
use crate::prompt::Timeouts;
use crate::protocol::ollama::manage::{self, Question, Steps};
use crate::protocol::ollama::{Address, Defaults, Exchange, Known, Reply, Settings, ask, check, methods::methods};
use crate::protocol::{Head, Piece};
use crate::{Error, ErrorKind};
pub use progress::ProgressIter;
use std::fmt;
use std::sync::Arc;
use transfer::{Connection, Transfer};

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
    known: Arc<Known>,
}

/// The way to a server, shared by all clones.
struct Server {
    /// What it is called in errors: its address.
    name: Arc<str>,
    /// The connection, or why there can be none: `new` has nobody to tell, so that the first call says it.
    connection: Result<Connection, String>,
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

    /// Sends an exchange and waits for the head of its response.
    fn begin(&self, exchange: Exchange, timeouts: Timeouts) -> Result<(Head, Transfer), Error> {
        let invalid = |message| Error::new(ErrorKind::InvalidRequest, message);
        let connection = self.server.connection.as_ref().map_err(invalid)?;
        connection.send(&self.server.name, exchange, timeouts)
    }

    /// Asks a question and waits for its answer.
    fn answer<T>(&self, question: Result<Question<T>, Error>) -> Result<T, Error> {
        let (exchange, mut answer) = question?.split();
        let (head, mut transfer) = self.begin(exchange, Timeouts::default())?;
        let mut flow = answer.take(Piece::Head(head))?;
        while flow == Flow::Open {
            flow = transfer.next(&mut |piece| answer.take(piece))?;
        }
        answer.finish()
    }

    /// Prepares a stream of steps.
    fn follow(&self, exchange: Result<Exchange, Error>) -> ProgressIter {
        ProgressIter::new(self.clone(), exchange, Steps::new(self.model.clone()))
    }
}

methods!(Ollama, ProgressIter, [], []);

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
    let config = crate::tls::agent()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_connect(Some(settings.connect_timeout))
        .timeout_per_read(settings.idle_timeout);
    Ok(if address.is_loopback() { config.proxy(None) } else { config }.build().into())
}

impl BlockingModel for Ollama {
    fn send(&self, mut call: Call) -> Result<Box<dyn BlockingIncoming>, Error> {
        self.defaults.apply(&mut call);
        self.known.allows(&self.model, &call)?;
        let exchange = ask(&self.model, &call)?;
        let (head, transfer) = self.begin(exchange, call.request.policy.timeouts)?;
        let mut reply = Reply::new(self.model.clone());
        reply.take(Piece::Head(head), &mut |_| std::ops::ControlFlow::Continue(()))?;
        Ok(Box::new(Receiving { transfer, reply }))
    }
}

/// A reply that is being received.
struct Receiving {
    transfer: Transfer,
    reply: Reply,
}

impl BlockingIncoming for Receiving {
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

impl fmt::Debug for Ollama {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Ollama").field("model", &self.model).field("server", &self.server.name).finish_non_exhaustive()
    }
}
