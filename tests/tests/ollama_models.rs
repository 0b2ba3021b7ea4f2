//! Every recorded call about models, embeddings and the server, through both drivers.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::ollama::{Capability, Create, Embed, Progress};
use formwork::testing::{Cut, Received, Server};
use formwork::{Error, ErrorKind, Image, Message, Model, Ollama, Options, Request, Role, Think, blocking};
use formwork_tests::transcripts;
use serde_json::{Value, json};
use std::fmt::{Debug, Write as _};

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// The same call through both drivers, against the same recordings; gives what it comes to, and the requests.
macro_rules! both {
    ($model:expr, [$($recording:expr),*], |$client:ident| $waiting:expr, $blocking:expr) => {{
        let server = Server::start([$($recording),*].map(|name| transcripts::named(name).answer())).unwrap();
        let waiting = run(async {
            let $client = Ollama::at(server.url(), $model).unwrap();
            $waiting
        });
        let sent = server.requests();
        let server = Server::start([$($recording),*].map(|name| transcripts::named(name).answer().cut(Cut::Every(5)))).unwrap();
        let $client = blocking::Ollama::at(server.url(), $model).unwrap();
        let blocking = $blocking;
        let again = server.requests();
        assert_eq!(sent.len(), again.len());
        assert_eq!(shown(&waiting), shown(&blocking), "{:?}", [$($recording),*]);
        for (one, other) in sent.iter().zip(&again) {
            assert_eq!((line(one), &one.body), (line(other), &other.body));
        }
        (waiting, sent)
    }};
}

fn line(sent: &Received) -> String {
    format!("{} {}", sent.method, sent.path)
}

fn shown<T: Debug>(result: &Result<T, Error>) -> String {
    let text = match result {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("{:?} {:?}: {error}", error.kind(), error.status()),
    };
    // The port of the replay differs.
    text.split("127.0.0.1:")
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.trim_start_matches(char::is_numeric) })
        .collect()
}

/// The request is the recorded one.
fn same(sent: &Received, recording: &str, but_for: &[&str]) {
    let recorded = transcripts::named(recording);
    assert_eq!(line(sent), format!("{} {}", recorded.method, recorded.path));
    if recorded.request.is_empty() {
        assert!(sent.body.is_empty());
        return;
    }
    let mut body: Value = serde_json::from_slice(&sent.body).unwrap();
    for field in but_for {
        body.as_object_mut().unwrap().remove(*field).unwrap();
    }
    assert_eq!(body, serde_json::from_slice::<Value>(&recorded.request).unwrap(), "{recording}");
}

#[test]
fn models_are_listed() {
    let (models, sent) = both!("", ["tags"], |client| client.list().await, client.list());
    same(&sent[0], "tags", &[]);
    let models = models.unwrap();
    let thinking = models.iter().find(|model| model.name == "smollm2-think:135m").unwrap();
    assert_eq!(thinking.capabilities, [Capability::Completion, Capability::Thinking]);
    assert_eq!((thinking.size, thinking.details.context_length), (98_363_048, Some(8192)));
    let (models, _) = both!("", ["pull_registry_tags_after"], |client| client.list().await, client.list());
    assert!(models.unwrap().iter().any(|model| model.name.ends_with("library/good:latest")));
}

#[test]
fn models_in_memory_are_listed() {
    for (name, count) in [("ps_loaded", 1), ("ps_forever", 1), ("ps_10m", 1), ("ps_empty", 0), ("ps_after_keep_alive_0", 0)] {
        let (running, sent) = both!("", [name], |client| client.running().await, client.running());
        same(&sent[0], name, &[]);
        let running = running.unwrap();
        assert_eq!(running.len(), count);
        assert!(running.iter().all(|model| model.context_length == Some(2048)));
    }
}

