//! What is wrong with a request before anybody is asked; the same for every model.

use super::{Options, Prompt, Request};
use crate::{Error, ErrorKind};

impl Request {
    /// Finds what no model could make sense of; the typed layer calls it before each call.
    ///
    /// # Errors
    /// Of kind [`InvalidRequest`](ErrorKind::InvalidRequest), with what to write instead: for a prompt with nothing in it, a number
    /// that is not one, a probability outside 0 to 1, a limit of 0 tokens.
    pub fn check(&self) -> Result<(), Error> {
        if is_empty(&self.prompt) {
            return Err(invalid("the prompt is empty; write what the model shall do"));
        }
        if self.logprobs.is_some_and(|alternatives| alternatives > 20) {
            return Err(invalid("logprobs is over 20; ask for at most 20 alternatives"));
        }
        self.options.check()
    }
}

impl Options {
    fn check(&self) -> Result<(), Error> {
        for (name, value) in [
            ("temperature", self.temperature),
            ("repeat_penalty", self.repeat_penalty),
            ("presence_penalty", self.presence_penalty),
            ("frequency_penalty", self.frequency_penalty),
        ] {
            if let Some(value) = value.filter(|value| !value.is_finite()) {
                return Err(invalid(format!("{name} is {value}; write a finite number")));
            }
        }
        if let Some(value) = self.temperature.filter(|value| *value < 0.0) {
            return Err(invalid(format!("temperature is {value}; write 0 for the likeliest text, or more for freer text")));
        }
        for (name, value) in [("top_p", self.top_p), ("min_p", self.min_p), ("typical_p", self.typical_p)] {
            if let Some(value) = value.filter(|value| !(0.0..=1.0).contains(value)) {
                return Err(invalid(format!("{name} is {value}; write a probability from 0 to 1")));
            }
        }
        for (name, value) in [("num_predict", self.num_predict), ("num_ctx", self.num_ctx), ("num_batch", self.num_batch)] {
            if value == Some(0) {
                return Err(invalid(format!("{name} is 0; write at least 1, or leave it unset")));
            }
        }
        if self.stop.as_ref().is_some_and(|stop| stop.iter().any(String::is_empty)) {
            return Err(invalid("a `stop` text is empty; remove it, since it would end every reply at once"));
        }
        Ok(())
    }
}

/// Whether there is nothing to answer: no text and no image, or a chat in which nobody says anything.
fn is_empty(prompt: &Prompt) -> bool {
    match prompt {
        Prompt::Text { text, images } => text.trim().is_empty() && images.is_empty(),
        Prompt::Chat(chat) => chat
            .messages
            .iter()
            .all(|message| message.content.trim().is_empty() && message.images.is_empty() && message.tool_calls.is_empty()),
    }
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}

#[cfg(test)]
mod tests {
    use crate::{Chat, ErrorKind, Options, Request};

    fn message(request: impl Into<Request>) -> Option<String> {
        let error = request.into().check().err()?;
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        Some(error.to_string())
    }

    fn option(options: Options) -> Option<String> {
        message(Request::new("hi").options(options))
    }

    #[test]
    fn what_no_model_could_make_sense_of_is_refused() {
        assert_eq!(message(" \n"), Some("the prompt is empty; write what the model shall do".into()));
        assert!(message(Chat::new()).is_some());
        assert!(message(Chat::new().user("")).is_some());
        assert!(option(Options::new().temperature(f32::NAN)).is_some());
        assert!(option(Options::new().temperature(f32::INFINITY)).is_some());
        assert_eq!(
            option(Options::new().temperature(-0.5_f32)),
            Some("temperature is -0.5; write 0 for the likeliest text, or more for freer text".into())
        );
        assert_eq!(option(Options::new().top_p(1.5_f32)), Some("top_p is 1.5; write a probability from 0 to 1".into()));
        assert!(option(Options::new().min_p(f32::NAN)).is_some());
        assert_eq!(
            option(Options::new().num_predict(0_u32)),
            Some("num_predict is 0; write at least 1, or leave it unset".into())
        );
        assert!(option(Options::new().stop(vec![String::new()])).is_some());
        assert!(message(Request::new("hi").logprobs(21)).is_some());
    }

    #[test]
    fn the_rest_passes() {
        assert_eq!(message("hi"), None);
        assert_eq!(message(Chat::new().user("hi")), None);
        assert_eq!(
            option(Options::new().temperature(0.0_f32).top_p(1.0_f32).num_predict(1_u32).presence_penalty(-1.0_f32)),
            None
        );
    }
}
