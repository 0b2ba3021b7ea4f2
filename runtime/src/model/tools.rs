//! Tools: the model asks for them, they are run, and at the end comes the value.
//!
//! A server cannot both hold a model to a schema and let it call tools, so that the tools come first: the model is asked, without
//! a schema, until it wants no more of them, and only then for the value.

use super::plan::as_chat;
use super::{BlockingModel, Model, Reply};
use crate::prompt::{Chat, Message, Prompt, Request, Role, Tool, ToolCall};
use crate::{Error, ErrorKind, Generate};
use std::any::Any;
use std::future::poll_fn;
use std::task::Poll;

/// How often a model may ask for tools before it must answer.
const ROUNDS: usize = 16;

/// A conversation with tools, until the model wants no more of them.
struct Talk {
    request: Request,
    chat: Chat,
    rounds: usize,
}

/// What comes next.
enum Next {
    /// These calls are to be run.
    Run(Vec<ToolCall>),
    /// The model wants no more tools, and said this.
    Answer(Box<Reply<String>>),
}

impl Talk {
    fn new(mut request: Request, usable: impl Fn(&Tool) -> bool) -> Result<Self, Error> {
        if let Some(tool) = request.tools.iter().find(|tool| !usable(tool)) {
            let message =
                format!("the tool `{}` has no function that can be run here; give it one, or ask with `reply`", tool.name());
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        let chat = as_chat(&mut request.prompt);
        Ok(Self { request, chat, rounds: 0 })
    }

    /// What is asked next, with tools.
    fn question(&self) -> Request {
        Request { prompt: Prompt::Chat(self.chat.clone()), ..self.request.clone() }
    }

    /// What is asked at the end, without them.
    fn last_question(self) -> Request {
        Request { prompt: Prompt::Chat(self.chat), tools: Vec::new(), ..self.request }
    }

    fn take(&mut self, reply: Reply<String>) -> Result<Next, Error> {
        if reply.tool_calls.is_empty() {
            return Ok(Next::Answer(Box::new(reply)));
        }
        self.rounds += 1;
        if self.rounds > ROUNDS {
            let message = format!("the model asked for tools {ROUNDS} times and gave no answer; say in the prompt when to stop");
            return Err(Error::new(ErrorKind::Runaway, message));
        }
        let mut message = Message::new(Role::Assistant, reply.value);
        message.thinking = Some(reply.thinking).filter(|thinking| !thinking.is_empty());
        message.tool_calls.clone_from(&reply.tool_calls);
        self.chat.messages.push(message);
        Ok(Next::Run(reply.tool_calls))
    }

    fn tool(&self, call: &ToolCall) -> Result<&Tool, String> {
        self.request.tools.iter().find(|tool| tool.name() == call.name).ok_or_else(|| {
            let names: Vec<_> = self.request.tools.iter().map(Tool::name).collect();
            format!("there is no tool `{}`, only {}", call.name, names.join(", "))
        })
    }

    /// Tells the model what the tools gave, errors as well, so that it can go on from there.
    fn tell(&mut self, calls: Vec<ToolCall>, outcomes: Vec<Result<String, String>>) {
        for (call, outcome) in calls.into_iter().zip(outcomes) {
            let mut message = Message::new(Role::Tool, outcome.unwrap_or_else(|error| format!("error: {error}")));
            message.tool_name = Some(call.name);
            message.tool_call_id = call.id;
            self.chat.messages.push(message);
        }
    }
}

/// The text as a `T`, for a `T` that is plain text.
fn as_value<T: 'static>(reply: Reply<String>) -> Option<Reply<T>> {
    let reply: Box<dyn Any> = Box::new(reply);
    reply.downcast().ok().map(|reply| *reply)
}

/// See [`Model::with_tools`].
pub(super) async fn with_tools<T>(model: &(impl Model + ?Sized), request: Request) -> Result<Reply<T>, Error>
where
    T: Generate<Partial: Send + Sync> + Send,
{
    let model = &model;
    let mut talk = Talk::new(request, Tool::is_runnable)?;
    loop {
        let reply = model.reply::<String>(talk.question()).await?;
        match talk.take(reply)? {
            Next::Run(calls) => {
                let started = calls.iter().map(|call| talk.tool(call).map(|tool| tool.start(call))).collect();
                let outcomes = all(started).await;
                talk.tell(calls, outcomes);
            }
            Next::Answer(reply) => match as_value(*reply) {
                Some(reply) => return Ok(reply),
                None => return model.reply::<T>(talk.last_question()).await,
            },
        }
    }
}

/// See [`BlockingModel::with_tools`].
pub(super) fn with_tools_blocking<T>(model: &(impl BlockingModel + ?Sized), request: Request) -> Result<Reply<T>, Error>
where
    T: Generate<Partial: Send + Sync>,
{
    let model = &model;
    let mut talk = Talk::new(request, Tool::is_blocking)?;
    loop {
        let reply = model.reply::<String>(talk.question())?;
        match talk.take(reply)? {
            Next::Run(calls) => {
                let outcomes = calls.iter().map(|call| talk.tool(call).and_then(|tool| tool.run(call))).collect();
                talk.tell(calls, outcomes);
            }
            Next::Answer(reply) => match as_value(*reply) {
                Some(reply) => return Ok(reply),
                None => return model.reply::<T>(talk.last_question()),
            },
        }
    }
}

/// Waits for all of them, side by side.
async fn all(mut running: Vec<Result<crate::prompt::Running, String>>) -> Vec<Result<String, String>> {
    let mut outcomes: Vec<Option<Result<String, String>>> = running.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (outcome, running) in outcomes.iter_mut().zip(&mut running).filter(|(outcome, _)| outcome.is_none()) {
            match running {
                Ok(running) => {
                    if let Poll::Ready(done) = running.as_mut().poll(context) {
                        *outcome = Some(done);
                    }
                }
                Err(error) => *outcome = Some(Err(std::mem::take(error))),
            }
        }
        if outcomes.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    outcomes.into_iter().flatten().collect()
}
