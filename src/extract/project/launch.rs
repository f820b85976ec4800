//! Works that no head names: what is begun or done is told of them.

use std::ops::Range;

use super::{Candidate, Finder};
use crate::extract::numeral;
use crate::fact::ProjectKind;
use crate::text::is_han;

impl Finder<'_> {
    /// Works that no head names, by the event that ends their clause: 恒润纸业、华泰铸件10月投产.
    // Always: most clauses end in no event.
    #[inline(always)]
    pub(super) fn launched(&self, clause: &Range<usize>) -> Vec<Candidate> {
        match self.before_launch(clause) {
            Some(end) => self.works(clause.start..end),
            None => Vec::new(),
        }
    }

    /// The works that a stretch consists of: 恒润纸业、华泰铸件.
    fn works(&self, stretch: Range<usize>) -> Vec<Candidate> {
        /// Characters that no common word covers, of one of them at the least.
        const OWN: usize = 3;
        let end = stretch.end;
        let mut found = Vec::new();
        let mut own = false;
        let mut items = self.items(stretch);
        // 恒润纸业、华泰铸件等12家企业投产.
        if let Some(last) = items.last_mut()
            && let Some((close, noun)) = self.list_border(last.clone())
            && matches!(self.chars[noun.min(end)..end], ['企', '业'] | ['项', '目'])
        {
            last.end = close;
        }
        for item in items {
            // 1.8亿元的华泰铸件.
            let size =
                || self.chars[item.clone()].iter().position(|&c| c == '的').map(|at| item.start + at + 1);
            let sized = || size().filter(|&end| self.is_size(&self.chars[item.start..end]));
            let start = if found.is_empty() {
                self.list_item_start(item.clone())
            } else {
                sized().unwrap_or(item.start)
            };
            // 与华泰铸件公司签约: with whom, not what.
            if start > item.start && matches!(self.chars[start - 1], '与' | '同') {
                return Vec::new();
            }
            let beside = found.len() > 1;
            let Some(work) = self.work(start..item.end, beside) else { return Vec::new() };
            own |= self.lexicon.uncommon(&self.chars[start..item.end]) >= OWN || !found.is_empty();
            found.push(work);
        }
        if own { found } else { Vec::new() }
    }

    /// Works of a list that no head names, where others of it have one and all are begun or done:
    /// 恒润纸业二期、华泰铸件、枫桥产业园年内竣工.
    pub(super) fn with_works(
        &self,
        clause: &Range<usize>,
        items: &[Range<usize>],
        found: &mut Vec<Candidate>,
    ) {
        if items.len() < 2 {
            return;
        }
        let launch = self.before_launch(clause);
        let mut more = Vec::new();
        for (order, item) in items.iter().enumerate() {
            if found.iter().any(|(range, ..)| range.start < item.end && range.end > item.start) {
                continue;
            }
            let start = if order == 0 { self.list_item_start(item.clone()) } else { item.start };
            let end = launch.unwrap_or(item.end).min(item.end);
            let opened = || {
                let first = items[0].start..self.list_item_start(items[0].clone());
                self.lexicon.phases.started.any_in(&self.chars[first.clone()])
                    || self.lexicon.phases.in_use.any_in(&self.chars[first])
            };
            if start < end
                && (launch.is_some()
                    || opened() && self.lexicon.uncommon(&self.chars[start..end.min(start + 2)]) == 2)
                && let Some(work) = self.work(start..end, launch.is_some() && !found.is_empty())
            {
                more.push(work);
            }
        }
        found.append(&mut more);
        found.sort_by_key(|(range, ..)| range.start);
    }

    /// Where the works of a clause end whose event ends it: 恒润纸业|10月投产.
    // Always: the filter answers most calls.
    #[inline(always)]
    fn before_launch(&self, clause: &Range<usize>) -> Option<usize> {
        let (event, ()) = self.lexicon.names.launches.at_end(&self.chars[clause.clone()])?;
        Some(self.before_times(clause.start..clause.end - event))
    }

    /// Where times, manners and further events at the end of a stretch begin.
    fn before_times(&self, stretch: Range<usize>) -> usize {
        let mut end = stretch.end;
        loop {
            let rest = &self.chars[stretch.start..end];
            let time = rest
                .iter()
                .rev()
                .take_while(|c| c.is_ascii_digit() || matches!(c, '月' | '份' | '底' | '前'))
                .count();
            let lexicon = self.lexicon;
            // 开业运营: two events.
            let events = &lexicon.names.launches;
            let stages = &lexicon.names.stages;
            let verbs = &lexicon.verbs;
            let len = [&verbs.manners, &lexicon.milestones.times, &lexicon.milestones.leads, events, stages]
                .into_iter()
                .filter_map(|class| class.at_end(rest).map(|(len, ())| len))
                .max()
                .unwrap_or(0)
                .max(time);
            if len == 0 {
                return end;
            }
            end -= len;
        }
    }

    /// Words that may name a work without a head: 恒润纸业, 华泰8万吨铝箔. `beside` others that do, one
    /// character of its own is enough.
    fn work(&self, range: Range<usize>, beside: bool) -> Option<Candidate> {
        /// Characters of such a name, and those of them that no common word covers.
        const NAME: std::ops::RangeInclusive<usize> = 4..=16;
        let own = if beside { 1 } else { 2 };
        let words = &self.chars[range.clone()];
        let omen = usize::from(beside && self.lexicon.names.omens.at_start(words).is_some());
        let plain =
            |&c: &char| is_han(c) && !matches!(c, '的' | '和' | '与' | '等' | '了' | '年' | '月' | '号');
        let size = |at: usize| words[at].is_ascii_alphanumeric() && !numeral::is_mask(words[at]) && at > 1;
        let named = NAME.contains(&words.len())
            && (0..words.len()).all(|at| plain(&words[at]) || size(at))
            && words.last().is_some_and(|&c| is_han(c))
            && self.lexicon.uncommon(words) + omen >= own
            && self.opening(words) == 0
            && !matches!(words, ['底' | '前' | '初' | '末' | '内', ..] | [_, '期', ..])
            && !self.vetoed(words);
        named.then(|| (range.clone(), self.printed(range), ProjectKind::Project, "project.event"))
    }
}
