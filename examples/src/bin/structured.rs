//! A letter in, a value out: choices with and without data, and a number that may not be there.

use formwork::blocking::Model as _;
use formwork::{Generate, Options, Request};
use formwork_examples::{Failure, blocking_model};

/// A person's letter to a shop.
#[derive(Debug, Generate)]
#[allow(dead_code, reason = "the fields are read by `Debug`")]
struct Letter {
    /// Who wrote it.
    writer: String,
    mood: Mood,
    wish: Wish,
    /// Days until it must be answered, if the letter says so.
    #[generate(range = 1..=60)]
    days: Option<u8>,
}

#[derive(Debug, Generate)]
enum Mood {
    Friendly,
    Neutral,
    Angry,
}

#[derive(Debug, Generate)]
#[allow(dead_code, reason = "the fields are read by `Debug`")]
enum Wish {
    /// The writer wants to buy something.
    Order {
        product: String,
        #[generate(range = 1..=100)]
        quantity: u8,
    },
    /// The writer is not content with something.
    Complaint { product: String },
    /// The writer wants to know something.
    Question(String),
}

const LETTER: &str = "Dear shop, please send me 12 eggs within 3 days. Kind regards, Ada Byron";

fn main() -> Result<(), Failure> {
    let model = blocking_model()?;
    let request = Request::new(LETTER).system("You read letters.").options(Options::new().temperature(0.0).num_predict(300));
    let reply = model.reply::<Letter>(request)?;
    println!("{:#?}\n{} tokens", reply.value, reply.usage.output_tokens.unwrap_or_default());
    Ok(())
}
