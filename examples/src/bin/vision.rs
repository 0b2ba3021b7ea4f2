//! An image in, a value out: `cargo run --bin vision -- photo.jpg`. It needs a model that sees, on Ollama.

use formwork::blocking::Model as _;
use formwork::{Generate, Image, Request};
use formwork_examples::{Failure, vision_model};

/// What is to be seen in an image.
#[derive(Debug, Generate)]
#[allow(dead_code, reason = "the fields are read by `Debug`")]
struct Picture {
    /// In one sentence.
    summary: String,
    #[generate(len = 0..=10)]
    colors: Vec<String>,
    people: u32,
}

/// A red square, for when no file is named.
const SQUARE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAMAAABEpIrGAAAAA1BMVEXQICCEGQyAAAAAEklEQVR42mNgGAWjYBSMAuwAAAQgAAF8we+4AAAAAElFTkSuQmCC";

fn main() -> Result<(), Failure> {
    let image = match std::env::args_os().nth(1) {
        Some(path) => Image::path(path)?,
        None => Image::base64(SQUARE)?,
    };
    let model = vision_model()?;
    let picture = model.generate::<Picture>(Request::new("Describe this image.").image(image))?;
    println!("{picture:#?}");
    Ok(())
}
