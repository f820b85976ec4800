//! Traditional and Simplified script.

use std::borrow::Cow;

use super::hanzi::{is_han, unsettled};

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

/// Characters that Taiwan-style conversions of a mainland text write differently and that OpenCC's
/// t2s leaves alone; folded for comparison only.
pub(super) const fn fold_variant(c: char) -> char {
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

/// Made by build.rs: bit `c & 7` of byte `c >> 3` for each character `c` of the basic plane that the converter's
/// dictionaries write otherwise, alone or in some phrase.
const CONVERTIBLE: &[u8; 0x2000] = include_bytes!(concat!(env!("OUT_DIR"), "/convertible.bits"));

/// The same for each character that stands in them at all: no phrase of the converter runs over any other.
const LISTED: &[u8; 0x2000] = include_bytes!(concat!(env!("OUT_DIR"), "/listed.bits"));

/// The bit of a character; characters beyond the basic plane are taken for members.
const fn is_in(bits: &[u8; 0x2000], c: char) -> bool {
    let byte = c as usize / 8;
    byte >= bits.len() || bits[byte] >> (c as usize % 8) & 1 == 1
}

/// Whether a conversion to Simplified script could change this character.
pub(super) const fn is_convertible(c: char) -> bool {
    is_in(CONVERTIBLE, c)
}

/// A text in Simplified script; only what could change goes through the converter.
pub(super) fn converted(text: &str) -> Cow<'_, str> {
    let listed = |c: char| is_in(LISTED, c);
    let mut converted = String::new();
    let mut copied = 0;
    for (at, c) in unsettled(text) {
        if at < copied || !is_convertible(c) {
            continue;
        }
        let before = text[copied..at].chars().rev().take_while(|&c| listed(c)).map(char::len_utf8);
        let start = at - before.sum::<usize>();
        let end = text[at..].find(|c| !listed(c)).map_or(text.len(), |len| at + len);
        converted.push_str(&text[copied..start]);
        converted.push_str(&hanconv::t2s(&text[start..end]));
        copied = end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    converted.push_str(&text[copied..]);
    Cow::Owned(converted)
}

/// Share of the Han characters that must be Traditional forms for a text to count as Traditional.
const HANT_SHARE: f64 = 0.05;

/// The script of a text and, where it is Traditional, the same text in Simplified script,
/// character for character.
pub(super) fn simplify(source: &str) -> (Script, Option<String>) {
    let Cow::Owned(simplified) = converted(source) else { return (Script::Hans, None) };
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

/// One character in Simplified script.
fn one_char(c: char) -> char {
    let converted = hanconv::t2s(c.encode_utf8(&mut [0; 4]) as &str);
    let mut chars = converted.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => only,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use hanconv::Dictionary;

    use super::{converted, is_convertible};

    #[test]
    fn a_text_converted_in_pieces_is_the_whole_text_converted() {
        let phrases = Dictionary::TSPhrases.iter().map(|(from, _)| from);
        let words: Vec<&str> =
            ["乾", "全镇", "，", "著", "于", "a", "里", "后"].into_iter().chain(phrases).collect();
        // Each beside each of the others, and with others around it.
        for (number, first) in words.iter().enumerate() {
            for second in &words {
                let third = words[(number * 7 + second.len()) % words.len()];
                for text in [format!("{first}{second}"), format!("的{second}{first}着{third}")] {
                    assert_eq!(converted(&text), hanconv::t2s(&text), "{text}");
                }
            }
        }
        assert!(words.len() > 200, "{}", words.len());
    }

    #[test]
    fn whatever_the_converter_changes_is_convertible() {
        for c in '\u{80}'..=char::MAX {
            assert!(is_convertible(c) || hanconv::t2s(String::from(c)) == String::from(c), "{c}");
        }
        // Phrases are written otherwise though each of their characters may stay.
        for phrase in ["反覆", "瞭解", "藉口", "乾坤", "計畫"] {
            assert!(phrase.chars().any(is_convertible) || hanconv::t2s(phrase) == phrase, "{phrase}");
        }
        for simplified in ["全镇一般公共预算收入增长6.5%", "“十四五”规划", ""] {
            assert!(!simplified.chars().any(is_convertible), "{simplified}");
        }
    }
}
