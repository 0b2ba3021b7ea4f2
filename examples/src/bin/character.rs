//! A type in, a value out: asks whatever model there is for a [`Character`].

use formwork::{Generate, Model as _, Options, Request};
use formwork_examples::{Failure, model};

/// A character in a story.
#[derive(Debug, Generate)]
#[allow(dead_code, reason = "the fields are read by `Debug`")]
struct Character {
    /// First and last name.
    name: String,
    /// Age in years.
    #[generate(range = 1..=120)]
    age: u8,
    /// What the character is good at.
    #[generate(len = 1..=5)]
    skills: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let model = model()?;
    let request = Request::new("Create a character for a fantasy story.").options(Options::new().temperature(0.7).seed(7));
    let hero = model.generate::<Character>(request).await?;
    println!("{hero:#?}");
    Ok(())
}
