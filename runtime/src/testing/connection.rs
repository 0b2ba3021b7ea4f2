//! One connection of the server: requests in, answers out.

use super::answer::{Answer, Then, Writes};
use super::server::Shared;
use super::{Outcome, Received, wire};
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// The longest head of a request that is read.
const LONGEST_HEAD: usize = 64 * 1024;

/// Answers the requests of a connection until either side closes it.
pub(super) fn serve(stream: &TcpStream, number: usize, shared: &Shared) {
    let _ = stream.set_nodelay(true);
    let mut connection = Connection { stream, ahead: Vec::new() };
    while let Some(request) = connection.request(number) {
        let (place, answer) = shared.received(request.clone());
        let writes = match &answer {
            Some(answer) => wire::writes(answer, &request),
            None => wire::failure(500, &"the script of the test server has no answer left for this request".into()),
        };
        let (delay, pause) = answer.as_ref().map_or_else(Default::default, |answer: &Answer| (answer.delay, answer.pause));
        let mut note = |sent, outcome| shared.sent(place, sent, outcome);
        if !connection.answer(&writes, delay, pause, &mut note) {
            break;
        }
    }
    let _ = stream.shutdown(Shutdown::Both);
}

struct Connection<'s> {
    stream: &'s TcpStream,
    /// What has been read and belongs to the next request.
    ahead: Vec<u8>,
}

impl Connection<'_> {
    /// Reads a request; `None` when the client has closed, or sent what is not one.
    fn request(&mut self, number: usize) -> Option<Received> {
        let head = loop {
            match self.ahead.windows(4).position(|window| window == b"\r\n\r\n") {
                Some(end) => break end,
                None if self.ahead.len() > LONGEST_HEAD => return None,
                None => self.read_more()?,
            }
        };
        let body = self.ahead.split_off(head + 4);
        let head = std::mem::replace(&mut self.ahead, body);
        let mut request = Received::parse(number, String::from_utf8_lossy(&head).trim_end())?;
        let length = request.header("content-length").map_or(Some(0), |length| length.parse::<usize>().ok())?;
        while self.ahead.len() < length {
            self.read_more()?;
        }
        let next = self.ahead.split_off(length);
        request.body = std::mem::replace(&mut self.ahead, next);
        Some(request)
    }

    /// Reads what is there; `None` at the end.
    fn read_more(&mut self) -> Option<()> {
        let mut buffer = [0; 4096];
        let count = self.stream.read(&mut buffer).ok()?;
        self.ahead.extend_from_slice(buffer.get(..count).filter(|bytes| !bytes.is_empty())?);
        Some(())
    }

    /// Sends an answer; says whether another request may follow.
    fn answer(&mut self, writes: &Writes, delay: Duration, pause: Duration, note: &mut dyn FnMut(usize, Outcome)) -> bool {
        let total: usize = writes.pieces.iter().map(Vec::len).sum();
        let mut sent = 0;
        let mut wait = delay;
        for piece in &writes.pieces {
            if !self.stays(Some(wait)) || self.stream.write_all(piece).is_err() {
                note(sent, Outcome::Abandoned { unsent: total - sent });
                return false;
            }
            sent += piece.len();
            note(sent, Outcome::Open);
            wait = pause;
        }
        match &writes.then {
            Then::Next => note(sent, Outcome::Whole),
            Then::Close => note(sent, Outcome::Broken),
            Then::HalfClose => {
                note(sent, Outcome::Broken);
                let _ = self.stream.shutdown(Shutdown::Write);
                self.stays(None);
            }
            Then::Stall => {
                self.stays(None);
                note(sent, Outcome::Abandoned { unsent: 0 });
            }
            Then::Repeat(piece) => {
                while self.stays(Some(pause)) && self.stream.write_all(piece).is_ok() {
                    sent += piece.len();
                    note(sent, Outcome::Open);
                }
                note(sent, Outcome::Abandoned { unsent: 0 });
            }
        }
        writes.then == Then::Next
    }

    /// Waits this long, or for ever; says whether the client is still there. It is listened to meanwhile, since that is how one
    /// learns that it has left.
    fn stays(&mut self, time: Option<Duration>) -> bool {
        if time.is_some_and(|time| time.is_zero()) {
            return true;
        }
        let begun = Instant::now();
        loop {
            let left = time.map(|time| time.saturating_sub(begun.elapsed()));
            if left.is_some_and(|left| left.is_zero()) {
                return self.stream.set_read_timeout(None).is_ok();
            }
            if self.stream.set_read_timeout(left).is_err() {
                return false;
            }
            let mut buffer = [0; 256];
            match self.stream.read(&mut buffer) {
                Ok(0) => return false,
                Ok(count) => self.ahead.extend_from_slice(buffer.get(..count).unwrap_or_default()),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted) => {}
                Err(_) => return false,
            }
        }
    }
}
