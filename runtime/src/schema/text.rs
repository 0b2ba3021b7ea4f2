//! The renderings of a type as constants.

use super::outline::outline;
use super::plan::Plan;
use super::render::Renderer;
use super::writer::Writer;
use crate::Generate;
use core::marker::PhantomData;

/// Whose JSON Schema is written.
///
/// What a dialect cannot express is left out of its text and checked after decoding, by every parser and for every dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dialect {
    /// What Ollama (llama.cpp's grammar converter) enforces: [`Generate::SCHEMA`].
    Ollama,
    /// `OpenAI`'s strict structured outputs: [`Generate::SCHEMA_OPENAI`].
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

impl<T: Generate, const RENDERING: u8> Rendered<T, RENDERING> {
    const LENGTH: usize = Self::write::<0>().length();
    const UP_TO_512: Option<[u8; 512]> = Self::bytes();
    const UP_TO_2K: Option<[u8; 2_048]> = Self::bytes();
    const UP_TO_8K: Option<[u8; 8_192]> = Self::bytes();
    const UP_TO_32K: Option<[u8; 32_768]> = Self::bytes();
    const UP_TO_128K: Option<[u8; 131_072]> = Self::bytes();
    const UP_TO_512K: Option<[u8; 524_288]> = Self::bytes();

    /// The text.
    pub(crate) const TEXT: &'static str = {
        let bytes: &'static [u8] = match Self::LENGTH {
            0..=512 => used(Self::UP_TO_512.as_ref()),
            513..=2_048 => used(Self::UP_TO_2K.as_ref()),
            2_049..=8_192 => used(Self::UP_TO_8K.as_ref()),
            8_193..=32_768 => used(Self::UP_TO_32K.as_ref()),
            32_769..=131_072 => used(Self::UP_TO_128K.as_ref()),
            131_073..=524_288 => used(Self::UP_TO_512K.as_ref()),
            _ => panic!("the type is too large: its JSON Schema would be over 512 KiB"),
        };
        let (text, _) = bytes.split_at(Self::LENGTH);
        match core::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => panic!("the schema is written in whole strings"),
        }
    };

    /// The text in an array of this capacity, if this is the one in use. All of them are evaluated, and `None` costs nothing.
    const fn bytes<const N: usize>() -> Option<[u8; N]> {
        if Self::LENGTH <= N && (N == 512 || Self::LENGTH > N / 4) { Some(Self::write::<N>().into_bytes()) } else { None }
    }

    const fn write<const N: usize>() -> Writer<N> {
        let mut writer = Writer::new();
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
        writer
    }
}

const fn used<const N: usize>(bytes: Option<&'static [u8; N]>) -> &'static [u8] {
    match bytes {
        Some(bytes) => bytes,
        None => &[],
    }
}
