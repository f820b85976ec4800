//! Where a name begins whose end is known.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Finder;
use crate::extract::numeral::{self, Numeral};
use crate::fact::ProjectKind;
use crate::lexicon::Marks;
use crate::text::is_han;

impl Finder<'_> {
    /// Where a name begins whose head of `head` characters ends the range.
    pub(super) fn name_start(&self, range: Range<usize>, head: usize) -> usize {
        let head_at = range.end - head;
        let mut start = range.start;
        let mut passed = range.start;
        for at in self.places.with(Marks::BORDER | Marks::NUMBER, range.start..head_at) {
            // Inside a word or a count that was left behind.
            if at < passed {
                continue;
            }
            if self.divides(&range, head, start, at) {
                // 城西广场等处街道绿化; 到位的有某医院: what there is.
                let more = matches!(self.chars[at..range.end], ['等', '处' | '地', ..] | ['的', '有', ..]);
                start = at + 1 + usize::from(more);
            } else if let Some(len) = self.left_behind(&range, head, start, at) {
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

    /// Whether the character at a place divides a name, as yet from `start` on, from what stands before it.
    fn divides(&self, range: &Range<usize>, head: usize, start: usize, at: usize) -> bool {
        let head_at = range.end - head;
        let names = &self.lexicon.names;
        let rest = &self.chars[at..range.end];
        match rest[0] {
            '的' | '—' | '等' => {
                let graded = at > 0 && matches!(self.chars[at - 1], '中' | '高' | '初');
                let own = if rest[0] == '等' { graded } else { self.spanned_by(at, range.end, head) };
                // 独具特色的聚集区 names no zone; 某厂的技改 is a work.
                let thing =
                    || names.wary.at_end(&self.chars[range.clone()]).is_none_or(|(len, ())| len < head);
                !own && (at + 1 < head_at || thing())
            }
            // 祥和小区, 清和产业园: one character and 和 begin a name.
            and @ ('和' | '与' | '及') if at > start + usize::from(and == '和') => {
                let right = &rest[1..];
                // 润滑油调和项目: what is made ends in it.
                if at + 1 == head_at && matches!(right, ['项', '目'] | ['工', '程']) {
                    return false;
                }
                // 太和大道 holds a 和 that joins nothing.
                let other = at >= start + 3 && and != '及' && names.joined.at_start(right).is_none();
                if other && !self.inside_quotes(range.start, at) {
                    return true;
                }
                // 恒润农牧生猪屠宰及肉制品加工项目: both are made there.
                let made = and == '及'
                    && self.lexicon.verbs.nouns_too.at_end(&self.chars[start..at]).is_some()
                    && self.lexicon.uncommon(&self.chars[start..at]) >= 2;
                !made && at + 2 < head_at && self.specific(right)
            }
            _ => false,
        }
    }

    /// Length of the word or the count at a place that is left behind where a name begins.
    fn left_behind(&self, range: &Range<usize>, head: usize, start: usize, at: usize) -> Option<usize> {
        let head_at = range.end - head;
        let names = &self.lexicon.names;
        let rest = &self.chars[at..range.end];
        let free = |len: &usize| at + len < head_at && !self.inside_quotes(range.start, at);
        let hard = names.hard_borders.at_start(rest).map(|(len, ())| len).filter(free);
        let hard = hard
            .filter(|len| *len > 1 || !self.within_name(range.start, at))
            // 高标准农田, 孵化园: a longer word that begins with the border is none.
            .filter(|len| names.generic.at_start(rest).is_none_or(|(word, ())| word <= *len))
            .filter(|len| self.lexicon.heads.at_start(rest).is_none_or(|(word, _)| word <= *len));
        if hard.is_some() {
            return hard;
        }
        let soft = names.soft_borders.at_start(rest).map(|(len, ())| len).filter(free);
        let soft = soft
            .filter(|len| at >= start && !self.by_road(at + len, head_at))
            // 沿江大道: the words say where it lies.
            .filter(|len| names.locators.at_start(rest).is_none_or(|(word, ())| word <= *len))
            .filter(|len| {
                let name = &rest[*len..];
                self.specific(&name[self.opening(name).min(head_at - at - len)..])
                    && !self.specific(&self.chars[start..at + len])
            });
        if soft.is_some() {
            return soft;
        }
        self.count(rest).filter(|len| {
            at + len <= head_at
                && !self.lettered(at)
                && !self.inside_number(at)
                && !self.ordinal(at, range.end)
                && !self.yearly(range.start..at)
                && !self.holding(start..at.max(start), *len)
        })
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
}
