//! Things with a name of their own: projects, sites, roads, programmes.
//!
//! A name ends in a head word (项目, 产业园, 大道, 行动) or stands in a list that one head closes
//! (甲、乙等项目). It begins after the verb or the mark before it, and it must hold something that
//! the common words of the genre do not cover: 重点项目 names nothing, 青石水库除险加固工程 does.

mod edges;
mod list;
mod quoted;

use std::ops::Range;

use rust_decimal::Decimal;

use super::clause::Sentence;
use super::numeral;
use super::quantity::Seen;
use crate::fact::{Phase, ProjectKind};
use crate::lexicon::{Lexicon, UnitKind};
use crate::text::phrase::{ends, holds};

/// A name at a place. Places are indices into the normalised characters.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The name, without blanks.
    pub name: String,
    /// What sort of thing it is.
    pub kind: ProjectKind,
    /// The words that name it.
    pub range: Range<usize>,
    /// How far it has come.
    pub phase: Option<Phase>,
    /// The investment named with it, in yuan.
    pub amount: Option<Decimal>,
    /// The rule that found it.
    pub rule: &'static str,
}

/// Longest name, in characters.
const LONGEST: usize = 36;

/// Names in one sentence, in reading order.
pub fn names(
    chars: &[char],
    sentence: &Sentence,
    ahead: bool,
    seen: &[Seen],
    lexicon: &Lexicon,
) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    for clause in &sentence.clauses {
        let named = Finder { chars, lexicon }.clause(clause.clone());
        if named.is_empty() {
            continue;
        }
        let phase = phase(&chars[clause.clone()], ahead);
        // The sum of a list is no one's of it.
        let amount = if named.len() == 1 { invested(chars, clause, seen) } else { None };
        found.extend(named.into_iter().map(|(range, name, kind, rule)| Named {
            name,
            kind,
            range,
            phase,
            amount,
            rule,
        }));
    }
    found
}

/// Whether two names are the same thing's: equal but for 项目, 工程 or 建设 at the end, or one
/// the end of the other (中小企业园, 城区中小企业园).
pub fn same(a: &str, b: &str) -> bool {
    const SHORTEST: usize = 5;
    let core = |name: &str| -> String {
        let mut name = name;
        while let Some(rest) = ["项目", "工程", "建设"].iter().find_map(|tail| name.strip_suffix(tail))
        {
            if rest.chars().count() < SHORTEST - 1 {
                break;
            }
            name = rest;
        }
        name.to_owned()
    };
    if a == b || core(a) == core(b) {
        return true;
    }
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.chars().count() >= SHORTEST && long.ends_with(short)
}

/// How far the things of a clause have come, by its verbs; in a plan a verb is still to happen.
fn phase(words: &[char], ahead: bool) -> Option<Phase> {
    let has = |list: &[&str]| list.iter().any(|w| holds(words, w));
    let proposed = has(&["谋划", "拟建", "争取", "申报", "储备", "洽谈", "规划建设"]);
    let started = has(&["启动", "开工", "动工", "破土", "奠基", "新建", "实施"]);
    let under_way = has(&["推进", "加快", "续建", "在建", "建设", "跟进", "改造"]);
    let finished = has(&["建成", "竣工", "完工", "完成", "全面完成", "收官"]);
    let in_use = has(&["投产", "投用", "投入使用", "运营", "启用", "通车", "开业", "开园"]);
    if ahead {
        return if proposed || (started && !finished && !in_use) {
            Some(Phase::Proposed)
        } else if under_way || finished || in_use {
            Some(Phase::UnderWay)
        } else {
            None
        };
    }
    [
        (in_use, Phase::InUse),
        (finished, Phase::Finished),
        (under_way, Phase::UnderWay),
        (started, Phase::Started),
        (proposed, Phase::Proposed),
    ]
    .into_iter()
    .find(|(holds, _)| *holds)
    .map(|(_, phase)| phase)
}

/// The one sum of money that a clause calls an investment.
fn invested(chars: &[char], clause: &Range<usize>, seen: &[Seen]) -> Option<Decimal> {
    let from = seen.partition_point(|number| number.core.start < clause.start);
    let mut sums = seen[from..]
        .iter()
        .take_while(|number| number.core.end <= clause.end)
        .filter(|number| number.kind() == Some(UnitKind::Money) && !number.masked && !number.bare)
        .filter(|number| ends(&chars[clause.start..number.range.start.max(clause.start)], "投资"));
    let first = sums.next()?;
    sums.next().is_none().then_some(first.low).flatten()
}

/// A name candidate: place, name, kind, rule.
type Candidate = (Range<usize>, String, ProjectKind, &'static str);

struct Finder<'a> {
    chars: &'a [char],
    lexicon: &'a Lexicon,
}

