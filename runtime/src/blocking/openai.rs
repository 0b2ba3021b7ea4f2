//! The blocking driver for servers of `OpenAI`'s protocol.

use crate::Error;
use crate::model::{BlockingIncoming, BlockingModel, Call, Identity};
use crate::protocol::Protocol as _;
use crate::protocol::openai::{Defaults, Reply, ask, models};
use crate::transport::blocking::{Server, Watch};
use crate::transport::client;
use std::sync::Arc;

/// A model on a server that speaks `OpenAI`'s protocol, without a runtime; the twin of the asynchronous `OpenAi`.
///
/// Cheap to clone and to share between threads; clones share their connections. Dropping a stream closes its connection, so that the
/// server stops writing at once.
///
/// ```no_run
/// use formwork::{Generate, blocking::{Model, OpenAi}};
///
/// #[derive(Debug, Generate)]
/// struct Character {
///     name: String,
///     age: u8,
/// }
///
/// let model = OpenAi::at("http://localhost:8000/v1", "qwen2.5-7b-instruct")?;
/// let hero = model.generate::<Character>("Create a character")?;
/// # Ok::<(), formwork::Error>(())
/// ```
#[derive(Clone)]
pub struct OpenAi {
    server: Arc<Server>,
    model: Arc<str>,
    defaults: Arc<Defaults>,
}

client! {
    OpenAi {}, Server, ureq::Agent, Defaults;
    /// The model of this name, on the server that `OPENAI_BASE_URL` names, or on that of `OpenAI`, with the key in `OPENAI_API_KEY`.
    ///
    /// `OPENAI_ORG_ID` and `OPENAI_PROJECT_ID` count as well. Nothing is sent yet. What is wrong with the environment is the first
    /// call's error; [`builder`](Self::builder) says it at once.
    new;
    /// The model of this name on the server at `url`, such as `http://localhost:8000/v1`; without a path `/v1` is meant.
    ///
    /// The environment's key is not sent to it: set one with [`builder`](Self::builder).
    at;
}

models!(OpenAi, [], []);

impl BlockingModel for OpenAi {
    fn send(&self, mut call: Call) -> Result<Box<dyn BlockingIncoming>, Error> {
        self.defaults.apply(&mut call);
        let flavor = self.defaults.flavor;
        let exchange = ask(&self.model, &call, flavor)?;
        self.server.ask(exchange, Watch::begin(call.request.policy.timeouts), Reply::new(self.model.clone(), &call, flavor))
    }

    fn identity(&self) -> Identity<'_> {
        Identity { system: "openai", model: &self.model }
    }
}
