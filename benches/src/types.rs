//! The types of the documents, read by every peer that has a derive.
#![expect(missing_docs, reason = "a document's fields speak for themselves")]

use formwork::Generate;
use serde::{Deserialize, Serialize};

/// A character of a story.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Character {
    pub name: String,
    pub age: u8,
    pub class: String,
    pub skills: Vec<String>,
    pub alive: bool,
    pub height: f64,
}

/// An invoice.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Invoice {
    pub number: String,
    pub status: Status,
    pub issued: String,
    pub due: Option<String>,
    pub seller: Company,
    pub buyer: Company,
    pub lines: Vec<Line>,
    pub payments: Vec<Payment>,
    pub net: Money,
    pub gross: Money,
    pub notes: Vec<String>,
    pub revision: i32,
    pub archived: bool,
}

/// The state of an invoice.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize, miniserde::Deserialize)]
pub enum Status {
    Open,
    PartlyPaid,
    Paid,
}

/// One side of an invoice.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Company {
    pub name: String,
    pub vat_id: String,
    pub address: Address,
    pub contacts: Vec<Contact>,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Address {
    pub street: String,
    pub zip: String,
    pub city: String,
    pub country: String,
    pub floor: Option<i8>,
}

/// A person to talk to.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Contact {
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
}

/// A line of an invoice.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Line {
    pub position: u32,
    pub description: String,
    pub unit: Unit,
    pub quantity: f64,
    pub price: Money,
    pub discount: Option<Discount>,
    pub tax: Tax,
    pub delivered: bool,
    pub tags: Vec<String>,
}

/// What a line counts.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize, miniserde::Deserialize)]
pub enum Unit {
    Piece,
    Hour,
    Meter,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Money {
    pub amount: f64,
    pub currency: String,
}

/// What is taken off.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Discount {
    pub percent: f64,
    pub reason: Option<String>,
}

/// What is put on.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Tax {
    pub rate: u8,
    pub amount: Money,
}

/// What was paid.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Payment {
    pub id: u64,
    pub date: String,
    pub total: Money,
    pub reference: Option<String>,
}

/// An element of a long list.
#[derive(Debug, Clone, PartialEq, Generate, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Record {
    pub id: u64,
    pub name: String,
    pub score: f64,
    pub active: bool,
    pub tags: Vec<String>,
    pub parent: Option<u64>,
    pub note: String,
}
