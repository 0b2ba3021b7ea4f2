//! The engine as a [`Model`]: a call in, events out, on a thread of its own for asynchronous callers.

use super::{Engine, EngineError, EngineErrorKind, Finish, Generation, Role, Sampling, Settings};
use crate::model::{self, BlockingIncoming, BlockingModel, Call, End, Event, Flow, Identity, Incoming, Sink};
use crate::prompt::{Chat, Message, Options, Prompt, Request, Role as Speaker, Think};
use crate::{Dialect, Error, ErrorKind, Model};
use futures_channel::mpsc::{self, UnboundedReceiver};
use futures_core::Stream as _;
use std::hash::{BuildHasher as _, RandomState};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// How many tokens a reply may have unless `num_predict` says otherwise.
const DEFAULT_TOKENS: usize = 1_024;

/// A model that runs in this process, from a GGUF file of the llama architecture: no server.
///
/// It is asked like every other model, asynchronously ([`Model`]) and blocking ([`blocking::Model`](crate::blocking::Model)).
/// Each token is held to the schema of the wanted type, so the reply always has its shape; it ends exactly where the value
/// does. Cloning is cheap and shares the weights. A call computes on all cores, on a thread of its own when it is asynchronous.
///
/// Of the [`Options`], it knows `temperature` (0.8 unless set), `seed` (random), `top_p` (0.95), `top_k` (40), `repeat_penalty`
/// (1, off), `num_predict` (what the type's bounds allow, else 1,024) and `stop`; a call with another one is an error of kind
/// [`Unsupported`](ErrorKind::Unsupported).
///
/// ```no_run
/// use formwork::blocking::Model as _;
/// use formwork::{Embedded, Generate};
///
/// #[derive(Debug, Generate)]
/// struct City { name: String, country: String }
///
/// let model = Embedded::open("SmolLM2-135M-Instruct.Q4_1.gguf")?;
/// let city: City = model.generate("Name a city in Europe")?;
/// # Ok::<(), formwork::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Embedded {
    engine: Engine,
}

impl Embedded {
    /// Loads a GGUF file. It takes about as long as reading the file, plus the time to turn weights in slow formats into
    /// `Q8_0`.
    ///
    /// # Errors
    /// Of kind [`InvalidModel`](ErrorKind::InvalidModel) when the file is missing, cut, damaged, or not a GGUF file, and
    /// [`Unsupported`](ErrorKind::Unsupported) when it is of an architecture or tokenizer that this engine does not know.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Engine::open(path.as_ref(), &Settings::default()).map(|engine| Self { engine }).map_err(into_error)
    }

    /// How many tokens a prompt and its reply may have together.
    pub fn context_length(&self) -> usize {
        self.engine.context_length()
    }

    fn start(&self, call: &Call) -> Result<Generation, Error> {
        let Request { prompt, system, options, .. } = &call.request;
        refuse_unknown(&call.request)?;
        let messages = messages(prompt, system.as_deref())?;
        let borrowed: Vec<_> = messages.iter().map(|(role, text)| (*role, text.as_str())).collect();
        let tokens = self.engine.encode_chat(&borrowed).map_err(into_error)?;
        let schema = call.schema(Dialect::Standard)?;
        self.engine.start(tokens, schema.as_deref(), &sampling(options, call.most_tokens)).map_err(into_error)
    }
}

/// Whatever this engine cannot do is refused by name, and not left out in silence.
fn refuse_unknown(request: &Request) -> Result<(), Error> {
    let Request { options, think, keep_alive, logprobs, extra, .. } = request;
    let known = Options {
        temperature: None,
        seed: None,
        top_p: None,
        top_k: None,
        repeat_penalty: None,
        num_predict: None,
        stop: None,
        ..options.clone()
    };
    let set = serde_json::to_value(&known).ok();
    let option = set.as_ref().and_then(|set| set.as_object()?.keys().next());
    if !request.tools.is_empty() {
        return Err(Error::new(ErrorKind::Unsupported, "the embedded model has no tools; remove them"));
    }
    let refused = match (option, think, keep_alive, logprobs, extra.keys().next()) {
        (Some(option), ..) => option,
        (_, Some(think), ..) if *think != Think::Off => "think",
        (_, _, Some(_), ..) => "keep_alive",
        (_, _, _, Some(_), _) => "logprobs",
        (.., Some(field)) => field,
        _ => return Ok(()),
    };
    Err(Error::new(ErrorKind::Unsupported, format!("the embedded model does not know `{refused}`; leave it unset")))
}

fn messages(prompt: &Prompt, system: Option<&str>) -> Result<Vec<(Role, String)>, Error> {
    let mut messages: Vec<_> = system.map(|system| (Role::System, system.to_owned())).into_iter().collect();
    match prompt {
        Prompt::Text { text, images } => {
            if !images.is_empty() {
                return Err(no_images());
            }
            messages.push((Role::User, text.clone()));
        }
        Prompt::Chat(Chat { messages: chat }) => {
            for Message { role, content, images, .. } in chat {
                if !images.is_empty() {
                    return Err(no_images());
                }
                let role = match role {
                    Speaker::System => Role::System,
                    Speaker::User => Role::User,
                    Speaker::Assistant => Role::Assistant,
                    Speaker::Tool => {
                        return Err(Error::new(
                            ErrorKind::Unsupported,
                            "the embedded model has no tools; remove the tool's message",
                        ));
                    }
                };
                messages.push((role, content.clone()));
            }
        }
    }
    Ok(messages)
}

