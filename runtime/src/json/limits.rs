//! Limits of a parser.

/// Limits that keep a document from costing more than it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How many arrays and objects may be open inside one another; 128 unless set, and never more than 512.
    pub depth: usize,
    /// How many bytes the document may have; not limited unless set.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 128, bytes: usize::MAX }
    }
}

impl Limits {
    /// How deep a document may go at most: the typed parser uses some of the thread's stack for each level.
    pub(crate) const DEEPEST: usize = 512;
}
