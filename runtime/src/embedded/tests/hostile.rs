//! Files that are not what they should be: always an error that says so, never a panic, never a grab for memory.

use std::path::Path;

use super::super::{Engine, EngineError, EngineErrorKind, Settings};
use super::gguf::{self, Metadata, Value};
use super::model;

fn open(path: &Path) -> Result<Engine, EngineError> {
    Engine::open(path, &Settings::default())
}

fn open_bytes(name: &str, bytes: &[u8]) -> Result<Engine, EngineError> {
    open(&gguf::save(name, bytes))
}

fn kind(name: &str, bytes: &[u8]) -> EngineErrorKind {
    open_bytes(name, bytes).expect_err("the file is bad").kind()
}

/// Metadata with a vocabulary small enough to open thousands of times.
fn small() -> Metadata {
    let letters = (33..127_u8).map(|byte| char::from(byte).to_string());
    let tokens: Vec<_> = ["<|end|>".to_owned(), "\u{120}".to_owned()].into_iter().chain(letters).collect();
    let types = (0..tokens.len()).map(|index| Value::I32(if index == 0 { 3 } else { 1 }));
    vec![
        ("general.architecture".to_owned(), gguf::text("llama")),
        ("llama.context_length".to_owned(), Value::U32(64)),
        ("llama.attention.layer_norm_rms_epsilon".to_owned(), Value::F32(1e-5)),
        ("tokenizer.ggml.model".to_owned(), gguf::text("gpt2")),
        ("tokenizer.ggml.pre".to_owned(), gguf::text("gpt-2")),
        ("tokenizer.ggml.token_type".to_owned(), Value::List(5, types.collect())),
        ("tokenizer.ggml.tokens".to_owned(), Value::List(8, tokens.iter().map(|token| gguf::text(token)).collect())),
        ("tokenizer.ggml.merges".to_owned(), Value::List(8, vec![gguf::text("a b"), gguf::text("\u{120} c")])),
        ("tokenizer.ggml.eos_token_id".to_owned(), Value::U32(0)),
    ]
}

fn small_with_merges() -> Metadata {
    let mut metadata = small();
    let Some((_, Value::List(_, tokens))) = metadata.iter_mut().find(|(key, _)| key == "tokenizer.ggml.tokens") else { panic!() };
    tokens.extend([gguf::text("ab"), gguf::text("\u{120}c")]);
    let Some((_, Value::List(_, types))) = metadata.iter_mut().find(|(key, _)| key == "tokenizer.ggml.token_type") else {
        panic!()
    };
    types.extend([Value::I32(1), Value::I32(1)]);
    metadata
}

#[test]
fn what_is_no_model_file_is_said_to_be_none() {
    assert_eq!(open(Path::new("/no/such/file.gguf")).expect_err("nothing there").kind(), EngineErrorKind::File);
    assert_eq!(open(&std::env::temp_dir()).expect_err("a directory").kind(), EngineErrorKind::File);
    assert_eq!(kind("empty", b""), EngineErrorKind::Format);
    assert_eq!(kind("short", b"GG"), EngineErrorKind::Format);
    assert_eq!(kind("text", b"once upon a time there was a file"), EngineErrorKind::Format);
    assert_eq!(kind("version", b"GGUF\x63\0\0\0aaaaaaaaaaaaaaaa"), EngineErrorKind::Unsupported);
}

#[test]
fn false_counts_run_into_the_end_of_the_file() {
    for counts in [[u64::MAX, 1], [1, u64::MAX], [u64::MAX, u64::MAX], [1 << 40, 1 << 40]] {
        let mut bytes = b"GGUF\x03\0\0\0".to_vec();
        counts.iter().for_each(|count| bytes.extend(count.to_le_bytes()));
        bytes.extend([0; 64]);
        assert_eq!(kind("counts", &bytes), EngineErrorKind::Format);
    }
}

#[test]
fn a_cut_file_is_an_error_at_every_length() {
    let whole = gguf::tiny_model(small_with_merges());
    open_bytes("whole", &whole).expect("the whole file opens");
    // Everything behind the header is zeros: there a sample of lengths will do.
    let header = whole.len() - whole.iter().rev().take_while(|byte| **byte == 0).count();
    for length in (0..header + 64).chain((header..whole.len()).step_by(997)) {
        let error = open_bytes("cut", &whole[..length]).expect_err("a cut file");
        assert!(matches!(error.kind(), EngineErrorKind::Format), "{length}: {error}");
    }
}

