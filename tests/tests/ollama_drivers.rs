//! The two drivers side by side: what can go wrong on the way, connections, cancelling, many calls at once.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::model::{BlockingModel, Call, Finish, Incoming};
use formwork::testing::{Answer, Cut, Outcome, Place, Server, Turn};
use formwork::{Error, ErrorKind, Generate, Model, Ollama, Options, Reply, Request, blocking};
use formwork_tests::transcripts::wanted::Character;
use formwork_tests::{run, transcripts};
use futures_util::future::join_all;
use std::fmt::{Debug, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

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
fn saying(response: &str) -> Server {
    Server::start([Answer::raw(response).close_at(Place::End).always()]).unwrap()
}

/// A server that plays a recording to every request.
fn playing(recording: &str) -> Server {
    Server::start([transcripts::named(recording).answer().always()]).unwrap()
}

fn fails(url: &str) -> (ErrorKind, String) {
    let error = ask::<Character>(url, &"Create a character".into()).unwrap_err();
    (error.kind(), error.to_string())
}

#[test]
fn every_recorded_reply_is_a_value_or_the_reason_why_not() {
    let mut text = String::new();
    for transcript in transcripts::replies() {
        let server = Server::start([transcript.answer().always()]).unwrap();
        let typed = ask::<Character>(&server.url(), &"Create a fantasy character. Respond as JSON.".into());
        let plain = ask::<String>(&server.url(), &"Hi".into());
        let url = server.url();
        let both = format!("{}\n  typed {}\n  text  {}\n", transcript.name, shown(&typed), shown(&plain));
        write!(text, "{}", both.replace(url.trim_start_matches("http://"), "ADDRESS")).unwrap();
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
    let server = playing("generate_stream");
    let model = Ollama::builder("m").url(server.url()).bearer_token("s3cret").header("X-Team", "a");
    assert!(!format!("{model:?}").contains("s3cret"));
    let model = model.build().unwrap();
    assert!(!format!("{model:?}").contains("s3cret"));
    run(model.generate::<String>("hi")).unwrap();
    let model = blocking::Ollama::builder("m").url(server.url()).bearer_token("s3cret").header("X-Team", "a").build().unwrap();
    blocking::Model::generate::<String>(&model, "hi").unwrap();
    let sent = server.requests();
    assert_eq!(sent.len(), 2);
    for request in sent {
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/api/generate"));
        for (name, value) in [("authorization", "Bearer s3cret"), ("x-team", "a"), ("content-type", "application/json")] {
            assert_eq!(request.header(name), Some(value));
        }
    }
}

#[test]
fn a_path_before_the_api_is_kept() {
    let server = playing("generate_stream");
    let url = format!("{}/ollama/", server.url());
    ask::<String>(&url, &"hi".into()).unwrap();
    let paths: Vec<_> = server.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/ollama/api/generate"; 2]);
}

#[test]
fn defaults_of_the_model_give_way_to_those_of_the_call() {
    let server = playing("generate_stream");
    let defaults = Options::new().seed(1).temperature(0.5);
    let model = Ollama::builder("m").url(server.url()).options(defaults).build().unwrap().with_model("other");
    run(model.generate::<String>(Request::new("hi").options(Options::new().seed(2)))).unwrap();
    let body: serde_json::Value = serde_json::from_slice(&server.requests()[0].body).unwrap();
    assert_eq!(body["options"], serde_json::json!({"seed": 2, "temperature": 0.5}));
    assert_eq!(body["model"], "other");
}

#[test]
fn the_bounds_of_a_type_limit_the_tokens_unless_the_call_or_the_model_says_otherwise() {
    let limit = |options: Options, request: Request| {
        let server = playing("generate_stream");
        let model = Ollama::builder("m").url(server.url()).options(options).build().unwrap();
        let _ = run(model.generate::<bool>(request));
        let body: serde_json::Value = serde_json::from_slice(&server.requests()[0].body).unwrap();
        body["options"]["num_predict"].as_u64()
    };
    assert_eq!(limit(Options::new(), Request::new("x")), Some(517));
    assert_eq!(limit(Options::new().num_predict(9_u32), Request::new("x")), Some(9));
    assert_eq!(limit(Options::new(), Request::new("x").options(Options::new().num_predict(8_u32))), Some(8));
}

#[test]
fn connections_are_used_again() {
    // Where HTTP's end comes with the last record, so that nothing depends on how fast the server is.
    let answer = transcripts::named("generate_format_schema_complete_stream").answer();
    let server = Server::start([answer.cut(Cut::Whole).always()]).unwrap();
    let model = Ollama::at(server.url(), "m").unwrap();
    run(async {
        for _ in 0..3 {
            model.generate::<Character>("x").await.unwrap();
            // The connection goes back to the pool in a task of its own.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    let model = blocking::Ollama::at(server.url(), "m").unwrap();
    for _ in 0..3 {
        blocking::Model::generate::<Character>(&model, "x").unwrap();
    }
    let used: Vec<_> = server.requests().into_iter().map(|request| request.connection).collect();
    assert_eq!(used, [0, 0, 0, 1, 1, 1], "async, then blocking");
}

#[test]
fn a_server_that_says_nothing_is_timed_out() {
    let server = Server::start([Answer::raw("").stall_at(Place::Start).always()]).unwrap();
    let url = server.url();
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

#[test]
fn dropping_a_reply_closes_its_connection() {
    let endless = || Answer::from(Turn::text("").forever("x")).pause(Duration::from_millis(1));
    let server = Server::start([endless(), endless()]).unwrap();
    run(async {
        let model = Ollama::at(server.url(), "m").unwrap();
        let mut stream = model.stream::<String>("x");
        while stream.raw().len() < 5 {
            stream.next().await.unwrap().unwrap();
        }
        drop(stream);
        // The connection is closed by a task of its own.
        tokio::time::sleep(Duration::from_millis(50)).await;
    });
    let model = blocking::Ollama::at(server.url(), "m").unwrap();
    let mut stream = blocking::Model::stream::<String>(&model, "x");
    while stream.raw().len() < 5 {
        stream.next().unwrap().unwrap();
    }
    drop(stream);
    assert!(server.wait_for_connections(0, Duration::from_secs(5)), "{} are open", server.open_connections());
    let outcomes: Vec<_> = server.requests().into_iter().map(|request| request.outcome).collect();
    assert_eq!(outcomes, [Outcome::Abandoned { unsent: 0 }; 2]);
}

#[test]
fn many_calls_run_side_by_side() {
    let server = playing("generate_format_schema_complete_stream");
    let model = Ollama::at(server.url(), "m").unwrap();
    let heroes = run(join_all((0..16).map(|_| model.reply::<Character>("x"))));
    for hero in heroes {
        assert_eq!(hero.unwrap().finish, Finish::Stop);
    }
    let model = blocking::Ollama::at(server.url(), "m").unwrap();
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
