//! A list, handed over element by element while the rest is still being written, asynchronously.

use formwork::{Generate, Model as _, Options, Request};
use formwork_examples::{Failure, model};

/// A city and its country.
#[derive(Debug, Generate)]
struct City {
    #[generate(len = 1..=40)]
    name: String,
    #[generate(len = 1..=40)]
    country: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let model = model()?;
    let request = Request::new("List large cities of the world.").options(Options::new().temperature(0.5).seed(5));
    let mut cities = model.stream_items::<City>(request);
    for _ in 0..5 {
        let Some(city) = cities.next().await else { break };
        let City { name, country } = city?;
        println!("{name}, {country}");
    }
    // Enough: dropping the stream cancels the call, and the server stops writing.
    drop(cities);
    Ok(())
}
