//! What a lenient parser does with its input before the strict one gets it.

use super::error::ParseError;
use super::lenient::Filter;
use super::place::RootMut;
use super::reader::Reader;

/// What comes between the input and a lenient parser. The function is named only where leniency is asked for, so that programs
/// without have no code for it.
#[derive(Debug)]
pub(super) struct Forgiving {
    pub(super) filter: Box<Filter>,
    pub(super) text: fn(&mut Reader, &mut RootMut<'_>, &str, usize, bool) -> Result<(), ParseError>,
}

impl Forgiving {
    pub(super) fn new(filter: Filter) -> Self {
        Self { filter: Box::new(filter), text: Reader::filter_text }
    }
}

impl Reader {
    #[cold]
    fn filter_text(&mut self, root: &mut RootMut<'_>, text: &str, offset: usize, last: bool) -> Result<(), ParseError> {
        let Some(mut forgiving) = self.filter.take() else {
            return Ok(());
        };
        let filter = &mut forgiving.filter;
        let filtered = filter.push(text, offset, last, &mut |text, offset| self.feed(root, text, offset, false, false));
        self.saved.repairs.append(&mut filter.repairer.repairs);
        self.saved.repairs.sort_by_key(|repair| repair.offset);
        self.filter = Some(forgiving);
        filtered?;
        if last { self.feed(root, "", offset + text.len(), true, false) } else { Ok(()) }
    }
}
