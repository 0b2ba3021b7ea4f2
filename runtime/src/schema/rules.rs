//! The rules that a field's value must keep, beyond what its type says.

/// One end of a numeric range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The bound as it was written, a JSON number.
    pub text: &'static str,
    /// The bound as an integer, where it is one.
    pub integer: Option<i128>,
    /// The bound as a floating-point number.
    pub number: f64,
    /// Whether the bound itself is out of range.
    pub exclusive: bool,
}

/// The rules declared on a field with `#[generate(...)]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// The smallest number.
    pub minimum: Option<Bound>,
    /// The largest number.
    pub maximum: Option<Bound>,
    /// The smallest length: characters (code points) of a string, elements of a list.
    pub min_length: Option<usize>,
    /// The largest length: characters (code points) of a string, elements of a list.
    pub max_length: Option<usize>,
}

impl Rules {
    /// No rules. It is a `static`, so that it has one address everywhere and [`is_none`](Self::is_none) is one comparison.
    pub const NONE: &'static Self = &NONE;

    /// Whether these are [`Rules::NONE`].
    #[inline]
    pub fn is_none(&'static self) -> bool {
        core::ptr::eq(self, Self::NONE)
    }
}

static NONE: Rules = Rules { minimum: None, maximum: None, min_length: None, max_length: None };
