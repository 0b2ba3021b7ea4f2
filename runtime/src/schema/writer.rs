//! A text buffer for const evaluation. There every call costs compile time, for each type: pieces are copied whole, and nothing
//! here is generic.

/// A text as far as its buffer reaches; what does not fit is only counted.
pub(super) struct Writer<'a> {
    rest: &'a mut [u8],
    length: usize,
}

impl<'a> Writer<'a> {
    pub(super) const fn new(bytes: &'a mut [u8]) -> Self {
        Self { rest: bytes, length: 0 }
    }

    /// How long the text is, what did not fit included.
    pub(super) const fn length(&self) -> usize {
        self.length
    }

    #[expect(clippy::mem_replace_with_default, reason = "`take` is not const")]
    pub(super) const fn text(&mut self, text: &str) {
        self.length += text.len();
        if text.len() <= self.rest.len() {
            let (target, rest) = core::mem::replace(&mut self.rest, &mut []).split_at_mut(text.len());
            target.copy_from_slice(text.as_bytes());
            self.rest = rest;
        } else {
            // Nothing that comes later may be taken for what comes here.
            self.rest = &mut [];
        }
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
