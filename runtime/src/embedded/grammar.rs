//! Holding the model to a JSON Schema: which tokens may come next, and which must.

use std::sync::Arc;

use llguidance::api::TopLevelGrammar;
use llguidance::earley::SlicedBiasComputer;
use llguidance::toktrie::{InferenceCapabilities, SimpleVob, TokEnv, TokRxInfo, TokTrie, TokenId, TokenizerEnv};
use llguidance::{Matcher, ParserFactory};
use serde_json::{Value, json};

use super::bounds;
use super::error::{EngineError, EngineErrorKind};
use super::tokenizer::Tokenizer;

type Result<T> = std::result::Result<T, EngineError>;

/// Turns schemas into constraints for one vocabulary. Made once per model, since it sorts the whole vocabulary.
pub(super) struct Grammars {
    factory: ParserFactory,
}

impl Grammars {
    pub(super) fn new(tokenizer: &Arc<Tokenizer>) -> Result<Self> {
        let environment: TokEnv = Arc::new(Environment::new(Arc::clone(tokenizer))?);
        let can = InferenceCapabilities { ff_tokens: true, ..InferenceCapabilities::default() };
        // The slices are classes of tokens whose masks are computed once, which makes a mask inside a string 20 times cheaper.
        let mut factory = ParserFactory::new(&environment, can, &SlicedBiasComputer::json_slices())
            .map_err(|error| internal("the vocabulary cannot be constrained", &error))?;
        factory.quiet();
        factory.limits_mut().verbose_errors = false;
        Ok(Self { factory })
    }

    /// A constraint that has seen nothing yet.
    pub(super) fn start(&self, schema: &str) -> Result<Constraint> {
        let mut schema: Value =
            serde_json::from_str(schema).map_err(|error| schema_error("the schema is not JSON").with_source(error))?;
        let Some(fields) = schema.as_object_mut() else {
            return Err(schema_error("the schema is not a JSON object"));
        };
        fields.entry("x-guidance").or_insert_with(layout);
        bounds::fit(&mut schema);
        let grammar = TopLevelGrammar::from_json_schema(schema);
        let parser = self
            .factory
            .create_parser(grammar)
            .map_err(|error| schema_error(format!("the schema cannot be turned into a constraint: {}", first_line(&error))))?;
        Ok(Constraint { matcher: Matcher::new(Ok(parser)) })
    }
}

/// One space after `:` and `,`, as in most JSON a model has read, and no other whitespace: a small model that may
/// choose tends to choose newlines for ever.
fn layout() -> Value {
    json!({
        "whitespace_flexible": false,
        "item_separator": ", ",
        "key_separator": ": ",
        "coerce_one_of": true,
    })
}

/// How far one reply has come in its schema.
pub(super) struct Constraint {
    matcher: Matcher,
}

impl Constraint {
    /// The tokens that have to come next, taken as come.
    pub(super) fn take_forced(&mut self) -> Result<Vec<TokenId>> {
        if self.matcher.is_stopped() {
            return self.check().map(|()| Vec::new());
        }
        let forced = self.matcher.consume_ff_tokens();
        self.check()?;
        Ok(forced)
    }

    /// The tokens that may come next.
    pub(super) fn allowed(&mut self) -> Result<SimpleVob> {
        self.matcher.compute_mask().map_err(|error| internal("no token can follow", &error))
    }

    /// Takes a token as come. It has to be one of those allowed.
    pub(super) fn take(&mut self, token: TokenId) -> Result<()> {
        self.matcher.consume_token(token).map_err(|error| internal("a token does not fit", &error))
    }

    /// Whether the root value is complete and nothing can be added to it.
    pub(super) fn is_complete(&self) -> bool {
        self.matcher.is_stopped() && !self.matcher.is_error()
    }

    fn check(&self) -> Result<()> {
        match self.matcher.get_error() {
            None => Ok(()),
            Some(message) => Err(EngineError::inference(format!("the constraint failed: {}", cut_line(&message)))),
        }
    }
}

/// The vocabulary as llguidance wants it.
struct Environment {
    trie: TokTrie,
    tokenizer: Arc<Tokenizer>,
}

impl Environment {
    fn new(tokenizer: Arc<Tokenizer>) -> Result<Self> {
        let vocabulary = tokenizer.vocabulary();
        let count = u32::try_from(vocabulary.len()).map_err(|_| EngineError::format("the vocabulary is too large"))?;
        let words: Vec<Vec<u8>> = (0..count).map(|id| vocabulary.bytes(id).unwrap_or_else(|| no_text(id))).collect();
        let end = vocabulary.ends().first().copied().unwrap_or_default();
        let trie = TokTrie::from(&TokRxInfo::new(count, end), &words).with_eos_tokens(vocabulary.ends());
        Ok(Self { trie, tokenizer })
    }
}

/// What the trie holds for a token that stands for no text: a marker no text can contain.
fn no_text(id: TokenId) -> Vec<u8> {
    let mut word = vec![TokTrie::SPECIAL_TOKEN_MARKER];
    word.extend_from_slice(format!("<{id}>").as_bytes());
    word
}

impl TokenizerEnv for Environment {
    fn tok_trie(&self) -> &TokTrie {
        &self.trie
    }

    fn tokenize_bytes(&self, bytes: &[u8]) -> Vec<TokenId> {
        self.trie.tokenize_with_greedy_fallback(bytes, |text| {
            // Greedy tokens spell the same text, so the reply stays right even if the tokenizer gives up.
            self.tokenizer.encode_continuation(text).unwrap_or_else(|_| self.trie.greedy_tokenize(text.as_bytes()))
        })
    }
}

fn schema_error(message: impl Into<String>) -> EngineError {
    EngineError::new(EngineErrorKind::Schema, message)
}

fn internal(what: &str, error: &dyn std::fmt::Display) -> EngineError {
    EngineError::inference(format!("the constraint failed: {what}: {}", first_line(error)))
}

fn first_line(error: &dyn std::fmt::Display) -> String {
    cut_line(&format!("{error:#}")).to_owned()
}

fn cut_line(message: &str) -> &str {
    message.lines().next().unwrap_or_default()
}
