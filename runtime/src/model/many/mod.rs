//! Many calls at once: a bounded number of them side by side, asynchronously on any runtime, or on threads.

mod blocking;
mod schedule;
mod stream;

pub use blocking::BlockingMany;
pub use stream::Many;

use super::{Reply, Usage};
use crate::{Error, Request};

/// How many calls run side by side unless told otherwise: what an Ollama on a small machine serves at once.
const CONCURRENCY: usize = 4;

/// What is to be asked next, and what it was made of; an error stands for a call that is not sent at all.
type Question<I> = (I, Result<Request, Error>);

/// The questions, made one by one when there is room for another call.
type Questions<'a, I> = Box<dyn Iterator<Item = Question<I>> + Send + 'a>;

/// What is told of each call.
type Listener<'a> = Box<dyn FnMut(&ManyEvent<'_>, &Tally) + Send + 'a>;

/// The questions of these inputs.
pub(super) fn questions<'a, I: 'a>(
    inputs: impl IntoIterator<Item = I, IntoIter: Send + 'a>,
    mut request: impl FnMut(&I) -> Result<Request, Error> + Send + 'a,
) -> Questions<'a, I> {
    Box::new(inputs.into_iter().map(move |input| {
        let question = request(&input);
        (input, question)
    }))
}

/// The questions of requests that stand for themselves.
pub(super) fn plain<'a>(requests: impl IntoIterator<Item: Into<Request>, IntoIter: Send + 'a>) -> Questions<'a, ()> {
    Box::new(requests.into_iter().map(|request| ((), Ok(request.into()))))
}

/// The settings that both twins have, on their `schedule`.
macro_rules! settings {
    ($lifetime:lifetime) => {
        /// Lets this many calls run side by side; 4 unless set, and at least 1.
        pub fn concurrency(mut self, calls: usize) -> Self {
            self.schedule.concurrency = calls.max(1);
            self
        }

        /// Gives each result as soon as it is there, instead of in the order of the requests.
        pub fn as_they_come(mut self) -> Self {
            self.schedule.in_order = false;
            self
        }

        /// Calls `listener` whenever a call begins or is over, in whatever order that happens, where the results are waited for.
        pub fn on_event(
            mut self,
            listener: impl FnMut(&$crate::model::ManyEvent<'_>, &$crate::model::Tally) + Send + $lifetime,
        ) -> Self {
            self.schedule.listen(Box::new(listener));
            self
        }
    };
}
use settings;

/// One of many calls that is over.
#[derive(Debug)]
#[non_exhaustive]
pub struct Done<T, I = ()> {
    /// Which of the calls it is, counted from 0 in the order of the requests.
    pub index: usize,
    /// What the request was made of; `()` for [`generate_many`](crate::Model::generate_many).
    pub input: I,
    /// What came of it.
    pub result: Result<Reply<T>, Error>,
}

/// How many calls are under way and over, and what they cost so far, failed tries included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Tally {
    /// How many calls there will be, where the requests' iterator knows.
    pub expected: Option<usize>,
    /// How many have been started, the finished ones included.
    pub started: usize,
    /// How many gave a value.
    pub succeeded: usize,
    /// How many failed for good.
    pub failed: usize,
    /// The tokens read, as far as the server said.
    pub prompt_tokens: u64,
    /// The tokens written, as far as the server said.
    pub output_tokens: u64,
}

impl Tally {
    /// How many are over, one way or the other.
    pub fn finished(&self) -> usize {
        self.succeeded + self.failed
    }

    fn add<T>(&mut self, result: &Result<Reply<T>, Error>) {
        let (attempts, usage) = match result {
            Ok(reply) => {
                self.succeeded += 1;
                (&*reply.attempts, Some(&reply.usage))
            }
            Err(error) => {
                self.failed += 1;
                (error.attempts(), error.usage())
            }
        };
        for Usage { prompt_tokens, output_tokens, .. } in
            attempts.iter().filter_map(|attempt| attempt.usage.as_ref()).chain(usage)
        {
            self.prompt_tokens += prompt_tokens.unwrap_or(0);
            self.output_tokens += output_tokens.unwrap_or(0);
        }
    }
}

/// What happened to one of many calls, when it happened: for a progress bar or a log.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum ManyEvent<'e> {
    /// The call with this index begins.
    Started {
        /// Which of the calls it is.
        index: usize,
    },
    /// It gave a value.
    Succeeded {
        /// Which of the calls it is.
        index: usize,
        /// What the reply cost.
        usage: &'e Usage,
    },
    /// It failed, after all tries that its policy allows.
    Failed {
        /// Which of the calls it is.
        index: usize,
        /// Why.
        error: &'e Error,
    },
}
