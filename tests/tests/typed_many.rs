//! Many calls at once, async and blocking: order, bounds, failures, cancelling.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use formwork::model::{
    BlockingIncoming, BlockingModel, Call, Done, End, Event, Flow, Incoming, ManyEvent, Model, Sink, Tally, Usage,
};
use formwork::{Error, ErrorKind, Generate, Policy, Prompt, Request};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Context, Poll, Waker};

#[derive(Debug, PartialEq, Generate)]
struct Answer {
    #[generate(range = 0..=1_000)]
    number: u32,
}

/// Answers with the number that it is asked for. `down` fails on the way, `wrong` breaks the rule, `last of n` waits
/// until n calls have begun and no other runs, `panic` panics.
#[derive(Clone, Default)]
struct Counter(Arc<(Mutex<Calls>, Condvar)>);

#[derive(Default)]
struct Calls {
    running: usize,
    most: usize,
    seen: usize,
    wakers: Vec<Waker>,
}

struct Answering {
    model: Counter,
    prompt: String,
}

impl Counter {
    fn begin(&self, call: &Call) -> Answering {
        let text = match &call.request.prompt {
            Prompt::Text { text, .. } => text,
            Prompt::Chat(chat) => &chat.messages[0].content,
            _ => panic!("a prompt of another kind"),
        };
        let mut calls = self.0.0.lock().unwrap();
        calls.running += 1;
        calls.seen += 1;
        calls.most = calls.most.max(calls.running);
        Answering { model: self.clone(), prompt: text.lines().next().unwrap_or_default().to_owned() }
    }

    fn counts(&self) -> (usize, usize, usize) {
        let calls = self.0.0.lock().unwrap();
        (calls.running, calls.most, calls.seen)
    }
}

impl Answering {
    fn answer(&self, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        let (number, what) = self.prompt.split_once(' ').unwrap_or((&self.prompt, ""));
        assert_ne!(what, "panic", "a model may panic");
        if what == "down" {
            return Err(Error::new(ErrorKind::Transport, "connection refused"));
        }
        let number = if what == "wrong" { "1001" } else { number };
        let mut usage = Usage::default();
        (usage.prompt_tokens, usage.output_tokens) = (Some(10), Some(2));
        let mut end = End::default();
        end.usage = usage;
        let _ = sink(Event::Text(&format!("{{\"number\": {number}}}")));
        let _ = sink(Event::End(end));
        Ok(Flow::Closed)
    }

    fn must_wait(&self, calls: &Calls) -> bool {
        let all = self.prompt.split_once("last of ").map(|(_, all)| all.parse::<usize>().unwrap());
        all.is_some_and(|all| calls.running > 1 || calls.seen < all)
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        let (calls, over) = &*self.model.0;
        let mut calls = calls.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        calls.running -= 1;
        calls.wakers.drain(..).for_each(Waker::wake);
        over.notify_all();
    }
}

impl Incoming for Answering {
    fn poll_receive(&mut self, context: &mut Context<'_>, sink: &mut Sink<'_>) -> Poll<Result<Flow, Error>> {
        let mut calls = self.model.0.0.lock().unwrap();
        if self.must_wait(&calls) {
            calls.wakers.push(context.waker().clone());
            return Poll::Pending;
        }
        drop(calls);
        Poll::Ready(self.answer(sink))
    }
}

impl BlockingIncoming for Answering {
    fn receive(&mut self, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        let (calls, over) = &*self.model.0;
        drop(over.wait_while(calls.lock().unwrap(), |calls| self.must_wait(calls)).unwrap());
        self.answer(sink)
    }
}

impl Model for Counter {
    fn send(&self, call: Call) -> Box<dyn Incoming> {
        Box::new(self.begin(&call))
    }
}

