//! Numbers → goals and outcomes: what each measures, how, and for which year.

mod chain;
mod deed;
mod finish;
mod inserts;

use std::ops::Range;

use super::clause::Sentence;
use super::dismissal;
use super::look::{self, Look};
use super::period::{self, Time, Years};
use super::quantity::Seen;
use super::subject::{self, Predicate};
use crate::fact::Measure;
use crate::lexicon::{Lexicon, UnitKind};
use crate::text::is_han;
use crate::text::phrase::ends_any;

use deed::{had_by_each, is_village};
pub use finish::signed;

/// From where a sentence is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stance {
    /// Which way it looks.
    pub look: Look,
    /// The years that its section is for.
    pub years: Years,
    /// What the sentence before has set; one that goes on from it, or stands under it, keeps it.
    pub before: Passed,
}

/// What one sentence hands on to the next.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passed {
    /// The time that it has set.
    time: Option<Time>,
    /// What its numbers were of, with the place where that was named.
    owner: Option<(Vec<char>, usize)>,
    /// It was a heading.
    heading: bool,
    /// Its last clause looked ahead though the sentence looked back.
    turned: bool,
}

/// A number read as a goal or an outcome. Places are indices into the normalised characters.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Index of the number among those seen.
    pub quantity: usize,
    /// The clause that holds subject, number and unit.
    pub range: Range<usize>,
    /// What is measured.
    pub indicator: Vec<char>,
    /// How.
    pub measure: Measure,
    /// Sign of a growth: falls are negative.
    pub negative: bool,
    /// The year that it is for.
    pub year: Option<i32>,
    /// Goal or outcome.
    pub look: Look,
    /// The rule that found it.
    pub rule: &'static str,
}

/// An indicator with the start of the clause that named it.
type Named = (Vec<char>, usize);

/// What carries over from number to number inside one sentence.
#[derive(Debug, Default)]
struct Carried {
    /// Indicators so far.
    named: Vec<Named>,
    /// The last that is not a mere attribute (总投资, 产值).
    owner: Option<Named>,
    /// The owner is the topic of a clause without numbers.
    topic: bool,
    /// The indicators of the last chain, in order.
    chain: Vec<Named>,
    /// The indicator whose growth in per cent stood last.
    grew: Option<Vec<char>>,
    /// The unit that counted the last indicator.
    unit: Option<UnitKind>,
    /// The time that the sentence has set.
    time: Option<Time>,
}

