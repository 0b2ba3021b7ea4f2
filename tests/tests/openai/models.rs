//! The models of a server, through both drivers.

use formwork::testing::{Answer, Cut, Server};
use formwork::{Error, ErrorKind, OpenAi, blocking, openai::Listed};
use formwork_tests::run;

/// What a list comes to through both drivers; the blocking one gets it byte by byte.
fn list(status: u16, body: &str) -> Result<Vec<Listed>, Error> {
    let answer = Answer::json(status, body).on("GET", "/v1/models");
    let server = Server::start([answer.clone(), answer.cut(Cut::Every(1))]).unwrap();
    let waiting = run(OpenAi::at(server.url(), "m").unwrap().list());
    let blocking = blocking::OpenAi::at(server.url(), "m").unwrap().list();
    assert_eq!(waiting.as_ref().map_err(ToString::to_string), blocking.as_ref().map_err(ToString::to_string));
    waiting
}

#[test]
fn models_are_listed_however_they_are_written() {
    // As vLLM does, and over several lines, as LM Studio does.
    let body = r#"{"object": "list", "data": [
        {"id": "qwen", "object": "model", "created": 1763800000, "owned_by": "vllm", "max_model_len": 32768, "permission": []},
        {"id": "other"}
    ]}
    "#;
    let models = list(200, body).unwrap();
    let shown: Vec<_> =
        models.iter().map(|model| (model.id.as_str(), model.owned_by.as_str(), model.created, model.context_length)).collect();
    assert_eq!(shown, [("qwen", "vllm", Some(1_763_800_000), Some(32_768)), ("other", "", None, None)]);
    assert_eq!(list(200, r#"{"data": []}"#).unwrap(), []);
}

#[test]
fn what_is_no_list_is_an_error_of_its_kind() {
    let refused = list(401, r#"{"error": {"message": "no key", "type": "invalid_request_error"}}"#).unwrap_err();
    assert_eq!((refused.kind(), refused.status()), (ErrorKind::Status, Some(401)));
    assert_eq!(
        refused.to_string(),
        "the server wants a key; set `api_key`, or OPENAI_API_KEY; the server said (status 401): no key"
    );
    let other = list(200, "<html></html>").unwrap_err();
    assert_eq!(other.kind(), ErrorKind::Protocol);
    assert_eq!(other.to_string(), "the server's answer is not that of /v1/models; check the address: <html></html>");
    assert_eq!(list(200, "").unwrap_err().kind(), ErrorKind::Protocol);
}
