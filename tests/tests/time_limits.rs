//! Each time limit in each phase of a call, asynchronous and blocking: the same error, in time.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::testing::{Answer, Cut, Place, Server, Turn};
use formwork::{Error, ErrorKind, Model as _, Ollama, Policy, Request, blocking, blocking::Model as _};
use formwork_tests::run;
use formwork_tests::typed::{ADA, Character, Events, ada};
use std::time::{Duration, Instant};

/// A time limit that is meant to pass.
const SHORT: Duration = Duration::from_millis(150);
/// A time limit that is not: it keeps a call that does not obey the other one from waiting for ever.
const LONG: Duration = Duration::from_secs(30);

fn request(policy: &Policy) -> Request {
    Request::new("Create a character").policy(policy.clone())
}

/// What a call comes to through both drivers, in less than a `LONG`.
fn both(url: &str, policy: &Policy) -> Result<Character, Error> {
    let begun = Instant::now();
    let waiting = run(Ollama::at(url, "ada").unwrap().generate::<Character>(request(policy)));
    let blocking = blocking::Ollama::at(url, "ada").unwrap().generate::<Character>(request(policy));
    assert!(begun.elapsed() < LONG, "{waiting:?} {blocking:?}");
    let shown = |result: &Result<Character, Error>| result.as_ref().map_err(Error::to_string).cloned();
    assert_eq!(shown(&waiting), shown(&blocking));
    waiting
}

fn times_out(url: &str, policy: &Policy) -> String {
    let error = both(url, policy).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
    error.to_string()
}

fn stalling_at(place: Place) -> Server {
    Server::start([Answer::from(Turn::text(ADA).in_pieces_of(5)).stall_at(place).always()]).unwrap()
}

#[test]
fn each_limit_is_kept_in_each_phase_and_named() {
    let first = Policy::new().first_token_timeout(SHORT).timeout(LONG);
    let idle = Policy::new().idle_timeout(SHORT).timeout(LONG);
    let total = Policy::new().timeout(SHORT).first_token_timeout(LONG).idle_timeout(LONG);
    // The head of a response is no token.
    for place in [Place::Start, Place::Head, Place::Body(0)] {
        let server = stalling_at(place);
        assert!(times_out(&server.url(), &first).contains("first_token_timeout"), "{place:?}");
        assert!(times_out(&server.url(), &total).contains("(timeout)"), "{place:?}");
    }
    for place in [Place::Body(150), Place::Body(250)] {
        let server = stalling_at(place);
        assert!(times_out(&server.url(), &idle).contains("idle_timeout"), "{place:?}");
        assert!(times_out(&server.url(), &total).contains("(timeout)"), "{place:?}");
    }
}

#[test]
fn between_two_events_is_not_before_the_first() {
    let answer = Answer::from(Turn::text(ADA)).cut(Cut::Whole).delay(SHORT * 4).always();
    let server = Server::start([answer]).unwrap();
    assert_eq!(both(&server.url(), &Policy::new().idle_timeout(SHORT)).unwrap(), ada());
}

#[test]
fn a_further_try_has_only_what_is_left_of_the_time() {
    let model = Events::new([]);
    blocking::Model::generate::<Character>(&model, request(&Policy::new().timeout(LONG).reask(1))).unwrap_err();
    let left: Vec<_> = model.calls().iter().map(|call| call.request.policy.timeouts.total.unwrap()).collect();
    assert!(matches!(left[..], [first, second] if second < first && first <= LONG), "{left:?}");
}

/// An address at which nobody accepts: connecting to it never ends.
#[cfg(target_os = "linux")]
struct Full {
    url: String,
    _waiting: Vec<std::net::TcpStream>,
    _listener: tokio::net::TcpListener,
    _runtime: tokio::runtime::Runtime,
}

#[cfg(target_os = "linux")]
impl Full {
    /// Linux lets nobody in once as many wait to be accepted as the listener said; then it does not answer at all.
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
        let within = runtime.enter();
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(1).unwrap();
        drop(within);
        let address = listener.local_addr().unwrap();
        let connect = || std::net::TcpStream::connect_timeout(&address, SHORT * 4).ok();
        let waiting = std::iter::from_fn(connect).collect();
        Self { url: format!("http://{address}"), _waiting: waiting, _listener: listener, _runtime: runtime }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn connecting_has_a_limit_of_its_own_and_counts_for_those_of_the_call() {
    let full = Full::new();
    let builder = || Ollama::builder("ada").url(&full.url).connect_timeout(SHORT);
    let waiting = run(builder().build().unwrap().generate::<Character>(request(&Policy::new().timeout(LONG)))).unwrap_err();
    let model = blocking::Ollama::builder("ada").url(&full.url).connect_timeout(SHORT).build().unwrap();
    let blocking = model.generate::<Character>(request(&Policy::new().timeout(LONG))).unwrap_err();
    for error in [&waiting, &blocking] {
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
        assert!(error.to_string().contains("(connect_timeout)"), "{error}");
        assert!(error.is_retryable());
    }
    assert_eq!(waiting.to_string(), blocking.to_string());
    assert!(times_out(&full.url, &Policy::new().timeout(SHORT)).contains("(timeout)"));
    assert!(times_out(&full.url, &Policy::new().first_token_timeout(SHORT)).contains("first_token_timeout"));
}

/// After the last record only HTTP's own end is missing.
fn without_end() -> Server {
    let record = format!("{{\"response\":{ADA:?},\"done\":true,\"done_reason\":\"stop\"}}\n");
    let response = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{record}\r\n", record.len());
    Server::start([Answer::raw(response).stall_at(Place::End).always()]).unwrap()
}

#[test]
fn a_value_does_not_wait_for_the_end_of_http() {
    let server = without_end();
    assert_eq!(both(&server.url(), &Policy::new().timeout(LONG * 2)).unwrap(), ada());
    assert!(server.wait_for_connections(0, LONG), "{} are open", server.open_connections());
    // Through an agent of the user's as well.
    let model = blocking::Ollama::builder("ada").url(server.url()).client(ureq::Agent::new_with_defaults()).build().unwrap();
    let begun = Instant::now();
    assert_eq!(model.generate::<Character>(request(&Policy::new().timeout(LONG * 2))).unwrap(), ada());
    assert!(begun.elapsed() < LONG);
}

#[test]
fn an_agent_of_the_users_keeps_the_limits_that_ureq_has() {
    let first = Policy::new().first_token_timeout(SHORT).timeout(LONG);
    let idle = Policy::new().first_token_timeout(SHORT).idle_timeout(SHORT).timeout(LONG);
    let total = Policy::new().timeout(SHORT);
    for (policy, place, name) in [
        (&first, Place::Start, "first_token_timeout"),
        (&idle, Place::Body(150), "idle_timeout"),
        (&total, Place::Body(0), "(timeout)"),
    ] {
        let server = stalling_at(place);
        let agent = ureq::Agent::new_with_defaults();
        let model = blocking::Ollama::builder("ada").url(server.url()).client(agent).build().unwrap();
        let error = model.generate::<Character>(request(policy)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        assert!(error.to_string().contains(name), "{error}");
    }
}
