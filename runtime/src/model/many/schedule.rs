//! Which call is started next, and whose result is given next: decisions without IO.

use super::{CONCURRENCY, Done, Listener, ManyEvent, Questions, Tally};
use crate::model::Reply;
use crate::{Error, Request};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::iter::Fuse;

/// How many results may wait for the one before them, for each call that may run.
const AHEAD: usize = 4;

/// The calls that are not over for the caller: those that run, and those whose result waits to be given.
pub(super) struct Schedule<'a, T, I> {
    questions: Fuse<Questions<'a, I>>,
    listener: Option<Listener<'a>>,
    pub(super) concurrency: usize,
    pub(super) in_order: bool,
    running: HashMap<usize, I>,
    finished: BTreeMap<usize, Done<T, I>>,
    /// The index that is given next, in order.
    next: usize,
    pub(super) tally: Tally,
}

impl<'a, T, I> Schedule<'a, T, I> {
    pub(super) fn new(questions: Questions<'a, I>) -> Self {
        let expected = match questions.size_hint() {
            (least, Some(most)) if least == most => Some(most),
            _ => None,
        };
        Self {
            questions: questions.fuse(),
            listener: None,
            concurrency: CONCURRENCY,
            in_order: true,
            running: HashMap::new(),
            finished: BTreeMap::new(),
            next: 0,
            tally: Tally { expected, ..Tally::default() },
        }
    }

    pub(super) fn listen(&mut self, listener: Listener<'a>) {
        self.listener = Some(listener);
    }

    /// The next call to begin now; `None` while as many as may be are under way, and when there are no more.
    pub(super) fn start(&mut self) -> Option<(usize, Request)> {
        while self.running.len() < self.concurrency && self.running.len() + self.finished.len() < AHEAD * self.concurrency {
            let (input, question) = self.questions.next()?;
            let index = self.tally.started;
            self.tally.started += 1;
            self.running.insert(index, input);
            self.tell(&ManyEvent::Started { index });
            match question {
                Ok(request) => return Some((index, request)),
                Err(error) => self.finish(index, Err(error)),
            }
        }
        None
    }

    /// Takes the result of a call.
    pub(super) fn finish(&mut self, index: usize, result: Result<Reply<T>, Error>) {
        let Some(input) = self.running.remove(&index) else { return };
        self.tally.add(&result);
        match &result {
            Ok(reply) => self.tell(&ManyEvent::Succeeded { index, usage: &reply.usage }),
            Err(error) => self.tell(&ManyEvent::Failed { index, error }),
        }
        self.finished.insert(index, Done { index, input, result });
    }

    /// The result that is to be given next, if it is there.
    pub(super) fn give(&mut self) -> Option<Done<T, I>> {
        let first = self.finished.first_entry()?;
        if self.in_order && *first.key() != self.next {
            return None;
        }
        self.next += 1;
        Some(first.remove())
    }

    /// Whether a call runs.
    pub(super) fn is_running(&self) -> bool {
        !self.running.is_empty()
    }

    fn tell(&mut self, event: &ManyEvent<'_>) {
        if let Some(listener) = &mut self.listener {
            listener(event, &self.tally);
        }
    }
}

impl<T, I> fmt::Debug for Schedule<'_, T, I> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Schedule").field("concurrency", &self.concurrency).field("tally", &self.tally).finish()
    }
}
