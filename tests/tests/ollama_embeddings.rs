//! Texts that become vectors, through both drivers.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::ollama::Embed;
use formwork::{ErrorKind, Options};
use formwork_tests::both;
use serde_json::{Value, json};

#[test]
fn texts_become_vectors() {
    let model = "smollm2-embed:135m";
    let (one, sent) = both!(model, ["embed_model_string"], |client| client.embed("hello").await, client.embed("hello"));
    let one = one.unwrap();
    assert_eq!((one.vectors.len(), one.vectors[0].len(), one.tokens), (1, 576, 1));
    let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
    // A list of one text means the text; `truncate` is ours: nothing is cut in silence.
    assert_eq!(body, json!({"model": model, "input": ["hello"], "truncate": false}));
    let short = || Embed::from("hello").dimensions(8);
    let (one, sent) = both!(model, ["embed_model_dimensions"], |client| client.embed(short()).await, client.embed(short()));
    assert_eq!(one.unwrap().vectors[0].len(), 8);
    assert_eq!(serde_json::from_slice::<Value>(&sent[0].body).unwrap()["dimensions"], 8);
    let long = || Embed::from("word").truncate().options(Options::new().num_ctx(8_u32));
    let (one, sent) = both!(model, ["embed_model_truncate"], |client| client.embed(long()).await, client.embed(long()));
    one.unwrap();
    let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
    assert_eq!((&body["truncate"], &body["options"]), (&json!(true), &json!({"num_ctx": 8})));
    let none = || Embed::from([""; 0]);
    let (none, _) = both!(model, ["embed_empty_array"], |client| client.embed(none()).await, client.embed(none()));
    assert!(none.unwrap().vectors.is_empty());
    for (recording, kind) in [
        ("embed_empty_string", ErrorKind::Protocol),
        ("embed_string", ErrorKind::Unsupported),
        ("embed_dimensions", ErrorKind::Unsupported),
        ("embed_model_too_long", ErrorKind::ContextOverflow),
        ("embed_unknown_model", ErrorKind::ModelNotFound),
        ("embed_wrong_type", ErrorKind::InvalidRequest),
    ] {
        let (failed, _) = both!("nosuch", [recording], |client| client.embed("hello").await, client.embed("hello"));
        assert_eq!(failed.unwrap_err().kind(), kind, "{recording}");
    }
}
