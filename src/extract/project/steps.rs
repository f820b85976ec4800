//! How far a thing has come, by the verbs around its name.

use std::ops::Range;

use super::{Candidate, Finder};
use crate::fact::Phase;
use crate::lexicon::Marks;

/// The steps that a stretch of words speaks of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Steps {
    proposed: bool,
    started: bool,
    under_way: bool,
    finished: bool,
    in_use: bool,
}

impl Finder<'_> {
    /// The steps of each name of a clause: the verbs before the first name are for all of them, those
    /// after a name for itself and for the names before it that have none of their own
    /// (甲、乙竣工, 甲竣工、乙开工). A name's own words tell nothing: 改造 in 老街改造项目.
    pub(super) fn steps(&self, clause: &Range<usize>, named: &[Candidate]) -> Vec<Steps> {
        let Some((first, ..)) = named.first() else { return Vec::new() };
        let before = self.steps_in(clause.start..first.start.max(clause.start));
        let mut steps = vec![before; named.len()];
        let mut next = clause.end;
        let mut after = Steps::default();
        for ((range, ..), steps) in named.iter().zip(&mut steps).rev() {
            let own = self.steps_in(range.end.min(next)..next);
            if own != Steps::default() {
                after = own;
            }
            *steps = before.and(after);
            next = range.start;
        }
        steps
    }

    fn steps_in(&self, range: Range<usize>) -> Steps {
        let phases = &self.lexicon.phases;
        let mut steps = Steps::default();
        for at in self.places.with(Marks::STEP, range.clone()) {
            let rest = &self.chars[at..range.end];
            steps.proposed |= phases.proposed.at_start(rest).is_some();
            steps.started |= phases.started.at_start(rest).is_some();
            steps.under_way |= phases.under_way.at_start(rest).is_some();
            steps.finished |= phases.finished.at_start(rest).is_some();
            steps.in_use |= phases.in_use.at_start(rest).is_some();
        }
        steps
    }
}

impl Steps {
    fn and(self, other: Steps) -> Steps {
        Steps {
            proposed: self.proposed || other.proposed,
            started: self.started || other.started,
            under_way: self.under_way || other.under_way,
            finished: self.finished || other.finished,
            in_use: self.in_use || other.in_use,
        }
    }

    /// How far the thing has come; in a plan a verb is still to happen.
    pub(super) fn phase(self, ahead: bool) -> Option<Phase> {
        if ahead {
            return if self.proposed || (self.started && !self.finished && !self.in_use) {
                Some(Phase::Proposed)
            } else if self.under_way || self.finished || self.in_use {
                Some(Phase::UnderWay)
            } else {
                None
            };
        }
        [
            (self.in_use, Phase::InUse),
            (self.finished, Phase::Finished),
            (self.under_way, Phase::UnderWay),
            (self.started, Phase::Started),
            (self.proposed, Phase::Proposed),
        ]
        .into_iter()
        .find(|(holds, _)| *holds)
        .map(|(_, phase)| phase)
    }
}
