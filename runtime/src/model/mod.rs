//! The contract between the typed layer and the models below it: a call goes down, events come up.
//!
//! A driver moves bytes and hands the events of each piece to a [`Sink`]; everything that is the same for all models (prompts
//! from types, parsing, limits, errors, re-asking) is above this line and written once.

mod ask;
mod blocking;
mod blocking_stream;
mod choices;
mod clock;
mod contract;
mod failure;
mod many;
mod open;
mod ordered;
mod plan;
mod receive;
mod reply;
mod runaway;
mod settings;
mod stream;
mod tools;
mod trace;

pub use blocking::{BlockingIncoming, BlockingModel};
pub use blocking_stream::{BlockingItems, BlockingStream};
#[cfg(feature = "blocking")]
pub(crate) use clock::{Limit, expired};
pub use contract::{Incoming, Model};
pub use many::{BlockingMany, Done, Many, ManyEvent, Tally};
pub use reply::{Attempt, Reply};
pub use stream::{Items, Snapshot, TypedStream};
pub use trace::Identity;

use crate::prompt::Request;
use crate::schema::{Edge, is_wrapped, most_bytes, strict};
use crate::{Dialect, Generate};
use std::ops::ControlFlow;
use std::time::Duration;

/// What a model is asked to do: a request, with the outline already in its prompt, and the shape that the reply must have.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Call {
    /// What is asked.
    pub request: Request,
    /// The shape of the reply; `None` for free text.
    pub format: Option<Format>,
    /// The most tokens that the reply can need, where its type has bounds: a driver sends it as `num_predict` if neither the request
    /// nor the model has one. There is none for a model that thinks first, or where a reply may stand among other text.
    pub most_tokens: Option<u32>,
    /// Whether the events are wanted as they come, or may come all at once.
    pub stream: bool,
}

impl Call {
    /// A call for free text that may come all at once.
    pub fn new(request: impl Into<Request>) -> Self {
        Self { request: request.into(), format: None, most_tokens: None, stream: false }
    }

    /// Wants a reply of this shape.
    pub fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// Wants the events as they come.
    pub fn stream(mut self) -> Self {
        self.stream = true;
        self
    }
}

/// Tokens that a reply may have beyond its value: some models think a little even when they are told not to.
const HEADROOM: u32 = 512;

/// The schema of the wanted type, in every dialect.
#[derive(Clone, Copy)]
pub struct Format {
    schema: fn(Dialect) -> &'static str,
    shape: Edge,
}

impl Format {
    /// The format of `T`.
    pub fn of<T: Generate>() -> Self {
        let schema = |dialect| match dialect {
            Dialect::Ollama => T::SCHEMA,
            Dialect::OpenAi => T::SCHEMA_OPENAI,
            Dialect::Standard => T::SCHEMA_STANDARD,
        };
        Self { schema, shape: T::SHAPE }
    }

    /// The most tokens that a value can need, where every part of its type has a bound: never more than the bytes of its JSON.
    pub(crate) fn most_tokens(self) -> Option<u32> {
        let bytes = most_bytes(self.shape)?;
        u32::try_from(bytes).ok()?.checked_add(HEADROOM)
    }

    /// The type's name; empty for a type that has none of its own.
    pub fn name(self) -> &'static str {
        self.shape.shape().name.text
    }

    /// Whether the schema puts an object around the value, `{"value": ...}`, since the dialect knows no other root.
    pub fn is_wrapped(self, dialect: Dialect) -> bool {
        is_wrapped(dialect, self.shape)
    }

    /// Why the dialect cannot hold the type, if it cannot.
    pub fn refusal(self, dialect: Dialect) -> Option<String> {
        match dialect {
            Dialect::OpenAi => strict::refusal(self.shape).map(|refusal| refusal.message()),
            Dialect::Ollama | Dialect::Standard => None,
        }
    }

    /// The schema's text in this dialect.
    pub fn schema(self, dialect: Dialect) -> &'static str {
        (self.schema)(dialect)
    }
}

impl std::fmt::Debug for Format {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Format").field(&self.schema(Dialect::Ollama)).finish()
    }
}

/// Something that happens in a reply. The text is borrowed from the driver's buffer.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A piece of the reply's text, of any length.
    Text(&'a str),
    /// A piece of the model's thinking.
    Thinking(&'a str),
    /// A tool that the model wants to be run.
    ToolCall(crate::prompt::ToolCall),
    /// The log-probabilities of the tokens of the text, when they were asked for.
    Logprobs(Vec<TokenLogprob>),
    /// The end of the reply; nothing follows.
    End(End),
}

/// How a reply ended.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct End {
    /// Why the model stopped.
    pub finish: Finish,
    /// What the reply cost.
    pub usage: Usage,
    /// The size of the context window in tokens, where the driver has set it.
    pub num_ctx: Option<u32>,
}

/// Why the model stopped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Finish {
    /// It was done, or came to a stop text.
    #[default]
    Stop,
    /// The token limit was reached, or the context was full.
    Length,
    /// It wants tools to be run.
    ToolCalls,
    /// The provider's filter cut it off.
    ContentFilter,
    /// The server ended the reply without saying why; Ollama does so on a runaway, and at a dead end of the grammar.
    Unfinished,
    /// Another reason, in the server's word.
    Other(String),
}

/// What a reply cost.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Usage {
    /// The tokens of the prompt (`prompt_eval_count`), where the server says.
    pub prompt_tokens: Option<u64>,
    /// The tokens written (`eval_count`), where the server says.
    pub output_tokens: Option<u64>,
    /// The time from request to end as the server measured it.
    pub total_duration: Option<Duration>,
    /// The time it took to load the model.
    pub load_duration: Option<Duration>,
    /// The time it took to read the prompt.
    pub prompt_duration: Option<Duration>,
    /// The time it took to write the reply.
    pub output_duration: Option<Duration>,
}

impl Usage {
    /// How many tokens were written a second, where the server says enough.
    pub fn tokens_per_second(&self) -> Option<f64> {
        let seconds = self.output_duration?.as_secs_f64();
        let tokens = u32::try_from(self.output_tokens?).ok()?;
        (seconds > 0.0).then(|| f64::from(tokens) / seconds)
    }
}

/// A token and how probable it was.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TokenLogprob {
    /// The token's text.
    pub token: String,
    /// The natural logarithm of its probability.
    pub logprob: f64,
    /// Its likeliest alternatives, itself included, with theirs.
    pub alternatives: Vec<(String, f64)>,
}

impl TokenLogprob {
    /// A token without alternatives.
    pub fn new(token: impl Into<String>, logprob: f64) -> Self {
        Self { token: token.into(), logprob, alternatives: Vec::new() }
    }
}

/// Takes the events of a reply as they come; after [`ControlFlow::Break`] the driver hands over no more.
pub type Sink<'s> = dyn FnMut(Event<'_>) -> ControlFlow<()> + 's;

/// Whether a reply goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// More events may come.
    Open,
    /// No more events come: the reply ended, or the sink broke off.
    Closed,
}
