//! Every recorded reply of llama-server, through the core cut at every byte, and through both drivers.

use formwork::model::{BlockingModel, Call, Format, Model};
use formwork::protocol::Receive;
use formwork::protocol::openai::{Flavor, Reply};
use formwork::{OpenAi, blocking};
use formwork_tests::suite::Suite as _;
use formwork_tests::transcripts::{self, Transcript};

const MODEL: &str = "smollm2:135m";

struct Suite;

impl formwork_tests::suite::Suite for Suite {
    fn call(&self, transcript: &Transcript) -> Call {
        let call = Call::new("hi");
        if transcript.name.starts_with("wrapped") { call.format(Format::of::<Vec<i32>>()) } else { call }
    }

    fn reply(&self, call: &Call) -> impl Receive {
        Reply::new(MODEL, call, Flavor::default())
    }

    fn waiting(&self, url: String) -> impl Model {
        OpenAi::at(url, MODEL).unwrap()
    }

    fn blocking(&self, url: String) -> impl BlockingModel {
        blocking::OpenAi::at(url, MODEL).unwrap()
    }
}

#[test]
fn any_cut_gives_the_same_events_and_the_same_error() {
    Suite.survives_every_cut(&transcripts::llama_server());
}

#[test]
fn both_drivers_give_what_the_core_gives() {
    Suite.drives_alike(&transcripts::llama_server());
}

#[test]
fn the_outcome_of_each_recording_is_the_one_written_down() {
    Suite.comes_to(&transcripts::llama_server(), "openai_replies.txt");
}

#[test]
fn the_tokens_of_a_wrapped_value_are_those_of_its_text() {
    let outcome = Suite.whole(&transcripts::named("llama-server/wrapped_logprobs"));
    let tokens: String = outcome.tokens.concat();
    assert!(tokens.trim_start().starts_with('[') && !outcome.tokens.is_empty());
    assert_eq!(tokens, outcome.text);
}
