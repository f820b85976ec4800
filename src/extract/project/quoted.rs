//! Names with quotation marks: “家门口就业”活动, “雨露计划”.

use std::ops::Range;

use super::{Candidate, Finder};
use crate::extract::numeral;
use crate::fact::ProjectKind;
use crate::lexicon::Marks;
use crate::text::is_han;

impl Finder<'_> {
    /// `“家门口就业”活动`, `易地扶贫“百日攻坚”活动`, `“雨露计划”`.
    // Inlined: most items have no quotation.
    #[inline]
    pub(super) fn quoted(&self, item: Range<usize>) -> Option<Candidate> {
        let mut quotes = self.places.with(Marks::QUOTE, item.clone());
        let open = quotes.find(|&at| self.chars[at] == '“')?;
        self.named_by_quotation(item.clone(), open - item.start)
    }

    /// The same for the quotation that opens so far into the item.
    fn named_by_quotation(&self, item: Range<usize>, open: usize) -> Option<Candidate> {
        const FARTHEST_HEAD: usize = 10;
        /// Verbs between the marks and what it is: “双千”结对帮扶活动.
        const LONGEST_VERBS: usize = 4;
        let words = &self.chars[item.clone()];
        let close = open + words[open..].iter().position(|&c| c == '”')?;
        if close <= open + 1 {
            return None;
        }
        let after = &words[close + 1..];
        let reach = after.len().min(FARTHEST_HEAD + 4);
        for len in (2..=reach).rev() {
            let tail = &after[..len];
            // “归雁”培育计划: the verb is part of what it is.
            let own = |at: usize, len: usize| {
                at == 0 && self.lexicon.names.campaigns.whole(&tail[len..])
                    || tail[len..] == ['计', '划']
                    // “青蓝”名师培育工程: what is done for whom.
                    || tail[at + len..] == ['工', '程']
                    // “金种子”企业培育计划.
                    || at > 0 && tail[at + len..] == ['计', '划']
            };
            let scheme =
                self.lexicon.names.schemes.at_end(tail).map(|(len, ())| (len, ProjectKind::Programme));
            let Some((head, kind)) = scheme.or_else(|| self.head_at_end(tail)) else {
                continue;
            };
            let from = item.start + close + 1;
            let end = from + len;
            let borders = || {
                self.places.with(Marks::BORDER, from..end).map(|at| at - from).any(|at| {
                    let border = self.lexicon.names.hard_borders.at_start(&tail[at..]);
                    border.is_some_and(|(len, ())| !own(at, len) && !tail[..at].ends_with(&['结']))
                })
            };
            if tail.iter().any(|&c| matches!(c, '“' | '的' | ',' | '、' | '和' | '与' | '等')) || borders()
            {
                continue;
            }
            // “我为群众办实事”实践活动办结实事…: behind the marks any word closes a scheme's name.
            let closed = || {
                self.closes(end..item.end, tail, head)
                    || kind == ProjectKind::Programme
                        && len > head
                        && len <= head + LONGEST_VERBS
                        && self.lexicon.names.joints.at_start(&self.chars[end..item.end]).is_none()
            };
            if head > len || len - head > FARTHEST_HEAD || !closed() {
                continue;
            }
            if head == 1
                || self
                    .lexicon
                    .verbs
                    .actions
                    .at_start(tail)
                    .is_some_and(|(l, ())| l >= 2 && l < len && !matches!(tail[0], '专' | '系' | '主'))
                    && len > head + if kind == ProjectKind::Programme { LONGEST_VERBS } else { 2 }
            {
                continue;
            }
            // “旱厕”改造1.4万户: what is counted is no one thing.
            if kind == ProjectKind::Project && self.count(&self.chars[end..]).is_some() {
                continue;
            }
            let start = self.quote_prefix(item.start, item.start + open);
            let range = start..end;
            let kind = match kind {
                ProjectKind::Project if self.chars[end - 1] == '程' => ProjectKind::Programme,
                other => other,
            };
            return Some((range.clone(), self.printed(range), kind, "project.quoted"));
        }
        // The marks wrap the whole name.
        let inner = &words[open + 1..close];
        if after.is_empty()
            && self.marked(&words[..=close]) == Some(open)
            && words[..open].iter().any(|c| matches!(c, '的' | '第' | '个'))
            && self.lexicon.uncommon(inner) >= 2
        {
            let range = item.start + open + 1..item.start + close;
            return Some((range.clone(), self.printed(range), ProjectKind::Project, "project.quoted"));
        }
        if self.lexicon.names.known_campaigns.whole(inner) {
            let range = item.start + open + 1..item.start + close;
            return Some((range.clone(), self.printed(range), ProjectKind::Programme, "project.quoted"));
        }
        if self.is_run(item.start..item.start + open, inner, after) {
            let range = item.start + open + 1..item.start + close;
            return Some((range.clone(), self.printed(range), ProjectKind::Programme, "project.quoted"));
        }
        // 燃气安全“百日攻坚”.
        let scheme =
            || self.lexicon.names.schemes.at_end(inner).map(|(len, ())| (len, ProjectKind::Programme));
        let (head, kind) = self.head_at_end(inner).or_else(scheme)?;
        let named = inner.len() >= head + 2 && head >= 2 && !inner.contains(&'、') && !inner.contains(&',');
        let programme =
            matches!(kind, ProjectKind::Programme) || inner.ends_with(&['工', '程']) || self.specific(inner);
        // “四抓四保”, “打造千亿园区”.
        let slogan = matches!(inner[0], '一' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
            || self.lexicon.names.ideals.at_start(inner).is_some_and(|(len, ())| len > 1);
        let kind = if inner.ends_with(&['工', '程']) { ProjectKind::Programme } else { kind };
        (named && programme && !slogan && !self.vetoed(inner)).then(|| {
            let from = item.start + open;
            let start = self.quote_prefix(item.start, from);
            let range =
                if start < from { start..item.start + close + 1 } else { from + 1..item.start + close };
            (range.clone(), self.printed(range), kind, "project.quoted")
        })
    }

    /// 开展“云溪夜话”, 深化“清廉云溪”建设: what is held or built up is a programme, whatever it is called.
    fn is_run(&self, before: Range<usize>, inner: &[char], after: &[char]) -> bool {
        /// Characters of such a name.
        const NAME: std::ops::RangeInclusive<usize> = 4..=9;
        let before = &self.chars[before];
        let names = &self.lexicon.names;
        let held = || names.runs.at_end(before).is_some() && !after.starts_with(&['的']);
        let built_up = || after.starts_with(&['建', '设']) && names.deepens.at_end(before).is_some();
        NAME.contains(&inner.len())
            && inner.iter().all(|&c| is_han(c))
            && numeral::digit(inner[0]).is_none()
            && (held() || built_up())
            && self.lexicon.weigh(inner).stray > 0
    }

    /// Words directly before a quotation that belong to the name: 县城建设“十个一”攻坚行动.
    pub(super) fn quote_prefix(&self, from: usize, open: usize) -> usize {
        const LONGEST_PREFIX: usize = 8;
        let mut start = self.chars[from..open]
            .iter()
            .rposition(|&c| matches!(c, '的' | '“' | '”' | '、' | ']' | ')'))
            .map_or(from, |at| from + at + 1);
        for at in self.places.with(Marks::BORDER, start..open) {
            if let Some((len, ())) = self.lexicon.names.hard_borders.at_start(&self.chars[at..open]) {
                start = start.max(at + len);
            }
        }
        loop {
            let rest = &self.chars[start..open];
            if rest.is_empty() {
                break;
            }
            let len = self.opening(rest);
            if len == 0 {
                break;
            }
            start += len;
        }
        let prefix = &self.chars[start..open];
        let clean = prefix.iter().all(|&c| is_han(c))
            && (2..=LONGEST_PREFIX).contains(&prefix.len())
            && (self.lexicon.uncommon(prefix) == 0
                || prefix.len() <= 5
                    && matches!(prefix.last(), Some('村' | '镇' | '乡' | '县' | '路' | '街')));
        if clean { start } else { open }
    }
}
