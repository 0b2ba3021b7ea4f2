//! Writes the body of a call.

use super::super::Exchange;
use super::super::json::Writer;
use super::{Flavor, options};
use crate::Dialect;
use crate::model::{Call, Format};
use crate::prompt::{Chat, Image, Message, Prompt, Request, Role, Tool, ToolCall};
use crate::{Error, ErrorKind};

/// Writes the exchange that asks `model` for `call`.
///
/// A field in [`Request::extra`] or `Options::extra` replaces the one that would be written here.
///
/// # Errors
/// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), for a model without a name and for images of no known format, and
/// [`Unsupported`](ErrorKind::Unsupported), for options that the protocol does not have and for types that the dialect cannot hold.
pub fn ask(model: &str, call: &Call, flavor: Flavor) -> Result<Exchange, Error> {
    let request = &call.request;
    if model.trim().is_empty() {
        return Err(invalid("the model's name is empty; name one that the server's `/v1/models` shows"));
    }
    if call.format.is_some() && !request.tools.is_empty() {
        return Err(invalid("not every server can hold a model to a type while it may call tools; ask with `with_tools`"));
    }
    options::check(request)?;
    for (what, format) in request.tools.iter().map(|tool| (tool.name(), tool.format())).chain(call.format.map(|one| ("", one))) {
        check(what, format, flavor.dialect)?;
    }
    let mut writer = Writer::with_capacity(capacity(call, flavor.dialect));
    writer.nest(*b"{}", |writer| Fields { writer, request, flavor }.write(model, call))?;
    Ok(Exchange::post("/chat/completions", writer.into_bytes()))
}

/// Refuses a type that the dialect cannot hold; `tool` is the name of the tool whose arguments it is.
fn check(tool: &str, format: Format, dialect: Dialect) -> Result<(), Error> {
    if !tool.is_empty() && format.is_wrapped(dialect) {
        return Err(invalid(format!("the arguments of the tool `{tool}` are no struct; make them one")));
    }
    match format.refusal(dialect) {
        Some(why) => Err(Error::new(ErrorKind::Unsupported, why)),
        None => Ok(()),
    }
}

/// The fields of a body, in the order in which they are written.
pub(super) struct Fields<'a> {
    pub(super) writer: &'a mut Writer,
    pub(super) request: &'a Request,
    pub(super) flavor: Flavor,
}

impl Fields<'_> {
    fn write(&mut self, model: &str, call: &Call) -> Result<(), Error> {
        let Self { request, flavor, .. } = *self;
        self.field("model", |writer| writer.value(model))?;
        self.field("messages", |writer| messages(writer, request))?;
        if !request.tools.is_empty() {
            self.field("tools", |writer| {
                writer.nest(*b"[]", |writer| request.tools.iter().try_for_each(|one| tool(writer, one, flavor.dialect)))
            })?;
        }
        if let (Some(format), Some(schema)) = (call.format, call.schema(flavor.dialect)?) {
            self.field("response_format", |writer| response_format(writer, format, &schema))?;
        }
        self.field("stream", |writer| writer.value(&call.stream))?;
        if call.stream {
            // Without it a stream does not say what it cost.
            self.field("stream_options", |writer| writer.nest(*b"{}", |writer| writer.key("include_usage").value(&true)))?;
        }
        self.options()?;
        let own = request.options.extra.iter().filter(|(name, _)| !request.extra.contains_key(*name));
        for (name, value) in own.chain(&request.extra) {
            self.writer.named(name, value)?;
        }
        Ok(())
    }

    /// Writes a field, unless the request has one of its own by this name.
    pub(super) fn field(
        &mut self,
        name: &'static str,
        value: impl FnOnce(&mut Writer) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if self.request.extra.contains_key(name) || self.request.options.extra.contains_key(name) {
            return Ok(());
        }
        value(self.writer.key(name))
    }
}

fn response_format(writer: &mut Writer, format: Format, schema: &str) -> Result<(), Error> {
    writer.nest(*b"{}", |writer| {
        writer.key("type").value("json_schema")?;
        writer.key("json_schema").nest(*b"{}", |writer| {
            writer.key("name").value(&name(format))?;
            writer.key("strict").value(&true)?;
            // The bytes as they are: a map would sort the properties, and a model thinks in the order in which it writes.
            writer.key("schema").raw(schema);
            Ok(())
        })
    })
}

