//! What was done, counted or paid, where the words of a number are a deed and no indicator.

use std::ops::Range;

use super::{Measured, Named, Reader, Wording};
use crate::extract::subject::{self, Predicate};
use crate::lexicon::UnitKind;
use crate::text::is_han;

/// The rule of a thing that has come to so many places.
pub(super) const SPREAD: &str = "number.spread";

impl<'t> Reader<'_, 't> {
    /// A thing that has come to so many places, with its verb and those (自来水覆盖**15个**村), and where they end.
    pub(super) fn spread(
        &self,
        q: usize,
        from: usize,
        until: usize,
        last: Option<&Measured<'t>>,
    ) -> Option<(Wording<'t>, usize)> {
        /// Characters of what the places are called: 建档立卡贫困村.
        const LONGEST: usize = 8;
        let p = &self.lexicon.predicates;
        let number = &self.seen[q];
        let each = number.unit.as_ref().is_some_and(|unit| unit.name == "个");
        let last = last.filter(|last| last.rule == SPREAD);
        if !each && last.is_none() {
            return None;
        }
        let end = number.range.end.min(until);
        let near = &self.chars[end..until.min(end + LONGEST + 1)];
        let len = near.iter().take_while(|&&c| is_han(c) && !matches!(c, '和' | '及' | '与')).count();
        let places = &near[..len];
        let counted = each && len <= LONGEST && p.places.at_end(places).is_some();
        // 覆盖8个小区、2300户: goes on from the last.
        if let Some(last) = last
            && (counted || places.is_empty())
            && matches!(self.words(last.range.end, number.range.start), [] | ['、' | '和' | '及' | '与'])
        {
            let told = last.range.end - self.seen[last.quantity].range.end;
            let head = &last.indicator[..last.indicator.len() - told];
            return Some(([head, places].concat().into(), end + len));
        }
        if !counted {
            return None;
        }
        let mut own = self.words(from, number.range.start);
        while let Some(len) = [&p.quantifiers, &p.spots]
            .into_iter()
            .filter_map(|class| class.at_end(own).map(|(len, ())| len))
            .max()
        {
            own = &own[..own.len() - len];
        }
        let (len, ()) = p.spreads.at_end(own)?;
        // 打通12个村: another verb.
        if self.lexicon.verbs.actions.at_end(own).is_some_and(|(verb, ())| verb > len) {
            return None;
        }
        let (thing, verb) = if own.len() == len {
            own.split_at(0)
        } else {
            let (_, told) = subject::strip_verb(subject::clean(own, self.lexicon), self.lexicon);
            told.split_at(told.len().checked_sub(len)?)
        };
        let adverb = p.adverbs.at_end(thing).map_or(0, |(len, ())| len);
        let thing = &thing[..thing.len() - adverb];
        let carried = || self.carried.named.last().or(self.carried.owner.as_ref());
        let thing = match thing {
            [] => carried().map_or(thing, |(thing, _)| thing),
            [_] => return None,
            _ => thing,
        };
        Some(([thing, verb, places].concat().into(), end + places.len()))
    }

    /// What a number counts whose noun follows it: 带动4万多**群众**持续增收, 已有12户**入住**.
    pub(super) fn counted(
        &self,
        q: usize,
        noun: &subject::Noun<'t>,
        before: Range<usize>,
    ) -> Option<Wording<'t>> {
        let before = self.words(before.start, before.end);
        let alone = self.lexicon.predicates.happens.whole(noun.words);
        let earlier = self.carried.named.last().filter(|(_, from)| *from < self.clause.start);
        // 12个村出列,86户脱贫: villages are no households.
        let whose = |owner: &[char]| self.lexicon.predicates.persons.at_end(owner).is_some();
        if alone && let Some((owner, _)) = earlier.filter(|(owner, _)| whose(owner)) {
            return Some([owner, noun.words].concat().into());
        }
        // 300户得到50万元扶持: what is told of them ends after the next number.
        if subject::is_only_verbs(noun.words, self.lexicon) {
            let next = self.seen[q + 1..].iter().find(|next| next.range.start >= noun.end)?;
            let next = Some(next).filter(|next| next.range.start == noun.end)?;
            let rest = next.range.end..self.clause.end.max(next.range.end);
            let told = subject::after_number(self.chars, rest, self.lexicon)?;
            return Some([noun.words, told.words].concat().into());
        }
        // 加快某园区建设,10家企业入驻: what is so general belongs to the topic.
        let topic = self.carried.owner.as_ref().filter(|_| {
            self.carried.topic
                && self.carried.named.is_empty()
                && self.lexicon.predicates.things.whole(noun.words)
                && !noun.happens.is_empty()
        });
        let pivot = self.lexicon.verbs.pivots.at_end(before).filter(|_| !noun.happens.is_empty());
        let pivot = pivot.map_or(&before[..0], |(len, ())| &before[before.len() - len..]);
        let head = topic.map_or(pivot, |(topic, _)| topic);
        let phrase = noun.phrase();
        Some(if head.is_empty() { phrase } else { [head, &phrase].concat().into() })
    }

    /// The work that a clause tells behind the sum which opens the sentence before it, and where the work ends.
    pub(super) fn sum_before_work(
        &self,
        words: &[char],
        before: &Range<usize>,
        end: usize,
    ) -> Option<(&'t [char], usize)> {
        /// Characters of the clause that tells the work.
        const CLAUSE: usize = 40;
        /// Those of the words before the sum: 今年计划投资.
        const LEAD: usize = 6;
        let opens =
            before.start.checked_sub(1).is_none_or(|at| !matches!(self.chars[at], ',' | '、' | '(' | ':'));
        if !opens || before.len() > LEAD || words != ['投', '资'] || self.chars.get(end) != Some(&',') {
            return None;
        }
        let rest = &self.chars[end + 1..self.chars.len().min(end + 1 + CLAUSE)];
        let len = rest.iter().position(|&c| matches!(c, ',' | '。' | ';' | '、' | '\n'))?;
        let clause = &rest[..len];
        let acts = self.lexicon.verbs.actions.at_start(clause).is_some_and(|(len, ())| len > 1);
        let named = clause.iter().any(char::is_ascii_digit);
        let work = subject::topic(self.chars, end + 1..end + 1 + len, self.lexicon)?;
        (acts && !named).then_some((work, end + 1 + len))
    }

    /// What has the size that is told before it (启动建设占地200亩的**产业园**), and where it ends: behind the verbs
    /// there are only words of a size.
    pub(super) fn sized(&self, q: usize, words: &[char], until: usize) -> Option<(Wording<'t>, usize)> {
        let end = self.seen[q].range.end.min(until);
        if self.chars.get(end) != Some(&'的') {
            return None;
        }
        // 日供水, 年产: a size by its time.
        let timed = || {
            (2..=4).find(|&len| words.len() > len && matches!(words[words.len() - len], '日' | '年' | '月'))
        };
        let attribute = self.lexicon.predicates.attributes.at_end(words).map(|(len, ())| len);
        let (verbs, size) = words.split_at(words.len() - attribute.or_else(timed)?);
        if verbs.is_empty() || !subject::is_only_verbs(verbs, self.lexicon) {
            return None;
        }
        let thing = subject::after_number(self.chars, end..until, self.lexicon)?;
        let thing_end = thing.end;
        let thing = thing.words;
        (thing.len() >= 3).then(|| ([thing, size].concat().into(), thing_end))
    }

    /// 增加, right before a number and no change against an earlier time, and the noun behind it.
    pub(super) fn adds_noun(&self, before: &Range<usize>, end: usize) -> bool {
        let words = &self.chars[before.clone()];
        words.ends_with(&['增', '加'])
            && !words.iter().any(|c| matches!(c, '比' | '较' | '期'))
            && self.chars[end.min(self.clause.end)..self.clause.end]
                .first_chunk::<2>()
                .is_some_and(|pair| pair.iter().all(|&c| is_han(c)) && !matches!(pair[0], '以' | '左' | '的'))
    }

    /// 为, right before people, with nothing but how it is done before it and who they are behind: **免费为**8000名妇女….
    pub(super) fn done_for(&self, before: &Range<usize>, end: usize) -> bool {
        /// Characters of a manner: 免费.
        const MANNER: usize = 2;
        let Some(how) = self.chars[before.clone()].strip_suffix(&['为']) else { return false };
        let how = subject::clean(how, self.lexicon);
        let named = self.chars[end.min(self.clause.end)..self.clause.end]
            .first_chunk::<2>()
            .is_some_and(|pair| pair.iter().all(|&c| is_han(c)) && !matches!(pair[0], '以' | '左' | '的'));
        named && (how.len() <= MANNER || subject::is_only_verbs(how, self.lexicon))
    }

    /// 中央投资58万元,完成1800亩灌木林种植: 完成 right before a size, and what was done behind it, in a village or
    /// where something was named before.
    pub(super) fn completes_noun(&self, place: Option<&[char]>, before: &[char], after: &[char]) -> bool {
        let verb = before.strip_suffix(&['了']).unwrap_or(before);
        let told = match place {
            Some(place) => is_village(place),
            None => !self.carried.named.is_empty(),
        };
        let noun = matches!(after, [first, second, ..] if is_han(*first) && is_han(*second)
            && !matches!(first, '以' | '左' | '的' | '任'));
        verb.ends_with(&['完', '成']) && told && noun
    }

    /// 项目签约18个: what has come to a state is called by it, 签约项目.
    pub(super) fn thing_first(&self, words: &[char]) -> Option<Vec<char>> {
        let (len, ()) = self.lexicon.predicates.things.at_start(words)?;
        let (thing, state) = words.split_at(len);
        self.lexicon.predicates.states.whole(state).then(|| [state, thing].concat())
    }

    /// The next of a list that leaves off what the last has named: 省级示范村3个、**市级**8个,
    /// 小区改造开工9个、**完工**4个.
    pub(super) fn like_the_last(&self, words: &[char]) -> Option<Vec<char>> {
        let p = &self.lexicon.predicates;
        let (last, _) = self.carried.named.last().filter(|(_, start)| *start >= self.clause.start)?;
        if p.grades.whole(words) {
            let (len, ()) = p.grades.at_start(last)?;
            return Some([words, &last[len..]].concat());
        }
        let (len, ()) = p.states.at_end(last).filter(|_| p.states.whole(words))?;
        (last.len() > len).then(|| [&last[..last.len() - len], words].concat())
    }

    /// A limit of what was counted before: 项目236个,其中**亿元以上**98个.
    pub(super) fn limited_like_the_last(&self, words: &[char]) -> Option<Vec<char>> {
        let limit = matches!(words, [.., '以', '上' | '下'] | ['超' | '过' | '上', .., '元']);
        let (last, _) = self.carried.named.last().filter(|_| limit)?;
        let (len, ()) = self.lexicon.predicates.things.at_end(last)?;
        Some([words, &last[last.len() - len..]].concat())
    }

    /// Another deed done to the last thing counted, where the same kind of unit counts it (新建村级卫生室4处,
    /// 提升改建1处; 新建高标准农田2万亩,改造提升1万亩); else to the topic, at which it is done.
    pub(super) fn done_to(
        &self,
        deed: &[char],
        predicate: Option<Predicate>,
        kind: Option<UnitKind>,
    ) -> Option<Named<'t>> {
        let acts = predicate == Some(Predicate::Verb);
        let counts = matches!(kind, Some(UnitKind::Count | UnitKind::Times | UnitKind::Person));
        let sizes = matches!(kind, Some(UnitKind::Area | UnitKind::Length | UnitKind::Amount));
        match self.carried.named.last() {
            // 完工14个、在建5个: one state is no deed done to another.
            Some((thing, _)) if self.lexicon.predicates.states.whole(thing) => None,
            Some((thing, start)) if !subject::is_only_verbs(thing, self.lexicon) => {
                // 新开工6个、续建8个、竣工3个.
                let acts = acts || self.lexicon.predicates.states.whole(deed);
                // 在谈项目11个,新开工24个: one state instead of the other.
                let p = &self.lexicon.predicates;
                let general = p.things.at_end(thing).map(|(len, ())| thing.split_at(thing.len() - len));
                let thing = match general {
                    Some((state, general)) if p.states.whole(state) => general,
                    _ => subject::without_verb(thing, self.lexicon),
                };
                // 工程开工2.8万平方米,竣工2.1万平方米.
                let state =
                    p.states.at_end(thing).filter(|_| p.states.whole(deed)).map_or(0, |(len, ())| len);
                let thing = &thing[..thing.len() - if state < thing.len() { state } else { 0 }];
                (acts && (counts || sizes) && self.carried.unit == kind)
                    .then(|| ([deed, thing].concat().into(), *start))
            }
            _ => {
                let (topic, start) =
                    self.carried.owner.as_ref().filter(|_| self.carried.topic && acts && counts)?;
                Some(([topic, deed].concat().into(), *start))
            }
        }
    }
}

/// A place that has a name: **杜坪村**180户新居改造, 李庄.
pub(super) fn is_village(words: &[char]) -> bool {
    let named = (3..=5).contains(&words.len());
    named && matches!(words.last(), Some('村' | '镇' | '乡' | '庄' | '屯')) || matches!(words, [_, '庄'])
}

/// 每户脱贫户至少**有**1个产业: what each has is counted, not who has it.
pub(super) fn had_by_each(words: &[char]) -> bool {
    words.last() == Some(&'有') && words.contains(&'每')
}
