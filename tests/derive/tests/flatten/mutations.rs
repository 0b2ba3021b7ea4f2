//! Documents of which one byte is another, or is missing: what is accepted serde accepts as the same value, and the outcome does not
//! depend on where the text was cut.

use crate::types::*;
use core::fmt::Debug;
use formwork::{Generate, ParseError, Parser, from_slice};
use serde::de::DeserializeOwned;

type Outcome<T> = Result<T, (usize, String, formwork::Category)>;

fn outcome<T>(read: Result<T, ParseError>) -> Outcome<T> {
    read.map_err(|error| (error.offset(), error.path().to_string(), error.category()))
}

fn in_pieces<T: Generate>(bytes: &[u8], size: usize) -> Result<T, ParseError> {
    let mut parser = Parser::<T>::new();
    for piece in bytes.chunks(size) {
        parser.push(piece)?;
    }
    parser.finish()
}

fn check<T: Generate + DeserializeOwned + PartialEq + Debug>(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let whole = from_slice::<T>(bytes);
    if let Ok(ours) = &whole {
        let theirs: T = serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{error}: {text} is read as {ours:?}"));
        assert_eq!(ours, &theirs, "{text}");
    }
    let whole = outcome(whole);
    for size in [1, 2, 3, 7] {
        assert_eq!(outcome(in_pieces::<T>(bytes, size)), whole, "{text} in pieces of {size}");
    }
}

fn mutated<T: Generate + DeserializeOwned + PartialEq + Debug>(text: &str) {
    check::<T>(text.as_bytes());
    for place in 0..text.len() {
        let mut bytes = text.as_bytes().to_vec();
        bytes.remove(place);
        check::<T>(&bytes);
        for other in *b"{}[],:\"\\ 1atn" {
            bytes = text.as_bytes().to_vec();
            bytes[place] = other;
            check::<T>(&bytes);
            bytes = text.as_bytes().to_vec();
            bytes.insert(place, other);
            check::<T>(&bytes);
        }
    }
}

#[test]
fn one_byte_is_wrong() {
    mutated::<Scores>(r#"{"id":1,"a":-2,"b\n" : 30 ,"last":"x"}"#);
    mutated::<Anything>(r#"{"a":[1,{"b":null}],"name":"n","c":true,"d":"\"}"}"#);
    mutated::<Points>(r#"{"a":[{"x":1,"label":null}],"x":5,"b":[]}"#);
    mutated::<Event>(r#"{"id":1,"kind":"entered","who":"Ada","age":36,"note":null}"#);
    mutated::<Event>(r#"{"x":1,"id":1,"label":"\u00e9","kind":"moved","z":[{}]}"#);
    mutated::<Event>(r#"{"kind":"other","id":1,"code":2,"a":true}"#);
    mutated::<Drawn>(r#"{"Circle":{"radius":12},"id":3}"#);
    mutated::<Drawn>(r#"{"id":3, "Empty" : null}"#);
    mutated::<Sent>(r#"{"c":[1, 2],"id":3,"t":"Numbers"}"#);
    mutated::<Untold>(r#"{"right":"r","id":3,"both":true}"#);
    mutated::<Tree>(r#"{"name":"","a":{"b":{"name":"b"},"name":"a"}}"#);
    mutated::<Wrapped>(r#"{"type":"Event","kind":"closed","id":1}"#);
}
