//! One body, three models: Ollama as it was recorded, llama-server and the embedded model live. The same values where there is only one,
//! and the same kinds of errors.

use super::{Character, server, url};
use formwork::model::Finish;
use formwork::testing::Server;
use formwork::{Embedded, ErrorKind, Generate, Image, Model, Ollama, OpenAi, Options, Request};
use formwork_tests::{run, transcripts};
use std::cell::RefCell;

/// There is one value of this type.
#[derive(Debug, PartialEq, Generate)]
struct Only {
    #[generate(one_of = ["Ada"])]
    name: String,
    #[generate(one_of = [36])]
    age: u8,
}

fn short(prompt: impl Into<Request>) -> Request {
    Request::new(prompt).options(Options::new().seed(42).temperature(0.0).num_predict(200_u32))
}

/// What a model is to be asked next, by the name of the recording that answers it.
type Asked<'a> = &'a dyn Fn(&str) -> Box<dyn Model>;

fn values(name: &str, asked: Asked<'_>) {
    let whole = "generate_format_schema_complete_stream";
    let hero = run(asked(whole).reply::<Character>(short("Create a fantasy character."))).unwrap();
    assert!((1..=99).contains(&hero.value.age) && (1..=3).contains(&hero.value.skills.len()), "{name}: {hero:?}");
    assert_eq!(hero.finish, Finish::Stop, "{name}");
    assert!(hero.usage.prompt_tokens.is_some_and(|tokens| tokens > 0), "{name}: {:?}", hero.usage);
    assert!(hero.usage.output_tokens.is_some_and(|tokens| tokens > 10), "{name}: {:?}", hero.usage);
    let model = asked(whole);
    let streamed = run(async {
        let mut stream = model.stream::<Character>(short("Create a fantasy character."));
        let mut longest = 0;
        while let Some(partial) = stream.next().await {
            let length = partial.unwrap().skills.items().len();
            assert!(length >= longest, "{name}: the value only grows");
            longest = length;
        }
        stream.finish().await.unwrap()
    });
    assert_eq!(streamed, hero.value, "{name}: a stream gives what the whole gives");
    assert!(!run(asked("generate_stream").generate::<String>(short("Say hi."))).unwrap().is_empty(), "{name}");
}

fn errors(name: &str, asked: Asked<'_>) {
    use ErrorKind::{ContextOverflow, InvalidRequest, Truncated, Unsupported};
    let hero = || short("Create a fantasy character.");
    for (recording, request, kind) in [
        ("chat_native_format_schema_truncated", hero().options(Options::new().num_predict(8_u32)), Truncated),
        ("chat_images_nonvision", hero().image(Image::bytes(*b"\x89PNG\r\n")), Unsupported),
        ("chat_native_ctx_overflow", short("word ".repeat(9_000)), ContextOverflow),
        ("generate_stream", Request::new(" "), InvalidRequest),
        ("generate_stream", hero().options(Options::new().temperature(f32::NAN)), InvalidRequest),
        ("generate_stream", hero().options(Options::new().num_predict(0_u32)), InvalidRequest),
    ] {
        let error = run(asked(recording).generate::<Character>(request)).unwrap_err();
        assert_eq!(error.kind(), kind, "{name}: {error}");
        assert!(!error.is_retryable() && error.attempts().is_empty(), "{name}: {error}");
        if kind == Truncated {
            assert!(error.partial::<Character>().is_some() && !error.raw().is_empty(), "{name}: {error:?}");
            assert!(error.usage().is_some_and(|usage| usage.output_tokens.is_some()), "{name}: {error:?}");
        }
    }
}

fn only_values(name: &str, model: &impl Model) {
    let ada = run(model.generate::<Only>(short("Write JSON."))).unwrap();
    assert_eq!(ada, Only { name: "Ada".into(), age: 36 }, "{name}");
    let list = run(model.generate::<[Only; 2]>(short("Write JSON."))).unwrap();
    assert_eq!(list, [ada, Only { name: "Ada".into(), age: 36 }], "{name}");
}

#[test]
fn ollama_as_recorded() {
    // A server ends with its value.
    let servers = RefCell::new(Vec::new());
    let recorded = |name: &str| -> Box<dyn Model> {
        let server = Server::start([transcripts::named(name).answer().always()]).unwrap();
        let model = Ollama::at(server.url(), "smollm2:135m").unwrap();
        servers.borrow_mut().push(server);
        Box::new(model)
    };
    values("Ollama", &recorded);
    errors("Ollama", &recorded);
}

#[test]
fn llama_server_live() {
    let Some(server) = server(&["-c", "2048", "-np", "1"]) else { return };
    let model = OpenAi::at(url(&server), "smollm2").unwrap();
    let live = |_: &str| -> Box<dyn Model> { Box::new(model.clone()) };
    values("OpenAi", &live);
    errors("OpenAi", &live);
    only_values("OpenAi", &model);
}

#[test]
fn embedded_live() {
    let model: Embedded = formwork_examples::embedded().unwrap();
    let live = |_: &str| -> Box<dyn Model> { Box::new(model.clone()) };
    values("Embedded", &live);
    errors("Embedded", &live);
    only_values("Embedded", &model);
}
