//! Decoded text as it stands, its normalised form, and the way back from one to the other.

pub mod charset;
pub mod fold;
mod line;
mod normal;
pub mod phrase;
pub mod superscript;

use charset::{CharSet, PLANE};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

pub use line::opens_heading;
pub use normal::Normal;

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
    if convertible(&folded) {
        folded = hanconv::t2s(&folded);
    }
    if folded.chars().any(|c| fold_variant(c) != c) {
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
    for (at, c) in source.char_indices() {
        if SETTLED.has(c) {
            continue;
        }
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

/// Characters that Taiwan-style conversions of a mainland text write differently and that OpenCC's
/// t2s leaves alone; folded for comparison only.
const fn fold_variant(c: char) -> char {
    match c {
        '著' => '着',
        '祇' => '只',
        '佔' => '占',
        '牠' | '祂' => '它',
        '妳' => '你',
        _ => c,
    }
}

/// Words of Taiwan-style conversions, of the same length as the mainland word that they stand for.
const TAIWAN_WORDS: &[(&str, &str)] = &[
    ("计画", "计划"),
    ("规画", "规划"),
    ("著力", "着力"),
    ("著重", "着重"),
    ("著眼", "着眼"),
    ("沿著", "沿着"),
    ("围绕著", "围绕着"),
    ("幼稚园", "幼儿园"),
    ("中国小校", "中小学校"),
    ("网路", "网络"),
    ("台帐", "台账"),
    ("资讯", "信息"),
];

/// Made by build.rs: bit `c & 7` of byte `c >> 3` for each character `c` of the basic plane.
const CONVERTIBLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/convertible.bits"));

/// Whether a text holds a character that a conversion to Simplified script could change; characters
/// beyond the basic plane are taken for such.
fn convertible(text: &str) -> bool {
    text.chars().any(is_convertible)
}

/// Hanzi of the basic block and extension A that nothing folds: neither a conversion to Simplified script nor the
/// table of variants changes them, and NFKC leaves them alone. Nearly all of most texts.
const SETTLED: &CharSet = &CharSet::from_bits(settled());

const fn settled() -> [u64; PLANE / 64] {
    let mut bits = [0; PLANE / 64];
    let mut at = 0x3400;
    while at <= 0x9fff {
        let hexagram = at >= 0x4dc0 && at < 0x4e00;
        let varies = match char::from_u32(at as u32) {
            Some(c) => fold_variant(c) as usize != at,
            None => true,
        };
        if !hexagram && !varies && CONVERTIBLE[at / 8] >> (at % 8) & 1 == 0 {
            bits[at / 64] |= 1 << (at % 64);
        }
        at += 1;
    }
    bits
}

fn is_convertible(c: char) -> bool {
    CONVERTIBLE.get(c as usize / 8).is_none_or(|bits| bits >> (c as usize % 8) & 1 == 1)
}

/// Share of the Han characters that must be Traditional forms for a text to count as Traditional.
const HANT_SHARE: f64 = 0.05;

/// The script of a text and, where it is Traditional, the same text in Simplified script,
/// character for character.
fn simplify(source: &str) -> (Script, Option<String>) {
    let simplified = in_pieces(source);
    if simplified == source {
        return (Script::Hans, None);
    }
    let (mut han, mut changed) = (0usize, 0usize);
    let mut same_length = true;
    let mut after = simplified.chars();
    for before in source.chars() {
        match after.next() {
            Some(c) => {
                han += usize::from(is_han(before));
                changed += usize::from(c != before);
            }
            None => same_length = false,
        }
    }
    same_length &= after.next().is_none();
    if changed == 0 {
        return (Script::Hans, None);
    }
    // Phrase rules of the converter keep the length today; one that did not would shift every place.
    let mut simplified =
        if same_length { simplified } else { source.chars().map(one_char).collect::<String>() };
    for (taiwan, mainland) in TAIWAN_WORDS {
        if simplified.contains(taiwan) {
            simplified = simplified.replace(taiwan, mainland);
        }
    }
    // The share decides only what the text is called: every paragraph is read in Simplified script,
    // so that one paragraph more or less changes nothing in the others.
    let script = if (changed as f64) < HANT_SHARE * han as f64 { Script::Hans } else { Script::Hant };
    (script, Some(simplified))
}

/// Marks over which no phrase of the converter runs.
const BETWEEN_PHRASES: [char; 4] = ['\n', '。', '，', '、'];

/// A text in Simplified script; only the pieces with something to convert go through the converter.
fn in_pieces(source: &str) -> String {
    let mut simplified = String::with_capacity(source.len());
    for piece in source.split_inclusive(BETWEEN_PHRASES) {
        if convertible(piece) {
            simplified.push_str(&hanconv::t2s(piece));
        } else {
            simplified.push_str(piece);
        }
    }
    simplified
}

/// One character in Simplified script.
fn one_char(c: char) -> char {
    let converted = hanconv::t2s(c.encode_utf8(&mut [0; 4]) as &str);
    let mut chars = converted.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => only,
        _ => c,
    }
}

/// A Han ideograph of the basic block, extension A, or the ideographic zero.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::{BETWEEN_PHRASES, UnicodeNormalization, convertible, fold_variant, folded, letters};

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

    #[test]
    fn no_phrase_of_the_converter_runs_over_a_mark() {
        use hanconv::Dictionary;
        let mut phrases = 0;
        for (from, _) in Dictionary::TSCharacters.iter().chain(Dictionary::TSPhrases.iter()) {
            phrases += 1;
            assert!(!from.contains(BETWEEN_PHRASES), "{from}");
        }
        assert!(phrases > 4_000, "{phrases}");
    }

    #[test]
    fn whatever_the_converter_changes_is_convertible() {
        for c in '\u{80}'..=char::MAX {
            let one = String::from(c);
            assert!(convertible(&one) || hanconv::t2s(&one) == one, "{c}");
        }
        // Phrases are written otherwise though each of their characters may stay.
        for phrase in ["反覆", "瞭解", "藉口", "乾坤", "計畫"] {
            assert!(convertible(phrase) || hanconv::t2s(phrase) == phrase, "{phrase}");
        }
        for simplified in ["全镇一般公共预算收入增长6.5%", "“十四五”规划", ""] {
            assert!(!convertible(simplified), "{simplified}");
        }
    }
}
