//! A file on its way to the server.

use super::{open, unreadable};
use crate::Error;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::task::{JoinHandle, spawn_blocking};

/// How much is read at once.
const PIECE: u64 = 1 << 18;

/// A file as the body of a request, read in pieces by a thread that may block.
pub(super) struct Upload {
    state: State,
    left: u64,
}

enum State {
    Waiting(File),
    Reading(JoinHandle<io::Result<(File, Vec<u8>)>>),
    Over,
}

impl Upload {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let file = open(path)?;
        let left = file.metadata().map_err(|error| unreadable(path, error))?.len();
        Ok(Self { state: State::Waiting(file), left })
    }
}

/// Reads the next piece of a file.
fn read(mut file: File) -> io::Result<(File, Vec<u8>)> {
    let mut piece = Vec::new();
    (&mut file).take(PIECE).read_to_end(&mut piece)?;
    Ok((file, piece))
}

impl Body for Upload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let mut reading = match std::mem::replace(&mut self.state, State::Over) {
            State::Waiting(file) => spawn_blocking(|| read(file)),
            State::Reading(reading) => reading,
            State::Over => return Poll::Ready(None),
        };
        let Poll::Ready(read) = Pin::new(&mut reading).poll(context) else {
            self.state = State::Reading(reading);
            return Poll::Pending;
        };
        Poll::Ready(match read.map_err(io::Error::other).flatten() {
            Ok((_, piece)) if piece.is_empty() => None,
            Ok((file, piece)) => {
                self.state = State::Waiting(file);
                self.left = self.left.saturating_sub(piece.len() as u64);
                Some(Ok(Frame::data(piece.into())))
            }
            Err(error) => Some(Err(error)),
        })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
