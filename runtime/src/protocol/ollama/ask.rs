//! Writes the body of a call.

use super::super::Exchange;
use super::super::json::Writer;
use crate::Dialect;
use crate::model::Call;
use crate::prompt::{Chat, Image, KeepAlive, Message, Prompt, Request, Think, Tool, ToolCall};
use crate::{Error, ErrorKind};
use std::time::Duration;

/// Fields that only `/api/generate` knows; `/api/chat` would drop them without a word.
const GENERATE_ONLY: [&str; 4] = ["context", "raw", "suffix", "template"];

/// Writes the exchange that asks `model` for `call`.
///
/// One text goes to `/api/generate`, which applies the schema at once and byte for byte; a chat goes to `/api/chat`. A field in
/// [`Request::extra`] replaces the one that would be written here.
///
/// # Errors
/// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), for a model without a name and for fields that the path does not know.
pub fn ask(model: &str, call: &Call) -> Result<Exchange, Error> {
    let request = &call.request;
    if model.trim().is_empty() {
        return Err(invalid("the model's name is empty; name one that `ollama list` shows"));
    }
    let own = GENERATE_ONLY.into_iter().find(|name| request.extra.contains_key(*name));
    let chat = match &request.prompt {
        Prompt::Chat(_) => true,
        // `/api/generate` applies the schema to the thinking as well, and leaves the reply empty; `/api/chat` lets the model think
        // freely and applies it afterwards. (Recorded: chat_thinkmodel_format_stream.)
        Prompt::Text { .. } if !request.tools.is_empty() => true,
        Prompt::Text { .. } => own.is_none() && call.format.is_some() && !matches!(request.think, None | Some(Think::Off)),
    };
    if let Some(name) = own.filter(|_| chat) {
        return Err(invalid(format!("`{name}` is a field of /api/generate and a chat cannot have it; use a text as the prompt")));
    }
    if call.format.is_some() && !request.tools.is_empty() {
        return Err(invalid("the server cannot hold a model to a type while it may call tools; ask with `with_tools`"));
    }
    let mut writer = Writer::with_capacity(capacity(call));
    writer.nest(*b"{}", |writer| Fields { writer, request }.write(model, call, chat))?;
    Ok(Exchange::post(if chat { "/api/chat" } else { "/api/generate" }, writer.into_bytes()))
}

/// The fields of a body, in the order in which they are written.
struct Fields<'a> {
    writer: &'a mut Writer,
    request: &'a Request,
}

impl Fields<'_> {
    fn write(&mut self, model: &str, call: &Call, chat: bool) -> Result<(), Error> {
        let request = self.request;
        self.field("model", |writer| writer.value(model))?;
        match &request.prompt {
            Prompt::Text { text, images } if chat => {
                self.field("messages", |writer| {
                    messages(writer, request.system.as_deref(), [(text.as_str(), images.as_slice())])
                })?;
            }
            Prompt::Text { text, images } => self.text(text, images)?,
            Prompt::Chat(chat) => self.field("messages", |writer| conversation(writer, request.system.as_deref(), chat))?,
        }
        if !request.tools.is_empty() {
            self.field("tools", |writer| {
                writer.nest(*b"[]", |writer| request.tools.iter().try_for_each(|one| tool(writer, one)))
            })?;
        }
        if let Some(schema) = call.schema(Dialect::Ollama)? {
            // The bytes as they are: a map would sort the properties, and a model thinks in the order in which it writes.
            self.field("format", |writer| {
                writer.raw(&schema);
                Ok(())
            })?;
        }
        self.field("stream", |writer| writer.value(&call.stream))?;
        self.think(call.format.is_some())?;
        self.limits()?;
        self.options()?;
        for (name, value) in &request.extra {
            self.writer.named(name, value)?;
        }
        Ok(())
    }

    fn text(&mut self, text: &str, images: &[Image]) -> Result<(), Error> {
        self.field("prompt", |writer| writer.value(text))?;
        if let Some(system) = &self.request.system {
            self.field("system", |writer| writer.value(system))?;
        }
        if !images.is_empty() {
            self.field("images", |writer| pictures(writer, images))?;
        }
        Ok(())
    }

    fn think(&mut self, format: bool) -> Result<(), Error> {
        let request = self.request;
        let think = match request.think {
            Some(think) => think,
            // Models that think would put the JSON into their thinking; those that do not take `false` without complaint.
            // (Recorded: generate_think_false, chat_think_false, chat_native_think_false.)
            None if format || request.extra.contains_key("format") => Think::Off,
            None => return Ok(()),
        };
        self.field("think", |writer| match think {
            Think::Off => writer.value(&false),
            Think::On => writer.value(&true),
            Think::Low => writer.value("low"),
            Think::Medium => writer.value("medium"),
            Think::High => writer.value("high"),
            Think::Max => writer.value("max"),
        })
    }

    fn limits(&mut self) -> Result<(), Error> {
        // Left to itself the server cuts a prompt that is too long, and drops its beginning when the reply fills the context,
        // both in silence. So a prompt that does not fit is an error here, and a reply that fills the context ends with `length`.
        self.field("truncate", |writer| writer.value(&false))?;
        self.field("shift", |writer| writer.value(&false))?;
        let request = self.request;
        if let Some(keep_alive) = request.keep_alive {
            self.field("keep_alive", |writer| duration(writer, keep_alive))?;
        }
        if let Some(alternatives) = request.logprobs {
            self.field("logprobs", |writer| writer.value(&true))?;
            if alternatives > 0 {
                self.field("top_logprobs", |writer| writer.value(&alternatives))?;
            }
        }
        Ok(())
    }

    fn options(&mut self) -> Result<(), Error> {
        let options = &self.request.options;
        if *options == crate::Options::default() {
            return Ok(());
        }
        self.field("options", |writer| writer.value(options))
    }

    /// Writes a field, unless the request has one of its own by this name.
    fn field(&mut self, name: &'static str, value: impl FnOnce(&mut Writer) -> Result<(), Error>) -> Result<(), Error> {
        if self.request.extra.contains_key(name) {
            return Ok(());
        }
        value(self.writer.key(name))
    }
}

