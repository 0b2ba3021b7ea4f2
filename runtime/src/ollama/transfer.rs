//! One HTTP exchange on its way: sent, and received piece by piece.

use crate::Error;
use crate::model::Flow;
use crate::protocol::ollama::{broken, timed_out, unreachable};
use crate::protocol::{Head, Piece};
use http_body::Body as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

/// The future of a response.
type Sending = Pin<Box<dyn Future<Output = Result<reqwest::Response, reqwest::Error>> + Send>>;

/// Takes the pieces of a response.
type Take<'t> = dyn FnMut(Piece<'_>) -> Result<Flow, Error> + 't;

/// One exchange with the server; dropping it closes the connection unless the response has ended.
pub(super) struct Transfer {
    /// What the server is called in errors.
    server: Arc<str>,
    state: State,
}

enum State {
    Refused(Option<Error>),
    Sending(Sending),
    Receiving(reqwest::Body),
    Over,
}

impl Transfer {
    pub(super) fn new(server: Arc<str>, sending: Sending) -> Self {
        Self { server, state: State::Sending(sending) }
    }

    /// An exchange that cannot even begin.
    pub(super) fn refused(error: Error) -> Self {
        Self { server: "".into(), state: State::Refused(Some(error)) }
    }

    /// Hands over what has come: the head, or one piece of the body with all the records in it. Closed at the end.
    pub(super) fn poll(&mut self, context: &mut Context<'_>, take: &mut Take<'_>) -> Poll<Result<Flow, Error>> {
        let outcome = loop {
            match &mut self.state {
                State::Refused(error) => break error.take().map_or(Ok(Flow::Closed), Err),
                State::Over => break Ok(Flow::Closed),
                State::Sending(sending) => match ready!(sending.as_mut().poll(context)) {
                    Ok(response) => {
                        let head = head(&response);
                        self.state = State::Receiving(reqwest::Body::from(response));
                        match take(Piece::Head(head)) {
                            Ok(Flow::Open) => {}
                            over => break over,
                        }
                    }
                    Err(error) => break Err(self.lost(error)),
                },
                State::Receiving(body) => match ready!(Pin::new(&mut *body).poll_frame(context)) {
                    None => break take(Piece::End).map(|_| Flow::Closed),
                    Some(Err(error)) => break Err(self.lost(error)),
                    Some(Ok(frame)) => match frame.data_ref().map(|bytes| take(Piece::Bytes(bytes))) {
                        Some(Ok(Flow::Open)) => return Poll::Ready(Ok(Flow::Open)),
                        // HTTP's own end is mostly there already; having seen it, the connection can be used again.
                        Some(Ok(Flow::Closed)) => {
                            let _ = Pin::new(body).poll_frame(context);
                            break Ok(Flow::Closed);
                        }
                        Some(Err(error)) => break Err(error),
                        None => {}
                    },
                },
            }
        };
        self.state = State::Over;
        Poll::Ready(outcome)
    }

    /// What it means that the connection is gone.
    fn lost(&self, error: reqwest::Error) -> Error {
        let error = error.without_url();
        match self.state {
            _ if error.is_timeout() => timed_out(&self.server, error),
            State::Sending(_) if error.is_connect() => unreachable(&self.server, error),
            _ => broken(&self.server, error),
        }
    }
}

fn head(response: &reqwest::Response) -> Head {
    let headers = response.headers();
    Head::new(response.status().as_u16(), |name| headers.get(name)?.to_str().ok().map(str::to_owned))
}
