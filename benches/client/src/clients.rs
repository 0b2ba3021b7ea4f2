//! The same two calls through each client: a character at once, and a list of strings token by token.

use crate::Failure;
use formwork::{Generate, Model as _};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::hint::black_box;
use std::io::BufRead as _;

/// Ours last in each half: the asynchronous ones, the blocking ones.
pub(crate) const CLIENTS: [&str; 5] =
    ["ollama-rs", "reqwest + serde_json", "formwork, async", "ureq + serde_json", "formwork, blocking"];

const PROMPT: &str = "Create a character";

/// What all of them are asked for.
#[derive(Debug, Generate, JsonSchema, Deserialize)]
#[allow(dead_code, reason = "only made")]
struct Character {
    name: String,
    age: u8,
    skills: Vec<String>,
}

/// The request, as one writes it by hand; the schema is made anew for each call, as with a derive at run time.
#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    prompt: &'a str,
    stream: bool,
    format: schemars::Schema,
}

/// A record, as one writes it by hand.
#[derive(Deserialize)]
struct Record {
    response: String,
    done: bool,
}

fn body<T: JsonSchema>(stream: bool) -> Body<'static> {
    Body { model: "m", prompt: PROMPT, stream, format: schemars::schema_for!(T) }
}

/// Calls `times` times.
pub(crate) fn run(client: &str, case: &str, url: &str, times: usize) -> Result<(), Failure> {
    let stream = case != "whole";
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match client {
        "ollama-rs" => runtime.block_on(ollama_rs(stream, url, times)),
        "reqwest + serde_json" => runtime.block_on(reqwest(stream, url, times)),
        "formwork, async" => runtime.block_on(asynchronous(stream, url, times)),
        "ureq + serde_json" => ureq(stream, url, times),
        "formwork, blocking" => blocking(stream, url, times),
        other => Err(format!("there is no client {other:?}").into()),
    }
}

async fn asynchronous(stream: bool, url: &str, times: usize) -> Result<(), Failure> {
    let model = formwork::Ollama::at(url, "m")?;
    for _ in 0..times {
        if !stream {
            black_box(model.generate::<Character>(PROMPT).await?);
            continue;
        }
        let mut stream = model.stream::<Vec<String>>(PROMPT);
        while let Some(partial) = stream.next().await {
            black_box(partial?);
        }
        black_box(stream.finish().await?);
    }
    Ok(())
}

fn blocking(stream: bool, url: &str, times: usize) -> Result<(), Failure> {
    use formwork::blocking::Model as _;
    let model = formwork::blocking::Ollama::at(url, "m")?;
    for _ in 0..times {
        if !stream {
            black_box(model.generate::<Character>(PROMPT)?);
            continue;
        }
        let mut stream = model.stream::<Vec<String>>(PROMPT);
        while let Some(partial) = stream.next() {
            black_box(partial?);
        }
        black_box(stream.finish()?);
    }
    Ok(())
}

async fn reqwest(stream: bool, url: &str, times: usize) -> Result<(), Failure> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let url = format!("{url}/api/generate");
    for _ in 0..times {
        if !stream {
            let response = client.post(&url).json(&body::<Character>(false)).send().await?;
            let record: Record = response.json().await?;
            black_box(serde_json::from_str::<Character>(&record.response)?);
            continue;
        }
        let mut response = client.post(&url).json(&body::<Vec<String>>(true)).send().await?;
        let (mut text, mut buffer, mut done) = (String::new(), Vec::new(), false);
        while let Some(piece) = response.chunk().await? {
            buffer.extend_from_slice(&piece);
            let mut begin = 0;
            while let Some(length) = buffer[begin..].iter().position(|byte| *byte == b'\n') {
                let record: Record = serde_json::from_slice(&buffer[begin..begin + length])?;
                text.push_str(&record.response);
                done |= record.done;
                begin += length + 1;
            }
            buffer.drain(..begin);
            black_box(&text);
        }
        finish(&text, done)?;
    }
    Ok(())
}

fn ureq(stream: bool, url: &str, times: usize) -> Result<(), Failure> {
    let agent: ureq::Agent = ureq::Agent::config_builder().proxy(None).build().into();
    let url = format!("{url}/api/generate");
    for _ in 0..times {
        if !stream {
            let mut response = agent.post(&url).send_json(body::<Character>(false))?;
            let record: Record = response.body_mut().read_json()?;
            black_box(serde_json::from_str::<Character>(&record.response)?);
            continue;
        }
        let mut response = agent.post(&url).send_json(body::<Vec<String>>(true))?;
        let mut reader = std::io::BufReader::new(response.body_mut().as_reader());
        let (mut text, mut line, mut done) = (String::new(), Vec::new(), false);
        while reader.read_until(b'\n', &mut line)? > 0 {
            let record: Record = serde_json::from_slice(&line)?;
            text.push_str(&record.response);
            done |= record.done;
            line.clear();
            black_box(&text);
        }
        finish(&text, done)?;
    }
    Ok(())
}

/// The value at the end of a stream; those written by hand have none before.
fn finish(text: &str, done: bool) -> Result<(), Failure> {
    if !done {
        return Err("the stream ended too early".into());
    }
    black_box(serde_json::from_str::<Vec<String>>(text)?);
    Ok(())
}

async fn ollama_rs(stream: bool, url: &str, times: usize) -> Result<(), Failure> {
    use ollama_rs::generation::completion::request::GenerationRequest;
    use ollama_rs::generation::parameters::{FormatType, JsonStructure};
    use tokio_stream::StreamExt as _;
    let client = ollama_rs::Ollama::try_new(url)?;
    for _ in 0..times {
        if !stream {
            let format = FormatType::StructuredJson(Box::new(JsonStructure::new::<Character>()));
            let reply = client.generate(GenerationRequest::new("m".to_owned(), PROMPT).format(format)).await?;
            black_box(serde_json::from_str::<Character>(&reply.response)?);
            continue;
        }
        let format = FormatType::StructuredJson(Box::new(JsonStructure::new::<Vec<String>>()));
        let mut stream = client.generate_stream(GenerationRequest::new("m".to_owned(), PROMPT).format(format)).await?;
        let (mut text, mut done) = (String::new(), false);
        while let Some(records) = stream.next().await {
            for record in records? {
                text.push_str(&record.response);
                done |= record.done;
            }
            black_box(&text);
        }
        finish(&text, done)?;
    }
    Ok(())
}
