//! Tools: the model asks for them, they run, the model is told, and at the end comes the value.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::testing::{Answer, Server};
use formwork::{ErrorKind, Generate, Model, Ollama, Reply, Request, Tool, blocking};
use formwork_tests::{run, transcripts};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

#[derive(Debug, Generate)]
struct Place {
    /// The city, in English.
    city: String,
}

#[derive(Debug, PartialEq, Generate)]
struct Character {
    name: String,
    age: u8,
    skills: Vec<String>,
}

fn weather() -> Tool {
    Tool::new("get_weather", "Get the weather for a city", |place: Place| match place.city.as_str() {
        "Paris" => Ok("11 degrees"),
        _ => Err("no such city"),
    })
}

fn recorded(name: &str) -> Answer {
    transcripts::named(name).answer()
}

fn bodies(server: &Server) -> Vec<Value> {
    server.requests().iter().map(|request| serde_json::from_slice(&request.body).unwrap()).collect()
}

/// Asks through both drivers; gives the reply and the bodies that were sent.
fn ask<T>(answers: &[Answer], request: &Request) -> (Result<Reply<T>, formwork::Error>, Vec<Value>)
where
    T: Generate<Partial: Send + Sync> + Send + PartialEq + std::fmt::Debug,
{
    let server = Server::start(answers.to_vec()).unwrap();
    let waiting = run(Ollama::at(server.url(), "smollm2-tools:135m").unwrap().with_tools::<T>(request));
    let sent = bodies(&server);
    let server = Server::start(answers.to_vec()).unwrap();
    let model = blocking::Ollama::at(server.url(), "smollm2-tools:135m").unwrap();
    let blocking = blocking::Model::with_tools::<T>(&model, request);
    assert_eq!(bodies(&server), sent);
    assert_eq!(waiting.as_ref().ok(), blocking.as_ref().ok());
    assert_eq!(waiting.as_ref().err().map(ToString::to_string), blocking.as_ref().err().map(ToString::to_string));
    (waiting, sent)
}

#[test]
fn a_tool_is_run_and_the_model_is_told() {
    let request = Request::new("What is the weather in Paris?").tool(weather());
    let (reply, sent) = ask::<String>(&[recorded("chat_tools_forced_nonstream"), recorded("chat_tool_result")], &request);
    assert_eq!(reply.unwrap().value, "11 degrees");
    let function = &sent[0]["tools"][0]["function"];
    assert_eq!((&function["name"], &function["description"]), (&json!("get_weather"), &json!("Get the weather for a city")));
    assert_eq!(function["parameters"]["properties"]["city"]["type"], "string");
    // As recorded in chat_tool_result, with the call's number.
    assert_eq!(
        sent[1]["messages"],
        json!([
            {"role": "user", "content": "What is the weather in Paris?"},
            {"role": "assistant", "content": "", "tool_calls": [
                {"id": "call_wz6v58xa", "function": {"name": "get_weather", "arguments": {"city": "Paris"}}}
            ]},
            {"role": "tool", "content": "11 degrees", "tool_name": "get_weather", "tool_call_id": "call_wz6v58xa"}
        ])
    );
}

#[test]
fn a_value_is_asked_for_after_the_tools() {
    let request = Request::new("Create a character from Paris").tool(weather());
    let responses = ["chat_tools_forced_nonstream", "chat_tool_result", "chat_format_schema_complete_stream"].map(recorded);
    let (reply, sent) = ask::<Character>(&responses, &request);
    assert_eq!(reply.unwrap().value.name, "Elden Blackwood");
    assert!(sent[0].get("format").is_none() && sent[1].get("format").is_none());
    assert!(sent[2]["format"].is_object() && sent[2].get("tools").is_none());
    // What the tool gave is still there.
    assert_eq!(sent[2]["messages"][2]["content"], "11 degrees");
}

#[test]
fn what_goes_wrong_with_a_tool_is_told_to_the_model() {
    let calls = json!({"message": {"role": "assistant", "content": "", "thinking": "hm", "tool_calls": [
        {"function": {"name": "get_weather", "arguments": {"city": "Atlantis"}}},
        {"function": {"name": "get_weather", "arguments": {"town": 5}}},
        {"function": {"name": "get_time", "arguments": {}}}
    ]}, "done": true});
    let request = Request::new("x").tool(weather());
    let (reply, sent) = ask::<String>(&[Answer::json(200, calls.to_string()), recorded("chat_tool_result")], &request);
    reply.unwrap();
    let told: Vec<_> = (2..5).map(|at| sent[1]["messages"][at]["content"].as_str().unwrap()).collect();
    assert_eq!(told[0], "error: no such city");
    assert!(told[1].starts_with("error: the arguments are wrong: "), "{}", told[1]);
    assert_eq!(told[2], "error: there is no tool `get_time`, only get_weather");
    assert_eq!(sent[1]["messages"][1]["thinking"], "hm");
}

#[test]
fn a_model_that_calls_for_ever_is_stopped() {
    let responses = vec![recorded("chat_tools_forced_nonstream"); 17];
    let (reply, _) = ask::<String>(&responses, &Request::new("x").tool(weather()));
    assert_eq!(reply.unwrap_err().kind(), ErrorKind::Runaway);
}

#[test]
fn asynchronous_tools_run_side_by_side() {
    let slow = || {
        Tool::asynchronous("get_weather", "Get the weather", |place: Place| async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            Ok::<_, String>(format!("{}: 11 degrees", place.city))
        })
    };
    let call = json!({"function": {"name": "get_weather", "arguments": {"city": "Paris"}}});
    let calls = json!({"message": {"tool_calls": [call, call, call, call]}, "done": true});
    let server = Server::start([Answer::json(200, calls.to_string()), recorded("chat_tool_result")]).unwrap();
    let begun = Instant::now();
    run(Ollama::at(server.url(), "m").unwrap().with_tools::<String>(Request::new("x").tool(slow()))).unwrap();
    assert!(begun.elapsed() < Duration::from_millis(300), "{:?}", begun.elapsed());
    assert_eq!(bodies(&server)[1]["messages"][5]["content"], "Paris: 11 degrees");
    let model = blocking::Ollama::new("m");
    let error = blocking::Model::with_tools::<String>(&model, Request::new("x").tool(slow())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[test]
fn tools_and_a_type_at_once_are_refused() {
    let error = run(Ollama::new("m").generate::<Character>(Request::new("x").tool(weather()))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("with_tools"), "{error}");
}

#[test]
fn a_model_without_tools_says_so() {
    let (reply, _) = ask::<String>(&[recorded("chat_tools_unsupported")], &Request::new("x").tool(weather()));
    assert_eq!(reply.unwrap_err().kind(), ErrorKind::Unsupported);
}

#[test]
fn a_declared_tool_is_left_to_the_caller() {
    let server = Server::start([transcripts::named("chat_tools_forced_nonstream").answer()]).unwrap();
    let request = Request::new("x").tool(Tool::declared::<Place>("get_weather", "Get the weather"));
    let model = Ollama::at(server.url(), "m").unwrap();
    let said = run(model.reply::<String>(request.clone())).unwrap();
    assert_eq!((said.tool_calls[0].name.as_str(), &said.tool_calls[0].arguments), ("get_weather", &json!({"city": "Paris"})));
    assert_eq!(run(model.with_tools::<String>(request)).unwrap_err().kind(), ErrorKind::InvalidRequest);
}
