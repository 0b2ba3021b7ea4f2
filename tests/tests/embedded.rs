//! The embedded model on real weights: every reply is a value of its type, or says that it was cut off.
//!
//! The weights come from where the examples get them, see `formwork_examples::weights`.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test fails by panicking and reports its counts")]
#![allow(dead_code, reason = "the values are looked at by `Debug` alone")]

use formwork::{Chat, Embedded, Error, ErrorKind, Generate, Image, KeepAlive, Model, Options, Policy, Request, blocking};
use std::collections::BTreeMap;
use std::fs;
use std::sync::LazyLock;

static MODEL: LazyLock<Embedded> = LazyLock::new(|| formwork_examples::embedded().unwrap());

/// A person in a story.
#[derive(Debug, Generate)]
struct Character {
    name: String,
    #[generate(range = 1..=120)]
    age: u8,
    skills: Vec<String>,
}

#[derive(Debug, Generate)]
enum Mood {
    Joyful,
    Gloomy,
    Furious,
}

/// A day's weather.
#[derive(Debug, Generate)]
struct Weather {
    /// Degrees Celsius.
    temperature: f64,
    raining: bool,
    mood: Mood,
    wind: Option<u16>,
}

/// A part of a company.
#[derive(Debug, Generate)]
struct Department {
    title: String,
    head: Option<Box<Character>>,
    #[generate(len = ..=2)]
    parts: Vec<Department>,
}

/// An order in a shop.
#[derive(Debug, Generate)]
struct Order {
    id: u64,
    #[generate(len = 1..=3)]
    lines: Vec<Line>,
    note: Option<String>,
}

#[derive(Debug, Generate)]
struct Line {
    #[generate(len = 1..=30)]
    article: String,
    count: u32,
    price: f32,
}

fn options(seed: i64) -> Options {
    Options::new().temperature(1.0).seed(seed).num_predict(160_u32)
}

/// Asks for a `T`: a value, or a truncated reply; anything else is a failure of the constraint.
fn outcome<T: Generate<Partial: Send + Sync> + std::fmt::Debug>(seed: i64, prompt: &str) -> &'static str {
    match blocking::Model::generate::<T>(&*MODEL, Request::new(prompt).options(options(seed))) {
        Ok(_) => "value",
        Err(error) if error.kind() == ErrorKind::Truncated => {
            assert_eq!(error.usage().unwrap().output_tokens, Some(160), "{error:?}");
            "truncated"
        }
        Err(error) => panic!("seed {seed}: {error:?}"),
    }
}

#[test]
fn a_hundred_seeds_over_six_types_give_values() {
    let mut counts = BTreeMap::<_, u32>::new();
    // More for a report: FORMWORK_SEEDS=600 tries every type with a hundred seeds.
    let seeds = std::env::var("FORMWORK_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(100);
    for seed in 0..seeds {
        let (name, outcome) = match seed % 6 {
            0 => ("Character", outcome::<Character>(seed, "Create a character for a story.")),
            1 => ("Weather", outcome::<Weather>(seed, "Describe the weather of a day in April.")),
            2 => ("Department", outcome::<Department>(seed, "Describe a department of a company.")),
            3 => ("Order", outcome::<Order>(seed, "Write down an order for two books and a pen.")),
            4 => ("Mood", outcome::<Mood>(seed, "How do you feel today?")),
            _ => ("Vec<i16>", outcome::<Vec<i16>>(seed, "Count from one to five.")),
        };
        *counts.entry((name, outcome)).or_default() += 1;
    }
    println!("{seeds} seeds: {counts:?}");
}

fn refusal(request: Request) -> Error {
    blocking::Model::generate::<Character>(&*MODEL, request).unwrap_err()
}

#[test]
fn what_it_cannot_do_is_refused_by_name() {
    use ErrorKind::{ContextOverflow, InvalidRequest, Unsupported};
    let hero = || Request::new("Create a character");
    for (request, kind, said) in [
        (Request::new(""), InvalidRequest, "prompt is empty"),
        (hero().options(Options::new().temperature(f32::NAN)), InvalidRequest, "temperature"),
        (hero().options(Options::new().temperature(-1.0)), InvalidRequest, "temperature"),
        (hero().options(Options::new().top_p(1.5)), InvalidRequest, "top_p"),
        (hero().options(Options::new().num_gpu(1)), Unsupported, "`num_gpu`"),
        (hero().options(Options::new().extra("mirostat", 1)), Unsupported, "`mirostat`"),
        (hero().keep_alive(KeepAlive::Forever), Unsupported, "`keep_alive`"),
        (hero().image(Image::bytes(*b"GIF8")), Unsupported, "vision"),
        (Request::new("word ".repeat(9_000)), ContextOverflow, "tokens"),
    ] {
        let error = refusal(request);
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[test]
fn a_file_that_is_no_model_is_a_clear_error() {
    let folder = std::env::temp_dir().join(format!("formwork-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let missing = Embedded::open(folder.join("missing.gguf")).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::InvalidModel, "{missing}");
    for garbage in [
        &b""[..],
        b"GGUF",
        b"not a model at all",
        b"GGUF\x03\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
    ] {
        let path = folder.join("garbage.gguf");
        fs::write(&path, garbage).unwrap();
        let error = Embedded::open(&path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidModel, "{error}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_same_seed_gives_the_same_text_async_and_blocking() {
    let request = || Request::new("Name a colour.").options(options(3));
    let blocking = blocking::Model::generate::<String>(&*MODEL, request()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let waiting = runtime.block_on(Model::generate::<String>(&*MODEL, request())).unwrap();
    assert_eq!(blocking, waiting);
    assert!(!blocking.is_empty());
}

#[test]
fn a_chat_and_a_stream_work_like_on_a_server() {
    let chat = Chat::new().system("You name animals.").user("Name one.");
    let mut stream = blocking::Model::stream::<Vec<String>>(&*MODEL, Request::new(chat).options(options(5)));
    let mut seen = 0;
    while let Some(partial) = stream.next() {
        let items = partial.unwrap().items().len();
        assert!(items >= seen);
        seen = items;
    }
    match stream.finish() {
        Ok(items) => assert!(items.len() >= seen),
        Err(error) => assert_eq!(error.kind(), ErrorKind::Truncated, "{error}"),
    }
}

#[test]
fn a_time_limit_ends_the_reply() {
    let policy = Policy::new().timeout(std::time::Duration::from_millis(100));
    let request = Request::new("Tell a long story.").options(Options::new().num_predict(4_000_u32)).policy(policy);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let error = runtime.block_on(Model::generate::<String>(&*MODEL, request)).unwrap_err();
    assert!(error.is_timeout(), "{error}");
}
