//! Where words that matter to names begin and end in a text: asked once, for all rules.

use std::ops::Range;

use crate::extract::numeral;
use crate::lexicon::{Lexicon, Marks};
use crate::text::charset::CharSet;

/// What is told by a character alone.
const CHARACTERS: &Marks = &Marks::NONE
    .with(Marks::HEAD, CharSet::of(&['段', '线']).bits())
    .with(Marks::BORDER, CharSet::of(&['的', '—', '等', '和', '与', '及']).bits())
    .with(Marks::NUMBER, numeral::OPENING.with(&['等', '.', '伍', '参', '兆']).bits())
    .with(
        Marks::JOINT,
        CharSet::of(&['、', '和', '与', '及', '以', '“', '”', '(', ')', '《', '》', '‘', '’']).bits(),
    )
    .with(Marks::QUOTE, CharSet::of(&['“']).bits());

/// The marks of each character of a text; but for heads and things that are built they say only what may be there.
pub(super) struct Places {
    marks: Vec<u8>,
}

impl Places {
    pub(super) fn of(chars: &[char], lexicon: &Lexicon) -> Places {
        let mut marks: Vec<u8> =
            chars.iter().map(|&c| lexicon.name_marks.at(c) | CHARACTERS.at(c)).collect();
        let ends = Marks::HEAD | Marks::BUILT;
        for at in 0..marks.len() {
            if marks[at] & ends != 0 {
                let head = matches!(chars[at], '段' | '线') || lexicon.heads.ends_at(chars, at);
                let built = marks[at] & Marks::BUILT != 0 && lexicon.names.built.ends_at(chars, at);
                marks[at] = marks[at] & !ends
                    | if head { Marks::HEAD } else { 0 }
                    | if built { Marks::BUILT } else { 0 };
            }
        }
        Places { marks }
    }

    /// All marks of a clause; words that end in it do so behind its first character.
    pub(super) fn held(&self, clause: &Range<usize>) -> u8 {
        let marks = &self.marks[clause.clone()];
        let Some((first, rest)) = marks.split_first() else { return 0 };
        rest.iter().fold(first & !(Marks::HEAD | Marks::BUILT), |held, marks| held | marks)
    }

    /// The places with a mark in a range, in order.
    pub(super) fn with(&self, mark: u8, range: Range<usize>) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let marks = self.marks.get(range.clone()).unwrap_or_default().iter().enumerate();
        marks.filter(move |(_, marks)| *marks & mark != 0).map(move |(at, _)| range.start + at)
    }
}
