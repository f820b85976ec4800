//! Bytes → text: what a file is, in which encoding it is written, and its words.
//!
//! [`decode`] is the dispatch: content decides the [`Format`], never the name alone, and each
//! format has one file below. Nothing here guesses silently: what the bytes could not give
//! stands in the text as U+FFFD and its places are listed in [`Decoded::damage`].

use crate::error::{Error, Kind, Result};
use crate::text::{Span, Text};

pub mod archive;
pub mod bytes;
pub mod doc;
pub mod docx;
pub mod encoding;
mod equation;
mod flow;
pub mod foreign;
mod format;
pub mod html;
pub mod limits;
pub mod lines;
pub mod md;
mod number;
mod numbering;
pub mod odt;
pub mod ofd;
pub mod package;
pub mod pdf;
mod raised;
pub mod rtf;
pub mod txt;
pub mod xml;

pub use encoding::Encoding;
pub use format::{Format, is_zip};
pub use limits::Limits;

/// What a file of one format says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The words in reading order, each paragraph on a line of its own, headings with the numbers that
    /// the format makes for them. What could not be read stands there as U+FFFD.
    pub text: String,
    /// The title that the file states beside its words.
    pub title: Option<String>,
    /// The day of publishing that the file states beside its words, `YYYY-MM-DD`.
    pub published_on: Option<String>,
}

/// A file's words, and how they were got.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// The words.
    pub text: Text,
    /// The title that the file states beside its words, where it does.
    pub title: Option<String>,
    /// The day of publishing that the file states beside its words (`YYYY-MM-DD`), where it does.
    pub published_on: Option<String>,
    /// What the file is.
    pub format: Format,
    /// Name of the encoding (`UTF-8`, `GB18030`, `Big5`, `UTF-16LE`, …).
    pub encoding: &'static str,
    /// Nothing but the text's words spoke for this encoding, and they did not say much.
    pub encoding_unsure: bool,
    /// Places (in characters of the text) where U+FFFD stands for bytes that are no character.
    pub damage: Vec<Span>,
}

/// How a file is to be read.
#[derive(Debug, Clone, Copy, Default)]
pub struct How<'a> {
    /// Its name or path.
    pub name: Option<&'a str>,
    /// Overrides the encoding that would be found, where the format leaves it open.
    pub encoding: Option<Encoding>,
    /// What the reading may cost.
    pub limits: Limits,
}

/// Reads the words of a file without a name; `encoding` overrides what would be found.
///
/// # Errors
/// As [`decode_as`].
pub fn decode(bytes: &[u8], encoding: Option<Encoding>) -> Result<Decoded> {
    decode_as(bytes, &How { encoding, ..How::default() })
}

/// Reads the words of a file.
///
/// # Errors
/// [`crate::error::Kind::Input`] with a plain reason: empty, binary, of a format that is not
/// read, encrypted, beyond the limits, or damaged beyond reading.
pub fn decode_as(bytes: &[u8], how: &How<'_>) -> Result<Decoded> {
    match Format::of(bytes, how.name, &how.limits)? {
        Format::Txt => txt::decode(bytes, how.encoding),
        Format::Md => md::decode(bytes, how.encoding, &how.limits),
        Format::Docx => docx::words(bytes, &how.limits).and_then(|words| of_words(words, Format::Docx)),
        Format::Doc => doc::words(bytes, &how.limits).and_then(|words| of_words(words, Format::Doc)),
        Format::Wps if is_zip(bytes) => {
            docx::words(bytes, &how.limits).and_then(|words| of_words(words, Format::Wps))
        }
        Format::Wps => doc::words(bytes, &how.limits).and_then(|words| of_words(words, Format::Wps)),
        Format::Odt => odt::words(bytes, &how.limits).and_then(|words| of_words(words, Format::Odt)),
        Format::Rtf => rtf::words(bytes, &how.limits).and_then(|words| of_words(words, Format::Rtf)),
        Format::Pdf => pdf::words(bytes, &how.limits).and_then(|words| of_words(words, Format::Pdf)),
        Format::Ofd => ofd::words(bytes, &how.limits).and_then(|words| of_words(words, Format::Ofd)),
        Format::Html => {
            let (words, found) = html::words(bytes, how.encoding, &how.limits)?;
            let decoded = of_words(words, Format::Html)?;
            Ok(Decoded { encoding: found.encoding.name(), encoding_unsure: !found.sure, ..decoded })
        }
        Format::Zip => Err(Error::new(Kind::Input, "this is a zip archive, not one document")
            .hint("`archive import` reads the files in it; or unpack it")),
    }
}

/// A document of a format that has no encoding for its user to care about.
fn of_words(words: Words, format: Format) -> Result<Decoded> {
    let Words { text, title, published_on } = words;
    let text = Text::new(text.replace('\0', "\u{fffd}"));
    if text.source().chars().all(txt::is_blank) {
        return Err(Error::new(Kind::Input, "it holds no text")
            .hint("where its pages are pictures, they need text recognition first"));
    }
    let damage = txt::damage(&text);
    Ok(Decoded { text, title, published_on, format, encoding: UNICODE, encoding_unsure: false, damage })
}

/// The encoding of documents whose format settles it.
const UNICODE: &str = "Unicode";
