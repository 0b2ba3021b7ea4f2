//! The blocking driver for Ollama: moves bytes between [`protocol::ollama`](crate::protocol::ollama) and ureq.

mod progress;

use crate::model::{BlockingIncoming, BlockingModel, Call, Identity};
use crate::ollama::Blob;
use crate::protocol::Exchange;
use crate::protocol::ollama::manage::{self, Steps};
use crate::protocol::ollama::{Capability, Create, Embed, Embeddings, Installed, Progress, Ready, Running, Shown};
use crate::protocol::ollama::{Defaults, Known, Reply, ask, check, methods::methods};
use crate::transport::blocking::{Server, Watch};
use crate::transport::client;
use crate::{Error, ErrorKind};
pub use progress::ProgressIter;
use std::sync::Arc;

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

client! {
    Ollama { known }, Server, ureq::Agent, Defaults;
    /// The model of this name, on the server that `OLLAMA_HOST` names, or on port 11434 of this machine.
    ///
    /// Nothing is sent yet. What is wrong with `OLLAMA_HOST` is the first call's error; [`builder`](Self::builder) says it at once.
    new;
    /// The model of this name on the server at `url`, which has any form that `OLLAMA_HOST` may have.
    at;
}

impl Ollama {
    /// Prepares a stream of steps.
    fn follow(&self, exchange: Result<Exchange, Error>) -> ProgressIter {
        ProgressIter::new(self.server.clone(), exchange, Steps::new(self.model.clone()))
    }
}

methods!(Ollama, ProgressIter, [], []);

impl BlockingModel for Ollama {
    fn send(&self, mut call: Call) -> Result<Box<dyn BlockingIncoming>, Error> {
        let watch = Watch::begin(call.request.policy.timeouts);
        if self.known.is_missing(&self.defaults, &call) {
            self.known.learn(&self.server.answer_in_time(manage::show(&self.model), watch)?);
        }
        self.known.prepare(&self.model, &self.defaults, &mut call)?;
        let reply = Reply::new(self.model.clone()).with_num_ctx(call.request.options.num_ctx);
        self.server.ask(ask(&self.model, &call)?, watch, reply)
    }

    fn identity(&self) -> Identity<'_> {
        Identity { system: "ollama", model: &self.model }
    }
}
