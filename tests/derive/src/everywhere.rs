//! Reading one text in every way there is.

use core::fmt::Debug;
use formwork::{Category, Generate, ParseError, Parser, from_slice, from_str};

/// A value, or where and of what sort an error is.
pub type Outcome<T> = Result<T, (Category, usize, String)>;

fn outcome<T>(read: Result<T, ParseError>) -> Outcome<T> {
    read.map_err(|error| (error.category(), error.offset(), error.path().to_string()))
}

fn in_pieces<'b, T: Generate>(pieces: impl Iterator<Item = &'b [u8]>) -> Result<T, ParseError> {
    let mut parser = Parser::<T>::new();
    for piece in pieces {
        parser.push(piece)?;
    }
    parser.finish()
}

/// Reads the text in pieces of all sorts, and as an element of a list, which must come to the same.
///
/// # Errors
/// The error's category, offset and path.
///
/// # Panics
/// Where one way comes to something else.
pub fn everywhere<T: Generate + PartialEq + Debug>(text: &str) -> Outcome<T> {
    let whole = cut_anywhere(text);
    in_a_list(text, &whole);
    whole
}

/// Reads the text whole, cut at every byte, and in pieces of several sizes, all of which must come to the same.
///
/// # Errors
/// The error's category, offset and path.
///
/// # Panics
/// Where one way comes to something else.
pub fn cut_anywhere<T: Generate + PartialEq + Debug>(text: &str) -> Outcome<T> {
    let whole = outcome(from_str::<T>(text));
    let bytes = text.as_bytes();
    assert_eq!(outcome(from_slice::<T>(bytes)), whole, "{text} as bytes");
    for cut in 0..=bytes.len() {
        let (first, second) = bytes.split_at(cut);
        assert_eq!(outcome(in_pieces::<T>([first, second].into_iter())), whole, "{text} cut at {cut}");
    }
    for size in [1, 2, 3, 7] {
        assert_eq!(outcome(in_pieces::<T>(bytes.chunks(size))), whole, "{text} in pieces of {size}");
    }
    whole
}

/// Elements of a list are read directly where that can be.
fn in_a_list<T: Generate + PartialEq + Debug>(text: &str, whole: &Outcome<T>) {
    if matches!(whole, Err((Category::Incomplete, ..)))
        || matches!(whole, Err((_, offset, _)) if *offset >= text.trim_end().len())
    {
        // What follows decides what is said.
        return;
    }
    let list = outcome(from_str::<Vec<T>>(&format!("[{text}]")));
    match (whole, list) {
        (Ok(value), Ok(list)) => assert_eq!([value], list.iter().collect::<Vec<_>>()[..], "{text} in a list"),
        (Err((category, offset, path)), Err(found)) => {
            let step = if path == "$" || path.starts_with('[') { "" } else { "." };
            let path = format!("[0]{step}{}", path.trim_start_matches('$'));
            assert_eq!((*category, offset + 1, path), found, "{text} in a list");
        }
        (whole, list) => panic!("{text} is {whole:?}, and {list:?} in a list"),
    }
}
