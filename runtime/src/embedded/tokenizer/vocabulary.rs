//! The tokens of a model: the bytes each stands for, which are control tokens, and which end a reply.

use super::super::error::EngineError;
use super::super::gguf::{Gguf, Value};
use super::byte_level;

type Result<T> = std::result::Result<T, EngineError>;

/// What a token is for, as `tokenizer.ggml.token_type` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Text,
    Byte,
    Control,
    Unused,
}

/// The model's list of tokens. A token's number is its place in the list.
pub(in super::super) struct Vocabulary {
    texts: Vec<String>,
    roles: Vec<Role>,
    byte_level: bool,
    start: Option<u32>,
    forced_start: bool,
    ends: Vec<u32>,
}

impl Vocabulary {
    pub(super) fn read(file: &Gguf) -> Result<Self> {
        let texts = file.texts("tokenizer.ggml.tokens")?.to_vec();
        check_sizes(&texts)?;
        let byte_level = file.text("tokenizer.ggml.model")? == "gpt2";
        let roles = read_roles(file, texts.len())?;
        let mut vocabulary = Self { texts, roles, byte_level, start: None, forced_start: false, ends: Vec::new() };
        vocabulary.start = vocabulary.token(file, "tokenizer.ggml.bos_token_id")?;
        // A SentencePiece model wants its start token unless the file says otherwise, a byte-level one does not.
        vocabulary.forced_start = file.flag("tokenizer.ggml.add_bos_token", !byte_level)?;
        vocabulary.ends = vocabulary.find_ends(file)?;
        Ok(vocabulary)
    }

    pub(in super::super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The token that begins every prompt, where the model wants one.
    pub(super) fn forced_start(&self) -> Option<u32> {
        self.start.filter(|_| self.forced_start)
    }

    /// The text of the start token, for the chat template.
    pub(in super::super) fn start_text(&self) -> &str {
        self.start.and_then(|id| self.text(id)).unwrap_or_default()
    }

    /// The text of the token that ends a reply, for the chat template.
    pub(in super::super) fn end_text(&self) -> &str {
        self.ends.first().and_then(|id| self.text(*id)).unwrap_or_default()
    }

    /// All tokens that end a reply; the first is the model's own end of sequence.
    pub(in super::super) fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// The number of a control token.
    pub(in super::super) fn control(&self, text: &str) -> Option<u32> {
        self.control_tokens().find(|(_, control)| *control == text).map(|(id, _)| id)
    }

    pub(super) fn text(&self, id: u32) -> Option<&str> {
        self.texts.get(id as usize).map(String::as_str)
    }

    /// All tokens with their text and role.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &str, Role)> {
        (0..).zip(&self.texts).zip(&self.roles).map(|((id, text), role)| (id, text.as_str(), *role))
    }

    /// Tokens that structure a conversation and never stand for text.
    pub(super) fn control_tokens(&self) -> impl Iterator<Item = (u32, &str)> {
        self.iter().filter(|(_, text, role)| *role == Role::Control && !text.is_empty()).map(|(id, text, _)| (id, text))
    }

    /// The bytes a token stands for; `None` for control tokens and the like.
    pub(in super::super) fn bytes(&self, id: u32) -> Option<Vec<u8>> {
        let index = id as usize;
        let text = self.texts.get(index)?;
        match self.roles.get(index)? {
            Role::Control | Role::Unused => None,
            Role::Byte => byte_of(text).map(|byte| vec![byte]),
            Role::Text if self.byte_level => Some(byte_level::to_bytes(text)),
            Role::Text => Some(text.replace('\u{2581}', " ").into_bytes()),
        }
    }

    fn token(&self, file: &Gguf, key: &str) -> Result<Option<u32>> {
        let id = file.optional_integer(key)?;
        match id.map(|id| u32::try_from(id).ok().filter(|_| id < self.texts.len())) {
            Some(None) => Err(EngineError::format(format!("the metadata `{key}` names a token that does not exist"))),
            Some(Some(id)) => Ok(Some(id)),
            None => Ok(None),
        }
    }

    fn find_ends(&self, file: &Gguf) -> Result<Vec<u32>> {
        // What chat models end a turn with; many files name only the end of the document.
        const KNOWN: [&str; 8] =
            ["<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|end|>", "<|endoftext|>", "<|end_of_text|>", "<end_of_turn>", "</s>"];
        let named = ["tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id"];
        let named = named.into_iter().map(|key| self.token(file, key)).collect::<Result<Vec<_>>>()?;
        let known = KNOWN.into_iter().map(|text| self.control(text));
        let mut ends = Vec::new();
        for id in named.into_iter().chain(known).flatten() {
            if !ends.contains(&id) {
                ends.push(id);
            }
        }
        if ends.is_empty() {
            return Err(EngineError::format("the model file names no token that ends a reply"));
        }
        Ok(ends)
    }
}

/// The token trie asserts these limits; a file past them is damaged, not large.
fn check_sizes(texts: &[String]) -> Result<()> {
    const MOST_TOKENS: usize = 1 << 22;
    const LONGEST_TOKEN: usize = 1 << 12;
    if texts.is_empty() || texts.len() > MOST_TOKENS {
        return Err(EngineError::format(format!("a vocabulary of {} tokens is not possible", texts.len())));
    }
    match texts.iter().map(String::len).max() {
        Some(longest) if longest > LONGEST_TOKEN => {
            Err(EngineError::format(format!("a token of {longest} bytes is not possible")))
        }
        _ => Ok(()),
    }
}

fn read_roles(file: &Gguf, count: usize) -> Result<Vec<Role>> {
    const KEY: &str = "tokenizer.ggml.token_type";
    let codes = match file.get(KEY) {
        None => return Ok(vec![Role::Text; count]),
        Some(Value::Integers(codes)) if codes.len() == count => codes,
        Some(_) => return Err(EngineError::format(format!("the metadata `{KEY}` is not one number for each token"))),
    };
    Ok(codes.iter().map(|code| role(*code)).collect())
}

fn role(code: i64) -> Role {
    match code {
        2 | 3 => Role::Control,
        5 => Role::Unused,
        6 => Role::Byte,
        _ => Role::Text,
    }
}

/// The byte behind a token like `<0x0A>`.
pub(super) fn byte_of(text: &str) -> Option<u8> {
    let digits = text.strip_prefix("<0x")?.strip_suffix('>')?;
    u8::from_str_radix(digits, 16).ok()
}
