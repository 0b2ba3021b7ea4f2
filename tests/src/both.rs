//! One call through both drivers, against the same recordings: it comes to the same, and the same is sent.
#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test fails by panicking")]

use crate::transcripts;
use formwork::Error;
use formwork::testing::Received;
use serde_json::Value;
use std::fmt::Debug;

/// The same call through both drivers, against the same recordings; gives what it comes to, and the requests.
#[macro_export]
macro_rules! both {
    ($model:expr, [$($recording:expr),*], |$client:ident| $waiting:expr, $blocking:expr) => {{
        use formwork::testing::{Cut, Server};
        use $crate::both::{line, shown};
        use $crate::transcripts::named;
        let server = Server::start([$($recording),*].map(|name| named(name).answer())).unwrap();
        let waiting = $crate::run(async {
            let $client = formwork::Ollama::at(server.url(), $model).unwrap();
            $waiting
        });
        let sent = server.requests();
        let server = Server::start([$($recording),*].map(|name| named(name).answer().cut(Cut::Every(5)))).unwrap();
        let $client = formwork::blocking::Ollama::at(server.url(), $model).unwrap();
        let blocking = $blocking;
        let again = server.requests();
        assert_eq!(sent.len(), again.len());
        assert_eq!(shown(&waiting), shown(&blocking), "{:?}", [$($recording),*]);
        for (one, other) in sent.iter().zip(&again) {
            assert_eq!((line(one), &one.body), (line(other), &other.body));
        }
        (waiting, sent)
    }};
}

/// A request's method and path.
pub fn line(sent: &Received) -> String {
    format!("{} {}", sent.method, sent.path)
}

/// A result as text, without the server's port.
pub fn shown<T: Debug>(result: &Result<T, Error>) -> String {
    let text = match result {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("{:?} {:?}: {error}", error.kind(), error.status()),
    };
    text.split("127.0.0.1:")
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.trim_start_matches(char::is_numeric) })
        .collect()
}

/// The request is the recorded one.
pub fn same(sent: &Received, recording: &str) {
    let recorded = transcripts::named(recording);
    assert_eq!(line(sent), format!("{} {}", recorded.method, recorded.path));
    match serde_json::from_slice::<Value>(&recorded.request) {
        Ok(body) => assert_eq!(serde_json::from_slice::<Value>(&sent.body).unwrap(), body, "{recording}"),
        Err(_) => assert_eq!(sent.body, recorded.request, "{recording}"),
    }
}
