//! Where the server is: every form that Ollama itself accepts in `OLLAMA_HOST`, and those of a base URL.

use crate::{Error, ErrorKind};
use std::fmt;
use std::net::IpAddr;

/// The address of a server, as `OLLAMA_HOST` gives it to Ollama itself, or `OPENAI_BASE_URL` to clients of `OpenAI`'s protocol.
///
/// `0.0.0.0` and `[::]`, which mean every address to a server, mean this machine to a client.
///
/// ```
/// use formwork::protocol::Address;
///
/// for (given, meant) in [
///     ("", "http://127.0.0.1:11434"),
///     ("gpu-box", "http://gpu-box:11434"),
///     ("0.0.0.0:8080", "http://127.0.0.1:8080"),
///     ("[::1]", "http://[::1]:11434"),
///     ("https://example.com/ollama/", "https://example.com:443/ollama"),
/// ] {
///     assert_eq!(Address::parse(given)?.to_string(), meant);
/// }
/// # Ok::<(), formwork::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    secure: bool,
    /// A name, or an IP address, version 6 without brackets.
    host: String,
    port: u16,
    /// Empty, or beginning with a slash and not ending with one.
    path: String,
}

impl Address {
    /// The address in the variable `OLLAMA_HOST`, or the default one: port 11434 of this machine.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn from_env() -> Result<Self, Error> {
        Self::parse(&std::env::var("OLLAMA_HOST").unwrap_or_default())
    }

    /// Reads the address of an Ollama server: `[http[s]://][host][:port][/path]`. As in Ollama, a port that is none means the default
    /// one.
    ///
    /// # Errors
    /// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), for another scheme and for letters that no address has.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let trimmed = trim(text);
        if trimmed == "ollama.com" { Self::read(text, true, 443) } else { Self::read(text, false, 11434) }
    }

    /// The base URL of a server that speaks `OpenAI`'s protocol: the one in the variable `OPENAI_BASE_URL`, or that of `OpenAI` itself.
    ///
    /// # Errors
    /// As [`parse_base_url`](Self::parse_base_url).
    pub fn base_url_from_env() -> Result<Self, Error> {
        let set = std::env::var("OPENAI_BASE_URL").ok().filter(|url| !trim(url).is_empty());
        Self::parse_base_url(set.as_deref().unwrap_or("https://api.openai.com/v1"))
    }

    /// Reads the base URL of a server that speaks `OpenAI`'s protocol; without a path, `/v1` is meant.
    ///
    /// ```
    /// use formwork::protocol::Address;
    ///
    /// for (given, meant) in [
    ///     ("localhost:8000", "http://localhost:8000/v1"),
    ///     ("https://example.com/llm/v1/", "https://example.com:443/llm/v1"),
    /// ] {
    ///     assert_eq!(Address::parse_base_url(given)?.to_string(), meant);
    /// }
    /// # Ok::<(), formwork::Error>(())
    /// ```
    ///
    /// # Errors
    /// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), for another scheme and for letters that no address has.
    pub fn parse_base_url(text: &str) -> Result<Self, Error> {
        let mut address = Self::read(text, false, 80)?;
        if address.path.is_empty() {
            "/v1".clone_into(&mut address.path);
        }
        Ok(address)
    }

    /// Reads an address; one without a scheme is encrypted and has a port as said.
    fn read(text: &str, bare_is_secure: bool, bare_port: u16) -> Result<Self, Error> {
        let (secure, default_port, rest) = match trim(text).split_once("://") {
            None => (bare_is_secure, bare_port, trim(text)),
            Some(("http", rest)) => (false, 80, rest),
            Some(("https", rest)) => (true, 443, rest),
            Some((scheme, _)) => return Err(invalid(text, &format!("`{scheme}` is not `http` or `https`"))),
        };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (host, port) = split_port(authority);
        if authority.contains('@') {
            return Err(invalid("(not shown)", "a name and password belong into a header, not into the address"));
        }
        if let Some(letter) =
            rest.chars().find(|letter| letter.is_whitespace() || letter.is_control() || "?#\\\"<>".contains(*letter))
        {
            return Err(invalid(text, &format!("{letter:?} cannot be part of it")));
        }
        let host = match host.parse::<IpAddr>() {
            Ok(IpAddr::V4(ip)) if ip.is_unspecified() => "127.0.0.1".to_owned(),
            Ok(IpAddr::V6(ip)) if ip.is_unspecified() => "::1".to_owned(),
            Ok(ip) => ip.to_string(),
            Err(_) if host.is_empty() => "127.0.0.1".to_owned(),
            Err(_) => host.to_owned(),
        };
        let port = port.and_then(|port| port.parse().ok()).unwrap_or(default_port);
        let path = path.trim_matches('/');
        let path = if path.is_empty() { String::new() } else { format!("/{path}") };
        Ok(Self { secure, host, port, path })
    }

    /// Whether the connection is encrypted, for which a TLS feature is needed.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// Whether the server is on this machine, so that no proxy lies between.
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
    }

    /// Whether the server is one of `OpenAI`'s own.
    pub(crate) fn is_openai(&self) -> bool {
        self.host == "openai.com" || self.host.ends_with(".openai.com")
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { secure, host, port, path } = self;
        let scheme = if *secure { "https" } else { "http" };
        let (open, close) = if host.contains(':') { ("[", "]") } else { ("", "") };
        write!(formatter, "{scheme}://{open}{host}{close}:{port}{path}")
    }
}

