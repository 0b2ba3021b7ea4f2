//! A real llama-server takes every dialect of every sort of type, and what it then writes parses into the type.
//!
//! Runs where `FORMWORK_LLAMA_SERVER` is the path of the binary and `FORMWORK_GGUF` that of a model; `FORMWORK_SEEDS` answers a
//! type (20 unless set). Otherwise it says that it was skipped.
#![expect(clippy::panic, clippy::unwrap_used, clippy::print_stderr, reason = "a test fails by panicking, and says what it skips")]
#![allow(dead_code, reason = "the types are only generated")]

use formwork::{Category, Generate, from_str};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

struct Server {
    process: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    fn start() -> Option<Self> {
        let (binary, weights) = (std::env::var("FORMWORK_LLAMA_SERVER").ok()?, std::env::var("FORMWORK_GGUF").ok()?);
        let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        let process = Command::new(binary)
            .args(["-m", &weights, "-t", "1", "-c", "2048", "--host", "127.0.0.1", "--port", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let server = Self { process, port };
        let deadline = Instant::now() + Duration::from_mins(2);
        while Instant::now() < deadline {
            if server.request("GET", "/health", "").is_ok_and(|(status, _)| status == 200) {
                return Some(server);
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        panic!("the server does not start");
    }

    fn request(&self, method: &str, path: &str, body: &str) -> std::io::Result<(u16, String)> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        let length = body.len();
        write!(stream, "{method} {path} HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}")?;
        let mut reply = String::new();
        stream.read_to_string(&mut reply)?;
        let status = reply.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0);
        let body = reply.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
        Ok((status, body))
    }

    /// Takes the dialect for the servers, and writes values of the type.
    fn accept<T: Generate>(&self, name: &str) {
        let seeds = std::env::var("FORMWORK_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(20);
        // The schema goes in as text: a map in between would lose the order of the properties.
        let ask = |schema: &str, seed: u32, tokens: u32| {
            let prompt = Value::from(format!("A JSON document of this type:\n{}\n\n", T::OUTLINE));
            let body = format!(
                "{{\"prompt\":{prompt},\"seed\":{seed},\"temperature\":1.0,\"n_predict\":{tokens},\"json_schema\":{schema}}}"
            );
            let (status, reply) = self.request("POST", "/completion", &body).unwrap();
            assert_eq!(status, 200, "{name}: {reply}\n{schema}");
            let reply: Value = serde_json::from_str(&reply).unwrap();
            reply.get("content").and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        ask(T::SCHEMA_OPENAI, 0, 1);
        let mut whole = 0;
        for seed in 0..seeds {
            let text = ask(T::SCHEMA, seed, 300);
            match from_str::<T>(&text) {
                Ok(_) => whole += 1,
                // 300 tokens were not enough.
                Err(error) if error.category() == Category::Incomplete => {}
                Err(error) => panic!("{name}: {error}\n{text}\n{}", T::SCHEMA),
            }
        }
        eprintln!("{name}: {whole} of {seeds} whole");
    }
}

#[derive(Generate)]
enum Color {
    Red,
    Green,
}

#[derive(Generate)]
struct Newtype(#[generate(range = 3..=17)] u8);

#[derive(Generate)]
struct Part {
    number: u8,
    color: Color,
}

#[derive(Generate)]
enum External {
    Unit,
    Newtype(Newtype),
    Tuple(u8, bool),
    Struct { a: u8, b: Option<Color> },
}

#[derive(Generate)]
#[serde(tag = "type")]
enum Internal {
    Unit,
    Part(Part),
    Struct { a: u8, b: Option<bool> },
}

#[derive(Generate)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Unit,
    Newtype(Newtype),
    Tuple(u8, bool),
}

#[derive(Generate)]
#[serde(untagged)]
enum Untagged {
    Unit,
    Number(i32),
    Part(Part),
    Other { other: bool },
    List(#[generate(len = ..=3)] Vec<u8>),
}

#[derive(Generate)]
struct Flat {
    first: Option<u8>,
    #[generate(flatten)]
    part: Part,
    last: bool,
}

#[derive(Generate)]
struct Strings {
    #[generate(pattern = r"^\d{3}-[a-z]{2,4}( \w|\.)?$")]
    pattern: String,
    #[generate(pattern = "^(é{2}|[^0-9]{1,3}|.{2})$")]
    wide: String,
    #[generate(len = 2..=9)]
    short: String,
    #[generate(one_of = ["small", "with \"quotes\""])]
    choice: Option<String>,
    #[generate(one_of = [1, 2, 5])]
    coin: u8,
    character: char,
    #[generate(as_string)]
    large: u64,
    address: IpAddr,
}

#[derive(Generate)]
struct Forms {
    #[generate(format = "uuid")]
    id: String,
    #[generate(format = "email")]
    mail: String,
    #[generate(format = "uri")]
    page: String,
}

/// When something happened.
#[derive(Generate)]
struct Moments {
    day: chrono::NaiveDate,
    moment: chrono::DateTime<chrono::Utc>,
    local: jiff::civil::DateTime,
    clock: time::Time,
}

/// A release of a program.
#[derive(Generate)]
struct Release {
    id: uuid::Uuid,
    version: semver::Version,
    price: rust_decimal::Decimal,
    server: std::net::SocketAddr,
}

/// A small picture.
#[derive(Generate)]
struct Icon {
    #[generate(base64)]
    bytes: Vec<u8>,
}

#[derive(Generate)]
struct Tree {
    leaf: bool,
    #[generate(len = ..=2)]
    children: Vec<Tree>,
}

#[test]
fn a_real_server_takes_every_sort_of_type() {
    let Some(server) = Server::start() else {
        eprintln!("skipped: set FORMWORK_LLAMA_SERVER and FORMWORK_GGUF to run this");
        return;
    };
    server.accept::<Part>("struct");
    server.accept::<Newtype>("newtype");
    server.accept::<(u8, bool)>("tuple");
    server.accept::<[u8; 3]>("array");
    server.accept::<Option<u8>>("option");
    server.accept::<Option<Part>>("option of a struct");
    server.accept::<Color>("enum");
    server.accept::<External>("externally tagged");
    server.accept::<Internal>("internally tagged");
    server.accept::<Adjacent>("adjacently tagged");
    server.accept::<Untagged>("untagged");
    server.accept::<Flat>("flattened");
    server.accept::<Strings>("strings");
    server.accept::<Forms>("formats");
    server.accept::<Moments>("dates and times");
    server.accept::<Release>("identifiers and numbers");
    server.accept::<Icon>("base64");
    server.accept::<url::Url>("URL");
    server.accept::<Tree>("recursive");
    server.accept::<Duration>("duration");
    server.accept::<()>("unit");
}
