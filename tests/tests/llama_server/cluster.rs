//! A cluster, small: a router before two servers, one of which is killed in the middle of 200 calls.

use super::server;
use formwork::{ErrorKind, Generate, Instructions, Model, OpenAi, Options, Policy, Request};
use formwork_tests::router::Router;
use formwork_tests::run;
use std::time::Duration;

const CALLS: usize = 200;

#[derive(Debug, PartialEq, Generate)]
enum Mood {
    Joyful,
    Gloomy,
}

#[test]
fn a_cluster_loses_a_server_and_no_call() {
    let (Some(mut first), Some(second)) = (server(&["-c", "8192", "-np", "16"]), server(&["-c", "8192", "-np", "16"])) else {
        return;
    };
    let router = Router::start(&[first.address(), second.address()]).unwrap();
    let model = OpenAi::at(format!("http://{}/v1", router.address()), "smollm2").unwrap();
    let policy = Policy::new().retry(8).retry_wait(Duration::from_millis(200));
    let ask = |index: usize| {
        let options = Options::new().num_predict(30_u32).seed(i64::try_from(index).unwrap()).temperature(1.0);
        Request::new("What a day!").instructions(Instructions::None).options(options).policy(policy.clone())
    };
    let (mut values, mut retried, mut failed) = (vec![0; CALLS], 0, Vec::new());
    run(async {
        let mut moods = model.generate_many::<Mood>((0..CALLS).map(ask)).concurrency(CALLS).as_they_come();
        let mut finished = 0;
        while let Some(done) = moods.next().await {
            finished += 1;
            if finished == CALLS / 5 {
                first.kill().unwrap();
            }
            values[done.index] += 1;
            match done.result {
                Ok(reply) => {
                    for attempt in &reply.attempts {
                        assert!(
                            matches!(attempt.kind, ErrorKind::Transport | ErrorKind::Status | ErrorKind::Protocol),
                            "{attempt:?}"
                        );
                    }
                    retried += usize::from(!reply.attempts.is_empty());
                }
                Err(error) => failed.push(error),
            }
        }
    });
    assert_eq!(values, [1; CALLS], "each call ends, and once");
    eprintln!("{CALLS} calls: {retried} were tried again, {} failed", failed.len());
    assert!(retried + failed.len() > 0, "the killed server had calls under way");
    for error in failed {
        // 30 tokens may be too few for a model that begins with white space.
        let known = matches!(error.kind(), ErrorKind::Truncated | ErrorKind::Runaway);
        assert!(known || (error.is_retryable() && error.attempts().len() == 8), "{error:?}");
    }
}
