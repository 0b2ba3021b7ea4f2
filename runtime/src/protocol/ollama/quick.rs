//! Reads the record that nearly all of a stream consists of, without a JSON parser: a piece of text and nothing else.
//!
//! Only the very bytes that Ollama writes are taken, field for field in its order; everything else is left to the full reader, so
//! that nothing is read differently here.

/// The text of a record that has one and is not the last; `None` when the full reader must look.
pub(super) fn text<'a>(line: &'a [u8], scratch: &'a mut String) -> Option<&'a str> {
    let rest = line.strip_prefix(b"{\"model\":\"")?;
    let rest = after_string(rest)?.strip_prefix(b",\"created_at\":\"")?;
    let rest = after_string(rest)?;
    let quoted = match rest.strip_prefix(b",\"response\":\"") {
        Some(rest) => rest.strip_suffix(b"\",\"done\":false}")?,
        None => {
            rest.strip_prefix(b",\"message\":{\"role\":\"assistant\",\"content\":\"")?.strip_suffix(b"\"},\"done\":false}")?
        }
    };
    let text = std::str::from_utf8(quoted).ok()?;
    if quoted.iter().all(|byte| is_plain(*byte)) {
        return Some(text);
    }
    scratch.clear();
    unescape(text, scratch)?;
    Some(scratch)
}

/// What follows a string without escapes whose first quote is behind.
fn after_string(bytes: &[u8]) -> Option<&[u8]> {
    let end = memchr::memchr2(b'"', b'\\', bytes)?;
    bytes.get(end..)?.strip_prefix(b"\"")
}

fn is_plain(byte: u8) -> bool {
    byte >= b' ' && byte != b'"' && byte != b'\\'
}

/// Resolves the escapes that Go writes; `None` for surrogates, and for a quote that ends the string early.
fn unescape(mut text: &str, into: &mut String) -> Option<()> {
    while let Some(at) = text.bytes().position(|byte| !is_plain(byte)) {
        into.push_str(text.get(..at)?);
        let mut rest = text.get(at..)?.strip_prefix('\\')?.chars();
        into.push(match rest.next()? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            letter @ ('"' | '\\' | '/') => letter,
            'u' => {
                let (digits, after) = rest.as_str().split_at_checked(4)?;
                rest = after.chars();
                hexadecimal(digits)?
            }
            _ => return None,
        });
        text = rest.as_str();
    }
    into.push_str(text);
    Some(())
}

fn hexadecimal(digits: &str) -> Option<char> {
    // `from_str_radix` would take a sign.
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::super::record::Record;
    use super::text;

    /// What the quick reader takes, the full reader takes for the same.
    fn check(line: &str) -> bool {
        let mut scratch = String::new();
        let Some(quick) = text(line.as_bytes(), &mut scratch) else { return false };
        let record = serde_json::from_str::<Record<'_>>(line);
        let full =
            record.ok().filter(|record| !record.done).map(|record| format!("{}{}", record.response, record.message.content));
        assert_eq!(Some(quick), full.as_deref(), "{line}");
        true
    }

    fn lines(text: &str) -> [String; 2] {
        [
            format!(r#"{{"model":"m:1b","created_at":"2026-11-22T11:26:44Z","response":"{text}","done":false}}"#),
            format!(r#"{{"model":"m","created_at":"x","message":{{"role":"assistant","content":"{text}"}},"done":false}}"#),
        ]
    }

    #[test]
    fn texts_are_read_as_by_the_full_reader() {
        for text in ["", " to", "é😀", r"\n", r#"a\"b"#, r"\\", r"\u003c|x\u003e", r"\t\r\b\f\/", r"\u0000", r"a\u00e9z"] {
            assert!(lines(text).iter().all(|line| check(line)), "{text}");
        }
    }

    #[test]
    fn everything_else_is_left_to_the_full_reader() {
        let odd = [r"\ud83d\ude00", r"\u+123", r"\x", "\\", "\t", r#"a","thinking":"b"#, r#"a" "#, r"\u12"];
        for line in odd.iter().flat_map(|text| lines(text)) {
            assert!(!check(&line), "{line}");
        }
        for line in [
            r#"{"model":"m","created_at":"x","response":"a","done":true}"#,
            r#"{"model":"m","created_at":"x","response":"a","done":false,"logprobs":[]}"#,
            r#"{"model":"m\"","created_at":"x","response":"a","done":false}"#,
            r#"{"error":"x"}"#,
            "",
        ] {
            assert!(!check(line), "{line}");
        }
    }
}
