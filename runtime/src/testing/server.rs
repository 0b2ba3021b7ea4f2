//! A server on loopback that plays a script.

use super::connection::serve;
use super::{Answer, Outcome, Received};
use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// What a thread that serves one connection needs, also where a thousand of them run.
const STACK: usize = 128 * 1024;

/// A server on loopback that plays a script: it answers each request with the next [`Answer`] that is meant for it, breaks off where
/// the script says, and keeps what it was asked.
///
/// A [`Turn`](super::Turn) is written as Ollama or as a server of `OpenAI`'s protocol does, whichever the request asks for; what other
/// calls answer is given as an [`Answer`] of its own. It works for any
/// client, asynchronous or not, and ends when it is dropped. A request for which the script has nothing left is answered with status
/// 500 and an error that says so.
///
/// ```
/// # #[cfg(feature = "blocking")]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use formwork::blocking::{Model as _, Ollama};
/// use formwork::testing::{Answer, Cut, Place, Server, Turn};
/// use formwork::{ErrorKind, Generate};
///
/// #[derive(Debug, Generate)]
/// struct City { name: String }
///
/// let lisbon = Turn::text(r#"{"name": "Lisbon"}"#).in_pieces_of(4);
/// let server = Server::start([
///     Answer::from(lisbon.clone()).cut(Cut::Every(3)),
///     Answer::from(lisbon).close_at(Place::Body(150)),
/// ])?;
/// let model = Ollama::at(server.url(), "any")?;
/// let city: City = model.generate("Name a city")?;
/// assert_eq!(city.name, "Lisbon");
/// let error = model.generate::<City>("Name a city").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Transport);
/// assert_eq!(server.requests()[1].path, "/api/generate");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "blocking"))]
/// # fn main() {}
/// ```
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

/// What the server and the threads of its connections share.
#[derive(Default)]
pub(super) struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    answers: Vec<Answer>,
    received: Vec<Received>,
    open: HashMap<usize, Arc<TcpStream>>,
    is_over: bool,
}

impl Server {
    /// Starts on a free port with these answers, one a request, in their order.
    ///
    /// # Errors
    /// When there is no free port, or no thread.
    pub fn start(answers: impl IntoIterator<Item = impl Into<Answer>>) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        shared.lock().answers = answers.into_iter().map(Into::into).collect();
        let accepting = Builder::new().name("formwork-test-server".into()).spawn({
            let shared = shared.clone();
            move || accept(&listener, &shared)
        })?;
        Ok(Self { address, shared, accepting: Some(accepting) })
    }

    /// Adds an answer to the script.
    pub fn push(&self, answer: impl Into<Answer>) {
        self.shared.lock().answers.push(answer.into());
    }

    /// Where it listens, as a URL without a path.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it has been asked, oldest first, and how far each answer has come.
    pub fn requests(&self) -> Vec<Received> {
        self.shared.lock().received.clone()
    }

    /// How many connections are open.
    pub fn open_connections(&self) -> usize {
        self.shared.lock().open.len()
    }

    /// Waits until at most `count` connections are open; says whether that was so within `time`.
    ///
    /// A client may keep a connection for its next call; it closes when the client is dropped.
    pub fn wait_for_connections(&self, count: usize, time: Duration) -> bool {
        let state = self.shared.lock();
        let waited = self.shared.changed.wait_timeout_while(state, time, |state| state.open.len() > count);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        {
            let mut state = self.shared.lock();
            state.is_over = true;
            for stream in state.open.values() {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
        // The thread that accepts looks up when somebody connects.
        if TcpStream::connect(self.address).is_ok()
            && let Some(accepting) = self.accepting.take()
        {
            let _ = accepting.join();
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for (number, stream) in listener.incoming().flatten().enumerate() {
        let stream = Arc::new(stream);
        if !shared.opened(number, &stream) {
            return;
        }
        let thread = Builder::new().name("formwork-test-connection".into()).stack_size(STACK);
        let serving = {
            let shared = shared.clone();
            thread.spawn(move || {
                serve(&stream, number, &shared);
                shared.closed(number);
            })
        };
        if serving.is_err() {
            shared.closed(number);
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a connection; says whether the server goes on.
    fn opened(&self, number: usize, stream: &Arc<TcpStream>) -> bool {
        let mut state = self.lock();
        if !state.is_over {
            state.open.insert(number, stream.clone());
        }
        !state.is_over
    }

    fn closed(&self, number: usize) {
        self.lock().open.remove(&number);
        self.changed.notify_all();
    }

    /// Keeps a request; gives its number and the answer that is meant for it.
    pub(super) fn received(&self, request: Received) -> (usize, Option<Answer>) {
        let mut state = self.lock();
        let place = state.answers.iter().position(|answer| answer.is_for(&request.method, &request.path));
        let answer = place.map(|place| match state.answers.get(place) {
            Some(answer) if answer.always => answer.clone(),
            _ => state.answers.remove(place),
        });
        state.received.push(request);
        (state.received.len() - 1, answer)
    }

    /// Notes how far the answer to a request has come.
    pub(super) fn sent(&self, request: usize, sent: usize, outcome: Outcome) {
        if let Some(received) = self.lock().received.get_mut(request) {
            received.sent = sent;
            received.outcome = outcome;
        }
    }
}
