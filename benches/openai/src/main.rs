//! What a client costs: the processor time of its thread, a call and a chunk, for the same typed calls through each client.
//!
//! Calls with a short and with a long reply are made; the difference is what the chunks cost, and the rest is the call's. The
//! clients take turns, so that what else the machine does falls on all of them alike; the least of the rounds counts.
#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

mod server;

use async_openai::config::OpenAIConfig;
use async_openai::types::chat::{
    ChatCompletionRequestUserMessage, CreateChatCompletionRequest, CreateChatCompletionRequestArgs, ResponseFormat,
    ResponseFormatJsonSchema,
};
use formwork::{Generate, Instructions, Model, OpenAi, Request, blocking};
use futures_util::StreamExt as _;
use serde::Deserialize;
use std::time::Duration;

/// The lengths of the replies, in chunks of text.
const SHORT: usize = 1;
const LONG: usize = 401;
const CALLS: u32 = 100;
const ROUNDS: u32 = 15;

type Failure = Box<dyn std::error::Error>;

/// What is asked for.
#[derive(Debug, Generate, Deserialize)]
struct Answer {
    text: String,
}

/// A way to make a number of calls, and to say how long the text of the last one was.
type Calls<'c> = Box<dyn FnMut() -> Result<usize, Failure> + 'c>;

fn main() -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let [short, long] = [server::start(SHORT)?, server::start(LONG)?].map(|address| format!("http://{address}/v1"));
    let waiting = |url: &str| OpenAi::at(url, "m");
    let twin = |url: &str| blocking::OpenAi::at(url, "m");
    let peer = |url: &str| async_openai::Client::with_config(OpenAIConfig::new().with_api_base(url).with_api_key("none"));
    let runtime = &runtime;
    let formwork = |model: OpenAi| -> Calls<'_> {
        Box::new(move || {
            runtime.block_on(async {
                let mut length = 0;
                for _ in 0..CALLS {
                    length = model.generate::<Answer>(question()).await?.text.len();
                }
                Ok(length)
            })
        })
    };
    let threads = |model: blocking::OpenAi| -> Calls<'_> {
        Box::new(move || {
            let mut length = 0;
            for _ in 0..CALLS {
                length = blocking::Model::generate::<Answer>(&model, question())?.text.len();
            }
            Ok(length)
        })
    };
    let async_openai = |client: async_openai::Client<OpenAIConfig>| -> Calls<'_> {
        Box::new(move || {
            runtime.block_on(async {
                let mut length = 0;
                for _ in 0..CALLS {
                    length = ask_peer(&client).await?.text.len();
                }
                Ok(length)
            })
        })
    };
    let mut clients = [
        ("formwork::OpenAi", formwork(waiting(&short)?), formwork(waiting(&long)?)),
        ("formwork::blocking::OpenAi", threads(twin(&short)?), threads(twin(&long)?)),
        ("async-openai 0.43, serde_json", async_openai(peer(&short)), async_openai(peer(&long))),
    ];
    let mut least = [[Duration::MAX; 2]; 3];
    for _ in 0..ROUNDS {
        for ((_, short, long), least) in clients.iter_mut().zip(&mut least) {
            for ((calls, length), least) in [(short, SHORT), (long, LONG)].into_iter().zip(least) {
                let before = thread_time()?;
                assert_eq!(calls()?, length, "every client reads the whole reply");
                *least = (*least).min(thread_time()?.saturating_sub(before));
            }
        }
    }
    println!("| client | a call | a chunk |\n|---|---:|---:|");
    for ((name, ..), [short, long]) in clients.iter().zip(least) {
        let chunk = long.saturating_sub(short).as_secs_f64() / f64::from(CALLS) / 400.0;
        let call = short.as_secs_f64() / f64::from(CALLS) - chunk;
        println!("| {name} | {:.0} µs | {:.2} µs |", call * 1e6, chunk * 1e6);
    }
    Ok(())
}

fn question() -> Request {
    Request::new("Say something.").instructions(Instructions::None)
}

/// The same call through async-openai: the same schema, streamed, put together and read.
async fn ask_peer(client: &async_openai::Client<OpenAIConfig>) -> Result<Answer, Failure> {
    let mut stream = client.chat().create_stream(peer_request()?).await?;
    let mut text = String::new();
    while let Some(chunk) = stream.next().await {
        for choice in chunk?.choices {
            text.push_str(choice.delta.content.as_deref().unwrap_or_default());
        }
    }
    Ok(serde_json::from_str(&text)?)
}

fn peer_request() -> Result<CreateChatCompletionRequest, Failure> {
    let schema = ResponseFormatJsonSchema {
        description: None,
        name: "Answer".to_owned(),
        schema: serde_json::from_str(Answer::SCHEMA_OPENAI)?,
        strict: Some(true),
    };
    let message = ChatCompletionRequestUserMessage::from("Say something.");
    Ok(CreateChatCompletionRequestArgs::default()
        .model("m")
        .messages([message.into()])
        .response_format(ResponseFormat::JsonSchema { json_schema: schema })
        .build()?)
}

/// How long this thread has been on a processor, so that neither the server nor other programs count.
fn thread_time() -> Result<Duration, Failure> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = text.split(' ').next().unwrap_or_default().parse()?;
    Ok(Duration::from_nanos(nanoseconds))
}
