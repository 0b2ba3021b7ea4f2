//! What is flattened, whose keys stand in the object around it.

use crate::enums::{Adjacent, External, Internal};
use crate::now;
use formwork::Generate;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

#[derive(Generate)]
struct Outer {
    first: u8,
    #[serde(flatten)]
    inner: Inner,
    last: Vec<Keyed>,
}

#[derive(Generate)]
struct Inner {
    a: String,
    #[serde(flatten)]
    place: Innermost,
}

#[derive(Generate)]
struct Innermost {
    b: Option<u8>,
}

#[derive(Generate)]
struct Keyed {
    numbers: BTreeMap<i8, String>,
    #[generate(with = "serde", schema = r#"{"type":"array"}"#)]
    other: Vec<u16>,
    big: u128,
    small: Option<i128>,
}

#[test]
fn fields_of_flattened_structs_stand_in_the_outer_object() {
    let show = now::<Outer>;
    assert_eq!(show("{"), "{}");
    assert_eq!(show(r#"{"b":1,"#), r#"{"b":1}"#);
    assert_eq!(show(r#"{"b":null,"last":[],"a":"x"#), r#"{"a":"x","b":null,"last":[]}"#);
    let text = r#"{"first":1,"a":"x","b":2,"last":[{"numbers":{"-1":"a","2":"b"},"other":[1,2],"big":340282366920938463463374607431768211455,"small":-170141183460469231731687303715884105728},{"numbers":{"5":"x"}}]}"#;
    assert_eq!(show(&text[..text.len() - 4]), format!("{}}}]}}", &text[..text.len() - 3]), "{text}");
}

#[derive(Generate)]
struct Around<T> {
    first: u8,
    #[serde(flatten)]
    rest: T,
    last: String,
}

#[derive(Generate)]
#[serde(untagged)]
enum Objects {
    First { a: u8, b: String },
    Second { a: u8, c: String },
}

#[test]
fn the_keys_of_what_is_flattened_stand_in_the_outer_object() {
    let show = now::<Around<HashMap<String, Vec<u8>>>>;
    assert_eq!(show(r#"{"first":1,"#), r#"{"first":1}"#);
    assert_eq!(show(r#"{"z":[1,2"#), r#"{"z":[1]}"#);
    assert_eq!(show(r#"{"z\n\"":[1,2],"last":"x","first":1,"a":[3,"#), r#"{"first":1,"z\n\"":[1,2],"a":[3],"last":"x"}"#);
    assert_eq!(show(r#"{"first":1,"last":"x"}"#), r#"{"first":1,"last":"x"}"#);
    let show = now::<Around<Value>>;
    assert_eq!(show(r#"{"z":{"a":1 },"first":1,"b":[1,"#), r#"{"first":1,"z":{"a":1},"b":[1]}"#);
    let show = now::<Around<Option<Keyed>>>;
    assert_eq!(show(r#"{"first":1,"last":"x"}"#), r#"{"first":1,"last":"x"}"#);
    assert_eq!(show(r#"{"first":1,"other":[1],"big":2,"la"#), r#"{"first":1,"other":[1],"big":2}"#);
    let show = now::<Around<External>>;
    assert_eq!(show(r#"{"first":1,"Unit":null,"last":"x"#), r#"{"first":1,"Unit":null,"last":"x"}"#);
    assert_eq!(show(r#"{"Fields":{"b":"x"#), r#"{"Fields":{"b":"x"}}"#);
    assert_eq!(show(r#"{"Content":[1,2],"last":"x"#), r#"{"Content":[1,2],"last":"x"}"#);
    let show = now::<Around<Internal>>;
    assert_eq!(show(r#"{"kind":"unit","first":1,"#), r#"{"first":1,"kind":"unit"}"#);
    assert_eq!(show(r#"{"kind":"fields","first":1,"b":"x"#), r#"{"first":1,"kind":"fields","b":"x"}"#);
    let show = now::<Around<Adjacent>>;
    assert_eq!(show(r#"{"t":"Content","first":1,"c":[1,2"#), r#"{"first":1,"t":"Content","c":[1]}"#);
    let show = now::<Around<Objects>>;
    assert_eq!(show(r#"{"a":1,"last":"y","#), r#"{"last":"y"}"#, "both have `a`");
    assert_eq!(show(r#"{"last":"y","c":"x"#), r#"{"c":"x","last":"y"}"#);
}

#[test]
fn what_is_flattened_is_a_part_of_the_text_at_every_byte() {
    let shown = formwork_derive_tests::shown::<Around<HashMap<String, Vec<u8>>>>;
    shown(r#"{"z":[1,2],"first":1,"a":[3],"last":"x","b":[]}"#).unwrap();
    formwork_derive_tests::shown::<Around<Option<Innermost>>>(r#"{"first":1,"b":2,"last":"x"}"#).unwrap();
    let shown = formwork_derive_tests::shown::<Around<External>>;
    shown(r#"{"first":1,"Fields":{"a":1,"b":"x"},"last":"x"}"#).unwrap();
    shown(r#"{"first":1,"Unit":null,"last":"x"}"#).unwrap();
    formwork_derive_tests::shown::<Around<Internal>>(r#"{"a":1,"first":1,"kind":"fields","last":"x","b":"x"}"#).unwrap();
    formwork_derive_tests::shown::<Around<Adjacent>>(r#"{"t":"Content","last":"x","c":[1,2],"first":1}"#).unwrap();
    // A list of such objects is read in one go.
    let shown = formwork_derive_tests::shown::<Vec<Around<HashMap<String, Vec<u8>>>>>;
    shown(r#"[{"z":[1,2],"first":1,"last":"x"},{"first":1,"last":"x","b":[7]}]"#).unwrap();
}
