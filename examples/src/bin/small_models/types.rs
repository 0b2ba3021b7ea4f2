//! Ten types as programs have them. Every text and list has a length, as it should where a small model writes.
#![allow(dead_code, reason = "the values are only counted")]

use formwork::Generate;

/// An invoice for goods.
#[derive(Debug, Generate)]
pub struct Invoice {
    /// Such as INV-0042.
    #[generate(pattern = r"^INV-\d{4}$")]
    number: String,
    #[generate(format = "date")]
    date: String,
    /// Who pays.
    #[generate(len = 2..=40)]
    customer: String,
    #[generate(len = 1..=3)]
    lines: Vec<InvoiceLine>,
    currency: Currency,
}

#[derive(Debug, Generate)]
struct InvoiceLine {
    #[generate(len = 2..=40)]
    article: String,
    #[generate(range = 1..=100)]
    quantity: u32,
    /// Price of one piece.
    #[generate(range = 0.01..=100_000.0)]
    price: f64,
}

#[derive(Debug, Generate)]
enum Currency {
    Eur,
    Usd,
    Gbp,
}

/// A résumé.
#[derive(Debug, Generate)]
pub struct Resume {
    #[generate(len = 3..=40)]
    name: String,
    #[generate(format = "email")]
    email: String,
    #[generate(range = 0..=60)]
    years_of_experience: u8,
    #[generate(len = 1..=5)]
    skills: Vec<Word>,
    #[generate(len = 1..=2)]
    positions: Vec<Position>,
}

#[derive(Debug, Generate)]
struct Word(#[generate(len = 1..=30)] String);

#[derive(Debug, Generate)]
struct Position {
    #[generate(len = 2..=40)]
    title: String,
    #[generate(len = 2..=40)]
    company: String,
    /// The year in which it began.
    #[generate(range = 1950..=2030)]
    since: u16,
}

/// A support ticket, as read from a customer's mail.
#[derive(Debug, Generate)]
pub struct Ticket {
    #[generate(len = 5..=80)]
    summary: String,
    priority: Priority,
    area: Area,
    /// Whether a person must answer.
    needs_human: bool,
    #[generate(len = ..=3)]
    tags: Vec<Word>,
}

#[derive(Debug, Generate)]
#[serde(rename_all = "snake_case")]
enum Priority {
    /// Can wait.
    Low,
    Normal,
    /// Somebody cannot work.
    Urgent,
}

#[derive(Debug, Generate)]
#[serde(rename_all = "snake_case")]
enum Area {
    Billing,
    Login,
    Shipping,
    Other,
}

/// A recipe.
#[derive(Debug, Generate)]
pub struct Recipe {
    #[generate(len = 3..=50)]
    title: String,
    #[generate(range = 1..=12)]
    servings: u8,
    #[generate(range = 1..=600)]
    minutes: u16,
    #[generate(len = 2..=5)]
    ingredients: Vec<Ingredient>,
    #[generate(len = 1..=3)]
    steps: Vec<Sentence>,
}

#[derive(Debug, Generate)]
struct Ingredient {
    #[generate(len = 2..=30)]
    name: String,
    /// With its unit, such as 200 g.
    #[generate(len = 1..=15)]
    amount: String,
}

#[derive(Debug, Generate)]
struct Sentence(#[generate(len = 3..=100)] String);

/// A line of a log, taken apart.
#[derive(Debug, Generate)]
pub struct LogLine {
    #[generate(format = "date-time")]
    time: String,
    level: Level,
    #[generate(len = 1..=30)]
    component: String,
    #[generate(len = 1..=100)]
    message: String,
    source: Option<std::net::Ipv4Addr>,
}

#[derive(Debug, Generate)]
#[serde(rename_all = "UPPERCASE")]
enum Level {
    Debug,
    Info,
    Warn,
    Error,
}

/// An entry of a calendar.
#[derive(Debug, Generate)]
pub struct CalendarEvent {
    #[generate(len = 3..=60)]
    title: String,
    #[generate(format = "date-time")]
    start: String,
    #[generate(range = 5..=1440)]
    minutes: u16,
    #[generate(len = 1..=40)]
    place: Option<String>,
    #[generate(len = 1..=4)]
    attendees: Vec<Word>,
}

/// What somebody thinks of a product.
#[derive(Debug, Generate)]
pub struct Review {
    #[generate(range = 1..=5)]
    stars: u8,
    sentiment: Sentiment,
    #[generate(len = ..=3)]
    pros: Vec<Word>,
    #[generate(len = ..=3)]
    cons: Vec<Word>,
    #[generate(len = 5..=120)]
    summary: String,
}

#[derive(Debug, Generate)]
#[serde(rename_all = "snake_case")]
enum Sentiment {
    Positive,
    Neutral,
    Negative,
}

/// A postal address.
#[derive(Debug, Generate)]
pub struct Address {
    #[generate(len = 2..=50)]
    street: String,
    #[generate(pattern = r"^\d{5}$")]
    postcode: String,
    #[generate(len = 2..=40)]
    city: String,
    /// Two letters, such as DE.
    #[generate(pattern = "^[A-Z]{2}$")]
    country: String,
}

/// What a chat bot is to do next.
#[derive(Debug, Generate)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// Looks something up.
    Search {
        #[generate(len = 2..=60)]
        query: String,
    },
    /// Sends a message to a person.
    Message {
        #[generate(len = 1..=30)]
        to: String,
        #[generate(len = 1..=100)]
        text: String,
    },
    /// Waits.
    Remind {
        #[generate(range = 1..=10_000)]
        minutes: u32,
    },
}

/// A measurement of a weather station.
#[derive(Debug, Generate)]
pub struct Weather {
    #[generate(len = 2..=40)]
    place: String,
    /// Degrees Celsius.
    #[generate(range = -60.0..=60.0)]
    temperature: f64,
    /// Percent.
    #[generate(range = 0..=100)]
    humidity: u8,
    raining: bool,
}
