//! Log-probabilities, which Ollama writes as `OpenAI` does.

use crate::model::TokenLogprob;
use serde::Deserialize;

/// A token and its probability.
#[derive(Debug, Deserialize)]
pub(super) struct Logprob {
    pub(super) token: String,
    #[serde(rename = "logprob")]
    value: f64,
    #[serde(default)]
    top_logprobs: Vec<Alternative>,
}

#[derive(Debug, Deserialize)]
struct Alternative {
    token: String,
    logprob: f64,
}

impl From<Logprob> for TokenLogprob {
    fn from(token: Logprob) -> Self {
        let alternatives = token.top_logprobs.into_iter().map(|other| (other.token, other.logprob)).collect();
        Self { token: token.token, logprob: token.value, alternatives }
    }
}
