//! Text to tokens and back, as the model file's own vocabulary has it.
//!
//! Text and control tokens are kept apart all the way: [`Tokenizer::encode_text`] never yields a control token, whatever the
//! text says, and [`Tokenizer::encode_template`] recognises them. What a user wrote therefore cannot end a turn.

mod byte_level;
mod pre_tokenizer;
mod sentence_piece;
mod vocabulary;

use aho_corasick::{AhoCorasick, MatchKind};

pub(super) use self::vocabulary::Vocabulary;
use self::{byte_level::ByteLevel, sentence_piece::SentencePiece};
use super::error::EngineError;
use super::gguf::Gguf;

type Result<T> = std::result::Result<T, EngineError>;

/// A model's tokenizer.
pub(super) struct Tokenizer {
    vocabulary: Vocabulary,
    method: Method,
    control: AhoCorasick,
    /// The token of each pattern of `control`.
    control_ids: Vec<u32>,
}

/// How plain text becomes tokens.
enum Method {
    /// Byte-level BPE, as GPT-2, Llama 3 and `SmolLM` have it.
    ByteLevel(Box<ByteLevel>),
    /// Scored pieces with a byte fallback, as Llama 2 and Mistral have it.
    SentencePiece(SentencePiece),
}

impl Tokenizer {
    pub(super) fn read(file: &Gguf) -> Result<Self> {
        let vocabulary = Vocabulary::read(file)?;
        let method = match file.text("tokenizer.ggml.model")? {
            "gpt2" => Method::ByteLevel(Box::new(ByteLevel::read(file)?)),
            "llama" => Method::SentencePiece(SentencePiece::read(file, &vocabulary)?),
            other => {
                return Err(EngineError::unsupported(format!(
                    "the file's tokenizer is of the kind `{other}`: only `gpt2` (byte-level BPE) and `llama` \
                     (SentencePiece) are known"
                )));
            }
        };
        let (control_ids, texts): (Vec<u32>, Vec<&str>) = vocabulary.control_tokens().unzip();
        let control = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(texts)
            .map_err(|error| EngineError::format("the file's control tokens cannot be used").with_source(error))?;
        Ok(Self { vocabulary, method, control, control_ids })
    }

    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Encodes a whole text in which nothing is special.
    #[cfg(test)]
    pub(super) fn encode_text(&self, text: &str) -> Result<Vec<u32>> {
        let mut tokens = Vec::new();
        self.encode_plain(text, true, &mut tokens)?;
        Ok(tokens)
    }

    /// The same for text that stands in the middle of other text.
    pub(super) fn encode_continuation(&self, text: &str) -> Result<Vec<u32>> {
        let mut tokens = Vec::new();
        self.encode_plain(text, false, &mut tokens)?;
        Ok(tokens)
    }

    /// Encodes a rendered chat template: control tokens count as such, and `guard` is taken out of everything else.
    ///
    /// The guard is a character put into whatever only looks like a control token; see [`Tokenizer::guard_text`].
    pub(super) fn encode_template(&self, text: &str, guard: char) -> Result<Vec<u32>> {
        let mut tokens = Vec::new();
        let mut rest = 0;
        for found in self.control.find_iter(text) {
            self.encode_guarded(text.get(rest..found.start()).unwrap_or_default(), guard, &mut tokens)?;
            tokens.extend(self.control_ids.get(found.pattern().as_usize()));
            rest = found.end();
        }
        self.encode_guarded(text.get(rest..).unwrap_or_default(), guard, &mut tokens)?;
        self.add_start(&mut tokens);
        Ok(tokens)
    }

    /// Breaks up everything in `text` that would read as a control token by putting `guard` behind its first character.
    pub(super) fn guard_text(&self, text: &str, guard: char) -> String {
        let mut guarded = String::with_capacity(text.len());
        let mut rest = text;
        // The search goes on behind that first character, since control tokens overlap in text meant to deceive.
        while let Some(found) = self.control.find(rest) {
            let first = rest.get(found.range()).and_then(|token| token.chars().next());
            let cut = found.start() + first.map_or(1, char::len_utf8);
            let (before, after) = rest.split_at(cut);
            guarded.push_str(before);
            guarded.push(guard);
            rest = after;
        }
        guarded.push_str(rest);
        guarded
    }

    fn encode_guarded(&self, text: &str, guard: char, tokens: &mut Vec<u32>) -> Result<()> {
        if text.contains(guard) {
            self.encode_plain(&text.replace(guard, ""), true, tokens)
        } else {
            self.encode_plain(text, true, tokens)
        }
    }

    fn encode_plain(&self, text: &str, starts_segment: bool, tokens: &mut Vec<u32>) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        match &self.method {
            Method::ByteLevel(bpe) => bpe.encode(text, tokens),
            Method::SentencePiece(pieces) => {
                pieces.encode(text, starts_segment, tokens);
                Ok(())
            }
        }
    }

    /// Some models want a first token that their chat template does not always write.
    fn add_start(&self, tokens: &mut Vec<u32>) {
        if let Some(start) = self.vocabulary.forced_start()
            && tokens.first() != Some(&start)
        {
            tokens.insert(0, start);
        }
    }
}
