//! The table in the docs of `protocol::ollama` names every call and every field that was recorded.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use formwork_tests::transcripts;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const TABLE: &str = include_str!("../../runtime/src/protocol/ollama/coverage.md");

/// Made-up fields of requests that try what the server does with them.
const MADE_UP: [&str; 2] = ["zzz", "options.bogus"];

/// What is inside these is the user's.
const FREE: [&str; 8] = ["format", "arguments", "parameters", "files", "model_info", "projector_info", "tensors", "context"];

#[derive(Debug, Default)]
struct Fields {
    sent: BTreeSet<String>,
    received: BTreeSet<String>,
}

/// The fields that the table has for each call; those of the options go with every call.
fn table() -> BTreeMap<String, Fields> {
    let mut calls = BTreeMap::<String, Fields>::new();
    let mut call = String::new();
    for line in TABLE.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            title.trim_matches('`').clone_into(&mut call);
            calls.entry(call.clone()).or_default();
        } else if let Some(row) = line.strip_prefix("| ") {
            let names_cell = row.split(" | ").next().unwrap();
            let names = names_cell.split('`').skip(1).step_by(2).map(str::to_owned);
            let fields = calls.entry(call.clone()).or_default();
            match names_cell.chars().next() {
                Some('→') => fields.sent.extend(names),
                Some('←') => fields.received.extend(names),
                _ => {}
            }
        }
    }
    calls
}

fn fields(value: &Value, prefix: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                let path = format!("{prefix}{name}");
                if !FREE.contains(&name.as_str()) {
                    fields(value, &format!("{path}."), found);
                }
                found.insert(path);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| fields(item, prefix, found)),
        _ => {}
    }
}

#[test]
fn every_recorded_call_and_field_is_in_the_table() {
    let table = table();
    let options = &table.get("Options").unwrap().sent;
    for transcript in transcripts::all().into_iter().filter(|one| one.path.starts_with("/api/") && !one.path.ends_with('/')) {
        let path = match transcript.path.rsplit_once('/').unwrap() {
            ("/api/blobs", _) => "/api/blobs/:digest",
            _ => &transcript.path,
        };
        let call = format!("{} {path}", transcript.method);
        if transcript.status == 405 || transcript.method == "OPTIONS" {
            continue;
        }
        let known = table.get(&call).unwrap_or_else(|| panic!("{call} is not in the table"));
        let mut sent = BTreeSet::new();
        if transcript.status == 200 {
            fields(&serde_json::from_slice(&transcript.request).unwrap_or_default(), "", &mut sent);
        }
        for field in sent.iter().filter(|field| !MADE_UP.contains(&field.as_str())) {
            assert!(known.sent.contains(field) || options.contains(field), "{}: → {field} of {call}", transcript.name);
        }
        let mut received = BTreeSet::new();
        for line in transcript.body().split(|byte| *byte == b'\n') {
            fields(&serde_json::from_slice(line).unwrap_or_default(), "", &mut received);
        }
        for field in &received {
            assert!(known.received.contains(field), "{}: ← {field} of {call}", transcript.name);
        }
    }
}

#[test]
fn every_option_of_the_table_is_typed() {
    let options = formwork::Options::new()
        .temperature(0.5)
        .seed(1)
        .num_predict(1_u32)
        .num_ctx(1_u32)
        .top_p(0.5)
        .top_k(1_u32)
        .min_p(0.5)
        .typical_p(0.5)
        .repeat_penalty(1.0)
        .repeat_last_n(1)
        .presence_penalty(0.5)
        .frequency_penalty(0.5)
        .stop(vec!["x".to_owned()])
        .num_keep(1_u32)
        .num_batch(1_u32)
        .num_gpu(1)
        .main_gpu(1)
        .num_thread(1_u32)
        .use_mmap(true);
    let written = serde_json::to_value(&options).unwrap();
    let written: BTreeSet<_> = written.as_object().unwrap().keys().map(|name| format!("options.{name}")).collect();
    assert_eq!(written, table().remove("Options").unwrap().sent);
}
