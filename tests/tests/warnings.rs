//! Soft checks of a type: what they say rides along with the value, however it is received.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::model::Done;
use formwork::testing::{Script, Turn};
use formwork::{Error, Generate, Lenient, Model, Parser, Reply, blocking};
use formwork_tests::run;
use std::collections::BTreeMap;

#[derive(Debug, PartialEq, Generate)]
struct Firm {
    #[generate(warn = short)]
    name: String,
    people: Vec<Person>,
    #[generate(len = 1..=9, warn = few)]
    places: BTreeMap<String, Place>,
    head: Option<Box<Person>>,
    #[generate(check = positive, warn = round)]
    profit: i64,
}

#[derive(Debug, PartialEq, Generate)]
struct Person {
    #[generate(warn = short)]
    name: String,
    age: u8,
}

#[derive(Debug, PartialEq, Generate)]
#[serde(untagged)]
enum Place {
    // Neither the first token nor the first key tells these apart, so that they are tried.
    Street {
        name: String,
        number: u8,
    },
    Field {
        name: String,
        #[generate(warn = short)]
        owner: String,
    },
}

fn short(name: &String) -> Result<(), String> {
    if name.len() < 5 { Ok(()) } else { Err(format!("{name} is long")) }
}

fn few(places: &BTreeMap<String, Place>) -> bool {
    places.len() < 2
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "a check is given the field")]
fn positive(profit: &i64) -> bool {
    *profit > 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "a check is given the field")]
fn round(profit: &i64) -> Result<(), &'static str> {
    if profit % 10 == 0 { Ok(()) } else { Err("is not round") }
}

const FIRM: &str = r#"{"name": "Mill & Sons", "people": [{"name": "Ada", "age": 1}, {"name": "Augusta", "age": 2}, {"name": "Byron",
    "age": 3}], "places": {"in town": {"name": "a", "number": 1}, "outside": {"name": "b", "owner": "William"}},
    "head": {"name": "William", "age": 4}, "profit": 12}"#;

const SAID: [&str; 7] = [
    "name: Mill & Sons is long",
    "people[1].name: Augusta is long",
    "people[2].name: Byron is long",
    "places.outside.owner: William is long",
    "places: did not pass the type's own check",
    "head.name: William is long",
    "profit: is not round",
];

#[test]
fn any_cut_gives_the_same_warnings() {
    for lenient in [Lenient::default(), Lenient::ALL] {
        for with_changes in [false, true] {
            for cut in 0..=FIRM.len() {
                let (start, end) = FIRM.split_at(cut);
                let mut parser = Parser::<Firm>::new().with_leniency(lenient);
                if with_changes {
                    parser = parser.with_changes();
                }
                parser.push_str(start).unwrap();
                parser.push_str(end).unwrap();
                let said: Vec<_> = parser.warnings().iter().map(ToString::to_string).collect();
                assert_eq!(said, SAID, "cut at {cut}");
                parser.finish().unwrap();
            }
        }
    }
    let mut parser = Parser::<Firm>::new();
    for byte in FIRM.as_bytes() {
        parser.push(&[*byte]).unwrap();
    }
    assert_eq!(parser.warnings().iter().map(ToString::to_string).collect::<Vec<_>>(), SAID);
}

#[test]
fn warnings_come_with_every_way_of_asking() {
    let said =
        |reply: Result<Reply<Firm>, Error>| -> Vec<String> { reply.unwrap().warnings.iter().map(ToString::to_string).collect() };
    let model = || Script::new(vec![Turn::text(FIRM).in_pieces_of(7); 2]);
    let check = |firm: &Firm| Ok(if firm.people.len() == 3 { vec!["three people".to_owned()] } else { Vec::new() });
    let with_own: Vec<_> = SAID.into_iter().chain(["three people"]).collect();
    assert_eq!(said(run(Model::reply(&model(), "x"))), SAID);
    assert_eq!(said(blocking::Model::reply(&model(), "x")), SAID);
    assert_eq!(said(run(Model::reply_with(&model(), "x", check))), with_own);
    assert_eq!(said(blocking::Model::reply_with(&model(), "x", check)), with_own);
    assert_eq!(said(run(Model::stream(&model(), "x").reply())), SAID);
    assert_eq!(said(blocking::Model::stream(&model(), "x").reply()), SAID);
    let scripted = model();
    let mut many = Model::generate_many::<Firm>(&scripted, ["x", "y"]);
    while let Some(done) = run(many.next()) {
        assert_eq!(said(done.result), SAID);
    }
    let each = |done: Done<Firm>| assert_eq!(said(done.result), SAID);
    assert_eq!(blocking::Model::generate_many::<Firm>(&model(), ["x", "y"]).for_each(each).succeeded, 2);
}

#[test]
fn a_hard_check_comes_first() {
    let model = Script::new([Turn::text(FIRM.replace("12}", "-7}"))]);
    let error = blocking::Model::generate::<Firm>(&model, "x").unwrap_err();
    assert!(error.to_string().contains("profit: did not pass"), "{error}");
    assert_eq!(formwork::from_str::<Firm>(FIRM).unwrap().profit, 12);
}
