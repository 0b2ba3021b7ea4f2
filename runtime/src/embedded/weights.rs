//! The weights of a llama-architecture model, checked against its metadata and in formats that compute fast.

use std::sync::Arc;

use candle_core::quantized::QTensor;
use candle_core::{Device, Tensor};
use rayon::prelude::*;

use super::error::EngineError;
use super::gguf::Gguf;
use super::matrix::Matrix;

type Result<T> = std::result::Result<T, EngineError>;

/// The numbers that give a llama model its form.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) layers: usize,
    pub(super) hidden: usize,
    pub(super) inner: usize,
    pub(super) heads: usize,
    pub(super) kv_heads: usize,
    pub(super) head_dim: usize,
    pub(super) context: usize,
    pub(super) vocabulary: usize,
    pub(super) norm_epsilon: f32,
    /// How fast each pair of a head turns with the position.
    pub(super) frequencies: Vec<f32>,
}

/// Every weight of the model. Shared by all generations, and never written.
pub(super) struct Weights {
    /// Stays quantized: a row is unpacked when its token comes by, which saves three bytes a number.
    pub(super) embedding: Arc<Matrix>,
    pub(super) layers: Vec<Layer>,
    pub(super) norm: Tensor,
    pub(super) output: Arc<Matrix>,
}

pub(super) struct Layer {
    pub(super) attention_norm: Tensor,
    pub(super) query: Matrix,
    pub(super) key: Matrix,
    pub(super) value: Matrix,
    pub(super) attention_output: Matrix,
    pub(super) feed_norm: Tensor,
    pub(super) gate: Matrix,
    pub(super) up: Matrix,
    pub(super) down: Matrix,
}

impl Form {
    pub(super) fn read(file: &Gguf) -> Result<Self> {
        let architecture = file.text("general.architecture")?;
        if architecture != "llama" {
            return Err(EngineError::unsupported(format!(
                "the model's architecture is `{architecture}`: the embedded engine runs `llama` models only"
            )));
        }
        let (heads, hidden) = (nonzero(file, "llama.attention.head_count")?, nonzero(file, "llama.embedding_length")?);
        let kv_heads = file.optional_integer("llama.attention.head_count_kv")?.unwrap_or(heads);
        let head_dim = file.optional_integer("llama.attention.key_length")?.unwrap_or(hidden / heads);
        let form = Self {
            layers: nonzero(file, "llama.block_count")?,
            hidden,
            inner: nonzero(file, "llama.feed_forward_length")?,
            heads,
            kv_heads,
            head_dim,
            context: nonzero(file, "llama.context_length")?,
            vocabulary: file.texts("tokenizer.ggml.tokens")?.len(),
            norm_epsilon: norm_epsilon(file)?,
            frequencies: base_frequencies(file, head_dim)?,
        };
        form.check(file)?;
        Ok(form)
    }

    /// Refuses what the forward pass would get wrong rather than fail at.
    fn check(&self, file: &Gguf) -> Result<()> {
        if self.kv_heads == 0 || !self.heads.is_multiple_of(self.kv_heads) {
            return Err(EngineError::format(format!("{} attention heads cannot share {} key heads", self.heads, self.kv_heads)));
        }
        if self.head_dim == 0 || !self.head_dim.is_multiple_of(2) {
            return Err(EngineError::format(format!("an attention head cannot have {} dimensions", self.head_dim)));
        }
        for key in ["llama.rope.dimension_count", "llama.attention.value_length"] {
            if file.optional_integer(key)?.is_some_and(|size| size != self.head_dim) {
                return Err(EngineError::unsupported(format!("`{key}` differs from the size of an attention head")));
            }
        }
        if file.optional_integer("llama.expert_count")?.is_some_and(|experts| experts > 0) {
            return Err(EngineError::unsupported("this is a mixture of experts, which the embedded engine does not run"));
        }
        if file.has_tensor("blk.0.attn_q.bias") {
            return Err(EngineError::unsupported("this model's attention has biases, which the embedded engine lacks"));
        }
        Ok(())
    }
}

