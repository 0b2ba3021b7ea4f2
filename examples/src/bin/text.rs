//! A question in, a text out.

use formwork::blocking::Model as _;
use formwork_examples::{Failure, blocking_model};

fn main() -> Result<(), Failure> {
    let model = blocking_model()?;
    let answer: String = model.generate("Why is the sky blue? Answer in one sentence.")?;
    println!("{answer}");
    Ok(())
}
