//! Partial values that are taken away between two pieces of a document: the parser must look for its slots anew.
#![allow(clippy::expect_used, reason = "a test")]

use formwork::{Generate, Parser};
use std::collections::BTreeMap;
use std::mem::{swap, take};

#[derive(Debug, PartialEq, Generate)]
struct Row {
    name: String,
    cells: Vec<Vec<Cell>>,
    note: Option<Vec<Cell>>,
    content: Content,
    named: BTreeMap<String, Vec<Cell>>,
    inner: Option<Box<Row>>,
}

#[derive(Debug, PartialEq, Generate)]
enum Content {
    Cells(Vec<Cell>),
    Text(String),
}

#[derive(Debug, PartialEq, Generate)]
struct Cell {
    text: String,
    marks: Vec<String>,
    size: Size,
}

#[derive(Debug, PartialEq, Generate)]
struct Size {
    width: u32,
    height: u32,
}

const ROWS: &str = r#"[{"name":"first row","cells":[[{"text":"a long text","marks":["x","yy","zzz"],"size":{"width":12,"height":3}},
    {"text":"","marks":[],"size":{"width":1,"height":2}}],[]],"note":[{"text":"to be read","marks":["a"],"size":{"width":1,"height":2}}],
    "content":{"Cells":[{"text":"in an enum","marks":["b","c"],"size":{"width":1,"height":2}}]},"named":{},"inner":null},
    {"name":"second","cells":[],"note":null,"content":{"Text":"just text"},
    "named":{"one":[{"text":"in a map","marks":["d"],"size":{"width":1,"height":2}}],"two":[]},
    "inner":{"name":"third \" row","cells":[[{"text":"t","marks":["one"],"size":{"height":5,"width":6}}]],"note":null,
    "content":{"Cells":[]},"named":{},"inner":null}}]"#;

type Rows = Vec<Row>;

fn pieces(size: usize) -> impl Iterator<Item = &'static str> {
    ROWS.as_bytes().chunks(size).filter_map(|piece| std::str::from_utf8(piece).ok())
}

/// A parser at the end of some of the document, so that its partial value has lists in lists that grow.
fn begun(count: usize) -> Parser<Rows> {
    let mut parser = Parser::new();
    for piece in pieces(1).take(count) {
        parser.push_str(piece).expect("the document is right");
    }
    parser
}

#[test]
fn what_is_swapped_and_swapped_back_is_as_it_was() {
    let expected: Rows = formwork::from_str(ROWS).expect("the document is right");
    for size in 1..9 {
        let mut parser = Parser::<Rows>::new();
        for (count, piece) in pieces(size).enumerate() {
            let mut other = begun(count * 7 % ROWS.len());
            swap(parser.partial_mut(), other.partial_mut());
            let mut moved = Box::new(parser);
            swap(moved.partial_mut(), other.partial_mut());
            drop(other);
            moved.push_str(piece).expect("the document is right");
            parser = *moved;
        }
        assert_eq!(parser.finish().expect("the document is right"), expected);
    }
}

#[test]
fn what_is_swapped_for_another_is_no_longer_used() {
    let length = ROWS.len();
    for size in 1..6 {
        for at in 0..length / size {
            let mut parser = begun(0);
            for (count, piece) in pieces(size).enumerate() {
                if count == at {
                    // The parser's own is dropped, and one in which it cannot go on is there instead.
                    let mut other = begun(at * 5 % length);
                    swap(parser.partial_mut(), other.partial_mut());
                }
                if parser.push_str(piece).is_err() {
                    break;
                }
                let _ = format!("{:?}", parser.partial());
            }
        }
    }
}

#[test]
fn what_is_taken_out_is_not_in_the_value() {
    for size in 1..9 {
        let (mut parser, mut taken) = (Parser::<Rows>::new(), Rows::new());
        for piece in pieces(size) {
            taken.extend(parser.partial_mut().drain());
            parser.push_str(piece).expect("the document is right");
        }
        taken.extend(parser.partial_mut().drain());
        assert_eq!(taken, formwork::from_str::<Rows>(ROWS).expect("the document is right"));
        let emptied = take(parser.partial_mut());
        assert_eq!(emptied.items(), []);
        let _ = parser.finish();
    }
}