impl BlockingModel for Counter {
    fn send(&self, call: Call) -> Result<Box<dyn BlockingIncoming>, Error> {
        Ok(Box::new(self.begin(&call)))
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

type Results<I> = Vec<Done<Answer, I>>;

/// All results and the counts at the end, from both twins one after the other.
fn both<I: Send + 'static>(
    concurrency: usize,
    in_order: bool,
    inputs: impl Fn() -> Vec<I>,
    ask: impl Fn(&I) -> Result<Request, Error> + Send + Copy + 'static,
) -> [(Results<I>, Tally, Counter); 2] {
    let model = Counter::default();
    let waiting = run(async {
        let mut many = Model::generate_each::<Answer, I>(&model, inputs(), ask).concurrency(concurrency);
        if !in_order {
            many = many.as_they_come();
        }
        let mut results = Vec::new();
        while let Some(done) = many.next().await {
            results.push(done);
        }
        (results, many.tally())
    });
    let twin = Counter::default();
    let mut many = BlockingModel::generate_each::<Answer, I>(&twin, inputs(), ask).concurrency(concurrency);
    if !in_order {
        many = many.as_they_come();
    }
    let mut results = Vec::new();
    let tally = many.for_each(|done| results.push(done));
    [(waiting.0, waiting.1, model), (results, tally, twin)]
}

#[expect(clippy::unnecessary_wraps, reason = "what can be asked may fail")]
fn plain(prompt: &String) -> Result<Request, Error> {
    Ok(Request::new(prompt).policy(Policy::new().reask(1)))
}

#[test]
fn results_come_in_order_and_a_failure_ends_nothing() {
    let prompts = || {
        let what = |number| match number % 10 {
            3 => " down",
            7 => " wrong",
            _ => "",
        };
        (0..100).map(|number| format!("{number}{}", what(number))).collect::<Vec<_>>()
    };
    for concurrency in [1, 2, 7, 200] {
        for (results, tally, model) in both(concurrency, true, prompts, plain) {
            assert_eq!(results.len(), 100);
            for (index, done) in results.iter().enumerate() {
                assert_eq!((done.index, &done.input), (index, &prompts()[index]));
                match (&done.result, index % 10) {
                    (Err(error), 3) => assert_eq!(error.kind(), ErrorKind::Transport),
                    (Err(error), 7) => assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::ConstraintBroken, 1)),
                    (Ok(reply), _) => assert_eq!(usize::try_from(reply.value.number), Ok(index)),
                    (Err(error), _) => panic!("{index}: {error}"),
                }
            }
            assert_eq!((tally.started, tally.succeeded, tally.failed, tally.expected), (100, 80, 20, Some(100)));
            // 80 values and 10 replies that broke the rule twice.
            assert_eq!((tally.prompt_tokens, tally.output_tokens), (1_000, 200));
            let (running, most, seen) = model.counts();
            assert_eq!((running, seen), (0, 110));
            assert!(most <= concurrency, "{most} at once, not {concurrency}");
        }
    }
}

#[test]
fn a_slow_call_holds_up_only_what_must_wait_for_it() {
    let prompts = || ["0 last of 4", "1", "2", "3"].map(str::to_owned).to_vec();
    for (results, ..) in both(2, true, prompts, plain) {
        assert_eq!(results.iter().map(|done| done.index).collect::<Vec<_>>(), [0, 1, 2, 3]);
    }
    for (results, ..) in both(2, false, prompts, plain) {
        // It goes on when the last has begun, which is when the two others have been given.
        assert_eq!(results.len(), 4);
        assert!(results[..2].iter().all(|done| done.index != 0), "{results:?}");
    }
}

#[test]
fn what_cannot_be_asked_fails_in_its_place_without_a_call() {
    let ask = |input: &i32| match input {
        1 => Err(Error::new(ErrorKind::InvalidRequest, "line 1 is not JSON")),
        number => Ok(Request::new(number.to_string())),
    };
    for (results, tally, model) in both(3, true, || vec![0, 1, 2], ask) {
        let kinds: Vec<_> = results.iter().map(|done| done.result.as_ref().err().map(Error::kind)).collect();
        assert_eq!(kinds, [None, Some(ErrorKind::InvalidRequest), None]);
        assert_eq!((tally.failed, model.counts().2), (1, 2));
    }
}

