//! What a driver asks of a protocol while it receives a reply.

use super::Piece;
use crate::Error;
use crate::model::{Flow, Sink};

/// A reply while it is being received, streamed or not, in one of the protocols.
pub trait Receive: Send {
    /// Takes what has come, and hands the events that it completes to `sink`.
    ///
    /// A body that ends without a last record is a reply that is [unfinished](crate::model::Finish::Unfinished). Once the flow is
    /// closed, no more is wanted.
    ///
    /// # Errors
    /// What the server says: by its status, or by an error in the middle of a stream. Of kind
    /// [`Protocol`](crate::ErrorKind::Protocol) for what is not a record.
    fn take(&mut self, piece: Piece<'_>, sink: &mut Sink<'_>) -> Result<Flow, Error>;

    /// Whether the last record has come, so that only HTTP's own end can follow.
    fn is_ended(&self) -> bool;
}
