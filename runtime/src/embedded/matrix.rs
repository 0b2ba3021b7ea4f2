//! One weight matrix, stored in the form in which this machine multiplies fastest.

use std::sync::Arc;

use candle_core::quantized::ggml_file::qtensor_from_ggml;
use candle_core::quantized::{GgmlDType, QMatMul, QTensor};
use candle_core::{DType, Device, Module, Result, Tensor};
use rayon::prelude::*;

/// A quantized matrix whose rows may be longer than the model knows, filled up with zeros.
pub(super) struct Matrix {
    tensor: Arc<QTensor>,
    product: QMatMul,
    /// Columns as the model knows them.
    columns: usize,
    /// Columns as stored.
    width: usize,
}

impl Matrix {
    /// Takes a matrix as the file stores it; with `requantize`, turns what computes slowly into `Q8_0`.
    pub(super) fn new(tensor: QTensor, columns: usize, requantize: bool) -> Result<Self> {
        let width = fast_width(columns, tensor.dtype());
        let convertible = columns.is_multiple_of(GgmlDType::Q8_0.block_size());
        let (tensor, width) = if requantize && convertible && (is_slow(tensor.dtype()) || width > columns) {
            (to_q8(&tensor, columns, width)?, width)
        } else {
            (tensor, columns)
        };
        let tensor = Arc::new(tensor);
        let product = QMatMul::from_arc(Arc::clone(&tensor))?;
        Ok(Self { tensor, product, columns, width })
    }

    /// Multiplies every row of `states` with the matrix.
    pub(super) fn multiply(&self, states: &Tensor) -> Result<Tensor> {
        self.product.forward(&self.widen(states)?)
    }

    /// The same for one state and some of the matrix's rows only.
    pub(super) fn multiply_rows(&self, state: &Tensor, rows: &[u32]) -> Result<Tensor> {
        let rows = self.tensor.embedding(&Tensor::new(rows, &Device::Cpu)?)?;
        rows.matmul(&self.widen(state)?.t()?)
    }

    /// Some rows of the matrix, unpacked.
    pub(super) fn rows(&self, rows: &[u32]) -> Result<Tensor> {
        let rows = self.tensor.embedding(&Tensor::new(rows, &Device::Cpu)?)?;
        rows.narrow(1, 0, self.columns)?.contiguous()
    }

    /// Has candle lay the matrix out for its kernel now. It would otherwise do so at the first multiplication, on one thread.
    pub(super) fn prepare(&self) -> Result<()> {
        self.multiply(&Tensor::zeros((1, self.columns), DType::F32, &Device::Cpu)?).map(drop)
    }

    fn widen(&self, states: &Tensor) -> Result<Tensor> {
        if self.width == self.columns {
            return Ok(states.clone());
        }
        states.pad_with_zeros(1, 0, self.width - self.columns)
    }
}

/// Rewrites a matrix as `Q8_0` with rows of `width` columns.
fn to_q8(tensor: &QTensor, columns: usize, width: usize) -> Result<QTensor> {
    // Few rows at a time stay in the cache and on the heap; a whole matrix as `f32` spends more time on page faults.
    const ROWS_AT_ONCE: usize = 32;
    let (rows, _) = tensor.shape().dims2()?;
    let stored = tensor.data()?;
    let stored_row = tensor.dtype().type_size() * (columns / tensor.dtype().block_size());
    let chunks = stored.par_chunks(stored_row * ROWS_AT_ONCE).map(|chunk| {
        let rows = chunk.len() / stored_row;
        let chunk = qtensor_from_ggml(tensor.dtype(), chunk, vec![rows, columns], &Device::Cpu)?;
        let converted = match chunk.dtype() {
            GgmlDType::Q8_0 => chunk,
            _ => QTensor::quantize(&chunk.dequantize(&Device::Cpu)?, GgmlDType::Q8_0)?,
        };
        Ok(fill_up_rows(&converted.data()?, rows, width))
    });
    let bytes = chunks.collect::<Result<Vec<_>>>()?.concat();
    qtensor_from_ggml(GgmlDType::Q8_0, &bytes, vec![rows, width], &Device::Cpu)
}

/// Lengthens rows of `Q8_0` blocks to `width` columns. A block of zero bytes is a block of zeros.
fn fill_up_rows(bytes: &[u8], rows: usize, width: usize) -> Vec<u8> {
    let wide_row = width / GgmlDType::Q8_0.block_size() * GgmlDType::Q8_0.type_size();
    let mut filled = Vec::with_capacity(rows * wide_row);
    for row in bytes.chunks(bytes.len().div_ceil(rows.max(1)).max(1)) {
        filled.extend_from_slice(row);
        filled.resize(filled.len().next_multiple_of(wide_row), 0);
    }
    filled
}

/// How long rows should be. candle's VNNI kernel for `Q8_0` takes rows of whole 256s only; a model like SmolLM2-135M with its
/// rows of 576 would miss it. Filled up to 768 they read a third more bytes, and prompts still run 2.5 times faster.
fn fast_width(columns: usize, format: GgmlDType) -> usize {
    const VNNI_BLOCK: usize = 256;
    let becomes_q8 = is_slow(format) || format == GgmlDType::Q8_0;
    if becomes_q8 && has_vnni() { columns.next_multiple_of(VNNI_BLOCK) } else { columns }
}

#[cfg(target_arch = "x86_64")]
fn has_vnni() -> bool {
    let wide = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni");
    wide || is_x86_feature_detected!("avxvnni")
}

#[cfg(not(target_arch = "x86_64"))]
fn has_vnni() -> bool {
    false
}

/// Formats for which candle has no SIMD kernel, or which it unpacks to `f32` and so reads four times the bytes of `Q8_0`.
/// Measured with SmolLM2-135M: `Q4_1` makes 20 tokens a second where `Q8_0` makes more than 70.
fn is_slow(format: GgmlDType) -> bool {
    match format {
        GgmlDType::Q4_1
        | GgmlDType::Q5_0
        | GgmlDType::Q5_1
        | GgmlDType::Q8_1
        | GgmlDType::F16
        | GgmlDType::BF16
        | GgmlDType::F32 => true,
        GgmlDType::Q4_0
        | GgmlDType::Q8_0
        | GgmlDType::Q2K
        | GgmlDType::Q3K
        | GgmlDType::Q4K
        | GgmlDType::Q5K
        | GgmlDType::Q6K
        | GgmlDType::Q8K => false,
    }
}
