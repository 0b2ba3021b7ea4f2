//! A real llama-server takes every dialect of every sort of type, and what it then writes parses into the type.
//!
//! `FORMWORK_SEEDS` is how many answers each type is asked for; 2 unless set, since they take a minute.
#![allow(dead_code, reason = "the types are only generated")]

use super::server;
use formwork::{Category, Generate, from_str};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::time::{Duration, SystemTime};

/// The server's own call, which takes a schema and says nothing to the model but the prompt.
fn post(address: SocketAddr, body: &str) -> std::io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(address)?;
    let length = body.len();
    write!(stream, "POST /completion HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}")?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply)?;
    let status = reply.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0);
    let body = reply.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
    Ok((status, body))
}

/// Takes the dialects, and writes values of the type.
fn accept<T: Generate>(address: SocketAddr, name: &str) {
    let seeds = std::env::var("FORMWORK_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(2);
    // The schema goes in as text: a map in between would lose the order of the properties.
    let ask = |schema: &str, seed: u32, tokens: u32| {
        let prompt = Value::from(format!("A JSON document of this type:\n{}\n\n", T::OUTLINE));
        let body = format!(
            "{{\"prompt\":{prompt},\"seed\":{seed},\"temperature\":1.0,\"n_predict\":{tokens},\"json_schema\":{schema}}}"
        );
        let (status, reply) = post(address, &body).unwrap();
        assert_eq!(status, 200, "{name}: {reply}\n{schema}");
        let reply: Value = serde_json::from_str(&reply).unwrap();
        reply.get("content").and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    ask(T::SCHEMA_OPENAI, 0, 1);
    // The properties that a flattened `Option` leaves out are `false` in the full schema, which the server does not know.
    if name != "flattened option" {
        ask(T::SCHEMA_STANDARD, 0, 1);
    }
    let mut whole = 0;
    for seed in 0..seeds {
        let text = ask(T::SCHEMA, seed, 300);
        match from_str::<T>(&text) {
            Ok(_) => whole += 1,
            // 300 tokens were not enough.
            Err(error) if error.category() == Category::Incomplete => {}
            // No schema says that a map's key comes only once.
            Err(error) if error.to_string().contains("this key appears twice") => {}
            Err(error) => panic!("{name}: {error}\n{text}\n{}", T::SCHEMA),
        }
    }
    eprintln!("{name}: {whole} of {seeds} whole");
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Generate)]
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
struct Beside<T: Generate> {
    first: u8,
    #[generate(flatten)]
    rest: T,
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

/// Words for times, and conditions.
#[derive(Generate)]
struct Words {
    day: chrono::Weekday,
    month: chrono::Month,
    span: jiff::Span,
    zoned: jiff::Zoned,
    wanted: semver::VersionReq,
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
    server: SocketAddr,
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
    let Some(server) = server(&["-c", "2048"]) else { return };
    let address = server.address();
    accept::<Part>(address, "struct");
    accept::<Newtype>(address, "newtype");
    accept::<(u8, bool)>(address, "tuple");
    accept::<[u8; 3]>(address, "array");
    accept::<Option<u8>>(address, "option");
    accept::<Option<Part>>(address, "option of a struct");
    accept::<Color>(address, "enum");
    accept::<External>(address, "externally tagged");
    accept::<Internal>(address, "internally tagged");
    accept::<Adjacent>(address, "adjacently tagged");
    accept::<Untagged>(address, "untagged");
    accept::<Flat>(address, "flattened");
    accept::<Beside<BTreeMap<String, bool>>>(address, "flattened map");
    accept::<Beside<BTreeMap<Color, u8>>>(address, "flattened map with an enum's keys");
    accept::<Beside<External>>(address, "flattened, externally tagged");
    accept::<Beside<Internal>>(address, "flattened, internally tagged");
    accept::<Beside<Adjacent>>(address, "flattened, adjacently tagged");
    accept::<Beside<Option<Part>>>(address, "flattened option");
    accept::<Strings>(address, "strings");
    accept::<Forms>(address, "formats");
    accept::<Moments>(address, "dates and times");
    accept::<Words>(address, "words for times, and conditions");
    accept::<SystemTime>(address, "system time");
    accept::<Release>(address, "identifiers and numbers");
    accept::<Icon>(address, "base64");
    accept::<url::Url>(address, "URL");
    accept::<Tree>(address, "recursive");
    accept::<Duration>(address, "duration");
    accept::<()>(address, "unit");
}
