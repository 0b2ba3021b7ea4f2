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
    pub(crate) fit_context: bool,
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

    /// Sizes the context window for every call that has no `num_ctx`, where the server would take its own default, for which a prompt
    /// is soon too long, or a window that the machine has no memory for.
    ///
    /// It gets the power of two, from 4,096 tokens on, that holds the prompt (a token for three bytes, 2,048 tokens for an image) and the
    /// reply (`num_predict`; unset 2,048 tokens), at most what the model was trained for, which `/api/show` is asked once. It never
    /// gets smaller again, since the server loads the model anew for another size. A prompt that cannot fit, of more than eight
    /// bytes for each token of the model's limit, is an error of kind [`ContextOverflow`](crate::ErrorKind::ContextOverflow)
    /// before it is sent; what the estimate leaves open the server decides.
    pub fn fit_context(mut self) -> Self {
        self.defaults.fit_context = true;
        self
    }
}
