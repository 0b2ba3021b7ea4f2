//! What is sent: the body byte for byte, options, headers, addresses.

use formwork::model::{Call, Format};
use formwork::protocol::openai::{Flavor, ask};
use formwork::testing::{Answer, Received, Server};
use formwork::{Chat, Dialect, ErrorKind, Generate, Image, KeepAlive, Message, Model, OpenAi, Options, Request, Role, Think};
use formwork::{Tool, ToolCall, blocking};
use formwork_tests::{run, transcripts};
use serde_json::{Value, json};

/// A hero.
#[derive(Generate)]
struct Hero {
    name: String,
    age: u8,
    friend: Option<Box<Hero>>,
}

fn body(call: &Call, flavor: Flavor) -> Value {
    let exchange = ask("m", call, flavor).unwrap();
    assert_eq!((exchange.method.as_str(), &*exchange.path), ("POST", "/chat/completions"));
    serde_json::from_slice(&exchange.body).unwrap()
}

fn refused(request: Request) -> (ErrorKind, String) {
    let error = ask("m", &Call::new(request), Flavor::default()).unwrap_err();
    (error.kind(), error.to_string())
}

#[test]
fn the_body_of_a_typed_call_byte_for_byte() {
    let request = Request::new("Create a hero").system("You write.").options(
        Options::new().seed(7).temperature(0.5).num_predict(200_u32).top_p(0.9).stop(vec!["#".into()]).extra("top_k", 40),
    );
    let call = Call::new(request).format(Format::of::<Hero>()).stream();
    let exchange = ask("m", &call, Flavor::default()).unwrap();
    formwork_tests::snapshot("openai_body.json", std::str::from_utf8(&exchange.body).unwrap());
}

#[test]
fn a_root_that_is_no_object_is_wrapped() {
    let body = body(&Call::new("x").format(Format::of::<Vec<u8>>()), Flavor::default());
    let format = &body["response_format"]["json_schema"];
    assert_eq!(format["name"], "reply");
    assert_eq!(format["schema"]["required"], json!(["value"]));
    assert_eq!(format["schema"]["properties"]["value"]["type"], "array");
    // The other dialects take any root.
    let mut flavor = Flavor::default();
    flavor.dialect = Dialect::Ollama;
    let body = self::body(&Call::new("x").format(Format::of::<Vec<u8>>()), flavor);
    assert_eq!(body["response_format"]["json_schema"]["schema"]["type"], "array");
}

#[test]
fn images_are_data_urls_beside_the_text() {
    let png = Image::bytes(*b"\x89PNG");
    let sent = body(&Call::new(Request::new("What is this?").image(png)), Flavor::default());
    assert_eq!(
        sent["messages"],
        json!([{"role": "user", "content": [
            {"type": "text", "text": "What is this?"},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw=="}}
        ]}])
    );
    let (kind, said) = refused(Request::new("x").image(Image::bytes(*b"?")));
    assert_eq!((kind, said.contains("no known format")), (ErrorKind::InvalidRequest, true));
}

#[test]
fn a_conversation_with_tools() {
    let mut called = Message::new(Role::Assistant, "");
    called.thinking = Some("hm".into());
    called.tool_calls = vec![ToolCall { id: None, name: "age".into(), arguments: json!({"of": "Ada"}) }];
    let mut result = Message::new(Role::Tool, "36");
    result.tool_name = Some("age".into());
    let chat = Chat::new().user("How old is Ada?").message(called).message(result);
    let tool = Tool::declared::<Hero>("age", "Tells ages");
    let sent = body(&Call::new(Request::new(chat).tool(tool)), Flavor::default());
    assert_eq!(
        sent["messages"],
        json!([
            {"role": "user", "content": "How old is Ada?"},
            {"role": "assistant", "content": "", "reasoning_content": "hm", "tool_calls": [
                {"id": "call_age", "type": "function", "function": {"name": "age", "arguments": "{\"of\":\"Ada\"}"}}
            ]},
            {"role": "tool", "content": "36", "tool_call_id": "call_age"}
        ])
    );
    assert_eq!((&sent["tools"][0]["function"]["name"], &sent["tools"][0]["function"]["strict"]), (&json!("age"), &json!(true)));
    let (kind, said) = refused(Request::new("x").tool(Tool::declared::<Vec<u8>>("list", "")));
    assert_eq!((kind, said.contains("make them one")), (ErrorKind::InvalidRequest, true));
}

