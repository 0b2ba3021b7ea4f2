//! A text buffer for const evaluation, where every call costs compile time, for each type: copying a piece with the slices' own
//! functions makes forty of them, and asking for its length two. So the bytes are copied here, without any.
#![expect(unsafe_code, reason = "checking that a text is UTF-8 would be a quarter of what a schema costs to compile")]
#![expect(clippy::indexing_slicing, reason = "const evaluation has no other access, and an error in it is a compile error")]
#![expect(clippy::ptr_as_ptr, reason = "`cast` is a call")]

use super::Label;

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
        // SAFETY: `bytes` is filled only by `Writer::text`, which appends whole strings one after the other; `length` is the sum of
        // theirs, and no more than the buffer, so that all of them did fit.
        unsafe { core::str::from_utf8_unchecked(text) }
    }
}

/// Appends to a [`Written`].
pub(super) struct Writer<'a> {
    bytes: &'a mut [u8],
    capacity: usize,
    length: &'a mut usize,
}

/// As many bytes as a text can have, of which only those are used that are there.
type Bytes = [u8; 1 << 20];

impl Writer<'_> {
    /// Appends `text`, or as much of it as there is room for; the length is counted nevertheless.
    pub(super) const fn text(&mut self, text: &str) {
        let target = &raw mut *self.bytes as *mut Bytes;
        // SAFETY: a string is its bytes.
        let mut source = unsafe { &*(&raw const *text as *const [u8]) };
        let mut end = *self.length;
        // The patterns say how long it is, and the casts take eight at once: neither is a call.
        while let [_, _, _, _, _, _, _, _, rest @ ..] = source {
            if end + 8 <= self.capacity {
                // SAFETY: there are eight bytes in the source, and room for them.
                unsafe { *(&raw mut (*target)[end] as *mut [u8; 8]) = *(&raw const *source as *const [u8; 8]) }
            }
            end += 8;
            source = rest;
        }
        while let [byte, rest @ ..] = source {
            if end < self.capacity {
                self.bytes[end] = *byte;
            }
            end += 1;
            source = rest;
        }
        *self.length = end;
    }

    /// Appends both, unless there is no text.
    pub(super) const fn labelled(&mut self, before: &str, label: &Label) {
        // SAFETY: a string is its bytes.
        if let [_, ..] = unsafe { &*(&raw const *label.text as *const [u8]) } {
            self.text(before);
            self.text(label.json);
        }
    }

    /// Appends the first of two descriptions that says anything.
    pub(super) const fn described(&mut self, first: Label, second: Label) {
        // SAFETY: as above.
        let label = if let [_, ..] = unsafe { &*(&raw const *first.text as *const [u8]) } { &first } else { &second };
        self.labelled(",\"description\":", label);
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
