//! Byte-level BPE: text is cut by regular expressions, its bytes written as printable characters, and those merged.

use tokenizers::Model;
use tokenizers::models::bpe::BPE;

use super::super::error::EngineError;
use super::super::gguf::Gguf;
use super::pre_tokenizer::PreTokenizer;

type Result<T> = std::result::Result<T, EngineError>;

pub(super) struct ByteLevel {
    pre_tokenizer: PreTokenizer,
    merger: BPE,
}

impl ByteLevel {
    pub(super) fn read(file: &Gguf) -> Result<Self> {
        let pre_tokenizer = PreTokenizer::named(file.optional_text("tokenizer.ggml.pre")?)?;
        let tokens = file.texts("tokenizer.ggml.tokens")?.iter().cloned().zip(0..).collect::<Vec<(String, u32)>>();
        let merges = file.texts("tokenizer.ggml.merges")?.iter().map(|merge| split_merge(merge)).collect::<Result<_>>()?;
        let bpe = BPE::builder()
            .vocab_and_merges(tokens.into_iter().collect::<tokenizers::models::bpe::Vocab>(), merges)
            .ignore_merges(pre_tokenizer.whole_words_first())
            .build()
            .map_err(|error| EngineError::format("the file's merges do not fit its tokens").with_source(error))?;
        Ok(Self { pre_tokenizer, merger: bpe })
    }

    pub(super) fn encode(&self, text: &str, tokens: &mut Vec<u32>) -> Result<()> {
        for word in self.pre_tokenizer.split(text)? {
            let merged = self
                .merger
                .tokenize(&from_bytes(word.as_bytes()))
                .map_err(|error| EngineError::inference("the tokenizer failed on a piece of the prompt").with_source(error))?;
            tokens.extend(merged.iter().map(|token| token.id));
        }
        Ok(())
    }
}

fn split_merge(merge: &str) -> Result<(String, String)> {
    let (left, right) =
        merge.split_once(' ').ok_or_else(|| EngineError::format(format!("the file's merge `{merge}` is not a pair")))?;
    Ok((left.to_owned(), right.to_owned()))
}

/// Writes bytes as GPT-2 does: printable Latin-1 as it is, all other bytes as the characters from U+0100 on.
fn from_bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| character_of(*byte)).collect()
}

/// The bytes behind a token's text. A character outside the scheme stands for itself.
pub(super) fn to_bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        if let Some(byte) = byte_behind(character) {
            bytes.push(byte);
        } else {
            bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    bytes
}

fn character_of(byte: u8) -> char {
    let code = u32::from(byte);
    let shifted = match code {
        0x00..=0x20 => 0x100 + code,
        0x7F..=0xA0 => 0x121 + (code - 0x7F),
        0xAD => 0x143,
        printable => printable,
    };
    char::from_u32(shifted).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn byte_behind(character: char) -> Option<u8> {
    let code = u32::from(character);
    let byte = match code {
        0x100..=0x120 => code - 0x100,
        0x121..=0x142 => code - 0x121 + 0x7F,
        0x143 => 0xAD,
        0x21..=0x7E | 0xA1..=0xAC | 0xAE..=0xFF => code,
        _ => return None,
    };
    u8::try_from(byte).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        let all: Vec<u8> = (0..=255).collect();
        let text = from_bytes(&all);
        assert_eq!(text.chars().count(), 256);
        assert_eq!(to_bytes(&text), all);
    }

    #[test]
    fn a_space_is_written_as_in_gpt_2() {
        assert_eq!(from_bytes(b" a\n"), "\u{120}a\u{10A}");
    }
}
