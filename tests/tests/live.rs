//! The same calls against a running Ollama: set `OLLAMA_HOST`, and `OLLAMA_MODEL` to a model that it has.
//!
//! ```sh
//! OLLAMA_HOST=127.0.0.1:11434 OLLAMA_MODEL=smollm2:135m cargo test -p formwork-tests --test live
//! ```
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::model::Finish;
use formwork::ollama::Capability;
use formwork::{Chat, ErrorKind, Generate, Model, Ollama, Options, Request, blocking};
use formwork_tests::run;
use futures_util::future::join_all;
use std::io::Write as _;

#[derive(Debug, Generate)]
struct Character {
    #[generate(len = 1..=20)]
    name: String,
    #[generate(range = 1..=99)]
    age: u8,
    #[generate(len = 1..=3)]
    skills: Vec<Skill>,
}

#[derive(Debug, Generate)]
enum Skill {
    Magic,
    Swords,
    Stealth,
}

/// The model's name, or nothing when there is no server to ask.
fn model() -> Option<String> {
    if std::env::var_os("OLLAMA_HOST").is_none() {
        // Not `eprintln!`, which is only shown of a test that fails.
        let _ = writeln!(std::io::stderr(), "skipped: OLLAMA_HOST is not set; set it to a running Ollama to run this");
        return None;
    }
    Some(std::env::var("OLLAMA_MODEL").unwrap_or_else(|_| "smollm2:135m".to_owned()))
}

fn short(prompt: impl Into<Request>) -> Request {
    Request::new(prompt).options(Options::new().seed(42).temperature(0.0).num_predict(200_u32))
}

fn sound(hero: &Character) {
    assert!(
        (1..=20).contains(&hero.name.chars().count()) && (1..=99).contains(&hero.age) && (1..=3).contains(&hero.skills.len())
    );
}

#[test]
fn the_server_and_its_models() {
    let Some(model) = model() else { return };
    let waiting = Ollama::new(model.clone());
    let twin = blocking::Ollama::new(model);
    assert_eq!(run(waiting.version()).unwrap(), twin.version().unwrap());
    assert_eq!(run(waiting.list()).unwrap(), twin.list().unwrap());
    assert_eq!(run(waiting.show()).unwrap(), twin.show().unwrap());
    let ready = run(waiting.ready(&[Capability::Completion], |_| ())).unwrap();
    assert!(!ready.capabilities.is_empty());
    assert!(!twin.running().unwrap().is_empty());
}

#[test]
fn a_value_and_a_text() {
    let Some(model) = model() else { return };
    let waiting = Ollama::new(model.clone());
    let twin = blocking::Ollama::new(model);
    let hero = run(waiting.reply::<Character>(short("Create a character"))).unwrap();
    sound(&hero.value);
    assert_eq!(hero.finish, Finish::Stop);
    sound(&blocking::Model::generate::<Character>(&twin, short(Chat::new().user("Create a character"))).unwrap());
    assert!(!run(waiting.generate::<String>(short("Say hi."))).unwrap().is_empty());
    assert!(!blocking::Model::generate::<String>(&twin, short("Say hi.")).unwrap().is_empty());
}

#[test]
fn a_stream_gives_what_the_whole_gives() {
    let Some(model) = model() else { return };
    let model = Ollama::new(model);
    run(async {
        let mut stream = model.stream::<Character>(short("Create a character"));
        while let Some(partial) = stream.next().await {
            partial.unwrap();
        }
        let streamed = stream.finish().await.unwrap();
        let whole = model.reply::<Character>(short("Create a character")).await.unwrap();
        assert_eq!(format!("{streamed:?}"), format!("{:?}", whole.value));
    });
}

#[test]
fn calls_side_by_side() {
    let Some(model) = model() else { return };
    let model = Ollama::new(model);
    for hero in run(join_all((0..4).map(|_| model.generate::<Character>(short("Create a character"))))) {
        sound(&hero.unwrap());
    }
}

#[test]
fn what_goes_wrong() {
    let Some(model) = model() else { return };
    let missing = Ollama::new("formwork-no-such-model:1b");
    assert_eq!(run(missing.generate::<String>("hi")).unwrap_err().kind(), ErrorKind::ModelNotFound);
    assert_eq!(run(missing.show()).unwrap_err().kind(), ErrorKind::ModelNotFound);
    let twin = blocking::Ollama::new(model);
    let cut = Request::new("Create a character").options(Options::new().num_predict(3_u32));
    assert_eq!(blocking::Model::generate::<Character>(&twin, cut).unwrap_err().kind(), ErrorKind::Truncated);
    let long = Request::new("word ".repeat(3_000)).options(Options::new().num_ctx(512_u32));
    assert_eq!(blocking::Model::generate::<String>(&twin, long).unwrap_err().kind(), ErrorKind::ContextOverflow);
}
