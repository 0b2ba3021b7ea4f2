//! What most of a document is made of: plain strings, white space, names that are known, digits.

/// How many bytes from the start are neither a quote, nor a backslash, nor a control character.
#[inline]
pub(super) fn plain_prefix(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((block, after)) = rest.split_first_chunk::<16>() {
        let found = special_bits(block);
        if found != 0 {
            return bytes.len() - rest.len() + found.trailing_zeros() as usize;
        }
        rest = after;
    }
    bytes.len() - rest.len() + short_prefix(rest)
}

/// A bit for each byte of the block that ends a run.
#[cfg(target_arch = "x86_64")]
#[inline]
#[expect(unsafe_code, reason = "the compiler wants to be told what every processor of this sort has")]
fn special_bits(block: &[u8; 16]) -> u32 {
    // SAFETY: SSE2 is a part of x86-64.
    unsafe { special_bits_by_sse2(block) }
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "sse2")]
fn special_bits_by_sse2(block: &[u8; 16]) -> u32 {
    use core::arch::x86_64::{_mm_cmpeq_epi8, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8};
    let all = u128::from_le_bytes(*block);
    #[expect(clippy::cast_possible_truncation, reason = "the lower half, and the upper one")]
    let block = _mm_set_epi64x((all >> 64) as i64, all as i64);
    let quote = _mm_cmpeq_epi8(block, _mm_set1_epi8(b'"'.cast_signed()));
    let backslash = _mm_cmpeq_epi8(block, _mm_set1_epi8(b'\\'.cast_signed()));
    let control = _mm_cmpeq_epi8(block, _mm_min_epu8(block, _mm_set1_epi8(0x1f)));
    _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), control)).cast_unsigned()
}

/// The same where there is no instruction for it: only the lowest bit counts.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn special_bits(block: &[u8; 16]) -> u32 {
    // Each of the three is 0 for one sort of those bytes. The compiler makes a few vector instructions of this, without branches.
    let is_special = |byte: &u8| (byte ^ b'"').min(byte ^ b'\\').min(byte.saturating_sub(0x1f)) == 0;
    if !block.iter().fold(false, |any, byte| any | is_special(byte)) {
        return 0;
    }
    let word = |half: Option<&[u8; 8]>| half.map_or(0, |word| specials(u64::from_le_bytes(*word)));
    let (low, high) = (word(block.first_chunk()), word(block.last_chunk()));
    1 << if low == 0 { 8 + high.trailing_zeros() / 8 } else { low.trailing_zeros() / 8 }
}

/// The prefix of fewer than 16 bytes.
#[inline(never)]
fn short_prefix(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((word, after)) = rest.split_first_chunk::<8>() {
        let found = specials(u64::from_le_bytes(*word));
        if found != 0 {
            return bytes.len() - rest.len() + found.trailing_zeros() as usize / 8;
        }
        rest = after;
    }
    bytes.len() - rest.len() + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | ..=0x1f)).count()
}

/// Whether these are 4 to 8 bytes none of which ends a run.
#[inline]
pub(super) fn is_plain_word(bytes: &[u8]) -> bool {
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) if bytes.len() <= 8 => {
            specials(u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32) == 0
        }
        _ => false,
    }
}

/// The high bit of each byte that ends a run; exact up to the first such byte, which is the one that counts.
#[inline]
fn specials(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let quote = zero(word ^ (ONES * 0x22));
    let backslash = zero(word ^ (ONES * 0x5c));
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    (quote | backslash | control) & HIGH
}

/// The content of the string that `text` begins with, if all of it is there and nothing in it is escaped, and what comes after it.
#[inline]
pub(super) fn plain_string(text: &str) -> Option<(&str, &str)> {
    let content = text.strip_prefix('"')?;
    let length = plain_prefix(content.as_bytes());
    let after = content.get(length..)?.strip_prefix('"')?;
    Some((content.get(..length)?, after))
}

/// What comes after `name`, which has quotes around it, if `text` begins with it.
#[inline]
pub(super) fn after_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    if begins_with(text.as_bytes(), name) { text.get(name.len()..) } else { None }
}

/// Whether `bytes` begin with `name`.
#[inline]
pub(super) fn begins_with(bytes: &[u8], name: &str) -> bool {
    bytes.get(..name.len()).is_some_and(|begin| equal(begin, name.as_bytes()))
}

/// Whether two short texts of the same length are equal, without the call that comparing slices costs.
#[inline]
fn equal(left: &[u8], right: &[u8]) -> bool {
    if (4..=16).contains(&left.len()) { equal_if_short(left, right) } else { left == right }
}

