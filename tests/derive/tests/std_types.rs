//! Types of the standard library that are seldom asked for: serde writes them, and they are read.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork_derive_tests::{agree, reads_what_its_pattern_takes, refuse};
use proptest::prelude::*;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::marker::PhantomData;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddrV4, SocketAddrV6};
use std::ops::{Bound, Range, RangeInclusive};
use std::path::Path;
use std::time::{Duration, SystemTime};

#[test]
fn wrappers_are_not_seen() {
    agree(any::<u8>().prop_map(Reverse));
    agree(any::<i16>().prop_map(Cell::new));
    agree(any::<bool>().prop_map(RefCell::new));
    agree(any::<Vec<u8>>().prop_map(Cow::<'static, [u8]>::Owned));
    agree("[a-z/]{0,8}".prop_map(|text| Box::<Path>::from(Path::new(&text))));
    agree(Just(PhantomData::<fn() -> u8>));
    refuse::<Reverse<u8>>("256");
    refuse::<PhantomData<u8>>("0");
}

#[test]
fn ranges_and_their_ends() {
    agree(any::<Range<i8>>());
    agree(any::<(u8, u8)>().prop_map(|(start, end)| start..=end));
    agree(prop_oneof![any::<u8>().prop_map(Bound::Included), any::<u8>().prop_map(Bound::Excluded), Just(Bound::Unbounded),]);
    refuse::<RangeInclusive<u8>>(r#"{"start":1}"#);
    refuse::<Bound<u8>>(r#"{"Included":-1}"#);
}

#[test]
fn results() {
    agree(prop_oneof![any::<u8>().prop_map(Ok), "[a-z]{0,4}".prop_map(Err)]);
    refuse::<Result<u8, String>>(r#"{"Ok":"x"}"#);
    refuse::<Result<u8, String>>("{}");
    // The same type twice in one document, with other types inside.
    agree((any::<u8>().prop_map(Ok::<u8, bool>), any::<bool>().prop_map(Err::<(), bool>)));
}

#[test]
fn addresses_of_one_sort() {
    agree(any::<(Ipv4Addr, u16)>().prop_map(|(ip, port)| SocketAddrV4::new(ip, port)));
    agree(any::<(Ipv6Addr, u16)>().prop_map(|(ip, port)| SocketAddrV6::new(ip, port, 0, 0)));
    reads_what_its_pattern_takes::<SocketAddrV4>();
    reads_what_its_pattern_takes::<SocketAddrV6>();
}

#[test]
fn long_tuples() {
    agree(any::<(u8, u8, u8, u8, u8, u8, u8, u8, u8)>());
    agree(any::<(u8, BTreeMap<u8, bool>)>().prop_map(|(n, map)| (n, n, n, n, n, n, n, n, n, n, n, map)));
    refuse::<(u8, u8, u8, u8, u8, u8, u8, u8, u8)>("[1,2,3,4,5,6,7,8]");
}

type Long = (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, String, Vec<u8>, Option<u8>);

/// The standard library compares tuples of up to twelve elements.
#[test]
fn tuples_as_long_as_serde_writes_them() {
    let text = "[0,1,2,3,4,5,6,7,8,9,10,11,12,\"13\",[14],null]";
    for cut in 0..=text.len() {
        let mut parser = formwork::Parser::<Long>::new();
        parser.push(&text.as_bytes()[..cut]).unwrap();
        parser.push(&text.as_bytes()[cut..]).unwrap();
        assert_eq!(serde_json::to_string(&parser.finish().unwrap()).unwrap(), text);
    }
    assert_eq!(serde_json::to_string(&formwork::from_str::<Long>(text).unwrap()).unwrap(), text);
    let read = formwork::from_str::<(u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, bool)>;
    assert!(read("[0,1,2,3,4,5,6,7,8,9,10,11,true]").unwrap().12);
    assert!(read("[0,1,2,3,4,5,6,7,8,9,10,11]").is_err());
}

#[test]
fn moments_and_strings_of_the_system() {
    let moment = (0..1_u64 << 40, 0..1_000_000_000_u32);
    agree(moment.prop_map(|(seconds, nanos)| SystemTime::UNIX_EPOCH + Duration::new(seconds, nanos)));
    refuse::<SystemTime>(r#"{"secs_since_epoch":1,"nanos_since_epoch":1000000000}"#);
    refuse::<SystemTime>(r#"{"secs_since_epoch":18446744073709551615,"nanos_since_epoch":0}"#);
    agree("[a-z/é]{0,8}".prop_map(OsString::from));
    refuse::<OsString>(r#""text""#);
    refuse::<OsString>(r#"{"Unix":[256]}"#);
}
