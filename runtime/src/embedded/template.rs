//! The chat template: a conversation written the way the model was trained to read it.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, context};

use super::error::{EngineError, EngineErrorKind};
use super::gguf::Gguf;
use super::tokenizer::Tokenizer;

type Result<T> = std::result::Result<T, EngineError>;

/// Who says a turn of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// Instructions that stand above the conversation.
    System,
    /// The one who asks.
    User,
    /// The model itself, in earlier turns.
    Assistant,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
        }
    }
}

/// What a file without a template gets if its vocabulary has `ChatML`'s two control tokens.
const CHAT_ML: &str = "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n\
                       {% endfor %}<|im_start|>assistant{{ '\n' }}";
/// What any other file without a template gets: plain text that a base model can go on with.
const PLAIN: &str = "{% for message in messages %}{{ message.role | capitalize }}: {{ message.content }}\n\n\
                     {% endfor %}Assistant:";
const NAME: &str = "chat";

/// A compiled chat template.
pub(super) struct Template {
    environment: Environment<'static>,
}

impl Template {
    /// The file's own template; without one, `ChatML` where the vocabulary knows it, and plain text otherwise.
    pub(super) fn read(file: &Gguf, tokenizer: &Tokenizer) -> Result<Self> {
        let chat_ml = tokenizer.vocabulary().control("<|im_start|>").is_some();
        let fallback = if chat_ml { CHAT_ML } else { PLAIN };
        let source = file.optional_text("tokenizer.chat_template")?.unwrap_or(fallback);
        let unreadable = |error: Error| {
            let message = "the model file's chat template cannot be read";
            EngineError::new(EngineErrorKind::Template, message).with_source(error)
        };
        let mut environment = environment().map_err(unreadable)?;
        environment.add_template_owned(NAME, source.to_owned()).map_err(unreadable)?;
        Ok(Self { environment })
    }

    /// Writes the conversation, up to where the model is to go on, and encodes it.
    pub(super) fn encode(&self, tokenizer: &Tokenizer, messages: &[(Role, &str)]) -> Result<Vec<u32>> {
        let guard = guard_for(messages);
        let messages: Vec<Value> = messages
            .iter()
            .map(|(role, text)| context! { role => role.name(), content => tokenizer.guard_text(text, guard) })
            .collect();
        let vocabulary = tokenizer.vocabulary();
        let context = context! {
            messages,
            add_generation_prompt => true,
            bos_token => vocabulary.start_text(),
            eos_token => vocabulary.end_text(),
        };
        let template = self.environment.get_template(NAME).map_err(refused)?;
        let text = template.render(context).map_err(refused)?;
        tokenizer.encode_template(&text, guard)
    }
}

/// Templates are written for Python's Jinja as transformers sets it up.
fn environment() -> std::result::Result<Environment<'static>, Error> {
    // A template comes from a file anyone may have made; this is thousands of times what an honest one needs.
    const FUEL: u64 = 10_000_000;
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_fuel(Some(FUEL));
    environment.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
    environment.add_function("raise_exception", |message: String| -> std::result::Result<Value, Error> {
        Err(Error::new(ErrorKind::InvalidOperation, message))
    });
    Ok(environment)
}

fn refused(error: Error) -> EngineError {
    let message = "the model's chat template refuses this conversation";
    EngineError::new(EngineErrorKind::Template, message).with_source(error)
}

/// A character that none of the texts has, so that taking it out again takes out nothing else.
fn guard_for(messages: &[(Role, &str)]) -> char {
    let free = |guard: &char| messages.iter().all(|(_, text)| !text.contains(*guard));
    // Private use first, which real text rarely holds; a text would need all 6,400 of them to leave none.
    ('\u{E000}'..='\u{F8FF}').find(free).unwrap_or('\u{FDD0}')
}
