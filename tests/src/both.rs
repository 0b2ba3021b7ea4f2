//! One call through both drivers, against the same recordings: it comes to the same, and the same is sent.
#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test fails by panicking")]

use crate::replay::Sent;
use crate::transcripts;
use formwork::Error;
use serde_json::Value;
use std::fmt::Debug;

/// Waits for a future on a runtime of its own.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// The same call through both drivers, against the same recordings; gives what it comes to, and the requests.
#[macro_export]
macro_rules! both {
    ($model:expr, [$($recording:expr),*], |$client:ident| $waiting:expr, $blocking:expr) => {{
        use $crate::replay::{Cut, Replay, Sent};
        use $crate::transcripts::named;
        let responses = |cut: Cut| [$($recording),*].map(|name| cut.apply(&named(name))).to_vec();
        let count = [$($recording),*].len();
        let close = [$($recording),*].iter().any(|name| !named(name).complete);
        let replay = Replay::start(responses(Cut::Recorded), close);
        let waiting = $crate::both::run(async {
            let $client = formwork::Ollama::at(replay.url(), $model).unwrap();
            $waiting
        });
        let sent: Vec<Sent> = (0..count).map(|_| replay.request()).collect();
        let replay = Replay::start(responses(Cut::Every(5)), close);
        let $client = formwork::blocking::Ollama::at(replay.url(), $model).unwrap();
        let blocking = $blocking;
        let again: Vec<Sent> = (0..count).map(|_| replay.request()).collect();
        assert_eq!($crate::both::shown(&waiting), $crate::both::shown(&blocking), "{:?}", [$($recording),*]);
        for (one, other) in sent.iter().zip(&again) {
            assert_eq!((one.line(), &one.body), (other.line(), &other.body));
        }
        (waiting, sent)
    }};
}

/// A result as text, without the port of the replay.
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
pub fn same(sent: &Sent, recording: &str) {
    let recorded = transcripts::named(recording);
    assert!(sent.line().starts_with(&format!("{} {} ", recorded.method, recorded.path)), "{}", sent.line());
    match serde_json::from_slice::<Value>(&recorded.request) {
        Ok(body) => assert_eq!(serde_json::from_slice::<Value>(&sent.body).unwrap(), body, "{recording}"),
        Err(_) => assert_eq!(sent.body, recorded.request, "{recording}"),
    }
}
