//! What generated code asks of the user's own conversions, in words that say which is missing.

use core::fmt::Display;
use core::marker::PhantomData;

/// A type that can be made of `F`: whatever is [`From<F>`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is to be made of `{F}`, and there is no `From` that does it",
    label = "write `impl From<{F}> for {Self}`, or `try_from` here and `impl TryFrom<{F}> for {Self}`"
)]
pub trait Made<F> {
    /// Makes the value.
    fn made(from: F) -> Self;
}

#[diagnostic::do_not_recommend]
impl<F, T: From<F>> Made<F> for T {
    fn made(from: F) -> Self {
        from.into()
    }
}

/// How some values of `F` make a `T`: whatever is [`TryFrom<F>`]. Not said of `T` itself, since of two implementations, one of which
/// nothing has, the compiler looks into neither, and so does not go on to the `From` that would be a `TryFrom` too.
#[diagnostic::on_unimplemented(
    message = "`{T}` is to be made of `{F}`, and there is no `TryFrom` that does it",
    label = "write `impl TryFrom<{F}> for {T}`"
)]
pub trait TryMade<F, T> {
    /// What is wrong with other values.
    type Error;

    /// Makes the value.
    ///
    /// # Errors
    /// As the type's own.
    fn try_made(from: F) -> Result<T, Self::Error>;
}

/// Has the implementations of [`TryMade`].
#[derive(Debug)]
pub struct Way;

impl<F, T: TryFrom<F>> TryMade<F, T> for Way {
    type Error = T::Error;

    fn try_made(from: F) -> Result<T, T::Error> {
        T::try_from(from)
    }
}

/// What nothing is.
pub trait Nowhere {}

impl<F, T> TryMade<F, T> for Way
where
    PhantomData<F>: Nowhere,
{
    type Error = String;

    fn try_made(_: F) -> Result<T, String> {
        Err(String::new())
    }
}

/// A type that has a value for a field which is left out: whatever is [`Default`].
#[diagnostic::on_unimplemented(
    message = "a field that is left out, or skipped, is its type's default, and `{Self}` has none",
    label = "this type does not implement `Default`",
    note = "add `#[derive(Default)]` to it, or say what the field is with `#[generate(default = ..)]`"
)]
pub trait LeftOut {
    /// The value.
    fn left_out() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Default> LeftOut for T {
    fn left_out() -> Self {
        Self::default()
    }
}

/// The result with its reason in words.
///
/// # Errors
/// As `made`.
pub fn in_words<T, E: Display>(made: Result<T, E>) -> Result<T, String> {
    made.map_err(|reason| reason.to_string())
}
