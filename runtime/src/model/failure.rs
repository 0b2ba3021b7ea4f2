//! Says why a reply has no value: what happened, and what to do about it.

use super::receive::{Receiver, Stopped, plain_type};
use super::{Finish, Usage};
use crate::{Category, Error, ErrorKind, Generate, ParseError};

impl<T: Generate> Receiver<T> {
    /// Whether [`finish`](Self::finish) will give an error, for who only looks at the values on the way. The text is read anew, as it
    /// is for each of these values.
    pub(super) fn is_broken(&self) -> bool {
        let finish = self.end.clone().unwrap_or_default().finish;
        if matches!(self.stopped, Some(Stopped::Wrong(_) | Stopped::Runaway(_))) || self.no_value(&finish).is_some() {
            return true;
        }
        if plain_type::<T>() {
            return false;
        }
        let mut parser = self.fresh_parser();
        let read = parser.push_str(self.raw());
        // What follows a complete value was not wanted.
        let is_whole = parser.is_complete();
        let is_cut = !is_whole && matches!(finish, Finish::Length | Finish::Unfinished);
        is_cut || (!is_whole && read.and_then(|_| parser.end()).is_err()) || self.broken_choice().is_some()
    }

    /// An ending that cannot have a value before it.
    pub(super) fn no_value(&self, finish: &Finish) -> Option<Error> {
        if *finish == Finish::ContentFilter {
            return Some(Error::new(ErrorKind::Refused, "the provider's filter cut the reply off; change the prompt"));
        }
        if let Some((prompt, window)) = self.overflow() {
            let message = format!(
                "the prompt has {prompt} tokens and the context window holds {window}, so that the server cut the prompt in silence; \
                 raise num_ctx or shorten the prompt"
            );
            return Some(Error::new(ErrorKind::ContextOverflow, message));
        }
        if !self.raw.trim().is_empty() {
            return None;
        }
        if let Some(call) = self.tool_calls.first() {
            if plain_type::<T>() && self.expects.tools {
                return None;
            }
            let message = format!(
                "the model asked for the tool `{}` instead of answering; give it one with `with_tools`, or say in the prompt that it has none",
                call.name
            );
            return Some(Error::new(ErrorKind::UnwantedToolCall, message));
        }
        let message = match (self.thinking.is_empty(), finish) {
            (false, Finish::Length) => "all tokens went into thinking; raise num_predict, or set Think::Off".to_owned(),
            (false, _) => "the reply is all thinking and has no answer; set Think::Off, or ask through a chat".to_owned(),
            (true, Finish::Length) => "the reply is empty and the token limit was reached; raise num_predict".to_owned(),
            (true, _) if plain_type::<T>() => return None,
            (true, Finish::Unfinished) => "the server ended the reply before its first token; ask again".to_owned(),
            (true, _) => "the reply is empty; check the prompt, and whether the model knows how to answer it".to_owned(),
        };
        Some(Error::new(ErrorKind::Empty, message))
    }

    /// The reply ended inside the value.
    pub(super) fn cut_off(&self, finish: &Finish) -> Error {
        let tokens = self.usage().and_then(|usage| usage.output_tokens);
        let tokens = tokens.map_or_else(String::new, |tokens| format!(" after {tokens} tokens"));
        let silent = *finish == Finish::Unfinished;
        if silent && self.raw.ends_with(char::is_whitespace) {
            let message = format!("the model ran away into white space, and the server ended the reply{tokens}; ask again");
            return Error::new(ErrorKind::Runaway, message);
        }
        let message = match finish {
            Finish::Length if self.fills_context() => {
                format!("the reply was cut off{tokens}, since the context window is full; raise num_ctx")
            }
            Finish::Length => format!("the reply was cut off by the token limit{tokens}; raise num_predict (or num_ctx)"),
            Finish::Unfinished => format!("the server ended the reply{tokens} without saying why, inside the value; ask again"),
            _ => format!("the model stopped{tokens} inside the value; a `stop` text may occur in its JSON"),
        };
        Error::new(ErrorKind::Truncated, message)
    }

    /// The reply is not the JSON of a `T`.
    pub(super) fn wrong(&self, error: ParseError) -> Error {
        let (kind, what) = match error.category() {
            Category::Rule => (ErrorKind::ConstraintBroken, "a value breaks a rule"),
            _ if self.expects.constrained && self.starts_wrong(&error) => (
                ErrorKind::ConstraintNotApplied,
                "the server did not apply the schema: check that the server and model support structured output; the reply began",
            ),
            Category::Type => (ErrorKind::WrongType, "the reply has another type"),
            Category::Limit => (ErrorKind::NotJson, "the reply is over a limit of the parser"),
            Category::Incomplete => (ErrorKind::NotJson, "there is no JSON of this type in the reply"),
            Category::Syntax => (ErrorKind::NotJson, "the reply is not JSON"),
        };
        let message = if kind == ErrorKind::ConstraintNotApplied {
            let beginning: String = self.raw.trim_start().chars().take(40).collect();
            format!("{what} {beginning:?}")
        } else {
            format!("{what}: {error}")
        };
        Error::new(kind, message).with_source(error)
    }

    fn usage(&self) -> Option<&Usage> {
        self.end.as_ref().map(|end| &end.usage)
    }

    /// The tokens of a prompt that leaves no room in the context window, and those of the window.
    fn overflow(&self) -> Option<(u64, u64)> {
        let (prompt, window) = (self.usage()?.prompt_tokens?, self.window()?);
        (prompt >= window).then_some((prompt, window))
    }

    /// The tokens of the context window: the driver knows its client's own options, which the request does not show.
    fn window(&self) -> Option<u64> {
        self.end.as_ref()?.num_ctx.or(self.expects.num_ctx).map(u64::from)
    }

    /// Whether prompt and reply together reach the end of the context window.
    fn fills_context(&self) -> bool {
        let both = self.usage().and_then(|usage| Some(usage.prompt_tokens? + usage.output_tokens?));
        both.zip(self.window()).is_some_and(|(both, window)| both >= window)
    }
}
