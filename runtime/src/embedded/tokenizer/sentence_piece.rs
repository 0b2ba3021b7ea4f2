//! `SentencePiece`: neighbouring pieces are joined, best score first, and what is no token falls back to bytes.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};

use super::super::error::EngineError;
use super::super::gguf::{Gguf, Value};
use super::vocabulary::{Role, Vocabulary, byte_of};

type Result<T> = std::result::Result<T, EngineError>;

pub(super) struct SentencePiece {
    pieces: HashMap<String, (u32, f32)>,
    /// The tokens of the 256 bytes, where the vocabulary has them.
    bytes: HashMap<u8, u32>,
    space_in_front: bool,
}

impl SentencePiece {
    pub(super) fn read(file: &Gguf, vocabulary: &Vocabulary) -> Result<Self> {
        const KEY: &str = "tokenizer.ggml.scores";
        let scores = match file.get(KEY) {
            Some(Value::Floats(scores)) if scores.len() == vocabulary.len() => scores,
            _ => return Err(EngineError::format(format!("the metadata `{KEY}` is not one number for each token"))),
        };
        let (mut pieces, mut bytes) = (HashMap::new(), HashMap::new());
        for ((id, text, role), score) in vocabulary.iter().zip(scores) {
            #[expect(clippy::cast_possible_truncation, reason = "the file's scores are f32 that were widened")]
            match role {
                Role::Text => drop(pieces.insert(text.to_owned(), (id, *score as f32))),
                Role::Byte => bytes.extend(byte_of(text).map(|byte| (byte, id))),
                Role::Control | Role::Unused => {}
            }
        }
        Ok(Self { pieces, bytes, space_in_front: file.flag("tokenizer.ggml.add_space_prefix", true)? })
    }

    pub(super) fn encode(&self, text: &str, starts_segment: bool, tokens: &mut Vec<u32>) {
        let space = if starts_segment && self.space_in_front { " " } else { "" };
        let text = format!("{space}{text}").replace(' ', "\u{2581}");
        let mut joiner = Joiner::new(self, &text);
        joiner.run();
        for piece in joiner.pieces() {
            match self.pieces.get(piece) {
                Some((id, _)) => tokens.push(*id),
                None => tokens.extend(piece.bytes().filter_map(|byte| self.bytes.get(&byte))),
            }
        }
    }
}

/// A span of the text, linked to its neighbours. A span that was joined to its left neighbour is empty.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
    previous: Option<usize>,
    next: Option<usize>,
}

/// Two neighbours that together are a token.
struct Candidate {
    left: usize,
    right: usize,
    score: f32,
    length: usize,
}

struct Joiner<'a> {
    tokens: &'a SentencePiece,
    text: &'a str,
    spans: Vec<Span>,
    queue: BinaryHeap<Candidate>,
}

impl<'a> Joiner<'a> {
    fn new(tokens: &'a SentencePiece, text: &'a str) -> Self {
        let count = text.chars().count();
        let spans = text.char_indices().enumerate().map(|(index, (start, character))| Span {
            start,
            end: start + character.len_utf8(),
            previous: index.checked_sub(1),
            next: Some(index + 1).filter(|next| *next < count),
        });
        let mut joiner = Self { tokens, text, spans: spans.collect(), queue: BinaryHeap::new() };
        for left in 0..count {
            joiner.propose(Some(left));
        }
        joiner
    }

    fn run(&mut self) {
        while let Some(candidate) = self.queue.pop() {
            self.join(&candidate);
        }
    }

    fn pieces(&self) -> impl Iterator<Item = &'a str> {
        let text = self.text;
        self.spans.iter().filter_map(move |span| text.get(span.start..span.end)).filter(|piece| !piece.is_empty())
    }

    /// Queues the pair of `left` and its right neighbour, if together they are a token.
    fn propose(&mut self, left: Option<usize>) {
        let pair = left.and_then(|left| {
            let first = self.spans.get(left)?;
            let right = first.next?;
            let second = self.spans.get(right)?;
            let (_, score) = self.tokens.pieces.get(self.text.get(first.start..second.end)?)?;
            Some(Candidate { left, right, score: *score, length: second.end - first.start })
        });
        self.queue.extend(pair);
    }

    fn join(&mut self, candidate: &Candidate) {
        let (Some(left), Some(right)) = (self.span(candidate.left), self.span(candidate.right)) else { return };
        // Either half may have gone into another pair since this one was queued.
        let stale = left.end != right.start || right.end - left.start != candidate.length || right.start == right.end;
        if stale || left.start == left.end {
            return;
        }
        if let Some(span) = self.spans.get_mut(candidate.left) {
            span.end = right.end;
            span.next = right.next;
        }
        if let Some(span) = self.spans.get_mut(candidate.right) {
            span.end = span.start;
        }
        if let Some(span) = right.next.and_then(|next| self.spans.get_mut(next)) {
            span.previous = Some(candidate.left);
        }
        self.propose(left.previous);
        self.propose(Some(candidate.left));
    }

    fn span(&self, index: usize) -> Option<Span> {
        self.spans.get(index).copied()
    }
}

impl Ord for Candidate {
    /// The best score first, and of equals the leftmost.
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then_with(|| other.left.cmp(&self.left))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}
