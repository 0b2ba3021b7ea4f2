//! Connections that are kept from one call to the next, and that the server may have closed in between.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A connection that was closed before the request breaks at once; what breaks later may have been worked on.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Whether a client may have kept a connection from an earlier call.
///
/// A server may close it at any moment, also while the next request is on its way; llama-server does after each stream. Such a
/// request has been read by nobody, so that it is sent once more (RFC 9112, 9.3.1), which is no retry of a call.
#[derive(Debug, Default)]
pub(super) struct Kept(AtomicBool);

impl Kept {
    /// A response has come: from now on there may be a connection from before.
    pub(super) fn note(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// When a request is sent: the time, if it may go out on a connection from before.
    pub(super) fn sending(&self) -> Option<Instant> {
        self.0.load(Ordering::Relaxed).then(Instant::now)
    }
}

/// Whether a request that was sent at this time, and has just broken without an answer, may have met a closed connection.
pub(super) fn was_closed(sent: Option<Instant>) -> bool {
    sent.is_some_and(|sent| sent.elapsed() < AT_ONCE)
}
