//! Reading with leniency, at every cut.
#![expect(clippy::panic, reason = "a test fails by panicking")]

use formwork::{Generate, Lenient, ParseError, Parser, RepairKind};
use std::fmt::Debug;

/// The value, what was skipped before and after it, and what was repaired.
pub type Reading<T> = (Result<T, ParseError>, String, String, Vec<(RepairKind, usize)>);

/// Reads in two pieces, or in pieces of one byte for the cut 0.
pub fn read<T: Generate>(bytes: &[u8], cut: usize, lenient: Lenient) -> Reading<T> {
    let mut parser = Parser::<T>::new().with_leniency(lenient);
    let pieces: Vec<&[u8]> =
        if cut == 0 { bytes.chunks(1).collect() } else { bytes.split_at_checked(cut).map_or(vec![bytes], |(a, b)| vec![a, b]) };
    let pushed = pieces.into_iter().try_for_each(|piece| parser.push(piece).map(drop));
    let value = pushed.and_then(|()| parser.end());
    let skipped = parser.skipped().cloned().unwrap_or_default();
    let repairs = parser.repairs().iter().map(|repair| (repair.kind, repair.offset)).collect();
    (value, skipped.before, skipped.after, repairs)
}

/// Reads at every cut, which must not matter.
///
/// # Panics
/// Where it does.
pub fn everywhere<T: Generate + PartialEq + Debug>(text: &str, lenient: Lenient) -> Reading<T> {
    let whole = read::<T>(text.as_bytes(), usize::MAX, lenient);
    for cut in 0..=text.len() {
        let (value, before, after, repairs) = read::<T>(text.as_bytes(), cut, lenient);
        let place = |error: &ParseError| (error.category(), error.offset());
        assert_eq!(value.as_ref().map_err(place), whole.0.as_ref().map_err(place), "{text:?} at {cut}");
        if whole.0.is_ok() {
            assert_eq!((&before, &after, &repairs), (&whole.1, &whole.2, &whole.3), "{text:?} at {cut}");
        }
    }
    whole
}

/// The value of a text in which all is forgiven.
///
/// # Panics
/// Where there is none.
pub fn value<T: Generate + PartialEq + Debug>(text: &str) -> T {
    everywhere(text, Lenient::ALL).0.unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// What is repaired in a text in which all is forgiven.
pub fn kinds<T: Generate + PartialEq + Debug>(text: &str) -> Vec<RepairKind> {
    everywhere::<T>(text, Lenient::ALL).3.into_iter().map(|repair| repair.0).collect()
}
