//! Decoded text as it stands, its normalised form, and the way back from one to the other.

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// A range of Unicode characters (scalar values), end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

/// The script a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// Simplified.
    Hans,
    /// Traditional.
    Hant,
}

impl Script {
    /// The word that the database and every output use.
    pub fn word(self) -> &'static str {
        match self {
            Script::Hans => "hans",
            Script::Hant => "hant",
        }
    }
}

/// One decoded text: the source as the file has it (line ends as `\n`), and what the reading works on.
#[derive(Debug, Clone)]
pub struct Text {
    source: String,
    /// Byte offset in `source` of each character, and the length at the end.
    byte_at: Vec<u32>,
}

impl Text {
    /// Takes a decoded text; `\r\n` and lone `\r` become `\n`, a leading byte order mark goes.
    pub fn new(decoded: &str) -> Text {
        let decoded = decoded.strip_prefix('\u{feff}').unwrap_or(decoded);
        let source = if decoded.contains('\r') {
            decoded.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            decoded.to_owned()
        };
        let mut byte_at: Vec<u32> = source.char_indices().map(|(at, _)| at as u32).collect();
        byte_at.push(source.len() as u32);
        Text { source, byte_at }
    }

    /// The text as the file has it, line ends as `\n`. All offsets count its characters.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Number of characters of [`Text::source`].
    pub fn char_count(&self) -> u32 {
        (self.byte_at.len() - 1) as u32
    }

    /// The words at a place; `None` where the place does not lie in the text.
    pub fn quote(&self, span: Span) -> Option<&str> {
        let start = *self.byte_at.get(span.start as usize)? as usize;
        let end = *self.byte_at.get(span.end as usize)? as usize;
        self.source.get(start..end)
    }

    /// SHA-256 of the text normalised for comparison: NFKC, Traditional to Simplified, all white
    /// space and punctuation dropped. Lower-case hex.
    pub fn content_sha256(&self) -> String {
        let folded: String = self.source.nfkc().filter(|c| c.is_alphanumeric()).collect();
        let digest = Sha256::digest(hanconv::t2s(&folded));
        digest.iter().map(|b| format!("{b:02x}")).collect()
    }
}
