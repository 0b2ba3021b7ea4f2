//! The header of a GGUF file: preamble, metadata, table of tensors.

use std::collections::HashMap;

use super::super::error::{EngineError, EngineErrorKind};
use super::source::Source;
use super::{TensorInfo, Value};

type Result<T> = std::result::Result<T, EngineError>;

/// Checks magic and version; returns how many tensors and metadata entries are announced.
pub(super) fn read_preamble(source: &mut Source) -> Result<(u64, u64)> {
    let not_gguf = "this is not a GGUF model file: it does not begin with the letters GGUF";
    let magic: [u8; 4] = source.array().map_err(|error| match error.kind() {
        EngineErrorKind::Format => EngineError::format(not_gguf),
        _ => error,
    })?;
    if magic != *b"GGUF" {
        return Err(EngineError::format(not_gguf));
    }
    match source.u32()? {
        2 | 3 => Ok((source.u64()?, source.u64()?)),
        version => Err(EngineError::unsupported(format!("this GGUF file has version {version}: only 2 and 3 can be read"))),
    }
}

pub(super) fn read_metadata(source: &mut Source, count: u64) -> Result<HashMap<String, Value>> {
    // Nothing is reserved for `count`: a false one runs into the end of the file instead of out of memory.
    let mut metadata = HashMap::new();
    for _ in 0..count {
        let key = source.text()?;
        let code = source.u32()?;
        metadata.insert(key, read_value(source, code)?);
    }
    Ok(metadata)
}

fn read_value(source: &mut Source, code: u32) -> Result<Value> {
    Ok(match code {
        8 => Value::Text(source.text()?),
        9 => read_list(source)?,
        _ => match read_number(source, code)? {
            Number::Integer(number) => Value::Integer(number),
            Number::Float(number) => Value::Float(number),
            Number::Bool(flag) => Value::Bool(flag),
        },
    })
}

fn read_list(source: &mut Source) -> Result<Value> {
    let code = source.u32()?;
    let length = source.u64()?;
    match code {
        8 => (0..length).map(|_| source.text()).collect::<Result<_>>().map(Value::Texts),
        6 | 12 => (0..length)
            .map(|_| match read_number(source, code)? {
                Number::Float(number) => Ok(number),
                Number::Integer(_) | Number::Bool(_) => Err(EngineError::format("a list of numbers is mixed")),
            })
            .collect::<Result<_>>()
            .map(Value::Floats),
        9 => Err(EngineError::unsupported("the file's metadata holds a list of lists, which no known model needs")),
        _ => (0..length)
            .map(|_| match read_number(source, code)? {
                Number::Integer(number) => Ok(i64::try_from(number).unwrap_or(i64::MAX)),
                Number::Bool(flag) => Ok(i64::from(flag)),
                Number::Float(_) => Err(EngineError::format("a list of numbers is mixed")),
            })
            .collect::<Result<_>>()
            .map(Value::Integers),
    }
}

enum Number {
    Integer(i128),
    Float(f64),
    Bool(bool),
}

fn read_number(source: &mut Source, code: u32) -> Result<Number> {
    Ok(match code {
        0 => Number::Integer(u8::from_le_bytes(source.array()?).into()),
        1 => Number::Integer(i8::from_le_bytes(source.array()?).into()),
        2 => Number::Integer(u16::from_le_bytes(source.array()?).into()),
        3 => Number::Integer(i16::from_le_bytes(source.array()?).into()),
        4 => Number::Integer(source.u32()?.into()),
        5 => Number::Integer(i32::from_le_bytes(source.array()?).into()),
        6 => Number::Float(f32::from_le_bytes(source.array()?).into()),
        7 => Number::Bool(source.array::<1>()? != [0]),
        10 => Number::Integer(source.u64()?.into()),
        11 => Number::Integer(i64::from_le_bytes(source.array()?).into()),
        12 => Number::Float(f64::from_le_bytes(source.array()?)),
        _ => return Err(EngineError::format(format!("the file's metadata has a value of unknown type {code}"))),
    })
}

pub(super) fn read_tensor_table(source: &mut Source, count: u64) -> Result<HashMap<String, TensorInfo>> {
    const MOST_DIMENSIONS: u32 = 4;
    let mut tensors = HashMap::new();
    for _ in 0..count {
        let name = source.text()?;
        let rank = source.u32()?;
        if rank > MOST_DIMENSIONS {
            return Err(EngineError::format(format!("tensor `{name}` claims {rank} dimensions")));
        }
        let mut dims = (0..rank)
            .map(|_| {
                let dim = source.u64()?;
                usize::try_from(dim).map_err(|_| EngineError::format(format!("tensor `{name}` is too large")))
            })
            .collect::<Result<Vec<_>>>()?;
        dims.reverse();
        let info = TensorInfo { dims, type_code: source.u32()?, offset: source.u64()? };
        tensors.insert(name, info);
    }
    Ok(tensors)
}

/// Where the weights begin: the first aligned place after the header.
pub(super) fn data_start(header_end: u64, metadata: &HashMap<String, Value>) -> Result<u64> {
    let alignment = match metadata.get("general.alignment") {
        None => 32,
        Some(Value::Integer(number)) => u64::try_from(*number)
            .ok()
            .filter(|number| number.is_power_of_two())
            .ok_or_else(|| EngineError::format(format!("the file's alignment of {number} is not a power of two")))?,
        Some(_) => return Err(super::wrong_type("general.alignment", "a whole number")),
    };
    header_end
        .checked_next_multiple_of(alignment)
        .ok_or_else(|| EngineError::format("the file's alignment points past any possible end"))
}
