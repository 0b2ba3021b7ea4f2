//! Images from the web, through the drivers' HTTP clients.

use crate::{Error, ErrorKind, Image};
use std::time::Duration;

/// How many bytes an image may have: more than a model can see, less than would hurt.
const LIMIT: usize = 32 << 20;

/// How long fetching may take.
const TIME: Duration = Duration::from_mins(1);

/// How often a server may point to another place.
const REDIRECTS: u8 = 5;

impl Image {
    /// Fetches an image from an `http` or `https` URL, within a minute and of at most 32 MB; `https` needs a TLS feature.
    ///
    /// Nothing is sent along, no headers or keys of a model's server. Where the URL is somebody else's, look at it first: it may
    /// name a machine that only this one can reach.
    ///
    /// # Errors
    /// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), for what is no such URL or no image,
    /// [`Status`](ErrorKind::Status), when the server refuses, and [`Transport`](ErrorKind::Transport) or
    /// [`TimedOut`](ErrorKind::TimedOut), when it cannot be reached.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), formwork::Error> {
    /// use formwork::{Image, Request};
    ///
    /// let photo = Image::url("http://camera.local/now.jpg").await?;
    /// let request = Request::new("Who is at the door?").image(photo);
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(any(feature = "ollama", feature = "openai"))]
    pub async fn url(url: &str) -> Result<Self, Error> {
        let mut download = Download::new(url)?;
        let client = crate::tls::client(download.is_secure())?
            .redirect(reqwest::redirect::Policy::limited(REDIRECTS.into()))
            .timeout(TIME);
        let lost = |error: reqwest::Error| {
            let error = error.without_url();
            failed(url, error.is_timeout()).with_source(error)
        };
        let client = client.build().map_err(lost)?;
        let mut response = client.get(url).send().await.map_err(lost)?;
        download.head(response.status().as_u16(), response.content_length())?;
        while let Some(piece) = response.chunk().await.map_err(lost)? {
            download.take(&piece)?;
        }
        download.finish()
    }

    /// As `url`, for programs without a runtime.
    ///
    /// # Errors
    /// As `url`.
    #[cfg(feature = "blocking")]
    pub fn url_blocking(url: &str) -> Result<Self, Error> {
        use std::io::Read as _;
        let mut download = Download::new(url)?;
        let agent = crate::tls::agent().max_redirects(REDIRECTS.into()).http_status_as_error(false).timeout_global(Some(TIME));
        let agent: ureq::Agent = agent.build().into();
        let lost = |error: ureq::Error| failed(url, matches!(error, ureq::Error::Timeout(_))).with_source(error);
        let response = agent.get(url).call().map_err(lost)?;
        download.head(response.status().as_u16(), response.body().content_length())?;
        let mut reader = response.into_body().into_reader();
        let mut buffer = [0; 16_384];
        loop {
            match reader.read(&mut buffer).map_err(|error| lost(error.into()))? {
                0 => return download.finish(),
                count => download.take(buffer.get(..count).unwrap_or_default())?,
            }
        }
    }
}

/// An image that is being fetched.
struct Download<'u> {
    url: &'u str,
    bytes: Vec<u8>,
}

impl<'u> Download<'u> {
    fn new(url: &'u str) -> Result<Self, Error> {
        let download = Self { url, bytes: Vec::new() };
        let uri = url.parse::<http::Uri>().ok().filter(|uri| uri.host().is_some());
        match uri.as_ref().and_then(http::Uri::scheme_str) {
            Some("http") => Ok(download),
            Some("https") if cfg!(any(feature = "rustls", feature = "native-tls")) => Ok(download),
            Some("https") => Err(download.invalid("needs TLS; switch on formwork's feature `rustls` or `native-tls`")),
            _ => Err(download.invalid("is not the URL of an image; write one that begins with `http://` or `https://`")),
        }
    }

    #[cfg(any(feature = "ollama", feature = "openai"))]
    fn is_secure(&self) -> bool {
        self.url.starts_with("https")
    }

    fn head(&self, status: u16, length: Option<u64>) -> Result<(), Error> {
        if !(200..300).contains(&status) {
            let message = format!("{} cannot be fetched: the server answers with status {status}", shown(self.url));
            return Err(Error::new(ErrorKind::Status, message).with_status(status));
        }
        // Refused before it travels, where the server says so.
        if length.is_some_and(|length| length > LIMIT as u64) { Err(self.too_long()) } else { Ok(()) }
    }

    fn take(&mut self, piece: &[u8]) -> Result<(), Error> {
        if self.bytes.len() + piece.len() > LIMIT {
            return Err(self.too_long());
        }
        self.bytes.extend_from_slice(piece);
        Ok(())
    }

    fn finish(&mut self) -> Result<Image, Error> {
        let image = Image::bytes(std::mem::take(&mut self.bytes));
        if image.media_type().is_none() {
            return Err(self.invalid("is not an image (PNG, JPEG, GIF, WebP, BMP, TIFF); look at it in a browser"));
        }
        Ok(image)
    }

    fn too_long(&self) -> Error {
        self.invalid(&format!("has more than {} MB; make it smaller, a model does not see as much", LIMIT >> 20))
    }

    fn invalid(&self, what: &str) -> Error {
        Error::new(ErrorKind::InvalidRequest, format!("{} {what}", shown(self.url)))
    }
}

/// The URL without its query, in which there may be a key.
fn shown(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

fn failed(url: &str, timed_out: bool) -> Error {
    let url = shown(url);
    if timed_out {
        return Error::new(ErrorKind::TimedOut, format!("{url} did not come within {} seconds", TIME.as_secs()));
    }
    Error::new(ErrorKind::Transport, format!("{url} cannot be fetched"))
}
