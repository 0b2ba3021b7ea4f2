//! `OpenAI`'s protocol, `/v1/chat/completions`, as `OpenAI` itself, llama-server, vLLM, `SGLang`, LM Studio and others speak it.
//!
//! What llama-server really says is recorded in `tests/transcripts/llama-server`. What the servers have of their own:
//!
//! | wanted | how |
//! | --- | --- |
//! | sampling that the protocol does not have | `Options::extra("top_k", 40)`, `"min_p"`; llama-server `"repeat_penalty"`, vLLM and `SGLang` `"repetition_penalty"` |
//! | a grammar instead of a schema, llama-server | `Request::extra("grammar", "root ::= ...")`, asked for as `String` |
//! | vLLM's guided decoding | `Request::extra("structured_outputs", json!({"choice": [..]}))`, also `"regex"`, `"grammar"`; before 0.11 `"guided_choice"` |
//! | `SGLang`'s | `Request::extra("regex", ..)`, `"ebnf"` |
//! | thinking switched off by the chat template | `Request::extra("chat_template_kwargs", json!({"enable_thinking": false}))` |
//! | how long a reply took | llama-server's `timings` are in [`Usage`](crate::model::Usage) |
//! | another field in place of one that is written here | `Request::extra` with the field's name |

mod ask;
mod fault;
mod models;
mod options;
mod record;
mod reply;
mod settings;
mod unwrap;

pub use ask::ask;
pub use models::Listed;
pub(crate) use models::{list, models};
pub use reply::Reply;
pub use settings::{Defaults, Flavor};
