//! The blocking twins: the same calls and the same errors, without a runtime.

#[cfg(feature = "blocking")]
mod ollama;
#[cfg(feature = "blocking")]
mod openai;

pub use crate::model::BlockingModel as Model;
#[cfg(feature = "blocking")]
pub use ollama::{Ollama, ProgressIter};
#[cfg(feature = "blocking")]
pub use openai::OpenAi;
