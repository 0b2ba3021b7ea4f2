//! Every recorded reply of `/api/generate` and `/api/chat`, through the core cut at every byte, and through both drivers.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::model::{BlockingModel, Call, Model};
use formwork::protocol::{Receive, ollama::Reply};
use formwork::{Ollama, blocking};
use formwork_tests::suite::Suite as _;
use formwork_tests::transcripts::{self, Transcript};

const MODEL: &str = "smollm2:135m";

struct Suite;

impl formwork_tests::suite::Suite for Suite {
    fn call(&self, _: &Transcript) -> Call {
        Call::new("hi")
    }

    fn reply(&self, _: &Call) -> impl Receive {
        Reply::new(MODEL)
    }

    fn waiting(&self, url: String) -> impl Model {
        Ollama::at(url, MODEL).unwrap()
    }

    fn blocking(&self, url: String) -> impl BlockingModel {
        blocking::Ollama::at(url, MODEL).unwrap()
    }
}

#[test]
fn any_cut_gives_the_same_events_and_the_same_error() {
    Suite.survives_every_cut(&transcripts::replies());
}

#[test]
fn both_drivers_give_what_the_core_gives() {
    Suite.drives_alike(&transcripts::replies());
}

#[test]
fn the_outcome_of_each_recording_is_the_one_written_down() {
    Suite.comes_to(&transcripts::replies(), "ollama_replies.txt");
}
