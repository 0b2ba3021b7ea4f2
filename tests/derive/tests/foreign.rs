//! The types of other crates: serde writes them, the derive reads them, and what a server may write of them is read too.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use formwork::{Generate, from_str};
use formwork_derive_tests::{agree, reads_what_its_pattern_takes, refuse};
use proptest::prelude::*;
use serde::{Serialize, Serializer};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use time::format_description::well_known::Rfc3339;

/// Seconds of the years that a date with four digits has, and a part of a second that chrono writes in 0, 3, 6 or 9 digits.
fn moment() -> impl Strategy<Value = (i64, u32)> {
    let fraction = prop_oneof![Just(0), (0..1_000_u32).prop_map(|ms| ms * 1_000_000), 0..1_000_000_000_u32];
    (-62_000_000_000_i64..253_000_000_000, fraction)
}

#[test]
fn chrono() {
    let utc = || moment().prop_map(|(seconds, nanos)| chrono::DateTime::from_timestamp(seconds, nanos).unwrap());
    agree(utc());
    agree(utc().prop_map(|moment| moment.naive_utc()));
    agree(utc().prop_map(|moment| moment.date_naive()));
    agree(utc().prop_map(|moment| moment.time()));
    agree(
        (utc(), -1_439..1_440_i32)
            .prop_map(|(moment, minutes)| moment.with_timezone(&chrono::FixedOffset::east_opt(minutes * 60).unwrap())),
    );
    reads_what_its_pattern_takes::<chrono::DateTime<chrono::Utc>>();
    reads_what_its_pattern_takes::<chrono::DateTime<chrono::FixedOffset>>();
    reads_what_its_pattern_takes::<chrono::NaiveDateTime>();
    reads_what_its_pattern_takes::<chrono::NaiveDate>();
    reads_what_its_pattern_takes::<chrono::NaiveTime>();
    let days = chrono::WeekdaySet::ALL.iter(chrono::Weekday::Mon).collect::<Vec<_>>();
    let months = (1..=12_u8).map(|month| chrono::Month::try_from(month).unwrap()).collect::<Vec<_>>();
    agree(proptest::sample::select(days));
    agree(proptest::sample::select(months.clone()));
    agree(proptest::collection::hash_map(proptest::sample::select(months), any::<u8>(), 0..3));
    for (text, same) in [("\"Saturday\"", "\"Sat\""), ("\"Sun\"", "\"Sunday\"")] {
        assert_eq!(from_str::<chrono::Weekday>(text).unwrap(), serde_json::from_str(same).unwrap());
    }
    assert_eq!(from_str::<chrono::Month>("\"Sep\"").unwrap(), chrono::Month::September);
    refuse::<chrono::Weekday>(r#""Noday""#);
    refuse::<chrono::Month>(r#""Mon""#);
    refuse::<chrono::NaiveDate>(r#""2023-02-29""#);
    refuse::<chrono::DateTime<chrono::Utc>>(r#""2024-02-29T12:30:00""#);
}

#[test]
fn jiff() {
    let stamp = || moment().prop_map(|(seconds, nanos)| jiff::Timestamp::new(seconds, nanos.cast_signed()).unwrap());
    let civil = || stamp().prop_map(|stamp| jiff::tz::Offset::UTC.to_datetime(stamp));
    agree(stamp());
    agree(civil());
    agree(civil().prop_map(jiff::civil::DateTime::date));
    agree(civil().prop_map(jiff::civil::DateTime::time));
    reads_what_its_pattern_takes::<jiff::Timestamp>();
    reads_what_its_pattern_takes::<jiff::civil::DateTime>();
    reads_what_its_pattern_takes::<jiff::civil::Date>();
    reads_what_its_pattern_takes::<jiff::civil::Time>();
    refuse::<jiff::civil::Date>(r#""2024-02-30""#);
}

/// Spans are compared unit by unit.
#[derive(Debug, Serialize, Generate)]
struct Fieldwise(jiff::Span);

impl PartialEq for Fieldwise {
    fn eq(&self, other: &Self) -> bool {
        self.0.fieldwise() == other.0.fieldwise()
    }
}

#[test]
fn jiff_durations_and_zones() {
    agree(
        (-1_000_000_000..1_000_000_000_i64, 0..1_000_000_000_i32)
            .prop_map(|(seconds, nanos)| jiff::SignedDuration::new(seconds, if seconds < 0 { -nanos } else { nanos })),
    );
    let spans = (any::<bool>(), 0..100_i64, 0..50_i64, 0..9_i64, 0..400_i64, 0..30_i64, 0..90_i64, 0..100_000_i64);
    agree(spans.prop_map(|(is_negative, years, months, weeks, days, hours, minutes, millis)| {
        let span = jiff::Span::new().years(years).months(months).weeks(weeks).days(days).hours(hours).minutes(minutes);
        let span = span.seconds(millis / 1000).milliseconds(millis % 1000);
        Fieldwise(if is_negative { span.negate() } else { span })
    }));
    agree((moment(), -20..20_i8).prop_map(|((seconds, nanos), hours)| {
        let zone = if hours == 0 { jiff::tz::TimeZone::UTC } else { jiff::tz::TimeZone::fixed(jiff::tz::offset(hours)) };
        jiff::Timestamp::new(seconds, nanos.cast_signed()).unwrap().to_zoned(zone)
    }));
    reads_what_its_pattern_takes::<jiff::SignedDuration>();
    reads_what_its_pattern_takes::<jiff::Span>();
    refuse_text::<jiff::SignedDuration>(r#""P1D""#);
    refuse_text::<jiff::Span>(r#""P""#);
    let zones = ["America/Los_Angeles", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia"];
    let moments = (moment(), proptest::sample::select(zones.to_vec()));
    agree(moments.prop_map(|((seconds, _), zone)| jiff::Timestamp::from_second(seconds).unwrap().in_tz(zone).unwrap()));
    reads_what_its_pattern_takes::<jiff::Zoned>();
    refuse_text::<jiff::Zoned>(r#""2024-02-29T12:30:00Z""#);
    refuse_text::<jiff::Zoned>(r#""2024-02-29T12:30:00[Europe/Nowhere]""#);
}

/// The parser refuses it; the schema says only that it is a string.
fn refuse_text<T: Generate + core::fmt::Debug>(text: &str) {
    assert!(from_str::<T>(text).is_err(), "the parser takes {text}");
}

/// `time` has several forms; this is the one of `time::serde::rfc3339`.
#[derive(Debug, PartialEq, Serialize, Generate)]
struct At(
    #[serde(with = "time::serde::rfc3339")]
    #[generate(with = "generate")]
    time::OffsetDateTime,
);

/// A value that is written as its text in ISO 8601.
#[derive(Debug, PartialEq, Generate)]
struct Iso<T: Generate>(T);

impl Serialize for Iso<time::PrimitiveDateTime> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}T{}", self.0.date(), clock(self.0.time())))
    }
}

impl Serialize for Iso<time::Time> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&clock(self.0))
    }
}

fn clock(time: time::Time) -> String {
    let (hour, minute, second, nanos) = time.as_hms_nano();
    format!("{hour:02}:{minute:02}:{second:02}.{nanos:09}")
}

#[test]
fn time() {
    let at = || {
        moment().prop_map(|(seconds, nanos)| {
            let moment = time::OffsetDateTime::from_unix_timestamp(seconds).unwrap();
            moment.replace_nanosecond(nanos).unwrap()
        })
    };
    let local = || at().prop_map(|at| time::PrimitiveDateTime::new(at.date(), at.time()));
    agree(at().prop_map(At));
    agree(at().prop_map(time::OffsetDateTime::date));
    agree(local().prop_map(Iso));
    agree(at().prop_map(|at| Iso(at.time())));
    reads_what_its_pattern_takes::<time::OffsetDateTime>();
    reads_what_its_pattern_takes::<time::PrimitiveDateTime>();
    reads_what_its_pattern_takes::<time::Date>();
    reads_what_its_pattern_takes::<time::Time>();
    refuse::<time::Date>(r#""2024-02-30""#);
    let text = r#""2024-02-29T12:30:00.25+02:00""#;
    assert_eq!(from_str::<At>(text).unwrap().0, time::OffsetDateTime::parse(&text[1..text.len() - 1], &Rfc3339).unwrap());
}

#[test]
fn identifiers_and_addresses() {
    agree(any::<u128>().prop_map(uuid::Uuid::from_u128));
    reads_what_its_pattern_takes::<IpAddr>();
    reads_what_its_pattern_takes::<Ipv4Addr>();
    reads_what_its_pattern_takes::<Ipv6Addr>();
    reads_what_its_pattern_takes::<SocketAddr>();
    agree(any::<(IpAddr, u16)>().prop_map(SocketAddr::from));
    let pages = [
        "https://example.org/a%20b?c=d&e#f",
        "mailto:ada@example.org",
        "urn:isbn:0451450523",
        "file:///tmp/x",
        "http://[::1]:80/",
    ];
    agree(proptest::sample::select(pages.to_vec()).prop_map(|page| url::Url::parse(page).unwrap()));
    reads_what_its_pattern_takes::<url::Url>();
    refuse::<uuid::Uuid>(r#""123e4567-e89b""#);
    refuse::<url::Url>(r#""example""#);
}

#[test]
fn numbers() {
    agree((any::<i64>(), 0..10_u32).prop_map(|(digits, scale)| rust_decimal::Decimal::new(digits, scale)));
    reads_what_its_pattern_takes::<rust_decimal::Decimal>();
    let versions = ["1.2.3", "0.0.0-alpha.1+build.5", "10.20.30-rc-1", "1.0.0+2024"];
    agree(proptest::sample::select(versions.to_vec()).prop_map(|version| semver::Version::parse(version).unwrap()));
    reads_what_its_pattern_takes::<semver::Version>();
    let requirements = ["*", "1.2.3", ">=1.2, <2", "~0.3.0-alpha.1", "=1", "^1.2.*"];
    agree(proptest::sample::select(requirements.to_vec()).prop_map(|text| semver::VersionReq::parse(text).unwrap()));
    reads_what_its_pattern_takes::<semver::VersionReq>();
    refuse_text::<semver::VersionReq>(r#""1.2.3.4""#);
}

#[derive(Debug, PartialEq, Serialize, Generate)]
struct File {
    #[serde(serialize_with = "in_base64")]
    #[generate(with = "generate", base64)]
    content: Vec<u8>,
    #[generate(base64)]
    #[serde(serialize_with = "in_base64_or_null")]
    #[generate(with = "generate")]
    more: Option<bytes::Bytes>,
}

fn in_base64<S: Serializer>(content: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(content))
}

#[expect(clippy::ref_option, reason = "serde's form of such a function")]
fn in_base64_or_null<S: Serializer>(content: &Option<bytes::Bytes>, serializer: S) -> Result<S::Ok, S::Error> {
    content.as_ref().map(|content| STANDARD.encode(content)).serialize(serializer)
}

#[test]
fn bytes() {
    let bytes = || proptest::collection::vec(any::<u8>(), 0..7);
    agree(bytes().prop_map(bytes::Bytes::from));
    agree(
        (bytes(), proptest::option::of(bytes().prop_map(bytes::Bytes::from))).prop_map(|(content, more)| File { content, more }),
    );
    assert!(from_str::<File>(r#"{"content":"QQ"}"#).is_err());
    refuse::<bytes::Bytes>("[256]");
}

#[test]
fn containers() {
    let list = || proptest::collection::vec(any::<u8>(), 0..4);
    agree(list().prop_map(smallvec::SmallVec::<[u8; 2]>::from_vec));
    agree(list().prop_map(indexmap::IndexSet::<u8>::from_iter));
    agree(proptest::collection::vec(("[a-c]{0,3}", any::<u8>()), 0..4).prop_map(indexmap::IndexMap::<String, u8>::from_iter));
    let entries = from_str::<indexmap::IndexMap<String, u8>>(r#"{"b":1,"a":2}"#).unwrap();
    assert!(entries.keys().eq(["b", "a"]), "the order is that of the text");
    refuse::<indexmap::IndexSet<u8>>("[1,1]");
}
