//! Numbers between a subject and the number that is its own: a time, a size, a base.

use super::Reader;
use crate::extract::quantity::Seen;
use crate::extract::subject;
use crate::text::is_han;
use crate::text::phrase::{ends_any, has_one};

impl Reader<'_, '_> {
    /// Where the subject of a number may begin: after a time that opens its words (力争两至三年达到1万亩),
    /// after the size of a project (投资2亿元的某厂已完成…).
    pub(super) fn after_inserts(&self, from: usize, q: usize) -> usize {
        let start = self.seen[q].range.start;
        let mut from = from;
        // 8万头(只)、出栏5万头: a second unit is no subject.
        let words = self.words(from, start);
        if words.first() == Some(&'(')
            && let Some(close) = words.iter().take(4).position(|&c| c == ')')
        {
            from += close + 1;
        }
        // 财政包袱重(镇级债务达1340万元): the bracket speaks of a thing of its own.
        let words = self.words(from, start);
        if let Some(open) = words.iter().rposition(|&c| c == '(')
            && !words[open..].contains(&')')
            && words[open + 1..].iter().filter(|&&c| is_han(c)).count() >= 4
        {
            from += open + 1;
        }
        let near = &self.seen[q.saturating_sub(4)..q];
        for insert in near.iter().filter(|n| n.range.end <= start) {
            if insert.range.start < from {
                continue;
            }
            match insert.reason {
                Some("duration" | "date" | "year") => from = self.after_time(from, insert),
                Some("size of a project") => from = insert.range.end,
                // 其中投资500万元以上的3家: of what was counted before.
                Some("limit of what is counted")
                    if matches!(self.words(insert.range.end, start), ['的'] | ['的', '有'])
                        && subject::clean(self.words(from, insert.range.start), self.lexicon).len() <= 2 =>
                {
                    from = start;
                }
                _ => {}
            }
        }
        from
    }

    /// Where a subject may begin after a time that opens its words; where other words open them, the
    /// time is a part of them.
    fn after_time(&self, from: usize, time: &Seen) -> usize {
        if subject::clean(self.words(from, time.range.start), self.lexicon).len() > 1 {
            return from;
        }
        let tail = self.chars[time.range.end..]
            .iter()
            .take_while(|c| matches!(c, '年' | '底' | '末' | '度' | '份' | '前' | '内'));
        time.range.end + tail.count()
    }

    /// A number that 由 or 从 precedes and 到, 至 or 为 follows, behind those that touch it: one of the same kind
    /// among `later`, or 零.
    pub(super) fn is_base(&self, from: usize, q: usize, later: &[usize]) -> bool {
        /// Characters between 由 and the number.
        const NEAR: usize = 14;
        let before = self.words(from, self.seen[q].range.start);
        if !has_one(&before[before.len().saturating_sub(NEAR)..], ['由', '从']) {
            return false;
        }
        let mut end = self.seen[q].range.end;
        let mut later = later.iter().map(|&next| &self.seen[next]);
        let next = later.find(|next| {
            let touches = next.range.start == end;
            end = if touches { next.range.end } else { end };
            !touches
        });
        let Some(next) = next else {
            return ends_any(self.words(end, self.clause.end), &["至零", "到零", "清零", "为零", "归零"]);
        };
        let between = self.words(end, next.range.start);
        let reached = between.iter().any(|&c| matches!(c, '到' | '至' | '为' | '达'))
            || self.lexicon.predicates.rises.any_in(between)
            || self.lexicon.predicates.falls.any_in(between);
        reached && self.seen[q].kind() == next.kind() && between.len() <= 12
    }
}
