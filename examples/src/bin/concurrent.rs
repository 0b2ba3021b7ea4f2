//! Several prompts at once on one client. How many the server answers side by side is its own setting (`OLLAMA_NUM_PARALLEL`).

use formwork::{Model as _, Options, Request};
use formwork_examples::{Failure, model};
use futures_util::future::join_all;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let model = model()?;
    let subjects = ["the sea", "a mountain", "the desert"];
    let poems = subjects.map(|subject| {
        let request = Request::new(format!("Write one line of verse about {subject}."));
        model.generate::<String>(request.options(Options::new().num_predict(60)))
    });
    for (subject, poem) in subjects.iter().zip(join_all(poems).await) {
        match poem {
            Ok(poem) => println!("{subject}: {poem}"),
            Err(error) => println!("{subject}: {error}"),
        }
    }
    Ok(())
}
