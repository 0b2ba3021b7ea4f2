//! The bytes of tokens put together to text: only whole characters leave, and never part of a stop sequence.

/// Collects a reply's bytes and hands out what is certain.
#[derive(Debug, Default)]
pub(super) struct TextBuffer {
    pending: Vec<u8>,
    stop: Vec<String>,
}

/// What has become certain.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Certain {
    /// More of the reply.
    Text(String),
    /// The last of the reply: a stop sequence follows.
    Stopped(String),
}

impl TextBuffer {
    pub(super) fn new(stop: Vec<String>) -> Self {
        Self { pending: Vec::new(), stop }
    }

    /// Takes a token's bytes; returns the text that can leave now.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Certain {
        self.pending.extend_from_slice(bytes);
        let text = whole_characters(&self.pending);
        if let Some(end) = self.stop.iter().filter_map(|stop| text.find(stop.as_str())).min() {
            let last = text.get(..end).unwrap_or_default().to_owned();
            self.pending.clear();
            return Certain::Stopped(last);
        }
        let certain = text.len() - self.held_back(text);
        Certain::Text(self.take(certain))
    }

    /// The rest, when nothing more comes. A character that never became whole is shown as the replacement character.
    pub(super) fn finish(&mut self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut self.pending)).into_owned()
    }

    /// How many bytes at the end of `text` may be the beginning of a stop sequence.
    fn held_back(&self, text: &str) -> usize {
        let begins_stop = |length: &usize| {
            let end = text.as_bytes().get(text.len() - length..).unwrap_or_default();
            self.stop.iter().any(|stop| stop.as_bytes().starts_with(end))
        };
        let longest = self.stop.iter().map(String::len).max().unwrap_or(0);
        (1..=longest.min(text.len())).rev().find(begins_stop).unwrap_or(0)
    }

    fn take(&mut self, length: usize) -> String {
        let rest = self.pending.split_off(length.min(self.pending.len()));
        let taken = std::mem::replace(&mut self.pending, rest);
        String::from_utf8(taken).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }
}

/// The longest beginning of `bytes` that is text.
///
/// Bytes that can no longer become text would be held for ever; a constrained reply cannot have them, and a free one
/// gets them replaced at its end.
fn whole_characters(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let whole = bytes.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(whole).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Certain {
        Certain::Text(text.to_owned())
    }

    #[test]
    fn a_character_waits_for_its_last_byte() {
        let mut buffer = TextBuffer::default();
        assert_eq!(buffer.push(b"a\xF0\x9F"), text("a"));
        assert_eq!(buffer.push(b"\x98"), text(""));
        assert_eq!(buffer.push(b"\x80b"), text("\u{1F600}b"));
        assert_eq!(buffer.push(b"\xE2\x82"), text(""));
        assert_eq!(buffer.finish(), "\u{FFFD}");
    }

    #[test]
    fn a_stop_sequence_is_cut_off_wherever_tokens_split_it() {
        for cut in 0..=7 {
            let mut buffer = TextBuffer::new(vec!["END".to_owned(), "##".to_owned()]);
            let (left, right) = "hi ENDx".as_bytes().split_at(cut);
            let mut seen = String::new();
            for part in [left, right] {
                match buffer.push(part) {
                    Certain::Text(part) => seen.push_str(&part),
                    Certain::Stopped(part) => {
                        seen.push_str(&part);
                        break;
                    }
                }
            }
            assert_eq!(seen, "hi ");
        }
    }

    #[test]
    fn what_only_begins_like_a_stop_sequence_comes_in_the_end() {
        let mut buffer = TextBuffer::new(vec!["END".to_owned()]);
        assert_eq!(buffer.push(b"the E"), text("the "));
        assert_eq!(buffer.push(b"N"), text(""));
        assert_eq!(buffer.push(b"gine E"), text("ENgine "));
        assert_eq!(buffer.finish(), "E");
    }
}
