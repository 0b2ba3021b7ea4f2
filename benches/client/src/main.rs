//! What a call to an Ollama server costs its client, counted in user-space instructions (callgrind) and in CPU time, beside others.
//!
//! `cargo run --release -p formwork-client-bench` prints the tables of docs/client.md. Each number is a difference: a run with many
//! calls less a run with few, so that what a program does once does not count. The server is in the first process, the client in
//! one of its own.
#![allow(clippy::indexing_slicing, reason = "a program that prints tables")]
#![expect(clippy::print_stdout, reason = "a program that prints tables")]

mod clients;
mod server;

use clients::CLIENTS;
use std::process::Command;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What is served: its name, what the table says of it, and how many records one call has.
const CASES: [(&str, &str, usize); 3] = [
    ("whole", "a reply of 587 bytes, per call", 1),
    ("each", "1,000 records, a write each, per record", server::RECORDS),
    ("coalesced", "1,000 records in one write, per record", server::RECORDS),
];

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => tables(),
        [client, case, url, times] => {
            clients::run(client, case, url, times.parse()?)?;
            println!("{}", cpu()?);
            Ok(())
        }
        _ => Err("arguments: none, or CLIENT CASE URL TIMES".into()),
    }
}

/// The CPU time of this process in nanoseconds; all clients run on the main thread.
fn cpu() -> Result<u64, Failure> {
    let text = std::fs::read_to_string("/proc/self/schedstat")?;
    Ok(text.split(' ').next().unwrap_or_default().parse()?)
}

fn tables() -> Result<(), Failure> {
    let cases: Vec<_> = CASES.iter().map(|(case, ..)| server::serve(case)).collect::<Result<_, _>>()?;
    for (what, few, many, measure) in [
        ("user-space instructions", 3, 13, instructions as fn(&str, &str, &str, usize) -> Result<u64, Failure>),
        ("CPU time in nanoseconds, kernel included, the least of five runs", 20, 220, time),
    ] {
        println!("\n{what}\n\n| | {} |\n|---|{}", CASES.map(|(_, says, _)| says).join(" | "), "---:|".repeat(CASES.len()));
        for client in CLIENTS {
            print!("| {client} |");
            for ((case, _, records), url) in CASES.iter().zip(&cases) {
                let cost = measure(client, case, url, many)?.saturating_sub(measure(client, case, url, few)?);
                print!(" {} |", cost / ((many - few) * records) as u64);
            }
            println!();
        }
    }
    Ok(())
}

/// Counts the instructions of a client in a process of its own.
fn instructions(client: &str, case: &str, url: &str, times: usize) -> Result<u64, Failure> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(std::env::current_exe()?);
    let output = valgrind.args([client, case, url, &times.to_string()]).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said.lines().find_map(|line| line.split("Collected : ").nth(1)?.trim().parse().ok());
    collected.ok_or_else(|| format!("valgrind did not count: {said}").into())
}

/// Measures the CPU time of a client in a process of its own.
fn time(client: &str, case: &str, url: &str, times: usize) -> Result<u64, Failure> {
    let once = || -> Result<u64, Failure> {
        let output = Command::new(std::env::current_exe()?).args([client, case, url, &times.to_string()]).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        said.trim().parse().map_err(|_| format!("{client} failed: {}", String::from_utf8_lossy(&output.stderr)).into())
    };
    (0..5).map(|_| once()).min_by_key(|time| time.as_ref().copied().unwrap_or(0)).unwrap_or(Ok(0))
}
