//! Types that are made from another: shared pointers, cells, numbers that are not zero, durations.

use crate::Generate;
use crate::json::{Boxed, Convert, Converted, Scalar, keeps};
use crate::schema::{Bound, Edge, Kind, Rules, Shape, identify};
use core::cell::{Cell, RefCell};
use core::cmp::Reverse;
use core::marker::PhantomData;
use core::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64,
    NonZeroU128, NonZeroUsize, Saturating, Wrapping,
};
use core::time::Duration;
use std::rc::Rc;
use std::sync::{Arc, Mutex, RwLock};

/// Implements `Generate` for wrappers that JSON does not show; through a box, so that a type can contain itself.
macro_rules! transparent {
    ($($wrapper:ident)*) => { $(
        impl<T: 'static> Convert<Box<T>> for $wrapper<T> {
            fn convert(value: Box<T>) -> Result<Self, String> {
                Ok($wrapper::new(*value))
            }
        }

        impl<T: Generate> Generate for $wrapper<T> {
            type Partial = Converted<Boxed<T::Partial>, Self>;
            const SHAPE: Edge = T::SHAPE;
        }
    )* };
}

transparent! { Rc Arc Mutex RwLock Cell RefCell }

macro_rules! non_zero {
    ($($type:ident $integer:ident $minimum:expr;)*) => { $(
        impl Convert<$integer> for $type {
            const RULES: &'static Rules = &$minimum;

            fn convert(value: $integer) -> Result<Self, String> {
                Self::new(value).ok_or_else(|| "must not be 0".into())
            }
        }

        impl Generate for $type {
            type Partial = Converted<Scalar<$integer>, Self>;
            const SHAPE: Edge = Edge::new(
                &Shape::anonymous(Kind::Same(<$integer>::SHAPE, <Self as Convert<$integer>>::RULES)),
                identify(stringify!($type), &[]),
            );
        }
    )* };
}

const FROM_ONE: Rules = Rules {
    minimum: Some(Bound { text: "1", integer: Some(1), number: 1.0, exclusive: false }),
    keeps: Some(keeps),
    ..*Rules::NONE
};

// Of the signed ones 0 is refused after decoding: no dialect can leave out one number.
non_zero! {
    NonZeroU8 u8 FROM_ONE;
    NonZeroU16 u16 FROM_ONE;
    NonZeroU32 u32 FROM_ONE;
    NonZeroU64 u64 FROM_ONE;
    NonZeroU128 u128 FROM_ONE;
    NonZeroUsize usize FROM_ONE;
    NonZeroI8 i8 *Rules::NONE;
    NonZeroI16 i16 *Rules::NONE;
    NonZeroI32 i32 *Rules::NONE;
    NonZeroI64 i64 *Rules::NONE;
    NonZeroI128 i128 *Rules::NONE;
    NonZeroIsize isize *Rules::NONE;
}

/// Implements `Generate` for wrappers with one public field, which JSON does not show.
macro_rules! around {
    ($($wrapper:ident)*) => { $(
        impl<T: 'static> Convert<T> for $wrapper<T> {
            fn convert(value: T) -> Result<Self, String> {
                Ok($wrapper(value))
            }
        }

        impl<T: Generate> Generate for $wrapper<T> {
            type Partial = Converted<T::Partial, Self>;
            const SHAPE: Edge = T::SHAPE;
        }
    )* };
}

around! { Wrapping Saturating Reverse }

// As serde writes it: `null`.
impl<T: ?Sized + 'static> Convert<()> for PhantomData<T> {
    fn convert((): ()) -> Result<Self, String> {
        Ok(Self)
    }
}

impl<T: ?Sized + 'static> Generate for PhantomData<T> {
    type Partial = Converted<Scalar<()>, Self>;
    const SHAPE: Edge = <()>::SHAPE;
}

/// A duration as serde writes it.
#[derive(Debug, Generate)]
#[generate(crate = "crate", description = "A length of time")]
pub struct Length {
    secs: u64,
    #[generate(range = 0..1_000_000_000)]
    nanos: u32,
}

impl Convert<Length> for Duration {
    fn convert(value: Length) -> Result<Self, String> {
        Ok(Self::new(value.secs, value.nanos))
    }
}

impl Generate for Duration {
    type Partial = Converted<<Length as Generate>::Partial, Self>;
    const SHAPE: Edge = Length::SHAPE;
}
