//! What there is to see while such a value is received, and what is said of a wrong one.

use crate::types::*;
use formwork::{Category, Generate, Lenient, Limits, Parser, from_str};
use std::collections::BTreeMap;

fn pushed<T: Generate>(text: &str) -> Parser<T> {
    let mut parser = Parser::new();
    parser.push(text.as_bytes()).unwrap();
    parser
}

#[test]
fn a_map_grows() {
    #[derive(Generate)]
    struct Texts {
        id: u8,
        #[generate(flatten)]
        extra: BTreeMap<String, String>,
    }
    fn growing(parser: &Parser<Texts>) -> Option<(String, String)> {
        let (key, value) = parser.partial().extra.growing()?;
        Some((key.as_str().to_owned(), value.map(|value| value.as_str().to_owned()).unwrap_or_default()))
    }
    let mut parser = pushed::<Texts>(r#"{"a": "first", "id": 1, "b": "sec"#);
    assert_eq!(parser.partial().extra.finished(), &BTreeMap::from([("a".into(), "first".into())]));
    assert_eq!(growing(&parser), Some(("b".into(), "sec".into())));
    parser.push(b"on").unwrap();
    parser.push(b"d\\").unwrap();
    assert_eq!(growing(&parser), Some(("b".into(), "second".into())));
    parser.push(b"\"!\"").unwrap();
    assert_eq!(growing(&parser), None);
    assert_eq!(parser.partial().extra.finished().len(), 2);
    parser.push(b" , \"c").unwrap();
    assert_eq!(growing(&parser), None, "a key that is cut off shows nothing");
    parser.push(b"\" : \"").unwrap();
    assert_eq!(growing(&parser), Some(("c".into(), String::new())));
    parser.push(b"\"}").unwrap();
    let done = parser.finish().unwrap();
    assert_eq!((done.id, done.extra["b"].as_str(), done.extra["c"].as_str()), (1, "second\"!", ""));
}

/// A number ends where another token begins, and counts from there on.
#[test]
fn a_number_is_there_before_the_next_key() {
    let mut parser = pushed::<Scores>(r#"{"a":1"#);
    assert!(parser.partial().extra.finished().is_empty());
    parser.push(b"2,").unwrap();
    assert_eq!(parser.partial().extra.finished().get("a"), Some(&12));
}

#[test]
fn a_variant_is_there_when_its_tag_is() {
    let mut parser = pushed::<Event>(r#"{"id": 1, "kind": "entered""#);
    assert!(matches!(parser.partial().kind.case(), Some(KindPartial::Entered(_))));
    parser.push(br#", "who": "Ad"#).unwrap();
    let Some(KindPartial::Entered(entered)) = parser.partial().kind.case() else { panic!("{:?}", parser.partial()) };
    assert_eq!(entered.who.as_str(), "Ad");
    parser.push(b"a\", \"note\": \"x").unwrap();
    assert_eq!(parser.partial().note.get().unwrap().as_str(), "x");
    parser.push(b"y\", \"age\": 36}").unwrap();
    let kind = Kind::Entered { who: "Ada".into(), age: Some(36) };
    assert_eq!(parser.finish().unwrap(), Event { id: 1, kind, note: Some("xy".into()) });

    let mut parser = pushed::<Drawn>(r#"{"Circle": {"radius": 1"#);
    assert!(matches!(parser.partial().shape.case(), Some(ShapePartial::Circle(_))));
    parser.push(b"2}").unwrap();
    let Some(ShapePartial::Circle(circle)) = parser.partial().shape.case() else { panic!() };
    assert_eq!(circle.radius.get(), Some(&12));
    parser.push(b", \"id\": 3}").unwrap();
    assert_eq!(parser.finish().unwrap(), Drawn { shape: Shape::Circle { radius: 12 }, id: 3 });
}

/// Changes have the paths of the text, in which there is no step for what is flattened.
#[test]
fn changes_are_told_with_their_paths() {
    fn changes(parser: &Parser<Vec<Points>>) -> Vec<(String, bool)> {
        parser.changes().map(|change| (change.to_string(), change.is_done())).collect()
    }
    let own = |path: &str, done| (path.to_owned(), done);
    let mut parser = Parser::<Vec<Points>>::new().with_changes();
    parser.push(br#"[{"x": 1, "a": [{"x": 5, "label": "la"#).unwrap();
    assert_eq!(
        changes(&parser),
        [
            own("[0].x", true),
            own("[0].a[0].x", true),
            own("[0].a[0].label", false),
            own("[0].a[0]", false),
            own("[0].a", false),
            own("[0]", false)
        ]
    );
    parser.push(br#"bel"}], "b"#).unwrap();
    assert_eq!(changes(&parser), [own("[0].a[0].label", true), own("[0].a[0]", true), own("[0].a", true), own("[0]", false)]);
    parser.push(br#"": "#).unwrap();
    assert_eq!(changes(&parser), [own("[0]", false)]);
    parser.push(br#"[], "label": "y"}"#).unwrap();
    assert_eq!(changes(&parser), [own("[0].b", true), own("[0].label", true), own("[0]", true)]);

    let mut parser = Parser::<Event>::new().with_changes();
    parser.push(br#"{"kind": "moved", "x": 1"#).unwrap();
    let paths: Vec<_> = parser.changes().map(|change| change.to_string()).collect();
    assert_eq!(paths, ["x"]);
    parser.push(br#"2, "id": 3"#).unwrap();
    let paths: Vec<_> = parser.changes().map(|change| (change.to_string(), change.is_done())).collect();
    assert_eq!(paths, [own("x", true), own("id", false)]);

    let mut parser = Parser::<Scores>::new().with_changes();
    parser.push(br#"{"a": 1"#).unwrap();
    assert_eq!(parser.changes().map(|change| change.is_done()).collect::<Vec<_>>(), [false]);
    parser.push(b"0, \"b\": 2, ").unwrap();
    let paths: Vec<_> = parser.changes().map(|change| (change.to_string(), change.is_done())).collect();
    assert_eq!(paths, [own("a", true), own("b", true)]);
}

#[test]
fn what_is_known_can_be_written_as_json() {
    let mut parser = Parser::<Event>::new().with_partial_json();
    parser.push(br#"{"kind": "entered", "id": 7, "who": "A"#).unwrap();
    assert_eq!(parser.partial_json(), r#"{"kind": "entered", "id": 7, "who": "A"}"#);
    parser.push(b"da").unwrap();
    assert_eq!(parser.partial_json(), r#"{"kind": "entered", "id": 7, "who": "Ada"}"#);
}

/// Each error: the text, where it is, its path, and a part of what it says.
#[test]
fn errors_are_where_the_mistake_is() {
    fn wrong<T: Generate + std::fmt::Debug>(text: &str, at: &str, path: &str, category: Category, says: &str) {
        let offset = text.find(at).unwrap();
        for cut in 0..=offset {
            let mut parser = Parser::<T>::new();
            let (first, second) = text.as_bytes().split_at(cut);
            let error = parser.push(first).and_then(|_| parser.push(second)).unwrap_err();
            let found = (error.offset(), error.path().to_string(), error.category());
            assert_eq!(found, (offset, path.to_owned(), category), "{text} cut at {cut}: {error}");
            assert!(error.to_string().contains(says), "{text}: {error}");
        }
        assert_eq!(from_str::<T>(text).unwrap_err().path().to_string(), path);
    }
    use Category::{Rule, Syntax, Type};
    wrong::<Scores>(r#"{"id": 1, "a": "x"}"#, "\"x", "a", Type, "expected an integer");
    wrong::<Scores>(r#"{"id": 1, "a": }"#, "}", "a", Syntax, "expected an integer");
    wrong::<Scores>(r#"{"id": 1, "a" 2}"#, "2", "$", Syntax, "expected `:`");
    wrong::<Scores>(r#"{"id": 1, "a": 2 "b": 3}"#, "\"b", "$", Syntax, "expected `,` or `}`");
    wrong::<Scores>(r#"{"id": 1, "a": 2, "last": "", }"#, "}", "$", Syntax, "expected a key");
    wrong::<Scores>(r#"{"id": 1, "a": 2}"#, "}", "$", Type, "missing field `last`");
    wrong::<Points>(r#"{"é": [{"x": 1}, {"x": true}]}"#, "true", "é[1].x", Type, "expected an integer");
    wrong::<Points>(r#"{"a": [}"#, "}", "a[0]", Syntax, "expected an object");
    wrong::<Event>(r#"{"id": 1, "kind": "gone"}"#, "}", "$", Type, "unknown variant `gone`");
    wrong::<Event>(r#"{"id": 1, "note": ""}"#, "}", "$", Type, "missing `kind`, which says which variant it is");
    wrong::<Event>(r#"{"id": 1, "kind": "moved"}"#, "}", "$", Type, "missing field `x`");
    wrong::<Event>(r#"{"id": 1, "kind": "moved", "x": 1.5}"#, "1.5", "x", Type, "");
    wrong::<Drawn>(r#"{"id": 1}"#, "}", "$", Type, "missing a variant: one of the keys `Circle` or `Square`");
    wrong::<Drawn>(r#"{"Square": 101}"#, "}", "Square", Rule, "100");
    wrong::<Drawn>(r#"{"Empty": 1}"#, "1", "Empty", Type, "expected null");
    wrong::<Sent>(r#"{"t": "Text", "c": 5}"#, "5", "c", Type, "expected a string");
    wrong::<Sent>(r#"{"t": "Text", "id": 1}"#, "}", "$", Type, "missing field `c`");
}

#[test]
fn a_key_that_comes_twice_is_refused() {
    for text in [r#"{"id":1,"last":"","a":1,"a":2}"#, r#"{"id":1,"last":"","a":1,"id":2}"#] {
        assert!(from_str::<Scores>(text).unwrap_err().to_string().contains("twice"), "{text}");
    }
    for text in [r#"{"id":1,"kind":"moved","x":1,"x":2}"#, r#"{"id":1,"id":2,"kind":"moved","x":1}"#] {
        assert!(from_str::<Event>(text).unwrap_err().to_string().contains("twice"), "{text}");
    }
    assert!(from_str::<Sent>(r#"{"id":1,"t":"Text","c":"","c":""}"#).unwrap_err().to_string().contains("twice"));
}

/// What is flattened is as deep as the object that it is in.
#[test]
fn the_depth_is_that_of_the_text() {
    let mut limits = Limits::default();
    limits.depth = 3;
    let read = |text: &str| {
        let mut parser = Parser::<Tree>::with_limits(limits);
        parser.push(text.as_bytes()).and_then(|_| parser.finish())
    };
    read(r#"{"name":"","a":{"name":"","b":{"name":""},"c":{"name":""}},"b":{"name":"","b":{"name":""}}}"#).unwrap();
    let error = read(r#"{"name":"","a":{"name":"","b":{"name":"","c":{"name":""}}}}"#).unwrap_err();
    assert_eq!((error.category(), error.path().to_string().as_str()), (Category::Limit, "a.b.c"));
}

#[test]
fn what_is_almost_right_is_repaired() {
    let mut parser = Parser::<Scores>::new().with_leniency(Lenient::ALL);
    parser.push(b"Here: {'id': '1', 'a': '2', last: 'x', 'b': 3,} That is all.").unwrap();
    assert_eq!(parser.finish().unwrap(), Scores { id: 1, extra: [("a".into(), 2), ("b".into(), 3)].into(), last: "x".into() });
    let mut parser = Parser::<Event>::new().with_leniency(Lenient::ALL);
    parser.push(b"{'id': '1', 'x': '2', 'kind': 'moved', 'label': 'b',}").unwrap();
    let kind = Kind::Moved(Point { x: 2, label: Some("b".into()) });
    assert_eq!(parser.finish().unwrap(), Event { id: 1, kind, note: None });
}

#[test]
fn warnings_have_the_paths_of_the_text() {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "checks get references")]
    fn is_small(number: &u8) -> bool {
        *number < 10
    }
    #[derive(Generate)]
    #[allow(dead_code, reason = "only read")]
    struct Item {
        #[generate(warn = is_small)]
        size: u8,
    }
    #[derive(Generate)]
    #[serde(tag = "is")]
    #[allow(dead_code, reason = "only read")]
    enum Sort {
        Item(Item),
    }
    #[derive(Generate)]
    #[allow(dead_code, reason = "only read")]
    struct Items {
        #[generate(flatten)]
        items: BTreeMap<String, Item>,
        #[generate(warn = is_small)]
        count: u8,
    }
    #[derive(Generate)]
    #[allow(dead_code, reason = "only read")]
    struct Sorted {
        #[generate(flatten)]
        sort: Sort,
    }
    let text = r#"[{"a":{"size":20},"count":11,"b":{"size":1},"c":{"size":10}}]"#;
    for cut in 0..text.len() {
        let mut parser = pushed::<Vec<Items>>(&text[..cut]);
        parser.push(&text.as_bytes()[cut..]).unwrap();
        let paths: Vec<_> = parser.warnings().iter().map(|warning| warning.path.to_string()).collect();
        assert_eq!(paths, ["[0].a.size", "[0].count", "[0].c.size"], "cut at {cut}");
    }
    let parser = pushed::<Vec<Sorted>>(r#"[{"is":"Item","size":20},{"size":30,"is":"Item"}]"#);
    let paths: Vec<_> = parser.warnings().iter().map(|warning| warning.path.to_string()).collect();
    assert_eq!(paths, ["[0].size", "[1].size"]);
}

/// What is left of one document is not found by the next: the state of a map is set aside only while its object is open.
#[test]
fn maps_inside_of_maps_keep_their_places() {
    let text =
        r#"{"a":{"b":{"name":"b","x":{"name":"x"}},"name":"a","c":{"d":{"name":"d"},"name":"c"}},"name":"","e":{"name":"e"}}"#;
    let whole = from_str::<Tree>(text).unwrap();
    let mut parser = Parser::<Tree>::new();
    for byte in text.bytes() {
        parser.push(&[byte]).unwrap();
    }
    assert_eq!(parser.finish().unwrap(), whole);
    assert_eq!(whole.branches["a"].branches["c"].branches["d"].name, "d");
}
