//! What a model is asked: text or a chat, images, options. Plain data, without any provider's wire format.

mod chat;
mod check;
mod choices;
mod image;
mod options;
mod policy;
mod request;
mod tool;

pub use chat::{Chat, Message, Role, ToolCall};
pub use choices::Choices;
pub use image::Image;
pub use options::{KeepAlive, Options, Think};
pub use policy::{Feedback, Policy, Runaway, Timeouts};
pub use request::{Example, Instructions, Prompt, Request};
pub(crate) use tool::Running;
pub use tool::Tool;
