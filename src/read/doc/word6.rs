//! What files of Word 6 and 95 have otherwise: properties with codes of one byte, numbers that each
//! paragraph describes itself, and text in a code page.
//!
//! [MS-DOC] does not describe that form; the places and lengths here are those that other free readers
//! found.

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

use super::Form;
use super::binary::{u8_at, u16_at};
use crate::read::encoding;
use crate::read::number::{NONE, Style};
use crate::read::numbering::{Instance, LEVELS, Level, Numbering};

pub(super) const FORM: Form = Form { word6: true, stories: 52, pairs: 88, page_number: 2, paragraph: 7 };

/// In the header: the mark, the language of the edition, and flags.
const MARK: usize = 0;
const LANGUAGE: usize = 6;
const FLAGS: usize = 10;
/// Marks of editions.
const JAPANESE: u16 = 0xa697;
const KOREAN: u16 = 0xa698;
/// Each character takes two bytes, as East Asian editions write them.
const WIDE: u16 = 0x1000;

/// How the text is written: a code page, each of whose characters takes one or two bytes, or always two.
#[derive(Debug, Clone, Copy)]
pub(super) struct CodePage {
    encoding: &'static Encoding,
    wide: bool,
}

/// The first byte of a character of two bytes is no lower.
const LEAST_LEAD: u8 = 0x80;

/// All characters of the file take two bytes.
pub(super) fn is_wide(main: &[u8]) -> bool {
    u16_at(main, FLAGS).is_some_and(|flags| flags & WIDE != 0)
}

impl CodePage {
    /// The code page of a file whose pieces of text are these. What the text reads like counts before the
    /// language that the file states: Chinese was written in English editions too, and Chinese ones
    /// state English.
    pub(super) fn of<'a>(main: &[u8], texts: impl Iterator<Item = &'a [u8]>) -> CodePage {
        let wide = is_wide(main);
        let mut sample: Vec<u8> = Vec::new();
        for text in texts {
            if wide {
                let units = text.chunks_exact(2).filter(|unit| unit[1] >= LEAST_LEAD);
                sample.extend(units.flat_map(|unit| [unit[1], unit[0]]));
            } else {
                sample.extend(text);
            }
        }
        let (chinese, sure) = encoding::chinese(&sample);
        let encoding = match (u16_at(main, MARK), u16_at(main, LANGUAGE)) {
            (Some(JAPANESE), _) => SHIFT_JIS,
            (Some(KOREAN), _) => EUC_KR,
            _ if sure => chinese,
            (_, Some(0x0404 | 0x0c04 | 0x1404)) => BIG5,
            (_, Some(language)) if language & 0x3ff == 4 => GBK,
            (_, Some(0x0419)) => WINDOWS_1251,
            _ if wide => chinese,
            _ => WINDOWS_1252,
        };
        CodePage { encoding, wide }
    }

    /// The first character of some bytes, and how many of them it takes.
    pub(super) fn first(self, bytes: &[u8]) -> Option<(char, usize)> {
        let (lead, next) = (*bytes.first()?, bytes.get(1).copied());
        if self.wide {
            return Some(match next? {
                high if high < LEAST_LEAD => (single(lead), 2),
                high => (self.double(high, lead).unwrap_or(char::REPLACEMENT_CHARACTER), 2),
            });
        }
        if lead < LEAST_LEAD || self.encoding.is_single_byte() {
            let c = self.encoding.decode_without_bom_handling(&[lead]).0.chars().next();
            return Some((c.unwrap_or(char::REPLACEMENT_CHARACTER), 1));
        }
        let pair = next.and_then(|next| self.double(lead, next));
        Some(pair.map_or((char::REPLACEMENT_CHARACTER, 1), |c| (c, 2)))
    }

    fn double(self, lead: u8, next: u8) -> Option<char> {
        let pair = [lead, next];
        let text = self.encoding.decode_without_bom_handling_and_without_replacement(&pair)?;
        let mut characters = text.chars();
        characters.next().filter(|_| characters.next().is_none())
    }

    fn words(self, mut bytes: &[u8]) -> String {
        let narrow = CodePage { wide: false, ..self };
        let mut words = String::new();
        while let Some((c, length)) = narrow.first(bytes) {
            words.push(c);
            bytes = bytes.get(length..).unwrap_or_default();
        }
        words
    }
}

