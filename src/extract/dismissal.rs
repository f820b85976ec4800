//! Numbers that measure nothing where they stand: a limit, a size, a slogan, an age.
//!
//! A number is never lost silently: each that becomes no fact keeps the reason.

use std::ops::Range;

use super::clause::Sentence;
use super::look::Look;
use super::numeral;
use super::quantity::Seen;
use crate::fact::{Comparator, ProjectKind};
use crate::lexicon::{Dismissals, Lexicon, UnitKind};
use crate::text::is_han;
use crate::text::phrase::{ends, ends_any, holds, starts};

const LIMIT: Option<&str> = Some("limit of what is counted");
const SIZE: Option<&str> = Some("size of a project");
const EXISTING: Option<&str> = Some("existing things");
const ENUMERATION: Option<&str> = Some("enumeration");
const NAME: Option<&str> = Some("name");

/// Gives a reason to numbers that limit or describe another thing.
pub fn dismiss(
    chars: &[char],
    sentence: &Sentence,
    clause: &Range<usize>,
    look: Look,
    seen: &mut [Seen],
    here: Range<usize>,
    lexicon: &Lexicon,
) {
    /// Words farther before a number have no bearing on it.
    const BEARING: usize = 60;
    /// A bound stands nearer.
    const NEAR: usize = 16;
    for q in here.clone() {
        let number = &seen[q];
        if number.reason.is_some() {
            continue;
        }
        let start = number.range.start.max(clause.start);
        let end = number.range.end.min(clause.end);
        let place = Place {
            chars,
            sentence,
            before: &chars[start.saturating_sub(BEARING).max(clause.start)..start],
            after: &chars[end..clause.end.min(end + BEARING)],
            look,
            number,
            touching: seen[here.start..q].last().filter(|before| before.range.end == number.range.start),
            next: seen[q + 1..here.end].iter().find(|next| next.reason.is_none()),
            last: seen[..q].last().filter(|before| before.range.start >= sentence.range.start),
            lexicon,
            words: &lexicon.dismissals,
        };
        let reason = place.reason();
        let before = place.before;
        // 每村至少建成1条: the bound stands before the verb.
        let bound = number.comparator == Comparator::Eq
            && lexicon.dismissals.bounds.any_in(&before[before.len().saturating_sub(NEAR)..]);
        seen[q].reason = reason;
        if bound {
            seen[q].comparator = Comparator::Ge;
        }
    }
}

/// A number with the words around it.
struct Place<'a> {
    chars: &'a [char],
    sentence: &'a Sentence,
    /// The words of its clause before it.
    before: &'a [char],
    /// The words of its clause after it.
    after: &'a [char],
    look: Look,
    number: &'a Seen,
    /// The number that ends where this one begins.
    touching: Option<&'a Seen>,
    /// The next number of the clause that measures.
    next: Option<&'a Seen>,
    /// The number before this one in its sentence.
    last: Option<&'a Seen>,
    lexicon: &'a Lexicon,
    words: &'a Dismissals,
}

