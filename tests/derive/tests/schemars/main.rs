//! The `Standard` schema means the same as schemars' for the same type: after the differences of form that `docs/derive.md`
//! lists are taken away, the two are equal.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "the types are only described")]

mod form;

use form::{DIFFERENCES, FOUND, Form};
use formwork::Generate;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU8;

/// The schemas of a type by both, in one form.
fn both<T: Generate + JsonSchema>() -> (Value, Value) {
    let ours = serde_json::from_str(T::SCHEMA_STANDARD).unwrap();
    let theirs = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value();
    (Form { root: &ours }.at(&ours, 0), Form { root: &theirs }.at(&theirs, 0))
}

fn same<T: Generate + JsonSchema>() {
    let (ours, theirs) = both::<T>();
    assert_eq!(ours, theirs, "\n{}\n{}", T::SCHEMA_STANDARD, schemars::schema_for!(T).to_value());
}

fn different<T: Generate + JsonSchema>(documented: &str) {
    let (ours, theirs) = both::<T>();
    assert_ne!(ours, theirs, "they are the same: {documented}");
    assert_documented(documented);
}

fn assert_documented(difference: &str) {
    let docs = include_str!("../../../../docs/derive.md").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(docs.contains(difference), "docs/derive.md does not say: {difference}");
}

macro_rules! types {
    ($($item:item)*) => { $( #[derive(Generate, JsonSchema)] $item )* };
}

types! {
    struct Named { name: String, age: u8, r#type: Option<Box<Named>> }
    struct Pair(u8, String);
    struct Newtype(#[generate(range = 0..=120)] #[schemars(range(min = 0, max = 120))] u8);
    struct Unit;
    struct Empty {}
    struct Tree(Vec<Tree>);
    struct Wrapper<T> { value: T, list: Vec<T> }
    struct Flat { first: u8, #[serde(flatten)] inner: Wrapper<bool>, #[serde(skip)] skipped: u8, #[serde(default)] last: String }
    struct Point { x: u8 }
    struct Extra { first: u8, #[serde(flatten)] rest: BTreeMap<String, Option<bool>>, last: String }
    struct Flattening<T> { first: u8, #[serde(flatten)] inner: T, #[serde(default)] last: String }
    #[serde(rename_all = "kebab-case")]
    enum Choice { First, SecondOne, #[serde(rename = "3")] Third }
    enum Documented { /// One.
        First, /// Two.
        Second }
    enum External { Unit, Newtype(Newtype), Tuple(u8, bool), Struct { a: u8, b: Option<String> } }
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Internal { Unit, NewType(Wrapper<u8>), Struct { a: u8, b: Option<String> } }
    #[serde(tag = "t", content = "c")]
    enum Adjacent { Unit, Newtype(Newtype), Tuple(u8, bool), Struct { a: u8, b: Option<String> } }
    #[serde(untagged)]
    enum Untagged { Unit, Number(i32), Text(String), First { a: u8, b: u8 }, List(Vec<u8>) }
    struct Positive { #[generate(exclusive_minimum = 0)] #[schemars(extend("exclusiveMinimum" = 0))] number: i8 }
    #[serde(deny_unknown_fields)]
    struct Ruled {
        #[generate(pattern = "^[0-9]{3}$")] #[schemars(regex(pattern = "^[0-9]{3}$"))] code: String,
        #[generate(len = 2..=4)] #[schemars(length(min = 2, max = 4))] short: String,
        #[generate(len = ..=3)] #[schemars(length(max = 3))] list: Vec<i32>,
        #[generate(range = 1..=6)] #[schemars(range(min = 1, max = 6))] dice: i32,
        #[generate(minimum = 0, maximum = 1.5)] #[schemars(range(min = 0, max = 1.5))] ratio: f64,
        #[generate(format = "email")] #[schemars(email)] mail: String,
        #[generate(format = "uri")] #[schemars(url)] page: String,
    }
}

#[test]
fn the_schemas_mean_the_same() {
    std_types();
    other_crates_types();
    derived_types();
    let found = FOUND.take();
    for (difference, _) in DIFFERENCES {
        assert_documented(difference);
        assert!(found.contains(difference), "no type shows: {difference}");
    }
}

fn std_types() {
    same::<u8>();
    same::<i8>();
    same::<u16>();
    same::<i32>();
    same::<u64>();
    same::<i64>();
    same::<f64>();
    same::<f32>();
    same::<bool>();
    same::<String>();
    same::<char>();
    same::<()>();
    same::<NonZeroU8>();
    same::<Option<u8>>();
    same::<Option<Vec<String>>>();
    same::<Vec<Option<(u8, bool)>>>();
    same::<[u8; 3]>();
    same::<(u8, String, Option<bool>)>();
    same::<BTreeSet<u8>>();
    same::<HashMap<String, u8>>();
    same::<BTreeMap<String, Vec<bool>>>();
    same::<Ipv4Addr>();
    same::<Ipv6Addr>();
    same::<(u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, bool)>();
    same::<Value>();
    same::<BTreeMap<u8, bool>>();
    same::<BTreeMap<i32, bool>>();
}

fn other_crates_types() {
    same::<uuid::Uuid>();
    same::<url::Url>();
    same::<chrono::NaiveDate>();
    same::<chrono::DateTime<chrono::Utc>>();
    same::<jiff::civil::Date>();
    same::<jiff::Timestamp>();
    same::<chrono::Weekday>();
    same::<smallvec::SmallVec<[u8; 2]>>();
    same::<indexmap::IndexMap<String, u8>>();
    same::<indexmap::IndexSet<u8>>();
}

fn derived_types() {
    same::<Named>();
    same::<Pair>();
    same::<Newtype>();
    same::<Unit>();
    same::<Empty>();
    same::<Tree>();
    same::<Wrapper<u8>>();
    same::<Flat>();
    same::<Ruled>();
    same::<Choice>();
    same::<Documented>();
    same::<External>();
    same::<Internal>();
    same::<Adjacent>();
    same::<Untagged>();
    same::<Option<Choice>>();
    same::<Extra>();
    same::<Flattening<HashMap<String, u8>>>();
    same::<Flattening<Internal>>();
    same::<Flattening<External>>();
    same::<Flattening<Adjacent>>();
    same::<Flattening<Wrapper<bool>>>();
}

#[test]
fn the_schemas_differ() {
    different::<bytes::Bytes>("`bytes::Bytes` is an array of numbers, and for schemars a string too.");
    different::<Flattening<Option<Point>>>("A struct in an `Option` that is flattened is there as a whole or not at all;");
    different::<std::net::IpAddr>("`IpAddr` has no format");
    different::<std::time::Duration>("The nanoseconds of a `Duration` stop at 999,999,999.");
    different::<std::num::NonZeroI8>("`NonZeroI8` and the other signed ones take 0 in the schema");
    different::<chrono::NaiveDateTime>("Times of no place in particular");
    different::<rust_decimal::Decimal>("`rust_decimal::Decimal` and the types of semver are strings without the patterns");
    different::<std::time::SystemTime>("Of `SystemTime` the seconds stop at the largest `i64`");
    different::<std::ffi::OsString>("`OsString` is what it is on this system");
    different::<jiff::Span>("Durations of jiff and times of its zones are strings");
    different::<semver::Version>("`rust_decimal::Decimal` and the types of semver are strings without the patterns");
    different::<Positive>("Exclusive bounds of integers are written as inclusive ones.");
}
