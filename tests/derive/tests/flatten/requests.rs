//! What a request makes of such types: choices, limits, and what `OpenAI`'s strict schemas cannot hold.

use crate::types::*;
use formwork::model::{Call, Format};
use formwork::testing::{Script, Turn};
use formwork::{Dialect, ErrorKind, Generate, Request};

/// What is sent for `request`, and what comes of `reply`.
fn ask<T: Generate<Partial: Send + Sync> + Send>(reply: &str, request: Request) -> (String, Result<T, formwork::Error>) {
    let model = Script::new([Turn::text(reply)]);
    let value = formwork::blocking::Model::generate::<T>(&model, request);
    let requests = model.requests();
    let sent = requests.into_iter().next().map(|request| Call::new(request).format(Format::of::<T>()));
    let schema = sent.map(|call| call.schema(Dialect::Ollama).unwrap().unwrap().into_owned());
    (schema.unwrap_or_default(), value)
}

#[test]
fn choices_are_those_of_every_variant_that_has_the_field() {
    let reply = r#"{"id": 2, "kind": "entered", "who": "Ada", "age": null, "note": "a"}"#;
    let request = || Request::new("an event").one_of("note", ["a", "b"]).one_of("who", ["Ada"]);
    let (schema, event) = ask::<Event>(reply, request());
    assert_eq!(event.unwrap().note.as_deref(), Some("a"));
    assert_eq!(schema.matches(r#""note":{"type":["string","null"],"enum":["a","b",null]}"#).count(), 4, "{schema}");
    assert!(schema.contains(r#""who":{"type":"string","enum":["Ada"]}"#), "{schema}");
    let (_, event) = ask::<Event>(&reply.replace("Ada", "Bob"), request());
    assert!(event.unwrap_err().to_string().contains("who: must be one of"));
    let (_, event) = ask::<Event>(r#"{"id": 2, "kind": "closed", "note": "b"}"#, request());
    assert_eq!(event.unwrap().kind, Kind::Closed);
}

#[test]
fn the_tag_and_the_keys_of_a_map_are_no_fields() {
    let (_, event) = ask::<Event>("", Request::new("an event").one_of("kind", ["closed"]));
    let error = event.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("no string or number of the type is there"), "{error}");
    let (_, scores) = ask::<Scores>("", Request::new("scores").one_of("*", [1, 2]));
    let error = scores.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("a map is flattened there, beside other keys"), "{error}");
}

#[test]
fn strict_schemas_hold_enums_and_no_maps() {
    let refusal = |format: Format| format.refusal(Dialect::OpenAi).unwrap_or_default();
    for format in [Format::of::<Drawn>(), Format::of::<Sent>(), Format::of::<Generic<Message>>()] {
        assert_eq!(refusal(format), "");
        assert!(format.is_wrapped(Dialect::OpenAi), "its root would be no object");
    }
    assert!(!Format::of::<Generic<Point>>().is_wrapped(Dialect::OpenAi));
    for (format, path) in [
        (Format::of::<Scores>(), "extra"),
        (Format::of::<Sided>(), "sides"),
        (Format::of::<Event>(), "kind.other.details"),
        (Format::of::<Untold>(), "either.Others"),
        (Format::of::<Node>(), "event.kind.other.details"),
    ] {
        let refusal = refusal(format);
        assert!(
            refusal.starts_with(&format!("`{path}` does not fit")) && refusal.contains("a map has keys of its own"),
            "{refusal}"
        );
    }
    assert!(refusal(Format::of::<Loose>()).contains("`extra` does not fit"));
}
