//! A text buffer for const evaluation: pieces are copied whole, since evaluating a byte at a time costs compile time.

/// A text of at most `N` bytes. With `N == 0` nothing is kept and only the length is counted.
pub(super) struct Writer<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Writer<N> {
    pub(super) const fn new() -> Self {
        Self { bytes: [0; N], length: 0 }
    }

    pub(super) const fn length(&self) -> usize {
        self.length
    }

    pub(super) const fn into_bytes(self) -> [u8; N] {
        self.bytes
    }

    pub(super) const fn text(&mut self, text: &str) {
        if N > 0 {
            let (_, rest) = self.bytes.split_at_mut(self.length);
            let (target, _) = rest.split_at_mut(text.len());
            target.copy_from_slice(text.as_bytes());
        }
        self.length += text.len();
    }

    pub(super) const fn unsigned(&mut self, value: u128) {
        if value >= 10 {
            self.unsigned(value / 10);
        }
        let digits = "0123456789";
        let (_, from) = digits.split_at((value % 10) as usize);
        let (digit, _) = from.split_at(1);
        self.text(digit);
    }

    pub(super) const fn signed(&mut self, value: i128) {
        if value < 0 {
            self.text("-");
        }
        self.unsigned(value.unsigned_abs());
    }
}