fn messages<'a>(
    writer: &mut Writer,
    system: Option<&str>,
    texts: impl IntoIterator<Item = (&'a str, &'a [Image])>,
) -> Result<(), Error> {
    writer.nest(*b"[]", |writer| {
        said_by_system(writer, system)?;
        for (text, images) in texts {
            writer.nest(*b"{}", |writer| said(writer, "user", text, images))?;
        }
        Ok(())
    })
}

fn conversation(writer: &mut Writer, system: Option<&str>, chat: &Chat) -> Result<(), Error> {
    writer.nest(*b"[]", |writer| {
        said_by_system(writer, system)?;
        chat.messages.iter().try_for_each(|message| writer.nest(*b"{}", |writer| message_fields(writer, message)))
    })
}

/// `/api/chat` has no field for the system's instructions: they are its first message.
fn said_by_system(writer: &mut Writer, system: Option<&str>) -> Result<(), Error> {
    match system {
        Some(system) => writer.nest(*b"{}", |writer| said(writer, "system", system, &[])),
        None => Ok(()),
    }
}

fn message_fields(writer: &mut Writer, message: &Message) -> Result<(), Error> {
    said(writer, message.role.as_str(), &message.content, &message.images)?;
    if let Some(thinking) = &message.thinking {
        writer.key("thinking").value(thinking)?;
    }
    if !message.tool_calls.is_empty() {
        writer.key("tool_calls").nest(*b"[]", |writer| message.tool_calls.iter().try_for_each(|call| tool_call(writer, call)))?;
    }
    if let Some(name) = &message.tool_name {
        writer.key("tool_name").value(name)?;
    }
    if let Some(id) = &message.tool_call_id {
        writer.key("tool_call_id").value(id)?;
    }
    Ok(())
}

fn said(writer: &mut Writer, role: &str, content: &str, images: &[Image]) -> Result<(), Error> {
    writer.key("role").value(role)?;
    writer.key("content").value(content)?;
    if images.is_empty() { Ok(()) } else { pictures(writer.key("images"), images) }
}

fn tool(writer: &mut Writer, tool: &Tool) -> Result<(), Error> {
    writer.nest(*b"{}", |writer| {
        writer.key("type").value("function")?;
        writer.key("function").nest(*b"{}", |writer| {
            writer.key("name").value(tool.name())?;
            writer.key("description").value(tool.description())?;
            writer.key("parameters").raw(tool.schema(Dialect::Ollama));
            Ok(())
        })
    })
}

fn tool_call(writer: &mut Writer, call: &ToolCall) -> Result<(), Error> {
    writer.nest(*b"{}", |writer| {
        if let Some(id) = &call.id {
            writer.key("id").value(id)?;
        }
        writer.key("function").nest(*b"{}", |writer| {
            writer.key("name").value(&call.name)?;
            writer.key("arguments").value(&call.arguments)
        })
    })
}

fn pictures(writer: &mut Writer, images: &[Image]) -> Result<(), Error> {
    writer.nest(*b"[]", |writer| {
        for image in images {
            writer.base64(image.as_bytes());
        }
        Ok(())
    })
}

/// Writes how long to keep a model: seconds as a number, where there are fractions as Go's text for a duration.
pub(super) fn duration(writer: &mut Writer, keep_alive: KeepAlive) -> Result<(), Error> {
    match keep_alive {
        KeepAlive::Unload => writer.value(&0),
        KeepAlive::Forever => writer.value(&-1),
        // The server counts nanoseconds in 64 bits, so that more than 292 years would turn round to something short.
        KeepAlive::For(time) if time.as_secs() > 9_000_000_000 => writer.value(&-1),
        KeepAlive::For(time) if time.subsec_nanos() == 0 => writer.value(&time.as_secs()),
        KeepAlive::For(time) => writer.value(&format!("{}ms", time.max(Duration::from_millis(1)).as_millis())),
    }
}

/// About how many bytes the body will have, so that it is allocated once.
fn capacity(call: &Call) -> usize {
    let schema = call.format.map_or(0, |format| format.schema(Dialect::Ollama).len());
    call.request.size() + schema + 512
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}
