//! The same call over a scripted model, async and blocking.
#![expect(clippy::unwrap_used, clippy::missing_panics_doc, clippy::missing_errors_doc, reason = "a test fails by panicking")]

use formwork::model::{BlockingIncoming, BlockingModel, Call, End, Event, Finish, Flow, Incoming, Sink};
use formwork::testing::{Script, Turn};
use formwork::{Error, Generate, Model, Reply, Request};
use serde::Serialize;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Generate, Serialize)]
pub struct Character {
    /// First name only.
    pub name: String,
    /// In years.
    #[generate(range = 0..=120)]
    pub age: u8,
    /// What she can do.
    pub skills: Vec<String>,
}

/// A character as JSON.
pub const ADA: &str = r#"{"name": "Ada", "age": 36, "skills": ["algebra", "prose"]}"#;

/// The same character.
pub fn ada() -> Character {
    Character { name: "Ada".into(), age: 36, skills: vec!["algebra".into(), "prose".into()] }
}

/// A model that answers every call with the same events and remembers the calls.
#[derive(Debug, Clone)]
pub struct Events {
    events: Vec<Event<'static>>,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Events {
    /// A model that answers with these events.
    pub fn new(events: impl Into<Vec<Event<'static>>>) -> Self {
        Self { events: events.into(), calls: Arc::default() }
    }

    /// The calls so far.
    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    fn begin(&self, call: Call) -> Playing {
        self.calls.lock().unwrap().push(call);
        Playing(self.events.clone())
    }
}

struct Playing(Vec<Event<'static>>);

impl Playing {
    fn play(&mut self, sink: &mut Sink<'_>) -> Flow {
        let _ = self.0.drain(..).try_for_each(sink);
        Flow::Closed
    }
}

impl Incoming for Playing {
    fn poll_receive(&mut self, _: &mut Context<'_>, sink: &mut Sink<'_>) -> Poll<Result<Flow, Error>> {
        Poll::Ready(Ok(self.play(sink)))
    }
}

impl BlockingIncoming for Playing {
    fn receive(&mut self, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        Ok(self.play(sink))
    }
}

impl Model for Events {
    fn send(&self, call: Call) -> Box<dyn Incoming> {
        Box::new(self.begin(call))
    }
}

impl BlockingModel for Events {
    fn send(&self, call: Call) -> Result<Box<dyn BlockingIncoming>, Error> {
        Ok(Box::new(self.begin(call)))
    }
}

/// The end of a reply that cost this many tokens.
pub fn end(finish: Finish, prompt_tokens: u64, output_tokens: u64) -> Event<'static> {
    let mut end = End::default();
    end.finish = finish;
    end.usage.prompt_tokens = Some(prompt_tokens);
    end.usage.output_tokens = Some(output_tokens);
    Event::End(end)
}

/// Runs a future to its end.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

/// The same call, async and blocking: both must come to the same.
pub fn ask<T: Generate<Partial: Send + Sync> + Send>(turns: &[Turn], request: &Request) -> Result<Reply<T>, Error> {
    ask_both(&Script::new(turns.to_vec()), &Script::new(turns.to_vec()), request)
}

/// The same call to a model and its twin: both must come to the same.
pub fn ask_both<T: Generate<Partial: Send + Sync> + Send>(
    model: &impl Model,
    twin: &impl BlockingModel,
    request: &Request,
) -> Result<Reply<T>, Error> {
    let waiting = run(model.reply::<T>(request));
    let blocking = twin.reply::<T>(request);
    let shown = |result: &Result<Reply<T>, Error>| match result {
        Ok(reply) => format!("{:?} {:?} {:?}", reply.raw, reply.usage, reply.attempts),
        Err(error) => format!("{error:?}"),
    };
    assert_eq!(shown(&waiting), shown(&blocking));
    waiting
}
