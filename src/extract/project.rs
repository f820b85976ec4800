//! Things with a name of their own: projects, sites, roads, programmes.
//!
//! A name ends in a head word (项目, 产业园, 大道, 行动) or stands in a list that one head closes
//! (甲、乙等项目). It begins after the verb or the mark before it, and it must hold something that
//! the common words of the genre do not cover: 重点项目 names nothing, 青石水库除险加固工程 does.

mod announce;
mod built;
mod edges;
mod known;
mod launch;
mod list;
mod particular;
mod places;
mod quoted;
mod siblings;
mod start;
mod steps;

use std::ops::Range;

use rust_decimal::Decimal;

use super::clause::Sentence;
use super::numeral;
use super::quantity::Seen;
use crate::fact::{Phase, ProjectKind};
use crate::lexicon::{Lexicon, Marks, UnitKind};
use crate::text::is_han;
use crate::text::marked::Marked;
use crate::text::phrase::ends;
pub use known::Known;

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

/// Finds the names in a text.
pub struct Finder<'a> {
    chars: &'a [char],
    seen: &'a [Seen],
    lexicon: &'a Lexicon,
    places: Marked,
    /// Where the numbers begin that tell what something costs.
    costs: Vec<usize>,
}

impl Finder<'_> {
    /// For a text in its normalised characters, with its numbers.
    pub fn new<'a>(chars: &'a [char], seen: &'a [Seen], lexicon: &'a Lexicon) -> Finder<'a> {
        let costs = seen.iter().filter(|number| number.reason == Some("size of a project"));
        let costs = costs.map(|number| number.core.start).collect();
        Finder { chars, seen, lexicon, places: places::of(chars, lexicon), costs }
    }

    /// Names in one sentence, in reading order.
    pub fn names(&self, sentence: &Sentence, ahead: bool) -> Vec<Named> {
        let mut found: Vec<Named> = Vec::new();
        // Few sentences tell what something costs.
        let next = self.costs.partition_point(|at| *at < sentence.range.start);
        let costs = self.costs.get(next).is_some_and(|at| *at < sentence.range.end);
        for clause in &sentence.clauses {
            let mut named = self.clause(clause);
            if costs {
                self.with_invested(clause.clone(), &mut named);
            }
            // An office that signs on a line of its own.
            let line = !sentence.heading && sentence.range == *clause;
            named.retain(|(range, name, ..)| !(line && *range == *clause && name.ends_with("服务中心")));
            if named.is_empty() {
                continue;
            }
            // The sum of a list is no one's of it.
            let amount = if named.len() == 1 { invested(self.chars, clause, self.seen) } else { None };
            let steps = self.steps(clause, &named);
            found.extend(named.into_iter().zip(steps).map(|((range, name, kind, rule), steps)| Named {
                name,
                kind,
                range,
                phase: steps.phase(ahead),
                amount,
                rule,
            }));
        }
        found
    }

    /// Names of one clause.
    fn clause(&self, clause: &Range<usize>) -> Vec<Candidate> {
        let announced = self.announced(clause.clone());
        if !announced.is_empty() {
            return announced;
        }
        if let Some(one) = self.spanned(clause.clone()) {
            return vec![one];
        }
        // Most clauses name nothing, and end here. What ends with the first character is none by itself.
        let held = self.places.held(clause.start + 1..clause.end);
        let named =
            held & (Marks::HEAD | Marks::QUOTE) != 0 || self.chars[clause.clone()].starts_with(&['“']);
        let mut found = if named { self.listed(clause) } else { self.launched(clause) };
        if held & Marks::BUILT != 0 {
            self.with_built(clause.clone(), &mut found);
        }
        // 解决粮站宿舍吃水难的问题: those who live there.
        if named && self.chars[clause.clone()].ends_with(&['问', '题']) {
            found.retain(|(_, name, ..)| name.ends_with("项目") || name.ends_with("工程"));
        }
        found
    }

    /// Names of a clause that has heads or quotations.
    fn listed(&self, clause: &Range<usize>) -> Vec<Candidate> {
        let items = self.items(clause.clone());
        let mut found: Vec<Candidate> = Vec::new();
        let mut done = 0;
        for last in 0..items.len() {
            if let Some((mut list, from)) = self.completed_list(&items[done..=last]) {
                // Items before the list's own first one stand alone.
                for item in &items[done..done + from] {
                    self.single(item.clone(), &mut found);
                }
                found.append(&mut list);
                done = last + 1;
            }
        }
        let mut rest = Vec::new();
        for item in &items[done..] {
            self.single(item.clone(), &mut rest);
        }
        if !rest.is_empty() {
            self.share_head(&items[done..], &mut rest);
            found.extend(self.with_siblings(&items[done..], rest));
        }
        if found.is_empty() {
            found = self.launched(clause);
        } else {
            self.with_works(clause, &items[done..], &mut found);
        }
        found
    }

    /// Parts of a clause divided at 、 outside quotation marks and brackets, and at 和 and 及 where
    /// what stands before them is a whole name.
    fn items(&self, clause: Range<usize>) -> Vec<Range<usize>> {
        let mut items = Vec::new();
        let mut start = clause.start;
        let mut depth = 0i32;
        for at in self.places.with(Marks::JOINT, clause.clone()) {
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
                    // 西坡、东岗2个海水浴场和…: the thing closes a list.
                    let closed = || {
                        !items.is_empty()
                            && self.head_at_end(before).is_some()
                            && self.list_border(start..at).is_some_and(|(_, noun)| noun < at)
                    };
                    let whole = whole || closed();
                    // 电商项目“云溪优选”及…: the marks close a name.
                    let whole = whole || self.marked(before).is_some();
                    let right = &self.chars[at + 1..clause.end];
                    let joined = self.chars[at] == '及'
                        && right.first().is_some_and(|&c| matches!(c, '相' | '配' | '主' | '管' | '附'));
                    let twin = right.iter().take(LONGEST).any(|&c| c == '、');
                    let right_end = right.iter().position(|&c| c == '、').unwrap_or(right.len());
                    let right_named = || {
                        let ends = self.places.with(Marks::HEAD, at + 2..at + 1 + right_end);
                        ends.rev().map(|end| &right[..end - at]).any(|words| {
                            self.head_at_end(words).is_some() && (words.len() >= 5 || self.specific(words))
                        })
                    };
                    // 某行动和某“飞线”整治, “种子工程”和“沃土工程”: two quotations, two names.
                    let headed = || self.head_at_end(before).is_some();
                    let quoted = || right.contains(&'“') && right.contains(&'”');
                    let apart = before.contains(&'”') && right.contains(&'“') && headed()
                        || before.ends_with(&['”']) && right.starts_with(&['“'])
                        // 某大排查行动和某“零激化”攻坚.
                        || whole && quoted();
                    // 某灌区续建配套与现代化改造: one work on one thing.
                    let joined = joined
                        || self.lexicon.names.joined.at_start(right).is_some()
                            && self.lexicon.names.wary.at_end(before).is_some();
                    if apart || !joined && (whole && right_named() || twin && headed()) {
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

    /// Puts the names in an item behind those found before it, in reading order.
    fn single(&self, item: Range<usize>, found: &mut Vec<Candidate>) {
        if let Some(quoted) = self.quoted(item.clone()) {
            found.push(quoted);
            return;
        }
        let before = found.len();
        let mut end = item.end;
        while let Some((range, kind)) = self.headed(item.start..end, item.end) {
            let words = &self.chars[range.clone()];
            // “旱厕”改造1.4万户.
            let quoted = words.contains(&'“') && self.lexicon.names.works.at_end(words).is_none();
            let many = !quoted && self.many_after(range.end, kind);
            let open = words.strip_suffix(&[')']).unwrap_or(words);
            let particular = self.specific(words) && !self.only_sized(words)
                || open.ends_with(&['期']) && self.specific(open)
                || self.owned(range.clone(), &item);
            if particular && !many && !self.vetoed(words) && !self.wished(&range, item.start) {
                end = range.start;
                // 北部建设能源储备园区: the quarter says where, the verb goes.
                let placed =
                    words.len() > 6 && words[1] == '部' && matches!(words[2..4], ['建', '设'] | ['打', '造']);
                let verb = if placed { 4 } else { usize::from(self.built_by(&range)) };
                let range = range.start + verb..range.end;
                // 300余平米气调冷库: a size, and what it is of.
                if (words[0].is_ascii_digit() || numeral::is_mask(words[0]))
                    && let Some(len) = self.measured(words)
                {
                    if !self.specific(&words[len.min(words.len() - 1)..]) {
                        continue;
                    }
                    found.push((
                        range.start + len..range.end,
                        self.printed(range.start + len..range.end),
                        kind,
                        "project.head",
                    ));
                    continue;
                }
                let (range, kind) = self.measured_road(range, kind);
                let words = &self.chars[range.clone()];
                let kind = self.kind_of(words, kind);
                let mask = words.iter().take_while(|c| numeral::is_mask(**c)).count();
                // XX村 is a village, XX公司 a firm, XX河 a river.
                let place = matches!(words.get(mask), Some('村' | '公' | '河'));
                let range = if mask > 0 && !place && self.lexicon.uncommon(&words[mask..words.len() - 2]) >= 3
                {
                    range.start + mask..range.end
                } else {
                    range
                };
                found.push((range.clone(), self.printed(range), kind, "project.head"));
            } else {
                // A bracket may reach behind the end that was looked from.
                end = end.min(range.end) - 1;
            }
        }
        found[before..].reverse();
    }

    /// 3个乡镇4.5万亩高标准农田: a size, and common words around it.
    fn only_sized(&self, words: &[char]) -> bool {
        let Some(at) = words.iter().position(char::is_ascii_digit).filter(|&at| at > 0) else { return false };
        let Some(len) = self.measured(&words[at..]).filter(|len| at + len < words.len()) else {
            return false;
        };
        self.lexicon.uncommon(&words[..at]) == 0 && !self.specific(&words[at + len..])
    }

    /// 县文化艺术中心开工: a place has one such thing, and somebody builds it.
    fn owned(&self, name: Range<usize>, item: &Range<usize>) -> bool {
        /// Characters behind a name that tell what becomes of it.
        const NEAR: usize = 20;
        const SHORTEST: usize = 4;
        let words = &self.chars[name.clone()];
        let names = &self.lexicon.names;
        // 乡镇卫生院, 市民服务大厅 are no one's.
        let common = |len: usize| {
            [&names.hollow, &names.generic].iter().any(|c| c.at_start(words).is_some_and(|(n, ())| n > len))
        };
        let owner = names.owners.at_start(words).is_some_and(|(len, ())| !common(len));
        // 开发区燃气站 is the zone's.
        let zone = words[0] == '区' && self.chars[..name.start].ends_with(&['开', '发']);
        if !owner || zone || words.len() < SHORTEST {
            return false;
        }
        let Some((head, ProjectKind::Project)) = self.head_at_end(words) else { return false };
        // 县城配水厂改造工程: the work on the one thing.
        let work = words.strip_suffix(&['工', '程']).or_else(|| words.strip_suffix(&['项', '目']));
        // 县粮食储备库扩建; a town's 敬老院改造 is small.
        let work = work.or(Some(words).filter(|words| matches!(words[0], '县' | '市')));
        let thing = work.and_then(|work| names.works.at_end(work).map(|(len, ())| &work[..work.len() - len]));
        if let Some(thing) = thing
            && let Some((len, ProjectKind::Project)) = self.head_at_end(thing)
        {
            return self.is_thing(thing, len) && thing.len() >= SHORTEST;
        }
        let phases = &self.lexicon.phases;
        let told = |words: &[char]| {
            phases.started.any_in(words)
                || phases.finished.any_in(words)
                || phases.in_use.any_in(words)
                || self.lexicon.milestones.events.any_in(words)
                || self.lexicon.names.builders.at_end(words).is_some()
        };
        let rest = &self.chars[name.end..self.chars.len().min(name.end + NEAR)];
        let near = rest.iter().position(|&c| matches!(c, ',' | '。' | ';' | '\n')).unwrap_or(rest.len());
        // 建成县文化馆、县图书馆: the verb is for the whole list.
        let clause = self.chars[..name.start].iter().rposition(|&c| matches!(c, ',' | '。' | ';' | '\n'));
        let from = clause.map_or(0, |at| at + 1).max(item.start.saturating_sub(NEAR));
        self.is_thing(words, head)
            && (told(&self.chars[from..name.start]) || told(&rest[..near]) || rest.starts_with(&['建', '设']))
    }

    /// 光伏发电项目12个: words that are counted right behind them name no one thing; 民生巷2条断头路 are two
    /// roads.
    fn many_after(&self, at: usize, kind: ProjectKind) -> bool {
        let rest = &self.chars[at.min(self.chars.len())..];
        let number = rest.first().filter(|&&c| numeral::opens(c)).and_then(|_| numeral::numeral(rest));
        number.is_some_and(|number| {
            // 人民路18号: an address.
            if rest.get(number.len) == Some(&'号') {
                return true;
            }
            let unit = self.lexicon.units.at_start(&rest[number.len..]);
            kind != ProjectKind::Road
                && number.low >= Decimal::TWO
                && !self.sum_of_list(at, &number)
                && unit.is_some_and(|(_, unit)| {
                    // 甲养猪项目1.5万头: what it holds.
                    let plain =
                        number.low <= Decimal::ONE_HUNDRED || matches!(&*unit.name, "个" | "项" | "户");
                    unit.kind == UnitKind::Count && plain
                })
        })
    }

    /// 青石公路8.6公里改造: the length parts the road's name from the work on it.
    fn measured_road(&self, range: Range<usize>, kind: ProjectKind) -> (Range<usize>, ProjectKind) {
        let words = &self.chars[range.clone()];
        let Some(at) = words.iter().position(char::is_ascii_digit) else { return (range, kind) };
        let Some(len) = self.measured(&words[at..]) else { return (range, kind) };
        let rebuilt = self.lexicon.names.rebuilding.whole(&words[at + len..]);
        let road = self.head_at_end(&words[..at]).filter(|(_, own)| *own == ProjectKind::Road);
        match road.filter(|_| rebuilt && self.specific(&words[..at])) {
            Some((_, own)) => (range.start..range.start + at, own),
            None => (range, kind),
        }
    }

    /// A new road by its ends and its length, where it has no name: 修通东岗至西沟6.5公里水泥路.
    fn spanned(&self, clause: Range<usize>) -> Option<Candidate> {
        /// Characters of a place.
        const PLACE: std::ops::RangeInclusive<usize> = 2..=6;
        let words = &self.chars[clause.clone()];
        if !matches!(words.last(), Some('路' | '道' | '渠' | '线')) {
            return None;
        }
        let at = clause.start + words.iter().position(|&c| c == '至')?;
        let end = at + self.chars[at..clause.end].iter().position(char::is_ascii_digit)?;
        let start = self.list_item_start(clause.start..at);
        let places = PLACE.contains(&(at - start)) && PLACE.contains(&(end - at - 1));
        let place = self.chars[start..end].iter().all(|&c| is_han(c) && c != '的');
        let measured = self.measured(&self.chars[end..clause.end]).is_some();
        (places && place && measured && self.lexicon.uncommon(&self.chars[start..end]) >= 3)
            .then(|| (start..end, self.printed(start..end), ProjectKind::Road, "project.span"))
    }

    /// The stretch of a range from where a name begins to its last head word; `limit` is the end
    /// of the item that what follows the head may reach to.
    fn headed(&self, range: Range<usize>, limit: usize) -> Option<(Range<usize>, ProjectKind)> {
        for last in self.places.with(Marks::HEAD, range.start + 1..range.end).rev() {
            let end = last + 1;
            let words = &self.chars[range.start..end];
            if let Some((len, kind)) = self.head_at_end(words)
                && self.closes(end..limit, words, len)
            {
                // 项目(一期), 主干路(一期): the bracket belongs to the name.
                let whole =
                    if end == range.end && end < limit { None } else { self.phase_bracket(end..limit) };
                // 云溪水厂(二期): the head stands in the bracket.
                let bracket = || {
                    self.chars[end..].first() == Some(&')') && words.contains(&'(') && !words.contains(&')')
                };
                let whole = whole.unwrap_or_else(|| end + usize::from(bracket()));
                let start = self.name_start(range.start..end, len);
                if end - start > len && whole - start <= LONGEST {
                    return Some((start..whole, kind));
                }
            }
        }
        None
    }
}
