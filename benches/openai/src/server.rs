//! A server on loopback that streams the same reply to every call, as llama-server writes it.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

/// Starts a server whose replies have so many characters of text, one a chunk; it ends with the process.
pub(crate) fn start(length: usize) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let response = response(length);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let response = response.clone();
            thread::spawn(move || serve(&stream, &response));
        }
    });
    Ok(address)
}

/// Answers the requests of a connection until the client closes it.
fn serve(stream: &TcpStream, response: &[Vec<u8>]) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            if line == "\r\n" {
                break;
            }
        }
        io::copy(&mut (&mut reader).take(length), &mut io::sink())?;
        for piece in response {
            (&mut &*stream).write_all(piece)?;
        }
    }
}

/// The head, and each event in an HTTP chunk of its own.
fn response(length: usize) -> Vec<Vec<u8>> {
    let text: Vec<String> = std::iter::once("{\"text\":\"".to_owned())
        .chain((0..length).map(|index| char::from(b'a' + u8::try_from(index % 26).unwrap_or(0)).to_string()))
        .chain(["\"}".to_owned()])
        .collect();
    let record = |choices: &str, rest: &str| {
        format!(
            "data: {{\"choices\":[{choices}],\"created\":1795381303,\"id\":\"chatcmpl-Y2KRdSyJEF2HSyJZxvLW9blJHi4eRmWW\",\"model\":\"m\",\"system_fingerprint\":\"b1-7e4c0a9\",\"object\":\"chat.completion.chunk\"{rest}}}\n\n"
        )
    };
    let pieces = text.iter().map(|piece| {
        let content = piece.replace('"', "\\\"");
        record(&format!("{{\"finish_reason\":null,\"index\":0,\"delta\":{{\"content\":\"{content}\"}}}}"), "")
    });
    let end = [
        record("{\"finish_reason\":\"stop\",\"index\":0,\"delta\":{}}", ""),
        record("", ",\"usage\":{\"completion_tokens\":24,\"prompt_tokens\":33,\"total_tokens\":57}"),
        "data: [DONE]\n\n".to_owned(),
    ];
    let chunks = pieces.chain(end).map(|event| format!("{:x}\r\n{event}\r\n", event.len()));
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned();
    std::iter::once(head).chain(chunks).chain(["0\r\n\r\n".to_owned()]).map(String::into_bytes).collect()
}
