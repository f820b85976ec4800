//! Things with a name of their own: projects, sites, roads, programmes.
//!
//! A name ends in a head word (项目, 产业园, 大道, 行动) or stands in a list that one head closes
//! (甲、乙等项目). It begins after the verb or the mark before it, and it must hold something that
//! the common words of the genre do not cover: 重点项目 names nothing, 青石水库除险加固工程 does.

use std::ops::Range;

use super::clause::Sentence;
use super::numeral;
use crate::fact::{Phase, ProjectKind};
use crate::lexicon::{Lexicon, UnitKind};
use crate::text::is_han;
use crate::text::phrase::{ends, ends_any, holds, is, starts};

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
    /// The rule that found it.
    pub rule: &'static str,
}

/// Longest name, in characters.
const LONGEST: usize = 36;

/// Names in one sentence, in reading order.
pub fn names(chars: &[char], sentence: &Sentence, ahead: bool, lexicon: &Lexicon) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    for clause in &sentence.clauses {
        let named = Finder { chars, lexicon }.clause(clause.clone());
        if named.is_empty() {
            continue;
        }
        let phase = phase(&chars[clause.clone()], ahead);
        found.extend(named.into_iter().map(|(range, name, kind, rule)| Named { name, kind, range, phase, rule }));
    }
    found
}

