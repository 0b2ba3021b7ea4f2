//! What takes long: blobs that are sent, and the steps of every recorded pull, push and create.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::ollama::{Blob, Create, Progress};
use formwork::{Error, ErrorKind, Ollama};
use formwork_tests::both::{line, same, shown};
use formwork_tests::{both, run, transcripts};
use serde_json::{Value, json};
use std::fmt::Write as _;

const DIGEST: &str = "sha256:b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

#[test]
fn blobs_are_looked_for_and_sent() {
    let (there, sent) = both!("", ["blob_head"], |client| client.has_blob(DIGEST).await, client.has_blob(DIGEST));
    assert!(there.unwrap());
    same(&sent[0], "blob_head");
    let (there, _) = both!("", ["blob_head_missing"], |client| client.has_blob(DIGEST).await, client.has_blob(DIGEST));
    assert!(!there.unwrap());
    let ones = format!("sha256:{}", "1".repeat(64));
    let bytes = || b"hello".to_vec();
    let (wrong, sent) = both!(
        "",
        ["blob_head_missing", "blob_upload_bad_digest"],
        |client| client.upload(&ones, bytes()).await,
        client.upload(&ones, bytes())
    );
    assert!(wrong.unwrap_err().to_string().contains("digest mismatch"));
    same(&sent[1], "blob_upload_bad_digest");
    // One that is there is not sent again: the server would not read it. (WIRE.md, trap 6.)
    let (there, _) = both!("", ["blob_head"], |client| client.upload(DIGEST, bytes()).await, client.upload(DIGEST, bytes()));
    there.unwrap();
    let error = run(Ollama::new("m").has_blob("../../etc/passwd")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[test]
fn a_file_is_read_while_it_is_sent() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("blob.gguf");
    let recorded = transcripts::named("blob_upload_bad_digest").request;
    let long = (0..700_000_u32).map(|number| number.to_le_bytes()[1]).collect::<Vec<u8>>();
    for bytes in [recorded, long, Vec::new()] {
        std::fs::write(&path, &bytes).unwrap();
        let digest = Blob::path(&path).digest().unwrap();
        assert_eq!(digest, Blob::from(bytes.clone()).digest().unwrap());
        let (_, sent) = both!(
            "",
            ["blob_head_missing", "blob_upload_bad_digest"],
            |client| client.upload(&digest, Blob::path(&path)).await,
            client.upload(&digest, Blob::path(&path))
        );
        assert_eq!(line(&sent[1]), format!("POST /api/blobs/{digest}"));
        assert!(sent[1].body == bytes, "{} bytes of {}", sent[1].body.len(), bytes.len());
        assert_eq!(sent[1].header("content-length"), Some(bytes.len().to_string().as_str()));
    }
    let missing = || Blob::path("no such.gguf");
    let (missing, _) =
        both!("", ["blob_head_missing"], |client| client.upload(DIGEST, missing()).await, client.upload(DIGEST, missing()));
    let missing = missing.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::InvalidRequest);
    assert_eq!(missing.to_string(), "the file no such.gguf cannot be read");
}

/// The steps of a recording, and what ended them.
fn steps(recording: &str) -> (Vec<Progress>, Option<Error>) {
    let transcript = transcripts::named(recording);
    let request: Value = serde_json::from_slice(&transcript.request).unwrap_or_default();
    let model = request["model"].as_str().unwrap_or_default().to_owned();
    let insecure = request["insecure"] == true;
    let made = created(&request);
    macro_rules! begun {
        ($client:expr) => {
            match (transcript.path.as_str(), insecure) {
                ("/api/pull", false) => $client.pull(),
                ("/api/pull", true) => $client.pull_insecure(),
                ("/api/push", _) => $client.push(),
                _ => $client.create(&made),
            }
        };
    }
    let mut seen = Vec::new();
    let (end, sent) = both!(
        model.clone(),
        [recording],
        |client| {
            let mut steps = begun!(client);
            loop {
                match steps.next().await {
                    Some(Ok(step)) => seen.push(step),
                    Some(Err(error)) => break Err(error),
                    None => break Ok(()),
                }
            }
        },
        begun!(client).finish()
    );
    if !request.is_null() && request["stream"].is_null() && request != json!({}) {
        same(&sent[0], recording);
    }
    (seen, end.err())
}

/// The recorded request for a new model, written with the library's own type.
fn created(request: &Value) -> Create {
    let text = |name: &str| request[name].as_str();
    let mut create = text("from").map_or_else(Create::new, Create::from);
    for (name, digest) in request["files"].as_object().into_iter().flatten() {
        create = create.file(name, digest.as_str().unwrap());
    }
    for (name, value) in request["parameters"].as_object().into_iter().flatten() {
        create = create.parameter(name, value.clone());
    }
    create = text("template").map_or(create.clone(), |template| create.template(template));
    create = text("system").map_or(create.clone(), |system| create.system(system));
    text("quantize").map_or(create.clone(), |quantize| create.quantize(quantize))
}

#[test]
fn the_steps_of_every_pull_push_and_create_are_the_ones_written_down() {
    let mut text = String::new();
    for transcript in transcripts::all() {
        if transcript.method == "POST" && matches!(transcript.path.as_str(), "/api/pull" | "/api/push" | "/api/create") {
            let (steps, error) = steps(&transcript.name);
            let last = steps.last().map_or_else(String::new, |step| step.status.clone());
            let error = error.map_or_else(String::new, |error| shown(&Err::<(), _>(error)));
            writeln!(text, "{}: {} steps, {last}. {error}", transcript.name, steps.len()).unwrap();
        }
    }
    formwork_tests::snapshot("ollama_steps.txt", &text);
    let (pulled, _) = steps("pull_registry_ok_stream");
    assert_eq!(pulled[1].total, Some(98_362_432));
    assert!(pulled[1].fraction().unwrap() > 0.149 && pulled[1].fraction().unwrap() < 0.15);
}
