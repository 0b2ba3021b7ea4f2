//! What serde makes of partial values. Of documents of many types, cut at every byte, `agreement` says the same of all.
#![allow(dead_code, clippy::pedantic, clippy::ptr_arg, clippy::unwrap_used, reason = "a test")]

mod enums;
mod flattened;
mod structs;

use formwork::{Generate, Parser};
use serde::Serialize;

fn now<T: Generate<Partial: Serialize>>(text: &str) -> String {
    let mut parser = Parser::<T>::new();
    parser.push(text.as_bytes()).unwrap();
    serde_json::to_string(parser.partial()).unwrap()
}