/// Reads the numbers of one sentence. `seen` are all numbers of the text, `inside` those of the sentence.
pub fn measure(
    chars: &[char],
    sentence: &Sentence,
    stance: &mut Stance,
    seen: &mut [Seen],
    inside: Range<usize>,
    lexicon: &Lexicon,
) -> Vec<Measured> {
    let mut found = Vec::new();
    let passed = std::mem::take(&mut stance.before);
    let numbers = seen[inside.clone()].iter().any(|number| number.reason.is_none());
    let follows = sentence.continues || passed.heading;
    let mut carried = Carried {
        time: passed.time.filter(|_| sentence.continues),
        owner: passed.owner.filter(|_| follows),
        ..Carried::default()
    };
    let mut turned = passed.turned && sentence.continues;
    // Which way the clause before looked, and whether this one tells parts of what was told as done.
    let (mut last_look, mut parts) = (None, false);
    for (index, clause) in sentence.clauses.iter().enumerate() {
        let before = |number: &Seen| number.core.start < clause.start;
        let from = inside.start + seen[inside.clone()].partition_point(before);
        let here: Vec<usize> = (from..inside.end).take_while(|&q| seen[q].core.start < clause.end).collect();
        let look = if turned { Look::Ahead } else { stance.look };
        dismissal::dismiss(chars, sentence, clause, look, seen, &here, lexicon);
        let live: Vec<usize> = here.iter().copied().filter(|&q| seen[q].reason.is_none()).collect();
        let first = live.first().map_or(clause.end, |&q| seen[q].range.start);
        let first = first.max(clause.start);
        // 2018年底前实现脱贫: the deadline of an event is no other's.
        let deadline = || {
            let limit = lexicon.periods.limits.find(&chars[clause.clone()]);
            live.is_empty() && limit.is_some_and(|(at, len, ())| clause.len() > at + len + 2)
        };
        if let Some(time) = period::set_by(chars, clause.start..first, lexicon).filter(|_| !deadline()) {
            carried.time = Some(time);
        }
        if live.is_empty() {
            // 明年工作的总体要求是:…
            let next = stance.look == Look::Back
                && chars.get(clause.end) == Some(&':')
                && lexicon.verbs.next_year.any_in(&chars[clause.clone()]);
            if next {
                turned = true;
                carried.time = stance.years.review.map(|year| Time::Year(year + 1));
            }
            if numbers {
                carry_topic(chars, sentence, clause, &mut carried, lexicon);
            }
            continue;
        }
        let before = index.checked_sub(1).map(|i| sentence.clauses[i].clone());
        let words = &chars[clause.start..first];
        let look = look::of_clause(words, look, carried.time, stance.years, lexicon);
        // 已有项目6个,其中甲类3个,乙类2个.
        parts = last_look == Some(Look::Back)
            && (chars[clause.start..].starts_with(&['其', '中'])
                || parts && lexicon.verbs.actions.at_start(words).is_none());
        let look = if parts { Look::Back } else { look };
        last_look = Some(look);
        turned |= stance.look == Look::Back && look == Look::Ahead;
        let mut reader = Reader {
            chars,
            clause: clause.clone(),
            sentence: sentence.range.start,
            before,
            look,
            years: stance.years,
            lexicon,
            seen,
            carried: &mut carried,
        };
        found.extend(reader.read(&live));
    }
    if sentence.heading && !numbers {
        carried.owner = heading_topic(chars, sentence, lexicon);
    }
    stance.before = Passed { time: carried.time, owner: carried.owner, heading: sentence.heading, turned };
    found
}

/// A clause without numbers can name what the next ones are about: 加快产业园建设,年产值达到…, 固定资产投资:….
fn carry_topic(
    chars: &[char],
    sentence: &Sentence,
    clause: &Range<usize>,
    carried: &mut Carried,
    lexicon: &Lexicon,
) {
    let words = &chars[clause.clone()];
    let colon = chars.get(clause.end) == Some(&':');
    let named = if colon { series(words, lexicon) } else { None };
    if let Some(topic) = named.or_else(|| subject::carried_topic(words, lexicon)) {
        carried.owner = Some((topic.to_vec(), clause.start));
        carried.topic = true;
    } else if carried.owner.as_ref().is_some_and(|&(_, start)| start < sentence.range.start) {
        // A sentence that opens with words of its own goes on from none.
        carried.owner = None;
    }
}

/// A heading that names a series is the subject of the number under it: 1.固定资产投资:12亿元.
fn heading_topic(chars: &[char], sentence: &Sentence, lexicon: &Lexicon) -> Option<Named> {
    let start = sentence.range.start;
    series(&chars[sentence.range.clone()], lexicon).map(|words| (words.to_vec(), start))
}

/// Words that name what is measured and say nothing of it.
fn series<'a>(words: &'a [char], lexicon: &Lexicon) -> Option<&'a [char]> {
    const LONGEST_SERIES: usize = 24;
    let words = subject::clean(words, lexicon);
    let measured =
        lexicon.predicates.attributes.at_end(words).is_some() || lexicon.canonical_indicator(words).is_some();
    (measured && (2..=LONGEST_SERIES).contains(&words.len())).then_some(words)
}

/// Reads the numbers of one clause in order.
struct Reader<'a> {
    chars: &'a [char],
    clause: Range<usize>,
    /// Where its sentence begins.
    sentence: usize,
    before: Option<Range<usize>>,
    look: Look,
    years: Years,
    lexicon: &'a Lexicon,
    seen: &'a mut [Seen],
    carried: &'a mut Carried,
}

