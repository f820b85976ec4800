//! Where a name begins and ends, and whether it names something particular.

use std::ops::Range;

use super::Finder;
use crate::extract::numeral;
use crate::fact::ProjectKind;
use crate::lexicon::UnitKind;
use crate::text::is_han;
use crate::text::phrase::ends;

impl Finder<'_> {
    /// The longest head word that a slice ends with.
    pub(super) fn head_at_end(&self, words: &[char]) -> Option<(usize, ProjectKind)> {
        let mut best = self.lexicon.heads.at_end(words).map(|(len, kind)| (len, *kind));
        if best.is_none() && !matches!(words.last(), Some('段' | '线')) {
            return None;
        }
        if let Some((1, ProjectKind::Road)) = best
            && self.lexicon.names.common_roads.at_end(words).is_some()
        {
            best = None;
        }
        if let Some((1, ProjectKind::Project)) = best
            && self.lexicon.names.common_things.at_end(words).is_some()
        {
            best = None;
        }
        if self.lexicon.names.stages.at_end(words).is_some() {
            best = None;
        }
        let road = |c: &char| matches!(c, '路' | '道' | '线' | '街' | '河' | '速' | '渠' | '堤' | '铁');
        // G235某地段.
        let numbered = |pair: &[char]| pair[0].is_ascii_uppercase() && pair[1].is_ascii_digit();
        let section = words.ends_with(&['段']) && (words.iter().any(road) || words.windows(2).any(numbered));
        // Y045南白线.
        let line = best.is_none()
            && matches!(words, [.., before, '线'] if !matches!(before, '全' | '沿' | '主' | '支' | '复'))
            && words.windows(2).any(numbered);
        if (section || line) && words.len() >= 4 {
            return Some((1, ProjectKind::Road));
        }
        best
    }

    /// The end of `(一期)` and what it heads, right after a name.
    pub(super) fn phase_bracket(&self, after: Range<usize>) -> Option<usize> {
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
    fn firm(&self, head: &[char]) -> bool {
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
        let mut at = range.start;
        while at < head_at {
            let rest = &self.chars[at..range.end];
            let after = |len: usize| &self.chars[at + len..range.end];
            let hard = names
                .hard_borders
                .at_start(rest)
                .map(|(len, ())| len)
                .filter(|len| at + len < head_at && !self.inside_quotes(range.start, at))
                .filter(|len| *len > 1 || !self.within_name(range.start, at))
                // 高标准农田, 孵化园: a longer word that begins with the border is none.
                .filter(|len| names.generic.at_start(rest).is_none_or(|(word, ())| word <= *len))
                .filter(|len| self.lexicon.heads.at_start(rest).is_none_or(|(word, _)| word <= *len));
            let soft = names
                .soft_borders
                .at_start(rest)
                .map(|(len, ())| len)
                .filter(|len| at + len < head_at && !self.inside_quotes(range.start, at))
                .filter(|len| !self.by_road(at + len, head_at))
                // 沿江大道: the words say where it lies.
                .filter(|len| names.locators.at_start(rest).is_none_or(|(word, ())| word <= *len));
            let graded = at > 0 && matches!(self.chars[at - 1], '中' | '高' | '初');
            // 独具特色的聚集区 names no zone; 某厂的技改 is a work.
            let divides =
                (at + 1 < head_at || thing) && (matches!(rest[0], '的' | '—') || rest[0] == '等' && !graded);
            // 祥和小区, 清和产业园: one character and 和 begin a name.
            let joins =
                matches!(rest[0], '和' | '与' | '及') && at > start + usize::from(rest[0] == '和') && {
                    let right = after(1);
                    let named = at + 2 < head_at && self.specific(right);
                    // 太和大道 holds a 和 that joins nothing.
                    let other = at >= start + 3 && rest[0] != '及' && names.joined.at_start(right).is_none();
                    named || other && !self.inside_quotes(range.start, at)
                };
            if divides || joins {
                start = at + 1;
            } else if let Some(len) = hard {
                start = start.max(at + len);
                at += len;
                continue;
            } else if let Some(len) = soft
                && at >= start
                && self.specific(&after(len)[self.opening(after(len)).min(head_at - at - len)..])
                && !self.specific(&self.chars[start..at + len])
            {
                start = start.max(at + len);
                at += len;
                continue;
            } else if let Some(len) = self.count(rest)
                && at + len <= head_at
                && !self.lettered(at)
                && !self.inside_number(at)
                && !self.ordinal(at, range.end)
                && !self.yearly(range.start..at)
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
            if start > range.start && self.begins_with_and(rest) {
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

    /// The 万 of 30万头 opens no number of its own.
    pub(super) fn inside_number(&self, at: usize) -> bool {
        at > 0 && self.chars[at - 1].is_ascii_digit()
    }

    /// 第一人民医院, 县道027线, 工业二路 at the end: a number that tells one thing from others counts nothing.
    fn ordinal(&self, at: usize, end: usize) -> bool {
        let before = if at > 0 { self.chars[at - 1] } else { ' ' };
        before == '第' && self.chars[at + 1..end].starts_with(&['人', '民'])
            || before == '道' && self.chars[at].is_ascii_alphanumeric()
            || at + 2 == end && matches!(self.chars[at + 1], '路' | '街' | '道')
    }

    /// PX项目: a letter behind a letter hides no number.
    pub(super) fn lettered(&self, at: usize) -> bool {
        let letter = |c: char| c.is_ascii_alphabetic() && !numeral::is_mask(c);
        at > 0 && letter(self.chars[at - 1]) && numeral::is_mask(self.chars[at])
    }

    /// Length of a count at the start of a slice: 14个, 1212亿元, 9月底.
    pub(super) fn count(&self, rest: &[char]) -> Option<usize> {
        let number = numeral::numeral(rest)?;
        let (len, unit) = self.lexicon.units.at_start(&rest[number.len..])?;
        // XX村至XX村: masked places.
        if number.masked && unit.place {
            return None;
        }
        let counts = match unit.kind {
            UnitKind::Count | UnitKind::Money | UnitKind::Person | UnitKind::Times => unit.name != "期",
            // 百日攻坚 is no date.
            UnitKind::Name => !number.bare && matches!(unit.name.as_str(), "月" | "日" | "月份"),
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
        let len = [&verbs.actions, &verbs.manners, &self.lexicon.predicates.openings]
            .into_iter()
            .filter_map(|class| class.at_start(rest).map(|(len, ())| len))
            .max()
            .unwrap_or(0);
        // 高标准农田, 服务中心: a longer word that begins with the verb is none.
        let longer = self.lexicon.names.generic.at_start(rest).is_some_and(|(word, ())| word > len);
        // One character alone may be the start of a name: 新, 上, 大.
        if len < 2 || longer { 0 } else { len }
    }

    /// Whether words hold something that common words do not cover, or so many of those that say
    /// what a thing is about that together they are its name.
    pub(super) fn specific(&self, words: &[char]) -> bool {
        let Some((head, kind)) = self.head_at_end(words) else { return self.lexicon.uncommon(words) >= 2 };
        let names = &self.lexicon.names;
        let own = &words[..words.len() - head];
        // 抓项目, 入驻园区: a verb with its object.
        // 云岭小学异地新建项目: the verb is the work on an institution.
        let works = || names.institutions.any_in(own) && own.ends_with(&['新', '建']);
        if names.hard_borders.at_end(own).is_some() && !own.ends_with(&['”']) && !works() {
            return false;
        }
        let weight = self.lexicon.weigh(own);
        // 保姆式项目, 5A级景区: of a kind, not of a name; 云溪河二级电站 is one.
        let stepped = || {
            matches!(own, [.., n, '级'] if numeral::digit(*n).is_some_and(|n| n < 5))
                && kind != ProjectKind::Site
                && weight.stray >= if kind == ProjectKind::Road { 2 } else { 3 }
        };
        // 东岗至西沟村级公路: a road by its ends.
        let spans = kind == ProjectKind::Road && self.spans(own);
        if matches!(own.last(), Some('式' | '性' | '类' | '级' | '了' | '等')) && !stepped() && !spans {
            return false;
        }
        if kind == ProjectKind::Programme && head >= 2 && names.campaigns.at_end(words).is_some() {
            return own.len() >= 4 || weight.stray >= 2;
        }
        if names.definite.at_start(words).is_some_and(|(len, ())| len == words.len()) {
            return true;
        }
        // (一期), 2018年度…, 南部…: a stage, a year or a quarter makes common words one thing's name.
        let staged = words.len() >= 8 && words.windows(3).any(|w| w[0] == '(' && w[2] == '期');
        let staged = staged || own.len() >= 3 && self.is_stage(words) && weight.telling >= 3;
        let dated = words.len() >= 10 && words[0] == '2' && words.get(5) == Some(&'度');
        let quarter = kind == ProjectKind::Site
            && words.len() >= 7
            && words.get(1) == Some(&'部')
            && matches!(words[0], '东' | '西' | '南' | '北' | '中');
        // XX水库: a thing; XX项目 may be any.
        let shortest = if head >= 2 && self.firm_or_wary(words, head) { 4 } else { 5 };
        let masked = words.len() >= shortest
            && matches!(words[0], 'x' | 'X' | '×' | '○')
            && words
                .iter()
                .find(|c| is_han(**c))
                .is_some_and(|c| !matches!(c, '省' | '市' | '县' | '镇' | '乡' | '年' | '万' | '个'));
        // 第二污水处理厂, 县第三中学.
        let numbered = kind == ProjectKind::Project
            && matches!(own, ['第', n] | [_, '第', n] | [_, _, '第', n] if numeral::digit(*n).is_some())
            && self.firm_or_wary(words, head);
        // 滨河湿地公园, 沿江大道, 城南污水处理厂.
        let located = names.locators.at_start(own).is_some()
            && match kind {
                ProjectKind::Site => head > 1,
                ProjectKind::Road => own.len() <= 4,
                // 城东棚户区改造: the work on what lies there.
                ProjectKind::Project => self.firm(&words[words.len() - head..]) || weight.telling >= 3,
                ProjectKind::Programme => false,
            };
        if staged || dated || quarter || masked || numbered || located {
            return true;
        }
        if kind == ProjectKind::Site && names.praise.any_in(own) {
            return false;
        }
        let institution = names.institutions.any_in(own) && names.buildings.at_end(words).is_some();
        let road = kind == ProjectKind::Road
            && (2..=4).contains(&own.len())
            && matches!(words.last(), Some('路' | '街' | '巷' | '道'))
            && own.iter().all(|&c| is_han(c))
            && names.plain_roads.at_end(own).is_none_or(|(len, ())| len < own.len());
        weight.stray >= 2
            || institution
            || self.told(words, head, kind)
            || (road && weight.stray >= 1)
            || (road && own.len() == 2 && (matches!(words.last(), Some('路' | '巷')) || words[2] == '大'))
            || kind == ProjectKind::Road && (self.extended(words) || spans || numbered_road(own, head))
    }

    /// 东岗至西沟, 乡政府至东岗: two places, one of which has a name.
    fn spans(&self, own: &[char]) -> bool {
        /// Characters of a place.
        const PLACE: std::ops::RangeInclusive<usize> = 2..=6;
        let Some(at) = own.iter().position(|&c| c == '至') else { return false };
        let (from, to) = (&own[..at], &own[at + 1..]);
        let place = |words: &[char]| PLACE.contains(&words.len()) && words.iter().all(|&c| is_han(c));
        place(from) && place(to) && self.lexicon.uncommon(from) + self.lexicon.uncommon(to) >= 3
    }

    /// 富民路南延: a road, and where it is carried on.
    fn extended(&self, words: &[char]) -> bool {
        let [road @ .., '东' | '西' | '南' | '北', '延'] = words else { return false };
        matches!(road.last(), Some('路' | '街' | '道')) && road.len() > 2 && self.specific(road)
    }

    /// 二期, 二期工程, 三期项目 at the end of words.
    fn is_stage(&self, words: &[char]) -> bool {
        let words =
            words.strip_suffix(&['工', '程']).or_else(|| words.strip_suffix(&['项', '目'])).unwrap_or(words);
        matches!(words, [.., n, '期'] if numeral::digit(*n).is_some())
    }

    /// Common words that say so much together that they name a thing.
    fn told(&self, words: &[char], head: usize, kind: ProjectKind) -> bool {
        /// Telling characters that make a name of common words.
        const TELLING: usize = 4;
        /// The same before 产业园 and its like, which are rarely spoken of in general.
        const TELLING_PARK: usize = 3;
        let own = &words[..words.len() - head];
        let weight = self.lexicon.weigh(own);
        let several = weight.words + weight.stray >= 2;
        match kind {
            ProjectKind::Project if ends(words, "项目") || ends(words, "工程") || ends(words, "期") => {
                // 康养小镇项目: the work on a thing that has a head of its own.
                let thing = self.head_at_end(own).filter(|(len, kind)| {
                    *kind == ProjectKind::Site && self.lexicon.weigh(&own[..own.len() - len]).telling >= 2
                });
                several && weight.telling > TELLING || thing.is_some()
            }
            // 酒文化博物馆.
            ProjectKind::Project => head > 2 && weight.stray == 1 && weight.telling >= 2,
            ProjectKind::Site if head > 1 => {
                several && weight.telling >= TELLING
                    || weight.telling >= TELLING_PARK && ends(words, "园") && head > 2
            }
            ProjectKind::Site | ProjectKind::Road | ProjectKind::Programme => false,
        }
    }

    /// Words without a name of their own that say what a place shall be: 打造红色旅游基地.
    pub(super) fn wished(&self, range: &Range<usize>, from: usize) -> bool {
        let words = &self.chars[range.clone()];
        let Some((head, ProjectKind::Site)) = self.head_at_end(words) else { return false };
        let before = &self.chars[from.min(range.start)..range.start];
        let names = &self.lexicon.names;
        // 争创国家级文旅消费集聚区: a rank to be won.
        if names.grades.at_start(words).is_some() && names.contests.at_end(before).is_some() {
            return true;
        }
        let ideals = &names.ideals;
        // 打造全省一流的…示范区: the verb stands further off.
        let wish = ideals.at_end(before).is_some() || before.ends_with(&['的']) && ideals.any_in(before);
        wish && self.lexicon.uncommon(&words[..words.len() - head]) < 2
    }

    pub(super) fn vetoed(&self, words: &[char]) -> bool {
        let names = &self.lexicon.names;
        // 城东棚户区改造 is that of one place.
        let placed = names.locators.at_start(words).is_some();
        // 西坡安置小区 has a name.
        let thing = !matches!(words.last(), Some('动' | '战' | '划' | '路' | '线'));
        let own = |len: usize| thing && len > 3 && self.lexicon.uncommon(&words[..words.len() - len]) == 2;
        names
            .vetoes
            .at_end(words)
            .is_some_and(|(len, ())| words.len() <= len + 2 && !(placed && len > 3) && !own(len))
            || words.iter().any(|&c| matches!(c, '《' | '》' | '%' | ':' | '"'))
            || words.iter().filter(|c| **c == '“').count() != words.iter().filter(|c| **c == '”').count()
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

/// 县道027线, 工业二路: a road by its number.
fn numbered_road(own: &[char], head: usize) -> bool {
    // The head is the last digit and 线.
    if head == 2 {
        let digits = own.iter().rev().take_while(|c| c.is_ascii_alphanumeric()).count();
        let way = &own[..own.len() - digits];
        return digits > 0 && matches!(way, [.., '国' | '省' | '县' | '乡' | '村', '道']);
    }
    matches!(own, [.., before, n] if own.len() > 2
        && numeral::digit(*n).is_some_and(|n| n > 0)
        && is_han(*before)
        && *before != '第')
}
