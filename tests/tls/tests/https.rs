//! Both drivers over https, to a server on loopback whose certificate only this test's authority vouches for.
//!
//! The library trusts what the system trusts, and the system can be told by `SSL_CERT_FILE`: so the calls are made by a process of
//! their own, this program again with that variable.
#![cfg(any(feature = "rustls", feature = "native-tls"))]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use formwork::{Error, ErrorKind, Model as _, Ollama, blocking, blocking::Model as _};
use rustls::pki_types::PrivateKeyDer;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

const RECORD: &str = r#"{"model":"m","created_at":"x","response":"over TLS","done":true,"done_reason":"stop"}"#;
const URL: &str = "FORMWORK_TEST_URL";

/// An authority, and a certificate for `localhost` that it has signed.
fn certificates() -> (String, rustls::ServerConfig) {
    let authority_key = rcgen::KeyPair::generate().unwrap();
    let mut authority = rcgen::CertificateParams::default();
    // OpenSSL takes a certificate whose issuer has the subject's name for one that signed itself.
    authority.distinguished_name.push(rcgen::DnType::CommonName, "the authority of a test");
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let pem = authority.self_signed(&authority_key).unwrap().pem();
    let issuer = rcgen::Issuer::new(authority, authority_key);
    let key = rcgen::KeyPair::generate().unwrap();
    let own = rcgen::CertificateParams::new(["localhost".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
        .unwrap();
    (pem, config)
}

/// Answers every request over TLS with [`RECORD`]; gives its URL.
fn serve(config: rustls::ServerConfig) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let config = Arc::new(config);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = rustls::ServerConnection::new(config.clone()).unwrap();
            // A client that does not trust us hangs up.
            let _ = answer(rustls::StreamOwned::new(connection, stream));
        }
    });
    format!("https://localhost:{port}")
}

fn answer(mut stream: rustls::StreamOwned<rustls::ServerConnection, TcpStream>) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    // Every body that is sent here is an object, and ends the request.
    while !request.ends_with(b"}") {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        request.extend_from_slice(buffer.get(..count).unwrap_or_default());
    }
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{RECORD}", RECORD.len())?;
    stream.conn.send_close_notify();
    stream.flush()
}

/// The text through both drivers.
fn ask(url: &str) -> [Result<String, Error>; 2] {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let waiting = runtime.block_on(async { Ollama::at(url, "m").unwrap().generate::<String>("x").await });
    [waiting, blocking::Ollama::at(url, "m").unwrap().generate::<String>("x")]
}

fn temporary(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// Runs one of the tests below in a process that trusts this authority.
fn run(test: &str, url: &str, authority: &Path) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let command = command.args(["--ignored", "--exact", test]).env(URL, url).env("SSL_CERT_FILE", authority);
    let output = command.env_remove("SSL_CERT_DIR").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_system_decides_whom_to_trust() {
    let (authority, config) = certificates();
    let (stranger, _) = certificates();
    let url = serve(config);
    run("trusted", &url, &temporary("authority.pem", &authority));
    run("not_trusted", &url, &temporary("stranger.pem", &stranger));
}

#[test]
#[ignore = "run by the test above, with the system's trust set"]
fn trusted() {
    for text in ask(&std::env::var(URL).unwrap()) {
        assert_eq!(text.unwrap(), "over TLS");
    }
}

#[test]
#[ignore = "run by the test above, with the system's trust set"]
fn not_trusted() {
    let url = std::env::var(URL).unwrap();
    for text in ask(&url) {
        let Err(error) = text else { panic!("trusted") };
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(
            error.to_string(),
            format!(
                "the certificate of {url} is not trusted; add its authority to the system's certificates (or set SSL_CERT_FILE)"
            )
        );
    }
}
