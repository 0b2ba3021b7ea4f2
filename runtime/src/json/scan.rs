//! What is read in blocks of bytes: runs of plain characters, and runs of digits.

/// How many bytes from the start are neither a quote, nor a backslash, nor a control character.
#[inline]
pub(super) fn plain_prefix(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((block, after)) = rest.split_first_chunk::<16>() {
        if any_special(block) {
            break;
        }
        rest = after;
    }
    bytes.len() - rest.len() + short_prefix(rest)
}

/// Whether one of the bytes ends a run. The compiler makes a few vector instructions of it, so it is written without branches.
#[inline]
fn any_special(block: &[u8; 16]) -> bool {
    let special = |byte: u8| u8::from(byte == b'"') | u8::from(byte == b'\\') | u8::from(byte < 0x20);
    block.iter().fold(0, |any, byte| any | special(*byte)) != 0
}

/// The prefix of bytes of which one of the first 16 ends the run, or that are fewer.
#[inline]
fn short_prefix(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    if let Some(piece) = bytes.first_chunk::<4>().filter(|_| bytes.len() < 8) {
        // The usual token of a stream: the upper half is filled with what ends nothing.
        let found = specials(u64::from(u32::from_le_bytes(*piece)) | 0x6161_6161 << 32);
        if found != 0 {
            return found.trailing_zeros() as usize / 8;
        }
        rest = bytes.get(4..).unwrap_or_default();
    }
    while let Some((word, after)) = rest.split_first_chunk::<8>() {
        let found = specials(u64::from_le_bytes(*word));
        if found != 0 {
            return bytes.len() - rest.len() + found.trailing_zeros() as usize / 8;
        }
        rest = after;
    }
    bytes.len() - rest.len() + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | ..=0x1f)).count()
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

/// The number that up to 16 digits at the start of `bytes` make, and how many they are.
#[inline]
pub(super) fn digits(bytes: &[u8]) -> (u64, usize) {
    let first =
        bytes.first_chunk::<8>().map_or_else(|| eight_digits(padded(bytes)), |word| eight_digits(u64::from_le_bytes(*word)));
    if first.1 < 8 { first } else { more_digits(first.0, bytes.get(8..).unwrap_or_default()) }
}

#[inline(never)]
fn more_digits(first: u64, rest: &[u8]) -> (u64, usize) {
    let word = rest.first_chunk::<8>().map_or_else(|| padded(rest), |word| u64::from_le_bytes(*word));
    let (second, more) = eight_digits(word);
    (first * power_of_ten(more) + second, 8 + more)
}

/// Fewer than eight bytes as a word, padded with what is no digit.
#[cold]
fn padded(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// 10 to the power of `exponent`, which is at most 16.
#[inline]
pub(super) fn power_of_ten(exponent: usize) -> u64 {
    const POWERS: [u64; 17] = {
        let mut powers = [1; 17];
        let mut index = 1;
        while index < powers.len() {
            #[expect(clippy::indexing_slicing, reason = "at compile time")]
            (powers[index] = powers[index - 1] * 10);
            index += 1;
        }
        powers
    };
    POWERS.get(exponent).copied().unwrap_or_default()
}

/// The number that the digits at the start of a word make, and how many they are.
#[inline]
fn eight_digits(word: u64) -> (u64, usize) {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // A digit becomes its value, and adding sets the high bit of all others.
    let values = word ^ 0x3030_3030_3030_3030;
    let others = (((values & !HIGH) + 0x7676_7676_7676_7676) | values) & HIGH;
    let count = others.trailing_zeros() / 8;
    // With zeros in front it is always eight digits: neighbours are added up to twos, fours and all.
    let eight = values.checked_shl(64 - 8 * count).unwrap_or_default();
    let twos = eight.wrapping_mul(10 * 0x100 + 1) >> 8 & 0x00ff_00ff_00ff_00ff;
    let fours = twos.wrapping_mul(100 * 0x1_0000 + 1) >> 16 & 0x0000_ffff_0000_ffff;
    (fours.wrapping_mul(10_000 * 0x1_0000_0000 + 1) >> 32, count as usize)
}

#[cfg(test)]
mod tests {
    use super::{digits, plain_prefix};

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
    fn digits_are_read_in_blocks() {
        let text = "1234567890123456";
        for count in 0..=16 {
            for end in ["", ".", "/", ":", "}", "\u{0}", "é", "\u{7f}", " 12345678901234567890"] {
                let expected = text[..count].parse().unwrap_or(0_u64);
                assert_eq!(digits(format!("{}{end}", &text[..count]).as_bytes()), (expected, count));
            }
        }
        assert_eq!(digits(b"9999999999999999"), (9_999_999_999_999_999, 16));
        assert_eq!(digits(b"00000000000000001").1, 16);
    }
}
