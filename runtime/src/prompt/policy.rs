//! How a call is carried through: limits, time, and what happens after a failure.

use crate::Lenient;
use std::time::Duration;

/// How a call is carried through. Unset, a call is sent once, with no time limit but the driver's own.
///
/// ```
/// use formwork::{Policy, Request};
/// use std::time::Duration;
///
/// let policy = Policy::new().reask(2).retry(3).timeout(Duration::from_secs(120));
/// let request = Request::new("Create a character").policy(policy);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Policy {
    /// How often the model is asked again after it wrote something that is not a value; 0 unless set.
    pub reask: u32,
    /// What the model sees when it is asked again.
    pub feedback: Feedback,
    /// No further asking once this many tokens were written in all attempts together.
    pub token_budget: Option<u64>,
    /// How often the same request is sent again after a fault on the way (refused connections, 503, ...); 0 unless set.
    pub retry: u32,
    /// The wait before the first retry, doubled for each one after it, with jitter; half a second unless set.
    pub retry_wait: Duration,
    /// Time limits.
    pub timeouts: Timeouts,
    /// When a reply counts as running away; `None` to let it run.
    pub runaway: Option<Runaway>,
    /// Whether the reply is broken off when its value is complete; true unless set.
    pub early_stop: bool,
    /// What is forgiven in the reply; nothing unless set.
    pub lenient: Lenient,
    /// Whether a call goes on without its schema when that is not applied; false unless set.
    pub fallback: bool,
    /// Whether traces hold what is asked and answered; false unless set.
    pub trace_content: bool,
}

/// What the model sees when it is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Feedback {
    /// Its own answer, and what is wrong with it in plain words.
    #[default]
    Explain,
    /// The same prompt, with the next seed.
    Fresh,
}

/// Time limits of a call, each off unless set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Timeouts {
    /// From sending to the first event; a server may have to load the model first.
    pub first_token: Option<Duration>,
    /// Between two events.
    pub idle: Option<Duration>,
    /// From sending to the end, all attempts together.
    pub total: Option<Duration>,
}

/// When a reply counts as running away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Runaway {
    /// This many bytes of nothing but white space.
    pub white_space: usize,
    /// This many bytes of one text repeated again and again.
    pub repetition: usize,
}

impl Default for Runaway {
    fn default() -> Self {
        Self { white_space: 256, repetition: 2_048 }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            reask: 0,
            feedback: Feedback::default(),
            token_budget: None,
            retry: 0,
            retry_wait: Duration::from_millis(500),
            timeouts: Timeouts::default(),
            runaway: Some(Runaway::default()),
            early_stop: true,
            lenient: Lenient::default(),
            fallback: false,
            trace_content: false,
        }
    }
}

impl Policy {
    /// The default policy: one try, runaway replies broken off, no time limit.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the model again up to `times` times after it wrote something that is not a value.
    pub fn reask(mut self, times: u32) -> Self {
        self.reask = times;
        self
    }

    /// Sets what the model sees when it is asked again.
    pub fn feedback(mut self, feedback: Feedback) -> Self {
        self.feedback = feedback;
        self
    }

    /// Stops asking once this many tokens were written in all attempts together.
    pub fn token_budget(mut self, tokens: u64) -> Self {
        self.token_budget = Some(tokens);
        self
    }

    /// Sends the same request again up to `times` times after a fault on the way.
    pub fn retry(mut self, times: u32) -> Self {
        self.retry = times;
        self
    }

    /// Sets the wait before the first retry.
    pub fn retry_wait(mut self, wait: Duration) -> Self {
        self.retry_wait = wait;
        self
    }

    /// Limits the time from sending to the end, all attempts together.
    pub fn timeout(mut self, total: Duration) -> Self {
        self.timeouts.total = Some(total);
        self
    }

    /// Limits the time from sending to the first event.
    pub fn first_token_timeout(mut self, wait: Duration) -> Self {
        self.timeouts.first_token = Some(wait);
        self
    }

    /// Limits the time between two events.
    pub fn idle_timeout(mut self, wait: Duration) -> Self {
        self.timeouts.idle = Some(wait);
        self
    }

    /// Sets when a reply counts as running away; `None` lets it run.
    pub fn runaway(mut self, runaway: impl Into<Option<Runaway>>) -> Self {
        self.runaway = runaway.into();
        self
    }

    /// Sets whether the reply is broken off when its value is complete.
    pub fn early_stop(mut self, early_stop: bool) -> Self {
        self.early_stop = early_stop;
        self
    }

    /// Sets what is forgiven in the reply: text around the value, and what is almost right. What was forgiven is in
    /// [`Reply::skipped`](crate::Reply::skipped) and [`Reply::repairs`](crate::Reply::repairs).
    ///
    /// ```
    /// use formwork::testing::{Script, Turn};
    /// use formwork::{Generate, Lenient, Policy, RepairKind, Request, blocking::Model as _};
    ///
    /// #[derive(Debug, PartialEq, Generate)]
    /// struct City { name: String }
    ///
    /// let model = Script::new([Turn::text("Here you are:\n```json\n{'name': \"Lisbon\"}\n```")]);
    /// let reply = model.reply::<City>(Request::new("Name a city").policy(Policy::new().lenient(Lenient::ALL)))?;
    /// assert_eq!(reply.value.name, "Lisbon");
    /// assert_eq!(reply.skipped.before, "Here you are:\n```json\n");
    /// assert_eq!(reply.repairs[0].kind, RepairKind::SingleQuotes);
    /// # Ok::<(), formwork::Error>(())
    /// ```
    pub fn lenient(mut self, lenient: Lenient) -> Self {
        self.lenient = lenient;
        self
    }

    /// Sets whether a call goes on without its schema when that is not applied: a reply that does not keep to the schema is
    /// searched for its value as with [`Lenient::ALL`], and a request whose schema the server refuses is sent once more without it,
    /// with the type's outline in the prompt. Each rule of the type is still checked.
    pub fn fallback(mut self, fallback: bool) -> Self {
        self.fallback = fallback;
        self
    }

    /// Sets whether traces (feature `tracing`) hold what is asked and answered, images aside. It may be private.
    pub fn trace_content(mut self, content: bool) -> Self {
        self.trace_content = content;
        self
    }
}
