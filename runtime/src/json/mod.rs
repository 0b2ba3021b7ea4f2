//! The JSON parser: pushed bytes, driven by the derive's tables, writing straight into slots.
//!
//! [`Parser`] owns the root slot. A slot reads its value from an [`Input`] with straight-line code as far as the input
//! reaches; when it is used up, each open slot leaves a frame on an explicit stack, and the next piece goes on from there.

mod adjacent;
mod any;
mod beginning;
mod capture;
mod changes;
mod check;
mod choice;
mod closing;
mod convert;
mod direct;
mod entries;
mod error;
mod extras;
mod flat;
mod float;
mod forgiving;
mod found;
mod input;
mod integer;
mod kept;
#[cfg(feature = "serde")]
mod known;
mod lenient;
mod limits;
mod list;
mod map;
mod member;
mod nullable;
mod number;
mod numeric;
mod object;
mod parser;
mod pieces;
mod place;
mod reader;
mod record;
mod repair;
mod replay;
mod rest;
mod scalar;
mod scan;
#[cfg(feature = "serde")]
mod serialize;
mod short;
mod skip;
mod slot;
mod string;
mod tagged;
mod text;
mod tuple;
mod union;
mod untagged;
mod value_end;
mod warning;
mod word;

#[cfg(feature = "serde_json")]
pub(crate) use any::deserialize;
pub use any::{Captured, Whole};
pub use changes::{Change, Changes};
pub use check::matches;
pub use choice::{Choice, Chosen};
pub use convert::{Checked, Convert, Converted};
pub(crate) use direct::Direct;
pub use error::{Category, ParseError, Path, Step};
pub(crate) use found::Found;
pub use found::keeps;
pub use input::Input;
pub use lenient::{Lenient, Repair, RepairKind, Skipped};
pub use limits::Limits;
pub use list::List;
pub(crate) use map::Collection;
pub use map::Entries;
pub use nullable::{Boxed, Nullable};
pub use object::debug;
pub use parser::{Parser, Progress, from_slice, from_str};
pub use place::{
    CheckedOf, FieldDefault, Fields, FieldsMut, Layout, LayoutOf, Place, Receive, Record, SlotMut, SlotRef, Table, Type, TypeOf,
    Written, place_of_state, placed,
};
pub use scalar::Scalar;
pub(crate) use scalar::Token;
#[cfg(feature = "serde")]
pub use serialize::{serialize, serialize_case};
pub(crate) use slot::Read;
pub use slot::{Fill, Partial, Slot, State, Stop};
pub use text::Text;
pub use union::{Cases, Tagged};
pub use warning::Warning;