#[test]
fn every_option_is_sent_or_refused_by_name() {
    let options = Options::new().presence_penalty(0.5).frequency_penalty(0.25).num_predict(9_u32).extra("min_p", 0.1);
    let request =
        Request::new("x").options(options).think(Think::Off).logprobs(2).extra("temperature", 2).extra("cache_prompt", true);
    let sent = body(&Call::new(request.clone()), Flavor::default());
    for (name, value) in [
        ("presence_penalty", json!(0.5)),
        ("frequency_penalty", json!(0.25)),
        ("max_tokens", json!(9)),
        ("min_p", json!(0.1)),
        ("reasoning_effort", json!("none")),
        ("logprobs", json!(true)),
        ("top_logprobs", json!(2)),
        ("temperature", json!(2)),
        ("cache_prompt", json!(true)),
        ("stream", json!(false)),
    ] {
        assert_eq!(sent[name], value, "{name}");
    }
    let mut flavor = Flavor::default();
    flavor.max_completion_tokens = true;
    let sent = body(&Call::new(request), flavor);
    assert_eq!((&sent["max_completion_tokens"], &sent["max_tokens"]), (&json!(9), &Value::Null));
    for (options, name) in [
        (Options::new().top_k(1), "top_k"),
        (Options::new().min_p(0.1), "min_p"),
        (Options::new().typical_p(0.1), "typical_p"),
        (Options::new().repeat_penalty(1.1), "repeat_penalty"),
        (Options::new().repeat_last_n(1), "repeat_last_n"),
        (Options::new().num_ctx(1), "num_ctx"),
        (Options::new().num_keep(1), "num_keep"),
        (Options::new().num_batch(1), "num_batch"),
        (Options::new().num_gpu(1), "num_gpu"),
        (Options::new().main_gpu(1), "main_gpu"),
        (Options::new().num_thread(1), "num_thread"),
        (Options::new().use_mmap(true), "use_mmap"),
        (Options::new().extra("n", 2), "n"),
    ] {
        let (kind, said) = refused(Request::new("x").options(options));
        assert_eq!(kind, ErrorKind::Unsupported);
        assert!(said.starts_with(&format!("`{name}` is no option of OpenAI's protocol; ")), "{said}");
    }
    assert_eq!(refused(Request::new("x").keep_alive(KeepAlive::Forever)).0, ErrorKind::Unsupported);
}

#[test]
fn keys_and_organisations_are_sent_and_never_printed() {
    let server = Server::start([transcripts::named("llama-server/stream").answer().always()]).unwrap();
    let sent = |model: &dyn std::fmt::Debug| {
        assert!(!format!("{model:?}").contains("s3cret"));
        server.requests().pop().unwrap()
    };
    let builder = OpenAi::builder("m").url(server.url()).api_key("s3cret").organization("org").project("p").header("X-Team", "a");
    assert!(!format!("{builder:?}").contains("s3cret"));
    let model = builder.build().unwrap();
    run(model.generate::<String>("hi")).unwrap();
    let waiting = sent(&model);
    let builder =
        blocking::OpenAi::builder("m").url(server.url()).api_key("s3cret").organization("org").project("p").header("X-Team", "a");
    let model = builder.build().unwrap();
    blocking::Model::generate::<String>(&model, "hi").unwrap();
    for request in [waiting, sent(&model)] {
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/v1/chat/completions"));
        for (name, value) in
            [("authorization", "Bearer s3cret"), ("openai-organization", "org"), ("openai-project", "p"), ("x-team", "a")]
        {
            assert_eq!(request.header(name), Some(value));
        }
    }
}

#[test]
fn the_environments_key_goes_only_to_the_environments_server() {
    // A process of its own: the environment is shared by all tests of one.
    let server = Server::start([transcripts::named("llama-server/stream").answer().always()]).unwrap();
    if let Ok(url) = std::env::var("FORMWORK_TEST_CHILD") {
        run(OpenAi::new("m").generate::<String>("hi")).unwrap();
        run(OpenAi::at(url, "m").unwrap().generate::<String>("hi")).unwrap();
        return;
    }
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "requests::the_environments_key_goes_only_to_the_environments_server"])
        .env("FORMWORK_TEST_CHILD", server.url())
        .env("OPENAI_BASE_URL", format!("{}/llm/v1/", server.url()))
        .env("OPENAI_API_KEY", "s3cret")
        .env("OPENAI_ORG_ID", "org")
        .stdout(std::process::Stdio::null())
        .status();
    assert!(status.unwrap().success());
    let [with, without] = <[Received; 2]>::try_from(server.requests()).unwrap();
    assert_eq!(with.path, "/llm/v1/chat/completions");
    assert_eq!((with.header("authorization"), with.header("openai-organization")), (Some("Bearer s3cret"), Some("org")));
    assert_eq!((without.path.as_str(), without.header("authorization")), ("/v1/chat/completions", None));
}

#[test]
fn what_cannot_be_set_up_is_said() {
    let tls = OpenAi::at("https://example.com", "m").unwrap_err();
    assert_eq!(tls.to_string(), "https://example.com:443/v1 needs TLS; switch on formwork's feature `rustls` or `native-tls`");
    let name = run(OpenAi::at("http://localhost:1", " ").unwrap().generate::<String>("x")).unwrap_err();
    assert_eq!(name.to_string(), "the model's name is empty; name one that the server's `/v1/models` shows");
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{closed}/v1");
    let waiting = run(OpenAi::at(&url, "m").unwrap().generate::<String>("x")).unwrap_err();
    let blocking = blocking::Model::generate::<String>(&blocking::OpenAi::at(&url, "m").unwrap(), "x").unwrap_err();
    let said = format!("no server answers at {url}; start it, or set OPENAI_BASE_URL to the address of one");
    assert_eq!((waiting.kind(), waiting.to_string(), blocking.to_string()), (ErrorKind::Transport, said.clone(), said));
}

#[test]
fn connections_are_used_again() {
    // The recording was asked to close.
    let raw = String::from_utf8(transcripts::named("llama-server/schema_stream").raw).unwrap();
    let server = Server::start([Answer::raw(raw.replace("Connection: close\r\n", "")).always()]).unwrap();
    let model = OpenAi::at(server.url(), "m").unwrap();
    run(async {
        for _ in 0..3 {
            model.generate::<String>("x").await.unwrap();
            // The connection goes back to the pool in a task of its own.
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    });
    let model = blocking::OpenAi::at(server.url(), "m").unwrap();
    for _ in 0..3 {
        blocking::Model::generate::<String>(&model, "x").unwrap();
    }
    let used: Vec<_> = server.requests().iter().map(|request| request.connection).collect();
    assert_eq!(used, [0, 0, 0, 1, 1, 1]);
}
