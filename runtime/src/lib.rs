//! Formwork turns a type into a mould for a language model's words.
//!
//! [`Generate`] is derived; it makes the type's JSON Schema ([`Generate::SCHEMA`]), a description of it for the prompt
//! ([`Generate::OUTLINE`]) and its parser ([`Parser`]) at compile time. A `Model` then gives values of the type:
//! `Ollama`, `OpenAi`, their twins in `blocking`, and `Embedded` are models, each behind a feature of its own, and all have the calls of
//! `Model` or of its blocking twin.
//!
//! ```
//! use formwork::{Generate, Parser};
//!
//! #[derive(Debug, Generate)]
//! struct Character {
//!     name: String,
//!     #[generate(range = 1..=120)]
//!     age: u8,
//! }
//!
//! let mut parser = Parser::<Character>::new();
//! parser.push(br#"{"name": "Ada", "a"#)?;
//! assert_eq!(parser.partial().name.as_str(), "Ada");
//! parser.push(br#"ge": 36}"#)?;
//! assert_eq!(parser.finish()?.age, 36);
//! # Ok::<(), formwork::ParseError>(())
//! ```

mod generate;
mod json;
mod schema;
mod types;

#[cfg(feature = "model")]
pub mod blocking;
#[cfg(feature = "model")]
mod error;
#[cfg(feature = "model")]
pub mod model;
#[cfg(feature = "remote")]
pub mod ollama;
#[cfg(feature = "remote")]
pub mod openai;
#[cfg(feature = "model")]
mod prompt;
#[cfg(feature = "remote")]
pub mod protocol;
#[cfg(any(feature = "ollama", feature = "openai", feature = "blocking"))]
mod transport;

#[cfg(feature = "embedded")]
pub use embedded::Embedded;
#[cfg(feature = "model")]
pub use error::{Error, ErrorKind};
pub use formwork_macros::Generate;
pub use generate::Generate;
pub use json::{
    Category, Change, Changes, Lenient, Limits, ParseError, Parser, Path, Progress, Repair, RepairKind, Skipped, Step, Warning,
    from_slice, from_str,
};
#[cfg(feature = "model")]
pub use model::{Model, Reply};
#[cfg(feature = "ollama")]
pub use ollama::Ollama;
#[cfg(feature = "openai")]
pub use openai::OpenAi;
#[cfg(feature = "model")]
pub use prompt::{
    Chat, Choices, Example, Feedback, Image, Instructions, KeepAlive, Message, Options, Policy, Prompt, Request, Role, Runaway,
    Think, Timeouts, Tool, ToolCall,
};
pub use schema::{Dialect, Edge};

/// Values while they are being received, one type per sort of value; the derive makes one per struct and enum.
///
/// With the feature `serde` all of them are `serde::Serialize`, also where the values are not: what is known so far, for a page that
/// shows it. Strings are as long as they have come; everything else is there when it is complete, lists and maps with their finished
/// elements and the growing one, and enums once it is known which variant it is. What has nothing to show has no key, and null is
/// not the same as that. The keys and names are those of the schema, in its order, and the values are as they were received, before
/// they were converted; at the end it is the document. A list keeps the JSON of its finished elements for this.
///
/// ```
/// # #[cfg(all(feature = "serde", feature = "serde_json"))] {
/// use formwork::{Generate, Parser};
///
/// #[derive(Generate)]
/// struct Character {
///     name: String,
///     age: u8,
///     skills: Vec<Skill>,
/// }
///
/// #[derive(Generate)]
/// struct Skill {
///     name: String,
///     level: u8,
/// }
///
/// let mut parser = Parser::<Character>::new();
/// parser.push(br#"{"name": "Ada", "skills": [{"name": "algebra", "level": 9}, {"name": "engi"#)?;
/// let json = serde_json::to_string(parser.partial()).expect("it has string keys");
/// assert_eq!(json, r#"{"name":"Ada","skills":[{"name":"algebra","level":9},{"name":"engi"}]}"#);
/// # }
/// # Ok::<(), formwork::ParseError>(())
/// ```
pub mod partial {
    pub use crate::json::{
        Boxed, Captured, Checked, Chosen, Convert, Converted, Entries, List, Nullable, Partial, Scalar, Slot, State, Tagged, Text,
    };
    pub use crate::types::{Elements, Parsed};
}

#[cfg(feature = "embedded")]
mod embedded;
#[cfg(any(feature = "ollama", feature = "openai", feature = "blocking"))]
mod fetch;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(any(feature = "ollama", feature = "openai", feature = "blocking"))]
mod tls;

#[doc(hidden)]
pub mod __private;

/// The README's examples are tests.
#[cfg(all(doctest, feature = "ollama", feature = "testing"))]
#[doc = include_str!("../../README.md")]
struct Readme;
