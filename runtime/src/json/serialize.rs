//! Partial values for serde: the JSON of what is known, handed on value by value.
//!
//! A slot writes that JSON itself (`Slot::write_known`), and this is the one place that reads it again for whatever serde is to
//! make of it. So nothing is compiled for each type but the call of [`serialize`], neither here nor by the derive, and nothing
//! is asked of the types in a list: that they are `Generate` is enough.

use super::any::{Captured, Whole};
use super::choice::{Choice, Chosen};
use super::convert::{Checked, Convert, Converted};
use super::list::List;
use super::map::{Collection, Entries};
use super::nullable::{Boxed, Nullable};
use super::number::is_part;
use super::scalar::{Scalar, Token};
use super::scan::{after_space, plain_prefix};
use super::string::{Escape, decode};
use super::text::Text;
use super::union::{Cases, Tagged};
use super::{Partial, Record, Slot};
use crate::Generate;
use crate::types::{Elements, Tuple};
use core::cell::Cell;
use core::mem::discriminant;
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

/// Serializes what is known of a value; null if that is nothing.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(slot: &dyn Slot, serializer: S) -> Result<S::Ok, S::Error> {
    let mut text = String::new();
    slot.write_known(&mut text);
    Json::at(&text).serialize(serializer)
}

/// Serializes what is known of a variant of an enum, as the enum.
///
/// # Errors
/// Those of the serializer.
pub fn serialize_case<C: Cases, S: Serializer>(case: &C, serializer: S) -> Result<S::Ok, S::Error> {
    let union = C::union();
    let is_this = |index: &usize| C::begin(*index).is_some_and(|empty| discriminant(&empty) == discriminant(case));
    let mut text = String::new();
    if let Some(index) = (0..union.cases.len()).find(is_this) {
        super::known::case(union, index, case.slot(), &mut text);
    }
    Json::at(&text).serialize(serializer)
}

macro_rules! partial {
    ($([$($parameters:tt)*] $type:ty;)*) => { $(
        impl<$($parameters)*> Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize(self, serializer)
            }
        }
    )* };
}

partial! {
    [] Text;
    [T: Token] Scalar<T>;
    [T: Choice] Chosen<T>;
    [T: Generate] List<T>;
    [M: Collection] Entries<M>;
    [P: Slot] Nullable<P>;
    [P: Partial] Boxed<P>;
    [P: Partial, T: Convert<P::Value>] Converted<P, T>;
    [T: Generate] Checked<T>;
    [T: Whole] Captured<T>;
    [C: Cases] Tagged<C>;
    [] crate::__private::Nothing;
    [T, const UNNOTICED: bool] crate::__private::Never<T, UNNOTICED>;
}

impl<T: Tuple> Serialize for Elements<T>
where
    Self: Record,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}

/// A value in JSON.
struct Json<'t> {
    /// The text from the value on.
    text: &'t str,
    /// The text behind the value, once it has been serialized.
    rest: Cell<&'t str>,
}

impl<'t> Json<'t> {
    fn at(text: &'t str) -> Self {
        Self { text, rest: Cell::new("") }
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut cursor = Cursor(self.text);
        let done = cursor.serialize(serializer);
        self.rest.set(cursor.0);
        done
    }
}

/// The text from here on.
struct Cursor<'t>(&'t str);

impl<'t> Cursor<'t> {
    fn serialize<S: Serializer>(&mut self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.peek() {
            Some(b'{') => self.object(serializer),
            Some(b'[') => self.list(serializer),
            Some(b'"') => serializer.serialize_str(&self.string()),
            Some(word @ (b't' | b'f' | b'n')) => {
                self.take(if word == b'f' { 5 } else { 4 });
                if word == b'n' { serializer.serialize_unit() } else { serializer.serialize_bool(word == b't') }
            }
            _ => self.number(serializer),
        }
    }

    fn object<S: Serializer>(&mut self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        self.passes(b'{');
        while self.peek() == Some(b'"') {
            object.serialize_key(&self.string())?;
            self.passes(b':');
            self.inside(|value| object.serialize_value(value))?;
            self.passes(b',');
        }
        self.passes(b'}');
        object.end()
    }

    fn list<S: Serializer>(&mut self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        self.passes(b'[');
        while !matches!(self.peek(), None | Some(b']')) {
            self.inside(|element| list.serialize_element(element))?;
            self.passes(b',');
        }
        self.passes(b']');
        list.end()
    }

    /// Has the value that comes next serialized, and goes past it.
    fn inside<E>(&mut self, serialize: impl FnOnce(&Json<'t>) -> Result<(), E>) -> Result<(), E> {
        let value = Json::at(self.0);
        serialize(&value)?;
        self.0 = value.rest.get();
        Ok(())
    }

    fn number<S: Serializer>(&mut self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.take(self.0.bytes().take_while(|byte| is_part(*byte)).count());
        if let Ok(number) = text.parse::<u64>() {
            serializer.serialize_u64(number)
        } else if let Ok(number) = text.parse::<i64>() {
            serializer.serialize_i64(number)
        } else if let Ok(number) = text.parse::<u128>() {
            serializer.serialize_u128(number)
        } else if let Ok(number) = text.parse::<i128>() {
            serializer.serialize_i128(number)
        } else if let Ok(number) = text.parse::<f64>() {
            serializer.serialize_f64(number)
        } else {
            serializer.serialize_unit()
        }
    }

    /// The string that comes next.
    fn string(&mut self) -> String {
        let mut out = String::new();
        self.passes(b'"');
        loop {
            out.push_str(self.take(plain_prefix(self.0.as_bytes())));
            match decode(self.0.as_bytes()) {
                Escape::Character(character, length) if self.0.starts_with('\\') => {
                    out.push(character);
                    self.take(length);
                }
                _ => break,
            }
        }
        self.passes(b'"');
        out
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        self.0 = after_space(self.0);
        self.0.bytes().next()
    }

    /// Goes past `byte`, if it is what comes next.
    fn passes(&mut self, byte: u8) {
        if self.peek() == Some(byte) {
            self.take(1);
        }
    }

    /// Goes past `length` bytes and gives them.
    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.0.split_at_checked(length).unwrap_or_default();
        self.0 = rest;
        taken
    }
}
