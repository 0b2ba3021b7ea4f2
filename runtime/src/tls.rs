//! Encrypted connections: the same for both HTTP clients, with the certificates that the system trusts.
//!
//! With the feature `rustls` it is rustls over ring, whatever else the program builds reqwest with; with `native-tls` alone it is the
//! system's own library.

/// A client of reqwest that can connect to `https`, where a TLS feature is on.
///
/// # Errors
/// When the system's certificates cannot be read and `secure` says that they are needed.
#[cfg(any(feature = "ollama", feature = "openai"))]
#[cfg_attr(not(feature = "rustls"), expect(clippy::unnecessary_wraps, reason = "rustls can fail"))]
pub(crate) fn client(secure: bool) -> Result<reqwest::ClientBuilder, crate::Error> {
    let builder = reqwest::Client::builder();
    #[cfg(feature = "rustls")]
    let builder = builder.tls_backend_preconfigured(ring::config(secure)?);
    #[cfg(not(feature = "rustls"))]
    let _ = secure;
    Ok(builder)
}

/// The settings of an agent of ureq that can connect to `https`, where a TLS feature is on.
#[cfg(feature = "blocking")]
pub(crate) fn agent() -> ureq::config::ConfigBuilder<ureq::typestate::AgentScope> {
    let builder = ureq::Agent::config_builder();
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    let builder = {
        let tls = ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::PlatformVerifier);
        #[cfg(feature = "rustls")]
        let tls = tls.unversioned_rustls_crypto_provider(ring::provider());
        #[cfg(not(feature = "rustls"))]
        let tls = tls.provider(ureq::tls::TlsProvider::NativeTls);
        builder.tls_config(tls.build())
    };
    builder
}

#[cfg(feature = "rustls")]
mod ring {
    use rustls::crypto::CryptoProvider;
    use std::sync::Arc;

    pub(super) fn provider() -> Arc<CryptoProvider> {
        Arc::new(rustls::crypto::ring::default_provider())
    }

    /// The configuration for reqwest, which without one would take, or miss, the program's own.
    #[cfg(any(feature = "ollama", feature = "openai"))]
    pub(super) fn config(secure: bool) -> Result<rustls::ClientConfig, crate::Error> {
        use rustls_platform_verifier::BuilderVerifierExt as _;
        use std::sync::OnceLock;

        /// Reading the system's certificates takes milliseconds.
        static CONFIG: OnceLock<Result<rustls::ClientConfig, rustls::Error>> = OnceLock::new();

        let begun = || rustls::ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
        let config = CONFIG.get_or_init(|| Ok(begun()?.with_platform_verifier()?.with_no_client_auth())).clone();
        // A small container may have no certificates; `http` does without.
        let config = match config {
            // A small container may have no certificates; `http` does without.
            Err(_) if !secure => {
                begun().map(|begun| begun.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth())
            }
            config => config,
        };
        config.map_err(|error| {
            let message =
                "the system's certificates cannot be read, and https needs them; install its package of CA certificates";
            crate::Error::new(crate::ErrorKind::InvalidRequest, message).with_source(error)
        })
    }
}
