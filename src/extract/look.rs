//! Which way words look: back on what was done, or ahead to what is promised.

use std::ops::Range;

use super::clause::Sentence;
use super::period::{self, Time, Years};
use crate::fact::{DocumentKind, Part};
use crate::lexicon::Lexicon;

/// Which way a clause looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It reports.
    Back,
    /// It commits.
    Ahead,
}

/// Follows a document from sentence to sentence.
#[derive(Debug)]
pub struct Gaze {
    kind: DocumentKind,
    /// A part that looks back has begun.
    after_review: bool,
    /// The section in which the text has turned to what is to come, though its part does not say so.
    turned: Option<Option<usize>>,
    /// How the sentence before looked.
    last: Look,
}

impl Gaze {
    /// At the start of a document.
    pub fn new(kind: DocumentKind) -> Gaze {
        Gaze { kind, after_review: false, turned: None, last: Look::Back }
    }

    /// Which way the next sentence looks.
    pub fn look(&mut self, chars: &[char], sentence: &Sentence, years: Years, lexicon: &Lexicon) -> Look {
        self.after_review |= sentence.part == Part::Review;
        if self.turned.is_some_and(|section| section != sentence.section) {
            self.turned = None;
        }
        let words = &chars[sentence.range.clone()];
        if self.turned.is_none() && opens_plan(chars, sentence, years, lexicon) {
            self.turned = Some(sentence.section);
        }
        let look = match sentence.part {
            Part::Plan | Part::Closing => Look::Ahead,
            _ if self.turned.is_some() => Look::Ahead,
            Part::Review | Part::Problems => {
                let turns = || turns(chars, &sentence.range, years, lexicon);
                let next = || sentence.part == Part::Problems && aims_next(words, lexicon);
                if !sentence.heading && (turns() || next()) {
                    self.turned = Some(sentence.section);
                }
                if self.turned.is_some() { Look::Ahead } else { Look::Back }
            }
            Part::Overview => {
                let ahead = sentence.section.is_some()
                    && (self.after_review || self.kind != DocumentKind::Report)
                    || matches!(self.kind, DocumentKind::Plan | DocumentKind::KeyPoints);
                let target = lexicon.verbs.announcements.any_in(words);
                if target && !ahead && self.kind == DocumentKind::Report {
                    self.turned = Some(sentence.section);
                }
                let goes_on = sentence.continues && self.last == Look::Ahead;
                if ahead || target || goes_on { Look::Ahead } else { Look::Back }
            }
        };
        self.last = look;
        look
    }
}

/// A sentence opens with the name of a plan for a later time, and a colon: 2004年打算:…, 下一步工作安排:….
fn opens_plan(chars: &[char], sentence: &Sentence, years: Years, lexicon: &Lexicon) -> bool {
    /// Characters of such a name.
    const LONGEST: usize = 20;
    let Some(first) = sentence.clauses.first().filter(|first| first.len() <= LONGEST) else { return false };
    let name = &chars[first.clone()];
    let named = || lexicon.verbs.plans.at_end(name).is_some();
    if sentence.heading
        || sentence.range.start != first.start
        || chars.get(first.end) != Some(&':')
        || !named()
    {
        return false;
    }
    let later =
        |review| period::years_in(chars, first.clone()).first().is_some_and(|&(_, year)| year > review);
    lexicon.verbs.next_year.at_start(name).is_some() || years.review.is_some_and(later)
}

/// A sentence of a review that opens with a later year and an aim turns to what is to come:
/// 一九九九年,我镇要实现….
fn turns(chars: &[char], sentence: &Range<usize>, years: Years, lexicon: &Lexicon) -> bool {
    /// Where a sentence names the time that it is for.
    const OPENING: usize = 12;
    /// Where it says that it aims.
    const AIMING: usize = 30;
    let Some(review) = years.review else { return false };
    let near = |len: usize| sentence.start..sentence.end.min(sentence.start + len);
    let later = period::years_in(chars, near(OPENING)).first().is_some_and(|&(_, year)| year > review);
    let aims = &chars[near(AIMING)];
    later && lexicon.verbs.aims.any_in(aims) && !lexicon.verbs.past.any_in(aims)
}

/// A sentence about problems that goes on to what comes next: 下一步,我将….
fn aims_next(words: &[char], lexicon: &Lexicon) -> bool {
    /// Where it says that it aims.
    const AIMING: usize = 30;
    let next = lexicon.verbs.next_year.at_start(words);
    next.is_some_and(|(len, ())| lexicon.verbs.aims.any_in(&words[len..words.len().min(AIMING)]))
}

/// Which way a clause looks inside a sentence that looks `look`: a clause of the plan that says what is
/// already done reports, one of the review that names the year to come commits. `time` is the time that
/// the sentence has set.
pub fn of_clause(words: &[char], look: Look, time: Option<Time>, years: Years, lexicon: &Lexicon) -> Look {
    let aims = || lexicon.verbs.aims.any_in(words);
    match look {
        Look::Ahead => {
            let past = || lexicon.verbs.past.any_in(words) && !lexicon.predicates.past_compared.any_in(words);
            // In the years to come 到2023年 is on the way to the last of them.
            let earlier = matches!((time, years.plan), (Some(Time::Year(year)), Some(plan)) if year < plan
                && (years.end != Some(plan) || years.review.is_some_and(|review| year <= review)));
            if (earlier || past()) && !aims() { Look::Back } else { look }
        }
        Look::Back => {
            let later =
                matches!((time, years.review), (Some(Time::Year(year)), Some(review)) if year > review);
            let next = || lexicon.verbs.next_year.any_in(words);
            if (later || next()) && aims() { Look::Ahead } else { look }
        }
    }
}
