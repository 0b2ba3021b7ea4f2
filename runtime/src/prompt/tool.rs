//! Functions that a model may ask for.

use super::ToolCall;
use crate::model::Format;
use crate::{Dialect, Generate};
use std::fmt::{self, Display};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// What a tool gives back: a text for the model, or what went wrong, which the model is told as well.
type Outcome = Result<String, String>;

/// A tool that is running.
pub(crate) type Running = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// A function that the model may ask for; its arguments are a type.
///
/// ```
/// use formwork::{Generate, Tool};
///
/// #[derive(Generate)]
/// struct Place {
///     /// The city, in English.
///     city: String,
/// }
///
/// let weather = Tool::new("get_weather", "Get the weather of a city", |place: Place| match place.city.as_str() {
///     "Paris" => Ok("11 degrees"),
///     _ => Err("no such city"),
/// });
/// assert_eq!(weather.name(), "get_weather");
/// ```
#[derive(Clone)]
pub struct Tool {
    name: String,
    description: String,
    format: Format,
    run: Run,
}

#[derive(Clone)]
enum Run {
    /// The caller runs it.
    Elsewhere,
    Now(Arc<dyn Fn(&ToolCall) -> Outcome + Send + Sync>),
    Later(Arc<dyn Fn(&ToolCall) -> Running + Send + Sync>),
}

impl Tool {
    /// A tool that calls this function. What it fails with is told to the model, which may try again.
    pub fn new<T, O, E>(
        name: impl Into<String>,
        description: impl Into<String>,
        function: impl Fn(T) -> Result<O, E> + Send + Sync + 'static,
    ) -> Self
    where
        T: Generate,
        O: Display,
        E: Display,
    {
        let run = move |call: &ToolCall| spoken(function(arguments(call)?));
        Self { run: Run::Now(Arc::new(run)), ..Self::declared::<T>(name, description) }
    }

    /// A tool that awaits this function; several that the model asks for at once run side by side. For asynchronous models only.
    pub fn asynchronous<T, O, E, F>(
        name: impl Into<String>,
        description: impl Into<String>,
        function: impl Fn(T) -> F + Send + Sync + 'static,
    ) -> Self
    where
        T: Generate,
        O: Display,
        E: Display,
        F: Future<Output = Result<O, E>> + Send + 'static,
    {
        let run = move |call: &ToolCall| -> Running {
            match arguments(call) {
                Ok(arguments) => {
                    let future = function(arguments);
                    Box::pin(async move { spoken(future.await) })
                }
                Err(error) => Box::pin(std::future::ready(Err(error))),
            }
        };
        Self { run: Run::Later(Arc::new(run)), ..Self::declared::<T>(name, description) }
    }

    /// A tool that the caller runs: what the model asks for is in [`Reply::tool_calls`](crate::Reply::tool_calls).
    pub fn declared<T: Generate>(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self { name: name.into(), description: description.into(), format: Format::of::<T>(), run: Run::Elsewhere }
    }

    /// The tool's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it does, as the model is told.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The schema of its arguments.
    pub fn schema(&self, dialect: Dialect) -> &'static str {
        self.format.schema(dialect)
    }

    /// The type of its arguments.
    #[cfg(feature = "remote")]
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Whether this library can run the tool, and without a runtime.
    pub(crate) fn is_blocking(&self) -> bool {
        matches!(self.run, Run::Now(_))
    }

    /// Whether this library can run the tool.
    pub(crate) fn is_runnable(&self) -> bool {
        !matches!(self.run, Run::Elsewhere)
    }

    /// Begins to run the tool for this call.
    pub(crate) fn start(&self, call: &ToolCall) -> Running {
        match &self.run {
            Run::Later(run) => run(call),
            _ => Box::pin(std::future::ready(self.run(call))),
        }
    }

    /// Runs a tool that needs no runtime.
    pub(crate) fn run(&self, call: &ToolCall) -> Outcome {
        match &self.run {
            Run::Now(run) => run(call),
            Run::Elsewhere | Run::Later(_) => Err("this tool cannot be run here".to_owned()),
        }
    }
}

/// The arguments as the function wants them; what is wrong with them is told to the model.
fn arguments<T: Generate>(call: &ToolCall) -> Result<T, String> {
    crate::from_str(&call.arguments.to_string()).map_err(|error| format!("the arguments are wrong: {error}"))
}

fn spoken<O: Display, E: Display>(outcome: Result<O, E>) -> Outcome {
    outcome.map(|value| value.to_string()).map_err(|error| error.to_string())
}

/// Two tools are one when the model could not tell them apart.
impl PartialEq for Tool {
    fn eq(&self, other: &Self) -> bool {
        let seen = |tool: &Self| (tool.name.clone(), tool.description.clone(), tool.schema(Dialect::Standard));
        seen(self) == seen(other)
    }
}

impl fmt::Debug for Tool {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tool").field("name", &self.name).field("description", &self.description).finish_non_exhaustive()
    }
}
