//! Things that a colon or a heading announces: 续建项目:甲、乙、丙.

use std::ops::Range;

use super::{Candidate, Finder};
use crate::extract::numeral;
use crate::fact::ProjectKind;
use crate::text::is_han;

impl Finder<'_> {
    /// `续建项目:甲、乙、丙`: the things that a heading or a clause before the colon announces.
    pub(super) fn announced(&self, clause: Range<usize>) -> Vec<Candidate> {
        /// Characters of one thing.
        const THING: std::ops::RangeInclusive<usize> = 4..=24;
        let Some(clause) = self.announces(clause) else { return Vec::new() };
        let items = self.items(clause);
        if items.len() < 2 {
            return Vec::new();
        }
        let mut found = Vec::new();
        for item in items.iter().cloned() {
            let start = match self.chars[item.clone()].iter().position(|&c| c == '的') {
                Some(at) if self.is_size(&self.chars[item.start..=item.start + at]) => item.start + at + 1,
                _ => item.start,
            };
            let words = &self.chars[start..item.end];
            // 云溪大桥桩基工程基本完成: the stage that the last of them, or all, have come to.
            let staged = |at: &usize| self.lexicon.names.stages.at_start(&words[*at..]).is_some();
            let end = (*THING.start()..words.len()).find(staged).map_or(item.end, |at| start + at);
            let words = &self.chars[start..end];
            // 东岗镇、西坡镇中心幼儿园: the last says what is meant.
            if words.len() < *THING.start() && self.lexicon.names.sharing.at_end(words).is_some() {
                continue;
            }
            // 万头奶牛牧场: how much of it there is.
            let opening = self.count(words).map_or_else(|| self.opening(words), |_| 0);
            let named = THING.contains(&words.len())
                && (self.lexicon.uncommon(words) >= 2 || self.head_at_end(words).is_some())
                && opening == 0
                && !self.vetoed(words)
                && !words.iter().any(|c| matches!(c, '的' | '等' | '、') || numeral::is_mask(*c));
            if !named {
                return Vec::new();
            }
            let kind =
                self.head_at_end(words).map_or(ProjectKind::Project, |(_, kind)| self.kind_of(words, kind));
            found.push((start..end, self.printed(start..end), kind, "project.announced"));
        }
        if found.len() < items.len() {
            self.share_head(&items, &mut found);
        }
        found
    }

    /// The things of a list that 项目, 项目(4个) or 工程 and a colon stand before; or a heading of that kind,
    /// where the list ends in how many there are: 工业项目。甲、乙等5个.
    fn announces(&self, list: Range<usize>) -> Option<Range<usize>> {
        /// Characters of such a heading.
        const HEADING: usize = 10;
        let (mark, before) = self.chars[..list.start].split_last()?;
        let announced = |words: &[char]| {
            // 新开工项目有:, 列入计划的项目的有:.
            let words = words.strip_suffix(&['有']).map_or(words, |w| w.strip_suffix(&['的']).unwrap_or(w));
            words.ends_with(&['项', '目']) || words.ends_with(&['工', '程'])
        };
        // 续建:甲、乙;新建:丙、丁.
        let sorted = |words: &[char]| {
            matches!(words, [.., '续' | '新' | '在' | '拟', '建'] | [.., '竣' | '开', '工'])
                && words.get(words.len().wrapping_sub(3)).is_none_or(|&c| !is_han(c))
        };
        match mark {
            ':' => {
                let open = before.iter().rev().take(8).position(|&c| c == '(');
                let open = open.filter(|_| before.last() == Some(&')'));
                let before = open.map_or(before, |back| &before[..before.len() - 1 - back]);
                (announced(before) || sorted(before)).then_some(list)
            }
            '。' | '\n' if announced(before) => {
                let near = &before[before.len().saturating_sub(HEADING)..];
                let heading = near.iter().any(|&c| matches!(c, '\n' | ')' | '、' | '.' | ' '));
                let last = list.start + self.chars[list.clone()].iter().rposition(|&c| c == '、')? + 1;
                let (end, counted) = self.list_border(last..list.end)?;
                (heading && counted == list.end).then_some(list.start..end)
            }
            _ => None,
        }
    }
}
