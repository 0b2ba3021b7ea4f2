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
    const UP_TO_512: [u8; 512] = Self::bytes();
    const UP_TO_2K: [u8; 2_048] = Self::bytes();
    const UP_TO_8K: [u8; 8_192] = Self::bytes();
    const UP_TO_32K: [u8; 32_768] = Self::bytes();
    const UP_TO_128K: [u8; 131_072] = Self::bytes();
    const UP_TO_512K: [u8; 524_288] = Self::bytes();

    /// The text.
    pub(crate) const TEXT: &'static str = {
        let bytes: &'static [u8] = match Self::LENGTH {
            0..=512 => &Self::UP_TO_512,
            513..=2_048 => &Self::UP_TO_2K,
            2_049..=8_192 => &Self::UP_TO_8K,
            8_193..=32_768 => &Self::UP_TO_32K,
            32_769..=131_072 => &Self::UP_TO_128K,
            131_073..=524_288 => &Self::UP_TO_512K,
            _ => panic!("the type is too large: its JSON Schema would be over 512 KiB"),
        };
        let (text, _) = bytes.split_at(Self::LENGTH);
        match core::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => panic!("the schema is written in whole strings"),
        }
    };

    /// The text in an array of this capacity, or zeroes where another capacity is the one in use.
    const fn bytes<const N: usize>() -> [u8; N] {
        if Self::LENGTH <= N && (N == 512 || Self::LENGTH > N / 4) { Self::write::<N>().into_bytes() } else { [0; N] }
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
