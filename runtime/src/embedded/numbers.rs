//! Keeps numbers from running on: a small model that may write another digit often does, until its tokens are used up.
//!
//! JSON Schema cannot say how long a number is, so this watches the reply and takes the digits away when a number has as many
//! as any Rust type can tell apart.

/// Where the reply stands, as far as numbers are concerned.
#[derive(Debug, Default)]
pub(super) struct NumberGuard {
    place: Place,
    digits: usize,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    #[default]
    Between,
    Text,
    Escape,
    Whole,
    Fraction,
    Exponent,
}

impl NumberGuard {
    /// Notes more of the reply.
    pub(super) fn read(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let place = self.place.after(*byte);
            if place != self.place {
                self.digits = 0;
            }
            self.digits += usize::from(byte.is_ascii_digit());
            self.place = place;
        }
    }

    /// Leaves only tokens that end the number, if it is long enough and such tokens are among them.
    pub(super) fn restrict<'t>(&self, allowed: Vec<u32>, bytes: impl Fn(u32) -> &'t [u8]) -> Vec<u32> {
        if self.digits < self.place.most_digits() {
            return allowed;
        }
        let goes_on = |token: u32| matches!(bytes(token).first(), Some(b'0'..=b'9' | b'.' | b'e' | b'E'));
        let ending: Vec<u32> = allowed.iter().copied().filter(|token| !goes_on(*token)).collect();
        if ending.is_empty() { allowed } else { ending }
    }
}

impl Place {
    fn after(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::Text, b'\\') => Self::Escape,
            (Self::Text, b'"') => Self::Between,
            (Self::Text | Self::Escape, _) | (_, b'"') => Self::Text,
            (Self::Between, b'-' | b'0'..=b'9') => Self::Whole,
            (Self::Whole, b'.') => Self::Fraction,
            (Self::Whole | Self::Fraction, b'e' | b'E') => Self::Exponent,
            (Self::Exponent, b'+' | b'-') | (Self::Whole | Self::Fraction | Self::Exponent, b'0'..=b'9') => self,
            _ => Self::Between,
        }
    }

    fn most_digits(self) -> usize {
        match self {
            Self::Between | Self::Text | Self::Escape => usize::MAX,
            // As many as an `i128` or `u128` has.
            Self::Whole => 39,
            // As many as it takes to name every `f64` there is.
            Self::Fraction => 17,
            // Together with the digits before it, within what an `f64` can hold.
            Self::Exponent => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: [&str; 5] = ["1", ".5", ",", "}", "e"];

    fn left_after(reply: &str) -> Vec<&'static str> {
        let mut guard = NumberGuard::default();
        guard.read(reply.as_bytes());
        let left = guard.restrict((0..5).collect(), |token| TOKENS[token as usize].as_bytes());
        left.into_iter().map(|token| TOKENS[token as usize]).collect()
    }

    #[test]
    fn only_a_number_that_is_long_enough_loses_its_digits() {
        let digits = |count| "7".repeat(count);
        for reply in ["", "{\"a\": 12", "[-0.5", &format!("[{}", digits(38)), &format!("\"{}", digits(99)), "[1e5"] {
            assert_eq!(left_after(reply), TOKENS, "{reply}");
        }
        for reply in [format!("[{}", digits(39)), format!("[-{}", digits(39)), format!("[0.{}", digits(17)), "[1e-30".to_owned()]
        {
            assert_eq!(left_after(&reply), [",", "}"], "{reply}");
        }
    }

    #[test]
    fn every_number_counts_for_itself_and_texts_not_at_all() {
        assert_eq!(left_after(&"12345, ".repeat(20)), TOKENS);
        assert_eq!(left_after(&format!("{{\"{}\\\"\": 1", "5".repeat(60))), TOKENS);
    }

    #[test]
    fn digits_stay_where_nothing_else_may_come() {
        let mut guard = NumberGuard::default();
        guard.read("9".repeat(50).as_bytes());
        assert_eq!(guard.restrict(vec![0], |_| b"1"), [0]);
    }
}
