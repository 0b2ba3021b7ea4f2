//! A server on loopback that answers every request with the same bytes, cut as wanted.
#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test fails by panicking")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

/// How a response is cut into writes.
#[derive(Debug, Clone, Copy)]
pub enum Cut {
    /// In one write.
    Whole,
    /// Where the recorded server cut it.
    Recorded,
    /// Into pieces of this many bytes.
    Every(usize),
}

impl Cut {
    /// The writes of a recorded response.
    pub fn apply(self, transcript: &crate::transcripts::Transcript) -> Vec<Vec<u8>> {
        match self {
            Self::Whole => vec![transcript.raw.clone()],
            Self::Recorded => transcript.recorded_pieces(),
            Self::Every(size) => transcript.raw.chunks(size).map(<[u8]>::to_vec).collect(),
        }
    }
}

/// A server that is running; its threads end with the process.
#[derive(Debug)]
pub struct Replay {
    /// Where it listens.
    pub address: SocketAddr,
    requests: Receiver<Sent>,
}

/// A request that the server received.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The first line and the headers.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
    /// Which connection it came over, counted from 0.
    pub connection: usize,
}

impl Sent {
    /// The first line: method, path and version.
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }
}

impl Replay {
    /// Answers each request with the next of these responses, and the last one ever after; each is a list of writes, after which
    /// the connection is closed when `close` is set.
    pub fn start(responses: Vec<Vec<Vec<u8>>>, close: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, requests) = mpsc::channel();
        thread::spawn(move || {
            let turn = AtomicUsize::new(0);
            thread::scope(|scope| {
                for (connection, stream) in listener.incoming().flatten().enumerate() {
                    let (responses, turn, sender) = (&responses, &turn, sender.clone());
                    scope.spawn(move || serve(&stream, connection, responses, turn, close, &sender));
                }
            });
        });
        Self { address, requests }
    }

    /// Its address as a URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The next request that it received.
    pub fn request(&self) -> Sent {
        self.requests.recv_timeout(std::time::Duration::from_secs(5)).unwrap()
    }
}

/// Answers the requests of one connection; ends when the client does.
fn serve(
    stream: &TcpStream,
    connection: usize,
    responses: &[Vec<Vec<u8>>],
    turn: &AtomicUsize,
    close: bool,
    requests: &Sender<Sent>,
) {
    let _ = stream.set_nodelay(true);
    while let Some(request) = receive(stream, connection) {
        let _ = requests.send(request);
        let response = &responses[turn.fetch_add(1, Ordering::Relaxed).min(responses.len() - 1)];
        for piece in response {
            if (&mut &*stream).write_all(piece).is_err() {
                return;
            }
        }
        if close {
            return;
        }
    }
}

fn receive(mut stream: &TcpStream, connection: usize) -> Option<Sent> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&buffer[..count]);
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let length = head
            .lines()
            .find_map(|line| {
                line.to_lowercase().strip_prefix("content-length:").map(|value| value.trim().parse::<usize>().unwrap())
            })
            .unwrap_or_default();
        if bytes.len() >= end + 4 + length {
            return Some(Sent { head, body: bytes[end + 4..end + 4 + length].to_vec(), connection });
        }
    }
}
