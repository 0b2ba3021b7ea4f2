//! `OpenAi` on a real llama-server, alone and behind a router, and beside the other models.
//!
//! The server, the weights and the router are fetched once: see `formwork_tests::llama_server` and `formwork_tests::router`.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a test fails by panicking, and tells its counts")]

mod alike;
mod cluster;
mod live;
mod types;

use formwork::Generate;
use formwork_tests::llama_server::LlamaServer;

/// A server, or nothing where there is none for this machine.
fn server(arguments: &[&str]) -> Option<LlamaServer> {
    LlamaServer::start_with(arguments).unwrap()
}

fn url(server: &LlamaServer) -> String {
    format!("http://{}/v1", server.address())
}

/// A person in a story.
#[derive(Debug, Clone, PartialEq, Generate)]
struct Character {
    #[generate(len = 0..=20)]
    name: String,
    #[generate(range = 1..=99)]
    age: u8,
    #[generate(len = 1..=3)]
    skills: Vec<Skill>,
}

#[derive(Debug, Clone, PartialEq, Generate)]
struct Skill(#[generate(len = ..=20)] String);
