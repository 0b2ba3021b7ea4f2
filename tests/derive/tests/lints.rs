//! The expansion in a strict user's crate, with the user's own types of the standard names in scope.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![deny(warnings, missing_docs, missing_debug_implementations, clippy::all, clippy::pedantic, clippy::unwrap_used)]
#![forbid(unsafe_code)]
#![allow(
    dead_code,
    clippy::trivially_copy_pass_by_ref,
    reason = "the types are here to be expanded, and `check` gets a reference"
)]

use formwork as other_name;
use formwork::Generate;

/// A user's own type of a standard name.
#[derive(Debug)]
pub struct Option;
/// A user's own type of a standard name.
#[derive(Debug)]
pub struct Result;
/// A user's own type of a standard name.
#[derive(Debug)]
pub struct String;
/// A user's own type of a standard name.
#[derive(Debug)]
pub struct Vec;
/// A user's own trait of a standard name.
pub trait Default {}

fn even(number: &u8) -> bool {
    number.is_multiple_of(2)
}

/// A struct with everything.
#[derive(Debug, Generate)]
pub struct Everything<T> {
    /// A raw identifier.
    pub r#type: std::string::String,
    /// A rule.
    #[generate(range = 0..=9, example = 5)]
    pub number: u8,
    /// A check.
    #[generate(check = even)]
    pub even: u8,
    /// A pattern.
    #[generate(pattern = r"^\d+$")]
    pub digits: std::string::String,
    /// A parameter.
    pub list: std::vec::Vec<T>,
    /// A large number.
    #[generate(as_string)]
    pub large: u64,
    /// A default.
    #[generate(default)]
    pub left_out: u8,
    #[generate(skip)]
    private: std::option::Option<u8>,
}

/// A struct without fields.
#[derive(Debug, Generate)]
pub struct Empty {}

/// A struct of one.
#[derive(Debug, Generate)]
pub struct One {
    /// The only one.
    pub only: u8,
}

/// An enum of every sort of variant.
#[derive(Debug, Generate)]
pub enum Sort<T> {
    /// Nothing.
    Unit,
    /// One.
    Newtype(T),
    /// Two.
    Tuple(u8, T),
    /// Named, with a raw identifier.
    Struct {
        /// A raw identifier.
        r#match: u8,
    },
}

/// A tuple.
#[derive(Debug, Generate)]
pub struct Pair(pub u8, #[generate(len = 1..)] std::string::String);

/// A newtype.
#[derive(Debug, Generate)]
pub struct Newtype(#[generate(range = 0..=9)] pub u8);

/// Nothing.
#[derive(Debug, Generate)]
pub struct Unit;

/// A raw name.
#[derive(Debug, Generate)]
#[allow(non_camel_case_types, reason = "the keyword is the point")]
pub struct r#struct {
    /// A field.
    pub field: u8,
}

/// A tagged enum.
#[derive(Debug, Generate)]
#[serde(tag = "type")]
#[generate(crate = "other_name")]
pub enum Tagged {
    /// Nothing.
    Unit,
    /// Something.
    Some {
        /// A field.
        a: u8,
    },
}

/// A struct that flattens others.
#[derive(Debug, Generate)]
pub struct Flat<T> {
    /// A struct.
    #[generate(flatten)]
    pub one: One,
    /// A map, or an enum.
    #[generate(flatten)]
    pub rest: T,
}

/// A struct whose parameter is nowhere but in a field that is skipped.
#[derive(Debug, Generate)]
pub struct Skipped<T> {
    /// A field.
    pub field: u8,
    #[generate(skip)]
    private: std::option::Option<std::vec::Vec<T>>,
}

macro_rules! made {
    ($name:ident { $($field:ident: $type:ty = $least:literal),* }) => {
        /// Made by a macro.
        #[derive(Debug, Generate)]
        pub struct $name {
            $(
                /// A field.
                #[generate(minimum = $least)]
                pub $field: $type,
            )*
        }
    };
}

made! { Made { one: u8 = 1, two: i64 = 2 } }

/// Where the names of the primitive types are the user's own.
mod primitives {
    #![allow(non_camel_case_types, reason = "these names are the point")]

    use formwork::Generate;

    macro_rules! own {
        ($($name:ident)*) => { $(
            #[derive(Debug)]
            struct $name;
        )* };
    }

    own! { bool char str u8 u32 u64 u128 usize i128 f64 }

    fn small(number: &i32) -> ::core::primitive::bool {
        *number < 9
    }

    #[derive(Debug, Generate)]
    pub(super) struct Everything<const N: ::core::primitive::usize> {
        #[generate(range = 0..=9, default = 3)]
        number: i32,
        #[generate(check = small, default)]
        small: i32,
        #[generate(pattern = "^a*$", len = 1..=9, example = "a")]
        text: std::string::String,
        #[generate(one_of = [1, 2])]
        choice: i64,
        #[generate(as_string)]
        large: i64,
        #[generate(unique)]
        list: std::vec::Vec<i32>,
        #[generate(skip)]
        private: i32,
    }

    #[derive(Debug, Generate)]
    pub(super) struct Skips {
        #[generate(default)]
        left_out: i32,
        #[generate(skip)]
        private: i32,
        #[generate(flatten)]
        everything: Everything<3>,
    }

    #[derive(Debug, Generate)]
    pub(super) enum Choice {
        One,
        #[generate(other)]
        Two,
    }

    #[derive(Debug, Generate)]
    pub(super) enum Union {
        Unit,
        Newtype(#[generate(minimum = 1)] i32),
        Tuple(i32, Choice),
        Struct { field: i32 },
    }
}

/// Bounds are where the user has them.
#[derive(Debug, Generate)]
struct Bound<T: Generate, U>
where
    U: Generate + Clone,
{
    inline: T,
    behind: std::boxed::Box<U>,
}

/// Another type of the same name is not the type itself.
mod elsewhere {
    #[derive(Debug, super::Generate)]
    pub(super) struct Namesake(pub(super) u8);
}

#[derive(Debug, Generate)]
struct Namesake(elsewhere::Namesake);

#[test]
fn they_work() {
    assert!(formwork::from_str::<Namesake>("7").is_ok_and(|outer| outer.0.0 == 7));
    assert!(formwork::from_str::<Made>(r#"{"one":1,"two":2}"#).is_ok());
    assert!(formwork::from_str::<Made>(r#"{"one":0,"two":2}"#).is_err());
    assert!(formwork::from_str::<r#struct>(r#"{"field":1}"#).is_ok());
    assert!(formwork::from_str::<Tagged>(r#"{"type":"Some","a":1}"#).is_ok());
    assert!(formwork::from_str::<Sort<u8>>(r#"{"Struct":{"match":1}}"#).is_ok());
    assert!(formwork::from_str::<Flat<Tagged>>(r#"{"only":1,"type":"Some","a":1}"#).is_ok());
    assert!(formwork::from_str::<Skipped<std::string::String>>(r#"{"field":1}"#).is_ok());
    assert!(formwork::from_str::<primitives::Skips>(r#"{"text":"a","choice":2,"large":"7","list":[]}"#).is_ok());
    assert!(formwork::from_str::<primitives::Union>(r#"{"Tuple":[1,"Two"]}"#).is_ok());
    let text = r#"{"type":"x","number":1,"even":2,"digits":"12","list":[true],"large":"7"}"#;
    assert!(formwork::from_str::<Everything<bool>>(text).is_ok());
}
