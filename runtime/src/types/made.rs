//! Types of the standard library that serde writes as if they were derived: what is derived here is read, and made into them.

use crate::Generate;
use crate::json::{Convert, Converted};
use crate::schema::Edge;
use core::ops::{Bound, Range, RangeInclusive};
use core::time::Duration;
use std::time::SystemTime;

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

/// A moment as serde writes it.
#[derive(Debug, Generate)]
#[generate(crate = "crate", description = "A moment, as the time since the beginning of 1970 in UTC")]
pub struct Moment {
    // More is not held everywhere.
    #[generate(range = 0..=9_223_372_036_854_775_807)]
    secs_since_epoch: u64,
    #[generate(range = 0..1_000_000_000)]
    nanos_since_epoch: u32,
}

impl Convert<Moment> for SystemTime {
    fn convert(value: Moment) -> Result<Self, String> {
        let since = Duration::new(value.secs_since_epoch, value.nanos_since_epoch);
        Self::UNIX_EPOCH.checked_add(since).ok_or_else(|| "is later than this system can say".into())
    }
}

impl Generate for SystemTime {
    type Partial = Converted<<Moment as Generate>::Partial, Self>;
    const SHAPE: Edge = Moment::SHAPE;
}

/// A string of the system as serde writes it: text need not be Unicode there.
#[cfg(any(unix, windows))]
#[derive(Debug, Generate)]
#[generate(crate = "crate", description = "")]
pub enum SystemText {
    #[cfg(unix)]
    Unix(Vec<u8>),
    #[cfg(windows)]
    Windows(Vec<u16>),
}

#[cfg(any(unix, windows))]
impl Convert<SystemText> for std::ffi::OsString {
    fn convert(value: SystemText) -> Result<Self, String> {
        Ok(match value {
            #[cfg(unix)]
            SystemText::Unix(bytes) => std::os::unix::ffi::OsStringExt::from_vec(bytes),
            #[cfg(windows)]
            SystemText::Windows(units) => std::os::windows::ffi::OsStringExt::from_wide(&units),
        })
    }
}

#[cfg(any(unix, windows))]
impl Generate for std::ffi::OsString {
    type Partial = Converted<<SystemText as Generate>::Partial, Self>;
    const SHAPE: Edge = SystemText::SHAPE;
}
