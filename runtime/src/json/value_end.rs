//! Where a value ends: found without a look at what it says, so that another reader gets it and no more.

use super::input::Frame;
use super::scan::plain_prefix;

/// How much of a value there is.
pub(super) struct End {
    pub(super) length: usize,
    /// Whether all of it is there.
    pub(super) is_whole: bool,
    /// Whether it is a number or a word, which what follows must end.
    pub(super) is_word: bool,
}

const BEFORE: u16 = 0;
const IN_STRING: u16 = 1;
const AFTER_BACKSLASH: u16 = 2;
const IN_WORD: u16 = 3;
const BETWEEN: u16 = 4;

/// Goes on with a value. `at.read` says where in it `text` begins, 0 for its start; `at.index` counts the open brackets.
pub(super) fn value_end(at: &mut Frame, text: &[u8]) -> End {
    if at.read == BEFORE {
        at.index = 0;
    }
    let mut length = 0;
    while let Some(byte) = text.get(length) {
        let mut is_whole = false;
        match (at.read, byte) {
            (IN_WORD, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t') => {
                return End { length, is_whole: true, is_word: true };
            }
            (IN_STRING, b'"') => {
                at.read = BETWEEN;
                is_whole = at.index == 0;
            }
            (IN_STRING, b'\\') => at.read = AFTER_BACKSLASH,
            (IN_STRING, _) => length += plain_prefix(text.get(length..).unwrap_or_default()).saturating_sub(1),
            (IN_WORD, _) => {}
            (AFTER_BACKSLASH, _) | (_, b'"') => at.read = IN_STRING,
            (_, b'{' | b'[') => (at.read, at.index) = (BETWEEN, at.index.saturating_add(1)),
            // No value begins so, which its reader will say.
            (BEFORE, b'}' | b']' | b',' | b':') => is_whole = true,
            (_, b'}' | b']') => {
                at.index = at.index.saturating_sub(1);
                is_whole = at.index == 0;
            }
            (BEFORE, _) => at.read = IN_WORD,
            _ => {}
        }
        length += 1;
        if is_whole {
            return End { length, is_whole, is_word: false };
        }
    }
    End { length, is_whole: false, is_word: false }
}
