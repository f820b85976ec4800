//! Lists whose names one head closes: 甲、乙等项目, 丙、丁两处幼儿园.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Candidate, Finder};
use crate::extract::numeral::{self, Numeral};
use crate::fact::ProjectKind;
use crate::lexicon::{Marks, UnitKind};
use crate::text::is_han;
use crate::text::phrase::ends;

impl Finder<'_> {
    /// `甲、乙等11个新建项目`, `丙、丁两处幼儿园`: names completed by the head that closes the list.
    /// Gives the names and the index of the first item of the list.
    #[inline]
    pub(super) fn completed_list(&self, items: &[Range<usize>]) -> Option<(Vec<Candidate>, usize)> {
        let last = items.last()?;
        let becomes = || if items.len() > 1 { self.becoming(last.clone()) } else { None };
        let border = self.list_border(last.clone()).or_else(becomes)?;
        self.completed(items, last.clone(), border)
    }

    /// The same where the last item ends before `item_end`, and the common noun begins at `noun_start`.
    fn completed(
        &self,
        items: &[Range<usize>],
        last: Range<usize>,
        (item_end, mut noun_start): (usize, usize),
    ) -> Option<(Vec<Candidate>, usize)> {
        // 城西广场、滨河公园等处9公里绿化: where it is done.
        if noun_start > item_end && matches!(self.chars[noun_start..last.end], ['处' | '地', ..]) {
            return None;
        }
        while let Some(len) = self.measured(&self.chars[noun_start..last.end]) {
            noun_start += len;
        }
        let spans = items.iter().any(|item| self.chars[item.clone()].contains(&'至'));
        let head_of = |words: &[char]| {
            self.head_at_end(words).or_else(|| {
                let road = spans && words.last() == Some(&'路') && words.len() >= 2;
                (road || self.lexicon.names.listed_roads.whole(words)).then_some((1, ProjectKind::Road))
            })
        };
        // 3个项目列入…: a verb behind the noun opens something else.
        let verb = |at: &usize| {
            let border = self.lexicon.names.hard_borders.at_start(&self.chars[*at..last.end]);
            border.is_some_and(|(len, ())| len > 1)
                && head_of(&self.chars[noun_start..*at]).is_some_and(|(len, _)| len > 1)
        };
        let limit = (noun_start + 2..last.end).find(verb).unwrap_or(last.end);
        let noun_end = {
            let mut end = limit;
            loop {
                if end <= noun_start {
                    return None;
                }
                let words = &self.chars[noun_start..end];
                if let Some((len, _)) = head_of(words)
                    && (self.lexicon.names.listed_roads.whole(words)
                        || self.closes(end..last.end, words, len)
                        || self.stands(end..last.end, &words[words.len() - len..]))
                {
                    break end;
                }
                end -= 1;
            }
        };
        let noun = &self.chars[noun_start..noun_end];
        let (_, kind) = head_of(noun)?;
        let noun = self.plain_noun(noun);
        let generic = noun.ends_with(&['项', '目']) || noun.ends_with(&['工', '程']);
        // 二中迁建、医院新址等民生工程: a name of no one's.
        let joined = noun.iter().any(|c| matches!(c, '和' | '及'));
        let vague = generic && (joined || self.vetoed(noun));
        const LONGEST_NOUN: usize = 10;
        let has_verb = (0..noun.len().saturating_sub(2)).any(|at| {
            self.lexicon.names.hard_borders.at_start(&noun[at..]).is_some_and(|(len, ())| len > 1 || at == 0)
        });
        if noun.len() > LONGEST_NOUN || has_verb || joined && !generic || noun.contains(&'的') {
            return None;
        }
        /// Characters of a quotation, the marks among them, that names by itself.
        const LONG_MARKED: usize = 6;
        let mut list: Vec<Range<usize>> = items[..items.len() - 1].to_vec();
        list.push(last.start..item_end);
        // 甲宿舍、乙小区改造等老旧小区改造: the last of them says what is left off.
        let shared = self
            .head_at_end(&self.chars[last.start..item_end])
            .map(|(len, _)| &self.chars[item_end - len..item_end])
            .filter(|head| list.len() > 1 && head.len() > 1 && noun.ends_with(head));
        // 甲、乙、丙三个项目: each item is one of them.
        let counted = numeral::numeral(&self.chars[item_end..noun_start])
            .is_some_and(|number| number.low == Decimal::from(list.len()));
        let mut found = Vec::new();
        // Things without a name of their own: one that the list closes with has it by its siblings.
        let mut plain_things = Vec::new();
        let mut first = list.len();
        for (order, item) in list.iter().enumerate().rev() {
            let item = item.start..self.before_bracket(item.clone());
            let start = if order == 0 || self.opening(&self.chars[item.clone()]) > 0 {
                self.list_item_start(item.clone())
            } else {
                self.after_size(&item)
            };
            let start = self.marked(&self.chars[start..item.end]).map_or(start, |at| start + at);
            let words = &self.chars[start..item.end];
            // 11月底两条生产线: a day.
            if self.count(words) == Some(words.len()) {
                break;
            }
            let span = words.contains(&'至');
            let plain = self.lexicon.uncommon(words) < if generic && words.len() >= 5 { 1 } else { 2 };
            // XX食品、XX机械等项目: the name is hidden.
            let hidden = generic && words.len() >= 4 && numeral::is_mask(words[0]);
            // “民营企业服务周”: the marks make a name of it.
            let marked = words.len() > LONG_MARKED && words[0] == '“' && words.last() == Some(&'”');
            let plain = plain && !hidden && !marked;
            if words.len() < 2 || words.len() > 20 || plain && !span {
                let thing = self.head_at_end(words).filter(|(len, own)| match own {
                    ProjectKind::Site => words.len() >= len + 2,
                    ProjectKind::Road => words.len() >= len + 2 && *own == kind,
                    // 县疾控中心实验室 beside others that are named.
                    ProjectKind::Project => {
                        generic && (counted || self.is_thing(words, *len)) && words.len() >= len + 4
                    }
                    ProjectKind::Programme => false,
                });
                // 三喜电器 beside others: a firm by one character of its own.
                let firm = || {
                    generic
                        && words.len() == 4
                        && words.iter().all(|&c| is_han(c))
                        && self.lexicon.uncommon(&words[..2]) == 1
                        && self.lexicon.names.generic.whole(&words[2..])
                        && self.opening(words) == 0
                };
                if thing.is_none() && firm() && !self.vetoed(words) {
                    let mut name = self.printed(start..item.end);
                    name.extend(if vague { &[] } else { noun }.iter());
                    plain_things.push((start..item.end, name, ProjectKind::Project, "project.list"));
                } else if let Some((_, own)) = thing
                    && words.len() <= 20
                    && !self.vetoed(words)
                {
                    plain_things.push((
                        start..item.end,
                        self.printed(start..item.end),
                        own,
                        "project.sibling",
                    ));
                } else if order == 0 || words.len() < 2 {
                    break;
                }
                first = order;
                continue;
            }
            // Activities are named by their quotation marks only.
            let wrapped = words.first() == Some(&'“') && words.last() == Some(&'”');
            // “绿化、亮化、美化”三大工程: a slogan.
            if wrapped && words.contains(&'、') {
                break;
            }
            if wrapped {
                let kind = if start > item.start && ends(&self.chars[item.start..start], "项目") {
                    ProjectKind::Project
                } else {
                    ProjectKind::Programme
                };
                found.push((start..item.end, self.printed(start..item.end), kind, "project.list"));
                first = order;
                continue;
            }
            if kind == ProjectKind::Programme && !generic || self.vetoed(words) {
                break;
            }
            // 6月底前全部完成3860户危房改造: what ends in a verb is no thing.
            let quoted = words[0] == '“';
            if !quoted && self.lexicon.names.hard_borders.at_end(words).is_some_and(|(len, ())| len > 1) {
                break;
            }
            if self.head_at_end(words).is_some_and(|(len, _)| {
                self.lexicon.names.hard_borders.at_end(&words[..words.len() - len]).is_some()
            }) {
                break;
            }
            let own = self.head_at_end(words).filter(|(len, _)| {
                let masked = numeral::is_mask(words[0]) && words.len() > *len;
                words.len() >= len + 2 && *len > 1 || *len == 1 && words.len() > 2 || masked
            });
            // 通济河、新安河等骨干河渠.
            let river = || {
                kind == ProjectKind::Road
                    && self.lexicon.names.built.at_end(words).is_some()
                    && self.lexicon.names.listed_roads.at_end(noun).is_none()
            };
            // 云溪桥加宽等堵点改造: what is done to it is told.
            let done = |words: &[char]| !generic && self.lexicon.names.rebuilding.at_end(words).is_some();
            let (name, kind) = match own {
                Some((_, own_kind)) => (self.printed(start..item.end), self.kind_of(words, own_kind)),
                None if span && kind == ProjectKind::Road => {
                    (self.printed(start..item.end), ProjectKind::Road)
                }
                None => {
                    let mut name = self.printed(start..item.end);
                    // 东岗镇、西坡镇中心幼儿园等项目: the next has what it leaves off.
                    let next = || list[order + 1..].iter().find(|i| self.has_head(i)).cloned();
                    // 向阳里、铁路新村2个小区改造: all of them have what the count says.
                    let place = (words.len() <= 4
                        && (generic || !counted)
                        && self.lexicon.names.sharing.at_end(words).is_some())
                    .then(|| self.shared(words, next()?, false))
                    .flatten();
                    if let Some(rest) = place {
                        name += &self.printed(rest);
                    } else if !vague && !named_streets(noun) && !river() && !done(words) {
                        name.extend(shared.unwrap_or(noun).iter());
                    }
                    // “头雁”培育、“归雁”回引两大工程.
                    let scheme = words[0] == '“' && ends(noun, "工程");
                    let kind = match () {
                        () if scheme => ProjectKind::Programme,
                        () if generic => ProjectKind::Project,
                        () => kind,
                    };
                    (name, kind)
                }
            };
            found.push((start..item.end, name, kind, "project.list"));
            first = order;
            // 总投资2亿元的甲、1亿元的乙: a size opens no list.
            if start > item.start && !self.is_size(&self.chars[item.start..start]) {
                break;
            }
        }
        // 粮食产业园、食品加工园两大园区: as many parks as the sum says.
        let all = || {
            counted
                && plain_things.len() == list.len()
                && plain_things.iter().all(|(_, _, kind, _)| *kind == ProjectKind::Site)
        };
        if !found.is_empty() || all() {
            found.append(&mut plain_things);
        }
        found.sort_by_key(|(range, ..): &Candidate| range.start);
        (!found.is_empty()).then_some((found, first))
    }

    /// Where an item ends before the brackets that tell what it costs: 华泰铸件(投资2亿元).
    fn before_bracket(&self, item: Range<usize>) -> usize {
        let words = &self.chars[item.clone()];
        let Some(open) = words.iter().rposition(|&c| c == '(').filter(|_| words.ends_with(&[')'])) else {
            return item.end;
        };
        let inner = &words[open + 1..words.len() - 1];
        let cost = inner.last() == Some(&'元') || inner.ends_with(&['建']);
        if cost && open > 1 { item.start + open } else { item.end }
    }

    fn has_head(&self, item: &Range<usize>) -> bool {
        self.head_at_end(&self.chars[item.clone()]).is_some()
    }

    /// Words that tell what a thing costs: 总投资2亿元的.
    pub(super) fn is_size(&self, words: &[char]) -> bool {
        let number = words.iter().position(|c| c.is_ascii_digit()).unwrap_or(words.len());
        let lead = &words[..number];
        words.last() == Some(&'的')
            && (lead.is_empty() || lead.ends_with(&['投', '资']) && lead.len() <= 4)
            && self.count(&words[number..]).is_some_and(|len| number + len + 1 >= words.len())
    }

    /// Where an item begins behind the size that opens it: 总投资9亿元的华泰铸件.
    pub(super) fn after_size(&self, item: &Range<usize>) -> usize {
        let words = &self.chars[item.clone()];
        let at = words.iter().position(|&c| c == '的').filter(|&at| self.is_size(&words[..=at]));
        at.map_or(item.start, |at| item.start + at + 1)
    }

    /// Where the marks open that close the words and name what stands before them: 双创项目“云溪谷”.
    pub(super) fn marked(&self, words: &[char]) -> Option<usize> {
        /// Characters between the marks.
        const NAME: std::ops::RangeInclusive<usize> = 2..=14;
        let (close, rest) = words.split_last()?;
        let at = rest.iter().rposition(|&c| c == '“').filter(|_| *close == '”')?;
        let (kind, name) = (&rest[..at], &rest[at + 1..]);
        // 大项目“无中生有”: what it is like, not what it is called.
        let said = kind.iter().rposition(|c| matches!(c, '的' | '个')).map_or(0, |at| at + 1);
        let named = (ends(kind, "项目") || ends(kind, "工程"))
            && kind.len() >= said + 4
            && NAME.contains(&name.len());
        (named && !name.contains(&'、')).then_some(at)
    }

    /// Where the list's last item ends and its common noun begins: before 等 or a count.
    pub(super) fn list_border(&self, item: Range<usize>) -> Option<(usize, usize)> {
        for at in self.places.with(Marks::NUMBER, item.start + 1..item.end) {
            if self.chars[at] != '等' && !numeral::opens(self.chars[at]) {
                continue;
            }
            // 第三道关: an order counts nothing; 五彩花田和3个广场: only the last is counted.
            if matches!(self.chars[at - 1], '第' | '和' | '及') {
                continue;
            }
            // 西坡至二台坪: a place.
            if self.chars[at - 1] == '至' && is_han(self.chars[at]) {
                continue;
            }
            let rest = &self.chars[at..item.end];
            let etc = rest[0] == '等' && !rest.starts_with(&['等', '级']);
            let from = at + usize::from(etc);
            let opens = numeral::opens(*self.chars.get(from)?);
            let count = (opens && !self.lettered(from) && !self.inside_number(from))
                .then(|| numeral::numeral(&self.chars[from..item.end]))
                .flatten();
            // 甲、乙、丙三大工程.
            let several = |number: &Numeral| number.len == 1 && number.low >= Decimal::TWO;
            if !etc && count.as_ref().is_some_and(several) && rest.get(1) == Some(&'大') {
                return Some((at, at + 2));
            }
            let counted = count.and_then(|number| {
                let after = &self.chars[from + number.len..item.end];
                // 工业三路 is a road.
                if matches!(after.first(), Some('路' | '街' | '线')) {
                    return None;
                }
                let (len, unit) = self.lexicon.units.at_start(after)?;
                // 年加工50万只肉羊项目: what is made, not how many things are listed.
                let made = self
                    .lexicon
                    .verbs
                    .nouns_too
                    .at_end(&self.chars[item.start..from])
                    .is_some_and(|(len, ())| len > 1);
                // 恒润30万羽蛋鸡养殖场.
                let few = number.low < Decimal::ONE_THOUSAND
                    || self.head_at_end(&self.chars[item.start..at]).is_some();
                let two_or_more = (number.masked || number.low >= Decimal::TWO && few) && !made;
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

    /// The same before 成为: 甲、乙**成为**首批竣工项目.
    fn becoming(&self, item: Range<usize>) -> Option<(usize, usize)> {
        let words = &self.chars[item.clone()];
        let at = words.windows(2).position(|pair| pair == ['成', '为']).filter(|&at| at > 1)?;
        let closed = words.ends_with(&['项', '目']) || words.ends_with(&['工', '程']);
        closed.then_some((item.start + at, item.end - 2))
    }

    /// Length of a second measure after a count: 6条**20余公里**….
    pub(super) fn measured(&self, rest: &[char]) -> Option<usize> {
        let number = numeral::opens(*rest.first()?).then(|| numeral::numeral(rest)).flatten()?;
        let about = usize::from(matches!(rest.get(number.len), Some('余' | '多')));
        let (len, unit) = self.lexicon.units.at_start(&rest[number.len + about..])?;
        // XX村: a masked place.
        if number.masked && unit.place {
            return None;
        }
        matches!(unit.kind, UnitKind::Length | UnitKind::Area | UnitKind::Count)
            .then_some(number.len + about + len)
    }

    /// Start of the first item of a list, after its verbs.
    pub(super) fn list_item_start(&self, item: Range<usize>) -> usize {
        let mut start = item.start;
        for at in self.places.with(Marks::BORDER, item.clone()) {
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
            let rest = &self.chars[start..item.end];
            let len = self.opening(rest);
            // 、和平食品: behind a mark 和 joins nothing.
            let behind_mark = start > 0 && self.chars[start - 1] == '、';
            let and = (start > item.start || behind_mark) && self.begins_with_and(rest);
            if len == 0 || start + len + 1 >= item.end || and {
                break;
            }
            start += len;
        }
        start
    }

    /// The noun that completes a list, without counts and words like 重点 or 新建 before it.
    pub(super) fn plain_noun<'n>(&self, mut noun: &'n [char]) -> &'n [char] {
        loop {
            let word = self.lexicon.names.list_adjectives.at_start(noun);
            match word.map(|(len, ())| len).filter(|len| noun.len() >= len + 2) {
                Some(len) => noun = &noun[len..],
                None if noun.first() == Some(&'的') => noun = &noun[1..],
                None => return noun,
            }
        }
    }
}

/// 青云里、白鹭里等**背街小巷**: each has a name without it.
fn named_streets(noun: &[char]) -> bool {
    matches!(noun, [.., '巷'] | ['断', '头', '路'])
}
