//! How the bytes of an answer are cut into writes.

use super::random::Random;

/// How the bytes of an answer are cut into writes.
///
/// The system may put writes that follow each other at once into one packet, and a client may read several of them in one go: with
/// [`Answer::pause`](super::Answer::pause) between them, each comes by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Cut {
    /// Where the script does: the head, then each record. The default.
    #[default]
    Natural,
    /// Not at all.
    Whole,
    /// After every so many bytes; `Every(1)` is every byte by itself.
    Every(usize),
    /// At these places, counted from the first byte of the answer.
    At(Vec<usize>),
    /// Into pieces of 1 to 40 bytes, the same ones for the same seed.
    Seed(u64),
}

impl Cut {
    /// Cuts the pieces of a script anew.
    pub(super) fn apply(&self, pieces: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
        let all = |pieces: Vec<Vec<u8>>| pieces.concat();
        match self {
            Self::Natural => pieces,
            Self::Whole => vec![all(pieces)],
            Self::Every(size) => all(pieces).chunks((*size).max(1)).map(<[u8]>::to_vec).collect(),
            Self::At(places) => {
                let bytes = all(pieces);
                let mut places: Vec<usize> = places.iter().map(|place| (*place).min(bytes.len())).collect();
                places.sort_unstable();
                split(&bytes, places.into_iter())
            }
            Self::Seed(seed) => {
                let bytes = all(pieces);
                let mut random = Random::new(*seed);
                let mut place = 0;
                let places = std::iter::from_fn(|| {
                    place += 1 + random.below(40);
                    (place < bytes.len()).then_some(place)
                });
                split(&bytes, places)
            }
        }
    }
}

/// Splits at places in ascending order; there are no empty pieces.
fn split(bytes: &[u8], places: impl Iterator<Item = usize>) -> Vec<Vec<u8>> {
    let mut start = 0;
    let ends = places.chain([bytes.len()]);
    let pieces = ends.filter_map(|end| bytes.get(std::mem::replace(&mut start, end)..end));
    pieces.filter(|piece| !piece.is_empty()).map(<[u8]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::Cut;

    #[test]
    fn every_cut_keeps_every_byte() {
        let pieces = vec![b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b'x'; 300], Vec::new()];
        let whole = pieces.concat();
        for cut in [Cut::Natural, Cut::Whole, Cut::Every(1), Cut::Every(0), Cut::At(vec![400, 0, 7, 7]), Cut::Seed(3)] {
            assert_eq!(cut.apply(pieces.clone()).concat(), whole, "{cut:?}");
        }
        assert_eq!(
            Cut::At(vec![4, 8]).apply(vec![b"HTTP/1.1".to_vec(), b"!".to_vec()]),
            [b"HTTP".to_vec(), b"/1.1".to_vec(), b"!".to_vec()]
        );
        assert_eq!(Cut::Every(1).apply(pieces.clone()).len(), whole.len());
        assert_eq!(Cut::Seed(3).apply(pieces.clone()), Cut::Seed(3).apply(pieces));
    }
}
