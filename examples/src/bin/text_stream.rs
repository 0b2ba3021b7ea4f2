//! A text, printed while it is being written.

use formwork::blocking::Model as _;
use formwork_examples::{Failure, blocking_model};
use std::io::Write as _;

fn main() -> Result<(), Failure> {
    let model = blocking_model()?;
    let mut stream = model.stream::<String>("Tell a story about a lighthouse in three sentences.");
    let mut printed = 0;
    while let Some(story) = stream.next() {
        let story = story?.as_str();
        print!("{}", &story[printed..]);
        std::io::stdout().flush()?;
        printed = story.len();
    }
    println!();
    // Says what was wrong with the reply, if anything was: cut off, say.
    stream.finish()?;
    Ok(())
}
