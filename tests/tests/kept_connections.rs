//! A server may close a connection that a client keeps for its next call, just when that call is made.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::testing::{Answer, Place, Server, Turn};
use formwork::{Error, ErrorKind, Generate, Model, Ollama, OpenAi, blocking};
use formwork_tests::run;

#[derive(Debug, PartialEq, Generate)]
struct City {
    name: String,
}

fn lisbon() -> Answer {
    Turn::text(r#"{"name": "Lisbon"}"#).into()
}

fn closed() -> Answer {
    Answer::raw("HTTP").close_at(Place::Start)
}

/// Calls through each driver, one after the other, each with a server of its own that gives these answers.
fn each(answers: &[Answer], calls: usize, check: impl Fn(Vec<Result<City, Error>>, &Server)) {
    let start = || Server::start(answers.to_vec()).unwrap();
    // All in one runtime: that is what keeps a connection.
    let waiting = |model: &dyn Model| {
        run(async {
            let mut results = Vec::new();
            for _ in 0..calls {
                results.push(Model::generate::<City>(&model, "x").await);
            }
            results
        })
    };
    let blocking = |model: &dyn blocking::Model| (0..calls).map(|_| blocking::Model::generate::<City>(&model, "x")).collect();
    let server = start();
    check(waiting(&Ollama::at(server.url(), "any").unwrap()), &server);
    let server = start();
    check(waiting(&OpenAi::at(server.url(), "any").unwrap()), &server);
    let server = start();
    check(blocking(&blocking::Ollama::at(server.url(), "any").unwrap()), &server);
    let server = start();
    check(blocking(&blocking::OpenAi::at(server.url(), "any").unwrap()), &server);
}

#[test]
fn a_request_that_met_a_closed_connection_is_sent_once_more() {
    each(&[lisbon(), closed(), lisbon()], 2, |results, server| {
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        let requests = server.requests();
        assert_eq!(requests.len(), 3);
        assert_eq!(requests[1].body, requests[2].body);
    });
}

#[test]
fn it_is_sent_once_more_and_no_more() {
    each(&[lisbon(), closed(), closed(), lisbon()], 2, |results, server| {
        assert_eq!(results[1].as_ref().unwrap_err().kind(), ErrorKind::Transport);
        assert_eq!(server.requests().len(), 3);
    });
}

#[test]
fn a_new_connection_that_closes_is_an_error() {
    each(&[closed(), lisbon()], 1, |results, server| {
        assert_eq!(results[0].as_ref().unwrap_err().kind(), ErrorKind::Transport);
        assert_eq!(server.requests().len(), 1);
    });
}

#[test]
fn an_answer_that_has_begun_is_not_asked_for_again() {
    let cut = Answer::from(Turn::text(r#"{"name": "Lisbon"}"#).in_pieces_of(3)).close_at(Place::Body(60));
    each(&[lisbon(), cut, lisbon()], 2, |results, server| {
        assert_eq!(results[1].as_ref().unwrap_err().kind(), ErrorKind::Transport);
        assert_eq!(server.requests().len(), 2);
    });
}
