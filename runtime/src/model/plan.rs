//! What is sent for a type, and what is sent again after a failure: decisions without IO or clock.

use super::choices::{narrowed, outlined};
use super::receive::plain_type;
use super::trace::{Trace, again};
use super::{Attempt, Call, Format, Identity, Reply, Usage};
use crate::prompt::{Chat, Choices, Example, Feedback, Instructions, Message, Policy, Prompt, Request, Role, Think};
use crate::{Dialect, Error, ErrorKind, Generate, Lenient};
use backon::BackoffBuilder as _;
use std::time::Duration;

/// One question, over all of its tries.
#[derive(Debug)]
pub(crate) struct Plan {
    call: Call,
    /// The outline of the wanted type.
    outline: String,
    attempts: Vec<Attempt>,
    reasked: u32,
    waits: Waits,
}

/// What was sent, as far as a reply is judged by it.
#[derive(Debug, Clone)]
pub(crate) struct Expects {
    /// Whether a schema was sent.
    pub(crate) constrained: bool,
    /// Whether tools were.
    pub(crate) tools: bool,
    /// The size of the context window, where the request sets it.
    pub(crate) num_ctx: Option<u32>,
    /// The choices that the request gives.
    pub(crate) choices: Vec<Choices>,
}

struct Waits(backon::ExponentialBackoff);

impl std::fmt::Debug for Waits {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Waits")
    }
}

impl Plan {
    /// The question for a `T`: the request, with the outline of the type in its prompt.
    ///
    /// # Errors
    /// When the request cannot be sent as it is.
    pub(crate) fn of<T: Generate>(mut request: Request, stream: bool) -> Result<Self, Error> {
        request.check()?;
        let format = (!plain_type::<T>()).then(Format::of::<T>);
        let outline = outlined(T::OUTLINE, &request.choices);
        if !request.choices.is_empty() {
            // Any dialect shows whether the type has a place for them, and plain text has none.
            narrowed(format.map_or("{}", |format| format.schema(Dialect::Standard)), false, &request.choices)?;
        }
        if format.is_some() {
            instruct(&mut request, &outline);
        }
        exemplify::<T>(&mut request)?;
        let most_tokens = format.filter(|_| is_only_value(&request)).and_then(Format::most_tokens);
        let Policy { retry, retry_wait, .. } = request.policy;
        let waits = backon::ExponentialBuilder::default()
            .with_min_delay(retry_wait)
            .with_max_delay(Duration::from_mins(1).max(retry_wait))
            .with_max_times(retry as usize)
            .with_jitter()
            .build();
        Ok(Self {
            call: Call { request, format, most_tokens, stream },
            outline,
            attempts: Vec::new(),
            reasked: 0,
            waits: Waits(waits),
        })
    }

    pub(crate) fn call(&self) -> Call {
        self.call.clone()
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.call.request.policy
    }

    /// The trace of the next try.
    pub(crate) fn trace(&self, identity: Identity<'_>) -> Trace {
        Trace::begin(identity, &self.call, self.attempts.len())
    }

    /// What a reply is judged by.
    pub(crate) fn expects(&self) -> Expects {
        let Call { request, format, .. } = &self.call;
        Expects {
            constrained: format.is_some(),
            tools: !request.tools.is_empty(),
            num_ctx: request.options.num_ctx,
            choices: request.choices.clone(),
        }
    }

    /// Puts the failed tries with the reply.
    pub(crate) fn complete<T>(self, mut reply: Reply<T>) -> Reply<T> {
        reply.attempts = self.attempts;
        reply
    }

    /// Decides what follows a failed try: another one after this wait, or giving up with the error.
    ///
    /// # Errors
    /// The error, when there is no further try.
    pub(crate) fn after(&mut self, error: Error) -> Result<Duration, Error> {
        let wait = if error.kind() == ErrorKind::Unsupported && self.may_go_without_schema() {
            self.go_without_schema();
            Duration::ZERO
        } else if error.is_model_output() && self.may_reask(&error) {
            self.reask(&error);
            Duration::ZERO
        } else if error.is_retryable()
            && let Some(wait) = self.waits.0.next()
        {
            error.retry_after().map_or(wait, |asked| asked.max(wait))
        } else {
            return Err(error.with_attempts(std::mem::take(&mut self.attempts)));
        };
        again(&error, self.attempts.len());
        self.attempts.push(Attempt {
            kind: error.kind(),
            message: error.to_string(),
            raw: error.raw().to_owned(),
            usage: error.usage().cloned(),
        });
        Ok(wait)
    }

