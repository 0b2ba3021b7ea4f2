//! Types of other crates, each behind the feature of its name.

#[cfg(feature = "serde_json")]
mod json {
    use crate::Generate;
    use crate::json::{Captured, Whole, deserialize};
    use crate::schema::{Edge, Kind, Shape, identify};

    impl Whole for serde_json::Value {
        fn read(text: &str) -> Result<Self, String> {
            deserialize(text)
        }
    }

    impl Generate for serde_json::Value {
        type Partial = Captured<Self>;
        const SHAPE: Edge = Edge::new(&Shape::anonymous(Kind::Any), identify("any", &[]));
    }
}

#[cfg(any(
    feature = "chrono",
    feature = "jiff",
    feature = "time",
    feature = "uuid",
    feature = "url",
    feature = "rust_decimal",
    feature = "semver"
))]
mod text {
    use crate::Generate;
    use crate::json::Convert;
    use crate::schema::{Edge, Format, Kind, Shape, identify};
    #[cfg(any(feature = "chrono", feature = "jiff", feature = "time", feature = "uuid", feature = "url"))]
    use crate::types::format;
    use crate::types::string::text_types;

    #[cfg(feature = "chrono")]
    text_types! {
        chrono::NaiveDate, format::DATE, |text| text.parse().ok();
        chrono::NaiveTime, format::LOCAL_TIME, |text| text.parse().ok();
        chrono::NaiveDateTime, format::LOCAL_DATE_TIME, |text| text.parse().ok();
        chrono::DateTime<chrono::Utc>, format::DATE_TIME, |text| text.parse().ok();
        chrono::DateTime<chrono::FixedOffset>, format::DATE_TIME, |text| text.parse().ok();
    }

    #[cfg(feature = "jiff")]
    text_types! {
        jiff::civil::Date, format::DATE, |text| text.parse().ok();
        jiff::civil::Time, format::LOCAL_TIME, |text| text.parse().ok();
        jiff::civil::DateTime, format::LOCAL_DATE_TIME, |text| text.parse().ok();
        jiff::Timestamp, format::INSTANT, |text| text.parse().ok();
        jiff::Zoned, format::ZONED, |text| text.parse().ok();
        jiff::Span, format::SPAN, |text| text.parse().ok();
        jiff::SignedDuration, format::DURATION, |text| text.parse().ok();
    }

    // In the form of `time::serde::rfc3339` and `iso8601`: what models write.
    #[cfg(feature = "time")]
    mod time {
        use super::{Convert, Edge, Format, Generate, Kind, Shape, format, identify, text_types};
        use ::time::format_description::well_known::{Iso8601, Rfc3339};
        use ::time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

        text_types! {
            OffsetDateTime, format::INSTANT, |text| Self::parse(text, &Rfc3339).ok();
            PrimitiveDateTime, format::LOCAL_DATE_TIME, |text| Self::parse(text, &Iso8601::DATE_TIME).ok();
            Date, format::DATE, |text| Self::parse(text, &Iso8601::DATE).ok();
            Time, format::LOCAL_TIME, |text| Self::parse(text, &Iso8601::TIME).ok();
        }
    }

    #[cfg(feature = "uuid")]
    text_types! { uuid::Uuid, format::UUID, |text| text.parse().ok(); }

    #[cfg(feature = "url")]
    text_types! { url::Url, format::URL, |text| text.parse().ok(); }

    #[cfg(feature = "rust_decimal")]
    text_types! {
        rust_decimal::Decimal,
        Format {
            expected: "a decimal number in quotes, such as \"12.50\"",
            pattern: "\"^-?(0|[1-9][0-9]{0,15})([.][0-9]{1,10})?$\"",
            ..Format::NONE
        },
        |text| text.parse().ok();
    }