/// The type's name in the letters that the protocol allows.
fn name(format: Format) -> String {
    let allowed = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    let name: String = format.name().chars().filter(allowed).take(64).collect();
    if name.is_empty() { "reply".to_owned() } else { name }
}

fn messages(writer: &mut Writer, request: &Request) -> Result<(), Error> {
    writer.nest(*b"[]", |writer| {
        if let Some(system) = &request.system {
            writer.nest(*b"{}", |writer| said(writer, Role::System, system, &[]))?;
        }
        match &request.prompt {
            Prompt::Text { text, images } => writer.nest(*b"{}", |writer| said(writer, Role::User, text, images)),
            Prompt::Chat(Chat { messages }) => {
                messages.iter().try_for_each(|one| writer.nest(*b"{}", |writer| message(writer, one)))
            }
        }
    })
}

fn message(writer: &mut Writer, message: &Message) -> Result<(), Error> {
    said(writer, message.role, &message.content, &message.images)?;
    if let Some(thinking) = &message.thinking {
        writer.key("reasoning_content").value(thinking)?;
    }
    if !message.tool_calls.is_empty() {
        writer.key("tool_calls").nest(*b"[]", |writer| message.tool_calls.iter().try_for_each(|call| tool_call(writer, call)))?;
    }
    match (&message.tool_call_id, &message.tool_name) {
        (Some(id), _) => writer.key("tool_call_id").value(id),
        (None, Some(name)) => writer.key("tool_call_id").value(&invented_id(name)),
        (None, None) => Ok(()),
    }
}

/// Says a text, and shows images in parts beside it.
fn said(writer: &mut Writer, role: Role, content: &str, images: &[Image]) -> Result<(), Error> {
    writer.key("role").value(role.as_str())?;
    if images.is_empty() {
        return writer.key("content").value(content);
    }
    writer.key("content").nest(*b"[]", |writer| {
        if !content.is_empty() {
            writer.nest(*b"{}", |writer| {
                writer.key("type").value("text")?;
                writer.key("text").value(content)
            })?;
        }
        images.iter().try_for_each(|one| writer.nest(*b"{}", |writer| image(writer, one)))
    })
}

fn image(writer: &mut Writer, image: &Image) -> Result<(), Error> {
    let Some(media_type) = image.media_type() else {
        return Err(invalid("an image is of no known format; use PNG, JPEG, GIF, WebP, BMP or TIFF"));
    };
    writer.key("type").value("image_url")?;
    writer.key("image_url").nest(*b"{}", |writer| {
        writer.key("url").data_url(media_type, image.as_bytes());
        Ok(())
    })
}

fn tool(writer: &mut Writer, tool: &Tool, dialect: Dialect) -> Result<(), Error> {
    writer.nest(*b"{}", |writer| {
        writer.key("type").value("function")?;
        writer.key("function").nest(*b"{}", |writer| {
            writer.key("name").value(tool.name())?;
            writer.key("description").value(tool.description())?;
            writer.key("parameters").raw(tool.schema(dialect));
            writer.key("strict").value(&(dialect == Dialect::OpenAi))
        })
    })
}

fn tool_call(writer: &mut Writer, call: &ToolCall) -> Result<(), Error> {
    writer.nest(*b"{}", |writer| {
        writer.key("id").value(&call.id.clone().unwrap_or_else(|| invented_id(&call.name)))?;
        writer.key("type").value("function")?;
        writer.key("function").nest(*b"{}", |writer| {
            writer.key("name").value(&call.name)?;
            // Text here, unlike everywhere else.
            writer.key("arguments").value(&call.arguments.to_string())
        })
    })
}

/// The number of a tool call that has none, which the protocol demands: the same for the call and for its result.
fn invented_id(tool: &str) -> String {
    format!("call_{tool}")
}

/// About how many bytes the body will have, so that it is allocated once.
fn capacity(call: &Call, dialect: Dialect) -> usize {
    let schema = call.format.map_or(0, |format| format.schema(dialect).len());
    call.request.size() + schema + 512
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}
