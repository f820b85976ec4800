//! A byte of marks for each character of a text: those that have some mark are found eight at a time.

use std::ops::Range;

/// So many marks are looked at together, as the bytes of one number.
const CHUNK: usize = size_of::<u64>();

/// A chunk with the lowest bit of each byte.
const EACH: u64 = u64::MAX / 0xff;

/// The marks of each character of a text; what a bit stands for is told by whoever sets it.
#[derive(Debug, Clone, Default)]
pub struct Marked {
    /// A chunk without marks stands before those of the text, and one behind them.
    marks: Vec<u8>,
}

impl Marked {
    /// The marks of each character, in order.
    pub fn new(of_each: impl ExactSizeIterator<Item = u8>) -> Marked {
        let mut marks = Vec::with_capacity(CHUNK + of_each.len() + CHUNK);
        marks.extend([0; CHUNK]);
        marks.extend(of_each);
        marks.extend([0; CHUNK]);
        Marked { marks }
    }

    /// The places in a range that have one of some marks, in order.
    #[inline]
    pub fn with(&self, marks: u8, range: Range<usize>) -> Places<'_> {
        Places { marks: &self.marks, one: u64::from(marks) * EACH, range }
    }

    /// The marks that the places of a range have, all together.
    #[inline]
    pub fn held(&self, range: Range<usize>) -> u8 {
        let marks = self.marks.get(CHUNK + range.start..CHUNK + range.end).unwrap_or_default();
        let (chunks, rest) = marks.as_chunks::<CHUNK>();
        let held = chunks.iter().fold(0, |held, chunk| held | u64::from_le_bytes(*chunk));
        let held = held | held >> 32;
        let held = held | held >> 16;
        rest.iter().fold((held | held >> 8) as u8, |held, marks| held | marks)
    }
}

/// Places in a range that have one of some marks, a chunk of marks looked at together.
#[derive(Debug)]
pub struct Places<'m> {
    marks: &'m [u8],
    /// The marks looked for, in each byte.
    one: u64,
    range: Range<usize>,
}

impl Places<'_> {
    /// The marks looked for among the eight that begin so far into all of them, the first as the lowest byte.
    #[inline]
    fn chunk(&self, from: usize) -> u64 {
        let chunk = self.marks.get(from..).and_then(|marks| marks.first_chunk());
        chunk.map_or(0, |chunk| u64::from_le_bytes(*chunk)) & self.one
    }
}

impl Iterator for Places<'_> {
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

impl DoubleEndedIterator for Places<'_> {
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
    use super::Marked;

    #[test]
    fn places_are_those_that_have_the_mark() {
        let marks: Vec<u8> =
            (0..50u32).map(|at| (at * at % 7 == 2) as u8 | ((at % 11 == 3) as u8) << 7).collect();
        let marked = Marked::new(marks.iter().copied());
        for from in 0..=marks.len() {
            for to in 0..=marks.len() {
                for wanted in [1, 1 << 7, 1 | 1 << 7, 1 << 3] {
                    let one: Vec<usize> = (from..to).filter(|&at| marks[at] & wanted != 0).collect();
                    assert_eq!(marked.with(wanted, from..to).collect::<Vec<_>>(), one, "{from}..{to}");
                    let mut backwards: Vec<usize> = marked.with(wanted, from..to).rev().collect();
                    backwards.reverse();
                    assert_eq!(backwards, one, "{from}..{to}");
                    assert_eq!(marked.held(from..to) & wanted != 0, !one.is_empty(), "{from}..{to}");
                }
            }
        }
        assert_eq!(Marked::default().with(1, 0..0).next(), None);
    }
}
