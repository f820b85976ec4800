//! One number by itself: what it is of, by the words before it and behind it and by what was named before.

use std::ops::Range;

use super::deed::{SPREAD, had_by_each, is_village};
use super::{Measured, Named, Reader, Wording};
use crate::extract::subject::{self, Predicate};
use crate::fact::Measure;
use crate::lexicon::UnitKind;
use crate::text::is_han;
use crate::text::phrase::ends_any;

impl<'t> Reader<'_, 't> {
    /// One number by itself.
    pub(super) fn single(
        &mut self,
        from: usize,
        q: usize,
        until: usize,
        last: Option<&Measured<'t>>,
    ) -> Measured<'t> {
        let (core, kind) = (self.seen[q].range.clone(), self.seen[q].kind());
        let before = from.min(core.start)..core.start;
        let found = subject::before_number(self.chars, before.clone(), self.lexicon);
        let mut range = before.start..core.end;
        if self.seen[q].rank {
            return self.ranked(q, before, found.predicate);
        }
        if let Some((indicator, end)) = self.spread(q, before.start, until, last) {
            let told = end - self.seen[q].range.end;
            self.name(indicator[..indicator.len() - told].to_vec().into(), before.start);
            return self.finish(q, before.start..end, indicator, None, SPREAD);
        }
        let (noun_from, until) = self.noun_place(q, until);
        let after = noun_from.min(until)..until;
        let counts = matches!(kind, Some(UnitKind::Count | UnitKind::Times | UnitKind::Person));
        let joined = matches!(self.chars.get(before.start), Some('和' | '、'));
        // 免费为8000名适龄妇女进行筛查: for whom it is done follows.
        let mut found = found;
        if counts && found.predicate == Some(Predicate::Reaches) && self.done_for(&before, core.end) {
            found = subject::Before { wants_noun: true, ..subject::Before::default() };
        }
        // 各增加1条公交线路: what is added follows.
        if counts && found.predicate == Some(Predicate::Rises) && self.adds_noun(&before, core.end) {
            found.predicate = Some(Predicate::Verb);
            found.wants_noun = true;
        }
        // 提高2%和3%: the verb is of both.
        let alone = matches!(self.words(before.start, before.end), ['、' | '和' | '与' | '及']);
        if let Some(last) = last.filter(|last| {
            alone && last.measure == Measure::Growth && self.seen[last.quantity].kind() == kind
        }) {
            found.predicate = Some(if last.negative { Predicate::Falls } else { Predicate::Rises });
        }
        // 实现80%的行政村通公路.
        let of = kind == Some(UnitKind::Share)
            && found.subject.is_none()
            && self.chars.get(noun_from) == Some(&'的');
        // 完成园区2公里道路硬化, 修通东岗至西沟2公里水泥路: where it is done.
        let where_done = |words: &[char]| {
            self.lexicon.predicates.places.whole(words)
                || words.contains(&'至') && matches!(self.chars[until - 1], '路' | '道' | '渠')
        };
        // 改造城区55条小巷, 解决农村9万人饮水安全问题.
        let spot = |words: &[char]| {
            let spots = &self.lexicon.predicates.spots;
            spots
                .at_end(words)
                .is_some_and(|(len, ())| subject::is_only_verbs(&words[..words.len() - len], self.lexicon))
        };
        let placed = found.predicate.is_none()
            && found.subject.is_some_and(|words| match kind {
                Some(UnitKind::Length | UnitKind::Area) => where_done(words) || spot(words),
                _ => counts && (spot(words) || is_village(words)),
            })
            && self.chars[after.clone()].first().is_some_and(|&c| (is_han(c) || c == '“') && c != '的');
        let reached = found.predicate == Some(Predicate::Reaches)
            && matches!(kind, Some(UnitKind::Length | UnitKind::Area))
            && self.completes_noun(
                found.subject,
                self.words(before.start, core.start),
                self.words(after.start, after.end),
            );
        let takes_noun = reached
            || found.wants_noun
                && (found.subject.is_some() || counts || joined || of)
                && (counts || of || found.predicate.is_none_or(|p| p == Predicate::Verb))
            || placed
            || counts && had_by_each(&self.chars[before.start..self.seen[q].core.start.max(before.start)]);
        // 易地搬迁户12户45人: two numbers without a word between them are of one thing.
        let twin = before.is_empty() && last.is_some();
        let noun =
            if takes_noun && !twin { subject::after_number(self.chars, after, self.lexicon) } else { None };
        let (indicator, rule): (Wording, _);
        if let Some(noun) = noun {
            rule = "number.noun_after";
            indicator = self.counted(q, &noun, before.clone()).unwrap_or_else(|| noun.phrase());
            range.end = range.end.max(noun.end);
            self.name(indicator.clone(), before.start);
            // What is told of the thing is no part of it: 小区全部投用,规模达到….
            self.carried.owner = Some((noun.words.into(), before.start));
        } else if let Some(words) = found.subject {
            let share = found.share.unwrap_or_default();
            let alike = self.like_the_last(words).or_else(|| self.limited_like_the_last(words));
            let same = alike.is_some();
            let turned = alike.or_else(|| self.thing_first(words));
            let words = turned.map_or(Wording::from(words), Wording::from);
            let deed = if same { None } else { self.done_to(&words, found.predicate, kind) };
            if let Some((indicator_of_deed, start)) = deed {
                rule = "number.verb";
                indicator = indicator_of_deed;
                range.start = self.reach_back(start, range.start);
            } else if let Some((size, end)) = self.sized(q, &words, until) {
                rule = "number.attribute";
                indicator = size;
                range.end = range.end.max(end);
                self.carried.named.push((indicator.clone(), before.start));
            } else if let Some((work, end)) = self.sum_before_work(&words, &before, core.end) {
                // 投资90万元,新修东岗公路: the sum is of what follows.
                rule = "number.attribute";
                indicator = [work, &words].concat().into();
                range.end = range.end.max(end);
                self.carried.owner = Some((work.into(), before.start));
            } else if subject::is_attribute(&words, self.lexicon)
                && let Some((owner, start)) = self.owner_for(found.owner, before.start)
                && !self.stands_alone(&words, &owner)
            {
                rule = "number.attribute";
                if start == before.start {
                    self.carried.owner = Some((owner.clone(), start));
                }
                let owner = subject::owner_of(&owner, self.lexicon);
                // 整改到位308处,整改率98.7%: the rate is not the rate of its own verb.
                let same_verb = owner.iter().take(2).eq(words.iter().take(2));
                // 小区改造7个,改造面积21万平方米: what both say stands once.
                let twice = if words.len() > 2 && owner.ends_with(&words[..2]) { 2 } else { 0 };
                let (owner, own) = if same_verb { (&[][..], &*words) } else { (owner, &words[twice..]) };
                indicator = [owner, own, share].concat().into();
                range.start = self.reach_back(start, range.start);
                self.carried.named.push((indicator.clone(), before.start));
            } else {
                rule = if found.predicate.is_some() { "number.subject" } else { "number.counted" };
                // 第三产业占GDP比重 goes on as a thing of its own.
                let weighed = self.lexicon.predicates.weights.at_end(share).is_some();
                self.name(followed(words.clone(), if weighed { share } else { &[] }), before.start);
                let added = found.added.then(|| [&['新', '增'], &*words].concat().into());
                indicator = followed(added.unwrap_or(words), share);
            }
        } else if let Some((words, start)) = self.carried.named.last().cloned() {
            rule = "number.carried";
            range.start = self.reach_back(start, range.start);
            // 户均5200元: the same, for each.
            let own = self.words(before.start, core.start);
            let each = self.lexicon.predicates.averaged.at_end(own).map_or(0, |(len, ())| len);
            let each = Some(&own[own.len() - each..]).filter(|each| !words.starts_with(each));
            indicator = [each.unwrap_or_default(), &words, found.share.unwrap_or_default()].concat().into();
        } else if let Some((words, start)) = self.carried.owner.clone() {
            rule = "number.topic";
            range.start = self.reach_back(start, range.start);
            self.carried.named.push((words.clone(), start));
            indicator = followed(words, found.share.unwrap_or_default());
        } else {
            rule = "number.alone";
            indicator = match last {
                Some(last) => last.indicator.clone(),
                None => {
                    let rest = self.words(core.end.min(self.clause.end), self.clause.end);
                    subject::clean(rest, self.lexicon).into()
                }
            };
        }
        self.carried.unit = kind;
        self.finish(q, range, indicator, found.predicate, rule)
    }

    /// Where the noun of a number begins and must end: 906户1559人**实现稳定脱贫**, 6个村、8200人的**饮水困难**
    /// have it after the last of adjacent numbers, 1处占地2000平方米的**市场** after the size of the thing.
    fn noun_place(&self, q: usize, until: usize) -> (usize, usize) {
        /// Words of a size before its number: 布局合理占地面积.
        const LONGEST_SIZE: usize = 12;
        let (mut from, mut until) = (self.seen[q].range.end, until);
        let mut reached = from;
        let mut touching = true;
        for next in &self.seen[q + 1..] {
            if next.range.end > self.clause.end {
                break;
            }
            let between = self.words(reached, next.range.start);
            let adjacent = matches!(between, [] | ['、' | '和']);
            let after = self.words(next.range.end, self.clause.end);
            // 6个村、8200人的饮水困难, 6个村8200人的饮水困难.
            let place = between.strip_suffix(&['、']).unwrap_or(between);
            let place = self.lexicon.predicates.places.whole(place);
            // 解决3个村2600人行路难问题, 解决1.2万人、8000头大牲畜的饮水困难.
            let trouble = (place || adjacent) && ends_any(after, &["问题", "困难"]);
            let size = matches!(next.kind(), Some(UnitKind::Area | UnitKind::Length | UnitKind::Amount))
                && between.len() <= LONGEST_SIZE
                && !between.iter().any(|c| matches!(c, '、' | ','))
                && after.first() == Some(&'的')
                && after.len() > 2;
            if !(adjacent || place || size) {
                break;
            }
            // 300户、860人全部脱贫.
            let household = self.seen[q].unit.as_ref().is_some_and(|unit| unit.name == "户")
                && next.kind() == Some(UnitKind::Person);
            touching &= between.is_empty() || household && adjacent;
            reached = next.range.end;
            if trouble && !place {
                // 大牲畜的: whose it is beside them.
                let of = after.iter().position(|&c| c == '的').unwrap_or(0);
                return (reached + of, self.clause.end);
            }
            if touching || size || trouble || after.first() == Some(&'的') {
                from = reached;
                until = self.clause.end;
            }
        }
        (from, until)
    }

    /// The owner of an attribute: what stands before the verb in its own clause, else what was carried.
    fn owner_for(&self, own: Option<&'t [char]>, start: usize) -> Option<Named<'t>> {
        let own = own.map(|words| subject::clean(words, self.lexicon));
        match own.filter(|words| words.len() >= 3 && !subject::is_only_verbs(words, self.lexicon)) {
            Some(words) => Some((words.into(), start)),
            None => self.carried.owner.clone(),
        }
    }

    /// An attribute that is a series of its own where the owner is the whole economy: 生产总值增长8%,**税收**增长9%.
    fn stands_alone(&self, words: &[char], owner: &[char]) -> bool {
        ends_any(owner, &["生产总值", "GDP"]) && self.lexicon.canonical_indicator(words).is_some()
    }

    /// A place in an order: 综合考核位列全县第一, 全市第一位 after another number.
    fn ranked(&mut self, q: usize, before: Range<usize>, predicate: Option<Predicate>) -> Measured<'t> {
        let mut range = before.start..self.seen[q].range.end;
        let (words, field, place) = subject::ranked(&self.chars[before.clone()], self.lexicon);
        let subject: Wording = match self.carried.named.last() {
            Some((owner, start)) if words.len() < 2 || subject::is_attribute(words, self.lexicon) => {
                range.start = self.reach_back(*start, range.start);
                // A second field of the same thing: 全省第八位,全市第一位.
                let bare = owner.strip_suffix(&['位', '次']).or_else(|| owner.strip_suffix(&['排', '名']));
                let owner = bare.map_or(&**owner, |owner| {
                    let field = self.lexicon.predicates.fields.at_end(owner).map_or(0, |(len, ())| len);
                    &owner[..owner.len() - field]
                });
                [owner, words].concat().into()
            }
            _ => words.into(),
        };
        let indicator: Wording = [&subject, field, place].concat().into();
        self.carried.named.push((indicator.clone(), before.start));
        self.finish(q, range, indicator, predicate, "number.rank")
    }
}

/// Words with others behind them.
fn followed<'t>(mut words: Wording<'t>, others: &[char]) -> Wording<'t> {
    if !others.is_empty() {
        words.to_mut().extend(others);
    }
    words
}
