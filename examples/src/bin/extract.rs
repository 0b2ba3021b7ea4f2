//! A job at scale: reads JSON Lines, finds facts in the text of each record, and writes them as JSON Lines in the same order. It can be
//! killed at any time and goes on where it was.
//!
//! ```sh
//! echo '{"text": "Ada met Charles in London and was delighted."}' | cargo run --bin extract -- --into facts.jsonl
//! ```

use formwork::{Generate, Model as _, Options, Policy, Request};
use formwork_examples::extract::{Arguments, Journal, Report, bar, count, question, records};
use formwork_examples::{Failure, model};
use serde::Serialize;

/// What a text says.
#[derive(Debug, Generate, Serialize)]
struct Facts {
    /// The names of the people, as written.
    #[generate(len = ..=8)]
    people: Vec<String>,
    /// The names of the places, as written.
    #[generate(len = ..=8)]
    places: Vec<String>,
    /// How the text sounds.
    mood: Mood,
}

#[derive(Debug, Generate, Serialize)]
#[serde(rename_all = "snake_case")]
enum Mood {
    Glad,
    Neutral,
    Sad,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let arguments = Arguments::parse(std::env::args().skip(1))?;
    let input = arguments.input.as_deref();
    let mut journal = Journal::open(&arguments.into, &arguments.failures)?;
    let done_before = journal.next();
    let bar = bar(count(input)?, done_before);
    let model = model()?;
    let template = Request::new("")
        .system("You find facts in texts. Use only what the text says.")
        .options(Options::new().temperature(0.0).num_predict(300_u32))
        .policy(Policy::new().reask(1).retry(4));
    // Read one by one when there is room for another call, so that the file may have any size.
    let todo = records(input)?.skip_while(|(number, _)| *number < done_before);
    let mut facts = model
        .generate_each::<Facts, _>(todo, |record| question(record, &template))
        .concurrency(arguments.concurrency)
        .on_event(|_, tally| bar.set_message(format!("{} failed", tally.failed)));
    while let Some(done) = facts.next().await {
        let (_, line) = done.input;
        journal.write(&line.unwrap_or_default(), done.result)?;
        bar.inc(1);
    }
    let tally = facts.tally();
    drop(facts);
    bar.finish_and_clear();
    println!("{}", Report::new(journal.next(), &arguments.failures, tally)?);
    Ok(())
}
