//! Enums whose variants carry nothing: one of a fixed set of strings.

use super::error::{Category, listed};
use super::lenient::RepairKind;
use super::place::{Place, Written};
use super::scan::plain_string;
use super::{Direct, Fill, Input, Partial, Read, Slot, State, Stop};
use crate::schema::{Rules, Variant};
use core::fmt;
#[cfg(feature = "serde")]
use core::mem::discriminant;

/// An enum whose variants carry nothing; the derive implements this.
pub trait Choice: Sized + 'static {
    /// The variants' names, in declaration order.
    const VARIANTS: &'static [Variant];

    /// The variant that stands for every string that is not known, where there is one.
    const OTHER: Option<usize> = None;

    /// The variant at `index`.
    fn variant(index: usize) -> Option<Self>;
}

/// One of a fixed set of strings, shown when it is decided.
pub struct Chosen<T> {
    value: Option<T>,
    growing: bool,
}

impl<T> Chosen<T> {
    /// The variant, once it is complete.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }
}

impl<T> Default for Chosen<T> {
    fn default() -> Self {
        Self { value: None, growing: false }
    }
}

impl<T> fmt::Debug for Chosen<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The enum need not be `Debug`.
        formatter.debug_struct("Chosen").field("decided", &self.value.is_some()).finish_non_exhaustive()
    }
}

impl<T: Choice> Slot for Chosen<T> {
    fn fill(&mut self, input: &mut Input<'_>, _: &'static Rules) -> Fill {
        let index = choose(T::VARIANTS, T::OTHER, &mut self.growing, input)?;
        self.value = T::variant(index);
        Ok(())
    }

    fn go_on(&mut self, text: &str, may_end: bool) -> Option<Read> {
        if self.growing || !may_end {
            return None;
        }
        let (name, after) = plain_string(text)?;
        self.value = T::variant(find(T::VARIANTS, name).or(T::OTHER)?);
        Some(Read::Whole(text.len() - after.len()))
    }

    fn state(&self) -> State {
        match (&self.value, self.growing) {
            (Some(_), _) => State::Done,
            (None, true) => State::Growing,
            (None, false) => State::Absent,
        }
    }

    #[cfg(feature = "serde")]
    fn write_known(&self, out: &mut String) {
        let is_this = |value: T| Some(discriminant(&value)) == self.value.as_ref().map(discriminant);
        let name = (0..).zip(T::VARIANTS).find(|(index, _)| T::variant(*index).is_some_and(is_this));
        out.push_str(name.map_or("", |(_, variant)| variant.name.json));
    }
}

fn choose(variants: &[Variant], other: Option<usize>, growing: &mut bool, input: &mut Input<'_>) -> Result<usize, Stop> {
    if !*growing {
        match input.peek_token() {
            Some(b'"') => input.position += 1,
            Some(_) => return input.mismatch(&format!("a string, {}", list(variants))),
            None => return input.wait(),
        }
        *growing = true;
    }
    let found = input.name(|name| find(variants, name).or(other).ok_or_else(|| name.to_owned()));
    match found {
        Ok(Ok(index)) => Ok(index),
        Ok(Err(name)) if input.saved.repair => {
            match variants.iter().position(|variant| variant.name.text.eq_ignore_ascii_case(&name)) {
                Some(index) => {
                    input.repaired(RepairKind::VariantCase);
                    Ok(index)
                }
                None => unknown(variants, &name, input),
            }
        }
        Ok(Err(name)) => unknown(variants, &name, input),
        Err(Stop::More) => input.pause(),
        Err(Stop::Failed) => Err(Stop::Failed),
    }
}

fn read(variants: &[Variant], other: Option<usize>, direct: &mut Direct<'_>) -> Option<usize> {
    let found = direct.plain_string().and_then(|name| {
        let is_exact = |index: &usize| variants.get(*index).is_some_and(|variant| variant.name.text == name);
        find(variants, name).or(other).filter(|index| !direct.is_exact() || is_exact(index))
    });
    if found.is_some() { found } else { direct.fail() }
}

fn find(variants: &[Variant], name: &str) -> Option<usize> {
    variants.iter().position(|variant| variant.name.text == name || variant.aliases.contains(&name))
}

#[cold]
fn unknown(variants: &[Variant], name: &str, input: &mut Input<'_>) -> Result<usize, Stop> {
    input.fail(Category::Type, format!("expected {}, found `{name}`", list(variants)))
}

fn list(variants: &[Variant]) -> String {
    listed(&mut variants.iter().map(|variant| variant.name.text), " or ")
}

impl<T: Choice> Partial for Chosen<T> {
    type Value = T;

    fn empty() -> Self {
        Self::default()
    }

    fn take(&mut self) -> Option<T> {
        self.growing = false;
        self.value.take()
    }

    fn read<'o>(direct: &mut Direct<'_>, _: &'static Rules, place: Place<'o, T>) -> Option<Written<'o>> {
        T::variant(read(T::VARIANTS, T::OTHER, direct)?).map(|value| place.write(value))
    }
}