#[test]
fn requests_are_taken_when_there_is_room_for_them() {
    let model = Counter::default();
    let endless = || (0..).map(|number| if number == 0 { "0 last of 12".to_owned() } else { format!("{number} wrong") });
    // The first call waits for all others, of which there is no end: that it ever ends shows that only so many are let ahead of it.
    run(async {
        let mut many = Model::generate_many::<Answer>(&model, endless()).concurrency(3);
        let first = many.next().await.unwrap();
        assert_eq!((first.index, many.tally().started), (0, 12));
        assert_eq!(many.tally().expected, None);
    });
    let twin = Counter::default();
    let stopped = BlockingModel::generate_many::<Answer>(&twin, endless()).concurrency(3).try_for_each(|done| Err(done.index));
    assert_eq!(stopped, Err(0));
    assert!(twin.counts().2 <= 12 + 3, "{:?}", twin.counts());
    assert_eq!(twin.counts().0, 0, "all threads are done");
}

#[test]
fn dropping_cancels_what_runs() {
    let model = Counter::default();
    run(async {
        let mut many = Model::generate_many::<Answer>(&model, ["0 last of 9", "1 last of 9", "2"]).concurrency(3).as_they_come();
        assert_eq!(many.next().await.unwrap().index, 2);
        assert_eq!(model.counts().0, 2);
        drop(many);
        assert_eq!(model.counts().0, 0);
    });
}

#[test]
fn events_tell_what_happens_to_each_call() {
    let prompts = ["5", "6 down", "7 wrong"];
    let events = Mutex::new(Vec::new());
    let listener = |event: &ManyEvent<'_>, tally: &Tally| {
        let told = match event {
            ManyEvent::Started { index } => format!("{index} begins"),
            ManyEvent::Succeeded { index, usage } => format!("{index}: {:?} tokens", usage.output_tokens.unwrap()),
            ManyEvent::Failed { index, error } => format!("{index}: {:?}", error.kind()),
            _ => panic!("an event of another kind"),
        };
        events.lock().unwrap().push(format!("{told}, {} of {:?}", tally.finished(), tally.expected.unwrap()));
    };
    let model = Counter::default();
    let waiting = run(Model::generate_many::<Answer>(&model, prompts).concurrency(1).on_event(listener).results());
    let blocking = BlockingModel::generate_many::<Answer>(&model, prompts).concurrency(1).on_event(listener).results();
    for results in [waiting, blocking] {
        let numbers: Vec<_> = results.into_iter().map(|result| result.map(|answer| answer.number).ok()).collect();
        assert_eq!(numbers, [Some(5), None, None]);
    }
    let expected = [
        "0 begins, 0 of 3",
        "0: 2 tokens, 1 of 3",
        "1 begins, 1 of 3",
        "1: Transport, 2 of 3",
        "2 begins, 2 of 3",
        "2: ConstraintBroken, 3 of 3",
    ];
    assert_eq!(*events.lock().unwrap(), [expected, expected].concat());
}

#[test]
fn a_panic_below_reaches_the_caller_and_nothing_hangs() {
    let model = Counter::default();
    let many = BlockingModel::generate_many::<Answer>(&model, ["0", "1 panic", "2", "3"]).concurrency(2);
    assert!(catch_unwind(AssertUnwindSafe(|| many.results())).is_err());
    assert_eq!(model.counts().0, 0);
}

#[test]
fn many_calls_can_be_moved_to_another_task() {
    let model = Counter::default();
    let results = run(async move {
        let task = tokio::spawn(async move { Model::generate_many::<Answer>(&model, ["1", "2"]).results().await });
        task.await.unwrap()
    });
    assert_eq!(results.into_iter().map(|result| result.unwrap().number).collect::<Vec<_>>(), [1, 2]);
}
