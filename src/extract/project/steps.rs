//! How far a thing has come, by the verbs around its name.

use std::ops::Range;

use super::Candidate;
use crate::fact::Phase;
use crate::lexicon::Lexicon;

/// The steps that a stretch of words speaks of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Steps {
    proposed: bool,
    started: bool,
    under_way: bool,
    finished: bool,
    in_use: bool,
}

impl Steps {
    /// The steps of each name of a clause: the verbs before the first name are for all of them, those
    /// after a name for itself and for the names before it that have none of their own
    /// (甲、乙竣工, 甲竣工、乙开工). A name's own words tell nothing: 改造 in 老街改造项目.
    pub(super) fn of_clause(
        chars: &[char],
        clause: &Range<usize>,
        named: &[Candidate],
        lexicon: &Lexicon,
    ) -> Vec<Steps> {
        let Some((first, ..)) = named.first() else { return Vec::new() };
        let before = Steps::of(&chars[clause.start..first.start.max(clause.start)], lexicon);
        let mut steps = vec![before; named.len()];
        let mut next = clause.end;
        let mut after = Steps::default();
        for ((range, ..), steps) in named.iter().zip(&mut steps).rev() {
            let own = Steps::of(&chars[range.end.min(next)..next], lexicon);
            if own != Steps::default() {
                after = own;
            }
            *steps = before.and(after);
            next = range.start;
        }
        steps
    }

    fn of(words: &[char], lexicon: &Lexicon) -> Steps {
        let phases = &lexicon.phases;
        Steps {
            proposed: phases.proposed.any_in(words),
            started: phases.started.any_in(words),
            under_way: phases.under_way.any_in(words),
            finished: phases.finished.any_in(words),
            in_use: phases.in_use.any_in(words),
        }
    }

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
