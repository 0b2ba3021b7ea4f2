//! What the server tells of its models. These are its own records, as users want them; fields that are not known are passed over.

use serde::Deserialize;
use serde_json::{Map, Value};

/// Something that a model can do.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "String")]
#[non_exhaustive]
pub enum Capability {
    /// Write text.
    Completion,
    /// Call tools.
    Tools,
    /// Fill in between a prompt and a `suffix`.
    Insert,
    /// See images.
    Vision,
    /// Turn text into vectors.
    Embedding,
    /// Think before it answers.
    Thinking,
    /// Another one, in the server's word.
    Other(String),
}

impl Capability {
    /// The server's word for it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Completion => "completion",
            Self::Tools => "tools",
            Self::Insert => "insert",
            Self::Vision => "vision",
            Self::Embedding => "embedding",
            Self::Thinking => "thinking",
            Self::Other(word) => word,
        }
    }
}

impl From<String> for Capability {
    fn from(word: String) -> Self {
        match word.as_str() {
            "completion" => Self::Completion,
            "tools" => Self::Tools,
            "insert" => Self::Insert,
            "vision" => Self::Vision,
            "embedding" => Self::Embedding,
            "thinking" => Self::Thinking,
            _ => Self::Other(word),
        }
    }
}

/// How a model is built.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Details {
    /// The model that it was made from; empty for none.
    pub parent_model: String,
    /// The format of its file, such as `gguf`.
    pub format: String,
    /// Its architecture.
    pub family: String,
    /// All architectures in it.
    pub families: Option<Vec<String>>,
    /// How many parameters it has, such as `134.52M`.
    pub parameter_size: String,
    /// How they are quantized, such as `Q4_1`.
    pub quantization_level: String,
    /// How many tokens it was trained to keep in view, where the server says.
    pub context_length: Option<u64>,
    /// How many dimensions its embeddings have, where the server says.
    pub embedding_length: Option<u64>,
}

/// A model that the server has: a record of `GET /api/tags`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Installed {
    /// Its name, with its tag.
    pub name: String,
    /// When it was last changed, as RFC 3339.
    #[serde(default)]
    pub modified_at: String,
    /// The bytes that it takes on disk.
    #[serde(default)]
    pub size: u64,
    /// The SHA-256 of its manifest, in hexadecimal.
    #[serde(default)]
    pub digest: String,
    /// How it is built.
    #[serde(default)]
    pub details: Details,
    /// What it can do. An embedding model is listed as `completion` here; [`Shown::capabilities`] is right about it.
    #[serde(default)]
    pub capabilities: Vec<Capability>,
}

/// A model that is in memory: a record of `GET /api/ps`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Running {
    /// Its name, with its tag.
    pub name: String,
    /// The bytes that it takes in memory.
    #[serde(default)]
    pub size: u64,
    /// The bytes of these that are in a GPU's memory.
    #[serde(default)]
    pub size_vram: u64,
    /// The SHA-256 of its manifest, in hexadecimal.
    #[serde(default)]
    pub digest: String,
    /// How it is built.
    #[serde(default)]
    pub details: Details,
    /// When it will be dropped from memory, as RFC 3339.
    #[serde(default)]
    pub expires_at: String,
    /// How many tokens of context it was loaded with (`num_ctx`), where the server says.
    pub context_length: Option<u64>,
}

/// All about a model: the answer of `POST /api/show`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Shown {
    /// The Modelfile that would make it again.
    pub modelfile: String,
    /// Its own defaults of options, one a line.
    pub parameters: String,
    /// The template that makes a prompt of a chat, in Go's language.
    pub template: String,
    /// Its own instructions.
    pub system: String,
    /// Its licence.
    pub license: String,
    /// How it is built.
    pub details: Details,
    /// The metadata of its file, by name.
    pub model_info: Map<String, Value>,
    /// The metadata of what it sees images with; empty for none.
    pub projector_info: Map<String, Value>,
    /// What it can do.
    pub capabilities: Vec<Capability>,
    /// When it was last changed, as RFC 3339.
    pub modified_at: String,
}

impl Shown {
    /// Whether the model can do this. A server that names no capabilities at all, as those before 0.6.4, is believed to have it.
    pub fn can(&self, capability: &Capability) -> bool {
        self.capabilities.is_empty() || self.capabilities.contains(capability)
    }

    /// How many tokens the model was trained to keep in view.
    pub fn context_length(&self) -> Option<u64> {
        self.info("context_length")
    }

    /// How many dimensions its embeddings have.
    pub fn embedding_length(&self) -> Option<u64> {
        self.info("embedding_length")
    }

    /// A number that is filed under the name of the architecture.
    fn info(&self, name: &str) -> Option<u64> {
        let architecture = self.model_info.get("general.architecture")?.as_str()?;
        self.model_info.get(&format!("{architecture}.{name}"))?.as_u64()
    }
}

/// How far the server has come with a model: a record of `POST /api/pull`, `/api/push` or `/api/create`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Progress {
    /// What it does, in its own words; `success` at the end.
    pub status: String,
    /// The layer that is on its way, as `sha256:` and hexadecimal.
    pub digest: Option<String>,
    /// How many bytes the layer has.
    pub total: Option<u64>,
    /// How many of them are there; none are while the server does not say.
    pub completed: Option<u64>,
}

impl Progress {
    /// The share of the layer that is there, from 0 to 1.
    pub fn fraction(&self) -> Option<f64> {
        let total = self.total.filter(|total| *total > 0)?;
        #[expect(clippy::cast_precision_loss, reason = "a share need not be exact")]
        Some(self.completed.unwrap_or_default() as f64 / total as f64)
    }

    /// Whether this is the last record of what went well.
    pub fn is_success(&self) -> bool {
        self.status == "success"
    }
}

/// Vectors for texts: the answer of `POST /api/embed`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Embeddings {
    /// One vector for each text, in their order.
    #[serde(rename = "embeddings")]
    pub vectors: Vec<Vec<f32>>,
    /// How many tokens the texts have.
    #[serde(rename = "prompt_eval_count")]
    pub tokens: u64,
}
