//! What servers of the protocol say beyond what llama-server was recorded saying, written down from their sources and documentation.

use formwork::model::{Call, Event, Finish, Flow, Format};
use formwork::protocol::openai::{Flavor, Reply};
use formwork::protocol::{Head, Piece, Receive};
use formwork::testing::{Answer, Server};
use formwork::{Error, ErrorKind, Generate, Model, OpenAi, Policy, Request};
use formwork_tests::run;
use std::ops::ControlFlow;

#[derive(Debug, Default)]
struct Seen {
    text: String,
    thinking: String,
    calls: Vec<String>,
    finish: Option<Finish>,
    tokens: (Option<u64>, Option<u64>),
}

/// Reads a body, in pieces of any size, which all must come to the same.
fn read(status: u16, body: &str, call: &Call) -> Result<Seen, Error> {
    let in_pieces = |size: usize| {
        let mut seen = Seen::default();
        let mut reply = Reply::new("m", call, Flavor::default());
        let pieces = body.as_bytes().chunks(size).map(Piece::Bytes);
        for piece in [Piece::Head(Head::new(status, |_| None))].into_iter().chain(pieces).chain([Piece::End]) {
            let flow = reply.take(piece, &mut |event| {
                match event {
                    Event::Text(text) => seen.text.push_str(text),
                    Event::Thinking(text) => seen.thinking.push_str(text),
                    Event::ToolCall(call) => {
                        seen.calls.push(format!("{} {}({})", call.id.unwrap_or_default(), call.name, call.arguments));
                    }
                    Event::End(end) => {
                        seen.finish = Some(end.finish);
                        seen.tokens = (end.usage.prompt_tokens, end.usage.output_tokens);
                    }
                    _ => {}
                }
                ControlFlow::Continue(())
            })?;
            if flow == Flow::Closed {
                break;
            }
        }
        Ok(seen)
    };
    let shown = |result: &Result<Seen, Error>| format!("{:?}", result.as_ref().map_err(ToString::to_string));
    let whole = in_pieces(usize::MAX);
    for size in 1..20 {
        assert_eq!(shown(&in_pieces(size)), shown(&whole), "{size} bytes at a time");
    }
    whole
}

fn events(deltas: &[&str], rest: &str) -> String {
    let records: Vec<_> =
        deltas.iter().map(|delta| format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{{delta}}}}}]}}\n\n")).collect();
    records.concat() + rest
}

const STOP: &str = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n";

