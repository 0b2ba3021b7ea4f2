//! How often a small model gives a value: a table over ten types, with and without schema, outline and re-asking.
//!
//! `cargo run --release --bin small_models -- 50` asks for each type with 50 seeds, in each way to ask; a second argument picks one
//! of the ways by its number. The table is printed after every tenth seed. `docs/small-models.md` has one such table.

mod types;
mod watched;

use formwork::{ErrorKind, Generate, Instructions, Options, Policy, Request, blocking::Model as _};
use formwork_examples::{Failure, blocking_model};
use std::collections::BTreeMap;
use watched::{Tokens, Watched};

/// The most tokens of a try.
const LIMIT: u32 = 200;
/// How often the model is asked again.
const AGAIN: u32 = 1;

/// A way to ask.
struct Mode {
    name: &'static str,
    schema: bool,
    outline: bool,
}

const MODES: [Mode; 3] = [
    Mode { name: "schema and outline", schema: true, outline: true },
    Mode { name: "schema alone", schema: true, outline: false },
    Mode { name: "outline alone", schema: false, outline: true },
];

/// What came of the calls for one type in one mode.
#[derive(Debug, Default, Clone)]
struct Tally {
    calls: u32,
    /// Values at the first try, and with asking again.
    at_once: u32,
    at_last: u32,
    /// Of the first tries that gave a value.
    value: Tokens,
    /// Of all first tries.
    first: Tokens,
    /// Of all tries.
    all: Tokens,
    /// What kept a first try from being a value.
    faults: BTreeMap<String, u32>,
}

fn add(sum: &mut Tokens, tokens: Tokens) {
    sum.heard += tokens.heard;
    sum.written += tokens.written;
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.at_once += other.at_once;
        self.at_last += other.at_last;
        add(&mut self.value, other.value);
        add(&mut self.first, other.first);
        add(&mut self.all, other.all);
        for (fault, count) in &other.faults {
            *self.faults.entry(fault.clone()).or_default() += count;
        }
    }

    /// Asks once for a `T`.
    fn ask<T: Generate<Partial: Send + Sync>>(&mut self, model: &Watched<'_>, prompt: &str, outline: bool, seed: u32) {
        let request = Request::new(prompt)
            .instructions(if outline { Instructions::Outline } else { Instructions::Text("Answer with JSON.".into()) })
            .options(Options::new().temperature(0.7).seed(i64::from(seed)).num_predict(LIMIT))
            .policy(Policy::new().reask(AGAIN));
        let outcome = model.reply::<T>(request);
        let tries = model.take_tries();
        let first = tries.first().copied().unwrap_or_default();
        self.calls += 1;
        add(&mut self.first, first);
        for tokens in tries {
            add(&mut self.all, tokens);
        }
        self.at_last += u32::from(outcome.is_ok());
        let fault: Option<ErrorKind> = match &outcome {
            Ok(reply) => reply.attempts.first().map(|attempt| attempt.kind),
            Err(error) => Some(error.attempts().first().map_or(error.kind(), |attempt| attempt.kind)),
        };
        match fault {
            None => {
                self.at_once += 1;
                add(&mut self.value, first);
            }
            Some(kind) => *self.faults.entry(format!("{kind:?}")).or_default() += 1,
        }
    }
}

/// The table's rows: a name, and how its type is asked for.
type Row = (&'static str, fn(&mut Tally, &Watched<'_>, bool, u32));

macro_rules! rows {
    ($($type:ident: $prompt:literal,)*) => {
        [$((stringify!($type), |tally, model, outline, seed| tally.ask::<types::$type>(model, $prompt, outline, seed)),)*]
    };
}

const ROWS: [Row; 10] = rows! {
    Invoice: "Write an invoice of a shop for office furniture.",
    Resume: "Invent the résumé of a software engineer.",
    Ticket: "A customer writes: \"I cannot log in since this morning, and my whole team is waiting!\" Make a support ticket of it.",
    Recipe: "Write a recipe for pancakes.",
    LogLine: "Take this line apart: 2024-05-01T12:30:00Z ERROR db: connection to 10.0.0.7 refused",
    CalendarEvent: "Put a meeting with Ana and Ben about the budget into the calendar, on 3 June 2024 at 10 o'clock, for an hour.",
    Review: "Judge this: \"The kettle is fast and quiet, but the lid broke after a week.\"",
    Address: "Write down an address in Berlin.",
    Action: "The user says: \"Remind me of the cake in half an hour.\" What is to be done?",
    Weather: "Describe the weather in Lisbon on a day in May.",
};

fn main() -> Result<(), Failure> {
    let argument = |place| std::env::args().nth(place).map(|number| number.parse::<u32>()).transpose();
    let seeds = argument(1)?.unwrap_or(50);
    let only = argument(2)?;
    let model = blocking_model()?;
    for (number, mode) in (1..).zip(&MODES) {
        if only.is_none_or(|only| only == number) {
            run(&Watched::new(&*model, mode.schema), mode, seeds);
        }
    }
    Ok(())
}

fn run(model: &Watched<'_>, mode: &Mode, seeds: u32) {
    let mut tallies = vec![Tally::default(); ROWS.len()];
    for seed in 1..=seeds {
        for ((_, ask), tally) in ROWS.iter().zip(&mut tallies) {
            ask(tally, model, mode.outline, seed);
        }
        eprintln!("{}: seed {seed} of {seeds}", mode.name);
        if seed % 10 == 0 || seed == seeds {
            print(mode, &tallies);
        }
    }
}

fn percent(part: u32, whole: u32) -> String {
    format!("{:.0} %", 100.0 * f64::from(part) / f64::from(whole.max(1)))
}

fn mean(sum: u32, count: u32) -> String {
    if count == 0 { "-".to_owned() } else { format!("{:.0}", f64::from(sum) / f64::from(count)) }
}

fn print(mode: &Mode, tallies: &[Tally]) {
    println!("\n### {}\n", mode.name);
    println!("| type | calls | values at once | with re-asking | tokens a value | tokens a call, early stop | without |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    let mut total = Tally::default();
    for ((name, _), tally) in ROWS.iter().zip(tallies) {
        line(name, tally);
        total.add(tally);
    }
    line("all", &total);
    println!("\nFirst tries that were no value: {:?}.", total.faults);
    println!("Tokens of all tries together: {}.", total.all.heard);
}

fn line(name: &str, tally: &Tally) {
    let Tally { calls, at_once, at_last, value, first, .. } = tally;
    println!(
        "| {name} | {calls} | {} | {} | {} | {} | {} |",
        percent(*at_once, *calls),
        percent(*at_last, *calls),
        mean(value.heard, *at_once),
        mean(first.heard, *calls),
        mean(first.written, *calls),
    );
}
