//! Where a text has characters at which the reading stops: each is asked once what it is.

use std::ops::Range;

use super::charset::{CharSet, PLANE};
use super::marked::{Marked, Places};

/// What a character may be to the reading; some are several things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Landmark {
    /// The end of a line.
    LineEnd,
    /// A mark that ends a sentence or a clause, or opens an insert.
    Mark,
    /// The beginning of a heading's marker.
    Marker,
    /// The beginning of a number.
    Number,
    /// The beginning of the words for years to come.
    ToCome,
}

impl Landmark {
    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Characters that can open a numeral.
#[rustfmt::skip]
pub const NUMERALS: &CharSet = &CharSet::of(&[
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '数', '几',
    '零', '〇', '一', '二', '两', '三', '四', '五', '六', '七', '八', '九',
    '壹', '贰', '叁', '叄', '肆', '陆', '柒', '捌', '玖',
    '十', '百', '千', '万', '亿', '拾', '佰', '仟', '廿', '卅',
]).with(MASKS);

/// Characters that redact a digit.
pub const MASKS: &[char] = &['x', 'X', '×', '*', '○', '□', '■', '●', '◯', '△', '_'];

/// Characters that open a marker.
#[rustfmt::skip]
const MARKERS: &CharSet = &CharSet::of(&[
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '(', '第', '—', '-',
    '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十',
    '壹', '贰', '貳', '叁', '參', '肆', '伍', '陆', '陸', '【',
    '▲', '△', '●', '◆', '◇', '■', '★', '☆', '▶', '►', '※',
    '①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩', '⑪', '⑫', '⑬', '⑭', '⑮', '⑯', '⑰', '⑱', '⑲', '⑳',
]);

/// What each character of the basic plane may be, one bit for each landmark.
const KINDS: &[u8; PLANE] = &{
    let marks = CharSet::of(&['。', ';', '!', '?', '\n', ',', ':', '“', '《', '(', '‘']);
    let kinds = CharSet::of(&['\n']).mark([0; PLANE], Landmark::LineEnd.bit());
    let kinds = marks.mark(kinds, Landmark::Mark.bit());
    let kinds = MARKERS.mark(kinds, Landmark::Marker.bit());
    let kinds = CharSet::of(&['今', '未']).mark(kinds, Landmark::ToCome.bit());
    NUMERALS.with(&['翻', '半', '首', '.', '伍', '参']).mark(kinds, Landmark::Number.bit())
};

/// What each character of a text may be.
#[derive(Debug, Clone, Default)]
pub struct Landmarks(Marked);

impl Landmarks {
    pub(super) fn of(chars: &[char]) -> Landmarks {
        Landmarks(Marked::new(chars.iter().map(|&c| KINDS.get(c as usize).copied().unwrap_or(0))))
    }

    /// The places of a stretch at which such a thing may be, in order.
    pub fn places(&self, of: Landmark, stretch: Range<usize>) -> Places<'_> {
        self.0.with(of.bit(), stretch)
    }
}

#[cfg(test)]
mod tests {
    use super::{Landmark, Landmarks};

    #[test]
    fn places_are_those_of_the_characters() {
        let chars: Vec<char> =
            "一、全镇2023年新建𠀀7座,翻番。\n(二)第x项:半数以上。".repeat(3).chars().collect();
        let landmarks = Landmarks::of(&chars);
        for (of, wanted) in [
            (Landmark::LineEnd, "\n"),
            (Landmark::Mark, ",。\n(:"),
            (Landmark::Marker, "一2037(二第"),
            (Landmark::Number, "一2037翻二x半数"),
        ] {
            for start in 0..chars.len() {
                for end in start..=chars.len() {
                    let places: Vec<usize> = landmarks.places(of, start..end).collect();
                    let one_by_one: Vec<usize> =
                        (start..end).filter(|&at| wanted.contains(chars[at])).collect();
                    assert_eq!(places, one_by_one, "{of:?} {start}..{end}");
                }
            }
        }
    }
}
