//! Decoded text as it stands, its normalised form, and the way back from one to the other.

pub mod charset;
pub mod fold;
mod hanzi;
pub mod landmark;
mod line;
pub mod marked;
mod normal;
pub mod phrase;
mod script;
pub mod superscript;

use std::borrow::Cow;

use hanzi::unsettled;
use script::{converted, fold_variant, is_convertible, simplify};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

pub use hanzi::is_han;
pub use line::opens_heading;
pub use normal::Normal;
pub use script::Script;

/// A range of Unicode characters (scalar values), end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

/// One decoded text: the source as the file has it (line ends as `\n`), and the form that the reading works on.
#[derive(Debug, Clone)]
pub struct Text {
    source: String,
    /// Byte offset in `source` of each character, and the length at the end.
    byte_at: Vec<u32>,
    script: Script,
    normal: Normal,
}

impl Text {
    /// Takes a decoded text; `\r\n` and lone `\r` become `\n`, a leading byte order mark goes.
    pub fn new(decoded: impl Into<String>) -> Text {
        let mut source: String = decoded.into();
        if source.starts_with('\u{feff}') {
            source.remove(0);
        }
        if source.contains('\r') {
            source = source.replace("\r\n", "\n").replace('\r', "\n");
        }
        let count = source.chars().count();
        let (mut chars, mut byte_at) = (Vec::with_capacity(count), Vec::with_capacity(count + 1));
        let mut convertible = false;
        for (at, c) in source.char_indices() {
            chars.push(c);
            byte_at.push(at as u32);
            convertible |= is_convertible(c);
        }
        byte_at.push(source.len() as u32);
        let (script, simplified) = if convertible { simplify(&source) } else { (Script::Hans, None) };
        let normal = Normal::of(&simplified.map_or(chars, |simplified| simplified.chars().collect()));
        Text { source, byte_at, script, normal }
    }

    /// The text as the file has it, line ends as `\n`. All offsets count its characters.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The source alone; all that was made of it goes.
    pub fn into_source(self) -> String {
        self.source
    }

    /// The script that most of the text is written in.
    pub fn script(&self) -> Script {
        self.script
    }

    /// The normalised form, with the way back.
    pub fn normal(&self) -> &Normal {
        &self.normal
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
        let digest = Sha256::digest(folded(&self.source));
        let mut hex = String::with_capacity(64);
        for byte in digest {
            hex.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
            hex.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        }
        hex
    }
}

/// The form of which copies are told: letters and digits alone, in Simplified script.
fn folded(source: &str) -> String {
    let (mut folded, settled) = letters(source).unwrap_or_else(|| {
        let mut folded: String = source.nfkc().collect();
        folded.retain(char::is_alphanumeric);
        (folded, false)
    });
    if settled {
        return folded;
    }
    if let Cow::Owned(simplified) = converted(&folded) {
        folded = simplified;
    }
    if unsettled(&folded).any(|(_, c)| fold_variant(c) != c) {
        folded = folded.chars().map(fold_variant).collect();
    }
    folded
}

/// The letters and digits that NFKC makes of a text whose characters fold each by itself, as those of most do,
/// and whether all of them are in Simplified script for certain: what stays as it is goes over in runs. `None`
/// for every other text.
fn letters(source: &str) -> Option<(String, bool)> {
    let mut letters = String::with_capacity(source.len());
    let mut settled = true;
    let mut copied = 0;
    for (at, c) in unsettled(source) {
        let one = normal::fold_alone(c)?;
        let letter = normal::is_letter(one);
        settled &= !letter || !(is_han(one) || is_convertible(one));
        if letter && one == c {
            continue;
        }
        letters.push_str(&source[copied..at]);
        copied = at + c.len_utf8();
        if letter {
            letters.push(one);
        }
    }
    letters.push_str(&source[copied..]);
    Some((letters, settled))
}

#[cfg(test)]
mod tests {
    use super::{UnicodeNormalization, fold_variant, folded, letters};

    #[test]
    fn the_short_way_to_the_letters_is_the_long_one() {
        let mut short = 0;
        for c in '\0'..=char::MAX {
            let text = format!("全镇{c}增长6.5%，A\n");
            if let Some((letters, settled)) = letters(&text) {
                let long: String = text.nfkc().filter(|c| c.is_alphanumeric()).collect();
                assert_eq!(letters, long, "{c}");
                let simplified: String = hanconv::t2s(&long).chars().map(fold_variant).collect();
                assert!(!settled || simplified == long, "{c}");
                short += 1;
            }
        }
        assert!(short > 15_000, "{short}");
    }

    #[test]
    fn copies_are_told_in_simplified_script_and_one_variant() {
        assert_eq!(folded("全覆蓋，反覆、著力 Ａ①"), "全覆盖反复着力A1");
        assert_eq!(folded("全覆盖，反复、着力 A1"), "全覆盖反复着力A1");
    }
}
