//! What calls tell `tracing`, async and blocking.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::model::{BlockingModel, Finish};
use formwork::testing::{Script, Turn};
use formwork::{Error, ErrorKind, Model, Ollama, Options, Policy, Request, blocking};
use formwork_tests::typed::{ADA, Character, run};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps the fields of every span, and the events in words.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Collected>>);

#[derive(Default)]
struct Collected {
    spans: Vec<Fields>,
    events: Vec<String>,
}

#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("formwork")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let mut collected = self.0.lock().unwrap();
        collected.spans.push(fields);
        Id::from_u64(collected.spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let place = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut self.0.lock().unwrap().spans[place]);
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.0.lock().unwrap().events.push(fields.0.remove("message").unwrap());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// What is told while something runs, the spans in lines of their own.
fn told(work: impl FnOnce()) -> (String, Vec<String>) {
    let collector = Collector::default();
    tracing::subscriber::with_default(collector.clone(), work);
    let collected = std::mem::take(&mut *collector.0.lock().unwrap());
    let mut spans = String::new();
    for span in &collected.spans {
        for (name, value) in &span.0 {
            writeln!(spans, "{name}: {value}").unwrap();
        }
        spans.push('\n');
    }
    (spans, collected.events)
}

/// The same call to a scripted model, async and blocking: both must tell the same.
fn both(turns: &[Turn], request: &Request) -> (String, Vec<String>) {
    let waiting = told(|| {
        let _ = run(Model::generate::<Character>(&Script::new(turns.to_vec()), request));
    });
    let blocking = told(|| {
        let _ = blocking::Model::generate::<Character>(&Script::new(turns.to_vec()), request);
    });
    assert_eq!(waiting, blocking);
    waiting
}

#[test]
fn each_try_is_a_span_with_the_fields_of_the_conventions() {
    let turns = [Turn::text(r#"{"name": "Ada", "#).finish(Finish::Length), Turn::text(ADA)];
    let request = Request::new("Hero").options(Options::new().seed(7).num_predict(9_u32)).policy(Policy::new().reask(1));
    let (spans, events) = both(&turns, &request);
    let expected = |attempt, ending: &str| {
        let mut lines = vec![
            format!("formwork.attempt: {attempt}"),
            "gen_ai.operation.name: chat".into(),
            "gen_ai.output.type: json".into(),
            "gen_ai.provider.name: ".into(),
            "gen_ai.request.max_tokens: 9".into(),
            "gen_ai.request.model: ".into(),
            "gen_ai.request.seed: 7".into(),
            format!("gen_ai.response.finish_reasons: [{:?}]", if attempt == 1 { "length" } else { "stop" }),
            "gen_ai.system: ".into(),
            "gen_ai.usage.input_tokens: 1".into(),
            "gen_ai.usage.output_tokens: 1".into(),
            "otel.kind: client".into(),
            "otel.name: chat ".into(),
        ];
        lines.extend((!ending.is_empty()).then(|| ending.to_owned()));
        lines.sort_unstable();
        format!("{}\n\n", lines.join("\n"))
    };
    assert_eq!(spans, expected(1, "error.type: Truncated") + &expected(2, ""));
    assert_eq!(events.len(), 1);
    assert!(events[0].starts_with("trying again: the reply was cut off"), "{events:?}");
}

#[test]
fn content_is_told_only_on_request() {
    let turns = [Turn::text(ADA)];
    let (spans, _) = both(&turns, &Request::new("my secret"));
    assert!(!spans.contains("secret") && !spans.contains("Ada"), "{spans}");
    let (spans, _) = both(&turns, &Request::new("my secret").policy(Policy::new().trace_content(true)));
    let content = |name: &str| {
        let line = spans.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap();
        let messages: serde_json::Value = serde_json::from_str(line).unwrap();
        (messages[0]["role"].to_string(), messages[0]["parts"][0]["content"].as_str().unwrap().to_owned())
    };
    let (role, said) = content("gen_ai.input.messages");
    assert!(role == "\"user\"" && said.starts_with("my secret\n\nAnswer with JSON"), "{said}");
    assert_eq!(content("gen_ai.output.messages"), ("\"assistant\"".to_owned(), ADA.to_owned()));
}

#[test]
fn a_call_that_fails_on_the_way_and_a_stream_tell_how_they_ended() {
    let (spans, _) = both(&[Turn::text("").fails(ErrorKind::Transport, "no connection")], &Request::new("x"));
    assert!(spans.contains("error.type: Transport"), "{spans}");
    let (spans, _) = told(|| {
        let mut stream = blocking::Model::stream::<Character>(&Script::new([Turn::text(ADA).in_pieces_of(9)]), "x");
        while let Some(Ok(_)) = stream.next() {}
        stream.finish().unwrap();
    });
    assert!(spans.contains("gen_ai.usage.output_tokens: 7"), "{spans}");
}

#[test]
fn drivers_say_which_model_they_are() -> Result<(), Error> {
    let model = Ollama::at("http://127.0.0.1:1", "smollm2:135m")?;
    assert_eq!((Model::identity(&model).system, Model::identity(&model).model), ("ollama", "smollm2:135m"));
    let boxed: Box<dyn BlockingModel> = Box::new(blocking::Ollama::at("http://127.0.0.1:1", "tiny")?);
    assert_eq!((boxed.identity().system, boxed.identity().model), ("ollama", "tiny"));
    Ok(())
}
