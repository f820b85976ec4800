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
        let mut marks = vec![0; CHUNK + chars.len() + CHUNK];
        for (at, (mark, &c)) in marks[CHUNK..].iter_mut().zip(chars).enumerate() {
            let may = lexicon.name_marks.at(c) | CHARACTERS.at(c);
            *mark = if may & ENDS == 0 { may } else { certain(at, may) };
        }
        Places { marks }
    }

    /// The places in a range that have one of some marks, in order.
    #[inline]
    pub(super) fn with(&self, marks: u8, range: Range<usize>) -> With<'_> {
        With { marks: &self.marks, one: u64::from(marks) * EACH, range }
    }

    /// Whether a place in a range has one of some marks.
    #[inline]
    pub(super) fn any(&self, marks: u8, range: Range<usize>) -> bool {
        self.with(marks, range).next().is_some()
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
