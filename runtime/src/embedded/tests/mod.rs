//! The tokenizer on the real model, and files that are no models; generating is tested from outside, in the `tests` package.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

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
