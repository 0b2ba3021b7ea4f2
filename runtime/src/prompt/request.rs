//! Everything about one call that does not depend on the wanted type.

use super::{Chat, Choices, Image, KeepAlive, Options, Policy, Think, Tool};
use crate::{Error, ErrorKind};
use serde::Serialize;
use serde_json::{Map, Value};

/// One prompt, or a conversation.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Prompt {
    /// One text and the images that go with it.
    Text {
        /// The text.
        text: String,
        /// The images.
        images: Vec<Image>,
    },
    /// A conversation.
    Chat(Chat),
}

/// What the model is told about the wanted type, in the prompt.
///
/// A server that constrains the output does not tell the model what the fields mean; this does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Instructions {
    /// The type's [outline](crate::Generate::OUTLINE).
    #[default]
    Outline,
    /// Nothing.
    None,
    /// This text instead.
    Text(String),
}

/// An answer that the model is shown before it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Example {
    /// What the answer is to.
    pub input: String,
    /// The answer, as JSON.
    pub output: String,
}

impl Example {
    /// The answer to `input`, a value of the type that is asked for.
    ///
    /// # Errors
    /// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), for a value that serde cannot write as JSON.
    pub fn new(input: impl Into<String>, output: &impl Serialize) -> Result<Self, Error> {
        let input = input.into();
        let output = serde_json::to_string(output).map_err(|error| {
            Error::new(ErrorKind::InvalidRequest, format!("the example for {input:?} cannot be written as JSON: {error}"))
                .with_source(error)
        })?;
        Ok(Self { input, output })
    }
}

/// What a model is asked: an owned value that can be kept, cloned and logged (images print as their size).
///
/// A `&str`, `String` or [`Chat`] turns into one, so `model.generate::<T>("...")` needs no `Request`.
///
/// ```
/// use formwork::{Options, Request};
///
/// let request = Request::new("Create a character")
///     .system("You write fantasy novels.")
///     .options(Options::new().temperature(0.7).seed(1));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Request {
    /// What is asked.
    pub prompt: Prompt,
    /// Instructions that come before the prompt.
    pub system: Option<String>,
    /// What is said about the wanted type.
    pub instructions: Instructions,
    /// Answers that the model is shown.
    pub examples: Vec<Example>,
    /// Choices of fields that are only known now.
    pub choices: Vec<Choices>,
    /// How the model generates.
    pub options: Options,
    /// How the call is carried through: limits, time, tries.
    pub policy: Policy,
    /// Whether the model thinks first; unset, models that think do not while they fill a type.
    pub think: Option<Think>,
    /// How long the server keeps the model in memory.
    pub keep_alive: Option<KeepAlive>,
    /// Whether the log-probability of each token comes back, and of how many alternatives.
    pub logprobs: Option<u8>,
    /// The tools that the model may ask for; see [`Model::with_tools`](crate::Model::with_tools).
    pub tools: Vec<Tool>,
    /// Further fields of the request body by name, for what a server knows and this type does not. Ollama's `template`, `raw`,
    /// `suffix` and `context` go here.
    pub extra: Map<String, Value>,
}

impl Request {
    /// A request with this prompt and nothing else set.
    pub fn new(prompt: impl Into<Self>) -> Self {
        prompt.into()
    }

    fn of(prompt: Prompt) -> Self {
        Self {
            prompt,
            system: None,
            instructions: Instructions::Outline,
            examples: Vec::new(),
            choices: Vec::new(),
            options: Options::new(),
            policy: Policy::new(),
            think: None,
            keep_alive: None,
            logprobs: None,
            tools: Vec::new(),
            extra: Map::new(),
        }
    }

    /// About how many bytes the prompt takes as JSON, with its images in base64.
    #[cfg(feature = "remote")]
    pub(crate) fn size(&self) -> usize {
        let image = |image: &Image| image.as_bytes().len() / 3 * 4 + 64;
        let prompt = match &self.prompt {
            Prompt::Text { text, images } => text.len() + images.iter().map(image).sum::<usize>(),
            Prompt::Chat(chat) => chat
                .messages
                .iter()
                .map(|message| message.content.len() + message.images.iter().map(image).sum::<usize>() + 64)
                .sum(),
        };
        prompt + prompt / 8 + self.system.as_ref().map_or(0, String::len)
    }

    /// Sets the instructions that come before the prompt.
    pub fn system(mut self, system: impl Into<String>) -> Self {
        self.system = Some(system.into());
        self
    }

    /// Adds an image: to the text, or to the last message of the chat.
    pub fn image(mut self, image: Image) -> Self {
        match &mut self.prompt {
            Prompt::Text { images, .. } => images.push(image),
            Prompt::Chat(chat) => match chat.messages.last_mut() {
                Some(message) => message.images.push(image),
                None => chat.messages.push(super::Message::new(super::Role::User, "").image(image)),
            },
        }
        self
    }

    /// Sets what is said about the wanted type.
    pub fn instructions(mut self, instructions: Instructions) -> Self {
        self.instructions = instructions;
        self
    }

    /// Adds an answer that the model is shown: after a text, or in a chat as something that was said before.
    ///
    /// Before it is sent, each example is read back as the wanted type, so that none can show the model something else.
    ///
    /// ```
    /// use formwork::testing::{Script, Turn};
    /// use formwork::{Example, Generate, Request, blocking::Model as _};
    ///
    /// #[derive(Debug, Generate, serde::Serialize)]
    /// struct Mood { joyful: bool, because: String }
    ///
    /// let rain = Mood { joyful: false, because: "rain".into() };
    /// let request = Request::new("What a day!").example(Example::new("It rains again.", &rain)?);
    /// let model = Script::new([Turn::text(r#"{"joyful": true, "because": "sun"}"#)]);
    /// assert!(model.generate::<Mood>(request)?.joyful);
    /// # Ok::<(), formwork::Error>(())
    /// ```
    pub fn example(mut self, example: Example) -> Self {
        self.examples.push(example);
        self
    }

    /// Sets how the model generates; what is not set here comes from the model's own options.
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Sets how the call is carried through.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets whether the model thinks first.
    pub fn think(mut self, think: Think) -> Self {
        self.think = Some(think);
        self
    }

    /// Sets how long the server keeps the model in memory.
    pub fn keep_alive(mut self, keep_alive: KeepAlive) -> Self {
        self.keep_alive = Some(keep_alive);
        self
    }

    /// Asks for the log-probability of each token, and of this many alternatives to it.
    pub fn logprobs(mut self, alternatives: u8) -> Self {
        self.logprobs = Some(alternatives);
        self
    }

    /// Adds a tool that the model may ask for.
    pub fn tool(mut self, tool: Tool) -> Self {
        self.tools.push(tool);
        self
    }

    /// Sets a field of the request body by its name.
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.insert(name.into(), value.into());
        self
    }
}

impl From<&str> for Request {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Request {
    fn from(text: String) -> Self {
        Self::of(Prompt::Text { text, images: Vec::new() })
    }
}

impl From<&String> for Request {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<Chat> for Request {
    fn from(chat: Chat) -> Self {
        Self::of(Prompt::Chat(chat))
    }
}

impl From<&Request> for Request {
    fn from(request: &Request) -> Self {
        request.clone()
    }
}
