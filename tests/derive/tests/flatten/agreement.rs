//! Round trips with serde, whole and cut at every byte, under the schema; and what both refuse.

use crate::types::*;
use core::fmt::Debug;
use formwork::{Generate, from_str};
use formwork_derive_tests::{agree, refuse};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn text() -> impl Strategy<Value = String> {
    any::<Vec<char>>().prop_map(|characters| characters.into_iter().take(8).collect())
}

/// Keys of which none is a field's; some must be escaped.
fn key() -> impl Strategy<Value = String> {
    prop_oneof![text().prop_map(|text| format!("~{text}")), Just("\"\\\n\u{1}é".to_owned()), Just(String::from("kind-of"))]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        text().prop_map(Value::from)
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![vec(inner.clone(), 0..3).prop_map(Value::from), btree_map(text(), inner, 0..3).prop_map(|map| json!(map))]
    })
}

fn point() -> impl Strategy<Value = Point> {
    (any::<i32>(), proptest::option::of(text())).prop_map(|(x, label)| Point { x, label })
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        (text(), any::<Option<u8>>()).prop_map(|(who, age)| Kind::Entered { who, age }),
        point().prop_map(Kind::Moved),
        Just(Kind::Closed),
        (any::<u8>(), btree_map(key(), any::<bool>(), 0..3)).prop_map(|(code, details)| Kind::Other { code, details }),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    (any::<u64>(), kind(), proptest::option::of(text())).prop_map(|(id, kind, note)| Event { id, kind, note })
}

fn scores() -> impl Strategy<Value = Scores> {
    (any::<u8>(), btree_map(key(), any::<i16>(), 0..4), text()).prop_map(|(id, extra, last)| Scores { id, extra, last })
}

