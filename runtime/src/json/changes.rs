//! Which values changed with the last piece of input: a log that the containers write on their way out, when it is asked for.

use super::error::{Path, Step};
use super::input::Frame;
use super::{Fill, Input, Stop};

/// One value that grew or finished.
#[derive(Debug)]
struct Entry {
    step: Step,
    /// How many containers the value is in. A container is logged after what it contains, so the next entry that is less deep is
    /// that of the container.
    depth: usize,
    done: bool,
}

/// What changed with the last piece of input, innermost values before what contains them.
#[derive(Debug, Default)]
pub(crate) struct Log {
    entries: Vec<Entry>,
    /// How many containers have been left open on the way out, since the input is used up.
    left_open: usize,
    /// Whether the value that stopped last has only stopped before it began.
    untouched: bool,
}

impl Log {
    /// Forgets what changed, but keeps the room.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    /// Before another part of the same piece: what was growing is logged again when it is over.
    pub(crate) fn go_on(&mut self) {
        while self.entries.pop_if(|entry| !entry.done).is_some() {}
        self.left_open = 0;
    }

    pub(crate) fn iter(&self) -> Changes<'_> {
        Changes(&self.entries)
    }
}

impl Input<'_> {
    /// What every container does after it filled the value at `step`, which it is in the middle of.
    ///
    /// A failure gets the step into its path; otherwise the value changed, which is logged if anybody wants to know.
    #[inline]
    pub(super) fn inside(&mut self, filled: Fill, step: impl FnOnce() -> Step) -> Fill {
        let is_silent = self.saved.changes.is_none() && self.saved.warnings.is_empty();
        if filled != Err(Stop::Failed) && is_silent { filled } else { self.note(filled, step()) }
    }

    #[inline(never)]
    fn note(&mut self, filled: Fill, step: Step) -> Fill {
        if filled == Err(Stop::Failed) {
            self.place(step);
            return filled;
        }
        if filled.is_ok() {
            self.place_warnings(&step);
        }
        if self.saved.changes.is_some() {
            self.log(filled.is_ok(), step);
        }
        filled
    }

    /// A value stops since the input is used up, perhaps before it began.
    #[inline]
    pub(super) fn note_stop(&mut self, untouched: bool) {
        if let Some(log) = &mut self.saved.changes {
            log.untouched = untouched;
        }
    }

    /// Leaves a container open, to go on from `frame` when there is more input.
    #[inline]
    pub(super) fn leave_open<T>(&mut self, frame: Frame) -> Result<T, Stop> {
        self.saved.frames.push(frame);
        if let Some(log) = &mut self.saved.changes {
            log.left_open += 1;
            log.untouched = false;
        }
        Err(Stop::More)
    }

    /// After text that was held back has been read: what it left open goes on at once.
    pub(super) fn replayed(&mut self) {
        if let Some(log) = &mut self.saved.changes {
            log.go_on();
        }
    }

    #[cold]
    fn log(&mut self, done: bool, step: Step) {
        let Some(log) = &mut self.saved.changes else {
            return;
        };
        let untouched = !done && log.untouched;
        let depth = self.saved.depth.saturating_sub(log.left_open + self.saved.skipping.len());
        if !untouched {
            log.entries.push(Entry { step, depth, done });
        }
    }
}

/// The values that grew or finished, innermost before what contains them: see [`Parser::changes`](super::Parser::changes).
#[derive(Debug, Clone, Default)]
pub struct Changes<'p>(&'p [Entry]);

impl<'p> Iterator for Changes<'p> {
    type Item = Change<'p>;

    fn next(&mut self) -> Option<Change<'p>> {
        let (entry, outside) = self.0.split_first()?;
        self.0 = outside;
        Some(Change { entry, outside })
    }
}

/// A value that grew or finished. It displays as its path.
#[derive(Debug, Clone, Copy)]
pub struct Change<'p> {
    entry: &'p Entry,
    /// What was logged later, the containers of this value among it.
    outside: &'p [Entry],
}

impl<'p> Change<'p> {
    /// Whether the value is complete, and will not change any more.
    pub fn is_done(&self) -> bool {
        self.entry.done
    }

    /// The steps to the value from the inside out: its own place in its container first, the root's field last.
    pub fn steps_outwards(&self) -> impl Iterator<Item = &'p Step> + use<'p> {
        let mut depth = self.entry.depth;
        let containers = self.outside.iter().filter(move |entry| {
            let is_outside = entry.depth < depth;
            depth = depth.min(entry.depth);
            is_outside
        });
        core::iter::once(self.entry).chain(containers).map(|entry| &entry.step)
    }

    /// The root's field or element that the value is in, or is: what a display of the root has to paint anew.
    pub fn top(&self) -> &'p Step {
        self.steps_outwards().last().unwrap_or(&self.entry.step)
    }

    /// The way from the root to the value.
    pub fn path(&self) -> Path {
        Path::outwards(self.steps_outwards())
    }
}

impl core::fmt::Display for Change<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.path().fmt(formatter)
    }
}
