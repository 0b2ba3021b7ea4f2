//! Counts instructions with callgrind, which unlike time does not depend on what else the machine does.
//!
//! Without arguments it runs itself under valgrind for every document and parser and prints the tables of docs/speed.md.
//! With `formwork` as the argument only the rows of this crate are counted.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints tables")]

use formwork_benches::documents::{character, compact, invoice, list, pretty};
use formwork_benches::types::{Character, Invoice, Record};
use formwork_benches::{PIECES, WHOLE, pieces, tokens, whole};
use std::process::{Command, ExitCode};

/// The documents that are read whole.
const DOCUMENTS: [&str; 4] = ["character", "invoice", "list 1024", "list 1024 pretty"];
/// The documents that are read in pieces; the longer ones tell how the cost grows.
const GROWING: [&str; 6] = ["character", "invoice", "list 4", "list 16", "list 64", "list 256"];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [mode, parser, document, times] => run(mode, parser, document, times.parse().unwrap_or(1)),
        [] => tables(&WHOLE, &PIECES),
        [only] => tables(&[only], &[only]),
        _ => {
            eprintln!("arguments: none, a parser, or: whole|pieces PARSER DOCUMENT TIMES");
            ExitCode::FAILURE
        }
    }
}

fn run(mode: &str, parser: &str, document: &str, times: usize) -> ExitCode {
    let bytes = bytes(document);
    let tokens = if mode == "pieces" { tokens(&bytes) } else { Vec::new() };
    let read = |bytes: &[u8]| match (mode, document) {
        ("whole", "character") => whole::<Character>(parser, bytes),
        ("whole", "invoice") => whole::<Invoice>(parser, bytes),
        ("whole", _) => whole::<Vec<Record>>(parser, bytes),
        (_, "character") => pieces::<Character>(parser, bytes, &tokens),
        (_, "invoice") => pieces::<Invoice>(parser, bytes, &tokens),
        _ => pieces::<Vec<Record>>(parser, bytes, &tokens),
    };
    if (0..times).all(|_| read(&bytes)) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A document by its name: `list 64 pretty` is a list of 64 KB.
fn bytes(document: &str) -> Vec<u8> {
    let mut words = document.split(' ');
    match (words.next(), words.next().and_then(|size| size.parse::<usize>().ok()), words.next()) {
        (Some("character"), ..) => compact(&character()),
        (Some("invoice"), ..) => compact(&invoice()),
        // Pretty-printed it is as long with fewer records.
        (_, size, Some(_)) => pretty(&list(size.unwrap_or(1) * 1024 * 10 / 16)),
        (_, size, None) => compact(&list(size.unwrap_or(1) * 1024)),
    }
}

fn tables(for_whole: &[&str], for_pieces: &[&str]) -> ExitCode {
    table("Whole documents", "whole", for_whole, &DOCUMENTS, |_, _| true);
    // The peers' cost is the square of the length: the longest ones would take all day.
    let worth = |parser: &str, document: &str| parser == "formwork" || !["list 64", "list 256"].contains(&document);
    table("In pieces of 4 bytes, looking after each", "pieces", for_pieces, &GROWING, worth);
    ExitCode::SUCCESS
}

fn table(title: &str, mode: &str, parsers: &[&str], documents: &[&str], worth: impl Fn(&str, &str) -> bool) {
    let heads: Vec<_> = documents.iter().map(|document| format!("{document}, {} B", bytes(document).len())).collect();
    println!("{title}, instructions\n\n| | {} |\n|---|{}", heads.join(" | "), "---:|".repeat(documents.len()));
    for parser in parsers {
        let counts =
            documents.iter().map(|document| if worth(parser, document) { count(mode, parser, document) } else { String::new() });
        println!("| {parser} | {} |", counts.collect::<Vec<_>>().join(" | "));
    }
    println!();
}

/// The instructions of one reading: the difference between few and more of them.
fn count(mode: &str, parser: &str, document: &str) -> String {
    let (few, many) = if bytes(document).len() > 10_000 || mode == "pieces" && parser != "formwork" { (1, 2) } else { (5, 25) };
    let total = |times: usize| callgrind(mode, parser, document, times);
    match (total(few), total(many)) {
        (Some(least), Some(most)) => group((most - least) / (many - few) as u64),
        _ => "failed".into(),
    }
}

fn callgrind(mode: &str, parser: &str, document: &str, times: usize) -> Option<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().ok()?)
        .args([mode, parser, document, &times.to_string()])
        .output()
        .ok()?;
    let report = String::from_utf8(output.stderr).ok()?;
    let collected = report.lines().find_map(|line| line.split_once("Collected : "))?.1;
    output.status.success().then(|| collected.trim().parse().ok())?
}

fn group(number: u64) -> String {
    let digits = number.to_string();
    let place = |position: usize| (digits.len() - position).is_multiple_of(3) && position > 0;
    digits.char_indices().flat_map(|(position, digit)| place(position).then_some(' ').into_iter().chain([digit])).collect()
}
