//! What an Ollama client adds to every call.

use super::super::{Address, Builder, Peer, Protocol};
use crate::Error;
use crate::model::Call;
use crate::prompt::{KeepAlive, Options};

/// What a call has that does not set its own.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    pub(crate) options: Options,
    pub(crate) keep_alive: Option<KeepAlive>,
}

impl Protocol for Defaults {
    const PEER: &'static Peer = &Peer { none: "no Ollama server", start: "start one with `ollama serve`, or set OLLAMA_HOST" };

    fn address(&mut self, url: Option<&str>) -> Result<Address, Error> {
        url.map_or_else(Address::from_env, Address::parse)
    }

    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn apply(&self, call: &mut Call) {
        let request = &mut call.request;
        request.options = std::mem::take(&mut request.options).or(&self.options);
        request.options.num_predict = request.options.num_predict.or(call.most_tokens);
        request.keep_alive = request.keep_alive.or(self.keep_alive);
    }
}

impl<C> Builder<C, Defaults> {
    /// Sets how long the server keeps the model in memory, for every call that does not say.
    pub fn keep_alive(mut self, keep_alive: KeepAlive) -> Self {
        self.defaults.keep_alive = Some(keep_alive);
        self
    }
}
