//! Finds a model: Ollama where one answers, and otherwise one that runs in this process.

use crate::package::Progress;
use crate::weights;
use formwork::{Embedded, Model, Ollama};
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// Whatever keeps an example from going on.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The model to ask; says on standard error which one it is.
///
/// It is Ollama's where a server answers (at `OLLAMA_HOST`, or at the default address): the model that `OLLAMA_MODEL` names, or
/// the first that the server has. Otherwise it is the embedded one.
///
/// # Errors
/// When there is no server and the embedded model cannot be fetched or loaded.
pub async fn model() -> Result<Box<dyn Model>, Failure> {
    match ollama().await {
        Some(model) => {
            eprintln!("model: {} on Ollama", model.model());
            Ok(Box::new(model))
        }
        None => Ok(Box::new(embedded()?)),
    }
}

/// How long an Ollama server may take to answer before it counts as not there.
const PATIENCE: Duration = Duration::from_secs(2);

/// The Ollama model to ask, where a server answers and has one.
async fn ollama() -> Option<Ollama> {
    let server = Ollama::new("any");
    let models = tokio::time::timeout(PATIENCE, server.list()).await.ok()?.ok()?;
    let wanted = std::env::var("OLLAMA_MODEL").ok();
    let name = wanted.or_else(|| models.into_iter().map(|model| model.name).find(|name| !name.contains("embed")))?;
    Some(server.with_model(name))
}

/// The model that runs in this process; says on standard error which file it is, and shows a progress bar while it is fetched.
///
/// # Errors
/// When the file cannot be fetched or loaded.
pub fn embedded() -> Result<Embedded, Failure> {
    let bar = ProgressBar::no_length();
    let path = weights::smollm2(&mut |progress| show(&bar, progress))?;
    bar.set_style(ProgressStyle::default_spinner());
    bar.set_message("loading the model");
    bar.enable_steady_tick(Duration::from_millis(100));
    let model = Embedded::open(&path)?;
    bar.finish_and_clear();
    eprintln!("model: embedded, {}", path.display());
    Ok(model)
}

fn show(bar: &ProgressBar, progress: Progress) {
    let (what, done, total) = match progress {
        Progress::Waiting => ("waiting for another program that fetches the model", 0, 1),
        Progress::Downloading { done, total } => ("fetching the model", done, total),
        Progress::Unpacking => ("unpacking the model", 0, 1),
    };
    if let Ok(style) = ProgressStyle::with_template("{msg:20} {bar:32} {bytes}/{total_bytes} {eta}") {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar.set_length(total);
    bar.set_position(done);
}