    fn may_go_without_schema(&self) -> bool {
        self.policy().fallback && self.call.format.is_some()
    }

    /// Leaves it to the prompt what the reply looks like.
    fn go_without_schema(&mut self) {
        self.call.format = None;
        self.call.most_tokens = None;
        let request = &mut self.call.request;
        request.policy.lenient = Lenient::ALL;
        if request.instructions == Instructions::None {
            request.instructions = Instructions::Outline;
            instruct(request, &self.outline);
        }
    }

    fn may_reask(&self, error: &Error) -> bool {
        let policy = self.policy();
        let spent = total_tokens(self.attempts.iter().map(|attempt| attempt.usage.clone()).chain([error.usage().cloned()]));
        self.reasked < policy.reask && policy.token_budget.is_none_or(|budget| spent < budget)
    }

    /// Changes the request for the next try.
    fn reask(&mut self, error: &Error) {
        self.reasked += 1;
        let request = &mut self.call.request;
        match request.policy.feedback {
            Feedback::Fresh => request.options.seed = Some(request.options.seed.map_or(1, |seed| seed.wrapping_add(1))),
            Feedback::Explain => {
                let complaint = format!("This is not what was asked for: {error}. Write the whole answer again, corrected.");
                let mut chat = as_chat(&mut request.prompt);
                // An answer that ran away would only lead the model astray again.
                let answer: String = error.raw().trim_end().chars().take(2_000).collect();
                chat.messages.push(Message::new(Role::Assistant, answer));
                chat.messages.push(Message::new(Role::User, complaint));
                request.prompt = Prompt::Chat(chat);
            }
        }
    }
}

/// The prompt as a conversation.
pub(super) fn as_chat(prompt: &mut Prompt) -> Chat {
    match prompt {
        Prompt::Chat(chat) => std::mem::take(chat),
        Prompt::Text { text, images } => {
            let mut message = Message::new(Role::User, std::mem::take(text));
            message.images = std::mem::take(images);
            Chat { messages: vec![message] }
        }
    }
}

/// Puts what is to be said about the type at the end of what the user says.
fn instruct(request: &mut Request, outline: &str) {
    let words = match &request.instructions {
        Instructions::None => return,
        Instructions::Text(text) => text.clone(),
        Instructions::Outline => format!("Answer with JSON of this type:\n{outline}"),
    };
    match &mut request.prompt {
        Prompt::Text { text, .. } => *text = format!("{text}\n\n{words}"),
        Prompt::Chat(chat) => match chat.messages.iter_mut().rev().find(|message| message.role == Role::User) {
            Some(message) => message.content = format!("{}\n\n{words}", message.content),
            None => chat.messages.push(Message::new(Role::System, words)),
        },
    }
}

/// Whether nothing but the value is to be expected of the reply.
fn is_only_value(request: &Request) -> bool {
    let thinks = !matches!(request.think, None | Some(Think::Off));
    !thinks && !request.policy.fallback && !request.policy.lenient.around
}

/// Puts the examples into the prompt: in a text after everything else, in a chat as what was said before.
fn exemplify<T: Generate>(request: &mut Request) -> Result<(), Error> {
    let examples = std::mem::take(&mut request.examples);
    for example in &examples {
        if !plain_type::<T>()
            && let Err(error) = crate::from_str::<T>(&example.output)
        {
            let message = format!("the example for {:?} is not what is asked for: {error}", example.input);
            return Err(Error::new(ErrorKind::InvalidRequest, message).with_source(error));
        }
    }
    match &mut request.prompt {
        Prompt::Text { text, .. } => {
            if !examples.is_empty() {
                text.push_str("\n\nExamples:");
            }
            for Example { input, output } in &examples {
                for piece in ["\n\n", input, "\n", output] {
                    text.push_str(piece);
                }
            }
        }
        Prompt::Chat(chat) => {
            let begin = chat.messages.iter().position(|message| message.role != Role::System).unwrap_or(chat.messages.len());
            let said = examples
                .into_iter()
                .flat_map(|Example { input, output }| [Message::new(Role::User, input), Message::new(Role::Assistant, output)]);
            chat.messages.splice(begin..begin, said);
        }
    }
    Ok(())
}

/// What the failed tries and this reply cost together.
fn total_tokens(usages: impl Iterator<Item = Option<Usage>>) -> u64 {
    usages.flatten().filter_map(|usage| usage.output_tokens).sum()
}
