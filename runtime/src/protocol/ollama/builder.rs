//! What is set before the first call; the same for the async and the blocking driver.

use super::Address;
use crate::prompt::{KeepAlive, Options};
use crate::{Error, ErrorKind};
use std::fmt;
use std::time::Duration;

/// How long a connection may take unless another time is set: long for a network, short for a person.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Makes an `Ollama` client; `C` is the HTTP client below it.
///
/// ```no_run
/// # #[cfg(feature = "ollama")]
/// # fn main() -> Result<(), formwork::Error> {
/// use formwork::{Ollama, Options};
///
/// let model = Ollama::builder("qwen2.5vl:3b")
///     .url("https://gpu-box.example.com/ollama")
///     .bearer_token("secret")
///     .options(Options::new().temperature(0.2))
///     .build()?;
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "ollama"))]
/// # fn main() {}
/// ```
#[must_use]
pub struct Builder<C> {
    pub(crate) settings: Settings,
    pub(crate) client: Option<C>,
}

/// Everything but the HTTP client.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) model: String,
    pub(crate) url: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) connect_timeout: Duration,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) defaults: Defaults,
}

/// What a call has that does not set its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Defaults {
    pub(crate) options: Options,
    pub(crate) keep_alive: Option<KeepAlive>,
}

impl Defaults {
    pub(crate) fn apply(&self, call: &mut crate::model::Call) {
        let request = &mut call.request;
        request.options = std::mem::take(&mut request.options).or(&self.options);
        request.options.num_predict = request.options.num_predict.or(call.most_tokens);
        request.keep_alive = request.keep_alive.or(self.keep_alive);
    }
}

impl<C> Builder<C> {
    pub(crate) fn new(model: impl Into<String>) -> Self {
        let settings = Settings {
            model: model.into(),
            url: None,
            headers: Vec::new(),
            connect_timeout: CONNECT_TIMEOUT,
            idle_timeout: None,
            defaults: Defaults::default(),
        };
        Self { settings, client: None }
    }

    /// Sets the server's address, in any form that `OLLAMA_HOST` may have; unset, `OLLAMA_HOST` counts, and without it port 11434 of
    /// this machine.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.settings.url = Some(url.into());
        self
    }

    /// Adds a header to every request; its value is never printed.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.headers.push((name.into(), value.into()));
        self
    }

    /// Sends this key with every request (`Authorization: Bearer ...`), for servers behind a gateway; it is never printed.
    pub fn bearer_token(self, token: impl fmt::Display) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// Limits the time to connect; 10 seconds unless set. Not for a [`client`](Self::client) of your own, which has its own.
    pub fn connect_timeout(mut self, time: Duration) -> Self {
        self.settings.connect_timeout = time;
        self
    }

    /// Limits the time between two pieces of an answer, the first included; not limited unless set, since loading a model can take
    /// minutes. Not for a [`client`](Self::client) of your own, which has its own.
    pub fn idle_timeout(mut self, time: Duration) -> Self {
        self.settings.idle_timeout = Some(time);
        self
    }

    /// Sets options for every call that does not set its own.
    pub fn options(mut self, options: Options) -> Self {
        self.settings.defaults.options = options;
        self
    }

    /// Sets how long the server keeps the model in memory, for every call that does not say.
    pub fn keep_alive(mut self, keep_alive: KeepAlive) -> Self {
        self.settings.defaults.keep_alive = Some(keep_alive);
        self
    }

    /// Uses this HTTP client, with its connections, time limits, proxy and certificates.
    pub fn client(mut self, client: C) -> Self {
        self.client = Some(client);
        self
    }
}

impl Settings {
    /// The address that was set, or the one of `OLLAMA_HOST`.
    pub(crate) fn address(&self) -> Result<Address, Error> {
        match &self.url {
            Some(url) => Address::parse(url),
            None => Address::from_env(),
        }
    }

    /// The headers of every request: the user's, and the type of our bodies.
    pub(crate) fn header_map(&self) -> Result<http::HeaderMap, Error> {
        let mut map = http::HeaderMap::with_capacity(self.headers.len() + 1);
        map.insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
        for (name, value) in &self.headers {
            let invalid =
                || Error::new(ErrorKind::InvalidRequest, format!("the header `{name}` cannot be sent; look at its letters"));
            let mut value = http::HeaderValue::from_str(value).map_err(|_| invalid())?;
            value.set_sensitive(true);
            map.append(http::HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?, value);
        }
        Ok(map)
    }

    /// Refuses an encrypted address where no TLS is built in; a client of the user's may have its own.
    pub(crate) fn check_tls(address: &Address) -> Result<(), Error> {
        if address.is_secure() && !cfg!(any(feature = "rustls", feature = "native-tls")) {
            let message = format!("{address} needs TLS; switch on formwork's feature `rustls` or `native-tls`");
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        Ok(())
    }
}

impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.settings.headers.iter().map(|(name, _)| name.as_str()).collect();
        formatter
            .debug_struct("Builder")
            .field("model", &self.settings.model)
            .field("url", &self.settings.url)
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}
