//! Whether a name names something particular.

use std::ops::Range;

use super::Finder;
use crate::extract::numeral;
use crate::fact::ProjectKind;
use crate::lexicon::Weight;
use crate::text::is_han;
use crate::text::phrase::ends;

impl Finder<'_> {
    /// Whether words hold something that common words do not cover, or so many of those that say
    /// what a thing is about that together they are its name.
    pub(super) fn specific(&self, words: &[char]) -> bool {
        /// Characters of a scheme whose last word before its head is a verb: 科技企业梯次培育行动.
        const LONG_SCHEME: usize = 6;
        let Some((head, kind)) = self.head_at_end(words) else { return self.lexicon.uncommon(words) >= 2 };
        let names = &self.lexicon.names;
        let own = &words[..words.len() - head];
        // 抓项目, 入驻园区: a verb with its object.
        // 云岭小学异地新建项目: the verb is the work on an institution.
        let works = || {
            let scheme = kind == ProjectKind::Programme && own.len() >= LONG_SCHEME;
            let project = ends(words, "项目") || ends(words, "工程");
            scheme || project && own.ends_with(&['新', '建']) && names.institutions.any_in(own)
        };
        if names.hard_borders.at_end(own).is_some() && !own.ends_with(&['”']) && !works() {
            return false;
        }
        let weight = self.lexicon.weigh(own);
        // 保姆式项目, 5A级景区: of a kind, not of a name; 云溪河二级电站 is one.
        let stepped = || {
            matches!(own, [.., n, '级'] if numeral::digit(*n).is_some_and(|n| n < 5))
                && kind != ProjectKind::Site
                && weight.stray
                    >= if kind == ProjectKind::Road || self.firm_or_wary(words, head, kind) { 2 } else { 3 }
        };
        // 东岗至西沟村级公路: a road by its ends.
        let spans = kind == ProjectKind::Road && self.spans(own);
        if matches!(own.last(), Some('式' | '性' | '类' | '级' | '了' | '等')) && !stepped() && !spans {
            return false;
        }
        if kind == ProjectKind::Programme && head >= 2 && names.campaigns.at_end(words).is_some() {
            return own.len() >= if head > 3 { 3 } else { 4 } || weight.stray >= 2;
        }
        if names.definite.at_start(words).is_some_and(|(len, ())| len == words.len()) {
            return true;
        }
        let praised = || kind == ProjectKind::Site && names.praise.any_in(own);
        if weight.stray >= 2 && !praised() {
            return true;
        }
        // (一期), 2018年度…, 南部…: a stage, a year or a quarter makes common words one thing's name.
        let staged = words.len() >= 8 && words.windows(3).any(|w| w[0] == '(' && w[2] == '期');
        // 污水处理站二期: what has stages is one thing.
        let thing = || own.len() >= 4 && self.head_at_end(own).is_some_and(|(len, _)| len > 1);
        let staged = staged || own.len() >= 3 && self.is_stage(words) && (weight.telling >= 3 || thing());
        let dated = words.len() >= 10 && words[0] == '2' && words.get(5) == Some(&'度');
        let quarter = kind == ProjectKind::Site
            && words.len() >= 7
            && words.get(1) == Some(&'部')
            && matches!(words[0], '东' | '西' | '南' | '北' | '中');
        // XX水库: a thing; XX项目 may be any.
        let lasting = self.firm_or_wary(words, head, kind);
        let shortest = if head >= 2 && lasting { 4 } else { 5 };
        let masked = words.len() >= shortest
            && (matches!(words[0], 'x' | 'X' | '×' | '○') || words.starts_with(&['*', '*']))
            && words
                .iter()
                .find(|c| is_han(**c))
                .is_some_and(|c| !matches!(c, '省' | '市' | '县' | '镇' | '乡' | '年' | '万' | '个'));
        // 第二污水处理厂, 县第三中学, 高新区第一实验学校.
        let numbered = kind == ProjectKind::Project && numbered(own) && lasting;
        // 滨河湿地公园, 沿江大道, 城南污水处理厂.
        let located = names.locators.at_start(own).is_some()
            && match kind {
                ProjectKind::Site => head > 1,
                ProjectKind::Road => own.len() <= 4,
                // 城东棚户区改造: the work on what lies there.
                ProjectKind::Project => self.firm(&words[words.len() - head..], kind) || weight.telling >= 3,
                ProjectKind::Programme => false,
            };
        // 西坡镇中心幼儿园: a place that has a name has one such thing.
        let housed = || {
            let thing = match kind {
                ProjectKind::Project => lasting,
                ProjectKind::Site => weight.telling >= 2 && self.firm(&words[words.len() - head..], kind),
                ProjectKind::Road | ProjectKind::Programme => false,
            };
            thing && self.of_a_place(own)
        };
        if staged || dated || quarter || masked || numbered || located || housed() {
            return true;
        }
        if praised() {
            return false;
        }
        // 县三小运动场: a school by its number.
        let school = || {
            own.windows(2)
                .any(|w| numeral::digit(w[0]).is_some() && matches!(w[1], '中' | '小' | '幼' | '高'))
        };
        let institution = names.buildings.at_end(words).is_some()
            && (names.institutions.any_in(own) || own.len() <= 6 && school());
        // 西干渠, 总干渠.
        let canal = kind == ProjectKind::Road
            && head == 2
            && matches!(words, [.., '干' | '支', '渠'])
            && matches!(own, ['东' | '西' | '南' | '北' | '左' | '右' | '总']);
        let road = kind == ProjectKind::Road
            && (2..=4).contains(&own.len())
            && matches!(words.last(), Some('路' | '街' | '巷' | '道'))
            && own.iter().all(|&c| is_han(c))
            && names.plain_roads.at_end(own).is_none_or(|(len, ())| len < own.len());
        // 富民饲料厂.
        let firm = || {
            let omen = names.omens.at_start(own).map_or(0, |(len, ())| len);
            omen > 0 && words.ends_with(&['厂']) && names.generic.at_start(&words[omen..]).is_some()
        };
        kind == ProjectKind::Project && firm()
            || institution
            || canal
            || self.told(words, head, kind, weight)
            || (road && weight.stray >= 1)
            || (road && own.len() == 2 && (matches!(words.last(), Some('路' | '巷')) || words[2] == '大'))
            // 胜利街.
            || (road && names.omens.whole(own))
            || kind == ProjectKind::Road && (self.extended(words) || spans || numbered_road(own, head))
            || kind == ProjectKind::Project && {
                let rebuilt = names.rebuilding.at_end(own).map_or(0, |(len, ())| len);
                lettered_road(&own[..own.len() - rebuilt])
            }
            // 县城西环线: a place has one on each side.
            || kind == ProjectKind::Road
                && head == 2
                && matches!(own.last(), Some('东' | '西' | '南' | '北'))
                && matches!(words[words.len() - 2..], ['环', _])
                && names.owners.whole(&own[..own.len() - 1])
    }

    /// 东岗至西沟, 乡政府至东岗: two places, one of which has a name.
    pub(super) fn spans(&self, own: &[char]) -> bool {
        /// Characters of a place.
        const PLACE: std::ops::RangeInclusive<usize> = 2..=6;
        let Some(at) = own.iter().position(|&c| matches!(c, '至' | '—')) else { return false };
        let (from, to) = (&own[..at], &own[at + 1..]);
        let masked = |words: &[char]| words.first().is_some_and(|&c| numeral::is_mask(c));
        let place = |words: &[char]| {
            PLACE.contains(&words.len()) && words.iter().all(|&c| is_han(c) || numeral::is_mask(c))
        };
        let named = || self.lexicon.uncommon(from) + self.lexicon.uncommon(to) >= 3;
        place(from) && place(to) && (masked(from) && masked(to) || named())
    }

    /// 西坡镇中心…: words that begin with the name of a town or village.
    fn of_a_place(&self, own: &[char]) -> bool {
        /// Characters of such a name without what it is.
        const NAME: std::ops::RangeInclusive<usize> = 2..=5;
        let at = own.iter().position(|&c| matches!(c, '镇' | '乡' | '村')).filter(|at| NAME.contains(at));
        // 美丽乡村, 山区镇区: the first half of another word.
        let at = at.filter(|at| !matches!(own.get(at + 1), Some('村' | '镇' | '区' | '庄')));
        let counted = || matches!(own[0], '每' | '各' | '某' | '这' | '该' | '两' | '几');
        at.is_some_and(|at| !counted() && self.lexicon.uncommon(&own[..=at]) > 0)
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
    fn told(&self, words: &[char], head: usize, kind: ProjectKind, weight: Weight) -> bool {
        /// Telling characters that make a name of common words.
        const TELLING: usize = 4;
        /// The same before 产业园 and its like, which are rarely spoken of in general.
        const TELLING_PARK: usize = 3;
        let own = &words[..words.len() - head];
        let several = weight.words + weight.stray >= 2;
        match kind {
            ProjectKind::Project if ends(words, "项目") || ends(words, "工程") || ends(words, "期") => {
                // 康养小镇项目: the work on a thing that has a head of its own.
                let thing = self.head_at_end(own).filter(|(len, kind)| {
                    *kind == ProjectKind::Site && self.lexicon.weigh(&own[..own.len() - len]).telling >= 2
                });
                several && weight.telling > TELLING || thing.is_some()
            }
            // 酒文化博物馆, 五里养护应急中心.
            ProjectKind::Project => {
                let long = head > 2 || head == 2 && ends(words, "中心") && own.len() > 4;
                // 新奥燃气门站: a firm, and what it has.
                let firm = || {
                    head == 2
                        && own.len() == 4
                        && self.is_thing(words, head)
                        && self.lexicon.uncommon(&own[..2]) == 1
                        && self.lexicon.names.generic.whole(&own[2..])
                };
                weight.stray == 1 && weight.telling >= 2 && (long || firm())
            }
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
        // 建成滨海休闲公园: it lies there.
        let lies = before.ends_with(&['建', '成']) && names.locators.at_start(words).is_some();
        wish && !lies && self.lexicon.uncommon(&words[..words.len() - head]) < 2
    }

    pub(super) fn vetoed(&self, words: &[char]) -> bool {
        let names = &self.lexicon.names;
        // 城东棚户区改造 is that of one place.
        let placed = names.locators.at_start(words).is_some();
        // 西坡安置小区, 西坡安置区 have a name.
        let thing = !matches!(words.last(), Some('动' | '战' | '划' | '路' | '线'));
        let own = |len: usize| thing && len > 2 && self.lexicon.uncommon(&words[..words.len() - len]) == 2;
        names
            .vetoes
            .at_end(words)
            .is_some_and(|(len, ())| words.len() <= len + 2 && !(placed && len > 3) && !own(len))
            || unfit(words)
    }
}

/// Words with marks that stand in no name, or half of their quotation marks.
fn unfit(words: &[char]) -> bool {
    let mut open = 0i32;
    for c in words {
        match c {
            '《' | '》' | '%' | ':' | '"' => return true,
            '“' => open += 1,
            '”' => open -= 1,
            _ => {}
        }
    }
    open != 0
}

/// 第二…, 县第三…, 高新区第一实验…: before a school or a plant its number among others.
fn numbered(own: &[char]) -> bool {
    /// Characters before and behind the number.
    const OWNER: usize = 5;
    const KIND: usize = 2;
    let Some(at) = own.iter().position(|&c| c == '第').filter(|at| *at <= OWNER) else { return false };
    let [n, kind @ ..] = &own[at + 1..] else { return false };
    numeral::digit(*n).is_some() && (kind.is_empty() && at <= 2 || kind.len() == KIND)
}

/// 国道G327 before the work on it.
fn lettered_road(own: &[char]) -> bool {
    let digits = own.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    digits > 1 && own[..own.len() - digits].last().is_some_and(|&c| matches!(c, 'G' | 'S'))
}

/// 县道027线, 工业二路: a road by its number.
fn numbered_road(own: &[char], head: usize) -> bool {
    // The head is the last digit and 线.
    if head == 2 {
        let digits = own.iter().rev().take_while(|c| c.is_ascii_alphanumeric()).count();
        let way = &own[..own.len() - digits];
        // 地铁2号线, 轨道交通3号线.
        let rail = matches!(way, [.., '地', '铁'] | [.., '轻', '轨'] | [.., '交', '通']);
        return digits > 0 && (rail || matches!(way, [.., '国' | '省' | '县' | '乡' | '村', '道']));
    }
    matches!(own, [.., before, n] if own.len() > 2
        && numeral::digit(*n).is_some_and(|n| n > 0)
        && is_han(*before)
        && *before != '第')
}
