//! Bodies of tests that every protocol goes through, over its own recordings.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::events::{self, Outcome};
use crate::transcripts::Transcript;
use formwork::ErrorKind;
use formwork::model::{BlockingModel, Call, Model};
use formwork::protocol::Receive;
use formwork::testing::{Cut, Server};
use std::fmt::Write as _;

/// A protocol, in the three ways into the library.
pub trait Suite {
    /// The call that a recording answers.
    fn call(&self, transcript: &Transcript) -> Call;

    /// The sans-IO core.
    fn reply(&self, call: &Call) -> impl Receive;

    /// The async driver, for a server at this URL.
    fn waiting(&self, url: String) -> impl Model;

    /// The blocking driver.
    fn blocking(&self, url: String) -> impl BlockingModel;

    /// What a recording comes to, in one piece.
    fn whole(&self, transcript: &Transcript) -> Outcome {
        let call = self.call(transcript);
        events::core(self.reply(&call), transcript.status, [transcript.body().as_slice()], transcript.complete)
    }

    /// Any cut gives the same events and the same error.
    fn survives_every_cut(&self, transcripts: &[Transcript]) {
        for transcript in transcripts {
            let body = transcript.body();
            let call = self.call(transcript);
            let expected = self.whole(transcript);
            for at in 0..=body.len() {
                let (first, second) = body.split_at(at);
                let cut = events::core(self.reply(&call), transcript.status, [first, second], transcript.complete);
                assert_eq!(cut, expected, "{} cut at {at}", transcript.name);
            }
            let bytes = events::core(self.reply(&call), transcript.status, body.chunks(1), transcript.complete);
            assert_eq!(bytes, expected, "{} byte by byte", transcript.name);
        }
    }

    /// Both drivers give what the core gives.
    fn drives_alike(&self, transcripts: &[Transcript]) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for transcript in transcripts {
            let mut expected = self.whole(transcript);
            for cut in [Cut::Whole, Cut::Natural, Cut::Every(7)] {
                let server = Server::start([transcript.answer().always().cut(cut.clone())]).unwrap();
                let call = self.call(transcript).stream();
                let waiting = runtime.block_on(events::asynchronous(&self.waiting(server.url()), call.clone()));
                let blocking = events::blocking(&self.blocking(server.url()), call);
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
    fn comes_to(&self, transcripts: &[Transcript], snapshot: &str) {
        let mut text = String::new();
        for transcript in transcripts {
            let outcome = self.whole(transcript);
            write!(text, "{} [{}]", transcript.name, transcript.status).unwrap();
            match (&outcome.error, &outcome.end) {
                (Some((kind, _, message)), _) => write!(text, " {kind:?}: {message}").unwrap(),
                (None, Some(end)) => write!(text, " {}", end.split(", usage").next().unwrap()).unwrap(),
                (None, None) => text.push_str(" open"),
            }
            let Outcome { events, text: said, thinking, .. } = &outcome;
            writeln!(text, " ({} events, {} bytes, {} thought)", events.len(), said.len(), thinking.len()).unwrap();
        }
        crate::snapshot(snapshot, &text);
    }
}