/// Without a code page of its own a byte is one of Windows 1252.
fn single(byte: u8) -> char {
    WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Codes of Word 6 → the codes of Word 97 for the same properties, as far as they are read.
const CODES: &[(u8, u16)] = &[
    (2, 0x4600),
    (12, LABEL),
    (13, 0x260a),
    (24, 0x2416),
    (25, 0x2417),
    (65, 0x0800),
    (74, 0x6a09),
    (80, 0x4a30),
    (92, 0x083c),
    (101, 0x4845),
    (104, 0x2a48),
];
/// A paragraph's number (ANLD); Word 97 has the code for files that came from Word 6.
pub(super) const LABEL: u16 = 0xc63e;
/// The operand of Word 97 for a character of a symbol font, which may mean anything.
const SOME_SYMBOL: &[u8] = &[0, 0, 0, 0xf0];

/// Goes through properties: Word 97's code and value.
pub(super) fn each(properties: &[u8], mut visit: impl FnMut(u16, &[u8])) {
    let mut at = 0;
    while let Some(code) = u8_at(properties, at) {
        let Some(length) = length(code, u8_at(properties, at + 1).unwrap_or(0)) else { return };
        let end = (at + 1 + length).min(properties.len());
        let value = properties.get(at + 1..end).unwrap_or_default();
        if let Some((_, code)) = CODES.iter().find(|(known, _)| *known == code) {
            visit(*code, if *code == 0x6a09 { SOME_SYMBOL } else { value });
        }
        at = end;
    }
}

/// Length of a value, of which the first byte is given. Behind properties of rows and sections, and
/// behind what is not known, stands nothing of use.
fn length(code: u8, first: u8) -> Option<usize> {
    Some(match code {
        0 | 1 | 52 | 83 => 0,
        4..=11 | 13 | 14 | 24 | 25 | 29 | 37 | 44 | 50 | 51 | 65..=67 | 71 | 75 => 1,
        85..=92 | 94 | 98 | 100 | 102 | 104 | 117..=119 => 1,
        2 | 16..=19 | 21 | 22 | 26..=28 | 30..=36 | 38..=43 | 45..=49 | 69 | 72 | 80 => 2,
        93 | 96 | 97 | 99 | 101 | 107 | 109 | 110 | 121..=124 => 2,
        73 | 95 => 3,
        20 | 70 => 4,
        15 | 23 if first == u8::MAX => return None,
        3 | 12 | 15 | 23 | 64 | 68 | 74 | 77 | 79 | 81 | 82 | 103 | 105 | 106 | 108 | 111..=116 | 120 => {
            usize::from(first) + 1
        }
        _ => return None,
    })
}

/// How the number of a paragraph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    style: u8,
    start: u16,
    /// The numbers of the levels above stand before its own.
    with_above: bool,
    /// Lengths of what stands before the number and behind it, one after the other in `text`.
    before: u8,
    after: u8,
    text: [u8; LABEL_TEXT],
}

const LABEL_TEXT: usize = 32;
/// The level of numbers that count without levels.
const PLAIN: usize = 10;
/// The lists of leveled and of plain numbers.
const LEVELED_LIST: i64 = 1;
const PLAIN_LIST: i64 = 2;

impl Label {
    /// From the property's value, whose first byte is its length.
    pub(super) fn of(value: &[u8]) -> Option<Label> {
        let mut text = [0; LABEL_TEXT];
        let stored = value.get(21..)?;
        text.iter_mut().zip(stored).for_each(|(to, from)| *to = *from);
        Some(Label {
            style: u8_at(value, 1)?,
            before: u8_at(value, 2)?,
            after: u8_at(value, 3)?,
            with_above: u8_at(value, 4)? & 4 != 0,
            start: u16_at(value, 11)?,
            text,
        })
    }

    fn level(&self, at: usize, above: &str, page: CodePage) -> Level {
        let part = |from: usize, to: usize| page.words(self.text.get(from..to).unwrap_or_default());
        let before = usize::from(self.before);
        let own = [part(0, before), format!("%{}", at + 1), part(before, before + usize::from(self.after))];
        let label = format!("{}{}", if self.with_above { above } else { "" }, own.concat());
        Level { start: u32::from(self.start), style: Style(self.style), label, ..Level::default() }
    }
}

/// Counts a paragraph, whose level is 1 to 9 or [`PLAIN`], and gives its label. Plain numbers begin anew
/// behind each paragraph without one.
pub(super) fn count(
    numbering: &mut Numbering,
    level: Option<usize>,
    label: Option<Label>,
    page: CodePage,
) -> Option<String> {
    let (list, at) = match level {
        Some(level @ 1..=LEVELS) => (LEVELED_LIST, level - 1),
        Some(PLAIN) => (PLAIN_LIST, 0),
        _ => {
            numbering.begin_anew(PLAIN_LIST);
            return None;
        }
    };
    let no_level = || vec![Level { style: NONE, ..Level::default() }; LEVELS];
    let levels = numbering.lists.entry(list).or_insert_with(no_level);
    let above = at.checked_sub(1).and_then(|at| levels.get(at)).map(|level| level.label.clone());
    *levels.get_mut(at)? = label?.level(at, &above.unwrap_or_default(), page);
    numbering.instances.entry(list).or_insert_with(|| Instance { list, ..Instance::default() });
    numbering.count(list, at)
}