/// Whether two names are the same thing's: equal but for 项目, 工程 or 建设 at the end, or one
/// the end of the other (中小企业园, 城区中小企业园).
pub fn same(a: &str, b: &str) -> bool {
    const SHORTEST: usize = 5;
    let core = |name: &str| -> String {
        let mut name = name;
        while let Some(rest) = ["项目", "工程", "建设"].iter().find_map(|tail| name.strip_suffix(tail)) {
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
    let has = |list: &[&str]| {
        list.iter().any(|w| holds(words, w))
    };
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
    [(in_use, Phase::InUse), (finished, Phase::Finished), (under_way, Phase::UnderWay), (started, Phase::Started), (proposed, Phase::Proposed)]
        .into_iter()
        .find(|(holds, _)| *holds)
        .map(|(_, phase)| phase)
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
                        before.len() >= len + 2 && self.specific(&self.chars[self.name_start(start..at, len)..at])
                    });
                    let right = &self.chars[at + 1..clause.end];
                    let joined = self.chars[at] == '及' && right.first().is_some_and(|&c| matches!(c, '相' | '配' | '主' | '管' | '附'));
                    let twin = right.iter().take(LONGEST).any(|&c| c == '、');
                    let right_end = right.iter().position(|&c| c == '、').unwrap_or(right.len());
                    let right_named = (2..=right_end).rev().any(|len| self.head_at_end(&right[..len]).is_some() && (self.specific(&right[..len]) || len >= 5));
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

    /// The longest head word that a slice ends with.
    fn head_at_end(&self, words: &[char]) -> Option<(usize, ProjectKind)> {
        let names = &self.lexicon.names;
        let find = |class: &crate::lexicon::Class, kind| class.at_end(words).map(|(len, ())| (len, kind));
        let mut best: Option<(usize, ProjectKind)> = None;
        for candidate in [
            find(&names.projects, ProjectKind::Project),
            find(&names.sites, ProjectKind::Site),
            find(&names.roads, ProjectKind::Road),
            find(&names.programmes, ProjectKind::Programme),
        ]
        .into_iter()
        .flatten()
        {
            if best.is_none_or(|(len, _)| candidate.0 > len) {
                best = Some(candidate);
            }
        }
        if let Some((1, ProjectKind::Road)) = best
            && self.common_road(words)
        {
            best = None;
        }
        let section = words.ends_with(&['段']) && words.iter().any(|c| matches!(c, '路' | '道' | '线' | '街' | '河'));
        if section && words.len() >= 4 {
            return Some((1, ProjectKind::Road));
        }
        best
    }

    /// 思路, 道路, 风景街: words that end in a road's head and name no road.
    fn common_road(&self, words: &[char]) -> bool {
        const COMMON: &[&str] = &[
            "思路", "道路", "出路", "之路", "来路", "的路", "门路", "坡路", "线路", "化路", "泥路", "业路", "铺路", "修路", "通路", "组路", "网路", "条路", "产路", "行路", "油路", "管路", "电路", "走路", "公路", "一路", "铁路", "村路", "砂路", "走老路", "新路", "好路", "景街", "范街", "板街", "业街", "主街", "行街", "开街", "食街", "上街", "条街", "逛街", "干路", "带路", "景路", "断头路", "游路", "户路",
        ];
        ends_any(words, COMMON)
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
                let placed = words.len() > 6 && words[1] == '部' && matches!(words[2..4], ['建', '设'] | ['打', '造']);
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
                let whole = if end == range.end && end < limit { None } else { self.phase_bracket(end..limit) };
                let whole = whole.unwrap_or(end);
                let start = self.name_start(range.start..end, len);
                if end - start >= len + 1 && whole - start <= LONGEST {
                    return Some((start..whole, kind));
                }
            }
            end -= 1;
        }
        None
    }

    /// The end of `(一期)` and what it heads, right after a name.
    fn phase_bracket(&self, after: Range<usize>) -> Option<usize> {
        let words = &self.chars[after.clone()];
        let close = words.iter().take(6).position(|&c| c == ')')?;
        (words.first() == Some(&'(') && words[..close].contains(&'期')).then(|| {
            let mut end = after.start + close + 1;
            for head in [['项', '目'], ['工', '程']] {
                if self.chars[end..after.end].starts_with(&head) {
                    end += 2;
                }
            }
            end
        })
    }

    /// What follows a head word ends the name.
    fn closes(&self, after: Range<usize>) -> bool {
        let words = &self.chars[after];
        match words.first() {
            None => true,
            Some(c) if !is_han(*c) => true,
            Some(_) => {
                self.lexicon.names.tails.at_start(words).is_some()
                    || self.lexicon.milestones.events.at_start(words).is_some()
                    || self.lexicon.names.hard_borders.at_start(words).is_some_and(|(len, ())| len > 1)
            }
        }
    }

    /// Where a name begins whose head of `head` characters ends the range.
    fn name_start(&self, range: Range<usize>, head: usize) -> usize {
        let head_at = range.end - head;
        let names = &self.lexicon.names;
        let mut start = range.start;
        let mut at = range.start;
        while at < head_at {
            let rest = &self.chars[at..range.end];
            let after = |len: usize| &self.chars[at + len..range.end];
            let hard = names.hard_borders.at_start(rest).map(|(len, ())| len).filter(|len| at + len < head_at && !self.inside_quotes(range.start, at));
            let soft = names.soft_borders.at_start(rest).map(|(len, ())| len).filter(|len| at + len < head_at && !self.inside_quotes(range.start, at));
            let graded = at > 0 && matches!(self.chars[at - 1], '中' | '高' | '初');
            if at + 1 < head_at && (matches!(rest[0], '的' | '—') || rest[0] == '等' && !graded) {
                start = at + 1;
            } else if matches!(rest[0], '和' | '与' | '及') && at > start && at + 2 < head_at && self.specific(after(1)) {
                start = at + 1;
            } else if let Some(len) = hard
            {
                start = start.max(at + len);
                at += len;
                continue;
            } else if let Some(len) = soft
                && at >= start
                && self.specific(after(len))
                && !self.specific(&self.chars[start..at + len])
            {
                start = start.max(at + len);
                at += len;
                continue;
            } else if let Some(len) = self.count(rest)
                && at + len < head_at
            {
                start = start.max(at + len);
                at += len;
                continue;
            }
            at += 1;
        }
        loop {
            let rest = &self.chars[start..range.end];
            if rest.len() <= head + 1 {
                break;
            }
            let len = self.opening(rest);
            if len == 0 || start + len >= head_at.max(start + 1) || start + len + 1 >= range.end {
                break;
            }
            // A verb that begins the name itself: nothing particular would be left without it.
            let verb: String = rest[..len].iter().collect();
            let ambiguous = matches!(verb.as_str(), "建设" | "发展" | "改造" | "生产" | "养殖" | "种植" | "创新" | "开发" | "综合" | "服务" | "集中" | "保护");
            if ambiguous && !self.specific(&self.chars[start + len..range.end]) && self.specific(rest) {
                break;
            }
            start += len;
        }
        start
    }

    /// Length of a count at the start of a slice: 14个, 1212亿元, 9月底.
    fn count(&self, rest: &[char]) -> Option<usize> {
        let number = numeral::numeral(rest)?;
        let (len, unit) = self.lexicon.units.at_start(&rest[number.len..])?;
        let counts = match unit.kind {
            UnitKind::Count | UnitKind::Money | UnitKind::Person | UnitKind::Times => unit.name != "期",
            UnitKind::Name => matches!(unit.name.as_str(), "月" | "日" | "月份"),
            UnitKind::Duration => unit.name == "年" && number.len >= 4,
            _ => false,
        };
        counts.then_some(number.len + len)
    }

    fn inside_quotes(&self, from: usize, at: usize) -> bool {
        let words = &self.chars[from..at];
        let open = words.iter().filter(|&&c| matches!(c, '“' | '(')).count();
        let close = words.iter().filter(|&&c| matches!(c, '”' | ')')).count();
        open > close
    }

    /// Characters at the start of a slice that belong to no name: verbs, manners, dates, counts.
    fn opening(&self, rest: &[char]) -> usize {
        if matches!(rest[0], '“' | '”' | ':' | ' ' | ')' | ']' | '和' | '及' | '与' | '对' | '在' | '以' | '为' | '将' | '把' | '从' | '由' | '抓' | '到' | '使' | '让' | '了' | '好' | '并') {
            // A quotation mark that opens the name stays.
            return usize::from(rest[0] != '“');
        }
        if let Some(len) = self.count(rest) {
            return len;
        }
        let verbs = &self.lexicon.verbs;
        let len = [&verbs.actions, &verbs.manners, &self.lexicon.predicates.openings]
            .into_iter()
            .filter_map(|class| class.at_start(rest).map(|(len, ())| len))
            .max()
            .unwrap_or(0);
        // One character alone may be the start of a name: 新, 上, 大.
        if len < 2 { 0 } else { len }
    }

    /// `“家门口就业”活动`, `易地扶贫“百日攻坚”活动`, `“雨露计划”`.
    fn quoted(&self, item: Range<usize>) -> Option<Candidate> {
        const FARTHEST_HEAD: usize = 10;
        let words = &self.chars[item.clone()];
        let open = words.iter().position(|&c| c == '“')?;
        let close = open + words[open..].iter().position(|&c| c == '”')?;
        if close <= open + 1 {
            return None;
        }
        let after = &words[close + 1..];
        let reach = after.len().min(FARTHEST_HEAD + 4);
        for len in (2..=reach).rev() {
            let tail = &after[..len];
            let borders = (0..tail.len()).any(|at| self.lexicon.names.hard_borders.at_start(&tail[at..]).is_some());
            if borders || tail.iter().any(|&c| matches!(c, '“' | '的' | ',' | '、' | '和' | '与')) {
                continue;
            }
            let scheme = ["模式", "清理整治", "财政奖补", "整治", "实施方案"]
                .iter()
                .find(|w| ends(tail, w))
                .map(|w| (w.chars().count(), ProjectKind::Programme));
            let Some((head, kind)) = self.head_at_end(tail).filter(|_| scheme.is_none()).or(scheme) else { continue };
            let end = item.start + close + 1 + len;
            if head > len || len - head > FARTHEST_HEAD || !self.closes(end..item.end) {
                continue;
            }
            if head == 1 || self.lexicon.verbs.actions.at_start(tail).is_some_and(|(l, ())| l >= 2 && l < len && !matches!(tail[0], '专' | '系' | '主')) && len > head + 2 {
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
        let (head, kind) = self.head_at_end(inner)?;
        let named = inner.len() >= head + 2 && head >= 2 && !inner.contains(&'、') && !inner.contains(&',');
        let programme = matches!(kind, ProjectKind::Programme) || self.specific(inner);
        let slogan = matches!(inner[0], '一' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十');
        (named && programme && !slogan && !self.vetoed(inner)).then(|| {
            let from = item.start + open;
            let start = self.quote_prefix(item.start, from);
            let range = if start < from { start..item.start + close + 1 } else { from + 1..item.start + close };
            (range.clone(), self.printed(range), kind, "project.quoted")
        })
    }

    /// Words directly before a quotation that belong to the name: 县城建设“十个一”攻坚行动.
    fn quote_prefix(&self, from: usize, open: usize) -> usize {
        const LONGEST_PREFIX: usize = 8;
        let mut start = self.chars[from..open]
            .iter()
            .rposition(|&c| matches!(c, '的' | '“' | '”' | '、' | ']' | ')'))
            .map_or(from, |at| from + at + 1);
        for at in start..open {
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
                || prefix.len() <= 5 && matches!(prefix.last(), Some('村' | '镇' | '乡' | '县' | '路' | '街')));
        if clean { start } else { open }
    }

    /// `甲、乙等11个新建项目`, `丙、丁两处幼儿园`: names completed by the head that closes the list.
    /// Gives the names and the index of the first item of the list.
    fn completed_list(&self, items: &[Range<usize>]) -> Option<(Vec<Candidate>, usize)> {
        let last = items.last()?.clone();
        let (item_end, mut noun_start) = self.list_border(last.clone())?;
        while let Some(len) = self.measured(&self.chars[noun_start..last.end]) {
            noun_start += len;
        }
        let spans = items.iter().any(|item| self.chars[item.clone()].contains(&'至'));
        let head_of = |words: &[char]| {
            self.head_at_end(words).or_else(|| {
                let road = spans && words.last() == Some(&'路') && words.len() >= 2;
                road.then_some((1, ProjectKind::Road))
            })
        };
        let noun_end = {
            let mut end = last.end;
            loop {
                if end <= noun_start {
                    return None;
                }
                let words = &self.chars[noun_start..end];
                if head_of(words).is_some() && self.closes(end..last.end) {
                    break end;
                }
                end -= 1;
            }
        };
        let noun = &self.chars[noun_start..noun_end];
        let (_, kind) = head_of(noun)?;
        let noun: Vec<char> = self.plain_noun(noun);
        let generic = noun.ends_with(&['项', '目']) || noun.ends_with(&['工', '程']);
        const LONGEST_NOUN: usize = 10;
        let has_verb = (0..noun.len().saturating_sub(2)).any(|at| {
            self.lexicon.names.hard_borders.at_start(&noun[at..]).is_some_and(|(len, ())| len > 1)
        });
        if noun.len() > LONGEST_NOUN || has_verb || noun.iter().any(|c| matches!(c, '和' | '及' | '的')) {
            return None;
        }
        let mut list: Vec<Range<usize>> = items[..items.len() - 1].to_vec();
        list.push(last.start..item_end);
        let mut found = Vec::new();
        let mut first = list.len();
        for (order, item) in list.iter().enumerate().rev() {
            let start = if order == 0 || self.opening(&self.chars[item.clone()]) > 0 {
                self.list_item_start(item.clone())
            } else {
                item.start
            };
            let words = &self.chars[start..item.end];
            let span = words.contains(&'至');
            let plain = self.lexicon.uncommon(words) < if generic && words.len() >= 5 { 1 } else { 2 };
            if words.len() < 2 || words.len() > 20 || plain && !span {
                let site = self.head_at_end(words).filter(|(len, kind)| *kind == ProjectKind::Site && words.len() >= len + 2);
                if site.is_some() && !found.is_empty() && words.len() <= 20 && !self.vetoed(words) {
                    found.push((start..item.end, self.printed(start..item.end), ProjectKind::Site, "project.sibling"));
                } else if order == 0 || words.len() < 2 {
                    break;
                }
                first = order;
                continue;
            }
            // Activities are named by their quotation marks only.
            let wrapped = words.first() == Some(&'“') && words.last() == Some(&'”');
            if wrapped {
                found.push((start..item.end, self.printed(start..item.end), ProjectKind::Programme, "project.list"));
                first = order;
                continue;
            }
            if kind == ProjectKind::Programme && !generic || self.vetoed(words) {
                break;
            }
            let own = self.head_at_end(words).filter(|(len, _)| words.len() >= len + 2 && *len > 1 || *len == 1 && words.len() > 2);
            let (name, kind) = match own {
                Some((_, own_kind)) => (self.printed(start..item.end), self.kind_of(words, own_kind)),
                None if span && kind == ProjectKind::Road => (self.printed(start..item.end), ProjectKind::Road),
                None => {
                    let mut name = self.printed(start..item.end);
                    name.extend(noun.iter());
                    let kind = if generic { ProjectKind::Project } else { kind };
                    (name, kind)
                }
            };
            found.push((start..item.end, name, kind, "project.list"));
            first = order;
            if start > item.start {
                break;
            }
        }
        found.reverse();
        (!found.is_empty()).then_some((found, first))
    }

    /// Where the list's last item ends and its common noun begins: before 等 or a count.
    fn list_border(&self, item: Range<usize>) -> Option<(usize, usize)> {
        for at in item.start + 1..item.end {
            let rest = &self.chars[at..item.end];
            let etc = rest[0] == '等' && !rest.starts_with(&['等', '级']);
            let from = at + usize::from(etc);
            let count = numeral::opens(*self.chars.get(from)?).then(|| numeral::numeral(&self.chars[from..item.end])).flatten();
            let counted = count.and_then(|number| {
                let after = &self.chars[from + number.len..item.end];
                let (len, unit) = self.lexicon.units.at_start(after)?;
                let two_or_more = number.masked || number.low >= rust_decimal::Decimal::TWO;
                (unit.kind == UnitKind::Count && two_or_more).then_some(from + number.len + len)
            });
            if let Some(noun) = counted {
                return Some((at, noun));
            }
            if etc {
                return Some((at, from));
            }
        }
        None
    }

    /// Length of a second measure after a count: 6条**20余公里**….
    fn measured(&self, rest: &[char]) -> Option<usize> {
        let number = numeral::opens(*rest.first()?).then(|| numeral::numeral(rest)).flatten()?;
        let about = usize::from(matches!(rest.get(number.len), Some('余' | '多')));
        let (len, unit) = self.lexicon.units.at_start(&rest[number.len + about..])?;
        matches!(unit.kind, UnitKind::Length | UnitKind::Area | UnitKind::Count).then_some(number.len + about + len)
    }

    /// Start of the first item of a list, after its verbs.
    fn list_item_start(&self, item: Range<usize>) -> usize {
        let mut start = item.start;
        for at in item.clone() {
            if let Some((len, ())) = self.lexicon.names.hard_borders.at_start(&self.chars[at..item.end])
                && at + len + 1 < item.end
            {
                start = start.max(at + len);
            }
            if self.chars[at] == '的' && at + 2 < item.end {
                start = at + 1;
            }
        }
        while start + 2 < item.end {
            let len = self.opening(&self.chars[start..item.end]);
            if len == 0 || start + len + 1 >= item.end {
                break;
            }
            start += len;
        }
        start
    }

    /// The noun that completes a list, without counts and words like 重点 or 新建 before it.
    fn plain_noun(&self, noun: &[char]) -> Vec<char> {
        const ADJECTIVES: &[&str] = &[
            "重点", "重大", "新建", "续建", "在建", "拟建", "一批", "产业", "大", "工业", "旅游", "新业态", "市场类", "前期", "省市", "招商", "农业", "投资过亿元的", "投资", "过亿元的", "亿元以上", "优质", "城建", "骨干",
        ];
        let mut noun = noun;
        loop {
            let before = noun.len();
            for word in ADJECTIVES {
                let len = word.chars().count();
                if noun.len() >= len + 2 && starts(noun, word) {
                    noun = &noun[len..];
                }
            }
            if noun.first() == Some(&'的') {
                noun = &noun[1..];
            }
            if noun.len() == before {
                return noun.to_vec();
            }
        }
    }

    /// Things of a list that is particular as a whole: 百泉公园、体育公园.
    fn with_siblings(&self, items: &[Range<usize>], mut found: Vec<Candidate>) -> Vec<Candidate> {
        let particular = found.iter().any(|(range, _, kind, _)| {
            matches!(kind, ProjectKind::Site | ProjectKind::Road) && self.head_at_end(&self.chars[range.clone()]).is_some()
        });
        if !particular || items.len() < 2 {
            return found;
        }
        for item in items {
            if found.iter().any(|(range, ..)| range.start >= item.start && range.end <= item.end) {
                continue;
            }
            let Some((range, _)) = self.headed(item.clone(), item.end) else { continue };
            let words = &self.chars[range.clone()];
            let Some((len, kind)) = self.head_at_end(words) else { continue };
            let whole = words.len() == len && len >= 4;
            if (words.len() >= len + 2 && len >= 2 || whole) && matches!(kind, ProjectKind::Site | ProjectKind::Road) && !self.vetoed(words) {
                found.push((range.clone(), self.printed(range), kind, "project.sibling"));
            }
        }
        found.sort_by_key(|(range, ..)| range.start);
        found
    }

    /// Whether words hold something that common words do not cover.
    fn specific(&self, words: &[char]) -> bool {
        let Some((head, kind)) = self.head_at_end(words) else { return self.lexicon.uncommon(words) >= 2 };
        let own = &words[..words.len() - head];
        // 抓项目, 入驻园区: a verb with its object.
        if self.lexicon.names.hard_borders.at_end(own).is_some() && !own.ends_with(&['”']) {
            return false;
        }
        let uncommon = self.lexicon.uncommon(own);
        if kind == ProjectKind::Programme && head >= 2 {
            let strong = ["行动", "运动", "攻坚战", "斗争", "行动计划", "三年行动", "倍增计划", "跃升计划", "提升计划", "创建活动", "评选活动", "挂牌活动"]
                .iter()
                .any(|w| ends(words, w));
            if strong {
                return own.len() >= 4 || uncommon >= 2;
            }
        }
        if self.lexicon.names.definite.at_start(words).is_some_and(|(len, ())| len == words.len()) {
            return true;
        }
        // (一期), 2018年度…, 南部…: a stage, a year or a quarter makes common words one thing's name.
        let staged = words.len() >= 8 && words.windows(3).any(|w| w[0] == '(' && w[2] == '期');
        let dated = words.len() >= 10 && words[0] == '2' && words.get(5) == Some(&'度');
        let quarter = kind == ProjectKind::Site
            && words.len() >= 7
            && words.get(1) == Some(&'部')
            && matches!(words[0], '东' | '西' | '南' | '北' | '中');
        let masked = words.len() >= 5
            && matches!(words[0], 'x' | 'X' | '×' | '○')
            && words.iter().find(|c| is_han(**c)).is_some_and(|c| !matches!(c, '省' | '市' | '县' | '镇' | '乡' | '年' | '万' | '个'));
        if staged || dated || quarter || masked {
            return true;
        }
        let institution = ["医院", "卫生院", "中学", "小学", "中心校", "职教中心", "敬老院"]
            .iter()
            .any(|w| holds(own, w));
        let rebuilt = ends_any(words, &["迁建", "扩建", "项目", "楼", "校区"]);
        let road = kind == ProjectKind::Road
            && (2..=4).contains(&own.len())
            && ends_any(words, &["路", "大街", "街", "巷", "大道"])
            && own.iter().all(|&c| is_han(c))
            && !["产业", "农村", "通村", "主干", "村组", "入户", "生产", "旅游", "断头", "连接", "水泥", "柏油", "砂石", "硬化", "观光", "环村", "进村", "村级", "乡村", "园区", "镇区", "城区", "县城", "主要", "通组", "机耕", "迎宾景观", "景观", "旅游景观", "城市", "镇村", "田间"]
                .iter()
                .any(|w| is(own, w));
        uncommon >= 2 || (institution && rebuilt) || (road && uncommon >= 1) || (road && own.len() == 2 && words.last() == Some(&'路'))
    }

    fn vetoed(&self, words: &[char]) -> bool {
        self.lexicon.names.vetoes.at_end(words).is_some_and(|(len, ())| words.len() <= len + 2)
            || words.iter().any(|&c| matches!(c, '《' | '》' | '%' | ':' | '"'))
            || words.iter().filter(|c| **c == '“').count() != words.iter().filter(|c| **c == '”').count()
    }

    /// The kind by the whole name: a treated river is a project, a road's rebuilding stays a road.
    fn kind_of(&self, words: &[char], kind: ProjectKind) -> ProjectKind {
        if kind == ProjectKind::Programme && ends(words, "工程") {
            return ProjectKind::Project;
        }
        kind
    }

    /// A name without blanks and with the marks that wrap it removed.
    fn printed(&self, range: Range<usize>) -> String {
        let name: String = self.chars[range].iter().filter(|c| !c.is_whitespace()).collect();
        let inner = name.strip_prefix('“').and_then(|n| n.strip_suffix('”'));
        inner.filter(|n| !n.contains('“')).map_or(name.clone(), str::to_owned)
    }
}
