//! Takes the object off that `OpenAI`'s dialect puts around a value that is none, while it is being received.

/// What stands before the value; white space may stand between the tokens.
const PREFIX: [&str; 3] = ["{", "\"value\"", ":"];

/// A reply `{"value": ...}` of which the value is wanted.
#[derive(Debug, Default)]
pub(super) struct Unwrap {
    place: Place,
    /// What has come of the prefix, to be handed over if it turns out to be none.
    held: String,
    depth: usize,
    in_string: bool,
    escaped: bool,
}

/// What a piece of the reply comes to.
#[derive(Debug, Default)]
pub(super) struct Parts<'t> {
    /// What had been held back and is no prefix after all.
    pub(super) held: String,
    /// What belongs to the value.
    pub(super) value: &'t str,
    /// What follows the object, for the caller to take offence at.
    pub(super) after: &'t str,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    #[default]
    Before,
    Inside,
    After,
    /// There is no object around the reply; it is handed over as it is.
    Bare,
}

impl Unwrap {
    /// Takes a piece of the reply apart.
    pub(super) fn take<'t>(&mut self, text: &'t str) -> Parts<'t> {
        match self.place {
            Place::Bare => Parts { value: text, ..Parts::default() },
            Place::After => Parts { after: text, ..Parts::default() },
            Place::Inside => self.inside(text),
            Place::Before => {
                let before = self.held.len();
                self.held.push_str(text);
                match prefix(&self.held) {
                    Prefix::Complete(end) => {
                        self.place = Place::Inside;
                        // The end lies in this text, since all before it was not yet complete.
                        let rest = text.get(end - before..).unwrap_or_default();
                        self.inside(rest)
                    }
                    Prefix::Begun => Parts::default(),
                    Prefix::Wrong => {
                        self.place = Place::Bare;
                        Parts { held: std::mem::take(&mut self.held), ..Parts::default() }
                    }
                }
            }
        }
    }

    /// Whether the reply stopped inside the object.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.place, Place::Before | Place::Inside)
    }

    /// What is still held back, at the end of the reply.
    pub(super) fn rest(&mut self) -> String {
        if self.place == Place::Before { std::mem::take(&mut self.held) } else { String::new() }
    }

    /// Parts the text at the brace that closes the object.
    fn inside<'t>(&mut self, text: &'t str) -> Parts<'t> {
        for (at, byte) in text.bytes().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth > 0 => self.depth -= 1,
                b'}' | b']' => {
                    self.place = Place::After;
                    let (value, rest) = text.split_at_checked(at).unwrap_or_default();
                    return Parts { value, after: rest.get(1..).unwrap_or_default(), ..Parts::default() };
                }
                _ => {}
            }
        }
        Parts { value: text, ..Parts::default() }
    }
}

enum Prefix {
    Complete(usize),
    Begun,
    Wrong,
}

/// How far a text is the beginning of the object.
fn prefix(text: &str) -> Prefix {
    let mut rest = text;
    for token in PREFIX {
        rest = rest.trim_ascii_start();
        match rest.strip_prefix(token) {
            Some(after) => rest = after,
            None if token.starts_with(rest) => return Prefix::Begun,
            None => return Prefix::Wrong,
        }
    }
    Prefix::Complete(text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::{Parts, Unwrap};

    fn unwrapped(pieces: &[&str]) -> (String, bool) {
        let mut unwrap = Unwrap::default();
        let mut all = String::new();
        for piece in pieces {
            let Parts { held, value, after } = unwrap.take(piece);
            all += &held;
            all += value;
            all += after;
        }
        let open = unwrap.is_open();
        all += &unwrap.rest();
        (all, open)
    }

    #[test]
    fn the_value_comes_out_however_the_reply_is_cut() {
        for (reply, value, open) in [
            (r#"{"value":42}"#, "42", false),
            ("\n{ \"value\" : [1, {\"a\": \"}]\\\"}\"}] }\n", " [1, {\"a\": \"}]\\\"}\"}] \n", false),
            (r#"{"value": 4"#, " 4", true),
            (r#"{"val"#, r#"{"val"#, true),
            (r#"{"value": "é}"} and so on"#, r#" "é}" and so on"#, false),
            ("[1, 2]", "[1, 2]", false),
            (r#"{"values": 1}"#, r#"{"values": 1}"#, false),
            ("Sure! Here", "Sure! Here", false),
            ("", "", true),
        ] {
            assert_eq!(unwrapped(&[reply]), (value.to_owned(), open), "{reply}");
            for cut in (0..=reply.len()).filter(|cut| reply.is_char_boundary(*cut)) {
                let (first, second) = reply.split_at(cut);
                assert_eq!(unwrapped(&[first, second]), (value.to_owned(), open), "{reply} cut at {cut}");
            }
        }
    }
}
