//! The two drivers side by side: what can go wrong on the way, connections, cancelling, many calls at once.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::model::{BlockingModel, Call, Finish, Incoming};
use formwork::{Error, ErrorKind, Generate, Model, Ollama, Options, Reply, Request, blocking};
use formwork_tests::both::run;
use formwork_tests::replay::{Cut, Replay};
use formwork_tests::transcripts;
use futures_util::future::join_all;
use std::fmt::{Debug, Write as _};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[derive(Debug, Generate)]
#[expect(dead_code, reason = "only printed")]
struct Character {
    #[generate(len = 0..=20)]
    name: String,
    #[generate(range = 1..=99)]
    age: u8,
    #[generate(len = 1..=3)]
    skills: Vec<String>,
}

fn shown<T: Debug>(result: &Result<Reply<T>, Error>) -> String {
    match result {
        Ok(reply) => format!("{:?}, {:?}, {:?} tokens", reply.value, reply.finish, reply.usage.output_tokens),
        Err(error) => format!("{:?}: {error}", error.kind()),
    }
}

/// The same call through both drivers, which must come to the same.
fn ask<T: Generate<Partial: Send + Sync> + Send + Debug>(url: &str, request: &Request) -> Result<Reply<T>, Error> {
    let waiting = run(Ollama::at(url, "smollm2:135m").unwrap().reply::<T>(request));
    let blocking = blocking::Model::reply::<T>(&blocking::Ollama::at(url, "smollm2:135m").unwrap(), request);
    assert_eq!(shown(&waiting), shown(&blocking));
    waiting
}

/// A server that says this to every request and closes.
fn saying(response: &str) -> Replay {
    Replay::start(vec![vec![response.as_bytes().to_vec()]], true)
}

fn fails(url: &str) -> (ErrorKind, String) {
    let error = ask::<Character>(url, &"Create a character".into()).unwrap_err();
    (error.kind(), error.to_string())
}

#[test]
fn every_recorded_reply_is_a_value_or_the_reason_why_not() {
    let mut text = String::new();
    for transcript in transcripts::replies() {
        let replay = Replay::start(vec![Cut::Recorded.apply(&transcript)], !transcript.complete);
        let typed = ask::<Character>(&replay.url(), &"Create a fantasy character. Respond as JSON.".into());
        let plain = ask::<String>(&replay.url(), &"Hi".into());
        let address = replay.address.to_string();
        let both = format!("{}\n  typed {}\n  text  {}\n", transcript.name, shown(&typed), shown(&plain));
        write!(text, "{}", both.replace(&address, "ADDRESS")).unwrap();
    }
    formwork_tests::snapshot("ollama_typed.txt", &text);
}

#[test]
fn a_server_that_is_not_there() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (kind, message) = fails(&format!("http://{address}"));
    assert_eq!(kind, ErrorKind::Transport);
    assert_eq!(
        message,
        format!("no Ollama server answers at http://{address}; start one with `ollama serve`, or set OLLAMA_HOST")
    );
}

