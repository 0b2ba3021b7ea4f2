//! The requests that we send mean what the recorded ones mean, and their bytes are the ones written down.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use formwork::model::{Call, Format};
use formwork::protocol::ollama::ask;
use formwork::{Chat, ErrorKind, Image, KeepAlive, Message, Options, Request, Role, Think, ToolCall};
use formwork_tests::transcripts::{self, wanted::Character};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// What we send and the recorded requests do not, and why.
const DELIBERATE: &[(&str, &str)] = &[
    ("stream", "always said: the default differs between calls"),
    ("think", "false where a format is sent, or models that think put the JSON into their thinking"),
    ("truncate", "false: a prompt that does not fit is an error, not cut in silence"),
    ("shift", "false: a reply that fills the context ends, and does not forget the prompt"),
];

/// Recorded requests that this library cannot send, and why.
const NOT_SENT: &[(&str, &str)] = &[
    ("chat_bad_role", "roles are a type"),
    ("chat_content_array", "content is a text"),
    ("chat_empty_model", "refused before it is sent"),
    ("chat_no_body", "there is always a body"),
    ("chat_tool_calls_arguments_string", "sent as it is; the server refuses it"),
    ("generate_empty_model", "refused before it is sent"),
    ("generate_images_bad_base64", "an image is bytes"),
    ("generate_images_data_url", "an image is bytes"),
    ("generate_invalid_utf8", "a text is UTF-8"),
    ("generate_keep_alive_bool", "a type"),
    ("generate_keep_alive_null", "a type"),
    ("generate_load_cold", "a prompt is there always; `load` does this"),
    ("generate_malformed_json", "a body is JSON"),
    ("generate_no_body", "there is always a body"),
    ("generate_not_object", "a body is an object"),
    ("generate_num_predict_0", "refused: 0 means unlimited there"),
    ("generate_option_float_seed", "a type"),
    ("generate_option_seed_big", "a type"),
    ("generate_think_number", "a type"),
    ("generate_unload", "a prompt is there always; `unload` does this"),
    ("generate_unload_nonstream", "a prompt is there always; `unload` does this"),
    ("generate_wrong_type_prompt", "a type"),
];

#[test]
fn the_requests_mean_what_the_recorded_ones_mean() {
    let mut compared = 0;
    for transcript in transcripts::replies() {
        if NOT_SENT.iter().any(|(name, _)| *name == transcript.name) {
            continue;
        }
        let recorded: Value = serde_json::from_slice(&transcript.request).unwrap();
        let exchange = ask(recorded["model"].as_str().unwrap(), &call(&recorded)).unwrap();
        assert_eq!(exchange.path, transcript.path, "{}", transcript.name);
        let mut sent: Value = serde_json::from_slice(&exchange.body).unwrap();
        for (name, _) in DELIBERATE {
            if recorded.get(*name).is_none() {
                sent.as_object_mut().unwrap().remove(*name);
            }
        }
        assert_eq!(rounded(sent), rounded(recorded), "{}", transcript.name);
        compared += 1;
    }
    assert!(compared > 110, "{compared}");
}

/// The call that means this recorded request, written with the library's own types.
fn call(recorded: &Value) -> Call {
    let text = |name: &str| recorded[name].as_str().unwrap_or_default().to_owned();
    let mut request = match recorded["messages"].as_array() {
        Some(messages) => Request::new(Chat { messages: messages.iter().map(message).collect() }),
        None => images(&recorded["images"]).into_iter().fold(Request::new(text("prompt")), Request::image),
    };
    let mut stream = false;
    for (name, value) in recorded.as_object().unwrap() {
        request = match (name.as_str(), value) {
            ("model" | "prompt" | "messages" | "images" | "top_logprobs", _) => request,
            ("stream", value) => {
                stream = value.as_bool().unwrap();
                request
            }
            ("system", value) => request.system(value.as_str().unwrap()),
            ("options", value) => request.options(options(value.as_object().unwrap())),
            ("think", value) => request.think(think(value)),
            ("keep_alive", value) => request.keep_alive(keep_alive(value)),
            ("logprobs", Value::Bool(true)) => {
                request.logprobs(recorded["top_logprobs"].as_u64().unwrap_or_default().try_into().unwrap())
            }
            (name, value) => request.extra(name, value.clone()),
        };
    }
    let call = Call::new(request);
    if stream { call.stream() } else { call }
}

fn message(recorded: &Value) -> Message {
    let role = match recorded["role"].as_str().unwrap() {
        "system" => Role::System,
        "user" => Role::User,
        "assistant" => Role::Assistant,
        "tool" => Role::Tool,
        other => panic!("{other}"),
    };
    let mut message = Message::new(role, recorded["content"].as_str().unwrap());
    message.images = images(&recorded["images"]);
    message.tool_name = recorded["tool_name"].as_str().map(str::to_owned);
    for call in recorded["tool_calls"].as_array().into_iter().flatten() {
        let function = &call["function"];
        message.tool_calls.push(ToolCall {
            id: None,
            name: function["name"].as_str().unwrap().to_owned(),
            arguments: function["arguments"].clone(),
        });
    }
    message
}

fn images(recorded: &Value) -> Vec<Image> {
    recorded.as_array().into_iter().flatten().map(|image| Image::base64(image.as_str().unwrap()).unwrap()).collect()
}

fn think(recorded: &Value) -> Think {
    match recorded {
        Value::Bool(true) => Think::On,
        Value::Bool(false) => Think::Off,
        Value::String(level) if level == "low" => Think::Low,
        Value::String(level) if level == "high" => Think::High,
        other => panic!("{other}"),
    }
}