#[test]
fn thinking_is_kept_apart_under_each_of_its_names() {
    for deltas in [
        &[r#""reasoning_content":"hm","content":null"#, r#""content":"yes""#][..],
        &[r#""reasoning":"hm","content":null"#, r#""content":"yes""#],
        &[r#""reasoning":"hm","reasoning_content":"hm""#, r#""content":[{"type":"text","text":"yes"}]"#],
    ] {
        let seen = read(200, &events(deltas, STOP), &Call::new("x")).unwrap();
        assert_eq!((seen.text.as_str(), seen.thinking.as_str()), ("yes", "hm"));
        assert_eq!((seen.finish, seen.tokens), (Some(Finish::Stop), (Some(3), Some(2))));
    }
}

#[test]
fn tool_calls_are_put_together_from_their_pieces() {
    let split = events(
        &[
            r#""tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"get_weather","arguments":""}}]"#,
            r#""tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]"#,
            r#""tool_calls":[{"index":0,"function":{"arguments":"\"Paris\"}"}},{"index":1,"id":"b","function":{"name":"now","arguments":""}}]"#,
        ],
        "data: {\"choices\":[{\"finish_reason\":\"tool_calls\"}]}\n\n",
    );
    let seen = read(200, &split, &Call::new("x")).unwrap();
    assert_eq!(seen.calls, [r#"a get_weather({"city":"Paris"})"#, "b now({})"]);
    assert_eq!(seen.finish, Some(Finish::ToolCalls));
    // Two whole calls under one number, as some servers give them, and none at all.
    let whole = events(
        &[
            r#""tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]"#,
            r#""tool_calls":[{"index":0,"id":"b","function":{"name":"g","arguments":{"x":1}}},{"function":{"name":"h","arguments":"?"}}]"#,
        ],
        STOP,
    );
    assert_eq!(read(200, &whole, &Call::new("x")).unwrap().calls, ["a f({})", "b g({\"x\":1})", " h(\"?\")"]);
    let cut = events(
        &[r#""tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"a"}}]"#],
        "data: {\"choices\":[{\"finish_reason\":\"length\"}]}\n\n",
    );
    assert_eq!(read(200, &cut, &Call::new("x")).unwrap_err().kind(), ErrorKind::Truncated);
}

#[test]
fn every_way_to_end() {
    for (reason, finish) in [
        ("stop", Finish::Stop),
        ("length", Finish::Length),
        ("content_filter", Finish::ContentFilter),
        ("abort", Finish::Other("abort".into())),
    ] {
        let body = events(&[r#""content":"a""#], &format!("data: {{\"choices\":[{{\"finish_reason\":\"{reason}\"}}]}}\n\n"));
        assert_eq!(read(200, &body, &Call::new("x")).unwrap().finish, Some(finish));
    }
    let silent = events(&[r#""content":"a""#], "data: [DONE]\n\n");
    assert_eq!(read(200, &silent, &Call::new("x")).unwrap().finish, Some(Finish::Unfinished));
    let broken = read(200, &events(&[r#""content":"a""#], ""), &Call::new("x")).unwrap_err();
    assert_eq!((broken.kind(), broken.is_retryable()), (ErrorKind::Protocol, true));
    let refused = events(&[r#""refusal":"I cannot ""#, r#""refusal":"help.""#], STOP);
    let error = read(200, &refused, &Call::new("x")).unwrap_err();
    assert_eq!((error.kind(), error.to_string().ends_with("I cannot help.")), (ErrorKind::Refused, true));
    let whole =
        r#"{"choices":[{"message":{"content":"a","reasoning":"b"},"finish_reason":"stop"}],"usage":{"completion_tokens":1}}"#;
    assert_eq!(read(200, whole, &Call::new("x")).unwrap().text, "a");
}

#[test]
fn a_number_that_was_cut_is_no_number() {
    let cut = events(&[r#""content":"{\"value\": 4""#], STOP);
    let call = Call::new("x").format(Format::of::<i32>());
    let seen = read(200, &cut, &call).unwrap();
    assert_eq!((seen.text.as_str(), seen.finish), (" 4", Some(Finish::Unfinished)));
    for rest in [STOP, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}\n\n"] {
        let error = ask::<i32>(&events(&[r#""content":"{\"value\": 4""#], rest)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
    }
    assert_eq!(ask::<i32>(&events(&[r#""content":"{\"value\": 4""#, r#""content":"2}""#], STOP)).unwrap(), 42);
}

/// Asks a server that says this.
fn ask<T: Generate<Partial: Send + Sync> + Send>(body: &str) -> Result<T, Error> {
    let response = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let server = Server::start([Answer::raw(response)]).unwrap();
    run(OpenAi::at(server.url(), "m").unwrap().generate::<T>("x"))
}

#[test]
fn a_server_that_does_not_wrap_is_understood() {
    assert_eq!(ask::<Vec<u8>>(&events(&[r#""content":"[1, ""#, r#""content":"2]""#], STOP)).unwrap(), [1, 2]);
    let prose = ask::<Vec<u8>>(&events(&[r#""content":"Sure!""#], STOP)).unwrap_err();
    assert_eq!((prose.kind(), prose.raw()), (ErrorKind::ConstraintNotApplied, "Sure!"));
}

#[test]
fn errors_by_their_codes_and_words() {
    use ErrorKind::{ContextOverflow, InvalidRequest, ModelNotFound, Protocol, Refused, Status, TimedOut, Unsupported};
    for (status, body, kind) in [
        (
            400,
            r#"{"error":{"message":"Too long.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}"#,
            ContextOverflow,
        ),
        (
            400,
            r#"{"object":"error","message":"This model's maximum context length is 2048 tokens. However, you requested 4000","type":"BadRequestError","code":400}"#,
            ContextOverflow,
        ),
        (404, r#"{"error":{"message":"The model `m` does not exist","type":"NotFoundError","code":404}}"#, ModelNotFound),
        (404, r#"{"error":{"message":"The model `m` does not exist","code":"model_not_found"}}"#, ModelNotFound),
        (404, r#"{"detail":"Not Found"}"#, Status),
        (401, r#"{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}"#, Status),
        (
            400,
            r#"{"error":{"message":"Invalid schema for response_format 'reply': ...","type":"invalid_request_error"}}"#,
            Unsupported,
        ),
        (400, r#"{"error":{"message":"Unsupported parameter: 'max_tokens'","code":"unsupported_parameter"}}"#, Unsupported),
        (400, r#"{"error":{"message":"flagged","code":"content_filter"}}"#, Refused),
        (400, r#"{"error":"a bare text"}"#, InvalidRequest),
        (422, r#"{"detail":[{"loc":["body","messages"],"msg":"Field required"}]}"#, InvalidRequest),
        (429, r#"{"error":{"message":"Rate limit reached","code":"rate_limit_exceeded"}}"#, Status),
        (503, "No available workers (all circuits open or unhealthy)", Status),
        (503, r#"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#, Status),
        (504, "<html>upstream timed out</html>", TimedOut),
        (200, "", Protocol),
        (200, "<html>\n</html>\n", Protocol),
        (200, "data: nonsense\n\n", Protocol),
        (
            200,
            "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n",
            Status,
        ),
        (200, "error: {\"code\":500,\"message\":\"context shift is disabled\",\"type\":\"server_error\"}\n\n", Status),
        (200, "data: {\"object\":\"error\",\"message\":\"x\",\"code\":400}\n\n", Status),
    ] {
        let error = read(status, body, &Call::new("x")).unwrap_err();
        assert_eq!(error.kind(), kind, "{status} {body}: {error}");
        assert_eq!(
            error.is_retryable(),
            matches!(status, 429 | 503 | 504) || matches!(kind, Protocol) || body.contains("500"),
            "{body}"
        );
    }
}

#[test]
fn what_a_busy_server_says_is_retried() {
    let busy = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 4\r\n\r\nbusy";
    let body = events(&[r#""content":"{\"value\":[1]}""#], STOP);
    let good = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let server = Server::start([Answer::raw(busy), Answer::raw(good)]).unwrap();
    let policy = Policy::new().retry(1).retry_wait(std::time::Duration::from_millis(1));
    let reply = run(OpenAi::at(server.url(), "m").unwrap().reply::<Vec<u8>>(Request::new("x").policy(policy))).unwrap();
    assert_eq!((reply.value, reply.raw.as_str(), reply.attempts.len()), (vec![1], "[1]", 1));
}
