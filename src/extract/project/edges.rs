//! Where a name begins and ends.

use std::ops::Range;

use super::Finder;
use rust_decimal::Decimal;

use crate::extract::numeral::{self, Numeral};
use crate::fact::ProjectKind;
use crate::lexicon::{Class, Marks, UnitKind};
use crate::text::is_han;
use crate::text::phrase::ends;

impl Finder<'_> {
    /// The longest head word that a slice ends with.
    // Inlined: asked at every character, and mostly in vain.
    #[inline]
    pub(super) fn head_at_end(&self, words: &[char]) -> Option<(usize, ProjectKind)> {
        let longest = self.lexicon.heads.at_end(words).map(|(len, kind)| (len, *kind));
        if longest.is_none() && !matches!(words.last(), Some('段' | '线')) {
            return None;
        }
        self.true_head(words, longest)
    }

    /// The head of words whose longest head word is `best`, unless they are a common word.
    fn true_head(
        &self,
        words: &[char],
        mut best: Option<(usize, ProjectKind)>,
    ) -> Option<(usize, ProjectKind)> {
        // 东岗至西沟产业路: common words that a road has its ends before.
        if let Some((1, ProjectKind::Road)) = best
            && self.lexicon.names.common_roads.at_end(words).is_some()
            && !self.spans(&words[..words.len() - 1])
        {
            best = None;
        }
        if let Some((head, ProjectKind::Project | ProjectKind::Site)) = best
            && head <= 2
            && self.lexicon.names.common_things.at_end(words).is_some_and(|(common, ())| common > head)
        {
            best = None;
        }
        if self.lexicon.names.stages.at_end(words).is_some() {
            best = None;
        }
        // 某闸汛前修复: the work is due then.
        if let Some((head, ProjectKind::Project)) = best
            && matches!(words[..words.len() - head].last(), Some('前' | '内' | '底'))
            && self.lexicon.milestones.times.at_end(&words[..words.len() - head]).is_some()
        {
            best = None;
        }
        let road = |c: &char| matches!(c, '路' | '道' | '线' | '街' | '河' | '速' | '渠' | '堤' | '铁');
        // G235某地段.
        let numbered = |pair: &[char]| pair[0].is_ascii_uppercase() && pair[1].is_ascii_digit();
        let section = best.is_none()
            && words.ends_with(&['段'])
            && !words.ends_with(&['标', '段'])
            && (words.iter().any(road) || words.windows(2).any(numbered));
        // Y045南白线.
        let line = best.is_none()
            && matches!(words, [.., before, '线'] if !matches!(before, '全' | '沿' | '主' | '支' | '复'))
            && words.windows(2).any(numbered);
        if (section || line) && words.len() >= 4 {
            return Some((1, ProjectKind::Road));
        }
        best
    }

    /// The end of `(一期)`, `(二标段)` and what it heads, right after a name.
    pub(super) fn phase_bracket(&self, after: Range<usize>) -> Option<usize> {
        let words = &self.chars[after.clone()];
        let close = words.iter().take(6).position(|&c| c == ')')?;
        let part = words[..close].contains(&'期') || words[..close].ends_with(&['标', '段']);
        (words.first() == Some(&'(') && part).then(|| {
            let mut end = after.start + close + 1;
            for head in [['项', '目'], ['工', '程']] {
                if self.chars[end..after.end].starts_with(&head) {
                    end += 2;
                }
            }
            end
        })
    }

    /// What follows a head word ends the name: any word behind a head that is only a noun, unless
    /// it makes another thing of it (项目区, 园区企业); a word that ends names behind the others.
    pub(super) fn closes(&self, after: Range<usize>, before: &[char], head: usize) -> bool {
        /// Shortest name that any word may follow.
        const SHORTEST_OWN: usize = 3;
        let words = &self.chars[after.clone()];
        if words.first().is_none_or(|&c| !is_han(c)) {
            return true;
        }
        let names = &self.lexicon.names;
        // 滨湖新区水系, 云山景区晋升: two characters that name one thing.
        let own = &before[..before.len() - head.min(before.len())];
        let rare = own.len() >= 2 && self.lexicon.uncommon(&own[own.len() - 2..]) == 2;
        let located = names.locators.at_end(own).is_some() || rare;
        names.tails.at_start(words).is_some()
            // 某高速某段控制性工程.
            || names.stages.at_start(words).is_some()
            // 人民路、解放路**两条**断头路.
            || numeral::opens(words[0]) && (words.get(1) == Some(&'大') || self.count(words).is_some())
            || self.lexicon.milestones.events.at_start(words).is_some()
            || names.hard_borders.at_start(words).is_some_and(|(len, ())| len > 1)
            || (located || before.len() >= head + SHORTEST_OWN)
                && self.stands(after, &before[before.len() - head..])
    }

    /// Any word but one that makes another thing of it may follow a head that is only a noun.
    pub(super) fn stands(&self, after: Range<usize>, head: &[char]) -> bool {
        self.firm(head) && self.lexicon.names.joints.at_start(&self.chars[after]).is_none()
    }

    /// A head that is a thing one can build, not a work like any other.
    pub(super) fn firm_or_wary(&self, words: &[char], head: usize) -> bool {
        let head = &words[words.len() - head..];
        self.firm(head) && !ends(head, "项目") && !ends(head, "工程")
            || self.lexicon.names.institutions.at_end(head).is_some()
            || self.lexicon.names.waterworks.at_end(head).is_some()
    }

    /// A head that is a thing, and no work on one: 康复中心, not 改造.
    pub(super) fn is_thing(&self, words: &[char], head: usize) -> bool {
        let head = &words[words.len() - head..];
        self.lexicon.names.works.at_end(head).is_none() && !ends(head, "项目") && !ends(head, "工程")
    }

    /// A head that is a noun and nothing else.
    pub(super) fn firm(&self, head: &[char]) -> bool {
        head.len() > 1
            && self.lexicon.heads.at_end(head).is_some_and(|(_, kind)| *kind != ProjectKind::Programme)
            && self.lexicon.names.wary.at_end(head).is_none_or(|(len, ())| len < head.len())
    }

    /// Where a name begins whose head of `head` characters ends the range.
    pub(super) fn name_start(&self, range: Range<usize>, head: usize) -> usize {
        let head_at = range.end - head;
        let names = &self.lexicon.names;
        let thing = names.wary.at_end(&self.chars[range.clone()]).is_none_or(|(len, ())| len < head);
        let mut start = range.start;
        let mut passed = range.start;
        for at in self.places.with(Marks::BORDER | Marks::NUMBER, range.start..head_at) {
            // Inside a word or a count that was left behind.
            if at < passed {
                continue;
            }
            let rest = &self.chars[at..range.end];
            let after = |len: usize| &self.chars[at + len..range.end];
            let hard = || {
                let border = names.hard_borders.at_start(rest).map(|(len, ())| len);
                border
                    .filter(|len| at + len < head_at && !self.inside_quotes(range.start, at))
                    .filter(|len| *len > 1 || !self.within_name(range.start, at))
                    // 高标准农田, 孵化园: a longer word that begins with the border is none.
                    .filter(|len| names.generic.at_start(rest).is_none_or(|(word, ())| word <= *len))
                    .filter(|len| self.lexicon.heads.at_start(rest).is_none_or(|(word, _)| word <= *len))
            };
            let soft = || {
                let border = names.soft_borders.at_start(rest).map(|(len, ())| len);
                border
                    .filter(|len| at + len < head_at && !self.inside_quotes(range.start, at))
                    .filter(|len| !self.by_road(at + len, head_at))
                    // 沿江大道: the words say where it lies.
                    .filter(|len| names.locators.at_start(rest).is_none_or(|(word, ())| word <= *len))
            };
            let graded = at > 0 && matches!(self.chars[at - 1], '中' | '高' | '初');
            // 独具特色的聚集区 names no zone; 某厂的技改 is a work.
            let divides = (at + 1 < head_at || thing)
                && (matches!(rest[0], '的' | '—') && !self.spanned_by(at, range.end, head)
                    || rest[0] == '等' && !graded);
            // 祥和小区, 清和产业园: one character and 和 begin a name.
            let joins = matches!(rest[0], '和' | '与' | '及')
                    && at > start + usize::from(rest[0] == '和')
                    // 润滑油调和项目: what is made ends in it.
                    && (at + 1 < head_at || !matches!(rest[1..], ['项', '目'] | ['工', '程']))
                    && {
                    let right = after(1);
                    let named = at + 2 < head_at && self.specific(right);
                    // 太和大道 holds a 和 that joins nothing.
                    let other = at >= start + 3 && rest[0] != '及' && names.joined.at_start(right).is_none();
                    // 恒润农牧生猪屠宰及肉制品加工项目: both are made there.
                    let made = rest[0] == '及'
                        && self.lexicon.verbs.nouns_too.at_end(&self.chars[start..at]).is_some()
                        && self.lexicon.uncommon(&self.chars[start..at]) >= 2;
                    !made && named || other && !self.inside_quotes(range.start, at)
                };
            if divides || joins {
                // 城西广场等处街道绿化.
                let places = rest[0] == '等' && matches!(rest.get(1), Some('处' | '地'));
                // 到位的有某医院: what there is.
                let there = rest.starts_with(&['的', '有']);
                start = at + 1 + usize::from(places || there);
            } else if let Some(len) = hard() {
                start = start.max(at + len);
                passed = at + len;
            } else if let Some(len) = soft()
                && at >= start
                && self.specific(&after(len)[self.opening(after(len)).min(head_at - at - len)..])
                && !self.specific(&self.chars[start..at + len])
            {
                start = start.max(at + len);
                passed = at + len;
            } else if let Some(len) = self.count(rest)
                && at + len <= head_at
                && !self.lettered(at)
                && !self.inside_number(at)
                && !self.ordinal(at, range.end)
                && !self.yearly(range.start..at)
                && !self.holding(start..at.max(start), len)
            {
                start = start.max(at + len);
                passed = at + len;
            }
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
            // 、和平街: behind a mark 和 joins nothing.
            let behind = start > range.start || start > 0 && self.chars[start - 1] == '、';
            if behind && self.begins_with_and(rest) {
                break;
            }
            // A verb that begins the name itself: nothing particular would be left without it.
            let ambiguous =
                self.lexicon.names.name_verbs.at_start(rest).is_some_and(|(verb, ())| verb == len);
            if ambiguous && !self.specific(&self.chars[start + len..range.end]) && self.specific(rest) {
                break;
            }
            if self.by_road(start + len, head_at) {
                break;
            }
            start += len;
        }
        start
    }

    /// 东岗—西沟公路: a dash between the two ends of a road.
    fn spanned_by(&self, at: usize, end: usize, head: usize) -> bool {
        /// Characters of a place.
        const PLACE: usize = 2;
        let road = || self.lexicon.heads.at_end(&self.chars[at + 1..end]).map(|(_, kind)| *kind);
        self.chars[at] == '—'
            && at >= PLACE
            && at + PLACE < end - head
            && self.chars[at - PLACE..at].iter().all(|&c| is_han(c))
            && is_han(self.chars[at + 1])
            && road() == Some(ProjectKind::Road)
    }

    /// 建设路口袋公园 is the park by 建设路; 建设路网 builds a network.
    fn by_road(&self, at: usize, head_at: usize) -> bool {
        at + 1 < head_at
            && matches!(self.chars[at], '路' | '街')
            && !matches!(self.chars[at + 1], '网' | '道' | '灯' | '面' | '基' | '域' | '区' | '景')
    }

    /// A character that may be a preposition stands inside a name: 萨如拉, 扩建向阳….
    fn within_name(&self, from: usize, at: usize) -> bool {
        if !matches!(self.chars[at], '如' | '向' | '对' | '从' | '由' | '以' | '即' | '是' | '使') {
            return false;
        }
        let before = &self.chars[from..at];
        // 占地200亩的向阳市场: no preposition follows 的.
        if before.ends_with(&['的']) {
            return true;
        }
        match self.lexicon.verbs.actions.at_end(before) {
            Some((len, ())) => len > 1,
            None => {
                !before.is_empty()
                    && self.lexicon.uncommon(&before[before.len() - 1..]) == 1
                    && self.lexicon.uncommon(before) == before.len()
            }
        }
    }

    /// 培育和平夜市: behind a verb 和 joins only another verb to it.
    pub(super) fn begins_with_and(&self, rest: &[char]) -> bool {
        rest[0] == '和' && rest.len() > 2 && self.opening(&rest[1..]) == 0
    }

    /// 年出栏**30万头**生猪养殖项目: what a thing makes is a part of its name.
    fn yearly(&self, before: Range<usize>) -> bool {
        /// Characters from 年 to the number.
        const NEAR: usize = 4;
        let words = &self.chars[before];
        let near = &words[words.len().saturating_sub(NEAR)..];
        let at = near.iter().rposition(|&c| matches!(c, '年' | '日'));
        at.is_some_and(|at| self.lexicon.verbs.nouns_too.whole(&near[at + 1..]) && near.len() > at + 2)
    }

    /// 建云溪大市场: a verb of one character that opens the clause before a rare name; not the 建 of a name of its own.
    pub(super) fn built_by(&self, name: &Range<usize>) -> bool {
        let words = &self.chars[name.clone()];
        matches!(words, ['建', _, _, _, _, ..])
            && self.lexicon.names.with_build.at_start(words).is_none()
            && name.start.checked_sub(1).is_none_or(|before| !is_han(self.chars[before]))
            && self.lexicon.uncommon(&words[1..3]) == 2
    }

    /// 东岭水库、西岭水库**两座**: as many as the list has things.
    pub(super) fn sum_of_list(&self, at: usize, number: &Numeral) -> bool {
        let from = self.chars[..at].iter().rposition(|&c| matches!(c, ',' | '。' | ';' | ':' | '\n'));
        let list = &self.chars[from.map_or(0, |from| from + 1)..at];
        let things = 1 + list.iter().filter(|&&c| matches!(c, '、' | '和' | '及')).count();
        number.len == 1 && things > 1 && number.low == Decimal::from(things)
    }

    /// 恒润**30万羽**蛋鸡养殖场: what a thing that has a name holds.
    fn holding(&self, before: Range<usize>, count: usize) -> bool {
        let number = numeral::numeral(&self.chars[before.end..]);
        number.is_some_and(|number| number.scaled && number.len < count)
            && matches!(self.chars[before.end + count - 1], '头' | '羽' | '只' | '尾' | '吨')
            && self.head_at_end(&self.chars[before.clone()]).is_none()
            && self.lexicon.uncommon(&self.chars[before]) >= 2
    }

    /// The 万 of 30万头 opens no number of its own.
    pub(super) fn inside_number(&self, at: usize) -> bool {
        at > 0 && self.chars[at - 1].is_ascii_digit()
    }

    /// 第一人民医院, 二级渔港, 县道027线, 工业二路 at the end: a number that tells one thing from others counts nothing.
    fn ordinal(&self, at: usize, end: usize) -> bool {
        let before = if at > 0 { self.chars[at - 1] } else { ' ' };
        let han = is_han(self.chars[at]) && numeral::digit(self.chars[at]).is_some();
        han && self.chars[at + 1..end].first() == Some(&'级')
            // 第一人民医院, 第三台主变.
            || before == '第' && han && matches!(self.chars.get(at + 1), Some('人' | '台' | '道'))
            || before == '道' && self.chars[at].is_ascii_alphanumeric()
            || at + 2 == end && matches!(self.chars[at + 1], '路' | '街' | '道')
    }

    /// PX项目: a letter behind a letter hides no number; S207青枫段: the number of a road counts nothing.
    pub(super) fn lettered(&self, at: usize) -> bool {
        let letter = |c: char| c.is_ascii_alphabetic() && !numeral::is_mask(c);
        at > 0 && letter(self.chars[at - 1]) && numeral::is_mask(self.chars[at])
            || at > 0 && self.chars[at - 1].is_ascii_uppercase() && self.chars[at].is_ascii_digit()
    }

    /// Length of a count at the start of a slice: 14个, 1212亿元, 9月底.
    pub(super) fn count(&self, rest: &[char]) -> Option<usize> {
        let number = numeral::numeral(rest)?;
        let (len, unit) = self.lexicon.units.at_start(&rest[number.len..])?;
        // XX村至XX村: masked places; 三道岭.
        if number.masked && unit.place || unit.name == "道" {
            return None;
        }
        let counts = match unit.kind {
            UnitKind::Count | UnitKind::Money | UnitKind::Person | UnitKind::Times => unit.name != "期",
            // 百日攻坚 is no date.
            UnitKind::Name if !number.bare && matches!(&*unit.name, "月" | "日" | "月份") => {
                // 5月底前.
                let tail = rest[number.len + len..].iter();
                return Some(
                    number.len
                        + len
                        + tail.take_while(|c| matches!(c, '底' | '初' | '末' | '前' | '内')).count(),
                );
            }
            UnitKind::Duration => {
                unit.name == "年" && number.len >= 4 && rest.get(number.len + len) != Some(&'度')
            }
            _ => false,
        };
        counts.then_some(number.len + len)
    }

    pub(super) fn inside_quotes(&self, from: usize, at: usize) -> bool {
        let words = &self.chars[from..at];
        let open = words.iter().filter(|&&c| matches!(c, '“' | '(')).count();
        let close = words.iter().filter(|&&c| matches!(c, '”' | ')')).count();
        open > close
    }

    /// Characters at the start of a slice that belong to no name: verbs, manners, dates, counts.
    pub(super) fn opening(&self, rest: &[char]) -> usize {
        if matches!(
            rest[0],
            '“' | '”'
                | ':'
                | ' '
                | ')'
                | ']'
                | '和'
                | '及'
                | '与'
                | '对'
                | '在'
                | '以'
                | '为'
                | '将'
                | '把'
                | '从'
                | '由'
                | '抓'
                | '到'
                | '使'
                | '让'
                | '了'
                | '好'
                | '并'
        ) {
            // A quotation mark that opens the name stays.
            return usize::from(rest[0] != '“');
        }
        if let Some(len) = self.count(rest) {
            return len;
        }
        let verbs = &self.lexicon.verbs;
        let len = |class: &Class| class.at_start(rest).map_or(0, |(len, ())| len);
        let opening =
            len(&verbs.actions).max(len(&verbs.manners)).max(len(&self.lexicon.predicates.openings));
        // One character alone may be the start of a name: 新, 上, 大.
        if opening < 2 {
            return 0;
        }
        // 高标准农田, 服务中心: a longer word that begins with the verb is none.
        let names = &self.lexicon.names;
        if len(&names.generic).max(len(&names.owners)) > opening { 0 } else { opening }
    }

    /// The kind by the whole name: a treated river is a project, a road's rebuilding stays a road.
    pub(super) fn kind_of(&self, words: &[char], kind: ProjectKind) -> ProjectKind {
        if kind == ProjectKind::Programme && ends(words, "工程") {
            return ProjectKind::Project;
        }
        if kind != ProjectKind::Project {
            return kind;
        }
        let work =
            words.strip_suffix(&['工', '程']).or_else(|| words.strip_suffix(&['项', '目'])).unwrap_or(words);
        let rebuilt = self.lexicon.names.rebuilding.at_end(work).map(|(len, ())| &work[..work.len() - len]);
        // 国道G327改建.
        let lettered = |thing: &[char]| thing.windows(2).any(|w| matches!(w, ['G' | 'S', '0'..='9']));
        if rebuilt.is_some_and(|thing| thing.last().is_some_and(char::is_ascii_digit) && lettered(thing)) {
            return ProjectKind::Road;
        }
        let carries = |thing: &&[char]| matches!(thing.last(), Some('路' | '道' | '线' | '段'));
        let road = rebuilt.filter(carries).and_then(|thing| self.head_at_end(thing)).map(|(_, own)| own);
        if road == Some(ProjectKind::Road) { ProjectKind::Road } else { kind }
    }

    /// A name without blanks and with the marks that wrap it removed.
    pub(super) fn printed(&self, range: Range<usize>) -> String {
        let words = &self.chars[range];
        let inner = match words {
            ['“', inner @ .., '”'] if !inner.contains(&'“') => inner,
            _ => words,
        };
        let mut name = String::with_capacity(3 * inner.len());
        name.extend(inner.iter().filter(|c| !c.is_whitespace()));
        name
    }
}