fn no_images() -> Error {
    Error::new(
        ErrorKind::Unsupported,
        "the embedded model cannot see images (vision); remove them, or ask a vision model on a server",
    )
}

fn sampling(options: &Options, most: Option<u32>) -> Sampling {
    let default = Sampling::default();
    Sampling {
        temperature: options.temperature.unwrap_or(default.temperature),
        top_p: options.top_p.unwrap_or(default.top_p),
        top_k: options.top_k.map_or(default.top_k, |top_k| top_k as usize),
        repeat_penalty: options.repeat_penalty.unwrap_or(default.repeat_penalty),
        // A hasher's random state is where the standard library keeps its randomness.
        seed: options.seed.map_or_else(|| RandomState::new().hash_one(()), i64::cast_unsigned),
        max_tokens: options.num_predict.or(most).map_or(DEFAULT_TOKENS, |tokens| tokens as usize),
        stop: options.stop.clone().unwrap_or_default(),
    }
}

fn into_error(error: EngineError) -> Error {
    let kind = match error.kind() {
        EngineErrorKind::File | EngineErrorKind::Format | EngineErrorKind::Template | EngineErrorKind::Inference => {
            ErrorKind::InvalidModel
        }
        EngineErrorKind::Unsupported | EngineErrorKind::Schema => ErrorKind::Unsupported,
        EngineErrorKind::EmptyPrompt | EngineErrorKind::Option => ErrorKind::InvalidRequest,
        EngineErrorKind::ContextOverflow => ErrorKind::ContextOverflow,
    };
    let message = error.to_string();
    match error.into_source() {
        Some(source) => Error::new(kind, message).with_source(source),
        None => Error::new(kind, message),
    }
}

/// What happened next in a generation, owned, so that it can cross threads.
enum Step {
    Text(String),
    End(End),
}

fn step(generation: &mut Generation) -> Result<Step, Error> {
    match generation.next().map_err(into_error)? {
        Some(piece) => Ok(Step::Text(piece.text)),
        None => Ok(Step::End(end(generation))),
    }
}

fn end(generation: &Generation) -> End {
    let usage = generation.usage();
    let finish = match generation.finish() {
        Some(Finish::Length | Finish::Context) => model::Finish::Length,
        Some(Finish::Complete | Finish::StopSequence) | None => model::Finish::Stop,
    };
    let usage = model::Usage {
        prompt_tokens: u64::try_from(usage.prompt_tokens).ok(),
        output_tokens: u64::try_from(usage.output_tokens).ok(),
        total_duration: Some(usage.prompt_time + usage.output_time),
        prompt_duration: Some(usage.prompt_time),
        output_duration: Some(usage.output_time),
        load_duration: None,
    };
    End { finish, usage, num_ctx: None }
}

/// Hands a step over; says whether more follow.
fn hand_over(step: Step, sink: &mut Sink<'_>) -> Flow {
    match step {
        Step::Text(text) if sink(Event::Text(&text)).is_continue() => Flow::Open,
        Step::Text(_) => Flow::Closed,
        Step::End(end) => {
            let _ = sink(Event::End(end));
            Flow::Closed
        }
    }
}

/// A generation on the caller's own thread.
struct Here(Generation);

impl BlockingIncoming for Here {
    fn receive(&mut self, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        Ok(hand_over(step(&mut self.0)?, sink))
    }
}

impl BlockingModel for Embedded {
    fn send(&self, call: Call) -> Result<Box<dyn BlockingIncoming>, Error> {
        Ok(Box::new(Here(self.start(&call)?)))
    }

    fn identity(&self) -> Identity<'_> {
        Identity { system: "embedded", model: "" }
    }
}

/// A generation on a thread of its own, which ends when nobody listens any more.
struct Elsewhere(UnboundedReceiver<Result<Step, Error>>);

impl Incoming for Elsewhere {
    fn poll_receive(&mut self, context: &mut Context<'_>, sink: &mut Sink<'_>) -> Poll<Result<Flow, Error>> {
        let step = ready!(Pin::new(&mut self.0).poll_next(context));
        Poll::Ready(match step {
            Some(step) => step.map(|step| hand_over(step, sink)),
            None => Err(Error::new(ErrorKind::Cancelled, "the thread of the embedded model ended before the reply did")),
        })
    }
}

impl Model for Embedded {
    fn send(&self, call: Call) -> Box<dyn Incoming> {
        let (sender, receiver) = mpsc::unbounded();
        let model = self.clone();
        let run = move || {
            let mut generation = match model.start(&call) {
                Ok(generation) => generation,
                // A refused send means that nobody listens.
                Err(error) => return drop(sender.unbounded_send(Err(error))),
            };
            loop {
                let step = step(&mut generation);
                let is_last = !matches!(step, Ok(Step::Text(_)));
                if sender.unbounded_send(step).is_err() || is_last {
                    return;
                }
            }
        };
        if let Err(error) = std::thread::Builder::new().name("formwork-embedded".into()).spawn(run) {
            let message = "no thread could be started for the embedded model";
            return Box::new(Failed(Some(Error::new(ErrorKind::Transport, message).with_source(error))));
        }
        Box::new(Elsewhere(receiver))
    }

    fn identity(&self) -> Identity<'_> {
        Identity { system: "embedded", model: "" }
    }
}

/// A generation that could not begin.
struct Failed(Option<Error>);

impl Incoming for Failed {
    fn poll_receive(&mut self, _: &mut Context<'_>, _: &mut Sink<'_>) -> Poll<Result<Flow, Error>> {
        Poll::Ready(self.0.take().map_or(Ok(Flow::Closed), Err))
    }
}
