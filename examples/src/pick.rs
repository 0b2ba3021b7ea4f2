//! Finds a model: Ollama where one answers, and otherwise one that runs in this process.

use crate::package::Progress;
use crate::weights;
use formwork::ollama::{Capability, Installed};
use formwork::{Embedded, Model, Ollama, OpenAi, blocking};
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// Whatever keeps an example from going on.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The model to ask; says on standard error which one it is.
///
/// It is Ollama's where a server answers (at `OLLAMA_HOST`, or at the default address): the model that `OLLAMA_MODEL` names, or
/// the first that the server has. Otherwise it is the embedded one. Before both goes a server of `OpenAI`'s protocol, where
/// `OPENAI_MODEL` names its model and `OPENAI_BASE_URL` its address.
///
/// # Errors
/// When there is no server and the embedded model cannot be fetched or loaded.
pub fn model() -> Result<Box<dyn Model>, Failure> {
    if let Ok(name) = std::env::var("OPENAI_MODEL") {
        return Ok(Box::new(OpenAi::builder(name).build()?));
    }
    Ok(match on_ollama(&Capability::Completion) {
        Some(name) => Box::new(Ollama::new(name)),
        None => Box::new(embedded()?),
    })
}

/// As [`model`], for programs without a runtime.
///
/// # Errors
/// As [`model`].
pub fn blocking_model() -> Result<Box<dyn blocking::Model>, Failure> {
    if let Ok(name) = std::env::var("OPENAI_MODEL") {
        return Ok(Box::new(blocking::OpenAi::builder(name).build()?));
    }
    Ok(match on_ollama(&Capability::Completion) {
        Some(name) => Box::new(blocking::Ollama::new(name)),
        None => Box::new(embedded()?),
    })
}

/// A model that sees images, which the embedded one does not.
///
/// # Errors
/// When there is no server that has one.
pub fn vision_model() -> Result<blocking::Ollama, Failure> {
    let name = on_ollama(&Capability::Vision);
    name.map(blocking::Ollama::new).ok_or_else(|| {
        "no Ollama server with a model that sees answers, and the embedded model sees nothing: \
         run `ollama pull qwen2.5vl:3b`, or set OLLAMA_HOST to a server that has one"
            .into()
    })
}

/// How long an Ollama server may take to answer before it counts as not there.
const PATIENCE: Duration = Duration::from_secs(2);

/// The name of the Ollama model to ask, where a server answers and has one that can do this.
fn on_ollama(wanted: &Capability) -> Option<String> {
    let server = blocking::Ollama::builder("any").connect_timeout(PATIENCE).idle_timeout(PATIENCE).build().ok()?;
    let models = server.list().ok()?;
    let can = |model: &Installed| match (wanted, model.capabilities.contains(wanted)) {
        // Ollama lists models that only embed as `completion` as well, and older servers list nothing.
        (Capability::Completion, _) => !model.name.contains("embed"),
        (_, can) => can,
    };
    let chosen = std::env::var("OLLAMA_MODEL").ok();
    let name = chosen.or_else(|| models.into_iter().find(can).map(|model| model.name))?;
    eprintln!("model: {name} on Ollama");
    Some(name)
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
