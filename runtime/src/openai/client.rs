//! The async driver for servers of `OpenAI`'s protocol.

use crate::model::{Call, Identity, Incoming};
use crate::protocol::Protocol as _;
use crate::protocol::openai::{Defaults, Reply, ask, models};
use crate::transport::{client, waiting::Server};
use crate::{Error, Model};
use std::sync::Arc;

/// A model on a server that speaks `OpenAI`'s protocol, asynchronously; `blocking::OpenAi` is its twin.
///
/// That is `OpenAI` itself, llama-server, vLLM, `SGLang`, LM Studio and others, or a router before many of them. Cheap to clone; clones
/// share their connections. Calls run side by side, and dropping one closes its connection, so that the server stops writing at once.
///
/// ```no_run
/// use formwork::{Generate, Model, OpenAi};
///
/// #[derive(Debug, Generate)]
/// struct Character {
///     name: String,
///     age: u8,
/// }
///
/// # async fn example() -> Result<(), formwork::Error> {
/// let model = OpenAi::at("http://localhost:8000/v1", "qwen2.5-7b-instruct")?;
/// let hero = model.generate::<Character>("Create a character").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct OpenAi {
    server: Arc<Server>,
    model: Arc<str>,
    defaults: Arc<Defaults>,
}

client! {
    OpenAi {}, Server, reqwest::Client, Defaults;
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

models!(OpenAi, [async], [.await]);

impl Model for OpenAi {
    fn send(&self, mut call: Call) -> Box<dyn Incoming> {
        self.defaults.apply(&mut call);
        let flavor = self.defaults.flavor;
        self.server.ask(ask(&self.model, &call, flavor), Reply::new(self.model.clone(), &call, flavor))
    }

    fn identity(&self) -> Identity<'_> {
        Identity { system: "openai", model: &self.model }
    }
}
