//! Every recorded reply of `/api/generate` and `/api/chat`, through the core cut at every byte, and through both drivers.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::ErrorKind;
use formwork::model::Call;
use formwork::testing::{Cut, Server};
use formwork::{Ollama, blocking};
use formwork_tests::events::{self, Outcome};
use formwork_tests::transcripts::{self, Transcript};
use std::fmt::Write as _;

const MODEL: &str = "smollm2:135m";

fn whole(transcript: &Transcript) -> Outcome {
    events::core(MODEL, transcript.status, [transcript.body().as_slice()], transcript.complete)
}

#[test]
fn any_cut_gives_the_same_events_and_the_same_error() {
    for transcript in transcripts::replies() {
        let body = transcript.body();
        let expected = whole(&transcript);
        for at in 0..=body.len() {
            let (first, second) = body.split_at(at);
            let cut = events::core(MODEL, transcript.status, [first, second], transcript.complete);
            assert_eq!(cut, expected, "{} cut at {at}", transcript.name);
        }
        let bytes = events::core(MODEL, transcript.status, body.chunks(1), transcript.complete);
        assert_eq!(bytes, expected, "{} byte by byte", transcript.name);
    }
}

#[test]
fn both_drivers_give_what_the_core_gives() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for transcript in transcripts::replies() {
        let mut expected = whole(&transcript);
        for cut in [Cut::Whole, Cut::Natural, Cut::Every(7)] {
            let server = Server::start([transcript.answer().always().cut(cut.clone())]).unwrap();
            let call = Call::new("hi").stream();
            let model = Ollama::at(server.url(), MODEL).unwrap();
            let waiting = runtime.block_on(events::asynchronous(&model, call.clone()));
            let model = blocking::Ollama::at(server.url(), MODEL).unwrap();
            let blocking = events::blocking(&model, call);
            if !transcript.complete {
                // Only a driver can see that the connection broke.
                expected.error.clone_from(&waiting.error);
                let (kind, status, message) = waiting.error.clone().unwrap();
                assert_eq!((kind, status), (ErrorKind::Transport, None), "{}: {message}", transcript.name);
                assert!(message.contains("broke before the reply was complete"), "{message}");
            }
            assert_eq!(waiting, expected, "{} async, {cut:?}", transcript.name);
            assert_eq!(blocking, expected, "{} blocking, {cut:?}", transcript.name);
        }
    }
}

/// What each recording comes to, to be read by people: a change of a kind or a message shows here.
#[test]
fn the_outcome_of_each_recording_is_the_one_written_down() {
    let mut text = String::new();
    for transcript in transcripts::replies() {
        let outcome = whole(&transcript);
        write!(text, "{} [{}]", transcript.name, transcript.status).unwrap();
        match (&outcome.error, &outcome.end) {
            (Some((kind, _, message)), _) => write!(text, " {kind:?}: {message}").unwrap(),
            (None, Some(end)) => write!(text, " {}", end.split(", usage").next().unwrap()).unwrap(),
            (None, None) => text.push_str(" open"),
        }
        writeln!(text, " ({} events, {} bytes, {} thought)", outcome.events.len(), outcome.text.len(), outcome.thinking.len())
            .unwrap();
    }
    formwork_tests::snapshot("ollama_replies.txt", &text);
}
