//! The program `extract` on a server with every fault, killed twice: each record is done exactly once, and in order.
#![allow(clippy::unwrap_used, missing_docs)]

use formwork::model::Finish;
use formwork::testing::{Answer, Place, Server, Turn};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const RECORDS: u64 = 1_000;
const GOOD: &str = r#"{"people":["Ada"],"places":[],"mood":"glad"}"#;

/// Of 100 answers, five each: a dropped connection, status 503, a reply that is cut off, another shape.
fn answers() -> impl Iterator<Item = Answer> {
    (0..4 * RECORDS).map(|index| match index % 20 {
        3 => Answer::from(Turn::text(GOOD)).close_at(Place::Body(90)),
        8 => Answer::json(503, r#"{"error":"server busy"}"#),
        13 => Answer::from(Turn::text(&GOOD[..20]).finish(Finish::Length)),
        18 => Answer::from(Turn::text("[1, 2]")),
        _ => Answer::from(Turn::text(GOOD)),
    })
}

fn start(folder: &Path, server: &Server) -> Child {
    Command::new(env!("CARGO_BIN_EXE_extract"))
        .arg(folder.join("in.jsonl"))
        .args(["--into".as_ref(), folder.join("out.jsonl").as_os_str()])
        .env("OLLAMA_HOST", server.url())
        .env("OLLAMA_MODEL", "any")
        .env_remove("OPENAI_MODEL")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The numbers of a file's records, which ascend.
fn numbers(path: &Path) -> Vec<(u64, serde_json::Value)> {
    let text = fs::read_to_string(path).unwrap_or_default();
    // A killed program may have left half a line.
    let lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    let all: Vec<_> = lines
        .map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            (value["record"].as_u64().unwrap(), value)
        })
        .collect();
    assert!(all.is_sorted_by_key(|(number, _)| *number));
    all
}

#[test]
fn a_thousand_records_two_kills_and_each_is_done_once() {
    let folder = std::env::temp_dir().join(format!("formwork-extract-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    // Two records are none: their place in the order is kept, and the reason told.
    let line = |number| match number {
        500 => "this is not JSON".to_owned(),
        501 => r#"{"title": "no text"}"#.to_owned(),
        _ => format!(r#"{{"text": "Record {number}: Ada is glad."}}"#),
    };
    fs::write(folder.join("in.jsonl"), (0..RECORDS).map(|number| line(number) + "\n").collect::<String>()).unwrap();
    let models = Answer::json(200, r#"{"models":[{"name":"any"}]}"#).on("GET", "/api/tags").always();
    let server = Server::start([models].into_iter().chain(answers())).unwrap();
    let (out, failures) = (folder.join("out.jsonl"), folder.join("out.failures.jsonl"));
    for enough in [300, 650] {
        let mut process = start(&folder, &server);
        while (numbers(&out).len() as u64) < enough {
            assert!(process.try_wait().unwrap().is_none(), "it ended too early");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        // SIGKILL.
        process.kill().unwrap();
        process.wait().unwrap();
        assert!((numbers(&out).len() as u64) < RECORDS * 9 / 10, "it was killed in the middle");
    }
    let output = start(&folder, &server).wait_with_output().unwrap();
    assert!(output.status.success());
    let (values, failed) = (numbers(&out), numbers(&failures));
    let mut all: Vec<_> = values.iter().chain(&failed).map(|(number, _)| *number).collect();
    all.sort_unstable();
    assert!(all.into_iter().eq(0..RECORDS), "each record is done exactly once");
    assert!(values.iter().all(|(_, line)| line["value"]["people"][0] == "Ada"));
    let mut kinds = BTreeMap::<_, u32>::new();
    for (number, told) in &failed {
        assert_eq!(told["input"].as_str().unwrap(), line(*number));
        *kinds.entry(told["kind"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(kinds.get("InvalidRequest"), Some(&2), "{kinds:?}");
    // Most faults are made good by trying or asking again.
    assert!(failed.len() < 60, "{kinds:?}");
    let report = String::from_utf8(output.stdout).unwrap();
    let first = format!("{RECORDS} records: {} values, {} failures\n", values.len(), failed.len());
    assert!(report.starts_with(&first) && report.contains("tokens read"), "{report}");
    // There is nothing left to do, and doing it changes nothing.
    let again = start(&folder, &server).wait_with_output().unwrap();
    assert!(String::from_utf8(again.stdout).unwrap().starts_with(&first));
    fs::remove_dir_all(folder).unwrap();
}