impl<'a> Reader<'a> {
    fn read(&mut self, live: &[usize]) -> Vec<Measured> {
        if let Some(found) = self.chained(live) {
            return found;
        }
        self.carried.chain.clear();
        let mut found: Vec<Measured> = Vec::new();
        let mut from = self.clause.start;
        let mut base_end = None;
        for (order, &q) in live.iter().enumerate() {
            // 由1286户4312人减少到312户: the second goes with the first.
            let goes_on = base_end == Some(self.seen[q].range.start);
            // 由3.2亿元增加到5.1亿元: the first is where it came from.
            if goes_on || self.is_base(from, q, &live[order + 1..]) {
                self.seen[q].reason = Some("base value");
                base_end = Some(self.seen[q].range.end);
                if goes_on {
                    from = self.seen[q].range.end;
                    continue;
                }
                let words = self.words(from, self.seen[q].range.start);
                let opened = words.iter().rposition(|&c| matches!(c, '由' | '从')).unwrap_or(words.len());
                let subject = subject::before_number(self.chars, from..from + opened, self.lexicon).subject;
                if let Some(subject) = subject {
                    self.name(subject.to_vec(), from);
                }
                from = self.seen[q].range.end;
                continue;
            }
            let until = live.get(order + 1).map_or(self.clause.end, |&next| self.seen[next].range.start);
            let start = self.after_inserts(from, q);
            let one = self.single(start, q, until, found.last());
            from = self.seen[q].range.end;
            found.push(one);
        }
        found
    }

