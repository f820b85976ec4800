//! Where words that matter to names begin and end in a text: looked for once, for all rules.

use std::ops::Range;

use crate::lexicon::{Lexicon, Marks};
use crate::text::charset::CharSet;
use crate::text::landmark::NUMERALS;

/// What is told by a character alone.
const CHARACTERS: &Marks = &Marks::NONE
    .with(Marks::HEAD, CharSet::of(&['段', '线']).bits())
    .with(Marks::BORDER, CharSet::of(&['的', '—', '等', '和', '与', '及']).bits())
    .with(Marks::NUMBER, NUMERALS.with(&['等', '.', '伍', '参', '兆']).bits())
    .with(
        Marks::JOINT,
        CharSet::of(&['、', '和', '与', '及', '以', '“', '”', '(', ')', '《', '》', '‘', '’']).bits(),
    )
    .with(Marks::QUOTE, CharSet::of(&['“']).bits());

/// So many marks are looked at together, as the bytes of one number.
const CHUNK: usize = size_of::<u64>();

/// A chunk with the lowest bit of each byte.
const EACH: u64 = u64::MAX / 0xff;

/// The marks of each character of a text; of heads and of things that are built what is there, else what may be.
pub(super) struct Places {
    /// A chunk without marks stands before those of the text, and one behind them.
    marks: Vec<u8>,
}

impl Places {
    pub(super) fn of(chars: &[char], lexicon: &Lexicon) -> Places {
        const ENDS: u8 = Marks::HEAD | Marks::BUILT;
        let certain = |at: usize, may: u8| {
            let road = matches!(chars[at], '段' | '线');
            let head = road || may & Marks::HEAD != 0 && lexicon.heads.ends_at(chars, at);
            let built = may & Marks::BUILT != 0 && lexicon.names.built.ends_at(chars, at);
            may & !ENDS | if head { Marks::HEAD } else { 0 } | if built { Marks::BUILT } else { 0 }
        };
        let may = lexicon.name_marks.and(CHARACTERS);
        let at = |(at, &c)| {
            let may = may.at(c);
            if may & ENDS == 0 { may } else { certain(at, may) }
        };
        let mut marks = Vec::with_capacity(CHUNK + chars.len() + CHUNK);
        marks.extend([0; CHUNK]);
        marks.extend(chars.iter().enumerate().map(at));
        marks.extend([0; CHUNK]);
        Places { marks }
    }

    /// The places in a range that have one of some marks, in order.
    #[inline]
    pub(super) fn with(&self, marks: u8, range: Range<usize>) -> With<'_> {
        With { marks: &self.marks, one: u64::from(marks) * EACH, range }
    }

    /// The marks that the places of a range have, all together.
    #[inline]
    pub(super) fn held(&self, range: Range<usize>) -> u8 {
        let marks = self.marks.get(CHUNK + range.start..CHUNK + range.end).unwrap_or_default();
        let (chunks, rest) = marks.as_chunks::<CHUNK>();
        let held = chunks.iter().fold(0, |held, chunk| held | u64::from_le_bytes(*chunk));
        let held = held | held >> 32;
        let held = held | held >> 16;
        rest.iter().fold((held | held >> 8) as u8, |held, marks| held | marks)
    }
}

/// Places in a range that have one of some marks, a chunk of marks looked at together.
pub(super) struct With<'p> {
    marks: &'p [u8],
    one: u64,
    range: Range<usize>,
}

impl With<'_> {
    /// The marks looked for among the eight that begin so far into all of them, the first as the lowest byte.
    #[inline]
    fn chunk(&self, from: usize) -> u64 {
        let chunk = self.marks.get(from..).and_then(|marks| marks.first_chunk());
        chunk.map_or(0, |chunk| u64::from_le_bytes(*chunk)) & self.one
    }
}

impl Iterator for With<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.range.start < self.range.end {
            let found = self.chunk(CHUNK + self.range.start);
            if found == 0 {
                self.range.start += CHUNK;
                continue;
            }
            let at = self.range.start + found.trailing_zeros() as usize / 8;
            self.range.start = at + 1;
            return (at < self.range.end).then_some(at);
        }
        None
    }
}

impl DoubleEndedIterator for With<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<usize> {
        while self.range.start < self.range.end {
            let found = self.chunk(self.range.end);
            if found == 0 {
                self.range.end = self.range.end.saturating_sub(CHUNK);
                continue;
            }
            let at = self.range.end - 1 - found.leading_zeros() as usize / 8;
            self.range.end = at;
            return (at >= self.range.start).then_some(at);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, Places};
    use crate::lexicon::{Lexicon, Marks};

    #[test]
    fn places_are_those_that_have_the_mark() {
        let text = "建成青石水库除险加固工程、整治青枫沟,云溪大道和“归雁”行动等3个项目已开工建设。";
        let chars: Vec<char> = text.chars().collect();
        let places = Places::of(&chars, &Lexicon::builtin());
        let all = |marks: u8| -> String { places.with(marks, 0..chars.len()).map(|at| chars[at]).collect() };
        assert_eq!(all(Marks::BUILT), "沟");
        assert_eq!(all(Marks::QUOTE), "“");
        assert_eq!(all(Marks::NUMBER), "等3");
        for from in 0..=chars.len() {
            for to in 0..=chars.len() {
                for marks in [Marks::HEAD, Marks::BORDER | Marks::NUMBER, Marks::JOINT] {
                    let one: Vec<usize> =
                        (from..to).filter(|at| places.marks[CHUNK + at] & marks != 0).collect();
                    assert_eq!(places.with(marks, from..to).collect::<Vec<_>>(), one, "{from}..{to}");
                    let mut backwards: Vec<usize> = places.with(marks, from..to).rev().collect();
                    backwards.reverse();
                    assert_eq!(backwards, one, "{from}..{to}");
                    assert_eq!(places.held(from..to) & marks != 0, !one.is_empty(), "{from}..{to}");
                }
            }
        }
    }
}
