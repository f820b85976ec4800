//! The form of a text in which words are looked for.
//!
//! Every character is folded by itself (NFKC, Simplified script, lower case), so that a part of a text
//! folds to a part of the folded text, whatever stands around it. White space, line ends and punctuation
//! go, for a word may be broken by a blank that text recognition left, or by quotation marks. What stays
//! of the signs is what tells numbers apart: `%`, `‰`, and the point between two digits.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Span;
use super::hanzi::{hanzi_of, settled_run};
use super::normal::is_invisible;
use super::script::{fold_variant, is_convertible};

/// Changes whenever [`fold`] gives something else for some text: an index made with another version
/// has to be made anew.
pub const FOLD_VERSION: u32 = 1;

/// A folded text whose characters know their places.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    chars: Vec<char>,
    /// The source's character that each one stands for.
    at: Vec<u32>,
}

/// A piece of a folded text.
#[derive(Debug, Clone, Copy)]
pub enum Piece<'t> {
    /// Hanzi that are searched as they stand, of three bytes each.
    Hanzi(&'t str),
    /// One character.
    One(char),
}

/// The text as it is searched.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    each(text, |piece| match piece {
        Piece::Hanzi(run) => folded.push_str(run),
        Piece::One(c) => folded.push(c),
    });
    folded
}

/// Gives `put` each piece of the text as it is searched.
pub fn each<'t>(text: &'t str, mut put: impl FnMut(Piece<'t>)) {
    walk(text, |piece, _| put(piece));
}

impl Folded {
    /// Folds a text and keeps the places.
    pub fn of(text: &str) -> Folded {
        let mut folded = Folded::default();
        walk(text, |piece, at| match piece {
            Piece::Hanzi(run) => {
                folded.chars.extend(hanzi_of(run));
                folded.at.extend((at..).take(hanzi_of(run).len()));
            }
            Piece::One(c) => {
                folded.chars.push(c);
                folded.at.push(at);
            }
        });
        folded
    }

    /// The folded characters.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// Where words that are folded themselves stand in the source; a place for each time, one after the
    /// other.
    pub fn places(&self, words: &[char]) -> Vec<Span> {
        let mut places = Vec::new();
        let mut from = 0;
        while !words.is_empty() && from + words.len() <= self.chars.len() {
            if self.chars[from..].starts_with(words) {
                let end = from + words.len();
                places.push(Span { start: self.at[from], end: self.at[end - 1] + 1 });
                from = end;
            } else {
                from += 1;
            }
        }
        places
    }
}

/// Gives `put` each piece with the place of the first character that it stands for.
fn walk<'t>(text: &'t str, mut put: impl FnMut(Piece<'t>, u32)) {
    let mut rest = text;
    let mut at = 0;
    // The last character that is no white space folded to an ASCII digit.
    let mut digit_before = false;
    loop {
        let run = settled_run(rest);
        if !run.is_empty() {
            put(Piece::Hanzi(run), at);
            at += hanzi_of(run).len() as u32;
            rest = &rest[run.len()..];
            digit_before = false;
        }
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { return };
        rest = chars.as_str();
        let place = at;
        at += 1;
        let mut put = |c: char| put(Piece::One(c), place);
        if is_plain_han(c) {
            put(han(c));
            digit_before = false;
        } else if c.is_ascii_alphanumeric() || c == '%' {
            put(c.to_ascii_lowercase());
            digit_before = c.is_ascii_digit();
        } else if c == '\\' && rest.starts_with(['n', 'r', 't']) {
            // Exports leave line ends as the two characters `\` and `n`.
            rest = &rest[1..];
            at += 1;
        } else if is_mark(c) {
            digit_before = false;
        } else if !c.is_whitespace() && !is_invisible(c) {
            let mut last = None;
            for k in c.nfkc() {
                if k == '.' {
                    if digit_before && digit_next(rest) {
                        put('.');
                    }
                    last = None;
                    continue;
                }
                for k in k.to_lowercase().map(simplified).filter(|k| is_searched(*k)) {
                    put(k);
                    last = Some(k);
                }
            }
            digit_before = last.is_some_and(|k| k.is_ascii_digit());
        }
    }
}

/// Marks that a text is full of: for them nothing has to be looked up.
fn is_mark(c: char) -> bool {
    let ascii = |c: char| c.is_ascii_punctuation() && !matches!(c, '.' | '%');
    let wide = |c: char| char::from_u32((c as u32).wrapping_sub(0xfee0)).is_some_and(ascii);
    match c {
        '\0'..='\u{7f}' => ascii(c),
        '\u{2018}'..='\u{201d}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' => true,
        '\u{ff01}'..='\u{ff5e}' => wide(c),
        _ => false,
    }
}

