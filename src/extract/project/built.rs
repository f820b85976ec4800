//! Things with little of their own that a verb of building makes names of: 建成幸福渠, 整治青枫沟.

use std::ops::Range;

use super::{Candidate, Finder};
use crate::extract::numeral;
use crate::fact::ProjectKind;
use crate::text::is_han;

impl Finder<'_> {
    /// Things of a clause that a verb of building stands before, and those that follow in its list; `found`
    /// are the names that the clause has without them.
    pub(super) fn with_built(&self, clause: Range<usize>, found: &mut Vec<Candidate>) {
        let names = &self.lexicon.names;
        let Some((at, len, ())) = names.builders.find(&self.chars[clause.clone()]) else { return };
        let mut from = clause.start + at + len;
        // 整治疏浚某河: two verbs.
        while let Some((len, ())) = names.builders.at_start(&self.chars[from..clause.end]) {
            from += len;
        }
        let had = found.len();
        for item in self.items(from..clause.end) {
            if found[..had].iter().any(|(range, ..)| range.start < item.end && range.end > item.start) {
                continue;
            }
            match self.built_thing(item) {
                Some(thing) => found.push(thing),
                None => break,
            }
        }
        if found.len() > had {
            found.sort_by_key(|(range, ..)| range.start);
        }
    }

    /// 投资260万元的华泰铸件: what a sum is invested in, whatever it is called.
    pub(super) fn with_invested(&self, clause: Range<usize>, found: &mut Vec<Candidate>) {
        /// Characters of such a name.
        const NAME: std::ops::RangeInclusive<usize> = 3..=14;
        let words = &self.chars[clause.clone()];
        let Some(of) = words.iter().rposition(|&c| c == '的') else { return };
        let Some(at) = words[..of].windows(2).rposition(|pair| pair == ['投', '资']) else { return };
        let start = clause.start + of + 1;
        let name = &words[of + 1..];
        let free = found.iter().all(|(range, ..)| range.end <= start || range.start >= clause.end);
        if free
            && self.is_size(&words[at..=of])
            && NAME.contains(&name.len())
            && name.iter().all(|&c| is_han(c) && !matches!(c, '、' | '等' | '和' | '了'))
            && self.lexicon.uncommon(name) >= 2
            && self.opening(name) == 0
            && !self.vetoed(name)
            && !self.lexicon.milestones.events.any_in(name)
        {
            let range = start..clause.end;
            found.push((range.clone(), self.printed(range), ProjectKind::Project, "project.invested"));
            found.sort_by_key(|(range, ..)| range.start);
        }
    }

    /// The thing that an item is, up to its length, its count or 等.
    fn built_thing(&self, item: Range<usize>) -> Option<Candidate> {
        /// Characters of what tells it from others.
        const OWN: std::ops::RangeInclusive<usize> = 2..=5;
        let names = &self.lexicon.names;
        let words = &self.chars[item.clone()];
        let end = (OWN.start() + 1..words.len()).find(|&at| {
            words[at] == '等' || numeral::opens(words[at]) && self.measured(&words[at..]).is_some()
        });
        let name = &words[..end.unwrap_or(words.len())];
        let (head, ()) = names.built.at_end(name)?;
        let own = &name[..name.len() - head];
        if !OWN.contains(&own.len()) || !own.iter().all(|&c| is_han(c) && c != '的') {
            return None;
        }
        let gate = matches!(own, ['东' | '西' | '南' | '北', '门' | '关']);
        let omen = names.omens.whole(own);
        // 八里水库.
        let short = own.len() == 2 && names.waterworks.at_end(name).is_some();
        let rare = self.lexicon.uncommon(own) >= if short { 1 } else { 2 };
        let common = names.common_built.at_end(name).is_some_and(|(len, ())| len > head)
            || names.common_roads.at_end(name).is_some_and(|(len, ())| len > head && !gate && !omen);
        if common || self.opening(name) > 0 || !(gate || omen || rare) || self.vetoed(name) && !gate {
            return None;
        }
        let kind = match name.last() {
            Some('沟' | '河' | '溪' | '浦' | '浜' | '渠' | '路' | '街' | '巷' | '流') => {
                ProjectKind::Road
            }
            _ => ProjectKind::Project,
        };
        let range = item.start..item.start + name.len();
        Some((range.clone(), self.printed(range), kind, "project.built"))
    }
}
