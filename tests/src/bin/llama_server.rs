//! Starts a real llama-server with SmolLM2-135M and says where it listens, until its input ends.
//!
//!     cargo run --bin llama_server
#![expect(clippy::print_stdout, reason = "a program that says where it listens")]

use formwork_tests::llama_server::LlamaServer;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    if let Some(server) = LlamaServer::start()? {
        println!("OPENAI_BASE_URL=http://{}/v1 OPENAI_MODEL=smollm2", server.address());
        std::io::copy(&mut std::io::stdin(), &mut std::io::sink())?;
    }
    Ok(())
}
