//! Takes a GGUF file's metadata apart, changes it, and writes a tiny model around it.

use std::path::{Path, PathBuf};

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Value {
    U32(u32),
    I32(i32),
    F32(f32),
    Bool(bool),
    Text(Vec<u8>),
    List(u32, Vec<Value>),
}

pub(super) type Metadata = Vec<(String, Value)>;

/// The metadata of a file.
pub(super) fn read(path: &Path) -> Metadata {
    let bytes = std::fs::read(path).expect("the file is read");
    let mut reader = Reader { bytes: &bytes, at: 16 };
    let count = reader.u64();
    (0..count).map(|_| (String::from_utf8(reader.text()).expect("a key"), reader.entry())).collect()
}

/// Changes or adds one value.
pub(super) fn set(metadata: &mut Metadata, key: &str, value: Value) {
    remove(metadata, key);
    metadata.push((key.to_owned(), value));
}

pub(super) fn remove(metadata: &mut Metadata, key: &str) {
    metadata.retain(|(existing, _)| existing != key);
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.as_bytes().to_vec())
}

const SIZE: usize = 32;

/// A model of one layer with this vocabulary. Its weights are zeros: it has no opinion on any token.
pub(super) fn tiny_model(mut metadata: Metadata) -> Vec<u8> {
    let tokens = metadata.iter().find_map(|(key, value)| match value {
        Value::List(_, items) if key == "tokenizer.ggml.tokens" => Some(items.len()),
        _ => None,
    });
    for (key, number) in [("block_count", 1), ("embedding_length", SIZE), ("feed_forward_length", SIZE)] {
        set(&mut metadata, &format!("llama.{key}"), Value::U32(number as u32));
    }
    for key in ["attention.head_count", "attention.head_count_kv"] {
        set(&mut metadata, &format!("llama.{key}"), Value::U32(1));
    }
    set(&mut metadata, "llama.rope.dimension_count", Value::U32(SIZE as u32));
    let mut tensors =
        vec![("token_embd.weight".to_owned(), vec![SIZE, tokens.unwrap_or(1)]), ("output_norm.weight".to_owned(), vec![SIZE])];
    let square = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"];
    tensors.extend(["attn_norm", "ffn_norm"].map(|name| (format!("blk.0.{name}.weight"), vec![SIZE])));
    tensors.extend(square.map(|name| (format!("blk.0.{name}.weight"), vec![SIZE, SIZE])));
    file(&metadata, &tensors)
}

/// A whole file: metadata, and tensors of `f32` zeros.
pub(super) fn file(metadata: &Metadata, tensors: &[(String, Vec<usize>)]) -> Vec<u8> {
    let mut out = b"GGUF".to_vec();
    out.extend(3_u32.to_le_bytes());
    out.extend((tensors.len() as u64).to_le_bytes());
    out.extend((metadata.len() as u64).to_le_bytes());
    for (key, value) in metadata {
        put_text(&mut out, key.as_bytes());
        out.extend(type_code(value).to_le_bytes());
        put(&mut out, value);
    }
    let mut offset = 0_u64;
    for (name, dims) in tensors {
        put_text(&mut out, name.as_bytes());
        out.extend((dims.len() as u32).to_le_bytes());
        dims.iter().for_each(|dim| out.extend((*dim as u64).to_le_bytes()));
        out.extend(0_u32.to_le_bytes());
        out.extend(offset.to_le_bytes());
        offset += (dims.iter().product::<usize>() as u64 * 4).next_multiple_of(32);
    }
    out.resize(out.len().next_multiple_of(32) + offset as usize, 0);
    out
}

/// Writes a file into the directory for this test run.
pub(super) fn save(name: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, bytes).expect("the file is written");
    path
}

fn type_code(value: &Value) -> u32 {
    match value {
        Value::U32(_) => 4,
        Value::I32(_) => 5,
        Value::F32(_) => 6,
        Value::Bool(_) => 7,
        Value::Text(_) => 8,
        Value::List(..) => 9,
    }
}

fn put(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::U32(number) => out.extend(number.to_le_bytes()),
        Value::I32(number) => out.extend(number.to_le_bytes()),
        Value::F32(number) => out.extend(number.to_le_bytes()),
        Value::Bool(flag) => out.push(u8::from(*flag)),
        Value::Text(text) => put_text(out, text),
        Value::List(code, items) => {
            out.extend(code.to_le_bytes());
            out.extend((items.len() as u64).to_le_bytes());
            items.iter().for_each(|item| put(out, item));
        }
    }
}

fn put_text(out: &mut Vec<u8>, text: &[u8]) {
    out.extend((text.len() as u64).to_le_bytes());
    out.extend(text);
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let taken = self.bytes[self.at..self.at + N].try_into().expect("N bytes");
        self.at += N;
        taken
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }

    fn text(&mut self) -> Vec<u8> {
        let length = self.u64() as usize;
        self.at += length;
        self.bytes[self.at - length..self.at].to_vec()
    }

    fn entry(&mut self) -> Value {
        let code = self.u32();
        self.value(code)
    }

    fn value(&mut self, code: u32) -> Value {
        match code {
            4 => Value::U32(self.u32()),
            5 => Value::I32(i32::from_le_bytes(self.take())),
            6 => Value::F32(f32::from_le_bytes(self.take())),
            7 => Value::Bool(self.take() != [0]),
            8 => Value::Text(self.text()),
            9 => {
                let code = self.u32();
                let length = self.u64();
                Value::List(code, (0..length).map(|_| self.value(code)).collect())
            }
            other => panic!("the model has no value of type {other}"),
        }
    }
}
