//! The blocking models: what a driver implements, and the typed calls that come with it.

use super::ask::{checked, no_check};
use super::blocking_stream::{BlockingItems, BlockingStream, Deadline};
use super::many::{BlockingMany, plain, questions};
use super::open::Open;
use super::plan::Plan;
use super::tools::with_tools_blocking;
use super::{Call, Flow, Identity, Reply, Sink};
use crate::{Error, ErrorKind, Generate, Request};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Something that can be asked for a reply, blocking; the twin of [`Model`](crate::Model), with the same calls.
pub trait BlockingModel: Send + Sync {
    /// Begins a call; dropping the reply cancels it. The driver keeps the request's [`Timeouts`](crate::Timeouts) while it waits.
    ///
    /// # Errors
    /// What went wrong before the first event.
    fn send(&self, call: Call) -> Result<Box<dyn BlockingIncoming>, Error>;

    /// Which model this is, for traces (feature `tracing`); nothing unless the driver says.
    fn identity(&self) -> Identity<'_> {
        Identity::default()
    }

    /// Asks for a `T`: see [`Model::generate`](crate::Model::generate).
    ///
    /// # Errors
    /// Whatever kept the call from giving a value: see [`ErrorKind`](crate::ErrorKind).
    fn generate<T>(&self, request: impl Into<Request>) -> Result<T, Error>
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync>,
    {
        ask(self, request.into(), no_check).map(|reply| reply.value)
    }

    /// Asks for a `T`, and gives everything else that is known of the reply with it.
    ///
    /// # Errors
    /// As [`generate`](BlockingModel::generate).
    fn reply<T>(&self, request: impl Into<Request>) -> Result<Reply<T>, Error>
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync>,
    {
        ask(self, request.into(), no_check)
    }

    /// Asks for a `T` that `check` accepts.
    ///
    /// # Errors
    /// As [`generate`](BlockingModel::generate), and [`ConstraintBroken`](crate::ErrorKind::ConstraintBroken) for a value that `check` refuses.
    fn generate_with<T, C>(&self, request: impl Into<Request>, check: C) -> Result<T, Error>
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync>,
        C: Fn(&T) -> Result<(), String>,
    {
        ask(self, request.into(), |value: &T| check(value).map(|()| Vec::new())).map(|reply| reply.value)
    }

    /// As [`generate_with`](BlockingModel::generate_with), for checks that may also only warn: see
    /// [`Model::reply_with`](crate::Model::reply_with).
    ///
    /// # Errors
    /// As [`generate_with`](BlockingModel::generate_with).
    fn reply_with<T, C>(&self, request: impl Into<Request>, check: C) -> Result<Reply<T>, Error>
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync>,
        C: Fn(&T) -> Result<Vec<String>, String>,
    {
        ask(self, request.into(), check)
    }

    /// Lets the model call the request's [tools](Request::tool) until it wants no more of them, then asks for a `T`: see
    /// [`Model::with_tools`](crate::Model::with_tools).
    ///
    /// # Errors
    /// As [`generate`](BlockingModel::generate), and [`ErrorKind::Runaway`](crate::ErrorKind::Runaway) for a model that asks for tools again and again.
    fn with_tools<T>(&self, request: impl Into<Request>) -> Result<Reply<T>, Error>
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync>,
    {
        with_tools_blocking(self, request.into())
    }

    /// Asks for a `T` and shows it while it is being received.
    fn stream<T>(&self, request: impl Into<Request>) -> BlockingStream<T>
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync>,
    {
        BlockingStream::new(self, request.into())
    }

    /// Asks for a list and hands over its elements, each checked, as they are completed.
    fn stream_items<T>(&self, request: impl Into<Request>) -> BlockingItems<T>
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync> + Send + Sync,
    {
        BlockingItems::new(self, request.into())
    }

    /// Asks each of these requests for a `T`, a bounded number of them side by side, on threads: see
    /// [`Model::generate_many`](crate::Model::generate_many).
    ///
    /// ```
    /// use formwork::testing::{Script, Turn};
    /// use formwork::{Generate, blocking::Model as _};
    ///
    /// #[derive(Generate)]
    /// struct City { name: String }
    ///
    /// let model = Script::new([Turn::text(r#"{"name": "Lisbon"}"#), Turn::text(r#"{"name": "Quito"}"#)]);
    /// let mut names = Vec::new();
    /// let tally = model.generate_many::<City>(["Name a city", "Name another"]).concurrency(1).for_each(|done| match done.result {
    ///     Ok(reply) => names.push(reply.value.name),
    ///     Err(error) => eprintln!("{}: {error}", done.index),
    /// });
    /// assert_eq!((names, tally.succeeded), (vec!["Lisbon".to_owned(), "Quito".to_owned()], 2));
    /// ```
    fn generate_many<'m, T>(
        &'m self,
        requests: impl IntoIterator<Item: Into<Request>, IntoIter: Send + 'm>,
    ) -> BlockingMany<'m, T>
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync> + Send,
    {
        BlockingMany::new(self, plain(requests))
    }

    /// Makes a request of each of these inputs and asks it for a `T`: see [`Model::generate_each`](crate::Model::generate_each).
    fn generate_each<'m, T, I>(
        &'m self,
        inputs: impl IntoIterator<Item = I, IntoIter: Send + 'm>,
        request: impl FnMut(&I) -> Result<Request, Error> + Send + 'm,
    ) -> BlockingMany<'m, T, I>
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync> + Send,
        I: 'm,
    {
        BlockingMany::new(self, questions(inputs, request))
    }
}