    /// What a version is compared with.
    #[cfg(feature = "semver")]
    macro_rules! comparator {
        () => {
            "(=|>|>=|<|<=|~|\\\\^)?(0|[1-9][0-9]{0,8})([.](0|[1-9][0-9]{0,8})([.](0|[1-9][0-9]{0,8}))?)?"
        };
    }

    #[cfg(feature = "semver")]
    text_types! {
        semver::Version,
        Format {
            expected: "a version such as 1.2.3",
            pattern: concat!(
                "\"^(0|[1-9][0-9]{0,8})[.](0|[1-9][0-9]{0,8})[.](0|[1-9][0-9]{0,8})",
                "(-[0-9A-Za-z]{0,8}[A-Za-z-][0-9A-Za-z-]{0,8}([.](0|[1-9][0-9]{0,8}|[A-Za-z]{1,8})){0,2})?",
                "([+][0-9A-Za-z-]{1,16})?$\""
            ),
            ..Format::NONE
        },
        |text| text.parse().ok();
        semver::VersionReq,
        Format {
            expected: "requirements of a version such as >=1.2, <2",
            pattern: concat!(
                "\"^(\\\\*|", comparator!(), "(, ", comparator!(), "){0,3})$\""
            ),
            ..Format::NONE
        },
        |text| text.parse().ok();
    }
}

#[cfg(feature = "bytes")]
mod bytes {
    use crate::Generate;
    use crate::json::{Convert, Converted, List};
    use crate::schema::Edge;

    // As serde writes them: an array of numbers.
    impl Convert<Vec<u8>> for bytes::Bytes {
        fn convert(value: Vec<u8>) -> Result<Self, String> {
            Ok(value.into())
        }
    }

    impl Generate for bytes::Bytes {
        type Partial = Converted<List<u8>, Self>;
        const SHAPE: Edge = <Vec<u8>>::SHAPE;
    }
}

#[cfg(feature = "smallvec")]
mod smallvec {
    use crate::Generate;
    use crate::json::{Convert, Converted, List};
    use crate::schema::Edge;
    use smallvec::{Array, SmallVec};

    impl<A: Array<Item: 'static> + 'static> Convert<Vec<A::Item>> for SmallVec<A> {
        fn convert(value: Vec<A::Item>) -> Result<Self, String> {
            Ok(value.into())
        }
    }

    impl<A: Array<Item: Generate> + 'static> Generate for SmallVec<A> {
        type Partial = Converted<List<A::Item>, Self>;
        const SHAPE: Edge = <Vec<A::Item>>::SHAPE;
    }
}

#[cfg(feature = "indexmap")]
mod indexmap {
    use crate::Generate;
    use crate::json::{Collection, Convert, Converted, Entries, List};
    use crate::schema::Edge;
    use crate::types::collections::{set, set_shape};
    use crate::types::keys::Hashed;
    use crate::types::maps;
    use core::hash::{BuildHasher, Hash};
    use indexmap::{IndexMap, IndexSet};

    impl<K: Hashed, V: Generate, S: BuildHasher + Default + 'static> Collection for IndexMap<K, V, S> {
        type Key = K;
        type Value = V;

        fn put(&mut self, key: K, value: V) -> bool {
            self.insert(key, value).is_none()
        }

        fn count(&self) -> usize {
            self.len()
        }
    }

    impl<K: Hashed, V: Generate, S: BuildHasher + Default + 'static> Generate for IndexMap<K, V, S> {
        type Partial = Entries<Self>;
        const SHAPE: Edge = maps::shape::<Self>();
    }

    impl<T: Eq + Hash + 'static, S: BuildHasher + Default + 'static> Convert<Vec<T>> for IndexSet<T, S> {
        fn convert(value: Vec<T>) -> Result<Self, String> {
            set(value, Self::insert)
        }
    }

    impl<T: Hashed, S: BuildHasher + Default + 'static> Generate for IndexSet<T, S> {
        type Partial = Converted<List<T>, Self>;
        const SHAPE: Edge = set_shape::<T>();
    }
}
