//! The models of a server: `GET /v1/models`.

use super::fault;
use crate::protocol::{Exchange, Question};
use serde::Deserialize;

/// A model that a server has: a record of `GET /v1/models`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Listed {
    /// Its name, as calls have it.
    pub id: String,
    /// Whose it is; mostly the name of the server's program.
    #[serde(default)]
    pub owned_by: String,
    /// When it was made or loaded, in seconds since 1970, where the server says.
    pub created: Option<u64>,
    /// How many tokens its context window holds, where the server says, as vLLM and `SGLang` do.
    #[serde(alias = "max_model_len")]
    pub context_length: Option<u64>,
}

/// The models under their name.
#[derive(Deserialize)]
pub(crate) struct List {
    pub(crate) data: Vec<Listed>,
}

pub(crate) fn list() -> Question<List> {
    Question::new(Exchange::new(http::Method::GET, "/models", Vec::new()), "", fault::status, fault::list)
}

/// Gives a driver its list of models: only `async` and `.await` differ.
macro_rules! models {
    ($openai:ty, [$($async:tt)?], [$($await:tt)*]) => {
        impl $openai {
            /// Lists the models that the server has (`GET /v1/models`).
            ///
            /// # Errors
            /// When the server cannot be reached, wants a key, or fails.
            pub $($async)? fn list(&self) -> Result<Vec<$crate::openai::Listed>, Error> {
                Ok(self.server.answer(Ok($crate::protocol::openai::list()))$($await)*?.data)
            }
        }
    };
}
pub(crate) use models;