#[test]
fn the_real_model_cut_is_an_error() {
    let bytes = std::fs::read(model()).expect("the model is there");
    for part in [100, 10_000, 1_000_000, bytes.len() / 2, bytes.len() - 1] {
        let error = open_bytes("cut_real", &bytes[..part]).expect_err("a cut file");
        assert!(error.to_string().contains("cut"), "{part}: {error}");
    }
}

/// Places in the header to damage: every one if `FORMWORK_THOROUGH` is set, else a sample that takes seconds.
fn places(header: usize) -> impl Iterator<Item = usize> {
    (0..header).step_by(if std::env::var_os("FORMWORK_THOROUGH").is_some() { 1 } else { 13 })
}

/// Whatever stands in the header, opening ends in a model or an error.
#[test]
fn a_damaged_header_never_panics() {
    let whole = gguf::tiny_model(small_with_merges());
    let header = whole.len() - whole.iter().rev().take_while(|byte| **byte == 0).count();
    let mut opened = 0;
    for position in places(header) {
        for flip in [0xFF, 0x01, 0x80, 0x20] {
            let mut damaged = whole.clone();
            damaged[position] ^= flip;
            opened += usize::from(open_bytes("damaged", &damaged).is_ok());
        }
    }
    println!("{opened} damaged files still open");
}

#[test]
fn eight_byte_numbers_out_of_all_bounds_never_panic() {
    let whole = gguf::tiny_model(small_with_merges());
    let header = whole.len() - whole.iter().rev().take_while(|byte| **byte == 0).count();
    for position in places(header - 8) {
        for number in [u64::MAX, 1 << 63, 1 << 32, 0] {
            let mut damaged = whole.clone();
            damaged[position..position + 8].copy_from_slice(&number.to_le_bytes());
            let _ = open_bytes("numbers", &damaged);
        }
    }
}

#[test]
fn what_is_sound_but_not_for_this_engine_is_named() {
    let refused = |key: &str, value: Value, part: &str| {
        let mut metadata = small_with_merges();
        gguf::set(&mut metadata, key, value);
        let error = open_bytes("unsupported", &gguf::tiny_model(metadata)).expect_err(part);
        assert_eq!(error.kind(), EngineErrorKind::Unsupported, "{error}");
        assert!(error.to_string().contains(part), "{error}");
    };
    refused("general.architecture", gguf::text("mamba"), "mamba");
    refused("tokenizer.ggml.model", gguf::text("bert"), "bert");
    refused("split.count", Value::U32(3), "3 parts");
    refused("llama.expert_count", Value::U32(8), "experts");
    refused("llama.rope.scaling.type", gguf::text("yarn"), "yarn");
}

#[test]
fn contradictions_are_found_before_anything_is_computed() {
    let refused = |key: &str, value: Value| {
        let mut metadata = small_with_merges();
        gguf::set(&mut metadata, key, value);
        let error = open_bytes("contradiction", &gguf::tiny_model(metadata)).expect_err(key);
        assert_eq!(error.kind(), EngineErrorKind::Format, "{key}: {error}");
    };
    refused("general.alignment", Value::U32(0));
    refused("general.alignment", Value::U32(33));
    refused("tokenizer.ggml.eos_token_id", Value::U32(1_000_000));
    refused("tokenizer.ggml.token_type", Value::List(5, vec![Value::I32(1)]));
    refused("tokenizer.ggml.merges", Value::List(8, vec![gguf::text("no-pair")]));
    refused("tokenizer.ggml.merges", Value::List(8, vec![gguf::text("zz zz")]));
    refused("tokenizer.ggml.tokens", Value::List(8, Vec::new()));
    refused("tokenizer.ggml.tokens", Value::Bool(true));
}

#[test]
fn a_template_that_runs_for_ever_or_refuses_is_an_error() {
    for template in [
        "{% if %}",
        "{{ raise_exception('no system prompts') }}",
        "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
    ] {
        let mut metadata = small_with_merges();
        gguf::set(&mut metadata, "tokenizer.chat_template", gguf::text(template));
        let opened = open_bytes("template", &gguf::tiny_model(metadata));
        let encoded = opened.and_then(|engine| engine.encode_chat(&[(super::super::Role::User, "hi")]));
        assert_eq!(encoded.expect_err(template).kind(), EngineErrorKind::Template, "{template}");
    }
}
