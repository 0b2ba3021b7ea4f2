//! The renderings of a type as constants.

use super::outline::outline;
use super::plan::Plan;
use super::render::Renderer;
use super::writer::Written;
use crate::Generate;
use core::marker::PhantomData;

/// Whose JSON Schema is written.
///
/// What a dialect cannot express is left out of its text and checked after decoding, by every parser and for every dialect. Types that
/// [`OpenAi`](Dialect::OpenAi) has no place for at all, such as maps, are refused before they are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dialect {
    /// What Ollama (llama.cpp's grammar converter) enforces: [`Generate::SCHEMA`].
    Ollama,
    /// `OpenAI`'s strict structured outputs: [`Generate::SCHEMA_OPENAI`]. A root that is no object is put into one, `{"value": ...}`.
    OpenAi,
    /// JSON Schema draft 2020-12 with everything in it: [`Generate::SCHEMA_STANDARD`].
    Standard,
}

/// Which rendering of a type a [`Rendered`] holds.
pub(crate) const OLLAMA: u8 = 0;
pub(crate) const OPENAI: u8 = 1;
pub(crate) const STANDARD: u8 = 2;
pub(crate) const OUTLINE: u8 = 3;

/// One rendering of `T`, made at compile time when it is first used.
///
/// Its length depends on `T`, and an array's length cannot, so the text goes into the smallest of a few capacities.
#[derive(Debug)]
pub(crate) struct Rendered<T, const RENDERING: u8>(PhantomData<T>);

/// How long the usual texts are at most: these are written once, longer ones twice.
const USUAL: usize = 4096;

/// Chooses the capacity. Each is a constant within a function of its own, since those of a function are evaluated when it is
/// called: constants beside each other would all be, half a megabyte for each type.
macro_rules! smallest {
    ($length:expr, $resized:ident: $($short:literal)*, $write:ident: $($capacity:literal)*) => {
        match $length {
            $( ..=$short => {
                const fn text<T: Generate, const RENDERING: u8>() -> &'static str {
                    const { &Rendered::<T, RENDERING>::USUAL.$resized::<$short>() }.as_str()
                }
                text::<T, RENDERING>()
            } )*
            $( ..=$capacity => {
                const fn text<T: Generate, const RENDERING: u8>() -> &'static str {
                    const { &Rendered::<T, RENDERING>::$write::<$capacity>() }.as_str()
                }
                text::<T, RENDERING>()
            } )*
            _ => panic!("the type is too large: its JSON Schema would be over 512 KiB"),
        }
    };
}

impl<T: Generate, const RENDERING: u8> Rendered<T, RENDERING> {
    const USUAL: Written<USUAL> = Self::write();

    /// The text.
    pub(crate) const TEXT: &'static str = smallest! {
        Self::USUAL.length(),
        resized: 256 384 512 768 1024 1536 2048 3072 4096,
        write: 6144 8192 12_288 16_384 24_576 32_768 65_536 131_072 262_144 524_288
    };

    const fn write<const N: usize>() -> Written<N> {
        let mut written = Written::EMPTY;
        let mut writer = written.writer();
        let plan = Plan::of(T::SHAPE);
        let dialect = match RENDERING {
            OPENAI => Dialect::OpenAi,
            STANDARD => Dialect::Standard,
            _ => Dialect::Ollama,
        };
        if RENDERING == OUTLINE {
            outline(&mut writer, &plan, T::SHAPE);
        } else {
            Renderer::new(&plan, dialect).document(&mut writer, T::SHAPE);
        }
        written
    }
}
