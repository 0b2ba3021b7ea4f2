//! The recordings in `tests/transcripts`: what was asked, and every byte that came back.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::testing::{Answer, Place};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What the recorded calls ask for.
pub mod wanted {
    #![expect(missing_docs, reason = "docs of the fields would be in the schema, and the recordings have none")]

    use formwork::Generate;

    /// A character as the recorded requests ask for one.
    #[derive(Debug, Generate)]
    pub struct Character {
        #[generate(len = 0..=20)]
        pub name: String,
        #[generate(range = 1..=99)]
        pub age: u8,
        #[generate(len = 1..=3)]
        pub skills: Vec<String>,
    }
}

/// One recorded exchange.
#[derive(Debug, Clone)]
pub struct Transcript {
    /// The name of its folder.
    pub name: String,
    /// The HTTP method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The request's body.
    pub request: Vec<u8>,
    /// The response, byte for byte, HTTP's framing included.
    pub raw: Vec<u8>,
    /// The response's status; 0 when there was none.
    pub status: u16,
    /// The body, as HTTP chunks or in one piece.
    pub chunks: Vec<Vec<u8>>,
    /// Whether HTTP says that the body is complete.
    pub complete: bool,
}

impl Transcript {
    /// The body without HTTP's framing.
    pub fn body(&self) -> Vec<u8> {
        self.chunks.concat()
    }

    /// The response, cut where the server cut it.
    pub fn answer(&self) -> Answer {
        let answer = Answer::pieces(self.recorded_pieces());
        if self.complete { answer } else { answer.close_at(Place::End) }
    }

    /// The head, and each HTTP chunk with its framing.
    fn recorded_pieces(&self) -> Vec<Vec<u8>> {
        let (head, mut rest) = self.raw.split_at(end_of_head(&self.raw));
        let mut pieces = vec![head.to_vec()];
        for chunk in &self.chunks {
            let at = find(rest, chunk).map_or(rest.len(), |at| (at + chunk.len() + 2).min(rest.len()));
            let (piece, after) = rest.split_at(at);
            pieces.push(piece.to_vec());
            rest = after;
        }
        pieces.push(rest.to_vec());
        pieces
    }
}

/// All recordings of Ollama, sorted by name.
pub fn all() -> Vec<Transcript> {
    below(&folder())
}

/// All recordings of llama-server, sorted by name.
pub fn llama_server() -> Vec<Transcript> {
    below(&folder().join("llama-server"))
}

fn below(folder: &Path) -> Vec<Transcript> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.join("meta.json").is_file()).collect();
    folders.sort();
    folders.iter().map(|folder| read(folder)).collect()
}

/// The recording of this name.
pub fn named(name: &str) -> Transcript {
    read(&folder().join(name))
}

/// The recordings of `/api/generate` and `/api/chat`.
pub fn replies() -> Vec<Transcript> {
    all().into_iter().filter(|one| one.method == "POST" && matches!(one.path.as_str(), "/api/generate" | "/api/chat")).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("transcripts")
}

fn read(folder: &Path) -> Transcript {
    let meta: Value = serde_json::from_slice(&std::fs::read(folder.join("meta.json")).unwrap()).unwrap();
    let raw = std::fs::read(folder.join("response.raw")).unwrap();
    let text = |name: &str| meta[name].as_str().unwrap().to_owned();
    let body = &raw[end_of_head(&raw)..];
    let (chunks, complete) = match meta["body_mode"].as_str() {
        Some("chunked") => unchunk(body),
        _ => (vec![body.to_vec()], meta["complete"] == true),
    };
    Transcript {
        name: folder.file_name().unwrap().to_string_lossy().into_owned(),
        method: text("method"),
        path: text("path"),
        request: std::fs::read(folder.join("request.json")).unwrap_or_default(),
        status: meta["status"].as_u64().unwrap_or_default().try_into().unwrap(),
        raw,
        chunks,
        complete,
    }
}

/// Takes HTTP's chunk framing off; says whether the last chunk has come.
fn unchunk(mut body: &[u8]) -> (Vec<Vec<u8>>, bool) {
    let mut chunks = Vec::new();
    while let Some(at) = find(body, b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&body[..at]).unwrap().trim(), 16).unwrap();
        if size == 0 {
            return (chunks, true);
        }
        chunks.push(body[at + 2..at + 2 + size].to_vec());
        body = &body[(at + 2 + size + 2).min(body.len())..];
    }
    (chunks, false)
}

fn end_of_head(raw: &[u8]) -> usize {
    find(raw, b"\r\n\r\n").map_or(raw.len(), |at| at + 4)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len().max(1)).position(|window| window == wanted)
}
