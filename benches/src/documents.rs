//! The documents: a short one, one with many types, and a long list, compact and pretty-printed.

use crate::types::{Address, Character, Company, Contact, Discount, Invoice, Line, Money, Payment, Record, Status, Tax, Unit};
use std::marker::PhantomData;

/// A character, about 150 bytes.
pub fn character() -> Character {
    Character {
        name: "Ada of the Quiet Water".into(),
        age: 36,
        class: "wizard".into(),
        skills: ["algebra", "patience", "lockpicking"].map(String::from).into(),
        alive: true,
        height: 1.68,
    }
}

/// An invoice of nested types, about 4 KB.
pub fn invoice() -> Invoice {
    let address = |street: &str, zip: &str| Address {
        street: street.into(),
        zip: zip.into(),
        city: "Frankfurt am Main".into(),
        country: "Deutschland".into(),
        floor: None,
    };
    let company = |name: &str| Company {
        name: name.into(),
        vat_id: "DE123456789".into(),
        address: address("Große Bockenheimer Straße 12", "60313"),
        contacts: vec![Contact {
            name: "Grace \"Amazing\" Hopper".into(),
            email: "grace@example.com".into(),
            phone: Some("+49 69 1234567".into()),
        }],
    };
    let money = |amount: f64| Money { amount, currency: "EUR".into() };
    let line = |position: u32| Line {
        position,
        description: format!("Formwork panel no. {position}, coated plywood, 21 mm\nwith steel frame"),
        unit: if position.is_multiple_of(2) { Unit::Piece } else { Unit::Hour },
        quantity: f64::from(position) * 1.5,
        price: money(f64::from(position) * 12.25),
        discount: (position.is_multiple_of(3)).then_some(Discount { percent: 2.5, reason: Some("volume".into()) }),
        tax: Tax { rate: 19, amount: money(f64::from(position) * 2.33) },
        delivered: !position.is_multiple_of(4),
        tags: vec!["formwork".into(), "site-7".into()],
    };
    Invoice {
        number: "2026-000417".into(),
        status: Status::PartlyPaid,
        issued: "2026-05-17".into(),
        due: Some("2026-06-16".into()),
        seller: company("Schalung & Söhne GmbH"),
        buyer: company("Beton Nord AG"),
        lines: (1..=8).map(line).collect(),
        payments: vec![Payment { id: 18_446_744_073_709, date: "2026-05-20".into(), total: money(500.0), reference: None }],
        net: money(1234.56),
        gross: money(1469.13),
        notes: vec!["Zahlbar innerhalb von 30 Tagen.".into()],
        revision: -1,
        archived: false,
    }
}

/// `count` records of about 165 bytes each when written compactly.
pub fn records(count: u32) -> Vec<Record> {
    let record = |id: u32| Record {
        id: u64::from(id) * 7919,
        name: format!("record number {id}"),
        score: f64::from(id % 1000) / 8.0,
        active: id.is_multiple_of(3),
        tags: ["alpha", "beta", "gamma"].into_iter().take(id as usize % 4).map(String::from).collect(),
        parent: (!id.is_multiple_of(5)).then_some(u64::from(id / 2)),
        note: "The quick brown fox jumps over the lazy dog.".into(),
    };
    (0..count).map(record).collect()
}

/// A list of records of about this many kilobytes.
pub fn list(kilobytes: usize) -> Vec<Record> {
    let sample = serde_json::to_vec(&records(1000)).unwrap_or_default().len();
    records(u32::try_from(kilobytes * 1_024_000 / sample).unwrap_or(u32::MAX))
}

/// The JSON of a value, which is there as long as the program.
#[derive(Debug)]
pub struct Json<T> {
    /// All of it.
    pub bytes: &'static [u8],
    /// The same in tokens: four bytes of text each, or a little less where a character would be cut.
    pub tokens: &'static [&'static str],
    of: PhantomData<T>,
}

impl<T> Clone for Json<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Json<T> {}

impl<T: serde::Serialize> Json<T> {
    /// JSON on one line.
    pub fn compact(value: &T) -> Self {
        Self::of(serde_json::to_string(value).unwrap_or_default())
    }

    /// JSON on many lines.
    pub fn pretty(value: &T) -> Self {
        Self::of(serde_json::to_string_pretty(value).unwrap_or_default())
    }

    fn of(text: String) -> Self {
        let text: &'static str = text.leak();
        let mut rest = text;
        let next = || {
            let (token, after) = rest.split_at_checked(rest.floor_char_boundary(4)).filter(|(token, _)| !token.is_empty())?;
            rest = after;
            Some(token)
        };
        Self { bytes: text.as_bytes(), tokens: std::iter::from_fn(next).collect::<Vec<_>>().leak(), of: PhantomData }
    }
}