/// The blocking twin of [`Incoming`](super::Incoming).
pub trait BlockingIncoming: Send {
    /// Waits for the next events and hands them to `sink`.
    ///
    /// # Errors
    /// What went wrong on the way; the caller adds what it has received so far. Nothing follows an error.
    fn receive(&mut self, sink: &mut Sink<'_>) -> Result<Flow, Error>;
}

macro_rules! pointer {
    ($($pointer:ty),*) => { $(
        impl<M: BlockingModel + ?Sized> BlockingModel for $pointer {
            fn send(&self, call: Call) -> Result<Box<dyn BlockingIncoming>, Error> {
                (**self).send(call)
            }

            fn identity(&self) -> Identity<'_> {
                (**self).identity()
            }
        }
    )* };
}

pointer!(&M, Box<M>, Arc<M>);

/// Asks until there is a value or no further try.
fn ask<T>(
    model: &dyn BlockingModel,
    request: Request,
    check: impl Fn(&T) -> Result<Vec<String>, String>,
) -> Result<Reply<T>, Error>
where
    T: Generate<Partial: Send + Sync>,
{
    ask_unless(&AtomicBool::new(false), model, request, check)
}

/// As [`ask`], unless it is cancelled on the way, which is looked at between events.
pub(super) fn ask_unless<T>(
    cancelled: &AtomicBool,
    model: &dyn BlockingModel,
    request: Request,
    check: impl Fn(&T) -> Result<Vec<String>, String>,
) -> Result<Reply<T>, Error>
where
    T: Generate<Partial: Send + Sync>,
{
    let mut plan = Plan::of::<T>(request, true)?;
    let deadline = Deadline::new(plan.policy().timeouts);
    loop {
        let mut reply = Open::<T, _>::ask(model, &plan, deadline);
        let outcome = loop {
            match reply.more(deadline) {
                Some(Ok(())) if cancelled.load(Ordering::Relaxed) => {
                    return Err(Error::new(ErrorKind::Cancelled, "nobody waits for this call any more"));
                }
                Some(Ok(())) => {}
                Some(Err(error)) => break Err(error),
                None => break reply.finish().and_then(|reply| checked(reply, &check)),
            }
        };
        match outcome {
            Ok(reply) => return Ok(plan.complete(reply)),
            Err(error) => {
                let wait = plan.after(error)?;
                deadline.check_after(wait)?;
                std::thread::sleep(wait);
            }
        }
    }
}
