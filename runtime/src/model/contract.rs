//! The asynchronous models: what a driver implements, and the typed calls that come with it.

use super::ask::{ask, no_check};
use super::many::{Many, plain, questions};
use super::stream::{Items, TypedStream};
use super::tools::with_tools;
use super::{Call, Flow, Identity, Reply, Sink};
use crate::{Error, Generate, Request};
use std::future::Future;
use std::sync::Arc;
use std::task::{Context, Poll};

/// Something that can be asked for a reply, asynchronously; [`blocking::Model`](crate::blocking::Model) is its twin.
///
/// A driver implements [`send`](Model::send); the typed calls are written once, above it. They work on a model, on a reference
/// to one, and on a `Box<dyn Model>` or `Arc<dyn Model>` kept in a service's state.
pub trait Model: Send + Sync {
    /// Begins a call. Nothing need happen before the reply is first polled; dropping the reply cancels the call.
    fn send(&self, call: Call) -> Box<dyn Incoming>;

    /// Which model this is, for traces (feature `tracing`); nothing unless the driver says.
    fn identity(&self) -> Identity<'_> {
        Identity::default()
    }

    /// Asks for a `T`.
    ///
    /// `String` is the plain text of the reply; every other type is sent along as a schema, and its outline is put into the
    /// prompt (see [`Instructions`](crate::Instructions)).
    ///
    /// # Errors
    /// Whatever kept the call from giving a value: see [`ErrorKind`](crate::ErrorKind).
    fn generate<T>(&self, request: impl Into<Request>) -> impl Future<Output = Result<T, Error>> + Send
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync> + Send,
    {
        let request = request.into();
        async move { ask(self, request, no_check).await.map(|reply| reply.value) }
    }

    /// Asks for a `T`, and gives everything else that is known of the reply with it.
    ///
    /// # Errors
    /// As [`generate`](Model::generate).
    fn reply<T>(&self, request: impl Into<Request>) -> impl Future<Output = Result<Reply<T>, Error>> + Send
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync> + Send,
    {
        let request = request.into();
        async move { ask(self, request, no_check).await }
    }

    /// Asks for a `T` that `check` accepts; what it says against a value is told to the model when it is asked again.
    ///
    /// # Errors
    /// As [`generate`](Model::generate), and [`ErrorKind::ConstraintBroken`](crate::ErrorKind::ConstraintBroken) for a value that `check` refuses.
    fn generate_with<T, C>(&self, request: impl Into<Request>, check: C) -> impl Future<Output = Result<T, Error>> + Send
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync> + Send,
        C: Fn(&T) -> Result<(), String> + Send + Sync,
    {
        let request = request.into();
        async move { ask(self, request, |value: &T| check(value).map(|()| Vec::new())).await.map(|reply| reply.value) }
    }

    /// As [`generate_with`](Model::generate_with), for checks that may also only warn: the texts that `check` gives ride along with
    /// the value in [`Reply::warnings`], after those of the type's own soft checks (`#[generate(warn = ..)]`), and what it fails with is
    /// told to the model when it is asked again.
    ///
    /// ```
    /// # async fn example() -> Result<(), formwork::Error> {
    /// use formwork::testing::{Script, Turn};
    /// use formwork::{Generate, Model};
    ///
    /// #[derive(Generate)]
    /// struct Invoice { net: f64, gross: f64 }
    ///
    /// let model = Script::new([Turn::text(r#"{"net": 100, "gross": 100}"#)]);
    /// let reply = model.reply_with("Read the invoice", |invoice: &Invoice| match invoice.gross - invoice.net {
    ///     tax if tax < 0.0 => Err("gross is less than net".to_owned()),
    ///     0.0 => Ok(vec!["there is no tax".to_owned()]),
    ///     _ => Ok(Vec::new()),
    /// });
    /// assert_eq!(reply.await?.warnings[0].message, "there is no tax");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`generate_with`](Model::generate_with).
    fn reply_with<T, C>(&self, request: impl Into<Request>, check: C) -> impl Future<Output = Result<Reply<T>, Error>> + Send
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync> + Send,
        C: Fn(&T) -> Result<Vec<String>, String> + Send + Sync,
    {
        let request = request.into();
        async move { ask(self, request, check).await }
    }

    /// Lets the model call the request's [tools](Request::tool) until it wants no more of them, then asks for a `T`.
    ///
    /// What a tool fails with is told to the model. A server cannot hold a model to a schema while it may call tools, so that the
    /// value is asked for at the end; for `String` it is what the model said last.
    ///
    /// # Errors
    /// As [`generate`](Model::generate), and [`ErrorKind::Runaway`](crate::ErrorKind::Runaway) for a model that asks for tools again
    /// and again.
    fn with_tools<T>(&self, request: impl Into<Request>) -> impl Future<Output = Result<Reply<T>, Error>> + Send
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync> + Send,
    {
        let request = request.into();
        async move { with_tools(self, request).await }
    }

    /// Asks for a `T` and shows it while it is being received.
    fn stream<T>(&self, request: impl Into<Request>) -> TypedStream<T>
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync>,
    {
        TypedStream::new(self, request.into())
    }

    /// Asks for a list and hands over its elements, each checked, as they are completed. What soft checks say of them is not told:
    /// that is in the [`Reply`] of a [`stream`](Model::stream).
    fn stream_items<T>(&self, request: impl Into<Request>) -> Items<T>
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync> + Send + Sync,
    {
        Items::new(self, request.into())
    }

    /// Asks each of these requests for a `T`, a bounded number of them side by side (see [`Many`]).
    ///
    /// Results come in the order of the requests unless [`as_they_come`](Many::as_they_come) is set. A call that fails does not
    /// end the others; each goes through its own request's policy. Requests are taken from the iterator one by one, when there is
    /// room for another call, so that there may be any number of them.
    ///
    /// ```
    /// # async fn example() {
    /// use formwork::testing::{Script, Turn};
    /// use formwork::{Generate, Model};
    ///
    /// #[derive(Generate)]
    /// struct City { name: String }
    ///
    /// let model = Script::new([Turn::text(r#"{"name": "Lisbon"}"#), Turn::text(r#"{"name": "Quito"}"#)]);
    /// let prompts = ["Europe", "America"].map(|continent| format!("Name a city in {continent}"));
    /// let mut cities = model
    ///     .generate_many::<City>(prompts)
    ///     .concurrency(2)
    ///     .on_event(|_, tally| eprintln!("{} of {:?}", tally.finished(), tally.expected));
    /// while let Some(done) = cities.next().await {
    ///     match done.result {
    ///         Ok(reply) => println!("{}: {}", done.index, reply.value.name),
    ///         Err(error) => eprintln!("{}: {error}", done.index),
    ///     }
    /// }
    /// # }
    /// ```
    fn generate_many<'m, T>(&'m self, requests: impl IntoIterator<Item: Into<Request>, IntoIter: Send + 'm>) -> Many<'m, T>
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync> + Send,
    {
        Many::new(self, plain(requests))
    }

    /// Makes a request of each of these inputs and asks it for a `T`, as [`generate_many`](Model::generate_many) does; each result
    /// comes with its input.
    ///
    /// An input of which no request can be made fails without a call, in its place among the others.
    ///
    /// ```
    /// # async fn example() -> Result<(), std::io::Error> {
    /// use formwork::testing::{Script, Turn};
    /// use formwork::{Error, ErrorKind, Generate, Model, Request};
    /// use std::io::{BufRead, BufReader, stdin};
    ///
    /// #[derive(Debug, Generate)]
    /// enum Mood { Joyful, Gloomy }
    ///
    /// let model = Script::new([Turn::text("\"Joyful\"")]);
    /// let lines = BufReader::new(stdin()).lines().enumerate();
    /// let mut moods = model.generate_each::<Mood, _>(lines, |(number, line)| match line {
    ///     Ok(line) => Ok(Request::new(line)),
    ///     Err(error) => Err(Error::new(ErrorKind::InvalidRequest, format!("line {number}: {error}"))),
    /// });
    /// while let Some(done) = moods.next().await {
    ///     let (number, _) = done.input;
    ///     println!("{number}: {:?}", done.result.map(|reply| reply.value));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    fn generate_each<'m, T, I>(
        &'m self,
        inputs: impl IntoIterator<Item = I, IntoIter: Send + 'm>,
        request: impl FnMut(&I) -> Result<Request, Error> + Send + 'm,
    ) -> Many<'m, T, I>
    where
        Self: Sized,
        T: Generate<Partial: Send + Sync> + Send,
        I: 'm,
    {
        Many::new(self, questions(inputs, request))
    }
}

/// A reply that is being received.
pub trait Incoming: Send {
    /// Hands the events that have come to `sink`, all that are there at once.
    ///
    /// # Errors
    /// What went wrong on the way; the caller adds what it has received so far. Nothing follows an error.
    fn poll_receive(&mut self, context: &mut Context<'_>, sink: &mut Sink<'_>) -> Poll<Result<Flow, Error>>;
}

macro_rules! pointer {
    ($($pointer:ty),*) => { $(
        impl<M: Model + ?Sized> Model for $pointer {
            fn send(&self, call: Call) -> Box<dyn Incoming> {
                (**self).send(call)
            }

            fn identity(&self) -> Identity<'_> {
                (**self).identity()
            }
        }
    )* };
}

pointer!(&M, Box<M>, Arc<M>);
