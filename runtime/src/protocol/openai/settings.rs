//! What a client of this protocol adds to every call, and how its server likes to be spoken to.

use super::super::{Address, Builder, Peer, Protocol};
use crate::model::Call;
use crate::prompt::Options;
use crate::{Dialect, Error};

/// How a server likes to be spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Flavor {
    /// Which schema is sent. [`Dialect::OpenAi`] is understood everywhere; the others hold more, see
    /// [`Builder::dialect`](crate::protocol::Builder::dialect).
    pub dialect: Dialect,
    /// Whether the token limit is called `max_completion_tokens`, as by `OpenAI` itself, or `max_tokens`, which all others know.
    pub max_completion_tokens: bool,
}

impl Default for Flavor {
    fn default() -> Self {
        Self { dialect: Dialect::OpenAi, max_completion_tokens: false }
    }
}

/// What a call has that does not set its own.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    pub(crate) options: Options,
    pub(crate) flavor: Flavor,
}

impl Protocol for Defaults {
    const PEER: &'static Peer = &Peer { none: "no server", start: "start it, or set OPENAI_BASE_URL to the address of one" };

    fn address(&mut self, url: Option<&str>) -> Result<Address, Error> {
        let address = url.map_or_else(Address::base_url_from_env, Address::parse_base_url)?;
        self.flavor.max_completion_tokens = address.is_openai();
        Ok(address)
    }

    fn environment() -> Vec<(&'static str, String)> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let key = variable("OPENAI_API_KEY").map(|key| format!("Bearer {key}"));
        [("authorization", key), (ORGANIZATION, variable("OPENAI_ORG_ID")), (PROJECT, variable("OPENAI_PROJECT_ID"))]
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }

    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn apply(&self, call: &mut Call) {
        // `most_tokens` is no limit here: a model may think without being told to, and its thinking counts.
        call.request.options = std::mem::take(&mut call.request.options).or(&self.options);
    }
}

const ORGANIZATION: &str = "openai-organization";
const PROJECT: &str = "openai-project";

impl<C> Builder<C, Defaults> {
    /// Sets the key (`Authorization: Bearer ...`); it is never printed. Unset, `OPENAI_API_KEY` counts, but only while the address
    /// comes from the environment as well: a key is not sent to a server that it was not meant for.
    pub fn api_key(self, key: impl std::fmt::Display) -> Self {
        self.bearer_token(key)
    }

    /// Sets the organisation that pays (`OpenAI-Organization`).
    pub fn organization(self, organization: impl Into<String>) -> Self {
        self.header(ORGANIZATION, organization)
    }

    /// Sets the project (`OpenAI-Project`).
    pub fn project(self, project: impl Into<String>) -> Self {
        self.header(PROJECT, project)
    }

    /// Sets which schema is sent; [`Dialect::OpenAi`] unless set.
    ///
    /// Its rules are those of strict structured outputs, which have no place for maps with free keys or for `serde_json::Value`: such a
    /// type is refused before it is sent. Servers of your own take them: choose [`Dialect::Ollama`] for llama-server, whose converter
    /// it is made for, and [`Dialect::Standard`] for vLLM and `SGLang`.
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.defaults.flavor.dialect = dialect;
        self
    }
}
