//! What a parser can do beyond reading a value: forgive, tell what changed, and write what is known. Off unless asked for.

use super::Parser;
use super::changes::{Changes, Log};
use super::forgiving::Forgiving;
use super::lenient::{Filter, Lenient, Repair, Skipped};
use super::pieces::Way;
use super::warning::Warning;
use crate::Generate;
use crate::schema::Edge;

impl<T: Generate> Parser<T> {
    /// Makes the parser forgive what `lenient` says. That is for the start of a document: of what was pushed before it knows nothing.
    ///
    /// ```
    /// use formwork::{Lenient, Parser, RepairKind};
    ///
    /// let mut parser = Parser::<Vec<u8>>::new().with_leniency(Lenient::ALL);
    /// parser.push(b"<think>Some [numbers].</think>Here you are:\n```json\n[1, '2', 3,]\n```\n")?;
    /// assert_eq!(parser.skipped().map(|skipped| skipped.after.as_str()), Some("```\n"));
    /// let kinds: Vec<_> = parser.repairs().iter().map(|repair| repair.kind).collect();
    /// assert_eq!(kinds, [RepairKind::SingleQuotes, RepairKind::QuotedScalar, RepairKind::TrailingComma]);
    /// assert_eq!(parser.finish()?, [1, 2, 3]);
    /// # Ok::<(), formwork::ParseError>(())
    /// ```
    #[must_use]
    pub fn with_leniency(self, lenient: Lenient) -> Self {
        self.with_leniency_for(lenient, T::SHAPE)
    }

    /// The same where the value is that of another type, which says how it begins.
    pub(crate) fn with_leniency_for(mut self, lenient: Lenient, root: Edge) -> Self {
        self.reader.filter = (lenient != Lenient::default()).then(|| Forgiving::new(Filter::new(lenient, root)));
        self.reader.saved.repair = lenient.repair;
        self.reader.way = Way::Long;
        self
    }

    /// Makes the parser note what changes: see [`changes`](Parser::changes).
    #[must_use]
    pub fn with_changes(mut self) -> Self {
        self.reader.saved.changes = Some(Log::default());
        self.reader.way = Way::Long;
        self
    }

    /// Makes the parser keep the text of what is known: see [`partial_json`](Parser::partial_json). That is for the start of a document:
    /// what was pushed before is not in it.
    #[must_use]
    pub fn with_partial_json(mut self) -> Self {
        self.reader.closing = Some(Box::default());
        self.reader.way = Way::Long;
        self
    }

    /// The values that grew or finished with the last [`push`](Parser::push); none unless the parser was made
    /// [`with_changes`](Parser::with_changes).
    ///
    /// Those inside come before what contains them, so that the last is a field of the root. The root itself is not among them.
    ///
    /// ```
    /// use formwork::{Generate, Parser};
    ///
    /// #[derive(Generate)]
    /// struct Character {
    ///     name: String,
    ///     skills: Vec<String>,
    /// }
    ///
    /// let mut parser = Parser::<Character>::new().with_changes();
    /// parser.push(br#"{"name": "Ada", "skills": ["alge"#)?;
    /// let changes: Vec<_> = parser.changes().map(|change| (change.to_string(), change.is_done())).collect();
    /// assert_eq!(changes, [("name".into(), true), ("skills[0]".into(), false), ("skills".into(), false)]);
    /// # Ok::<(), formwork::ParseError>(())
    /// ```
    pub fn changes(&self) -> Changes<'_> {
        self.reader.saved.changes.as_ref().map(Log::iter).unwrap_or_default()
    }

    /// JSON of what is known so far: strings as far as they have come, everything else when it is complete. `null` if nothing is
    /// known, or if the parser was not made [`with_partial_json`](Parser::with_partial_json). Keys that the type does not know
    /// are in it. As a part of something that serde writes to JSON it is a `serde_json::value::RawValue`, which is made of such a
    /// text.
    ///
    /// ```
    /// use formwork::Parser;
    ///
    /// let mut parser = Parser::<Vec<Vec<u32>>>::new().with_partial_json();
    /// parser.push(b"[[1, 2], [3, 4")?;
    /// assert_eq!(parser.partial_json(), "[[1, 2], [3]]");
    /// # Ok::<(), formwork::ParseError>(())
    /// ```
    pub fn partial_json(&self) -> String {
        let mut out = String::new();
        match &self.reader.closing {
            Some(closing) => closing.write(&mut out, self.reader.saved.text_grows),
            None => out.push_str("null"),
        }
        out
    }

    /// The text around the value so far; nothing for a strict parser.
    pub fn skipped(&self) -> Option<&Skipped> {
        self.reader.filter.as_ref().map(|forgiving| &forgiving.filter.skipped)
    }

    /// What was not quite right so far, in the order in which it was noticed; nothing for a strict parser.
    pub fn repairs(&self) -> &[Repair] {
        &self.reader.saved.repairs
    }

    /// What the soft checks (`#[generate(warn = ..)]`) have said so far, in the order of the document. The path of one begins at the
    /// innermost value that is still being received.
    ///
    /// ```
    /// use formwork::{Generate, Parser};
    ///
    /// #[derive(Generate)]
    /// struct Character {
    ///     #[generate(warn = is_short)]
    ///     name: String,
    /// }
    ///
    /// fn is_short(name: &String) -> Result<(), String> {
    ///     if name.len() < 20 { Ok(()) } else { Err("is a long name".into()) }
    /// }
    ///
    /// let mut parser = Parser::<Vec<Character>>::new();
    /// parser.push(br#"[{"name": "Ada"}, {"name": "Augusta Ada King, Countess of Lovelace"}]"#)?;
    /// assert_eq!(parser.warnings()[0].to_string(), "[1].name: is a long name");
    /// assert_eq!(parser.finish()?.len(), 2);
    /// # Ok::<(), formwork::ParseError>(())
    /// ```
    pub fn warnings(&self) -> &[Warning] {
        &self.reader.saved.warnings.all
    }
}
