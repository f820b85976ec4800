//! Bytes → text: what a file is, in which encoding it is written, and its words.
//!
//! [`decode`] is the dispatch: content decides the [`Format`], never the name alone, and each
//! format has one file below. Nothing here guesses silently: what the bytes could not give
//! stands in the text as U+FFFD and its places are listed in [`Decoded::damage`].

use crate::error::Result;
use crate::text::{Span, Text};

pub mod bytes;
pub mod encoding;
pub mod foreign;
pub mod txt;

pub use encoding::Encoding;

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Txt,
}

impl Format {
    /// The word that the database and every output use.
    pub fn word(self) -> &'static str {
        match self {
            Format::Txt => "txt",
        }
    }

    /// What these bytes are.
    ///
    /// # Errors
    /// [`crate::error::Kind::Input`] where they are of a known format that is not read.
    pub fn of(bytes: &[u8]) -> Result<Format> {
        foreign::refuse(bytes)?;
        Ok(Format::Txt)
    }
}

/// A file's words, and how they were got.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// The words.
    pub text: Text,
    /// What the file is.
    pub format: Format,
    /// Name of the encoding (`UTF-8`, `GB18030`, `Big5`, `UTF-16LE`, …).
    pub encoding: &'static str,
    /// Nothing but the text's words spoke for this encoding, and they did not say much.
    pub encoding_unsure: bool,
    /// Places (in characters of the text) where U+FFFD stands for bytes that are no character.
    pub damage: Vec<Span>,
}

/// Reads the words of a file; `encoding` overrides what would be found.
///
/// # Errors
/// [`crate::error::Kind::Input`] with a plain reason: empty, binary, of a format that is not
/// read, or damaged beyond reading.
pub fn decode(bytes: &[u8], encoding: Option<Encoding>) -> Result<Decoded> {
    match Format::of(bytes)? {
        Format::Txt => txt::decode(bytes, encoding),
    }
}
