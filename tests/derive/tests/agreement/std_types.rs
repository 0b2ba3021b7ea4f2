//! Types of the standard library.

use crate::{bytes, text};
use formwork_derive_tests::{agree, refuse};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::{NonZeroI16, NonZeroU32};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

fn float() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("JSON has no others", |value| value.is_finite())
}

#[test]
fn numbers() {
    agree(any::<u8>());
    agree(any::<i8>());
    agree(any::<u16>());
    agree(any::<i32>());
    agree(any::<u64>());
    agree(any::<i64>());
    agree(float());
    agree(any::<f32>().prop_filter("finite", |value| value.is_finite()));
    agree(any::<bool>());
    agree(any::<NonZeroU32>());
    agree(any::<NonZeroI16>());
}

#[test]
fn strings() {
    agree(text());
    agree(any::<char>());
    agree(text().prop_map(Box::<str>::from));
    agree(text().prop_map(Arc::<str>::from));
    agree(any::<Ipv4Addr>());
    agree(any::<Ipv6Addr>());
    agree(any::<IpAddr>());
    agree(text().prop_map(std::path::PathBuf::from));
}

#[test]
fn containers() {
    agree(any::<Option<u8>>());
    agree(bytes());
    agree(any::<[u8; 3]>());
    agree(any::<(u8,)>());
    agree((any::<u8>(), text(), any::<Option<bool>>()));
    agree(bytes().prop_map(HashSet::<u8>::from_iter));
    agree(bytes().prop_map(BTreeSet::<u8>::from_iter));
    agree(bytes().prop_map(VecDeque::from));
    agree(proptest::collection::hash_map(text(), any::<u8>(), 0..4));
    agree(proptest::collection::btree_map(any::<u8>(), any::<bool>(), 0..4));
    agree(proptest::collection::hash_map(any::<i16>(), bytes(), 0..4));
    agree(any::<Box<u8>>());
    agree(any::<u8>().prop_map(Rc::new));
    agree(proptest::collection::vec(any::<Option<(u8, bool)>>(), 0..4));
    agree(Just(()));
    agree((any::<u64>(), 0..1_000_000_000_u32).prop_map(|(seconds, nanos)| Duration::new(seconds, nanos)));
    refuse::<HashSet<u8>>("[1,1]");
    refuse::<[u8; 2]>("[1]");
    refuse::<[u8; 2]>("[1,2,3]");
    refuse::<(u8, u8)>("[1]");
    refuse::<BTreeMap<u8, bool>>(r#"{"x":true}"#);
}
