//! Many streams at once: each goes on, and dropping some leaves the others and closes their connections. `src/bin/streams.rs`
//! measures the same with a thousand.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::model::TypedStream;
use formwork::testing::{Answer, Outcome, Server, Turn};
use formwork::{Generate, Model, Ollama, Policy, Request, blocking};
use futures_util::future::join_all;
use std::time::Duration;

#[derive(Debug, Generate)]
#[allow(dead_code, reason = "it never ends")]
struct Story {
    text: String,
}

const STREAMS: usize = 200;

fn server() -> Server {
    let story = Turn::text("{\"text\": \"").forever("once upon a time ");
    Server::start([Answer::from(story).pause(Duration::from_millis(10)).always()]).unwrap()
}

fn request() -> Request {
    Request::new("Tell a story").policy(Policy::new().runaway(None))
}

/// Each of the streams receives a few chunks more.
async fn all_go_on(streams: &mut [TypedStream<Story>]) {
    let go_on = |stream| async move {
        let stream: &mut TypedStream<Story> = stream;
        let before = stream.raw().len();
        while stream.raw().len() < before + 60 {
            stream.next().await.unwrap().unwrap();
        }
    };
    join_all(streams.iter_mut().map(go_on)).await;
}

/// The connections are closed by tasks, which need the runtime.
async fn settle(server: &Server, count: usize) {
    while server.open_connections() > count {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert_eq!(server.open_connections(), count);
}

#[test]
fn dropping_half_of_many_streams_leaves_the_other_half() {
    let server = server();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let model = Ollama::at(server.url(), "any").unwrap();
        let mut streams: Vec<_> = (0..STREAMS).map(|_| model.stream::<Story>(request())).collect();
        all_go_on(&mut streams).await;
        assert_eq!(server.open_connections(), STREAMS);
        streams.truncate(STREAMS / 2);
        settle(&server, STREAMS / 2).await;
        all_go_on(&mut streams).await;
        drop(streams);
        settle(&server, 0).await;
    });
    let requests = server.requests();
    assert_eq!(requests.len(), STREAMS);
    assert!(requests.iter().all(|request| request.outcome == Outcome::Abandoned { unsent: 0 }));
}

#[test]
fn blocking_streams_on_threads_close_as_well() {
    let server = server();
    let model = blocking::Ollama::at(server.url(), "any").unwrap();
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| {
                let mut stream = blocking::Model::stream::<Story>(&model, request());
                while stream.raw().len() < 60 {
                    stream.next().unwrap().unwrap();
                }
            });
        }
    });
    assert!(server.wait_for_connections(0, Duration::from_secs(30)), "{} are open", server.open_connections());
}
