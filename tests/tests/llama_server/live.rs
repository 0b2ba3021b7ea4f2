//! Every sort of call on a real server.

use super::{Character, server, url};
use formwork::model::Finish;
use formwork::{Chat, Error, ErrorKind, Generate, Image, Model, OpenAi, Options, Reply, Request, Tool, blocking};
use formwork_tests::llama_server::get;
use formwork_tests::run;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

fn short(prompt: impl Into<Request>) -> Request {
    Request::new(prompt).options(Options::new().seed(42).temperature(0.0).num_predict(200_u32))
}

/// The same call through both drivers, which must come to the same.
fn ask<T: Generate<Partial: Send + Sync> + Send>(url: &str, request: &Request) -> Result<Reply<T>, Error> {
    let waiting = run(OpenAi::at(url, "smollm2").unwrap().reply::<T>(request));
    let blocking = blocking::Model::reply::<T>(&blocking::OpenAi::at(url, "smollm2").unwrap(), request);
    let shown = |result: &Result<Reply<T>, Error>| match result {
        Ok(reply) => format!("{} {:?} {:?}", reply.raw, reply.finish, reply.usage.output_tokens),
        Err(error) => format!("{:?}: {error}", error.kind()),
    };
    assert_eq!(shown(&waiting), shown(&blocking));
    waiting
}

fn fails(url: &str, request: &Request) -> Error {
    ask::<Character>(url, request).unwrap_err()
}

/// Whether the server works on a call, and how many tokens its calls have been given.
fn slots(address: SocketAddr) -> (bool, u64) {
    let reply = get(address, "/slots").unwrap();
    let (_, body) = reply.split_once("\r\n\r\n").unwrap();
    let slots: Vec<serde_json::Value> = serde_json::from_str(body).unwrap();
    let busy = slots.iter().any(|slot| slot["is_processing"] == true);
    (busy, slots.iter().filter_map(|slot| slot["next_token"][0]["n_decoded"].as_u64()).max().unwrap_or_default())
}

#[test]
fn a_real_server_from_end_to_end() {
    let Some(server) = server(&["-c", "2048", "-np", "1"]) else { return };
    let url = url(&server);
    models(&url);
    values(&url);
    streams(&url);
    errors(&url);
    tools(&url);
    cancelling(&url, server.address());
}

fn models(url: &str) {
    let models = run(OpenAi::at(url, "smollm2").unwrap().list()).unwrap();
    assert_eq!(models.len(), 1);
    assert_eq!(models[0].owned_by, "llamacpp");
    assert_eq!(blocking::OpenAi::at(url, "smollm2").unwrap().list().unwrap(), models);
}

fn values(url: &str) {
    let hero = ask::<Character>(url, &short("Create a fantasy character.")).unwrap();
    assert_eq!(hero.finish, Finish::Stop);
    assert!((1..=99).contains(&hero.value.age) && (1..=3).contains(&hero.value.skills.len()));
    assert!(hero.usage.prompt_tokens.unwrap() > 20 && hero.usage.tokens_per_second().unwrap() > 0.0, "{:?}", hero.usage);
    let chat = Chat::new().system("You count.").user("Count from 1 to 5.");
    let numbers = ask::<[u8; 5]>(url, &short(chat)).unwrap();
    assert!(numbers.raw.trim_start().starts_with('['), "the wrapping is not seen: {}", numbers.raw);
    assert!(!ask::<String>(url, &short("Say hi.")).unwrap().value.is_empty());
    let probable = ask::<String>(url, &short("Say hi.").logprobs(2)).unwrap();
    assert_eq!(probable.logprobs.iter().map(|token| token.token.as_str()).collect::<String>(), probable.value);
    // What llama-server has of its own.
    let grammar = short("x").extra("grammar", "root ::= \"yes\" | \"no\"");
    assert!(["yes", "no"].contains(&ask::<String>(url, &grammar).unwrap().value.as_str()));
}