fn keep_alive(recorded: &Value) -> KeepAlive {
    match recorded {
        Value::String(text) if text == "10m" => KeepAlive::For(Duration::from_mins(10)),
        Value::Number(number) if number.as_i64() == Some(-1) => KeepAlive::Forever,
        Value::Number(number) if number.as_i64() == Some(0) => KeepAlive::Unload,
        Value::Number(number) => KeepAlive::For(Duration::from_secs(number.as_u64().unwrap())),
        other => panic!("{other}"),
    }
}

fn options(recorded: &Map<String, Value>) -> Options {
    recorded.iter().fold(Options::new(), |options, (name, value)| {
        #[expect(clippy::cast_possible_truncation, reason = "these were written by hand, with a digit or two")]
        let float = value.as_f64().unwrap_or_default() as f32;
        let count = || u32::try_from(value.as_u64().unwrap()).unwrap();
        match name.as_str() {
            "temperature" => options.temperature(float),
            "top_p" => options.top_p(float),
            "min_p" => options.min_p(float),
            "repeat_penalty" => options.repeat_penalty(float),
            "seed" => options.seed(value.as_i64().unwrap()),
            "top_k" => options.top_k(count()),
            "num_ctx" => options.num_ctx(count()),
            "num_predict" if value.as_u64().is_some() => options.num_predict(count()),
            "stop" => options.stop(serde_json::from_value::<Vec<String>>(value.clone()).unwrap()),
            name => options.extra(name, value.clone()),
        }
    })
}

/// Numbers that differ only in how they are written are one; durations as well.
fn rounded(value: Value) -> Value {
    match value {
        Value::Number(number) => json!((number.as_f64().unwrap() * 1e6).round()),
        Value::String(text) if text == "10m" => json!(600e6),
        Value::Array(items) => items.into_iter().map(rounded).collect(),
        Value::Object(fields) => Value::Object(fields.into_iter().map(|(name, value)| (name, rounded(value))).collect()),
        other => other,
    }
}

#[test]
fn the_body_of_a_typed_call_has_these_bytes() {
    let request = Request::new("Create a fantasy character.\nRespond as \"JSON\".")
        .system("You write novels.")
        .options(Options::new().seed(42).temperature(0.8).num_predict(120_u32).stop(vec!["\n\n".to_owned()]))
        .keep_alive(KeepAlive::For(Duration::from_mins(10)));
    let call = Call::new(request).format(Format::of::<Character>()).stream();
    let exchange = ask("smollm2:135m", &call).unwrap();
    formwork_tests::snapshot("ollama_generate_body.json", std::str::from_utf8(&exchange.body).unwrap());
    let chat = Call::new(Chat::new().system("Be brief.").user("Create a fantasy character.")).format(Format::of::<Character>());
    let exchange = ask("smollm2:135m", &chat).unwrap();
    formwork_tests::snapshot("ollama_chat_body.json", std::str::from_utf8(&exchange.body).unwrap());
}

fn body(request: Request, format: bool) -> (String, Value) {
    let call = Call::new(request);
    let exchange = ask("m", &if format { call.format(Format::of::<Character>()) } else { call }).unwrap();
    (exchange.path.into_owned(), serde_json::from_slice(&exchange.body).unwrap())
}

#[test]
fn thinking_is_off_with_a_type_and_left_alone_without() {
    assert_eq!(body(Request::new("x"), true).1["think"], json!(false));
    assert_eq!(body(Request::new("x"), false).1.get("think"), None);
    let (path, free) = body(Request::new("x").think(Think::On), false);
    assert_eq!((path.as_str(), &free["think"]), ("/api/generate", &json!(true)));
    // /api/generate would put the JSON into the thinking.
    let (path, thought) = body(Request::new("x").system("s").think(Think::High), true);
    assert_eq!(path, "/api/chat");
    assert_eq!(thought["messages"], json!([{"role": "system", "content": "s"}, {"role": "user", "content": "x"}]));
    assert_eq!(thought["think"], json!("high"));
}

#[test]
fn a_field_of_the_user_replaces_ours() {
    let (_, sent) = body(Request::new("x").extra("shift", true).extra("raw", true), true);
    assert_eq!((&sent["shift"], &sent["raw"], &sent["truncate"]), (&json!(true), &json!(true), &json!(false)));
    let text = ask("m", &Call::new(Request::new("x").extra("shift", true))).unwrap().body;
    assert_eq!(String::from_utf8(text).unwrap().matches("shift").count(), 1);
}

#[test]
fn what_the_path_does_not_know_is_refused() {
    let chat = Request::new(Chat::new().user("x")).extra("raw", true);
    let error = ask("m", &Call::new(chat)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.to_string(), "`raw` is a field of /api/generate and a chat cannot have it; use a text as the prompt");
    assert_eq!(ask(" ", &Call::new("x")).unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[test]
fn a_model_is_kept_as_long_as_was_said() {
    for (keep_alive, written) in [
        (KeepAlive::Forever, json!(-1)),
        (KeepAlive::Unload, json!(0)),
        (KeepAlive::For(Duration::from_secs(90)), json!(90)),
        (KeepAlive::For(Duration::from_millis(1_500)), json!("1500ms")),
        (KeepAlive::For(Duration::MAX), json!(-1)),
    ] {
        assert_eq!(body(Request::new("x").keep_alive(keep_alive), false).1["keep_alive"], written);
    }
}
