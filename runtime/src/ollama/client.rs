//! The async driver for Ollama: moves bytes between [`protocol::ollama`](crate::protocol::ollama) and reqwest.

use super::blob::Blob;
use super::progress::ProgressStream;
use crate::model::{Call, Flow, Identity, Incoming, Sink};
use crate::protocol::Exchange;
use crate::protocol::ollama::manage::{self, Steps};
use crate::protocol::ollama::{Capability, Create, Embed, Embeddings, Installed, Progress, Ready, Running, Shown};
use crate::protocol::ollama::{Defaults, Known, Reply, ask, check, methods::methods};
use crate::transport::{client, waiting::Server};
use crate::{Error, ErrorKind, Model};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

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

client! {
    Ollama { known }, Server, reqwest::Client, Defaults;
    /// The model of this name, on the server that `OLLAMA_HOST` names, or on port 11434 of this machine.
    ///
    /// Nothing is sent yet. What is wrong with `OLLAMA_HOST` is the first call's error; [`builder`](Self::builder) says it at once.
    new;
    /// The model of this name on the server at `url`, which has any form that `OLLAMA_HOST` may have.
    at;
}

impl Ollama {
    /// Begins a stream of steps.
    fn follow(&self, exchange: Result<Exchange, Error>) -> ProgressStream {
        ProgressStream::new(self.server.begin(exchange), Steps::new(self.model.clone()))
    }
}

methods!(Ollama, ProgressStream, [async], [.await]);

impl Ollama {
    /// Begins a call, of whose model is known what is needed.
    fn begin(&self, mut call: Call) -> Box<dyn Incoming> {
        let prepared = self.known.prepare(&self.model, &self.defaults, &mut call);
        let reply = Reply::new(self.model.clone()).with_num_ctx(call.request.options.num_ctx);
        self.server.ask(prepared.and_then(|()| ask(&self.model, &call)), reply)
    }
}

impl Model for Ollama {
    fn send(&self, call: Call) -> Box<dyn Incoming> {
        if self.known.is_missing(&self.defaults, &call) {
            return Box::new(Later::new(self.clone(), call));
        }
        self.begin(call)
    }

    fn identity(&self) -> Identity<'_> {
        Identity { system: "ollama", model: &self.model }
    }
}

/// A call that begins once its model is known.
enum Later {
    Asking(Asking),
    Begun(Box<dyn Incoming>),
}

type Asking = Pin<Box<dyn Future<Output = Result<Box<dyn Incoming>, Error>> + Send>>;

impl Later {
    fn new(model: Ollama, call: Call) -> Self {
        Self::Asking(Box::pin(async move { model.show().await.map(|_| model.begin(call)) }))
    }
}

impl Incoming for Later {
    fn poll_receive(&mut self, context: &mut Context<'_>, sink: &mut Sink<'_>) -> Poll<Result<Flow, Error>> {
        loop {
            match self {
                Self::Asking(asking) => *self = Self::Begun(ready!(asking.as_mut().poll(context))?),
                Self::Begun(incoming) => return incoming.poll_receive(context, sink),
            }
        }
    }
}
