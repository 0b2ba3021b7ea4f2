//! What is set before the first call; the same for every driver.

use super::{Address, Peer};
use crate::model::Call;
use crate::prompt::Options;
use crate::{Error, ErrorKind};
use std::fmt;
use std::time::Duration;

/// How long a connection may take unless another time is set: long for a network, short for a person.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Makes a client; `C` is the HTTP client below it, and `P` what the server's protocol has of its own.
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
pub struct Builder<C, P> {
    pub(crate) model: String,
    pub(crate) defaults: P,
    pub(crate) client: Option<C>,
    url: Option<String>,
    headers: Vec<(String, String)>,
    connect_timeout: Duration,
    idle_timeout: Option<Duration>,
}

/// What a protocol adds to a client: what a call has that does not set its own, and where its server is by default.
pub trait Protocol: Clone + Default {
    /// What servers of this protocol are called in errors.
    #[doc(hidden)]
    const PEER: &'static Peer;

    /// Reads an address; `None` is the default one.
    #[doc(hidden)]
    fn address(&mut self, url: Option<&str>) -> Result<Address, Error>;

    /// The headers that the environment asks for, for the default address.
    #[doc(hidden)]
    fn environment() -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// The options of every call that does not set its own.
    #[doc(hidden)]
    fn options(&mut self) -> &mut Options;

    /// Fills a call with what it does not set.
    #[doc(hidden)]
    fn apply(&self, call: &mut Call);
}

/// The way to a server: everything but the HTTP client.
pub(crate) struct Route {
    pub(crate) peer: &'static Peer,
    pub(crate) address: Address,
    pub(crate) headers: http::HeaderMap,
    pub(crate) connect_timeout: Duration,
    pub(crate) idle_timeout: Option<Duration>,
}

impl<C, P: Protocol> Builder<C, P> {
    pub(crate) fn new(model: impl Into<String>) -> Self {
        Self {
            model: model.into(),
            defaults: P::default(),
            client: None,
            url: None,
            headers: Vec::new(),
            connect_timeout: CONNECT_TIMEOUT,
            idle_timeout: None,
        }
    }

    /// Sets the server's address, in any form that the variable may have which counts without it: `OLLAMA_HOST` for Ollama, and
    /// `OPENAI_BASE_URL` for `OpenAi`.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Adds a header to every request; its value is never printed.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends this key with every request (`Authorization: Bearer ...`); it is never printed.
    pub fn bearer_token(self, token: impl fmt::Display) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// Limits the time to connect; 10 seconds unless set. Not for a [`client`](Self::client) of your own, which has its own.
    pub fn connect_timeout(mut self, time: Duration) -> Self {
        self.connect_timeout = time;
        self
    }

    /// Limits the time between two pieces of an answer, the first included; not limited unless set, since loading a model can take
    /// minutes. Not for a [`client`](Self::client) of your own, which has its own.
    pub fn idle_timeout(mut self, time: Duration) -> Self {
        self.idle_timeout = Some(time);
        self
    }

    /// Sets options for every call that does not set its own.
    pub fn options(mut self, options: Options) -> Self {
        *self.defaults.options() = options;
        self
    }

    /// Uses this HTTP client, with its connections, time limits, proxy and certificates.
    ///
    /// A `ureq::Agent` keeps a call's [`Timeouts`](crate::Timeouts) as far as ureq has such limits: `first_token` ends with the head of the
    /// response, and `idle` counts from the beginning on.
    pub fn client(mut self, client: C) -> Self {
        self.client = Some(client);
        self
    }

    /// Where to and with what: the address that was set or that of the environment, and the headers of every request.
    pub(crate) fn route(&mut self) -> Result<Route, Error> {
        let address = self.defaults.address(self.url.as_deref())?;
        let mut headers = http::HeaderMap::with_capacity(self.headers.len() + 1);
        headers.insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
        for (name, value) in &self.headers {
            add(&mut headers, name, value)?;
        }
        if self.url.is_none() {
            for (name, value) in P::environment() {
                if !headers.contains_key(name) {
                    add(&mut headers, name, &value)?;
                }
            }
        }
        let Self { connect_timeout, idle_timeout, .. } = *self;
        Ok(Route { peer: P::PEER, address, headers, connect_timeout, idle_timeout })
    }
}

fn add(headers: &mut http::HeaderMap, name: &str, value: &str) -> Result<(), Error> {
    let invalid = || Error::new(ErrorKind::InvalidRequest, format!("the header `{name}` cannot be sent; look at its letters"));
    let mut value = http::HeaderValue::from_str(value).map_err(|_| invalid())?;
    value.set_sensitive(true);
    headers.append(http::HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?, value);
    Ok(())
}

impl Route {
    /// Refuses an encrypted address where no TLS is built in; a client of the user's may have its own.
    pub(crate) fn check_tls(&self) -> Result<(), Error> {
        if self.address.is_secure() && !cfg!(any(feature = "rustls", feature = "native-tls")) {
            let message = format!("{} needs TLS; switch on formwork's feature `rustls` or `native-tls`", self.address);
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        Ok(())
    }
}

impl<C, P> fmt::Debug for Builder<C, P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        formatter
            .debug_struct("Builder")
            .field("model", &self.model)
            .field("url", &self.url)
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}
