//! Hanzi that nothing folds: nearly all of most texts, and gone over by the run.

use super::charset::{CharSet, PLANE};
use super::script::{fold_variant, is_convertible};

/// A Han ideograph of the basic block, extension A, or the ideographic zero.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}

/// Hanzi of the basic block and extension A that neither a conversion to Simplified script nor the table of variants
/// changes, and that NFKC leaves alone.
const SETTLED: &CharSet = &CharSet::from_bits(settled());

const fn settled() -> [u64; PLANE / 64] {
    let mut bits = [0; PLANE / 64];
    let mut at = 0x3400;
    while at <= 0x9fff {
        let hexagram = at >= 0x4dc0 && at < 0x4e00;
        let settled = match char::from_u32(at as u32) {
            Some(c) => fold_variant(c) as usize == at && !is_convertible(c),
            None => false,
        };
        if !hexagram && settled {
            bits[at / 64] |= 1 << (at % 64);
        }
        at += 1;
    }
    bits
}

/// The settled Hanzi that a text begins with.
#[inline]
pub(super) fn settled_run(text: &str) -> &str {
    let (triples, _) = text.as_bytes().as_chunks();
    let run = triples.iter().take_while(|triple| SETTLED.has_triple(**triple)).count();
    &text[..3 * run]
}

/// The settled Hanzi of a run, which are three bytes each.
pub(super) fn hanzi_of(run: &str) -> impl ExactSizeIterator<Item = char> {
    let (triples, _) = run.as_bytes().as_chunks();
    triples.iter().map(|[a, b, c]| {
        let number = u32::from(a & 15) << 12 | u32::from(b & 63) << 6 | u32::from(c & 63);
        char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)
    })
}

/// The other characters of a text, each with the byte at which it begins.
pub(super) fn unsettled(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += settled_run(&text[at..]).len();
        let c = text[at..].chars().next()?;
        let place = at;
        at += c.len_utf8();
        Some((place, c))
    })
}

#[cfg(test)]
mod tests {
    use super::{SETTLED, hanzi_of, settled_run, unsettled};

    #[test]
    fn runs_are_told_by_their_bytes() {
        for c in '\0'..=char::MAX {
            let text = format!("{c}镇");
            let run = settled_run(&text);
            assert_eq!(run.starts_with(c), SETTLED.has(c), "{c:?}");
            assert!(hanzi_of(run).eq(run.chars()), "{c:?}");
        }
        for (text, run, rest) in [
            ("全镇工作", "全镇工作", ""),
            ("全镇，工作", "全镇", "，"),
            ("GDP增长5%", "", "GDP5%"),
            ("著名", "", "著"),
            ("", "", ""),
        ] {
            assert_eq!(settled_run(text), run, "{text}");
            assert!(unsettled(text).map(|(_, c)| c).eq(rest.chars()), "{text}");
            assert!(unsettled(text).all(|(at, c)| text[at..].starts_with(c)), "{text}");
        }
    }
}
