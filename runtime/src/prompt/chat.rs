//! A conversation: messages with roles, images and tool calls.

use super::Image;

/// Who says a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Instructions to the model.
    System,
    /// The person or program that asks.
    User,
    /// The model.
    Assistant,
    /// The result of a tool that the model called.
    Tool,
}

impl Role {
    /// The role's name in Ollama's and `OpenAI`'s chat formats.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Tool => "tool",
        }
    }
}

/// A tool that the model wants to be run.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolCall {
    /// The server's number for the call, where it gives one.
    pub id: Option<String>,
    /// The tool's name.
    pub name: String,
    /// The arguments, a JSON object.
    pub arguments: serde_json::Value,
}

/// One message of a [`Chat`].
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Who says it.
    pub role: Role,
    /// What is said.
    pub content: String,
    /// Images that belong to it.
    pub images: Vec<Image>,
    /// What the model thought before it said this, to be shown to it again; only in an assistant's message.
    pub thinking: Option<String>,
    /// The tools that the model asked for; only in an assistant's message.
    pub tool_calls: Vec<ToolCall>,
    /// For a tool's result: the tool's name.
    pub tool_name: Option<String>,
    /// For a tool's result: the [`ToolCall::id`] that it answers.
    pub tool_call_id: Option<String>,
}

impl Message {
    /// A message of this role that says `content`.
    pub fn new(role: Role, content: impl Into<String>) -> Self {
        Self {
            role,
            content: content.into(),
            images: Vec::new(),
            thinking: None,
            tool_calls: Vec::new(),
            tool_name: None,
            tool_call_id: None,
        }
    }

    /// Adds an image.
    pub fn image(mut self, image: Image) -> Self {
        self.images.push(image);
        self
    }
}

/// A conversation so far; the model writes the next message.
///
/// ```
/// use formwork::Chat;
///
/// let chat = Chat::new().system("Answer briefly.").user("Who wrote the first program?");
/// assert_eq!(chat.messages.len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chat {
    /// The messages, oldest first.
    pub messages: Vec<Message>,
}

impl Chat {
    /// An empty conversation.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a message.
    pub fn message(mut self, message: Message) -> Self {
        self.messages.push(message);
        self
    }

    /// Adds instructions to the model.
    pub fn system(self, content: impl Into<String>) -> Self {
        self.message(Message::new(Role::System, content))
    }

    /// Adds what the user says.
    pub fn user(self, content: impl Into<String>) -> Self {
        self.message(Message::new(Role::User, content))
    }

    /// Adds what the model said.
    pub fn assistant(self, content: impl Into<String>) -> Self {
        self.message(Message::new(Role::Assistant, content))
    }
}
