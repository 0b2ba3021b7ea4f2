//! How a model generates: sampling, limits, time. The same seed gives the same text.

use formwork::blocking::Model as _;
use formwork::{Options, Policy, Request};
use formwork_examples::{Failure, blocking_model};
use std::time::Duration;

fn main() -> Result<(), Failure> {
    let model = blocking_model()?;
    let ask = |options: Options| {
        let options = options.num_predict(60).stop(vec!["\n".to_owned()]);
        let policy = Policy::new().timeout(Duration::from_mins(2)).retry(2);
        model.generate::<String>(Request::new("Name a fruit and say how it tastes.").options(options).policy(policy))
    };
    println!("likeliest:  {}", ask(Options::new().temperature(0.0))?);
    println!("seed 1:     {}", ask(Options::new().temperature(1.0).top_p(0.9).seed(1))?);
    println!("seed 1:     {}", ask(Options::new().temperature(1.0).top_p(0.9).seed(1))?);
    println!("seed 2:     {}", ask(Options::new().temperature(1.0).top_k(20).seed(2))?);
    Ok(())
}
