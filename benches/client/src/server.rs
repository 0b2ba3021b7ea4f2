//! A server on loopback that knows one reply: the client's work is all that is left.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

/// A whole reply, 587 bytes, as a server writes it for a character.
const WHOLE: &str = r#"{"model":"smollm2:135m","created_at":"2026-11-22T11:26:05.176724762Z","response":"{\n  \"name\": \"Elden Blackwood\",\n  \"age\": 20,\n  \"skills\": [\n    \"Armor\",\n    \"Archery\",\n    \"Alchemy\"\n  ]\n}","done":true,"done_reason":"stop","context":[1,9690,198,2683,359,253,5356,5646,11173,3365,3511,308,34519,28,7018,411,407,19712,8182,2,198,1,4093,198,5041,5041,5041,5041,5041,5041,5041,5041,5041,5041,5041,5041,5041,5041,5041,1111],"total_duration":597234305,"load_duration":800931,"prompt_eval_count":39,"prompt_eval_duration":15898000,"eval_count":45,"eval_duration":577927000}"#;

/// How many records a streamed reply has before the last.
pub(crate) const RECORDS: usize = 1_000;

/// Serves one case until the process ends; gives its URL.
pub(crate) fn serve(case: &str) -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    let writes = writes(case);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let writes = writes.clone();
            // A client that is gone ends its thread.
            std::thread::spawn(move || answer(stream, &writes));
        }
    });
    Ok(url)
}

/// What is written for one request, write by write.
fn writes(case: &str) -> Vec<Vec<u8>> {
    if case == "whole" {
        return vec![
            format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{WHOLE}", WHOLE.len()).into(),
        ];
    }
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
    let chunk = |record: String| format!("{:x}\r\n{record}\r\n", record.len()).into_bytes();
    let chunks = records().map(chunk).chain([b"0\r\n\r\n".to_vec()]);
    let writes: Vec<_> = [head.as_bytes().to_vec()].into_iter().chain(chunks).collect();
    if case == "coalesced" { vec![writes.concat()] } else { writes }
}

/// The records of a list of strings, a token each, and the last one.
fn records() -> impl Iterator<Item = String> {
    const BEGIN: &str = r#"{"model":"smollm2:135m","created_at":"2026-11-22T11:26:44.362653872Z","response":""#;
    const WORDS: [&str; 10] = ["wo", "od", " steel", "con", "crete", " glass", " and", "lime", "stone", " sand"];
    let token = |at: usize| match at {
        0 => r#"[\"oak"#,
        at if at == RECORDS - 1 => r#"\"]"#,
        at if at % 8 == 0 => r#"\", \""#,
        at => WORDS[at % WORDS.len()],
    };
    let last = r#"","done":true,"done_reason":"stop","total_duration":1,"prompt_eval_count":9,"eval_count":1000}"#;
    let texts = (0..RECORDS).map(move |at| format!("{BEGIN}{}\",\"done\":false}}\n", token(at)));
    texts.chain([format!("{BEGIN}{last}\n")])
}

/// Answers the requests of one connection.
fn answer(mut stream: TcpStream, writes: &[Vec<u8>]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut request = Vec::new();
    let mut buffer = [0; 16_384];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        request.extend_from_slice(&buffer[..count]);
        if is_complete(&request) {
            request.clear();
            for write in writes {
                stream.write_all(write)?;
            }
        }
    }
}

fn is_complete(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    match length {
        Some(length) => request.len() - end - 4 >= length,
        // A body whose length is not said ends with an empty chunk.
        None => request.ends_with(b"0\r\n\r\n"),
    }
}