fn streams(url: &str) {
    let model = OpenAi::at(url, "smollm2").unwrap();
    run(async {
        let mut stream = model.stream::<Character>(short("Create a fantasy character."));
        let mut pieces = 0;
        while let Some(partial) = stream.next().await {
            partial.unwrap();
            pieces += 1;
        }
        assert!(pieces > 5);
        let whole = model.generate::<Character>(short("Create a fantasy character.")).await.unwrap();
        assert_eq!(stream.finish().await.unwrap(), whole);
        let mut items = model.stream_items::<u8>(short("Count from 1 to 5."));
        let mut all = Vec::new();
        let ended = loop {
            match items.next().await {
                Some(Ok(item)) => all.push(item),
                Some(Err(error)) => break Err(error.kind()),
                None => break Ok(()),
            }
        };
        // So small a model may count on and on; what it counted before it was cut off has come.
        assert!(!all.is_empty() && matches!(ended, Ok(()) | Err(ErrorKind::Truncated)), "{all:?} {ended:?}");
    });
}

fn errors(url: &str) {
    let cut = fails(url, &short("Create a fantasy character.").options(Options::new().num_predict(8_u32)));
    assert_eq!(cut.kind(), ErrorKind::Truncated, "{cut}");
    assert_eq!(cut.usage().unwrap().output_tokens, Some(8));
    assert!(cut.partial::<Character>().is_some() && !cut.raw().is_empty());
    let long = fails(url, &short("word ".repeat(9_000)));
    assert_eq!((long.kind(), long.status()), (ErrorKind::ContextOverflow, Some(400)), "{long}");
    assert!(long.to_string().contains("the context window holds 2048"), "{long}");
    let blind = fails(url, &short("What is this?").image(Image::bytes(*b"\x89PNG\r\n")));
    assert_eq!(blind.kind(), ErrorKind::Unsupported, "{blind}");
    let schema = serde_json::json!({"type": "json_schema", "json_schema": {"schema": {"$ref": "#/$defs/missing"}}});
    let bad = fails(url, &short("x").extra("response_format", schema));
    assert_eq!(bad.kind(), ErrorKind::Unsupported, "{bad}");
    let path = fails(&url.replace("/v1", "/no/such/path"), &short("x"));
    assert_eq!((path.kind(), path.status()), (ErrorKind::Status, Some(404)), "{path}");
    // It holds the model to neither number bounds nor formats; the check after decoding does.
    let loose = fails(
        url,
        &short("x").extra("response_format", serde_json::Value::Null).extra("grammar", r#"root ::= "{\"name\":\"A\",\"age\":0""#),
    );
    assert_eq!(loose.kind(), ErrorKind::ConstraintBroken, "{loose}");
}

#[derive(Generate)]
struct Place {
    city: String,
}

/// The model's template knows no tools, so that what it says is an answer; that they are sent does no harm.
fn tools(url: &str) {
    let weather = Tool::new("get_weather", "Get the weather for a city", |place: Place| Ok::<_, String>(place.city));
    let request =
        short("What is the weather in Paris?").tool(weather).options(Options::new().num_predict(20_u32).temperature(0.0));
    let model = OpenAi::at(url, "smollm2").unwrap();
    let answer = run(model.with_tools::<String>(request)).unwrap();
    assert!(!answer.value.is_empty());
}

fn cancelling(url: &str, address: SocketAddr) {
    let endless = || Request::new("Tell a long story.").options(Options::new().num_predict(1_900_u32).seed(1));
    let endless = || endless().extra("ignore_eos", true);
    let idle = |driver: &str| {
        let deadline = Instant::now() + Duration::from_mins(1);
        while slots(address).0 {
            assert!(Instant::now() < deadline, "{driver}: the server still works");
            std::thread::sleep(Duration::from_millis(20));
        }
        let (_, decoded) = slots(address);
        assert!(decoded < 1_500, "{driver}: the server wrote {decoded} tokens, to the end");
    };
    run(async {
        let mut stream = OpenAi::at(url, "smollm2").unwrap().stream::<String>(endless());
        while stream.raw().len() < 20 {
            stream.next().await.unwrap().unwrap();
        }
        assert!(slots(address).0);
        drop(stream);
        // The connection closes in a task of its own.
        tokio::time::sleep(Duration::from_millis(20)).await;
    });
    idle("async");
    let model = blocking::OpenAi::at(url, "smollm2").unwrap();
    let mut stream = blocking::Model::stream::<String>(&model, endless());
    while stream.raw().len() < 20 {
        stream.next().unwrap().unwrap();
    }
    drop(stream);
    idle("blocking");
}