    /// The characters between two places; none where comparing words overlap.
    fn words(&self, from: usize, to: usize) -> &'a [char] {
        &self.chars[from.min(to)..to]
    }

    /// One number by itself.
    fn single(&mut self, from: usize, q: usize, until: usize, last: Option<&Measured>) -> Measured {
        let (core, kind) = (self.seen[q].range.clone(), self.seen[q].kind());
        let before = from.min(core.start)..core.start;
        let found = subject::before_number(self.chars, before.clone(), self.lexicon);
        let mut range = before.start..core.end;
        if self.seen[q].rank {
            return self.ranked(q, before, found.predicate);
        }
        let (noun_from, until) = self.noun_place(q, until);
        let after = noun_from.min(until)..until;
        let counts = matches!(kind, Some(UnitKind::Count | UnitKind::Times | UnitKind::Person));
        let joined = matches!(self.chars.get(before.start), Some('和' | '、'));
        // 各增加1条公交线路: what is added follows.
        let mut found = found;
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
        let (indicator, rule);
        if let Some(noun) = noun {
            rule = "number.noun_after";
            indicator = self.counted(q, &noun, before.clone()).unwrap_or_else(|| noun.phrase());
            range.end = range.end.max(noun.end);
            self.name(indicator.clone(), before.start);
            // What is told of the thing is no part of it: 小区全部投用,规模达到….
            self.carried.owner = Some((noun.words.to_vec(), before.start));
        } else if let Some(words) = found.subject {
            let shared = |owner: &[char]| [owner, found.share.unwrap_or_default()].concat();
            let alike = self.like_the_last(words).or_else(|| self.limited_like_the_last(words));
            let words_turned = alike.clone().or_else(|| self.thing_first(words));
            let words = words_turned.as_deref().unwrap_or(words);
            let deed = alike.is_none().then(|| self.done_to(words, found.predicate, kind)).flatten();
            if let Some((indicator_of_deed, start)) = deed {
                rule = "number.verb";
                indicator = indicator_of_deed;
                range.start = self.reach_back(start, range.start);
            } else if let Some((work, end)) = self.sum_before_work(words, &before, core.end) {
                // 投资90万元,新修东岗公路: the sum is of what follows.
                rule = "number.attribute";
                indicator = [work.as_slice(), words].concat();
                range.end = range.end.max(end);
                self.carried.owner = Some((work, before.start));
            } else if subject::is_attribute(words, self.lexicon)
                && let Some((owner, start)) = self.owner_for(found.owner, before.start)
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
                indicator =
                    shared(&if same_verb { words.to_vec() } else { [owner, &words[twice..]].concat() });
                range.start = self.reach_back(start, range.start);
                self.carried.named.push((indicator.clone(), before.start));
            } else {
                rule = if found.predicate.is_some() { "number.subject" } else { "number.counted" };
                let added: &[char] = if found.added { &['新', '增'] } else { &[] };
                indicator = [added, &shared(words)].concat();
                // 第三产业占GDP比重 goes on as a thing of its own.
                let weights = &self.lexicon.predicates.weights;
                let weight = found.share.is_some_and(|share| weights.at_end(share).is_some());
                self.name(if weight { shared(words) } else { words.to_vec() }, before.start);
            }
        } else if let Some((words, start)) = self.carried.named.last().cloned() {
            rule = "number.carried";
            range.start = self.reach_back(start, range.start);
            // 户均5200元: the same, for each.
            let each = [['户', '均'], ['村', '均'], ['亩', '均'], ['棚', '均']];
            let own = self.words(before.start, core.start);
            let each = each.iter().find(|each| own.ends_with(*each) && !words.starts_with(*each));
            let each: &[char] = each.map_or(&[], |each| each);
            indicator = [each, &words, found.share.unwrap_or_default()].concat();
        } else if let Some((words, start)) = self.carried.owner.clone() {
            rule = "number.topic";
            range.start = self.reach_back(start, range.start);
            indicator = [words.as_slice(), found.share.unwrap_or_default()].concat();
            self.carried.named.push((words, start));
        } else {
            rule = "number.alone";
            indicator = match last {
                Some(last) => last.indicator.clone(),
                None => {
                    let rest = self.words(core.end.min(self.clause.end), self.clause.end);
                    subject::clean(rest, self.lexicon).to_vec()
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
            // 解决3个村2600人行路难问题.
            let trouble = place && ends_any(after, &["问题", "困难"]);
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
            if touching || size || trouble || after.first() == Some(&'的') {
                from = reached;
                until = self.clause.end;
            }
        }
        (from, until)
    }

    /// The owner of an attribute: what stands before the verb in its own clause, else what was carried.
    fn owner_for(&self, own: Option<&[char]>, start: usize) -> Option<Named> {
        let own = own.map(|words| subject::clean(words, self.lexicon));
        match own.filter(|words| words.len() >= 3 && !subject::is_only_verbs(words, self.lexicon)) {
            Some(words) => Some((words.to_vec(), start)),
            None => self.carried.owner.clone(),
        }
    }

    /// A place in an order: 综合考核位列全县第一, 全市第一位 after another number.
    fn ranked(&mut self, q: usize, before: Range<usize>, predicate: Option<Predicate>) -> Measured {
        let mut range = before.start..self.seen[q].range.end;
        let (words, field, place) = subject::ranked(&self.chars[before.clone()], self.lexicon);
        let subject = match self.carried.named.last() {
            Some((owner, start)) if words.len() < 2 || subject::is_attribute(words, self.lexicon) => {
                range.start = self.reach_back(*start, range.start);
                // A second field of the same thing: 全省第八位,全市第一位.
                let bare = owner.strip_suffix(&['位', '次']).or_else(|| owner.strip_suffix(&['排', '名']));
                let owner = bare.map_or(owner.as_slice(), |owner| {
                    let field = self.lexicon.predicates.fields.at_end(owner).map_or(0, |(len, ())| len);
                    &owner[..owner.len() - field]
                });
                [owner, words].concat()
            }
            _ => words.to_vec(),
        };
        let indicator = [&subject, field, place].concat();
        self.carried.named.push((indicator.clone(), before.start));
        self.finish(q, range, indicator, predicate, "number.rank")
    }

    fn name(&mut self, indicator: Vec<char>, start: usize) {
        let deed = subject::is_only_verbs(&indicator, self.lexicon);
        // 带动农户150户,年产值800万元: what those make for whom a thing is made is its own.
        let served =
            self.carried.owner.is_some() && self.lexicon.predicates.persons.at_end(&indicator).is_some();
        if !deed && !served && !subject::is_attribute(&indicator, self.lexicon) {
            self.carried.owner = Some((indicator.clone(), start));
            self.carried.topic = false;
        }
        self.carried.named.push((indicator, start));
    }

    /// Start of a quote that takes in the clause of its subject, if that is near and in its sentence.
    fn reach_back(&self, subject: usize, own: usize) -> usize {
        const FARTHEST: usize = 60;
        if subject < self.sentence {
            return own;
        }
        if own - subject.min(own) <= FARTHEST {
            subject.min(own)
        } else {
            self.before.as_ref().map_or(own, |b| b.start.min(own).max(own.saturating_sub(FARTHEST)))
        }
    }
}
