//! The tokenizer on the real model, and files that are no models; generating is tested from outside, in the `tests` package.
#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and files are made byte by byte"
)]

mod gguf;
mod hostile;
mod tokens;

use super::{Engine, Settings};
use std::path::PathBuf;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::open(&model(), &Settings::default()).expect("the model opens"));

fn model() -> PathBuf {
    formwork_examples::weights::smollm2(&mut |_| ()).expect("the model's weights")
}
