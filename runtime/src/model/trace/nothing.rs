//! The same calls without `tracing`.

use crate::Error;
use crate::model::{Call, Identity, Reply};

pub(in crate::model) struct Trace;

impl Trace {
    pub(in crate::model) fn begin(_: Identity<'_>, _: &Call, _: usize) -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "there is nothing to enter")]
    pub(in crate::model) fn within<R>(&self, work: impl FnOnce() -> R) -> R {
        work()
    }

    #[expect(clippy::unused_self, reason = "there is nothing to record in")]
    pub(in crate::model) fn end<T>(&self, _: Result<&Reply<T>, &Error>) {}
}

pub(in crate::model) fn again(_: &Error, _: usize) {}
