//! How text is cut into words before merging. Each family of models has its own rules, named by `tokenizer.ggml.pre`.
//!
//! The rules are llama.cpp's, since it writes these files; `tests/data/tokens_*.json` holds what it makes of awkward text.

use fancy_regex::Regex;

use super::super::error::EngineError;

type Result<T> = std::result::Result<T, EngineError>;

const GPT2: &str = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)";
const LLAMA3: &str = concat!(
    r"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}",
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
);
const QWEN2: &str = concat!(
    r"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}",
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
);

/// One family's rules. Each expression cuts what the one before left whole, into its matches and what lies between.
struct Family {
    names: &'static [&'static str],
    expressions: &'static [&'static str],
    whole_words_first: bool,
}

const FAMILIES: [Family; 5] = [
    Family {
        names: &["smollm", "starcoder", "refact", "command-r", "codeshell", "exaone"],
        expressions: &[r"\p{N}", GPT2],
        whole_words_first: false,
    },
    Family { names: &["gpt-2", "gpt2", "olmo", "jais"], expressions: &[GPT2], whole_words_first: false },
    Family {
        names: &["default"],
        expressions: &[r"[\p{P}\$\+<=>\^~\|]+", GPT2, r"\p{N}+", r"[0-9][0-9][0-9]"],
        whole_words_first: false,
    },
    Family { names: &["llama-bpe", "llama3", "llama-v3"], expressions: &[LLAMA3], whole_words_first: true },
    Family { names: &["qwen2", "stablelm2", "deepseek-r1-qwen"], expressions: &[QWEN2], whole_words_first: false },
];

pub(super) struct PreTokenizer {
    expressions: Vec<Regex>,
    whole_words_first: bool,
}

impl PreTokenizer {
    /// The rules of this name.
    pub(super) fn named(name: Option<&str>) -> Result<Self> {
        let Some(name) = name else {
            return Err(EngineError::unsupported(
                "the file does not say how its text is cut into words (`tokenizer.ggml.pre`): it was made by an \
                 outdated converter, take a newer one",
            ));
        };
        let family = FAMILIES.iter().find(|family| family.names.contains(&name)).ok_or_else(|| unknown(name))?;
        let expressions = family.expressions.iter().map(|expression| Regex::new(expression));
        let expressions = expressions
            .collect::<std::result::Result<_, _>>()
            .map_err(|error| EngineError::inference("the tokenizer's expressions cannot be compiled").with_source(error))?;
        Ok(Self { expressions, whole_words_first: family.whole_words_first })
    }

    /// Whether a word that is itself a token is taken whole, even where merging would end elsewhere.
    pub(super) fn whole_words_first(&self) -> bool {
        self.whole_words_first
    }

    pub(super) fn split<'t>(&self, text: &'t str) -> Result<Vec<&'t str>> {
        let mut words = vec![text];
        for expression in &self.expressions {
            let mut cut = Vec::with_capacity(words.len());
            for word in words {
                split_by(expression, word, &mut cut)?;
            }
            words = cut;
        }
        Ok(words)
    }
}

fn split_by<'t>(expression: &Regex, text: &'t str, words: &mut Vec<&'t str>) -> Result<()> {
    let mut rest = 0;
    for found in expression.find_iter(text) {
        let found = found.map_err(|error| {
            EngineError::inference("the prompt has a stretch the tokenizer cannot cut into words").with_source(error)
        })?;
        let between = text.get(rest..found.start()).unwrap_or_default();
        words.extend([between, found.as_str()].into_iter().filter(|word| !word.is_empty()));
        rest = found.end();
    }
    words.extend(text.get(rest..).filter(|word| !word.is_empty()));
    Ok(())
}

fn unknown(name: &str) -> EngineError {
    let known: Vec<_> = FAMILIES.iter().flat_map(|family| family.names).copied().collect();
    EngineError::unsupported(format!(
        "the file cuts text into words by the rules `{name}`, which are not known here; known are {}",
        known.join(", ")
    ))
}
