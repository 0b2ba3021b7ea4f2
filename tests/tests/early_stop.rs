//! What a server need not write because the reply was broken off: the table of docs/small-models.md.
//!
//! `cargo test -p formwork-tests --test early_stop -- --nocapture` prints it.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking, and prints its table")]

use formwork::testing::{Answer, Outcome, Server, Turn};
use formwork::{Model, Ollama, blocking};
use formwork_tests::typed::{ADA, Character};
use std::time::Duration;

/// About what a token has.
const TOKEN: usize = 4;
/// How many tokens the model would write.
const TOKENS: usize = 800;
/// Fast for a model, slow enough that the client is not behind by many.
const PAUSE: Duration = Duration::from_millis(5);

/// A reply of all the tokens: a beginning, and something again and again.
fn reply(beginning: &str, more: &str) -> String {
    let mut text = beginning.to_owned();
    while text.len() < TOKENS * TOKEN {
        text.push_str(more);
    }
    text.truncate(TOKENS * TOKEN);
    text
}

/// How many tokens the server wrote to each of its two callers.
fn written(text: &str) -> [usize; 2] {
    let answer = Answer::from(Turn::text(text).in_pieces_of(TOKEN)).pause(PAUSE);
    let server = Server::start([answer.clone(), answer]).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let _ = Ollama::at(server.url(), "any").unwrap().generate::<Character>("x").await;
        // The connection is closed by a task of its own.
        while server.open_connections() > 0 {
            tokio::time::sleep(PAUSE).await;
        }
    });
    let _ = blocking::Model::generate::<Character>(&blocking::Ollama::at(server.url(), "any").unwrap(), "x");
    assert!(server.wait_for_connections(0, Duration::from_secs(30)));
    let tokens = server.requests().into_iter().map(|request| match request.outcome {
        Outcome::Abandoned { unsent } => TOKENS * request.sent / (request.sent + unsent),
        _ => TOKENS,
    });
    tokens.collect::<Vec<_>>().try_into().unwrap()
}

#[test]
fn what_is_not_wanted_is_not_written() {
    println!("| the reply | tokens of it | written, async | written, blocking |");
    println!("| --- | ---: | ---: | ---: |");
    for (what, beginning, more) in [
        ("the value, then chatter", ADA, "\n\nI hope you like this character! "),
        ("prose instead of JSON", "Sure! Here is a character: ", "Ada is a mathematician. "),
        ("a value of another type at token 7", r#"{"name": "Ada", "age": "old", "#, r#""skills": [] "#),
        ("a broken rule at token 7", r#"{"name": "Ada", "age": 121, "#, r#""skills": [] "#),
        ("white space without end", "{", " "),
        ("the same words again and again", r#"{"name": ""#, "very "),
    ] {
        let [waiting, blocking] = written(&reply(beginning, more));
        println!("| {what} | {TOKENS} | {waiting} | {blocking} |");
        assert!(waiting < TOKENS && blocking < TOKENS, "{what}: {waiting} {blocking}");
    }
}
