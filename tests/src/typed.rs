//! The same call over a scripted model, async and blocking.
#![expect(clippy::unwrap_used, clippy::missing_panics_doc, clippy::missing_errors_doc, reason = "a test fails by panicking")]

use formwork::testing::{Script, Turn};
use formwork::{Error, Generate, Model, Reply, Request, blocking};
use serde::Serialize;

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

/// Runs a future to its end.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

/// The same call, async and blocking: both must come to the same.
pub fn ask<T: Generate<Partial: Send + Sync> + Send>(turns: &[Turn], request: &Request) -> Result<Reply<T>, Error> {
    let waiting = run(Script::new(turns.to_vec()).reply_of::<T>(request));
    let blocking = blocking::Model::reply::<T>(&Script::new(turns.to_vec()), request);
    let shown = |result: &Result<Reply<T>, Error>| match result {
        Ok(reply) => format!("{:?} {:?} {:?}", reply.raw, reply.usage, reply.attempts),
        Err(error) => format!("{error:?}"),
    };
    assert_eq!(shown(&waiting), shown(&blocking));
    waiting
}

/// `Model` and its blocking twin have the same names; here both are in scope.
trait ReplyOf {
    fn reply_of<T: Generate<Partial: Send + Sync> + Send>(
        &self,
        request: &Request,
    ) -> impl Future<Output = Result<Reply<T>, Error>>;
}

impl ReplyOf for Script {
    fn reply_of<T: Generate<Partial: Send + Sync> + Send>(
        &self,
        request: &Request,
    ) -> impl Future<Output = Result<Reply<T>, Error>> {
        Model::reply::<T>(self, request)
    }
}