#[test]
fn a_model_is_shown() {
    for name in ["show", "show_native"] {
        let model = transcripts::named(name);
        let model = serde_json::from_slice::<Value>(&model.request).unwrap()["model"].as_str().unwrap().to_owned();
        let (shown, sent) = both!(model.clone(), [name], |client| client.show().await, client.show());
        same(&sent[0], name, &[]);
        let shown = shown.unwrap();
        assert!(shown.can(&Capability::Completion) && !shown.can(&Capability::Vision));
        assert_eq!((shown.context_length(), shown.embedding_length()), (Some(8192), Some(576)));
    }
    let (missing, _) = both!("nosuch:1b", ["show_unknown"], |client| client.show().await, client.show());
    let missing = missing.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::ModelNotFound);
    assert!(missing.to_string().contains("`ollama pull nosuch:1b`"), "{missing}");
    let (empty, _) = both!("", ["show_empty"], |client| client.show().await, client.show());
    assert_eq!(empty.unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[test]
fn the_server_says_its_version() {
    let (version, sent) = both!("", ["version"], |client| client.version().await, client.version());
    same(&sent[0], "version", &[]);
    assert_eq!(version.unwrap(), "0.33.0-rc2+fb30760");
    let (refused, _) = both!("", ["cors_bad_origin"], |client| client.version().await, client.version());
    let refused = refused.unwrap_err();
    assert_eq!((refused.kind(), refused.status()), (ErrorKind::Status, Some(403)));
    let (lost, _) = both!("", ["double_slash"], |client| client.version().await, client.version());
    assert!(lost.unwrap_err().to_string().contains("/api/version (307)"));
    let (lost, _) = both!("", ["method_not_allowed_post_tags"], |client| client.list().await, client.list());
    assert_eq!(lost.unwrap_err().status(), Some(405));
}

#[test]
fn models_are_copied_and_deleted() {
    let (copied, sent) = both!("copy1", ["copy"], |client| client.copy("copy2").await, client.copy("copy2"));
    copied.unwrap();
    same(&sent[0], "copy", &[]);
    let (deleted, sent) = both!("copy2", ["delete"], |client| client.delete().await, client.delete());
    deleted.unwrap();
    same(&sent[0], "delete", &[]);
    let (missing, _) = both!("nosuch:1b", ["show_unknown"], |client| client.delete().await, client.delete());
    assert_eq!(missing.unwrap_err().kind(), ErrorKind::ModelNotFound);
}

const DIGEST: &str = "sha256:b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

#[test]
fn blobs_are_looked_for_and_sent() {
    let (there, sent) = both!("", ["blob_head"], |client| client.has_blob(DIGEST).await, client.has_blob(DIGEST));
    assert!(there.unwrap());
    same(&sent[0], "blob_head", &[]);
    let (there, _) = both!("", ["blob_head_missing"], |client| client.has_blob(DIGEST).await, client.has_blob(DIGEST));
    assert!(!there.unwrap());
    let ones = format!("sha256:{}", "1".repeat(64));
    let bytes = || b"hello".to_vec();
    let (wrong, sent) = both!(
        "",
        ["blob_head_missing", "blob_upload_bad_digest"],
        |client| client.upload(&ones, bytes()).await,
        client.upload(&ones, bytes())
    );
    assert!(wrong.unwrap_err().to_string().contains("digest mismatch"));
    assert_eq!(line(&sent[1]), format!("POST /api/blobs/{ones}"));
    assert_eq!(sent[1].body, b"hello");
    // One that is there is not sent again: the server would not read it. (WIRE.md, trap 6.)
    let (there, _) = both!("", ["blob_head"], |client| client.upload(DIGEST, bytes()).await, client.upload(DIGEST, bytes()));
    there.unwrap();
    let error = run(Ollama::new("m").has_blob("../../etc/passwd")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

/// The steps of a recording, and what ended them.
fn steps(recording: &str) -> (Vec<Progress>, Option<Error>) {
    let transcript = transcripts::named(recording);
    let request: Value = serde_json::from_slice(&transcript.request).unwrap_or_default();
    let model = request["model"].as_str().unwrap_or_default().to_owned();
    let insecure = request["insecure"] == true;
    let made = created(&request);
    macro_rules! begun {
        ($client:expr) => {
            match (transcript.path.as_str(), insecure) {
                ("/api/pull", false) => $client.pull(),
                ("/api/pull", true) => $client.pull_insecure(),
                ("/api/push", _) => $client.push(),
                _ => $client.create(&made),
            }
        };
    }
    let mut seen = Vec::new();
    let (end, sent) = both!(
        model.clone(),
        [recording],
        |client| {
            let mut steps = begun!(client);
            loop {
                match steps.next().await {
                    Some(Ok(step)) => seen.push(step),
                    Some(Err(error)) => break Err(error),
                    None => break Ok(()),
                }
            }
        },
        begun!(client).finish()
    );
    if !request.is_null() && request["stream"].is_null() && request != json!({}) {
        same(&sent[0], recording, &[]);
    }
    (seen, end.err())
}

/// The recorded request for a new model, written with the library's own type.
fn created(request: &Value) -> Create {
    let text = |name: &str| request[name].as_str();
    let mut create = text("from").map_or_else(Create::new, Create::from);
    for (name, digest) in request["files"].as_object().into_iter().flatten() {
        create = create.file(name, digest.as_str().unwrap());
    }
    for (name, value) in request["parameters"].as_object().into_iter().flatten() {
        create = create.parameter(name, value.clone());
    }
    create = text("template").map_or(create.clone(), |template| create.template(template));
    create = text("system").map_or(create.clone(), |system| create.system(system));
    text("quantize").map_or(create.clone(), |quantize| create.quantize(quantize))
}

#[test]
fn the_steps_of_every_pull_push_and_create_are_the_ones_written_down() {
    let mut text = String::new();
    for transcript in transcripts::all() {
        if transcript.method == "POST" && matches!(transcript.path.as_str(), "/api/pull" | "/api/push" | "/api/create") {
            let (steps, error) = steps(&transcript.name);
            let last = steps.last().map_or_else(String::new, |step| step.status.clone());
            let error = error.map_or_else(String::new, |error| shown(&Err::<(), _>(error)));
            writeln!(text, "{}: {} steps, {last}. {error}", transcript.name, steps.len()).unwrap();
        }
    }
    formwork_tests::snapshot("ollama_steps.txt", &text);
    let (pulled, _) = steps("pull_registry_ok_stream");
    assert_eq!(pulled[1].total, Some(98_362_432));
    assert!(pulled[1].fraction().unwrap() > 0.149 && pulled[1].fraction().unwrap() < 0.15);
}

#[test]
fn texts_become_vectors() {
    let model = "smollm2-embed:135m";
    let (one, sent) = both!(model, ["embed_model_string"], |client| client.embed("hello").await, client.embed("hello"));
    let one = one.unwrap();
    assert_eq!((one.vectors.len(), one.vectors[0].len(), one.tokens), (1, 576, 1));
    let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
    // A list of one text means the text; `truncate` is ours: nothing is cut in silence.
    assert_eq!(body, json!({"model": model, "input": ["hello"], "truncate": false}));
    let short = || Embed::from("hello").dimensions(8);
    let (one, sent) = both!(model, ["embed_model_dimensions"], |client| client.embed(short()).await, client.embed(short()));
    assert_eq!(one.unwrap().vectors[0].len(), 8);
    assert_eq!(serde_json::from_slice::<Value>(&sent[0].body).unwrap()["dimensions"], 8);
    let long = || Embed::from("word").truncate().options(Options::new().num_ctx(8_u32));
    let (one, sent) = both!(model, ["embed_model_truncate"], |client| client.embed(long()).await, client.embed(long()));
    one.unwrap();
    let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
    assert_eq!((&body["truncate"], &body["options"]), (&json!(true), &json!({"num_ctx": 8})));
    let none = || Embed::from([""; 0]);
    let (none, _) = both!(model, ["embed_empty_array"], |client| client.embed(none()).await, client.embed(none()));
    assert!(none.unwrap().vectors.is_empty());
    for (recording, kind) in [
        ("embed_empty_string", ErrorKind::Protocol),
        ("embed_string", ErrorKind::Unsupported),
        ("embed_dimensions", ErrorKind::Unsupported),
        ("embed_model_too_long", ErrorKind::ContextOverflow),
        ("embed_unknown_model", ErrorKind::ModelNotFound),
        ("embed_wrong_type", ErrorKind::InvalidRequest),
    ] {
        let (failed, _) = both!("nosuch", [recording], |client| client.embed("hello").await, client.embed("hello"));
        assert_eq!(failed.unwrap_err().kind(), kind, "{recording}");
    }
}

#[test]
fn a_model_is_made_ready() {
    let model = "smollm2:135m";
    let (ready, sent) = both!(
        model,
        ["show", "generate_load_cold", "ps_loaded"],
        |client| client.ready(&[Capability::Completion], |_| ()).await,
        client.ready(&[Capability::Completion], |_| ())
    );
    let ready = ready.unwrap();
    assert_eq!((ready.pulled, ready.context_length), (false, Some(2048)));
    same(&sent[1], "generate_load_cold", &[]);
    // One that is missing is fetched first.
    let (ready, sent) = both!(
        model,
        ["show_unknown", "pull_registry_again_stream", "show", "generate_load_cold", "ps_loaded"],
        |client| {
            let mut count = 0;
            client.ready(&[], |_| count += 1).await.map(|ready| (ready, count))
        },
        {
            let mut count = 0;
            client.ready(&[], |_| count += 1).map(|ready| (ready, count))
        }
    );
    let (ready, steps) = ready.unwrap();
    assert!(ready.pulled && steps == 9);
    assert_eq!(line(&sent[1]), "POST /api/pull");
    // One that cannot do it is not even loaded.
    let (blind, _) = both!(
        model,
        ["show"],
        |client| client.ready(&[Capability::Vision], |_| ()).await,
        client.ready(&[Capability::Vision], |_| ())
    );
    let blind = blind.unwrap_err();
    assert_eq!(blind.kind(), ErrorKind::Unsupported);
    assert_eq!(blind.to_string(), "`smollm2:135m` has no `vision`, only completion; take a model that has it");
}

#[test]
fn models_are_loaded_and_dropped() {
    let (loaded, sent) = both!("smollm2:135m", ["generate_load_cold"], |client| client.load().await, client.load());
    loaded.unwrap();
    same(&sent[0], "generate_load_cold", &[]);
    let (dropped, sent) = both!("smollm2:135m", ["generate_unload_nonstream"], |client| client.unload().await, client.unload());
    dropped.unwrap();
    same(&sent[0], "generate_unload_nonstream", &[]);
    let embed = "smollm2-embed:135m";
    let recorded = ["generate_on_embed_model", "embed_empty_array"];
    let (loaded, sent) = both!(embed, [recorded[0], recorded[1]], |client| client.load().await, client.load());
    loaded.unwrap();
    assert_eq!(line(&sent[1]), "POST /api/embed");
}

#[test]
fn what_a_model_cannot_do_is_known_once_it_was_shown() {
    let server = Server::start([transcripts::named("show").answer().always()]).unwrap();
    let image = Image::bytes(vec![0x89, b'P', b'N', b'G', 0, 0, 0, 0]);
    let calls = [
        Request::new("What is this?").image(image.clone()),
        Request::new(formwork::Chat::new().message(Message::new(Role::User, "What is this?").image(image))),
        Request::new("Why?").think(Think::On),
    ];
    let model = Ollama::at(server.url(), "smollm2:135m").unwrap();
    run(model.show()).unwrap();
    let twin = blocking::Ollama::at(server.url(), "smollm2:135m").unwrap();
    twin.show().unwrap();
    for call in calls {
        for error in [
            run(model.generate::<String>(call.clone())).unwrap_err(),
            blocking::Model::generate::<String>(&twin, call.clone()).unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.status()), (ErrorKind::Unsupported, None), "{error}");
        }
    }
}

#[test]
fn the_futures_can_be_spawned() {
    fn spawned<T: Send>(_: T) {}
    let model = Ollama::new("m");
    spawned(model.list());
    spawned(model.embed("x"));
    spawned(model.ready(&[], |_| ()));
    spawned(model.pull().finish());
    spawned(blocking::Ollama::new("m").pull());
}
