//! A thousand streams at once against the test server: memory of a stream, processor time of a chunk, fairness, leaks.
//!
//! `cargo run -p formwork-tests --bin streams` (Linux); docs/testing.md has what it printed. The server is a process of its
//! own, so that what is measured is the client alone.
#![expect(clippy::print_stdout, reason = "a program that prints a report")]

use formwork::model::TypedStream;
use formwork::testing::{Answer, Server, Turn};
use formwork::{Error, Generate, Model, Ollama, Policy, Request};
use futures_util::future::join_all;
use std::cell::Cell;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug, Generate)]
#[allow(dead_code, reason = "it never ends")]
struct Story {
    text: String,
}

/// Between two chunks of one stream.
const PAUSE: Duration = Duration::from_millis(100);
/// How long chunks are counted.
const TIME: Duration = Duration::from_secs(20);

fn main() -> Result<(), Failure> {
    match std::env::args().nth(1).as_deref() {
        Some("serve") => serve(),
        count => {
            let count = count.map_or(Ok(1_000), str::parse)?;
            tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(measure(count))
        }
    }
}

/// Streams to whoever asks; says at each line of its input how many connections are open, and ends with it.
fn serve() -> Result<(), Failure> {
    let story = Turn::text("{\"text\": \"").forever("once upon a time ");
    let server = Server::start([Answer::from(story).pause(PAUSE).always()])?;
    println!("{}", server.url());
    for line in std::io::stdin().lines() {
        line?;
        println!("{}", server.open_connections());
    }
    Ok(())
}

struct Peer {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    url: String,
}

impl Peer {
    fn start() -> Result<Self, Failure> {
        let mut process =
            Command::new(std::env::current_exe()?).arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let input = process.stdin.take().ok_or("no input")?;
        let mut output = BufReader::new(process.stdout.take().ok_or("no output")?);
        let mut url = String::new();
        output.read_line(&mut url)?;
        Ok(Self { process, input, output, url: url.trim().to_owned() })
    }

    /// How many connections it has.
    fn connections(&mut self) -> Result<usize, Failure> {
        writeln!(self.input)?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        Ok(line.trim().parse()?)
    }

    /// Waits until it has this many; the client closes connections in tasks of their own.
    async fn settle(&mut self, count: usize) -> Result<(), Failure> {
        let begun = Instant::now();
        while self.connections()? != count {
            if begun.elapsed() > Duration::from_secs(10) {
                return Err(format!("{} connections instead of {count}", self.connections()?).into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn measure(count: usize) -> Result<(), Failure> {
    let mut peer = Peer::start()?;
    let model = Ollama::at(&peer.url, "any")?;
    // One stream beforehand: what is set up once is not a stream's.
    let mut first = open(&model);
    first.next().await.transpose()?;
    drop(first);
    peer.settle(0).await?;
    let before = State::now()?;
    println!("before: {before}");

    let mut streams = open_all(&model, &mut peer, count).await?;
    let opened = State::now()?;
    println!("{count} streams with a chunk each: {opened}");
    println!("  {:.1} KB a stream", kilobytes(opened.memory, before.memory, count));

    let counts: Vec<_> = streams.iter().map(|_| Cell::new(0_u32)).collect();
    let begun = processor_time()?;
    let counted = join_all(streams.iter_mut().zip(&counts).map(|(stream, count)| read(stream, count)));
    // The limit ends the counting, and no stream does.
    if let Ok(ended) = tokio::time::timeout(TIME, counted).await {
        return Err(format!("{} streams ended", ended.len()).into());
    }
    let spent = processor_time()?.saturating_sub(begun);
    let chunks: u32 = counts.iter().map(Cell::get).sum();
    let (least, most) = (counts.iter().map(Cell::get).min(), counts.iter().map(Cell::get).max());
    println!("{chunks} chunks in {TIME:?}, of one stream {} to {}", least.unwrap_or(0), most.unwrap_or(0));
    println!("  {:.1} µs of processor time a chunk", spent.as_secs_f64() * 1e6 / f64::from(chunks.max(1)));

    let mut place = 0;
    streams.retain(|_| {
        place += 1;
        place % 2 == 0
    });
    peer.settle(streams.len()).await?;
    println!("half of them dropped, {} connections: {}", streams.len(), State::now()?);
    drop(streams);
    peer.settle(0).await?;
    println!("all dropped, 0 connections: {}", State::now()?);
    // What grows each time leaks; the allocator keeps some of what it was given.
    for _ in 0..10 {
        let streams = open_all(&model, &mut peer, count).await?;
        let opened = State::now()?;
        drop(streams);
        peer.settle(0).await?;
        println!("again {count} streams: {opened}; all dropped: {}", State::now()?);
    }
    Ok(())
}

fn open(model: &Ollama) -> TypedStream<Story> {
    model.stream(Request::new("Tell a story").policy(Policy::new().runaway(None)))
}

/// Streams that have each received a chunk.
async fn open_all(model: &Ollama, peer: &mut Peer, count: usize) -> Result<Vec<TypedStream<Story>>, Failure> {
    let mut streams: Vec<_> = (0..count).map(|_| open(model)).collect();
    join_all(streams.iter_mut().map(TypedStream::next)).await.into_iter().flatten().try_for_each(|next| next.map(drop))?;
    peer.settle(count).await?;
    Ok(streams)
}

async fn read(stream: &mut TypedStream<Story>, count: &Cell<u32>) -> Result<(), Error> {
    while let Some(next) = stream.next().await {
        next?;
        count.set(count.get() + 1);
    }
    Ok(())
}

/// What this process holds.
struct State {
    memory: u64,
    descriptors: usize,
}

impl State {
    fn now() -> Result<Self, Failure> {
        let mut status = String::new();
        std::fs::File::open("/proc/self/status")?.read_to_string(&mut status)?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let memory = resident.trim().trim_end_matches(" kB").parse()?;
        Ok(Self { memory, descriptors: std::fs::read_dir("/proc/self/fd")?.count() })
    }
}

impl std::fmt::Display for State {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} KB resident, {} file descriptors", self.memory, self.descriptors)
    }
}

fn kilobytes(after: u64, before: u64, count: usize) -> f64 {
    let grown = u32::try_from(after.saturating_sub(before)).unwrap_or(u32::MAX);
    f64::from(grown) / f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// What this thread, on which everything runs, has computed.
fn processor_time() -> Result<Duration, Failure> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(Duration::from_nanos(text.split(' ').next().ok_or("no time")?.parse()?))
}
