//! What is asked of the calls about models: a new model, embeddings.

use super::super::json::Writer;
use super::{Defaults, Embeddings};
use crate::prompt::{KeepAlive, Message, Options};
use crate::{Error, ErrorKind};
use serde_json::{Map, Value};

/// How a new model is made (`POST /api/create`).
///
/// ```
/// use formwork::ollama::Create;
///
/// let mario = Create::from("llama3.2").system("You are Mario.").parameter("temperature", 1);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct Create {
    fields: Map<String, Value>,
}

impl Create {
    /// From a model that the server has, or can fetch.
    pub fn from(model: impl Into<String>) -> Self {
        Self::default().field("from", model.into())
    }

    /// From files whose blobs the server has: see [`file`](Self::file).
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file by its name and the digest of its blob: a GGUF, or the parts of a Safetensors model.
    pub fn file(self, name: impl Into<String>, digest: impl Into<String>) -> Self {
        self.entry("files", name.into(), Value::String(digest.into()))
    }

    /// Adds a `LoRA` adapter by its name and the digest of its blob.
    pub fn adapter(self, name: impl Into<String>, digest: impl Into<String>) -> Self {
        self.entry("adapters", name.into(), Value::String(digest.into()))
    }

    /// Sets the template that makes a prompt of a chat, in Go's language.
    pub fn template(self, template: impl Into<String>) -> Self {
        self.field("template", template.into())
    }

    /// Sets the model's own instructions.
    pub fn system(self, system: impl Into<String>) -> Self {
        self.field("system", system.into())
    }

    /// Sets the licence.
    pub fn license(self, license: impl Into<String>) -> Self {
        self.field("license", license.into())
    }

    /// Sets an option's default by its name, such as `temperature`; `stop` takes a list.
    pub fn parameter(self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.entry("parameters", name.into(), value.into())
    }

    /// Adds a message that every chat begins with; its images are left out.
    pub fn message(mut self, message: &Message) -> Self {
        let said = serde_json::json!({"role": message.role.as_str(), "content": message.content});
        match self.fields.entry("messages").or_insert_with(|| Value::Array(Vec::new())) {
            Value::Array(messages) => messages.push(said),
            other => *other = Value::Array(vec![said]),
        }
        self
    }

    /// Quantizes a model of 16 or 32 bits, for instance to `q4_K_M`.
    pub fn quantize(self, quantization: impl Into<String>) -> Self {
        self.field("quantize", quantization.into())
    }

    /// Sets a field of the request by its name, for what a server knows and this type does not.
    pub fn extra(self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.field(name, value)
    }

    fn field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.fields.insert(name.into(), value.into());
        self
    }

    fn entry(mut self, field: &str, name: String, value: Value) -> Self {
        match self.fields.entry(field).or_insert_with(|| Value::Object(Map::new())) {
            Value::Object(entries) => {
                entries.insert(name, value);
            }
            other => *other = Value::Object(Map::from_iter([(name, value)])),
        }
        self
    }

    pub(super) fn write(&self, writer: &mut Writer, model: &str) -> Result<(), Error> {
        writer.key("model").value(model)?;
        self.fields.iter().try_for_each(|(name, value)| writer.named(name, value))
    }
}

/// Texts to be turned into vectors (`POST /api/embed`); a text or a list of them turns into one.
///
/// ```
/// use formwork::ollama::Embed;
///
/// let texts = Embed::new(["wood", "concrete"]).dimensions(256);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Embed {
    input: Vec<String>,
    dimensions: Option<u32>,
    truncate: bool,
    options: Options,
    keep_alive: Option<KeepAlive>,
}

impl Embed {
    /// These texts; none of them gives no vectors.
    pub fn new<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        let input = texts.into_iter().map(Into::into).collect();
        Self { input, dimensions: None, truncate: false, options: Options::new(), keep_alive: None }
    }

    /// Cuts the vectors to this many dimensions, for models that were trained for it.
    pub fn dimensions(mut self, dimensions: u32) -> Self {
        self.dimensions = Some(dimensions);
        self
    }

    /// Cuts texts that are too long, where they would be an error; the server's own default is to cut them in silence.
    pub fn truncate(mut self) -> Self {
        self.truncate = true;
        self
    }

    /// Sets options, such as `num_ctx`.
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Sets how long the server keeps the model in memory.
    pub fn keep_alive(mut self, keep_alive: KeepAlive) -> Self {
        self.keep_alive = Some(keep_alive);
        self
    }

    /// The vectors, if there is one for each text. The server leaves those of empty texts out. (Recorded: `embed_empty_string`.)
    pub(crate) fn matched(&self, embeddings: Embeddings) -> Result<Embeddings, Error> {
        let (texts, vectors) = (self.input.len(), embeddings.vectors.len());
        if texts == vectors {
            return Ok(embeddings);
        }
        let message = format!("the server gave {vectors} vectors for {texts} texts; leave empty texts out");
        Err(Error::new(ErrorKind::Protocol, message))
    }

    pub(super) fn write(&self, writer: &mut Writer, model: &str, defaults: &Defaults) -> Result<(), Error> {
        writer.key("model").value(model)?;
        writer.key("input").value(&self.input)?;
        writer.key("truncate").value(&self.truncate)?;
        if let Some(dimensions) = self.dimensions {
            writer.key("dimensions").value(&dimensions)?;
        }
        let options = self.options.clone().or(&defaults.options);
        Defaults { options, keep_alive: self.keep_alive.or(defaults.keep_alive), ..Defaults::default() }.write(writer)
    }
}

impl From<&str> for Embed {
    fn from(text: &str) -> Self {
        Self::new([text])
    }
}

impl From<String> for Embed {
    fn from(text: String) -> Self {
        Self::new([text])
    }
}

impl<T: Into<String>> From<Vec<T>> for Embed {
    fn from(texts: Vec<T>) -> Self {
        Self::new(texts)
    }
}

impl<T: Into<String>, const N: usize> From<[T; N]> for Embed {
    fn from(texts: [T; N]) -> Self {
        Self::new(texts)
    }
}