/// The next character that is no white space is a digit.
fn digit_next(rest: &str) -> bool {
    let next = rest.chars().find(|c| !c.is_whitespace() && !is_invisible(*c));
    next.and_then(|c| c.nfkc().next()).is_some_and(|c| c.is_ascii_digit())
}

/// Ideographs of the basic block and extension A: one character is one, and NFKC leaves it alone.
fn is_plain_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// Made by build.rs: pairs of a character and its Simplified form, sorted, four bytes for each.
const SIMPLIFIED: &[[[u8; 4]; 2]] =
    include_bytes!(concat!(env!("OUT_DIR"), "/simplified.pairs")).as_chunks::<4>().0.as_chunks::<2>().0;

fn han(c: char) -> char {
    if !is_convertible(c) {
        return fold_variant(c);
    }
    let place = SIMPLIFIED.binary_search_by_key(&u32::from(c), |[from, _]| u32::from_le_bytes(*from));
    let to = place.ok().and_then(|at| SIMPLIFIED.get(at)).map(|[_, to]| u32::from_le_bytes(*to));
    fold_variant(to.and_then(char::from_u32).unwrap_or(c))
}

fn simplified(c: char) -> char {
    // The one letter of which FTS5 makes another one.
    if c == 'ς' { 'σ' } else { han(c) }
}

/// A letter or digit for FTS5's `unicode61` as well, which knows an older Unicode: there the letters of
/// New Tai Lue and two Vedic signs are marks. Letters in circles that NFKC leaves alone are signs.
fn is_searched(c: char) -> bool {
    let sign = matches!(c, '\u{19b0}'..='\u{19c9}' | '\u{1cf2}'..='\u{1cf3}' | '\u{1f100}'..='\u{1f1ff}');
    matches!(c, '%' | '‰') || (c.is_alphanumeric() && !is_combining_mark(c) && !sign)
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::{Folded, fold};
    use crate::text::Span;

    #[test]
    fn what_is_dropped_and_what_stays() {
        for (text, folded) in [
            ("招商引资", "招商引资"),
            ("招商\n引 资\u{3000}工作", "招商引资工作"),
            ("招商引資、營商環境", "招商引资营商环境"),
            ("“十里砚廊”風景帶", "十里砚廊风景带"),
            ("著力改善", "着力改善"),
            ("GDP增长５．２％", "gdp增长5.2%"),
            ("5G基站 3 6.5 9亿元", "5g基站36.59亿元"),
            ("1. 加强领导", "1加强领导"),
            ("增长3.\n2023年", "增长3.2023年"),
            ("1,100万、3.5亩.", "1100万3.5亩"),
            ("3.,5 3..5 .5 5.", "3535.55"),
            ("1200㎡ ① ½", "1200m2112"),
            ("xx.x%、○○镇", "xxx%镇"),
            ("全镇\\n各村\\r\\n\u{200b}民\\x", "全镇各村民x"),
            ("", ""),
            ("——……", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
            assert_eq!(fold(folded), folded, "{text}, twice");
        }
    }

    #[test]
    fn every_character_keeps_its_place() {
        let folded = Folded::of("抓 招\n商,招商5.2％");
        let of = |words: &str| folded.places(&words.chars().collect::<Vec<char>>());
        assert_eq!(of("招商"), [Span { start: 2, end: 5 }, Span { start: 6, end: 8 }]);
        assert_eq!(of("5.2%"), [Span { start: 8, end: 12 }]);
        assert!(of("引").is_empty());
        assert!(of("").is_empty());
        let repeated = Folded::of("aaaa");
        assert_eq!(repeated.places(&['a', 'a']).len(), 2);
    }

    /// Where this fails, folding has changed: raise `FOLD_VERSION`, so that indexes are made anew.
    #[test]
    fn the_version_stands_for_what_every_character_folds_to() {
        let mut sha = Sha256::new();
        for c in '\0'..=char::MAX {
            let folded = fold(c.encode_utf8(&mut [0; 4]));
            assert_eq!(fold(&folded), folded, "{c:?}");
            sha.update(folded);
            sha.update([0]);
        }
        let digest: String = sha.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((super::FOLD_VERSION, digest.as_str()), (1, "dd1fff79daec40b4"));
    }
}
