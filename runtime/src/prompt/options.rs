//! Options of a generation, under the names that Ollama gives them.

use serde::Serialize;
use serde_json::{Map, Value};
use std::time::Duration;

macro_rules! options {
    ($( $(#[$docs:meta])* $name:ident: $type:ty, )*) => {
        /// How the model generates: sampling, limits, and what Ollama's `options` field takes.
        ///
        /// What is not set is left to the model's own defaults, with the exceptions that each method names. An option that a
        /// model cannot honour is an error of kind [`Unsupported`](crate::ErrorKind::Unsupported), never dropped.
        ///
        /// ```
        /// use formwork::Options;
        ///
        /// let options = Options::new().temperature(0.2).seed(7).num_predict(200);
        /// assert_eq!(options.seed, Some(7));
        /// ```
        #[derive(Debug, Clone, PartialEq, Default, Serialize)]
        #[non_exhaustive]
        pub struct Options {
            $( $(#[$docs])* #[serde(skip_serializing_if = "Option::is_none")] pub $name: Option<$type>, )*
            /// Further options by name, for what a server knows and this type does not.
            #[serde(flatten)]
            pub extra: Map<String, Value>,
        }

        impl Options {
            /// No option set.
            pub fn new() -> Self {
                Self::default()
            }

            $( $(#[$docs])* pub fn $name(mut self, value: $type) -> Self {
                self.$name = Some(value);
                self
            } )*

            /// Sets an option by its name, for what a server knows and this type does not.
            pub fn extra(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
                self.extra.insert(name.into(), value.into());
                self
            }

            /// These options, and `defaults` where one is not set.
            pub fn or(mut self, defaults: &Self) -> Self {
                $( if self.$name.is_none() { self.$name.clone_from(&defaults.$name); } )*
                for (name, value) in &defaults.extra {
                    self.extra.entry(name.clone()).or_insert_with(|| value.clone());
                }
                self
            }
        }
    };
}

options! {
    /// How freely the model chooses: 0 always takes the likeliest token. Ollama's default is 0.8.
    temperature: f32,
    /// The number that the random choices start from; the same seed and prompt give the same text. Random unless set.
    seed: i64,
    /// The most tokens to write; 0 would mean unlimited to Ollama, and is refused. Unset, it is what the value can need at most,
    /// where every part of the type has a bound (`len`, `range`, ...) and the server is Ollama or the model `Embedded`; otherwise Ollama
    /// writes until the context is full (`num_ctx`), `Embedded` 1,024 tokens, and an `OpenAI`-compatible server what it likes.
    num_predict: u32,
    /// The size of the context window in tokens: the prompt and the reply together. Ollama's default depends on the machine's memory;
    /// a model's own limit is in what `Ollama::show` gives, `context_length()`, and `fit_context` of `Ollama`'s builder sizes the window
    /// by the prompt. A prompt that leaves no room in it is an error of kind [`ContextOverflow`](crate::ErrorKind::ContextOverflow).
    num_ctx: u32,
    /// Only the likeliest tokens that together reach this probability are considered. Ollama's default is 0.9.
    top_p: f32,
    /// Only this many of the likeliest tokens are considered. Ollama's default is 40.
    top_k: u32,
    /// Tokens less probable than this share of the likeliest one are not considered. Ollama's default is 0.
    min_p: f32,
    /// Locally typical sampling. Ollama's default is 1 (off).
    typical_p: f32,
    /// How strongly repeated tokens are avoided. Ollama's default is 1.1.
    repeat_penalty: f32,
    /// How many of the last tokens count as repeated: 0 none, -1 the whole context. Ollama's default is 64.
    repeat_last_n: i32,
    /// How strongly tokens that appeared at all are avoided. Ollama's default is 0.
    presence_penalty: f32,
    /// How strongly tokens are avoided by how often they appeared. Ollama's default is 0.
    frequency_penalty: f32,
    /// Texts at which the reply ends; they are not part of it. One that occurs inside a JSON value cuts it.
    stop: Vec<String>,
    /// How many tokens of the prompt are kept when the context is full. Ollama's default is 4.
    num_keep: u32,
    /// How many prompt tokens are processed at once. Ollama's default is 512.
    num_batch: u32,
    /// How many layers run on the GPU; chosen by Ollama unless set.
    num_gpu: i32,
    /// Which GPU holds small tensors. Ollama's default is 0.
    main_gpu: i32,
    /// How many threads compute; chosen by Ollama unless set.
    num_thread: u32,
    /// Whether the model file is mapped into memory; chosen by Ollama unless set.
    use_mmap: bool,
}

/// How long Ollama keeps a model in memory after a call (`keep_alive`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepAlive {
    /// For this long. Ollama's default is five minutes.
    For(Duration),
    /// Until it is told otherwise.
    Forever,
    /// Not at all.
    Unload,
}

/// Whether a model that can think before it answers does so (`think`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Think {
    /// No thinking.
    Off,
    /// Thinking, as much as the model likes.
    On,
    /// A little thinking, for models with levels.
    Low,
    /// Some thinking, for models with levels.
    Medium,
    /// Much thinking, for models with levels.
    High,
    /// As much thinking as the model can do, for models with levels.
    Max,
}