/// Takes the port off. An IPv6 address without brackets has colons and no port.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    let bare = authority.trim_matches(['[', ']']);
    if bare.parse::<IpAddr>().is_ok() {
        return (bare, None);
    }
    match authority.rsplit_once(':') {
        Some((host, port)) => (host.trim_matches(['[', ']']), Some(port)),
        None => (authority, None),
    }
}

fn trim(text: &str) -> &str {
    text.trim().trim_matches(['"', '\'']).trim()
}

fn invalid(text: &str, why: &str) -> Error {
    let message = format!("the server's address {text:?} cannot be used: {why}; write it like http://127.0.0.1:8080");
    Error::new(ErrorKind::InvalidRequest, message)
}

#[cfg(test)]
mod tests {
    use super::Address;

    /// The cases of Ollama's own test (`envconfig/config_test.go`), and what a client makes of them.
    #[test]
    fn every_form_that_ollama_accepts() {
        for (given, meant) in [
            ("", "http://127.0.0.1:11434"),
            ("1.2.3.4", "http://1.2.3.4:11434"),
            (":1234", "http://127.0.0.1:1234"),
            ("1.2.3.4:1234", "http://1.2.3.4:1234"),
            ("example.com", "http://example.com:11434"),
            ("example.com:1234", "http://example.com:1234"),
            (":0", "http://127.0.0.1:0"),
            (":66000", "http://127.0.0.1:11434"),
            (":-1", "http://127.0.0.1:11434"),
            ("[::1]", "http://[::1]:11434"),
            ("[::]", "http://[::1]:11434"),
            ("::1", "http://[::1]:11434"),
            ("[::1]:1337", "http://[::1]:1337"),
            (" 1.2.3.4 ", "http://1.2.3.4:11434"),
            ("\"1.2.3.4\"", "http://1.2.3.4:11434"),
            ("\" 1.2.3.4 \"", "http://1.2.3.4:11434"),
            ("'1.2.3.4'", "http://1.2.3.4:11434"),
            ("http://1.2.3.4", "http://1.2.3.4:80"),
            ("http://1.2.3.4:4321", "http://1.2.3.4:4321"),
            ("https://1.2.3.4", "https://1.2.3.4:443"),
            ("https://1.2.3.4:4321", "https://1.2.3.4:4321"),
            ("example.com/ollama", "http://example.com:11434/ollama"),
            ("https://example.com/ollama", "https://example.com:443/ollama"),
            ("http://example.com:4321/a/b/", "http://example.com:4321/a/b"),
            ("ollama.com", "https://ollama.com:443"),
            ("0.0.0.0", "http://127.0.0.1:11434"),
            ("http://0.0.0.0:8080", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(Address::parse(given).map(|address| address.to_string()).ok().as_deref(), Some(meant), "{given:?}");
        }
    }

    #[test]
    fn what_is_no_address_is_an_error() {
        for given in ["ftp://example.com", "http://a b", "http://me:secret@example.com", "http://example.com/?x"] {
            let error = Address::parse(given).map_or_else(|error| error.to_string(), |address| address.to_string());
            assert!(error.contains("cannot be used"), "{given}: {error}");
            assert!(!error.contains("secret"));
        }
    }
}