#[test]
fn a_server_that_is_not_ollama() {
    let (kind, message) = fails(&saying("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>").url());
    assert_eq!(kind, ErrorKind::Protocol);
    assert_eq!(message, "the server's answer is not Ollama's protocol; check the address: <html></html>");
    let (kind, message) = fails(&saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").url());
    assert_eq!((kind, message.starts_with("the server's answer is empty")), (ErrorKind::Protocol, true));
    let (kind, message) =
        fails(&saying("HTTP/1.1 301 Moved\r\nLocation: https://example.com/\r\nContent-Length: 0\r\n\r\n").url());
    assert_eq!(kind, ErrorKind::Status);
    assert_eq!(message, "the server sends callers on to https://example.com/ (301); use that address (status 301)");
    let (kind, _) = fails(&saying("HTTP/1.1 404 Not Found\r\nContent-Length: 18\r\n\r\n404 page not found").url());
    assert_eq!(kind, ErrorKind::Status);
    let (kind, _) = fails(&saying("SSH-2.0-OpenSSH_9.6\r\n").url());
    assert_eq!(kind, ErrorKind::Transport);
    let long = format!("HTTP/1.1 200 OK\r\nContent-Length: 10000002\r\n\r\n{}", "x".repeat(10_000_002));
    let (kind, message) = fails(&saying(&long).url());
    assert_eq!((kind, message.contains("10000000 bytes")), (ErrorKind::Protocol, true));
}

#[test]
fn a_busy_server_says_when_to_come_back() {
    let busy = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\nContent-Length: 23\r\n\r\n{\"error\":\"server busy\"}\n";
    let error = ask::<Character>(&saying(busy).url(), &"x".into()).unwrap_err();
    assert_eq!((error.status(), error.retry_after()), (Some(503), Some(Duration::from_secs(3))));
    assert!(error.is_retryable());
}

#[test]
fn what_cannot_be_set_up_is_said_at_once() {
    for url in ["ftp://example.com", "http://exa mple.com", "http://a:b@example.com"] {
        let waiting = Ollama::at(url, "m").unwrap_err();
        let blocking = blocking::Ollama::at(url, "m").unwrap_err();
        assert_eq!((waiting.kind(), waiting.to_string()), (ErrorKind::InvalidRequest, blocking.to_string()));
    }
    let header = Ollama::builder("m").header("a b", "c").build().unwrap_err();
    assert_eq!(header.to_string(), "the header `a b` cannot be sent; look at its letters");
    assert!(blocking::Ollama::builder("m").bearer_token("a\nb").build().is_err());
    let tls = Ollama::at("https://example.com", "m").unwrap_err();
    assert_eq!(tls.to_string(), "https://example.com:443 needs TLS; switch on formwork's feature `rustls` or `native-tls`");
    let error = run(Ollama::new(" ").generate::<Character>("x")).unwrap_err();
    assert_eq!(error.to_string(), "the model's name is empty; name one that `ollama list` shows");
}

#[test]
fn headers_are_sent_and_never_printed() {
    let replay = Replay::start(vec![vec![transcripts::named("generate_stream").raw]], false);
    let model = Ollama::builder("m").url(replay.url()).bearer_token("s3cret").header("X-Team", "a");
    assert!(!format!("{model:?}").contains("s3cret"));
    let model = model.build().unwrap();
    assert!(!format!("{model:?}").contains("s3cret"));
    run(model.generate::<String>("hi")).unwrap();
    let waiting = replay.request().head.to_lowercase();
    let model = blocking::Ollama::builder("m").url(replay.url()).bearer_token("s3cret").header("X-Team", "a").build().unwrap();
    blocking::Model::generate::<String>(&model, "hi").unwrap();
    let blocking = replay.request().head.to_lowercase();
    for head in [waiting, blocking] {
        assert!(head.starts_with("post /api/generate http/1.1"), "{head}");
        assert!(head.contains("authorization: bearer s3cret") && head.contains("x-team: a"), "{head}");
        assert!(head.contains("content-type: application/json"), "{head}");
    }
}

#[test]
fn a_path_before_the_api_is_kept() {
    let replay = Replay::start(vec![vec![transcripts::named("generate_stream").raw]], false);
    let url = format!("{}/ollama/", replay.url());
    ask::<String>(&url, &"hi".into()).unwrap();
    for _ in 0..2 {
        assert!(replay.request().head.to_lowercase().starts_with("post /ollama/api/generate "));
    }
}

#[test]
fn defaults_of_the_model_give_way_to_those_of_the_call() {
    let replay = Replay::start(vec![vec![transcripts::named("generate_stream").raw]], false);
    let defaults = Options::new().seed(1).temperature(0.5);
    let model = Ollama::builder("m").url(replay.url()).options(defaults).build().unwrap().with_model("other");
    run(model.generate::<String>(Request::new("hi").options(Options::new().seed(2)))).unwrap();
    let body: serde_json::Value = serde_json::from_slice(&replay.request().body).unwrap();
    assert_eq!(body["options"], serde_json::json!({"seed": 2, "temperature": 0.5}));
    assert_eq!(body["model"], "other");
}

#[test]
fn connections_are_used_again() {
    let replay = Replay::start(vec![vec![transcripts::named("generate_format_schema_complete_stream").raw]], false);
    let model = Ollama::at(replay.url(), "m").unwrap();
    run(async {
        for _ in 0..3 {
            model.generate::<Character>("x").await.unwrap();
            // The connection goes back to the pool in a task of its own.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    let used: Vec<_> = (0..3).map(|_| replay.request().connection).collect();
    assert_eq!(used, [0, 0, 0], "async");
    let model = blocking::Ollama::at(replay.url(), "m").unwrap();
    for _ in 0..3 {
        blocking::Model::generate::<Character>(&model, "x").unwrap();
    }
    let used: Vec<_> = (0..3).map(|_| replay.request().connection).collect();
    assert_eq!(used, [1, 1, 1], "blocking");
}

#[test]
fn a_server_that_says_nothing_is_timed_out() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let short = Duration::from_millis(100);
    let begun = Instant::now();
    let waiting = run(Ollama::builder("m").url(&url).idle_timeout(short).build().unwrap().generate::<String>("x")).unwrap_err();
    let model = blocking::Ollama::builder("m").url(&url).idle_timeout(short).build().unwrap();
    let blocking = blocking::Model::generate::<String>(&model, "x").unwrap_err();
    assert_eq!((waiting.kind(), blocking.kind()), (ErrorKind::TimedOut, ErrorKind::TimedOut), "{waiting} {blocking}");
    assert_eq!(waiting.to_string(), blocking.to_string());
    // The limits of a call itself.
    for policy in [
        formwork::Policy::new().timeout(short),
        formwork::Policy::new().first_token_timeout(short),
        formwork::Policy::new().idle_timeout(short).first_token_timeout(short),
    ] {
        let model = blocking::Ollama::at(&url, "m").unwrap();
        let error = blocking::Model::generate::<String>(&model, Request::new("x").policy(policy)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
    }
    assert!(begun.elapsed() < Duration::from_secs(5));
}

/// Streams for ever; says when it can write no more.
fn endless() -> (String, std::thread::JoinHandle<Duration>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]);
        stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").unwrap();
        let begun = Instant::now();
        while stream.write_all(b"1e\r\n{\"response\":\"x\",\"done\":false}\n\r\n").is_ok() {
            std::thread::sleep(Duration::from_millis(1));
        }
        begun.elapsed()
    });
    (url, thread)
}

#[test]
fn dropping_a_reply_closes_its_connection() {
    let (url, server) = endless();
    run(async {
        let model = Ollama::at(url, "m").unwrap();
        let mut stream = model.stream::<String>("x");
        while stream.raw().len() < 5 {
            stream.next().await.unwrap().unwrap();
        }
        drop(stream);
        tokio::time::sleep(Duration::from_millis(50)).await;
    });
    assert!(server.join().unwrap() < Duration::from_secs(2), "async");
    let (url, server) = endless();
    let model = blocking::Ollama::at(url, "m").unwrap();
    let mut stream = blocking::Model::stream::<String>(&model, "x");
    while stream.raw().len() < 5 {
        stream.next().unwrap().unwrap();
    }
    drop(stream);
    assert!(server.join().unwrap() < Duration::from_secs(2), "blocking");
}

#[test]
fn many_calls_run_side_by_side() {
    let complete = transcripts::named("generate_format_schema_complete_stream");
    let replay = Replay::start(vec![Cut::Recorded.apply(&complete)], false);
    let model = Ollama::at(replay.url(), "m").unwrap();
    let heroes = run(join_all((0..16).map(|_| model.reply::<Character>("x"))));
    for hero in heroes {
        assert_eq!(hero.unwrap().finish, Finish::Stop);
    }
    let model = blocking::Ollama::at(replay.url(), "m").unwrap();
    std::thread::scope(|scope| {
        for _ in 0..16 {
            let model = model.clone();
            scope.spawn(move || blocking::Model::generate::<Character>(&model, "x").unwrap());
        }
    });
}

#[test]
fn a_client_can_be_kept_anywhere() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    shared::<Ollama>();
    shared::<blocking::Ollama>();
    // Trait objects, as a service keeps them.
    let _: (Box<dyn Incoming>, Arc<dyn BlockingModel>) =
        (Ollama::new("m").send(Call::new("x")), Arc::new(blocking::Ollama::new("m")));
}
