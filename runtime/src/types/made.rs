//! Types of the standard library that serde writes as if they were derived: what is derived here is read, and made into them.

use crate::Generate;
use crate::json::{Convert, Converted};
use crate::schema::Edge;
use core::ops::{Bound, Range, RangeInclusive};

/// A range as serde writes it.
#[derive(Debug, Generate)]
#[generate(crate = "crate", description = "")]
pub struct Ends<T> {
    start: T,
    end: T,
}

/// An end of a range.
#[derive(Debug, Generate)]
#[generate(crate = "crate", description = "")]
pub enum End<T> {
    Included(T),
    Excluded(T),
    Unbounded,
}

/// What came of something.
#[derive(Debug, Generate)]
#[generate(crate = "crate", description = "")]
pub enum Outcome<T, E> {
    Ok(T),
    Err(E),
}

impl<T: 'static> Convert<Ends<T>> for Range<T> {
    fn convert(value: Ends<T>) -> Result<Self, String> {
        Ok(value.start..value.end)
    }
}

impl<T: Generate> Generate for Range<T> {
    type Partial = Converted<<Ends<T> as Generate>::Partial, Self>;
    const SHAPE: Edge = <Ends<T>>::SHAPE;
}

impl<T: 'static> Convert<Ends<T>> for RangeInclusive<T> {
    fn convert(value: Ends<T>) -> Result<Self, String> {
        Ok(value.start..=value.end)
    }
}

impl<T: Generate> Generate for RangeInclusive<T> {
    type Partial = Converted<<Ends<T> as Generate>::Partial, Self>;
    const SHAPE: Edge = <Ends<T>>::SHAPE;
}

impl<T: 'static> Convert<End<T>> for Bound<T> {
    fn convert(value: End<T>) -> Result<Self, String> {
        Ok(match value {
            End::Included(end) => Self::Included(end),
            End::Excluded(end) => Self::Excluded(end),
            End::Unbounded => Self::Unbounded,
        })
    }
}

impl<T: Generate> Generate for Bound<T> {
    type Partial = Converted<<End<T> as Generate>::Partial, Self>;
    const SHAPE: Edge = <End<T>>::SHAPE;
}

impl<T: 'static, E: 'static> Convert<Outcome<T, E>> for Result<T, E> {
    fn convert(value: Outcome<T, E>) -> Result<Self, String> {
        Ok(match value {
            Outcome::Ok(value) => Ok(value),
            Outcome::Err(error) => Err(error),
        })
    }
}

impl<T: Generate, E: Generate> Generate for Result<T, E> {
    type Partial = Converted<<Outcome<T, E> as Generate>::Partial, Self>;
    const SHAPE: Edge = <Outcome<T, E>>::SHAPE;
}