fn nonzero(file: &Gguf, key: &str) -> Result<usize> {
    match file.integer(key)? {
        0 => Err(EngineError::format(format!("the metadata `{key}` is zero"))),
        number => Ok(number),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the file's value is an f32 that was widened")]
fn norm_epsilon(file: &Gguf) -> Result<f32> {
    let epsilon = file.optional_float("llama.attention.layer_norm_rms_epsilon")?.unwrap_or(1e-5);
    Ok(epsilon as f32)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "angles are f32, head sizes small")]
fn base_frequencies(file: &Gguf, head_dim: usize) -> Result<Vec<f32>> {
    let base = file.optional_float("llama.rope.freq_base")?.unwrap_or(10_000.0);
    let scale = match file.optional_text("llama.rope.scaling.type")? {
        None | Some("none") => 1.0,
        Some("linear") => file.optional_float("llama.rope.scaling.factor")?.unwrap_or(1.0),
        Some(other) => {
            return Err(EngineError::unsupported(format!(
                "the model stretches its context by `{other}` scaling: only `linear` is known"
            )));
        }
    };
    Ok((0..head_dim / 2).map(|pair| (base.powf(-((2 * pair) as f64) / head_dim as f64) / scale) as f32).collect())
}

impl Weights {
    /// Reads all weights; corrects `form` by the factors a file may carry for its rotary frequencies.
    pub(super) fn read(file: &mut Gguf, form: &mut Form, requantize: bool) -> Result<Self> {
        let mut loader = Loader { file, requantize };
        loader.stretch_frequencies(form)?;
        let embedding = Arc::new(loader.matrix("token_embd.weight", form.vocabulary, form.hidden)?);
        let output = if loader.file.has_tensor("output.weight") {
            Arc::new(loader.matrix("output.weight", form.vocabulary, form.hidden)?)
        } else {
            Arc::clone(&embedding)
        };
        let norm = loader.vector("output_norm.weight", form.hidden)?;
        let layers = (0..form.layers).map(|index| loader.layer(index, form)).collect::<Result<_>>()?;
        let weights = Self { embedding, layers, norm, output };
        weights.matrices().par_bridge().try_for_each(Matrix::prepare)?;
        Ok(weights)
    }

    /// Every matrix that states are multiplied with.
    fn matrices(&self) -> impl Iterator<Item = &Matrix> + Send {
        self.layers.iter().flat_map(Layer::matrices).chain([self.output.as_ref()])
    }
}

impl Layer {
    fn matrices(&self) -> [&Matrix; 7] {
        let Self { query, key, value, attention_output, gate, up, down, attention_norm: _, feed_norm: _ } = self;
        [query, key, value, attention_output, gate, up, down]
    }
}

struct Loader<'a> {
    file: &'a mut Gguf,
    requantize: bool,
}

impl Loader<'_> {
    fn layer(&mut self, index: usize, form: &Form) -> Result<Layer> {
        let (heads, kv) = (form.heads * form.head_dim, form.kv_heads * form.head_dim);
        let (hidden, inner) = (form.hidden, form.inner);
        Ok(Layer {
            attention_norm: self.vector(&format!("blk.{index}.attn_norm.weight"), hidden)?,
            query: self.matrix(&format!("blk.{index}.attn_q.weight"), heads, hidden)?,
            key: self.matrix(&format!("blk.{index}.attn_k.weight"), kv, hidden)?,
            value: self.matrix(&format!("blk.{index}.attn_v.weight"), kv, hidden)?,
            attention_output: self.matrix(&format!("blk.{index}.attn_output.weight"), hidden, heads)?,
            feed_norm: self.vector(&format!("blk.{index}.ffn_norm.weight"), hidden)?,
            gate: self.matrix(&format!("blk.{index}.ffn_gate.weight"), inner, hidden)?,
            up: self.matrix(&format!("blk.{index}.ffn_up.weight"), inner, hidden)?,
            down: self.matrix(&format!("blk.{index}.ffn_down.weight"), hidden, inner)?,
        })
    }

    fn matrix(&mut self, name: &str, rows: usize, columns: usize) -> Result<Matrix> {
        let tensor = self.tensor(name, &[rows, columns])?;
        Ok(Matrix::new(tensor, columns, self.requantize)?)
    }

    fn vector(&mut self, name: &str, length: usize) -> Result<Tensor> {
        Ok(self.tensor(name, &[length])?.dequantize(&Device::Cpu)?)
    }

    fn tensor(&mut self, name: &str, expected: &[usize]) -> Result<QTensor> {
        let dims = self.file.dims(name)?;
        if dims != expected {
            return Err(EngineError::format(format!(
                "tensor `{name}` has dimensions {dims:?} where the metadata asks for {expected:?}"
            )));
        }
        self.file.tensor(name)
    }

    /// Llama 3.1 and later ship a divisor for each frequency.
    fn stretch_frequencies(&mut self, form: &mut Form) -> Result<()> {
        const NAME: &str = "rope_freqs.weight";
        if !self.file.has_tensor(NAME) {
            return Ok(());
        }
        let factors = self.vector(NAME, form.frequencies.len())?.to_vec1::<f32>()?;
        for (frequency, factor) in form.frequencies.iter_mut().zip(factors) {
            *frequency /= factor;
        }
        Ok(())
    }
}