/// Whether two texts of the same length, which is from 4 to 16, are equal; of other lengths it says no.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call would cost as much again")]
pub(super) fn equal_if_short(left: &[u8], right: &[u8]) -> bool {
    match (left.first_chunk::<8>(), left.last_chunk::<8>()) {
        (Some(first), Some(last)) => {
            left.len() <= 16 && right.first_chunk::<8>() == Some(first) && right.last_chunk::<8>() == Some(last)
        }
        _ => match (left.first_chunk::<4>(), left.last_chunk::<4>()) {
            (Some(first), Some(last)) => right.first_chunk::<4>() == Some(first) && right.last_chunk::<4>() == Some(last),
            _ => false,
        },
    }
}

/// What comes after white space.
#[inline]
pub(super) fn after_space(text: &str) -> &str {
    match text.as_bytes().first() {
        Some(byte) if *byte <= b' ' => after_spaces(text),
        _ => text,
    }
}

/// The same, where there is some.
#[inline(never)]
fn after_spaces(text: &str) -> &str {
    text.get(past_spaces(text.as_bytes(), 0)..).unwrap_or_default()
}

/// How many spaces the word begins with.
#[inline]
pub(super) fn spaces(word: [u8; 8]) -> usize {
    (u64::from_le_bytes(word) ^ u64::from_le_bytes([b' '; 8])).trailing_zeros() as usize / 8
}

/// Where white space ends that begins at `at`: a line break or a space, and then perhaps an indentation.
#[inline(never)]
pub(super) fn past_spaces(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
        while let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
            let count = spaces(*word);
            at += count;
            if count < 8 {
                break;
            }
        }
    }
    at
}

/// `number` with the digits at the start of `bytes` behind its own, and how many they are. What comes of more than 18 is no use.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call would cost as much as the digits that most numbers have")]
pub(super) fn digits(bytes: &[u8], mut number: u64) -> (u64, usize) {
    let Some(eight) = bytes.first_chunk::<8>() else {
        return more_digits(bytes, number, 0);
    };
    // The compiler takes the loop apart, so that nothing is counted and compared but the digits.
    for (count, byte) in eight.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return (number, count);
        }
        number = number.wrapping_mul(10).wrapping_add(digit.into());
    }
    more_digits(bytes, number, eight.len())
}

/// The same from the digit after `count` others on.
#[inline(never)]
fn more_digits(bytes: &[u8], mut number: u64, mut count: usize) -> (u64, usize) {
    while let Some(digit) = bytes.get(count).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
        number = number.wrapping_mul(10).wrapping_add(digit.into());
        count += 1;
    }
    (number, count)
}

/// Whether a number is over where `byte` comes next.
#[inline]
pub(super) fn ends_number(byte: Option<&u8>) -> bool {
    matches!(byte, Some(b',' | b'}' | b']' | ..=b' '))
}

#[cfg(test)]
mod tests {
    use super::{after_space, plain_prefix, plain_string};

    #[test]
    fn a_run_ends_at_the_first_special() {
        for length in 0..40 {
            for special in [b'"', b'\\', 0, 0x1f] {
                let mut bytes = vec![b'a'; length];
                bytes.extend([special, 0xff, b'"', 0x7f, b'a', b'"']);
                bytes.extend([b'a'; 20]);
                assert_eq!(plain_prefix(&bytes), length);
            }
            assert_eq!(plain_prefix(&vec![0xc3; length]), length);
            assert_eq!(plain_prefix(&vec![0x20; length]), length);
            assert_eq!(plain_prefix(&vec![0x7f; length]), length);
        }
    }

    #[test]
    fn a_string_is_plain_when_it_is_there_and_has_no_escapes() {
        assert_eq!(plain_string(r#""a long enough string", 1"#), Some(("a long enough string", ", 1")));
        assert_eq!(plain_string(r#""é""#), Some(("é", "")));
        for other in ["", "\"", "\"a", "a\"", r#""a\n""#, "\"a\u{1}\""] {
            assert_eq!(plain_string(other), None, "{other}");
        }
    }

    #[test]
    fn white_space_is_passed_over() {
        for first in ["", " ", "\n", "\r\n", "\t", "\n\t", "\n  \n"] {
            for spaces in 0..20 {
                for after in ["", "x", "\u{b}", "é", "\u{a0}        ", "x        x"] {
                    assert_eq!(after_space(&format!("{first}{}{after}", " ".repeat(spaces))), after);
                }
            }
        }
    }
}
