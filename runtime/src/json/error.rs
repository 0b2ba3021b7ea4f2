//! What is wrong with a document, and where.

use core::fmt;

/// A document that is not the JSON of the wanted type.
///
/// `Display` gives the place and the reason in one line, such as
/// `` skills[2]: expected a string, found `7` (byte 41) ``.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError(Box<Detail>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Detail {
    category: Category,
    offset: usize,
    path: Path,
    message: String,
}

/// What sort of error a [`ParseError`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Category {
    /// Not JSON at all.
    Syntax,
    /// JSON, but not of the wanted type: a string for a number, a missing field, an unknown variant.
    Type,
    /// Of the wanted type, but breaking a rule: a number out of range, a string too long.
    Rule,
    /// Fine as far as it goes, but the input ended before the value did.
    Incomplete,
    /// Over a limit of the parser, such as its depth.
    Limit,
}

/// One step on the way from the root to a place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// The value of this key.
    Key(std::borrow::Cow<'static, str>),
    /// The element at this index, counted from 0.
    Index(usize),
}

/// The way from the root to a place in a document; displays as `skills[2].name`, and the root as `$`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Path(Vec<Step>);

impl Path {
    /// The steps, from the root on.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Adds a step in front.
    pub(super) fn inside(&mut self, step: Step) {
        self.0.insert(0, step);
    }

    /// The path of these steps, which come innermost first.
    pub(crate) fn outwards<'s>(steps: impl Iterator<Item = &'s Step>) -> Self {
        let mut steps: Vec<_> = steps.cloned().collect();
        steps.reverse();
        Self(steps)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return formatter.write_str("$");
        }
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(formatter, "[{index}]")?,
                Step::Key(key) if is_identifier(key) => {
                    formatter.write_str(if position == 0 { "" } else { "." })?;
                    formatter.write_str(key)?;
                }
                Step::Key(key) => write!(formatter, "[{key:?}]")?,
            }
        }
        Ok(())
    }
}

fn is_identifier(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|character| character.is_alphanumeric() || character == '_' || character == '-')
}

impl ParseError {
    pub(crate) fn new(category: Category, offset: usize, message: String) -> Self {
        Self(Box::new(Detail { category, offset, path: Path::default(), message }))
    }

    /// Adds a step in front of the path; the parser calls this on its way out of the containers.
    pub(crate) fn inside(&mut self, step: Step) {
        self.0.path.inside(step);
    }

    /// What sort of error this is.
    pub fn category(&self) -> Category {
        self.0.category
    }

    /// Where in the input the error was noticed, in bytes from its start.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// Which value the error is about.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// What was expected and what was found, without the place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Whether the input only ended too early: more of it could still make a value.
    pub fn is_incomplete(&self) -> bool {
        self.0.category == Category::Incomplete
    }
}

/// Names in backquotes with `between` them. Messages are made here and not where they are needed, so that there is one copy.
pub(super) fn listed(names: &mut dyn Iterator<Item = &str>, between: &str) -> String {
    let mut out = String::new();
    for name in names {
        for part in [if out.is_empty() { "" } else { between }, "`", name, "`"] {
            out.push_str(part);
        }
    }
    out
}

impl fmt::Display for ParseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Detail { path, message, offset, .. } = &*self.0;
        if path.0.is_empty() {
            write!(formatter, "{message} (byte {offset})")
        } else {
            write!(formatter, "{path}: {message} (byte {offset})")
        }
    }
}

impl std::error::Error for ParseError {}
