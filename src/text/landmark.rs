//! Where a text has characters at which the reading stops: each is asked once what it is, and then they are found
//! eight characters at a time.

use std::ops::Range;

use super::charset::{CharSet, PLANE};

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

/// So many characters are looked at together.
const TOGETHER: usize = 8;

/// What each character of a text may be.
#[derive(Debug, Clone, Default)]
pub struct Landmarks(Vec<[u8; TOGETHER]>);

impl Landmarks {
    pub(super) fn of(chars: &[char]) -> Landmarks {
        let kind = |c: char| KINDS.get(c as usize).copied().unwrap_or(0);
        let (together, rest) = chars.as_chunks::<TOGETHER>();
        let mut last = ['\0'; TOGETHER];
        last[..rest.len()].copy_from_slice(rest);
        Landmarks(together.iter().chain([&last]).map(|chars| chars.map(kind)).collect())
    }

    /// The places of a stretch at which such a thing may be, in order.
    pub fn places(&self, of: Landmark, stretch: Range<usize>) -> Places<'_> {
        let wanted = u64::from_le_bytes([of.bit(); TOGETHER]);
        let at = stretch.start / TOGETHER;
        let mut rest = self.0[at..stretch.end.div_ceil(TOGETHER).max(at)].iter();
        // Those before the stretch are none of its places.
        let own = u64::MAX << (stretch.start % TOGETHER * TOGETHER);
        let found = rest.next().map_or(0, |together| u64::from_le_bytes(*together) & wanted & own);
        Places { rest, wanted, at: at * TOGETHER, found, end: stretch.end }
    }
}

/// The places of one landmark.
#[derive(Debug)]
pub struct Places<'t> {
    /// What is still to be looked at.
    rest: std::slice::Iter<'t, [u8; TOGETHER]>,
    /// The bit of the landmark in each byte.
    wanted: u64,
    /// Where the characters looked at last begin, with one bit in the byte of each that is still to be told.
    at: usize,
    found: u64,
    end: usize,
}

impl Places<'_> {
    /// Goes on to the next characters among which there is one; none may be left.
    #[inline(never)]
    fn go_on(&mut self) {
        for together in self.rest.by_ref() {
            self.at += TOGETHER;
            self.found = u64::from_le_bytes(*together) & self.wanted;
            if self.found != 0 {
                return;
            }
        }
    }
}

impl Iterator for Places<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.found == 0 {
            self.go_on();
        }
        let place = self.at + self.found.trailing_zeros() as usize / TOGETHER;
        let any = self.found != 0 && place < self.end;
        // The lowest bit is told.
        self.found &= self.found.wrapping_sub(1);
        any.then_some(place)
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
