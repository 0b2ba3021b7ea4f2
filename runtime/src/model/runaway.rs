//! Notices a reply that runs away: endless white space, or one text again and again.

use crate::prompt::Runaway;

/// The longest text whose repetition is noticed, in bytes.
const LONGEST: usize = 128;

/// Looks at a reply as it grows; the work is bounded by a constant per byte.
#[derive(Debug)]
pub(crate) struct Watch {
    limits: Runaway,
    white_space: usize,
    unchecked: usize,
}

impl Watch {
    pub(crate) fn new(limits: Runaway) -> Self {
        Self { limits, white_space: 0, unchecked: 0 }
    }

    /// Says what the reply has run into, when its last `added` bytes are new.
    pub(crate) fn look(&mut self, raw: &str, added: usize) -> Option<&'static str> {
        let new = raw.as_bytes().get(raw.len().saturating_sub(added)..)?;
        let trailing = new.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.white_space = if trailing == new.len() { self.white_space + trailing } else { trailing };
        if self.white_space > self.limits.white_space {
            return Some("white space");
        }
        self.unchecked += added;
        // Looking is only worth it once enough is new, so that each byte is looked at a bounded number of times.
        if self.unchecked < self.limits.repetition / 4 || raw.len() < self.limits.repetition {
            return None;
        }
        self.unchecked = 0;
        let tail = raw.as_bytes().get(raw.len() - self.limits.repetition..)?;
        repeats(tail).then_some("a repetition")
    }
}

/// Whether all of `tail` is one text of at most [`LONGEST`] bytes, over and over.
fn repeats(tail: &[u8]) -> bool {
    (1..=LONGEST.min(tail.len() / 4)).any(|period| {
        let (earlier, later) = (tail.get(..tail.len() - period), tail.get(period..));
        earlier == later
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noticed(text: &str, piece: usize) -> Option<&'static str> {
        let mut watch = Watch::new(Runaway::default());
        let mut raw = String::new();
        text.as_bytes().chunks(piece).find_map(|piece| {
            raw.push_str(&String::from_utf8_lossy(piece));
            watch.look(&raw, piece.len())
        })
    }

    #[test]
    fn white_space_and_repetition_are_noticed_however_they_are_cut() {
        for piece in [1, 3, 7, 100, 5_000] {
            assert_eq!(noticed(&format!("{{{}", " \n".repeat(200)), piece), Some("white space"), "{piece}");
            assert_eq!(noticed(&"and so on, ".repeat(400), piece), Some("a repetition"), "{piece}");
        }
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        let rows = (0..2_000)
            .map(|row| format!("{{\n        \"id\": {row},\n        \"ok\": true\n    }},\n"))
            .collect::<Vec<_>>()
            .concat();
        for piece in [1, 4, 1_000] {
            assert_eq!(noticed(&rows, piece), None, "{piece}");
        }
    }
}
