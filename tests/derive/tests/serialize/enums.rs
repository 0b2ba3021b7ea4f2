//! Enums that carry data.

use crate::now;
use crate::structs::Tree;
use formwork::{Generate, Parser};
use serde::Serialize;

#[derive(Generate)]
pub(crate) enum External {
    Unit,
    Content(Vec<u8>),
    Fields { a: Option<u8>, b: String },
}

#[derive(Generate)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Internal {
    Unit,
    Content(Boxed),
    Fields { a: u8, b: String },
}

#[derive(Generate)]
pub(crate) struct Boxed(Tree);

#[derive(Generate)]
#[serde(tag = "t", content = "c")]
pub(crate) enum Adjacent {
    Unit,
    Content(Vec<u8>),
}

#[derive(Generate)]
#[serde(untagged)]
enum Untagged {
    Unit,
    Number(u8),
    First { a: u8, b: String },
    Second { a: u8, c: String },
}

/// Until it is known which variant it is, an enum shows nothing.
#[test]
fn enums() {
    let show = now::<External>;
    assert_eq!(show(r#""Uni"#), "null");
    assert_eq!(show(r#""Unit""#), r#""Unit""#);
    assert_eq!(show(r#"{"Conten"#), "null");
    assert_eq!(show(r#"{"Content""#), "{}");
    assert_eq!(show(r#"{"Content":[1,2"#), r#"{"Content":[1]}"#);
    assert_eq!(show(r#"{"Fields":{"b":"x"#), r#"{"Fields":{"b":"x"}}"#);
    assert_eq!(now::<Vec<External>>(r#"["Unit",{"Content":[1]},{"Fie"#), r#"["Unit",{"Content":[1]}]"#);
    let show = now::<Internal>;
    assert_eq!(show(r#"{"kind":"uni"#), "null");
    assert_eq!(show(r#"{"kind":"unit""#), r#"{"kind":"unit"}"#);
    assert_eq!(show(r#"{"kind":"content""#), r#"{"kind":"content"}"#);
    assert_eq!(show(r#"{"kind":"content","children":[{"#), r#"{"kind":"content","children":[{}]}"#);
    assert_eq!(show(r#"{"kind":"fields","a":1,"b":"x"#), r#"{"kind":"fields","a":1,"b":"x"}"#);
    assert_eq!(show(r#"{"a":1,"#), "null");
    assert_eq!(show(r#"{"a":1,"kind":"fields","b":"x"}"#), r#"{"kind":"fields","a":1,"b":"x"}"#);
    let show = now::<Adjacent>;
    assert_eq!(show(r#"{"t":"Unit""#), r#"{"t":"Unit"}"#);
    assert_eq!(show(r#"{"t":"Content","c":"#), r#"{"t":"Content"}"#);
    assert_eq!(show(r#"{"t":"Content","c":[1,2"#), r#"{"t":"Content","c":[1]}"#);
    assert_eq!(show(r#"{"c":[1,2],"t":"Content"}"#), r#"{"t":"Content","c":[1,2]}"#);
    let show = now::<Untagged>;
    assert_eq!(show("null"), "null");
    assert_eq!(show("1 "), "1");
    assert_eq!(show(r#"{"a":1,"b":"x"#), "null", "both have `a`");
    assert_eq!(show(r#"{"a":1,"b":"x"}"#), r#"{"a":1,"b":"x"}"#);
    assert_eq!(show(r#"{"c":"x"#), r#"{"c":"x"}"#);
}

/// What an enum's partial value lends is written as the enum is.
#[test]
fn a_variant_is_serialized_as_its_enum() {
    fn case<C: formwork::Generate<Partial = formwork::partial::Tagged<P>>, P: Serialize>(text: &str) -> String {
        let mut parser = Parser::<C>::new();
        parser.push(text.as_bytes()).unwrap();
        serde_json::to_string(&parser.partial().case()).unwrap()
    }
    assert_eq!(case::<External, _>(r#"{"Fields":{"b":"x"#), r#"{"Fields":{"b":"x"}}"#);
    assert_eq!(case::<External, _>(r#""Unit""#), r#""Unit""#);
    assert_eq!(case::<Internal, _>(r#"{"kind":"fields","b":"x"#), r#"{"kind":"fields","b":"x"}"#);
    assert_eq!(case::<Internal, _>(r#"{"kind":"unit""#), r#"{"kind":"unit"}"#);
    assert_eq!(case::<Adjacent, _>(r#"{"t":"Content","c":[1,2"#), r#"{"t":"Content","c":[1]}"#);
    assert_eq!(case::<Untagged, _>(r#"{"c":"x"#), r#"{"c":"x"}"#);
    assert_eq!(case::<Untagged, _>("1"), "null");
    assert_eq!(case::<Generic<u8>, _>(r#"{"Other":7}"#), r#"{"Other":7}"#);
}

#[derive(Generate)]
enum Generic<T> {
    One(T),
    Other(T),
}
