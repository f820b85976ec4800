//! The lexicon from the word files, of which build.rs made tables.

use std::borrow::Cow;

use super::Lexicon;
use super::classes::{
    Class, Dismissals, Documents, Milestones, Names, Numbers, Periods, Phases, Places, Predicates, Signs,
    Verbs,
};
use super::marks::Marks;
use super::series::Series;
use super::unit::{Unit, UnitKind};
use super::words::Words;
use crate::fact::{Comparator, ProjectKind};

include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

/// All classes, one after the other.
const WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.words"));

/// The class whose bytes begin there.
fn class(at: usize) -> Class {
    Class(words(at, &[()]))
}

fn words<T>(at: usize, values: &'static [T]) -> Words<T> {
    Words::new(&WORDS[at..], values)
}

impl Lexicon {
    /// The built-in lexicon; nothing is read for it but the counts and filters of each class.
    pub fn builtin() -> Lexicon {
        let heads = words(HEADS_AT, HEADS);
        let names = Names::built_in();
        let phases = Phases::built_in();
        let steps = [&phases.proposed, &phases.started, &phases.under_way, &phases.finished, &phases.in_use];
        let name_marks = Marks::NONE
            .with(Marks::HEAD, heads.lasts())
            .with(Marks::BUILT, names.built.lasts())
            .with(Marks::BORDER, names.hard_borders.firsts())
            .with(Marks::BORDER, names.soft_borders.firsts());
        let name_marks =
            steps.iter().fold(name_marks, |marks, class| marks.with(Marks::STEP, class.firsts()));
        Lexicon {
            units: words(UNITS_AT, UNITS),
            units_before: words(UNITS_BEFORE_AT, UNITS),
            comparators_before: words(COMPARATORS_BEFORE_AT, COMPARATORS),
            comparators_after: words(COMPARATORS_AFTER_AT, COMPARATORS),
            predicates: Predicates::built_in(),
            numbers: Numbers::built_in(),
            verbs: Verbs::built_in(),
            dismissals: Dismissals::built_in(),
            periods: Periods::built_in(),
            milestones: Milestones::built_in(),
            names,
            phases,
            places: Places::built_in(),
            documents: Documents::built_in(),
            signs: Signs::built_in(),
            heads,
            name_marks,
            common: words(COMMON_AT, COMMON),
            stirring: words(STIRRING_AT, STIRRING),
            series: Series(words(SERIES_AT, SERIES)),
        }
    }
}
