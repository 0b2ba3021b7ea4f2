//! Reading a GGUF file: its metadata, its table of tensors, and one tensor at a time.
//!
//! candle has a reader of its own, but a hostile file makes that one panic (an alignment of zero, dimensions whose product
//! overflows), and it keeps a whole vocabulary as enum values. Here every count and size is checked against the length
//! of the file before it is believed, so a cut file is named as such before any weight is read.

mod header;
mod source;

use std::collections::HashMap;
use std::path::Path;

use candle_core::Device;
use candle_core::quantized::{GgmlDType, QTensor, ggml_file::qtensor_from_ggml};

use self::source::Source;
use super::error::EngineError;

type Result<T> = std::result::Result<T, EngineError>;

/// An open GGUF file whose header has been read and checked.
pub(super) struct Gguf {
    source: Source,
    metadata: HashMap<String, Value>,
    tensors: HashMap<String, TensorInfo>,
    data_start: u64,
}

/// A metadata value, with the many number types of the format folded into three.
#[derive(Debug)]
pub(super) enum Value {
    Integer(i128),
    Float(f64),
    Bool(bool),
    Text(String),
    Integers(Vec<i64>),
    Floats(Vec<f64>),
    Texts(Vec<String>),
}

/// Where a tensor lies and how it is stored.
struct TensorInfo {
    /// Outermost dimension first, as candle counts.
    dims: Vec<usize>,
    type_code: u32,
    offset: u64,
}

impl Gguf {
    /// Opens the file and reads everything but the weights.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mut source = Source::open(path)?;
        let (tensor_count, metadata_count) = header::read_preamble(&mut source)?;
        let metadata = header::read_metadata(&mut source, metadata_count)?;
        let tensors = header::read_tensor_table(&mut source, tensor_count)?;
        let data_start = header::data_start(source.position, &metadata)?;
        let gguf = Self { source, metadata, tensors, data_start };
        gguf.check_not_split()?;
        gguf.check_not_cut()?;
        Ok(gguf)
    }

    /// The metadata value of this name, where there is one.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.metadata.get(key)
    }

    /// A text that has to be there.
    pub(super) fn text(&self, key: &str) -> Result<&str> {
        self.optional_text(key)?.ok_or_else(|| missing(key))
    }

    /// A text that may be absent, but may not be of another type.
    pub(super) fn optional_text(&self, key: &str) -> Result<Option<&str>> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(_) => Err(wrong_type(key, "a string")),
        }
    }

    /// A whole number that has to be there.
    pub(super) fn integer(&self, key: &str) -> Result<usize> {
        self.optional_integer(key)?.ok_or_else(|| missing(key))
    }

    /// A whole number that may be absent, but may not be of another type or negative.
    pub(super) fn optional_integer(&self, key: &str) -> Result<Option<usize>> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Integer(number)) => usize::try_from(*number).map(Some).map_err(|_| wrong_type(key, "a count")),
            Some(_) => Err(wrong_type(key, "a whole number")),
        }
    }

    /// A number that may be absent, but may not be of another type.
    pub(super) fn optional_float(&self, key: &str) -> Result<Option<f64>> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Float(number)) => Ok(Some(*number)),
            Some(_) => Err(wrong_type(key, "a floating-point number")),
        }
    }

    /// A flag; absent counts as `default`.
    pub(super) fn flag(&self, key: &str, default: bool) -> Result<bool> {
        match self.get(key) {
            None => Ok(default),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(wrong_type(key, "a flag")),
        }
    }

    /// A list of strings that has to be there.
    pub(super) fn texts(&self, key: &str) -> Result<&[String]> {
        match self.get(key) {
            None => Err(missing(key)),
            Some(Value::Texts(texts)) => Ok(texts),
            Some(_) => Err(wrong_type(key, "a list of strings")),
        }
    }

    /// Whether a tensor of this name is in the file.
    pub(super) fn has_tensor(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    /// The dimensions of a tensor, outermost first.
    pub(super) fn dims(&self, name: &str) -> Result<&[usize]> {
        self.info(name).map(|info| info.dims.as_slice())
    }

    /// Reads one tensor, as it is stored.
    pub(super) fn tensor(&mut self, name: &str) -> Result<QTensor> {
        let info = self.info(name)?;
        let format = info.format(name)?;
        let (dims, size) = (info.dims.clone(), info.size(name, format)?);
        let start = self.data_start.saturating_add(info.offset);
        let bytes = self.source.bytes_at(start, size)?;
        qtensor_from_ggml(format, &bytes, dims, &Device::Cpu)
            .map_err(|error| EngineError::unsupported(format!("tensor `{name}` cannot be used")).with_source(error))
    }

    fn info(&self, name: &str) -> Result<&TensorInfo> {
        self.tensors.get(name).ok_or_else(|| EngineError::format(format!("the model file has no tensor `{name}`")))
    }

    fn check_not_split(&self) -> Result<()> {
        match self.optional_integer("split.count")? {
            Some(parts) if parts > 1 => Err(EngineError::unsupported(format!(
                "this is one of {parts} parts of a split model: merge them into one GGUF file first"
            ))),
            _ => Ok(()),
        }
    }

    fn check_not_cut(&self) -> Result<()> {
        for (name, info) in &self.tensors {
            // A tensor in an unknown format matters only if the model wants it, and its size cannot be told.
            let Ok(format) = info.format(name) else { continue };
            let end = self.data_start.saturating_add(info.offset).saturating_add(info.size(name, format)?);
            if end > self.source.length {
                return Err(EngineError::format(format!(
                    "the model file is cut: tensor `{name}` ends at byte {end}, the file has {} bytes",
                    self.source.length
                )));
            }
        }
        Ok(())
    }
}

impl TensorInfo {
    fn format(&self, name: &str) -> Result<GgmlDType> {
        ggml_format(self.type_code).ok_or_else(|| {
            EngineError::unsupported(format!(
                "tensor `{name}` is stored as GGML type {}, which this engine cannot read: \
                 use a file quantized as Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K to Q6_K, F16, BF16 or F32",
                self.type_code
            ))
        })
    }

    fn size(&self, name: &str, format: GgmlDType) -> Result<u64> {
        let count = self.dims.iter().try_fold(1_usize, |product, dim| product.checked_mul(*dim));
        let size = count
            .filter(|count| count.is_multiple_of(format.block_size()))
            .and_then(|count| (count / format.block_size()).checked_mul(format.type_size()))
            .and_then(|size| u64::try_from(size).ok());
        size.ok_or_else(|| EngineError::format(format!("tensor `{name}` has impossible dimensions {:?}", self.dims)))
    }
}

/// The formats candle can compute with, by their number in a GGUF file.
fn ggml_format(code: u32) -> Option<GgmlDType> {
    Some(match code {
        0 => GgmlDType::F32,
        1 => GgmlDType::F16,
        2 => GgmlDType::Q4_0,
        3 => GgmlDType::Q4_1,
        6 => GgmlDType::Q5_0,
        7 => GgmlDType::Q5_1,
        8 => GgmlDType::Q8_0,
        10 => GgmlDType::Q2K,
        11 => GgmlDType::Q3K,
        12 => GgmlDType::Q4K,
        13 => GgmlDType::Q5K,
        14 => GgmlDType::Q6K,
        30 => GgmlDType::BF16,
        _ => return None,
    })
}

fn missing(key: &str) -> EngineError {
    EngineError::format(format!("the model file has no metadata `{key}`"))
}

fn wrong_type(key: &str, expected: &str) -> EngineError {
    EngineError::format(format!("the metadata `{key}` is not {expected}"))
}
