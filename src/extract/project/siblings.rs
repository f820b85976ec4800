//! What things of a list tell of each other: the words that the last one has for all, a name by those beside it.

use std::ops::Range;

use super::{Candidate, Finder};
use crate::extract::numeral;
use crate::fact::ProjectKind;
use crate::text::is_han;

impl Finder<'_> {
    /// Gives the things of a list the rest of the name that closes it: 东沟、西沟饮水工程 is 东沟饮水工程 and
    /// 西沟饮水工程; 东岭水库、西岭水库除险加固, 粮站宿舍、棉厂宿舍改造 likewise.
    pub(super) fn share_head(&self, items: &[Range<usize>], found: &mut Vec<Candidate>) {
        /// Characters of what stands before the shared words.
        const THING: std::ops::RangeInclusive<usize> = 2..=8;
        let mut closing: Option<(Range<usize>, ProjectKind)> = None;
        for item in items.iter().rev() {
            let own = found.iter().rposition(|(range, ..)| item.contains(&range.start));
            let Some((name, kind)) = &closing else {
                closing = own
                    .map(|at| (found[at].0.clone(), found[at].2))
                    .filter(|(range, _)| range.start == item.start);
                continue;
            };
            let start = own.map_or_else(|| self.list_item_start(item.clone()), |at| found[at].0.start);
            let words = &self.chars[start..item.end];
            let whole = own.is_none_or(|at| found[at].0.end == item.end);
            let plain = whole
                && THING.contains(&words.len())
                && words.iter().all(|&c| is_han(c) && !matches!(c, '的' | '等' | '和' | '与' | '了'))
                && self.lexicon.uncommon(words) >= 1
                && !self.vetoed(words)
                && (start > item.start || self.opening(words) == 0);
            // 东岗—西坡、南沟—北塬通乡油路: each road by its ends.
            if *kind == ProjectKind::Road && own.is_none() && self.spans(words) {
                found.push((start..item.end, self.printed(start..item.end), *kind, "project.shared"));
                continue;
            }
            match self.shared(words, name.clone(), own.is_some()).filter(|_| plain) {
                Some(shared) => {
                    let named = self.printed(start..item.end) + &self.printed(shared);
                    match own {
                        Some(at) => {
                            (found[at].1, found[at].2, found[at].3) = (named, *kind, "project.shared")
                        }
                        None => found.push((start..item.end, named, *kind, "project.shared")),
                    }
                }
                None => {
                    closing = own
                        .map(|at| (found[at].0.clone(), found[at].2))
                        .filter(|(range, _)| range.start == item.start);
                }
            }
            if start > item.start {
                closing = None;
            }
        }
        found.sort_by_key(|(range, ..)| range.start);
    }

    /// The words of a list's last name that an earlier thing of it leaves off: those behind the noun that
    /// both end in (水库, 村), or the work alone. A thing that is `named` is a name without them.
    pub(super) fn shared(&self, words: &[char], name: Range<usize>, named: bool) -> Option<Range<usize>> {
        let last = &self.chars[name.clone()];
        let (head, kind) = self.head_at_end(last)?;
        if kind == ProjectKind::Road || kind == ProjectKind::Programme {
            return None;
        }
        let ends_like_place = self.lexicon.names.sharing.at_end(words).is_some();
        let noun = [2, 1].into_iter().filter(|_| ends_like_place).find_map(|len| {
            let noun = words.get(words.len().checked_sub(len + 1)? + 1..)?;
            let at = last.windows(len).skip(1).position(|w| w == noun)? + 1 + len;
            (at + 2 <= last.len()).then_some((at, len))
        });
        match noun {
            // 云岭学校、某校区: 校 begins another word.
            Some((at, 1)) if matches!(last.get(at), Some('区' | '舍' | '内' | '外' | '口' | '心' | '医')) => {
                None
            }
            // 人民路、解放路改造 are two roads, and their names are whole.
            Some((at, _)) if named && self.lexicon.names.rebuilding.whole(bare(&last[at..])) => None,
            // 甲敬老院、乙卫生院业务楼: a house of one of them.
            Some((_, 1)) if named && matches!(last.last(), Some('楼' | '房' | '舍' | '堂' | '部')) => {
                None
            }
            Some((at, _)) => Some(name.start + at..name.end),
            // 龙口、松岭排涝站: two places as long as each other.
            None if !named && self.twins(words, &last[..last.len() - head], &last[last.len() - head..]) => {
                Some(name.end - head..name.end)
            }
            None => {
                let work = self.lexicon.names.works.at_end(last)?.0;
                // 龙口、松岭水库除险加固: the thing before the work.
                let worked = &last[..last.len() - work];
                if let Some((thing, _)) = self.head_at_end(worked).filter(|_| !named)
                    && self.twins(words, &worked[..worked.len() - thing], &worked[worked.len() - thing..])
                {
                    return Some(name.start + worked.len() - thing..name.end);
                }
                // 甲配件加工、乙厂扩建: what is done is no thing to be enlarged.
                // 鼓楼修缮、城墙加固: two works.
                let done = self.lexicon.verbs.nouns_too.at_end(words).is_some()
                    || self.lexicon.names.soft_borders.at_end(words).is_some();
                let things = !done
                    && last.len() >= work + 3
                    && work == head
                    && self.head_at_end(words).is_none()
                    && self.lexicon.uncommon(&last[..last.len() - work]) >= 2
                    && self.lexicon.uncommon(words) >= 2;
                things.then_some(name.end - work..name.end)
            }
        }
    }

    /// Two short names of places, the second with the thing that both have.
    fn twins(&self, first: &[char], second: &[char], head: &[char]) -> bool {
        let place = |words: &[char]| {
            (2..=3).contains(&words.len())
                && words.iter().all(|&c| is_han(c))
                && self.lexicon.uncommon(words) >= 2
        };
        // 杏花营、东滩变电所增容: one ends as places do.
        let ends_so = || self.lexicon.names.sharing.at_end(first).is_some();
        (first.len() == second.len() || ends_so())
            && head.len() > 1
            && self.is_thing(head, head.len())
            && place(first)
            && place(second)
    }

    /// 石磨巷风貌改造: the work on a street.
    fn rebuilt_street(&self, words: &[char]) -> bool {
        let work = self.lexicon.names.rebuilding.at_end(words).map_or(0, |(len, ())| len);
        work > 0 && matches!(words[..words.len() - work].last(), Some('街' | '巷'))
    }

    /// Things of a list that is particular as a whole: 百泉公园、体育公园.
    pub(super) fn with_siblings(&self, items: &[Range<usize>], found: Vec<Candidate>) -> Vec<Candidate> {
        let mut found = found;
        self.marked_siblings(items, &mut found);
        let particular = found.iter().any(|(range, _, kind, _)| {
            let words = &self.chars[range.clone()];
            matches!(kind, ProjectKind::Site | ProjectKind::Road) && self.head_at_end(words).is_some()
                || self.rebuilt_street(words)
        });
        if !particular || items.len() < 2 {
            return found;
        }
        for item in items {
            if found.iter().any(|(range, ..)| range.start >= item.start && range.end <= item.end) {
                continue;
            }
            // 湿地公园 between 百泉公园 and 体育公园: the head is all its name.
            let whole = self
                .head_at_end(&self.chars[item.clone()])
                .is_some_and(|(len, _)| len == item.len() && len >= 4);
            // 平石线 beside 大寨旅游路: the two places that a road joins.
            if let [_, _, '线'] = self.chars[self.list_item_start(item.clone())..item.end] {
                let range = item.end - 3..item.end;
                let joins = self.lexicon.uncommon(&self.chars[range.start..range.end - 1]) > 0;
                let road = found.iter().any(|(_, _, kind, _)| *kind == ProjectKind::Road);
                if road && joins && !self.vetoed(&self.chars[range.clone()]) {
                    found.push((range.clone(), self.printed(range), ProjectKind::Road, "project.sibling"));
                }
                continue;
            }
            let headed = self.headed(item.clone(), item.end).map(|(range, _)| range);
            let Some(range) = headed.or(whole.then(|| item.clone())) else { continue };
            let words = &self.chars[range.clone()];
            let Some((len, kind)) = self.head_at_end(words) else { continue };
            // 老渡口街 beside 石磨巷.
            let street = || kind == ProjectKind::Road && words.len() >= 4 && self.opening(words) == 0;
            if (words.len() >= len + 2 && (len >= 2 || street()) || whole)
                && matches!(kind, ProjectKind::Site | ProjectKind::Road)
                && !self.vetoed(words)
            {
                found.push((range.clone(), self.printed(range), kind, "project.sibling"));
            }
        }
        found.sort_by_key(|(range, ..)| range.start);
        found
    }

    /// “厕所革命”、“清洁田园”、污水治理三年行动: quotations that stand whole beside one that names a programme.
    fn marked_siblings(&self, items: &[Range<usize>], found: &mut Vec<Candidate>) {
        /// Characters of such a name.
        const NAME: std::ops::RangeInclusive<usize> = 4..=9;
        if items.len() < 2 {
            return;
        }
        let quoted = |range: &Range<usize>| range.start > 0 && self.chars[range.start - 1] == '“';
        let beside = found.iter().any(|(range, _, kind, _)| {
            *kind == ProjectKind::Programme && (quoted(range) || self.chars[range.start] == '“')
        });
        if !beside {
            return;
        }
        for item in items {
            let words = &self.chars[item.clone()];
            let Some(inner) = words.strip_prefix(&['“']).and_then(|rest| rest.strip_suffix(&['”']))
            else {
                continue;
            };
            let free = found.iter().all(|(range, ..)| range.end <= item.start || range.start >= item.end);
            if free
                && NAME.contains(&inner.len())
                && inner.iter().all(|&c| is_han(c))
                && numeral::digit(inner[0]).is_none()
                && self.lexicon.names.ideals.at_start(inner).is_none()
            {
                let range = item.start + 1..item.end - 1;
                found.push((range.clone(), self.printed(range), ProjectKind::Programme, "project.sibling"));
            }
        }
        found.sort_by_key(|(range, ..)| range.start);
    }
}

/// A name without 项目 or 工程 at its end.
fn bare(name: &[char]) -> &[char] {
    name.strip_suffix(&['项', '目']).or_else(|| name.strip_suffix(&['工', '程'])).unwrap_or(name)
}
