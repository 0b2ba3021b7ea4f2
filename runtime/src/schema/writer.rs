//! A text buffer for const evaluation, where every call costs compile time, for each type: a call takes as long as a dozen
//! bytes in a loop, and one of the slices' own functions makes forty of them. So bytes are copied one by one.
#![expect(unsafe_code, reason = "checking that a text is UTF-8 would be a quarter of what a schema costs to compile")]
#![expect(clippy::indexing_slicing, reason = "const evaluation has no other access, and an error in it is a compile error")]

/// A text as far as its buffer reaches.
#[derive(Debug)]
pub(super) struct Written<const N: usize> {
    bytes: [u8; N],
    /// How long the text is, what did not fit included.
    length: usize,
}

impl<const N: usize> Written<N> {
    pub(super) const EMPTY: Self = Self { bytes: [0; N], length: 0 };

    pub(super) const fn writer(&mut self) -> Writer<'_> {
        Writer { capacity: N, bytes: &mut self.bytes, length: &mut self.length }
    }

    /// How long the text is, what did not fit included.
    pub(super) const fn length(&self) -> usize {
        self.length
    }

    /// The same text in another buffer.
    pub(super) const fn resized<const M: usize>(&self) -> Written<M> {
        assert!(self.length <= N && self.length <= M, "the text does not fit");
        let mut resized = Written { bytes: [0; M], length: self.length };
        let (target, _) = resized.bytes.split_at_mut(self.length);
        let (source, _) = self.bytes.split_at(self.length);
        target.copy_from_slice(source);
        resized
    }

    pub(super) const fn as_str(&self) -> &str {
        assert!(self.length <= N, "the text does not fit");
        let (text, _) = self.bytes.split_at(self.length);
        // SAFETY: `bytes` is filled only by `Writer::text`, which appends whole strings one after the other and nothing more once
        // one does not fit; `length` is the sum of theirs, and no more than the buffer.
        unsafe { core::str::from_utf8_unchecked(text) }
    }
}

/// Appends to a [`Written`].
pub(super) struct Writer<'a> {
    bytes: &'a mut [u8],
    capacity: usize,
    length: &'a mut usize,
}

impl Writer<'_> {
    /// Appends `text`, or only counts it if it does not fit; then nothing that comes later does.
    pub(super) const fn text(&mut self, text: &str) {
        let source = text.as_bytes();
        let (start, length) = (*self.length, source.len());
        *self.length = start + length;
        if start + length <= self.capacity {
            let target = &mut *self.bytes;
            let mut index = 0;
            while index < length {
                target[start + index] = source[index];
                index += 1;
            }
        }
    }

    pub(super) const fn unsigned(&mut self, value: u128) {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        if value >= 10 {
            self.unsigned(value / 10);
        }
        self.text(DIGITS[(value % 10) as usize]);
    }

    pub(super) const fn signed(&mut self, value: i128) {
        if value < 0 {
            self.text("-");
        }
        self.unsigned(value.unsigned_abs());
    }
}