#[test]
fn maps() {
    agree(scores());
    agree(
        (text(), btree_map(key(), any_json(), 0..3))
            .prop_map(|(name, extra)| Anything { name, extra: extra.into_iter().collect() }),
    );
    agree((text(), btree_map(key(), any_json(), 0..3)).prop_map(|(name, extra)| Loose { name, extra: json!(extra) }));
    let extra = btree_map(key(), vec(point(), 0..3), 0..3);
    agree((extra, point()).prop_map(|(extra, origin)| Points { extra: extra.into_iter().collect(), origin }));
    let side = prop_oneof![Just(Side::Left), Just(Side::Right)];
    agree((any::<u8>(), btree_map(side, any::<u8>(), 0..3)).prop_map(|(id, sides)| Sided { id, sides }));
    agree((any::<u8>(), btree_map(key(), text(), 0..3)).prop_map(|(id, map)| Generic { id, inner: Labels::from_iter(map) }));
    let leaf = text().prop_map(|name| Tree { name, branches: [].into() });
    agree(leaf.prop_recursive(3, 8, 3, |inner| {
        (text(), btree_map(key(), inner, 0..3)).prop_map(|(name, branches)| Tree { name, branches })
    }));
    refuse::<Scores>(r#"{"id":1,"x":"y","last":""}"#);
    refuse::<Scores>(r#"{"id":1,"x":40000,"last":""}"#);
    refuse::<Scores>(r#"{"id":1,"x":2}"#);
    refuse::<Points>(r#"{"x":1,"label":null,"more":[{"label":""}]}"#);
    refuse::<Sided>(r#"{"id":1,"left":2,"middle":3}"#);
}

#[test]
fn enums() {
    agree(event());
    let shape = prop_oneof![
        any::<u8>().prop_map(|radius| Shape::Circle { radius }),
        (0..=100_u8).prop_map(Shape::Square),
        Just(Shape::Empty),
        any::<(u8, u8)>().prop_map(|(from, to)| Shape::Line(from, to)),
    ];
    agree((shape, any::<u8>()).prop_map(|(shape, id)| Drawn { shape, id }));
    let message = prop_oneof![
        text().prop_map(Message::Text),
        vec(any::<u8>(), 0..4).prop_map(Message::Numbers),
        any::<i32>().prop_map(|x| Message::Point { x }),
        Just(Message::Nothing),
    ];
    agree((any::<u8>(), message).prop_map(|(id, message)| Sent { id, message }));
    let either = prop_oneof![
        any::<(u8, bool)>().prop_map(|(left, both)| Either::Left { left, both }),
        (text(), any::<bool>()).prop_map(|(right, both)| Either::Right { right, both }),
        btree_map(key(), any::<u8>(), 0..3).prop_map(Either::Others),
    ];
    agree((any::<u8>(), either).prop_map(|(id, either)| Untold { id, either }));
    agree(prop_oneof![event().prop_map(Wrapped::Event), scores().prop_map(Wrapped::Scores)]);
    let leaf = event().prop_map(|event| Node { event: Box::new(event), children: Vec::new() });
    agree(leaf.prop_recursive(2, 4, 2, |inner| {
        (event(), vec(inner, 0..2)).prop_map(|(event, children)| Node { event: Box::new(event), children })
    }));
    agree((any::<u8>(), kind()).prop_map(|(id, inner)| Generic { id, inner }));
    for broken in [
        r#"{"id":1,"note":null}"#,
        r#"{"id":1,"kind":"gone"}"#,
        r#"{"id":1,"kind":"moved"}"#,
        r#"{"id":1,"kind":"moved","x":"1"}"#,
        r#"{"kind":"closed"}"#,
        r#"{"id":1,"kind":"other","code":1,"more":1}"#,
    ] {
        refuse::<Event>(broken);
    }
    for broken in
        [r#"{"id":1}"#, r#"{"id":1,"Square":101}"#, r#"{"id":1,"Empty":0}"#, r#"{"id":1,"Line":[1]}"#, r#"{"Empty":null}"#]
    {
        refuse::<Drawn>(broken);
    }
    for broken in [r#"{"id":1,"c":"x"}"#, r#"{"id":1,"t":"Text"}"#, r#"{"id":1,"t":"Text","c":1}"#] {
        refuse::<Sent>(broken);
    }
    refuse::<Untold>(r#"{"id":1,"left":"x"}"#);
}

/// Both read it, and the same.
fn same<T: Generate + Serialize + DeserializeOwned + PartialEq + Debug>(text: &str) {
    let theirs: T = serde_json::from_str(text).unwrap();
    assert_eq!(from_str::<T>(text).unwrap(), theirs, "{text}");
}

#[test]
fn any_order_of_keys_is_read_as_serde_reads_it() {
    same::<Event>(r#"{ "age" : 3 , "note":"n", "who":"x" , "kind" : "entered","id":1}"#);
    same::<Event>(r#"{"unknown":[{"kind":1}],"x":1,"kind":"moved","more":{},"id":7}"#);
    same::<Event>(r#"{"kind":"other","a":true,"id":7,"b":false,"code":1,"note":"x","c":true}"#);
    same::<Sent>(r#"{"c":[1,2],"id":2,"z":{"t":1},"t":"Numbers"}"#);
    same::<Sent>(r#"{"t":"Nothing","z":0,"id":2}"#);
    same::<Drawn>(r#"{"other":1,"Empty": null ,"id":2,"rest":[]}"#);
    same::<Drawn>(r#"{"Line" : [ 1 , 2 ] ,"id":2,"Square":"passed over"}"#);
    same::<Untold>(r#"{"both":true,"id":3,"right":"r"}"#);
    same::<Untold>(r#"{"one":1,"id":3,"two": 2 }"#);
    same::<Scores>(r#"{"last":"","a":-1,"id":2,"b" : 2 }"#);
    same::<Wrapped>(r#"{"kind":"closed","id":1,"type":"Event"}"#);
    same::<Wrapped>(r#"{"a":1,"last":"","type":"Scores","id":1,"b":2}"#);
}

#[test]
fn options() {
    let point = || proptest::option::of(point().prop_map(Box::new));
    agree((any::<u8>(), point(), any::<bool>()).prop_map(|(id, point, last)| Placed { id, point, last }));
    same::<Placed>(r#"{"label":null,"id":1,"other":{"x":2},"x":3,"last":true}"#);
    same::<Placed>(r#"{"id":1,"other":{"x":2},"last":true}"#);
    refuse::<Placed>(r#"{"id":1,"label":"a","last":true}"#);
    refuse::<Placed>(r#"{"id":1,"x":"a","last":true}"#);
}

/// A default of the whole struct is one for its own fields.
#[test]
fn a_default_of_the_struct_is_not_one_of_what_it_flattens() {
    #[derive(Debug, PartialEq, Serialize, serde::Deserialize, Generate)]
    #[serde(default)]
    struct Outer {
        id: u8,
        #[serde(flatten)]
        point: Inner,
        #[serde(flatten)]
        extra: std::collections::BTreeMap<String, u8>,
    }
    #[derive(Debug, PartialEq, Serialize, serde::Deserialize, Generate)]
    struct Inner {
        x: i32,
    }
    impl Default for Outer {
        fn default() -> Self {
            Self { id: 7, point: Inner { x: 8 }, extra: [("some".into(), 9)].into() }
        }
    }
    let outer = |id, x| Outer { id, point: Inner { x }, extra: [].into() };
    assert_eq!(from_str::<Outer>(r#"{"id":1,"x":2}"#).unwrap(), outer(1, 2));
    assert_eq!(from_str::<Outer>(r#"{"x":2}"#).unwrap(), outer(7, 2));
    same::<Outer>(r#"{"x":2}"#);
    refuse::<Outer>("{}");
}
