//! Pieces of a text: what comes of them does not depend on how they came.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::model::{BlockingIncoming, BlockingModel, Call, Flow, Sink};
use formwork::testing::{Script, Turn};
use formwork::{Error, Generate, Parser, from_str};
use formwork_derive_tests::cut_anywhere;

#[derive(Debug, PartialEq, Generate)]
struct Person {
    name: String,
    age: u32,
    pets: Box<Pets>,
}

#[derive(Debug, PartialEq, Generate)]
struct Pets {
    names: Vec<String>,
}

const ADA: &str = r#"{"name": "A\u0064a \"of\" \\Lovelace", "age": 1815, "pets": {"names": ["Tray", "\n"]}}"#;

/// A few events at a time.
struct Together<M>(M, usize);

impl BlockingModel for Together<Script> {
    fn send(&self, call: Call) -> Result<Box<dyn BlockingIncoming>, Error> {
        Ok(Box::new(Together(BlockingModel::send(&self.0, call)?, self.1)))
    }
}

impl BlockingIncoming for Together<Box<dyn BlockingIncoming>> {
    fn receive(&mut self, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        for _ in 1..self.1 {
            if self.0.receive(sink)? == Flow::Closed {
                return Ok(Flow::Closed);
            }
        }
        self.0.receive(sink)
    }
}

#[test]
fn pieces_that_came_at_once_are_read_as_others() {
    for size in 1..9 {
        for count in 1..5 {
            let model = Together(Script::new([Turn::text(ADA).in_pieces_of(size)]), count);
            let reply = model.generate::<Person>("x");
            assert_eq!(reply.unwrap(), from_str::<Person>(ADA).unwrap(), "{count} pieces of {size}");
        }
    }
}

#[test]
fn after_an_error_the_offset_is_where_the_last_good_piece_ended() {
    for pieces in [&["[1", "2, ", "x"][..], &["[12, ", "1", "x"], &["[12, 1, ", "  x"]] {
        let mut parser = Parser::<Vec<u8>>::new();
        let (last, before) = pieces.split_last().unwrap();
        for piece in before {
            parser.push_str(piece).unwrap();
        }
        let offset = parser.offset();
        assert_eq!(offset, before.concat().len());
        assert!(parser.push_str(last).is_err());
        assert_eq!(parser.offset(), offset, "{pieces:?}");
    }
}

#[test]
fn changes_are_noted_from_when_they_are_asked_for() {
    for begun in 1..ADA.len() {
        let (before, after) = ADA.split_at(begun);
        let (mut late, mut always) = (Parser::<Person>::new(), Parser::<Person>::new().with_changes());
        for piece in before.as_bytes().chunks(3) {
            late.push(piece).unwrap();
            always.push(piece).unwrap();
        }
        late = late.with_changes();
        for piece in after.as_bytes().chunks(3) {
            late.push(piece).unwrap();
            always.push(piece).unwrap();
            let noted = |parser: &Parser<Person>| parser.changes().map(|change| change.to_string()).collect::<Vec<_>>();
            assert_eq!(noted(&late), noted(&always), "{before:?}, {piece:?} of {after:?}");
        }
    }
}

#[test]
fn a_box_shows_nothing_before_its_value_begins() {
    let text =
        r#"[{"name": "Ada", "age": 1, "pets": {"names": ["Tray"]}}, {"name": "Eve", "age": 2, "pets": {"names": ["Rex"]}}]"#;
    let shows = |parser: &Parser<Vec<Person>>| parser.partial().growing().is_some_and(|person| person.pets.get().is_some());
    let mut parser = Parser::new();
    for (at, byte) in text.bytes().enumerate() {
        parser.push(&[byte]).unwrap();
        let mut whole = Parser::new();
        whole.push_str(text.get(..=at).unwrap()).unwrap();
        assert_eq!(shows(&parser), shows(&whole), "at {at}");
    }
}

#[test]
fn a_number_is_the_same_however_it_came() {
    let partial = |pieces: &[&str]| {
        let mut parser = Parser::<(u32, String)>::new();
        for piece in pieces {
            parser.push_str(piece).unwrap();
        }
        parser
    };
    let (whole, cut) = (partial(&["[12,"]), partial(&["[1", "2", ","]));
    assert_eq!(format!("{:?}", cut.partial()), format!("{:?}", whole.partial()));
}

#[derive(Debug, PartialEq, Generate)]
struct Single {
    one: (Option<bool>,),
}

#[test]
fn a_word_that_is_cut_off_by_the_end_of_a_tuple() {
    for word in ["n", "nul", "t", "fals", "1"] {
        assert!(cut_anywhere::<(Option<bool>,)>(&format!("[{word}]")).is_err());
        assert!(cut_anywhere::<Single>(&format!("{{\"one\":[{word}]}}")).is_err());
    }
}

#[derive(Debug, PartialEq, Generate)]
struct Family {
    name: String,
    head: Single,
    rest: Vec<Single>,
    pair: (u8, Single),
}

#[test]
fn what_has_not_begun_has_not_changed() {
    let mut parser = Parser::<Family>::new().with_changes();
    for (piece, expected) in [
        (r#"{"name": "A"#, "name"),
        (r#"da", "head": "#, "name"),
        (r#"{"one": [null]}, "rest": [{"#, "head.one[0] head.one head rest[0] rest"),
        (r#""one": [null]}, "#, "rest[0].one[0] rest[0].one rest[0] rest"),
        (" ", "rest"),
        (r#"{"one": [null]}], "pair": [1, "#, "rest[1].one[0] rest[1].one rest[1] rest pair[0] pair"),
        (r#"{"one": [null]}]}"#, "pair[1].one[0] pair[1].one pair[1] pair"),
    ] {
        parser.push_str(piece).unwrap();
        let changed = parser.changes().map(|change| change.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(changed, expected, "after {piece:?}");
    }
}
