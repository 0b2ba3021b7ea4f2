//! A question in, a text out, asynchronously; the future can be raced, spawned, or dropped to cancel the call.

use formwork::Model as _;
use formwork_examples::{Failure, model};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let model = model()?;
    let answer: String = model.generate("Why is the sky blue? Answer in one sentence.").await?;
    println!("{answer}");
    Ok(())
}
