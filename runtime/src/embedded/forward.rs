//! The forward pass: tokens in, one row of logits out.
//!
//! Written here rather than taken from candle-transformers: that one keeps the cache inside the weights, copies the whole
//! cache for every token, stops at 4,096 positions, ignores rotary factors, and brings two hundred other models along.

use candle_core::{Device, Tensor};
use candle_nn::attention::cpu_flash::causal::causal_decode_f32_interleaved;
use candle_nn::attention::{AttnMask, flash_attn};
use candle_nn::kv_cache::{RawInterleavedKvCache, rope_i_inplace};
use candle_nn::ops::{rms_norm, silu};

use super::error::EngineError;
use super::weights::{Form, Layer, Weights};

type Result<T> = std::result::Result<T, EngineError>;

/// What the model remembers of one conversation: the keys and values of every position so far.
pub(super) struct Cache {
    layers: Vec<RawInterleavedKvCache>,
    length: usize,
}

impl Cache {
    /// An empty cache that holds `positions` before it has to grow.
    pub(super) fn new(form: &Form, positions: usize) -> Self {
        let layer = || RawInterleavedKvCache::new(form.kv_heads, form.head_dim, positions.max(1));
        Self { layers: (0..form.layers).map(|_| layer()).collect(), length: 0 }
    }
}

/// Runs `tokens` after what the cache holds; returns the last position's state, ready for [`logits`].
pub(super) fn run(weights: &Weights, form: &Form, tokens: &[u32], cache: &mut Cache) -> Result<Tensor> {
    let mut state = weights.embedding.rows(tokens)?;
    let turns = Turns::new(form, cache.length, tokens.len());
    for (layer, memory) in weights.layers.iter().zip(&mut cache.layers) {
        let pass = LayerPass { layer, form, turns: &turns };
        state = (pass.attend(&state, memory)? + state)?;
        state = (pass.feed(&state)? + state)?;
    }
    cache.length += tokens.len();
    let last = state.narrow(0, tokens.len().saturating_sub(1), 1)?.contiguous()?;
    Ok(rms_norm(&last, &weights.norm, form.norm_epsilon)?)
}

/// The score of every token of the vocabulary.
pub(super) fn logits(weights: &Weights, state: &Tensor) -> Result<Vec<f32>> {
    numbers(&weights.output.multiply(state)?)
}

/// The scores of some tokens, in their order.
pub(super) fn logits_of(weights: &Weights, state: &Tensor, tokens: &[u32]) -> Result<Vec<f32>> {
    numbers(&weights.output.multiply_rows(state, tokens)?)
}

/// The cosines and sines by which the heads of each new position are turned.
struct Turns {
    start: usize,
    cosines: Vec<Vec<f32>>,
    sines: Vec<Vec<f32>>,
}

impl Turns {
    #[expect(clippy::cast_precision_loss, reason = "positions stay far below 2^24")]
    fn new(form: &Form, start: usize, count: usize) -> Self {
        let table = |function: fn(f32) -> f32| {
            let row = |position: usize| form.frequencies.iter().map(|f| function(position as f32 * f)).collect();
            (start..start + count).map(row).collect()
        };
        Self { start, cosines: table(f32::cos), sines: table(f32::sin) }
    }

    fn len(&self) -> usize {
        self.cosines.len()
    }

    /// Turns `heads` heads of every position in place.
    fn apply(&self, states: &mut [f32], heads: usize, head_dim: usize) {
        let rows = states.chunks_exact_mut(heads * head_dim);
        for ((row, cosines), sines) in rows.zip(&self.cosines).zip(&self.sines) {
            rope_i_inplace(row, cosines, sines, heads, head_dim);
        }
    }
}

/// One layer at work on a batch of positions.
struct LayerPass<'a> {
    layer: &'a Layer,
    form: &'a Form,
    turns: &'a Turns,
}

impl LayerPass<'_> {
    fn attend(&self, state: &Tensor, memory: &mut RawInterleavedKvCache) -> Result<Tensor> {
        let (form, layer) = (self.form, self.layer);
        let normed = rms_norm(state, &layer.attention_norm, form.norm_epsilon)?;
        let mut query = numbers(&layer.query.multiply(&normed)?)?;
        let mut key = numbers(&layer.key.multiply(&normed)?)?;
        let value = numbers(&layer.value.multiply(&normed)?)?;
        self.turns.apply(&mut query, form.heads, form.head_dim);
        self.turns.apply(&mut key, form.kv_heads, form.head_dim);
        memory.write_kv_batch(&key, &value, self.turns.len());
        let mixed = if self.turns.start == 0 && self.turns.len() > 1 {
            self.mix_prompt(query, key, value)?
        } else {
            self.mix_rows(&query, memory)?
        };
        Ok(layer.attention_output.multiply(&mixed)?)
    }

    /// Attention over a prompt with nothing before it, for which there is a kernel that takes it in tiles.
    fn mix_prompt(&self, query: Vec<f32>, key: Vec<f32>, value: Vec<f32>) -> Result<Tensor> {
        let (form, count) = (self.form, self.turns.len());
        let shape = |states: Vec<f32>, heads| Tensor::from_vec(states, (1, count, heads, form.head_dim), &Device::Cpu);
        let query = shape(query, form.heads)?;
        let (key, value) = (shape(key, form.kv_heads)?, shape(value, form.kv_heads)?);
        let mixed = flash_attn::<f32>(&query, &key, &value, self.scale(), AttnMask::causal(), None, None)?;
        Ok(mixed.transpose(1, 2)?.reshape((count, form.heads * form.head_dim))?)
    }

    /// Attention of few positions over everything in memory, straight from the cache.
    fn mix_rows(&self, query: &[f32], memory: &RawInterleavedKvCache) -> Result<Tensor> {
        let form = self.form;
        let width = form.heads * form.head_dim;
        let rows = query.chunks_exact(width).enumerate().map(|(index, row)| {
            // A position sees itself and what came before, not the rest of its batch.
            let seen = self.turns.start + index + 1;
            causal_decode_f32_interleaved(row, memory.data(), form.heads, form.kv_heads, form.head_dim, seen, self.scale())?
                .reshape((1, width))
        });
        let rows = rows.collect::<candle_core::Result<Vec<_>>>()?;
        Ok(Tensor::cat(&rows, 0)?)
    }

    fn feed(&self, state: &Tensor) -> Result<Tensor> {
        let layer = self.layer;
        let normed = rms_norm(state, &layer.feed_norm, self.form.norm_epsilon)?;
        let gate = silu(&layer.gate.multiply(&normed)?)?;
        let up = layer.up.multiply(&normed)?;
        Ok(layer.down.multiply(&(gate * up)?)?)
    }

    #[expect(clippy::cast_precision_loss, reason = "a head has at most a few hundred dimensions")]
    fn scale(&self) -> f32 {
        (self.form.head_dim as f32).sqrt().recip()
    }
}

fn numbers(tensor: &Tensor) -> Result<Vec<f32>> {
    Ok(tensor.flatten_all()?.to_vec1()?)
}