impl Finder<'_> {
    /// Names of one clause.
    fn clause(&self, clause: Range<usize>) -> Vec<Candidate> {
        let items = self.items(clause);
        let mut found: Vec<Candidate> = Vec::new();
        let mut done = 0;
        for last in 0..items.len() {
            if let Some((mut list, from)) = self.completed_list(&items[done..=last]) {
                // Items before the list's own first one stand alone.
                for item in &items[done..done + from] {
                    found.extend(self.single(item.clone()));
                }
                found.append(&mut list);
                done = last + 1;
            }
        }
        let rest: Vec<Candidate> = items[done..].iter().flat_map(|item| self.single(item.clone())).collect();
        found.extend(self.with_siblings(&items[done..], rest));
        found
    }

    /// Parts of a clause divided at 、 outside quotation marks and brackets, and at 和 and 及 where
    /// what stands before them is a whole name.
    fn items(&self, clause: Range<usize>) -> Vec<Range<usize>> {
        let mut items = Vec::new();
        let mut start = clause.start;
        let mut depth = 0i32;
        for at in clause.clone() {
            match self.chars[at] {
                '“' if depth == 0 && at > start && self.chars[at - 1] == '”' => {
                    items.push(start..at);
                    start = at;
                    depth = 1;
                }
                '“' | '(' | '《' | '‘' => depth += 1,
                '”' | ')' | '》' | '’' => depth = (depth - 1).max(0),
                '、' if depth == 0 => {
                    items.push(start..at);
                    start = at + 1;
                }
                '以' if depth == 0 && self.chars.get(at + 1) == Some(&'及') && at > start => {
                    items.push(start..at);
                    start = at + 2;
                }
                '和' | '及' | '与' if depth == 0 && at > start + 2 => {
                    let before = &self.chars[start..at];
                    let whole = self.head_at_end(before).is_some_and(|(len, _)| {
                        before.len() >= len + 2
                            && self.specific(&self.chars[self.name_start(start..at, len)..at])
                    });
                    let right = &self.chars[at + 1..clause.end];
                    let joined = self.chars[at] == '及'
                        && right.first().is_some_and(|&c| matches!(c, '相' | '配' | '主' | '管' | '附'));
                    let twin = right.iter().take(LONGEST).any(|&c| c == '、');
                    let right_end = right.iter().position(|&c| c == '、').unwrap_or(right.len());
                    let right_named = (2..=right_end).rev().any(|len| {
                        self.head_at_end(&right[..len]).is_some()
                            && (self.specific(&right[..len]) || len >= 5)
                    });
                    if !joined && (whole && right_named || (twin && self.head_at_end(before).is_some())) {
                        items.push(start..at);
                        start = at + 1;
                    }
                }
                _ => {}
            }
        }
        items.push(start..clause.end);
        items.retain(|item| item.start < item.end);
        items
    }

    /// Names in an item, in reading order.
    fn single(&self, item: Range<usize>) -> Vec<Candidate> {
        if let Some(quoted) = self.quoted(item.clone()) {
            return vec![quoted];
        }
        let mut found = Vec::new();
        let mut end = item.end;
        while let Some((range, kind)) = self.headed(item.start..end, item.end) {
            let words = &self.chars[range.clone()];
            if self.specific(words) && !self.vetoed(words) {
                end = range.start;
                // 北部建设能源储备园区: the quarter says where, the verb goes.
                let placed =
                    words.len() > 6 && words[1] == '部' && matches!(words[2..4], ['建', '设'] | ['打', '造']);
                let range = if placed { range.start + 4..range.end } else { range };
                let words = &self.chars[range.clone()];
                let kind = self.kind_of(words, kind);
                let mask = words.iter().take_while(|c| numeral::is_mask(**c)).count();
                let range = if mask > 0 && self.lexicon.uncommon(&words[mask..words.len() - 2]) >= 3 {
                    range.start + mask..range.end
                } else {
                    range
                };
                found.push((range.clone(), self.printed(range), kind, "project.head"));
            } else {
                end = range.end - 1;
            }
        }
        found.reverse();
        found
    }

    /// The stretch of a range from where a name begins to its last head word; `limit` is the end
    /// of the item that what follows the head may reach to.
    fn headed(&self, range: Range<usize>, limit: usize) -> Option<(Range<usize>, ProjectKind)> {
        let mut end = range.end;
        while end > range.start + 1 {
            let words = &self.chars[range.start..end];
            if let Some((len, kind)) = self.head_at_end(words)
                && self.closes(end..limit)
            {
                // 项目(一期), 主干路(一期): the bracket belongs to the name.
                let whole =
                    if end == range.end && end < limit { None } else { self.phase_bracket(end..limit) };
                let whole = whole.unwrap_or(end);
                let start = self.name_start(range.start..end, len);
                if end - start > len && whole - start <= LONGEST {
                    return Some((start..whole, kind));
                }
            }
            end -= 1;
        }
        None
    }
}
