//! A model that counts the tokens that pass, and that can be asked without the schema.

use formwork::Error;
use formwork::model::{BlockingIncoming, BlockingModel, Call, Event, Flow, Sink};
use std::sync::{Arc, Mutex, PoisonError};

/// The tokens of one try.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tokens {
    /// Until the typed layer had enough.
    pub heard: u32,
    /// Until the model stopped by itself, which is what a caller who waits for the end pays for.
    pub written: u32,
}

/// A model, watched.
pub struct Watched<'m> {
    model: &'m dyn BlockingModel,
    constrained: bool,
    tries: Arc<Mutex<Vec<Tokens>>>,
}

impl<'m> Watched<'m> {
    /// Unless `constrained`, the schema is not passed on: the model has only the prompt to go by.
    pub fn new(model: &'m dyn BlockingModel, constrained: bool) -> Self {
        Self { model, constrained, tries: Arc::default() }
    }

    /// What the tries since the last time took.
    pub fn take_tries(&self) -> Vec<Tokens> {
        std::mem::take(&mut self.tries.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl BlockingModel for Watched<'_> {
    fn send(&self, mut call: Call) -> Result<Box<dyn BlockingIncoming>, Error> {
        if !self.constrained {
            call.format = None;
        }
        let incoming = self.model.send(call)?;
        Ok(Box::new(Counting { incoming, tokens: Tokens::default(), wanted: true, open: true, tries: self.tries.clone() }))
    }
}

struct Counting {
    incoming: Box<dyn BlockingIncoming>,
    tokens: Tokens,
    wanted: bool,
    open: bool,
    tries: Arc<Mutex<Vec<Tokens>>>,
}

impl BlockingIncoming for Counting {
    fn receive(&mut self, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        let Self { incoming, tokens, wanted, .. } = self;
        let flow = incoming.receive(&mut |event| {
            if matches!(event, Event::Text(_)) {
                tokens.written += 1;
                tokens.heard += u32::from(*wanted);
            }
            *wanted = *wanted && sink(event).is_continue();
            std::ops::ControlFlow::Continue(())
        });
        self.open = matches!(flow, Ok(Flow::Open));
        if self.wanted { flow } else { flow.map(|_| Flow::Closed) }
    }
}

impl Drop for Counting {
    /// Lets the model write its first try to the end, so that there is something to compare with.
    fn drop(&mut self) {
        self.wanted = false;
        let is_first = self.tries.lock().unwrap_or_else(PoisonError::into_inner).is_empty();
        while self.open && is_first {
            let _ = self.receive(&mut |_| std::ops::ControlFlow::Break(()));
        }
        self.tries.lock().unwrap_or_else(PoisonError::into_inner).push(self.tokens);
    }
}