impl Place<'_> {
    fn reason(&self) -> Option<&'static str> {
        let (number, after) = (self.number, self.after);
        if number.rank {
            // 对前三名的村奖励: those who are ranked, not a rank reached.
            let described = after.first() == Some(&'的')
                && after.len() > 1
                && self.words.rank_nouns.at_start(&after[1..]).is_none();
            // 奖前三名: whoever they will be.
            let awarded = self.words.awards.at_end(self.before).is_some();
            return if described || awarded { Some("description") } else { None };
        }
        let Some(kind) = number.kind() else {
            // 十亿企业10家.
            let han = !self.chars[number.core.start].is_ascii_digit() && !number.masked;
            if han
                && number.scaled
                && self.next_is(&[UnitKind::Count])
                && self.words.limited.at_start(after).is_some()
            {
                return LIMIT;
            }
            // 投资超千万的4家.
            if self.bounds()
                && number.scaled
                && after.first() == Some(&'的')
                && self.next_is(&[UnitKind::Count])
            {
                return LIMIT;
            }
            // 6.2亿 is money only where the words speak of money.
            let from = self.sentence.range.start.max(number.range.start.saturating_sub(200));
            let said = &self.chars[from..number.range.start.max(from)];
            return (!self.words.money.any_in(said)).then_some("no unit");
        };
        match kind {
            UnitKind::Money => self.money(),
            UnitKind::Duration => self.duration(),
            UnitKind::Age => (!holds(self.before, "寿命")).then_some("age"),
            UnitKind::Person if self.next.is_some() && self.opens(&["以上", "以下"]) => LIMIT,
            UnitKind::Person if self.bounds() && self.of_mishap() => LIMIT,
            UnitKind::Count | UnitKind::Times | UnitKind::Person => self.counted(),
            UnitKind::Area | UnitKind::Length | UnitKind::Amount => self.amount(),
            UnitKind::Fold => {
                // 完成翻番目标: a target by its name.
                let target = number.core.len() <= 2 && starts(after, "目标");
                if target { NAME } else { None }
            }
            _ => None,
        }
    }

    /// 杜绝死亡3人以上重大事故: how bad a mishap is.
    fn of_mishap(&self) -> bool {
        /// Characters of what the mishap is called.
        const CALLED: usize = 10;
        self.lexicon.milestones.mishaps.any_in(&self.after[..self.after.len().min(CALLED)])
    }

    fn opens(&self, words: &[&str]) -> bool {
        words.iter().any(|word| starts(self.after, word))
    }

    /// The number bounds: 以上, 超过.
    fn bounds(&self) -> bool {
        matches!(self.number.comparator, Comparator::Ge | Comparator::Le)
    }

    /// What follows goes on in words.
    fn goes_on(&self) -> bool {
        self.after.first().is_some_and(|&c| c == '的' || is_han(c))
    }

    fn next_is(&self, kinds: &[UnitKind]) -> bool {
        self.next.is_some_and(|next| next.kind().is_some_and(|kind| kinds.contains(&kind)))
    }

    /// Only words stand between this number and the next, of one thing: 500头以上规模猪场6个.
    fn next_is_near(&self) -> bool {
        const LONGEST_NOUN: usize = 12;
        let Some(next) = self.next else { return false };
        let end = self.number.range.end;
        next.range.start > end + 1
            && next.range.start <= end + LONGEST_NOUN
            && self.chars[end..next.range.start].iter().all(|&c| is_han(c))
    }

    fn money(&self) -> Option<&'static str> {
        let (number, after, words) = (self.number, self.after, self.words);
        let limit = self.bounds() || number.bare;
        // 十亿元企业1家.
        let han = !self.chars[number.core.start].is_ascii_digit() && !number.masked;
        let of_class = han && self.next_is(&[UnitKind::Count]);
        if limit && self.next_is(&[UnitKind::Count]) {
            let touches = self.next.is_some_and(|next| next.range.start == number.range.end);
            let acts = self.lexicon.verbs.actions.at_start(after).is_some();
            if touches || self.goes_on() && !acts {
                return LIMIT;
            }
        }
        if (limit || of_class) && words.limited.at_start(after).is_some() {
            return LIMIT;
        }
        if self.bounds_each() {
            return LIMIT;
        }
        // 设立10亿元产业基金: money for it.
        let fund = self.opens(&["产业"]) && words.funds.any_in(&after[..after.len().min(10)]);
        if self.opens(&["级", "产业"]) && !fund || number.bare && words.lines.at_start(after).is_some() {
            return NAME;
        }
        // 年收入5万元以下的村: those that are counted.
        let places = &self.lexicon.predicates.places;
        if self.bounds() && after.first() == Some(&'的') && places.at_start(&after[1..]).is_some() {
            return LIMIT;
        }
        if after.first() == Some(&'的') && words.aims_after.at_start(&after[1..]).is_none() {
            return SIZE;
        }
        if number.comparator == Comparator::Eq && words.sized.at_start(after).is_some() {
            return SIZE;
        }
        None
    }

    /// 2家企业产值过亿元: what each of those has that are counted before it, in one round number; 5家企业完成投资超5亿元
    /// is what all of them have.
    fn bounds_each(&self) -> bool {
        if !self.bounds() || !self.after.is_empty() {
            return false;
        }
        let counted = |last: &&Seen| last.reason.is_none() && last.kind() == Some(UnitKind::Count);
        let Some(count) = self.last.filter(counted) else { return false };
        let between = &self.chars[count.range.end..self.number.range.start];
        let Some((noun, ())) = self.words.limited.at_start(between) else { return false };
        let digits = self.number.low.map(|low| low.normalize().mantissa().to_string()).unwrap_or_default();
        digits.trim_end_matches('0').len() == 1
            && between.iter().all(|&c| is_han(c))
            && self.lexicon.verbs.actions.at_start(&between[noun..]).is_none()
    }

    fn duration(&self) -> Option<&'static str> {
        let (number, before, words) = (self.number, self.before, self.words);
        let unit = number.unit.as_ref().map(|unit| &*unit.name);
        let years = unit == Some("年");
        let p = &self.lexicon.predicates;
        // 优良天数增加到268天.
        let reached = || {
            number.comparator == Comparator::Ge
                || p.reaches.at_end(before).is_some()
                || ends_any(before, &["由", "从"])
        };
        // 天数不少于300天,力争310天: a second tier of the days before.
        let tier = || {
            let days = |seen: &Seen| seen.unit.as_ref().is_some_and(|unit| unit.name == "天");
            self.last.is_some_and(|last| days(last) && last.reason.is_none()) && p.second_tiers.whole(before)
        };
        let counted = ends_any(before, &["达到", "达", "不少于", "不低于"])
            || unit == Some("天") && tier()
            || !years && (ends(before, "天数") || holds(before, "天数") && reached());
        let in_time = self.look == Look::Ahead
            && number.comparator == Comparator::Le
            && matches!(unit, Some("小时" | "个工作日" | "分钟"))
            && words.answered.any_in(self.after);
        let at_least = number.comparator == Comparator::Ge
            && self.chars[number.range.start..number.core.start].first() == Some(&'不');
        let cut = !years && words.time_cut.any_in(before) && !self.opens(&["来", "以来"]);
        // 优良天数同比增加31天: more or fewer of the days that were counted.
        let changed = unit == Some("天")
            && [&p.rises, &p.falls]
                .into_iter()
                .any(|class| class.at_end(before).is_some_and(|(len, ())| len > 1));
        if cut || counted || in_time || at_least || changed { None } else { Some("duration") }
    }

    fn counted(&self) -> Option<&'static str> {
        let (number, before, after, words) = (self.number, self.before, self.after, self.words);
        let han = !self.chars[number.core.start].is_ascii_digit() && !number.masked;
        let within = |phrase: &str| holds(before, phrase);
        if number.bare && number.comparator == Comparator::Ge && after.first().is_some_and(|c| is_han(*c)) {
            return LIMIT;
        }
        // 全镇23个村中19个村.
        let among = after.iter().take(6).position(|&c| c == '中').filter(|&at| {
            // 新建2所高中 ends in another word.
            at > 0 && matches!(after[at - 1], '村' | '户' | '人' | '组' | '业' | '镇' | '乡')
        });
        let rest =
            among.map_or(&after[..0], |at| after[at + 1..].strip_prefix(&['有']).unwrap_or(&after[at + 1..]));
        let parted = among.is_some() && rest.first().is_none_or(|&c| numeral::opens(c));
        // 16个村中收入不足3万元的有9个.
        let parted = parted || rest.windows(3).any(|w| w[0] == '的' && w[1] == '有' && numeral::opens(w[2]));
        if parted {
            return EXISTING;
        }
        // 项目攻坚类(7项), 九项民生支出占比.
        let item = matches!(number.unit.as_ref().map(|unit| &*unit.name), Some("项" | "类"));
        if item && ends(before, "类(")
            || han && item && words.portions.any_in(after) && self.next_is(&[UnitKind::Share])
        {
            return ENUMERATION;
        }
        // 带领全乡两万名干部群众: those who have done the rest.
        if words.followers.at_start(after).is_some() && words.rallied.any_in(before) {
            return EXISTING;
        }
        // 新建500头以上规模猪场6个, 25户以上自然村.
        let counts_next = self.next_is(&[UnitKind::Count]) && self.next_is_near();
        let acts = self.lexicon.verbs.actions.at_start(after).is_some_and(|(len, ())| len > 1);
        if self.bounds() && (counts_next && !acts || words.settlements.at_start(after).is_some()) {
            return LIMIT;
        }
        // 抓好三件事: what they are follows.
        if words.good_deeds.at_start(after).is_some() || after == ['事'] || han && within("按照") {
            return ENUMERATION;
        }
        if (after.contains(&'中') || after.contains(&'第')) && within("在全") {
            return EXISTING;
        }
        // 以4家龙头企业为依托: things that serve.
        if (before.first() == Some(&'以') || ends(before, ",以") || ends(before, "以"))
            && words.served.any_in(after)
        {
            return EXISTING;
        }
        // 对考核后三位的村: those who are ranked.
        let place = matches!(number.unit.as_ref().map(|unit| &*unit.name), Some("位" | "名"));
        let ranked = || words.awards.at_end(&before[..before.len() - 1]).is_some();
        if place && ends_any(before, &["后", "末"]) && (after.first() == Some(&'的') || ranked()) {
            return Some("description");
        }
        // 对连续两次排名第一的村: how often in a row.
        if ends(before, "连续") {
            return Some("description");
        }
        if han && ends(before, "的") && within("是") {
            return Some("description");
        }
        // 连跨两个百亿台阶: so many steps, and the amounts are told elsewhere.
        let steps = || self.words.steps.find(after).is_some_and(|(at, len, ())| at + len == after.len());
        if han && (matches!(after.first(), Some('”' | '"')) || steps()) {
            return Some("slogan");
        }
        if self.capacity() {
            return SIZE;
        }
        // 二次创业, 两项补贴: words of their own.
        if han && words.fixed.at_start(&self.chars[number.core.start..]).is_some() {
            return NAME;
        }
        if words.measures.at_start(after).is_some()
            && words.pushed.any_in(before)
            && words.landed.any_in(after)
        {
            return NAME;
        }
        if words.always_listed.at_start(after).is_some() || han && words.listed.at_start(after).is_some() {
            return ENUMERATION;
        }
        if words.rules.at_start(after).is_some() && words.obeyed.any_in(before) {
            return NAME;
        }
        if ends(before, "每") || self.chars[..number.core.start].last() == Some(&'每') {
            return Some("rate");
        }
        if self.look == Look::Ahead && words.borne_on.any_in(before) {
            return EXISTING;
        }
        if before.first() == Some(&'在') && after.contains(&'中') {
            return EXISTING;
        }
        None
    }

    /// 恒润100兆瓦光伏电站: what a thing that has a name holds or makes.
    fn capacity(&self) -> bool {
        /// Characters from the number to the end of the thing's head.
        const NEAR: usize = 10;
        let number = self.number;
        let unit = number.unit.as_ref().map(|unit| &*unit.name);
        let held = match unit {
            Some("兆瓦" | "千瓦" | "吨") => 2,
            Some("头" | "羽" | "只" | "尾") if number.scaled => 3,
            _ => return false,
        };
        let han = self.after.iter().take(NEAR).take_while(|c| is_han(**c) && **c != '的').count();
        let near = &self.after[..han];
        let heads = &self.lexicon.heads;
        // 30万吨煤制甲醇项目: what is to be made, without a name.
        let project = (4..=han).any(|end| ends_any(&near[..end], &["项目", "生产线"]));
        if unit == Some("吨") && number.scaled && project && !self.bounds() && !number.masked {
            return true;
        }
        let thing = (2..=han).any(|end| {
            heads.at_end(&near[..end]).is_some_and(|(len, kind)| {
                len > 1 && matches!(kind, ProjectKind::Project | ProjectKind::Site)
            })
        });
        if !thing || number.masked || number.comparator != Comparator::Eq {
            return false;
        }
        let from = self.before.iter().rposition(|c| !is_han(*c)).map_or(0, |at| at + 1);
        let verbs = &self.lexicon.verbs;
        let owner = &self.before[from..];
        let begins = (0..owner.len()).filter_map(|at| {
            let word =
                [&verbs.actions, &verbs.aims].into_iter().filter_map(|c| c.at_start(&owner[at..])).max();
            word.filter(|(len, ())| *len > 1).map(|(len, ())| at + len)
        });
        self.lexicon.uncommon(&owner[begins.max().unwrap_or(0).min(owner.len())..]) >= held
            && verbs.actions.at_start(self.after).is_none()
    }

    /// 建成300吨冷库2座: what each of the things holds that the next number counts.
    fn of_each(&self) -> bool {
        let unit = self.number.unit.as_ref().map(|unit| &*unit.name);
        let holds = self.number.kind() == Some(UnitKind::Amount) || unit == Some("平方米");
        let Some(next) = self.next.filter(|_| holds && self.next_is(&[UnitKind::Count])) else {
            return false;
        };
        let things = self.chars.get(self.number.range.end..next.range.start).unwrap_or_default();
        self.next_is_near() && self.words.holders.at_end(things).is_some()
    }

    fn amount(&self) -> Option<&'static str> {
        let (number, after) = (self.number, self.after);
        if self.capacity() || self.of_each() {
            return SIZE;
        }
        // 5000吨级通用码头.
        if self.opens(&["级"]) {
            return NAME;
        }
        if number.scaled && number.bare && after.first().is_some_and(|&c| is_han(c)) {
            return NAME;
        }
        // 打通“最后一公里”.
        if ends(self.before, "最后") {
            return Some("slogan");
        }
        let han = !self.chars[number.core.start].is_ascii_digit() && !number.masked;
        let near = &after[..after.len().min(16)];
        if han
            && number.scaled
            && self.words.named_works.any_in(near)
            && self.words.works_done.at_end(self.before).is_none()
        {
            return NAME;
        }
        if self.bounds() && self.next_is(&[UnitKind::Count, UnitKind::Person]) && self.goes_on() {
            return LIMIT;
        }
        // 建一个50亩以上的蔬菜小区.
        if self.bounds()
            && self.touching.is_some_and(|before| before.kind() == Some(UnitKind::Count))
            && self.goes_on()
        {
            return LIMIT;
        }
        None
    }
}
