//! The context window: sized by the prompt where that is asked for, and compared with what the server says.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::testing::{Answer, Server, Turn};
use formwork::{Chat, Error, ErrorKind, Image, Message, Model as _, Ollama, Options, Request, Role, Tool};
use formwork::{blocking, blocking::Model as _};
use formwork_tests::typed::{ADA, Character};
use formwork_tests::{run, transcripts};
use serde_json::Value;

/// What the model was trained for, as recorded.
const LIMIT: u64 = 8_192;

/// A server that shows the model and answers everything.
fn server() -> Server {
    serving(transcripts::named("show").answer())
}

fn serving(show: Answer) -> Server {
    Server::start([show.on("POST", "/api/show").always(), Answer::from(Turn::text(ADA)).always()]).unwrap()
}

/// A server whose model can do more than the recorded one, and says nothing of a limit.
fn able() -> Server {
    serving(Answer::json(200, r#"{"capabilities": ["completion", "vision", "tools"]}"#))
}

/// The same calls one after the other through one client, asynchronous or blocking.
fn calls(server: &Server, is_waiting: bool, options: &Options, requests: &[Request]) -> Vec<Result<Character, Error>> {
    if is_waiting {
        let model = Ollama::builder("m").url(server.url()).options(options.clone()).fit_context().build().unwrap();
        return requests.iter().map(|request| run(model.generate(request))).collect();
    }
    let model = blocking::Ollama::builder("m").url(server.url()).options(options.clone()).fit_context().build().unwrap();
    requests.iter().map(|request| model.generate(request)).collect()
}

/// The windows that the calls were sent with, and how often the model was looked at.
fn windows(server: fn() -> Server, options: &Options, requests: &[Request]) -> (Vec<Option<u64>>, usize) {
    let [waiting, blocking] = [true, false].map(|is_waiting| {
        let server = server();
        for result in calls(&server, is_waiting, options, requests) {
            result.unwrap();
        }
        let (shown, asked): (Vec<_>, Vec<_>) = server.requests().into_iter().partition(|request| request.path == "/api/show");
        let window = |body: &[u8]| serde_json::from_slice::<Value>(body).unwrap()["options"]["num_ctx"].as_u64();
        (asked.iter().map(|request| window(&request.body)).collect::<Vec<_>>(), shown.len())
    });
    assert_eq!(waiting, blocking);
    waiting
}

fn window(request: impl Into<Request>) -> Option<u64> {
    windows(able, &Options::new(), &[request.into()]).0[0]
}

/// A text of so many tokens, as they are estimated.
fn text(tokens: usize) -> String {
    "abc".repeat(tokens)
}

#[test]
fn a_window_holds_prompt_and_reply_and_never_gets_smaller() {
    let requests = [text(10), text(3_000), text(10), text(7_000)].map(Request::from);
    let (sizes, shown) = windows(server, &Options::new(), &requests);
    assert_eq!(sizes, [4_096, LIMIT, LIMIT, LIMIT].map(Some));
    assert_eq!(shown, 1, "the model is looked at once");
}

#[test]
fn everything_that_is_sent_counts() {
    assert_eq!(window(text(1_000)), Some(4_096));
    assert_eq!(window(Request::new(text(1_000)).options(Options::new().num_predict(4_000_u32))), Some(LIMIT));
    assert_eq!(window(Request::new("hi").system(text(2_500))), Some(LIMIT));
    let image = Image::bytes(b"\x89PNG\r\n\x1a\n".to_vec());
    assert_eq!(window(Request::new("What is this?").image(image)), Some(LIMIT));
    let chat = || Chat::new().user(text(900)).message(Message::new(Role::Assistant, text(200)));
    assert_eq!(window(chat().user("Go on.")), Some(4_096));
    assert_eq!(window(chat().user(text(900))), Some(LIMIT));
    // Nobody says what the model can hold.
    assert_eq!(window(text(30_000)), Some(32_768));
    // The tools as well.
    let server = able();
    let tool = Tool::declared::<Character>("search", text(2_500));
    let model = blocking::Ollama::builder("m").url(server.url()).fit_context().build().unwrap();
    model.generate::<String>(Request::new("x").tool(tool)).unwrap();
    let body: Value = serde_json::from_slice(&server.requests()[1].body).unwrap();
    assert_eq!(body["options"]["num_ctx"], LIMIT);
}

#[test]
fn a_size_that_is_set_counts_and_nothing_is_asked() {
    let set = Options::new().num_ctx(1_234_u32);
    assert_eq!(windows(server, &set, &[Request::new("hi")]), (vec![Some(1_234)], 0));
    assert_eq!(windows(server, &Options::new(), &[Request::new("hi").options(set)]), (vec![Some(1_234)], 0));
}

#[test]
fn a_prompt_that_cannot_fit_is_not_sent_and_one_that_may_is() {
    let requests = [Request::new(text(21_000)), Request::new(text(22_000))];
    for is_waiting in [true, false] {
        let server = server();
        let results = calls(&server, is_waiting, &Options::new(), &requests);
        assert!(results[0].is_ok());
        let error = results[1].as_ref().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ContextOverflow);
        assert!(error.to_string().starts_with("the prompt has 82"), "{error}");
        let paths: Vec<_> = server.requests().into_iter().map(|request| request.path).collect();
        assert_eq!(paths, ["/api/show", "/api/generate"]);
    }
}

#[test]
fn a_model_that_is_not_there_is_the_calls_error() {
    for is_waiting in [true, false] {
        let server = Server::start([transcripts::named("show_unknown").answer()]).unwrap();
        let errors = calls(&server, is_waiting, &Options::new(), &[Request::new("hi")]);
        assert_eq!(errors[0].as_ref().unwrap_err().kind(), ErrorKind::ModelNotFound);
    }
}

#[test]
fn a_window_of_the_clients_options_is_compared_as_well() {
    // The test server counts one token for the prompt.
    let server = server();
    let options = || Options::new().num_ctx(1_u32);
    let model = Ollama::builder("m").url(server.url()).options(options()).build().unwrap();
    let waiting = run(model.generate::<Character>("hi")).unwrap_err();
    let model = blocking::Ollama::builder("m").url(server.url()).options(options()).build().unwrap();
    let blocking = model.generate::<Character>("hi").unwrap_err();
    for error in [waiting, blocking] {
        assert_eq!((error.kind(), error.raw()), (ErrorKind::ContextOverflow, ADA), "{error}");
    }
}
