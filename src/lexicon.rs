//! Open word classes as data, compiled in.
//!
//! Each file under `lexicon/` holds one kind of words with sentences that must and must not match;
//! a test runs them, and build.rs makes tables of the words alone. To add a class: the file, its field in
//! `classes.rs`, and in `tests/lexicon.rs` what its examples show; to add a file, `load.rs` as well. Which classes
//! together are the heads of names, and which the common words, stands in build.rs. Closed classes
//! (numerals, heading marks) are tables in the code that reads them; those of titles and headings are the outline's.

use crate::fact::{Comparator, ProjectKind};

mod classes;
mod load;
mod marks;
mod series;
mod spelling;
mod table;
#[cfg(test)]
mod tabulate;
mod unit;
mod words;

pub use classes::{
    Class, Dismissals, Documents, Milestones, Names, Numbers, Periods, Phases, Places, Predicates, Signs,
    Verbs,
};
pub use marks::Marks;
use series::Series;
pub use unit::{Unit, UnitKind};
pub use words::Words;

/// How much the words of a name say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weight {
    /// Characters that no common word covers.
    pub stray: usize,
    /// Characters of common words that say what the thing is about.
    pub telling: usize,
    /// The number of those words.
    pub words: usize,
}

/// The word classes that the reading works with; a value, loaded once and passed in.
#[derive(Debug)]
pub struct Lexicon {
    /// Units by every spelling.
    pub units: Words<Unit>,
    /// Currencies that stand before their number: ￥, 人民币.
    pub units_before: Words<Unit>,
    /// Words before a number that say how it binds.
    pub comparators_before: Words<Comparator>,
    /// Words after a unit that say how the number binds.
    pub comparators_after: Words<Comparator>,
    /// Predicates of numbers.
    pub predicates: Predicates,
    /// Words that decide what a number is.
    pub numbers: Numbers,
    /// Verbs.
    pub verbs: Verbs,
    /// Words around numbers that measure nothing.
    pub dismissals: Dismissals,
    /// Times.
    pub periods: Periods,
    /// Checkable events.
    pub milestones: Milestones,
    /// Parts of names.
    pub names: Names,
    /// How far a project has come.
    pub phases: Phases,
    /// Words around the name of a place.
    pub places: Places,
    /// Words of the lines before the first heading.
    pub documents: Documents,
    /// Words that make a value doubtful.
    pub signs: Signs,
    /// Heads of names, all kinds together: every character of every text is asked for them.
    pub heads: Words<ProjectKind>,
    /// What may stand at a character of a name or beside it.
    pub name_marks: Marks,
    /// Words that name nothing by themselves, verbs and borders included; `true` where they at
    /// least say what a thing is about.
    common: Words<bool>,
    /// Whatever an event can be told by: a clause without any of it has none, but for a work on the day by which it is
    /// due.
    pub stirring: Words<()>,
    /// Indicators of a series by every name that is printed for them.
    series: Series,
}

impl Lexicon {
    /// Whether words are made of common words of the genre only, so that they name nothing by
    /// themselves; one stray character is allowed.
    pub fn is_common(&self, words: &[char]) -> bool {
        self.uncommon(words) < 2
    }

    /// Characters that no common word covers, reading from the left and taking the longest word.
    pub fn uncommon(&self, words: &[char]) -> usize {
        self.weigh(words).stray
    }

    /// What common words leave of a name, and how much they say themselves; reads from the left and
    /// takes the longest word.
    pub fn weigh(&self, words: &[char]) -> Weight {
        let mut rest = words;
        let mut weight = Weight::default();
        while let Some(&first) = rest.first() {
            match self.common.at_start(rest) {
                Some((len, &telling)) => {
                    weight.telling += if telling { len } else { 0 };
                    weight.words += usize::from(telling);
                    rest = &rest[len..];
                }
                None => {
                    // Digits and masks make no name.
                    let blank = first.is_ascii_digit()
                        || matches!(first, 'x' | 'X' | '*' | '.' | '“' | '”' | '(' | ')' | '-' | '/' | ' ');
                    weight.stray += usize::from(!blank);
                    rest = &rest[1..];
                }
            }
        }
        weight
    }
}
