//! Numbers → goals and outcomes: what each measures, how, and for which year.

use std::ops::Range;

use rust_decimal::Decimal;

use super::clause::Sentence;
use super::dismissal;
use super::period::{self, Time, Years};
use super::quantity::Seen;
use super::subject::{self, Predicate};
use crate::fact::Measure;
use crate::lexicon::{Lexicon, UnitKind};
use crate::text::phrase::{holds_any, starts_any};

/// Which way a clause looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It reports.
    Back,
    /// It commits.
    Ahead,
}

/// From where a sentence is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stance {
    /// Which way it looks.
    pub look: Look,
    /// The years that its section is for.
    pub years: Years,
    /// The time that the sentence before it has set; a sentence that goes on from it keeps it.
    pub time: Option<Time>,
}

/// A number read as a goal or an outcome. Places are indices into the normalised characters.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Index of the number among those seen.
    pub quantity: usize,
    /// The clause that holds subject, number and unit.
    pub range: Range<usize>,
    /// What is measured.
    pub indicator: String,
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

/// What carries over from number to number inside one sentence.
#[derive(Debug, Default)]
struct Carried {
    /// Indicators so far with the start of the clause that named each.
    named: Vec<(String, usize)>,
    /// The last that is not a mere attribute (总投资, 产值).
    owner: Option<(String, usize)>,
    /// The indicator whose growth in per cent stood last.
    grew: Option<String>,
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
    let numbers = seen[inside.clone()].iter().any(|number| number.reason.is_none());
    let mut carried = Carried { time: stance.time.filter(|_| sentence.continues), ..Carried::default() };
    for (index, clause) in sentence.clauses.iter().enumerate() {
        let here: Vec<usize> = inside.clone().filter(|&q| clause.contains(&seen[q].core.start)).collect();
        dismissal::dismiss(chars, sentence, clause, stance.look, seen, &here, lexicon);
        let live: Vec<usize> = here.iter().copied().filter(|&q| seen[q].reason.is_none()).collect();
        let first = live.first().map_or(clause.end, |&q| seen[q].range.start);
        let first = first.max(clause.start);
        if let Some(time) = period::set_by(chars, clause.start..first) {
            carried.time = Some(time);
        }
        if live.is_empty() {
            if numbers {
                carry_topic(chars, clause, &mut carried, lexicon);
            }
            continue;
        }
        let before = index.checked_sub(1).map(|i| sentence.clauses[i].clone());
        let look = clause_look(chars, clause.start..first, stance.look, lexicon);
        let mut reader = Reader {
            chars,
            clause: clause.clone(),
            before,
            look,
            years: stance.years,
            lexicon,
            seen,
            carried: &mut carried,
        };
        found.extend(reader.read(&live));
    }
    stance.time = carried.time;
    found
}

/// A clause without numbers can name what the next ones are about: 加快产业园建设,年产值达到….
fn carry_topic(chars: &[char], clause: &Range<usize>, carried: &mut Carried, lexicon: &Lexicon) {
    if let Some(topic) = subject::carried_topic(chars, clause.clone(), lexicon) {
        carried.owner = Some((topic, clause.start));
    }
}

/// A clause of the plan that says what is already done reports.
fn clause_look(chars: &[char], before_number: Range<usize>, look: Look, lexicon: &Lexicon) -> Look {
    if look == Look::Back {
        return look;
    }
    let words = &chars[before_number];
    let compared = [
        "较上年",
        "比上年",
        "较去年",
        "比去年",
        "与上年",
        "与去年",
        "同上年",
        "在上年",
        "较上一年",
        "在去年",
        "高于上年",
        "高于去年",
        "上年度",
    ];
    let past = lexicon.verbs.past.any_in(words) && !holds_any(words, &compared);
    let aims = lexicon.verbs.aims.any_in(words);
    if past && !aims { Look::Back } else { look }
}

/// Reads the numbers of one clause in order.
struct Reader<'a> {
    chars: &'a [char],
    clause: Range<usize>,
    before: Option<Range<usize>>,
    look: Look,
    years: Years,
    lexicon: &'a Lexicon,
    seen: &'a mut [Seen],
    carried: &'a mut Carried,
}

impl Reader<'_> {
    fn read(&mut self, live: &[usize]) -> Vec<Measured> {
        if let Some(found) = self.chained(live) {
            return found;
        }
        let mut found: Vec<Measured> = Vec::new();
        let mut from = self.clause.start;
        for (order, &q) in live.iter().enumerate() {
            // 由3.2亿元增加到5.1亿元: the first is where it came from.
            if live.get(order + 1).is_some_and(|&next| self.is_base(from, q, next)) {
                self.seen[q].reason = Some("base value");
                let words = self.words(from, self.seen[q].range.start);
                let opened = words.iter().rposition(|&c| matches!(c, '由' | '从')).unwrap_or(words.len());
                let subject = subject::before_number(self.chars, from..from + opened, self.lexicon).subject;
                if let Some(subject) = subject {
                    self.name(subject, from);
                }
                from = self.seen[q].range.end;
                continue;
            }
            let until = live.get(order + 1).map_or(self.clause.end, |&next| self.seen[next].range.start);
            // 力争两至三年达到1万亩: a time before the number is no part of its subject.
            let start = self.seen[q].range.start;
            let time = self.seen[..q].iter().rev().take(3).find(|t| {
                matches!(t.reason, Some("duration" | "date" | "year"))
                    && t.range.start >= from
                    && t.range.end <= start
            });
            let from_here = time.map_or(from, |t| self.after_time(from, t));
            let one = self.single(from_here, q, until, found.last());
            from = self.seen[q].range.end;
            found.push(one);
        }
        found
    }

    /// The characters between two places; none where comparing words overlap.
    fn words(&self, from: usize, to: usize) -> &[char] {
        &self.chars[from.min(to)..to]
    }

    /// Where a subject may begin after a time that opens its words; where other words open them, the
    /// time is a part of them.
    fn after_time(&self, from: usize, time: &Seen) -> usize {
        if subject::clean(self.words(from, time.range.start), self.lexicon).chars().count() > 1 {
            return from;
        }
        let tail = self.chars[time.range.end..]
            .iter()
            .take_while(|c| matches!(c, '年' | '底' | '末' | '度' | '份' | '前' | '内'));
        time.range.end + tail.count()
    }

    /// A number that 由 or 从 precedes and 到, 至 or 为 follows.
    fn is_base(&self, from: usize, q: usize, next: usize) -> bool {
        let before = self.words(from, self.seen[q].range.start);
        let between = self.words(self.seen[q].range.end, self.seen[next].range.start);
        let opened = before.iter().rev().take(14).any(|&c| matches!(c, '由' | '从'));
        let reached = between.iter().any(|&c| matches!(c, '到' | '至' | '为' | '达'))
            || self.lexicon.predicates.rises.any_in(between)
            || self.lexicon.predicates.falls.any_in(between);
        let same = self.seen[q].kind() == self.seen[next].kind();
        opened && reached && same && between.len() <= 12
    }

    /// One number by itself.
    fn single(&mut self, from: usize, q: usize, until: usize, last: Option<&Measured>) -> Measured {
        let number = self.seen[q].clone();
        let before = from.min(number.range.start)..number.range.start;
        let found = subject::before_number(self.chars, before.clone(), self.lexicon);
        let mut range = before.start..number.range.end;
        if number.rank {
            return self.ranked(q, before, found.predicate);
        }
        // 906户1559人实现稳定脱贫: the noun stands after the last of adjacent numbers.
        let mut noun_from = number.range.end;
        let mut until = until;
        while let Some(next) =
            self.seen.iter().find(|next| next.range.start == noun_from && next.range.end <= self.clause.end)
        {
            noun_from = next.range.end;
            until = self.clause.end;
        }
        let after = noun_from.min(until)..until;
        let counts = matches!(number.kind(), Some(UnitKind::Count | UnitKind::Times | UnitKind::Person));
        let joined = matches!(self.chars.get(before.start), Some('和' | '、'));
        let takes_noun = found.wants_noun
            && (found.subject.is_some() || counts || joined)
            && (counts || found.predicate.is_none_or(|p| p == Predicate::Verb));
        let noun = if takes_noun { subject::after_number(self.chars, after, self.lexicon) } else { None };
        let (indicator, rule);
        if let Some((words, end)) = noun {
            (indicator, rule) = (words, "number.noun_after");
            range.end = range.end.max(end);
            self.name(indicator.clone(), before.start);
        } else if let (Some(verb), Some(Predicate::Verb), true, Some((owner, start))) =
            (&found.subject, found.predicate, counts, self.carried.named.last().cloned())
        {
            // 新建村级卫生室4处,提升改建1处: another thing done to the same.
            rule = "number.verb";
            indicator = format!("{verb}{owner}");
            range.start = self.reach_back(start, range.start);
        } else if let Some(words) = found.subject {
            let plain = found.share.is_none();
            if subject::is_attribute(&words, self.lexicon)
                && let Some((owner, start)) = self.carried.owner.clone()
            {
                rule = "number.attribute";
                let owner = subject::owner_of(&owner, self.lexicon);
                // 整改到位308处,整改率98.7%: the rate is not the rate of its own verb.
                let same_verb = owner.chars().take(2).eq(words.chars().take(2));
                indicator = if same_verb { words } else { format!("{owner}{words}") };
                range.start = self.reach_back(start, range.start);
                self.carried.named.push((indicator.clone(), before.start));
            } else {
                rule = if found.predicate.is_some() { "number.subject" } else { "number.counted" };
                indicator = found.share.map_or(words.clone(), |share| format!("{words}{share}"));
                if plain {
                    self.name(indicator.clone(), before.start);
                }
            }
        } else if let Some((words, start)) = self.carried.named.last().cloned() {
            rule = "number.carried";
            range.start = self.reach_back(start, range.start);
            indicator = found.share.map_or(words.clone(), |share| format!("{words}{share}"));
        } else if let Some((words, start)) = self.carried.owner.clone() {
            rule = "number.topic";
            range.start = self.reach_back(start, range.start);
            indicator = words;
        } else {
            rule = "number.alone";
            let words = last.map(|m| m.indicator.clone());
            indicator = words.unwrap_or_else(|| {
                let rest = &self.chars[number.range.end.min(self.clause.end)..self.clause.end];
                subject::clean(rest, self.lexicon)
            });
        }
        self.finish(q, range, indicator, found.predicate, rule)
    }

    /// A place in an order: 综合考核位列全县第一, 全市第一位 after another number.
    fn ranked(&mut self, q: usize, before: Range<usize>, predicate: Option<Predicate>) -> Measured {
        let mut range = before.start..self.seen[q].range.end;
        let (words, field) = subject::ranked(&self.chars[before.clone()], self.lexicon);
        let own = words.chars().count() >= 2;
        let owner = self.carried.named.last().cloned();
        let subject = match owner {
            Some((owner, start)) if !own || subject::is_attribute(&words, self.lexicon) => {
                range.start = self.reach_back(start, range.start);
                // A second field of the same thing: 全省第八位,全市第一位.
                let owner = owner.strip_suffix("位次").map_or(owner.as_str(), |o| {
                    ["全省", "全市", "全县", "全国", "全区", "全镇"]
                        .iter()
                        .find_map(|f| o.strip_suffix(f))
                        .unwrap_or(o)
                });
                format!("{owner}{words}")
            }
            _ => words,
        };
        let indicator = format!("{subject}{field}位次");
        self.carried.named.push((indicator.clone(), before.start));
        self.finish(q, range, indicator, predicate, "number.rank")
    }

    /// `A和B分别增长x%和y%`: values and subjects in order.
    fn chained(&mut self, live: &[usize]) -> Option<Vec<Measured>> {
        let first = self.seen[*live.first()?].range.start;
        let words = self.words(self.clause.start, first);
        let at = words.windows(2).rposition(|w| w == ['分', '别'])? + self.clause.start;
        // The chain ends where a number of another kind follows words of its own.
        let chain: Vec<usize> = {
            let mut chain = vec![live[0]];
            for pair in live.windows(2) {
                let between = self.words(self.seen[pair[0]].range.end, self.seen[pair[1]].range.start);
                let joint =
                    between.iter().all(|&c| matches!(c, '、' | '和' | '与' | '及' | ',' | '万' | '约'));
                if !joint {
                    break;
                }
                chain.push(pair[1]);
            }
            chain
        };
        let ahead = subject::before_number(self.chars, self.clause.start..at, self.lexicon);
        let behind = subject::before_number(self.chars, at + 2..first.max(at + 2), self.lexicon);
        let share = behind.share.clone();
        let predicate = behind.predicate.or(ahead.predicate);
        let field = if self.seen[chain[0]].rank {
            Some(subject::ranked(self.words(at + 2, first), self.lexicon).1)
        } else {
            None
        };
        let head = ahead.subject.filter(|_| !ahead.wants_noun || ahead.predicate.is_none());
        // 总量及增速分别位居…: attributes of the last thing named.
        let head = match (&head, &self.carried.owner) {
            (Some(words), Some((owner, _))) if subject::is_attribute(words, self.lexicon) => Some(
                subject::split(words, chain.len())
                    .iter()
                    .map(|part| format!("{owner}{part}"))
                    .collect::<Vec<_>>()
                    .join("、"),
            ),
            _ => head,
        };
        let (mut subjects, start) = match head {
            Some(words) => (subject::split(&words, chain.len()), self.clause.start),
            None => {
                let named = &self.carried.named;
                let mut last: Vec<(String, usize)> = Vec::new();
                for one in named.iter().rev() {
                    if !last.iter().any(|(name, _)| *name == one.0) {
                        last.insert(0, one.clone());
                    }
                    if last.len() == chain.len().max(2) {
                        break;
                    }
                }
                let start = last.first().map_or(self.clause.start, |(_, start)| *start);
                (last.into_iter().map(|(name, _)| name).collect(), start)
            }
        };
        if subjects.is_empty() {
            return None;
        }
        let uneven = chain.len() > 1 && subjects.len() != chain.len();
        if chain.len() == 1 && subjects.len() > 1 {
            subjects.truncate(1);
        }
        let mut found = Vec::new();
        for (order, &q) in chain.iter().enumerate() {
            let mut name = subjects.get(order).or(subjects.last())?.clone();
            if let Some(share) = &share {
                name.push_str(share);
            }
            if let Some(field) = &field {
                name = format!("{name}{field}位次");
            }
            let range = self.reach_back(start, self.clause.start)..self.seen[q].range.end;
            if !self.carried.named.iter().any(|(n, _)| *n == name) || subjects.len() > 1 {
                self.carried.named.push((name.clone(), start));
            }
            let rule = if uneven { "number.chained_uneven" } else { "number.chained" };
            found.push(self.finish(q, range, name, predicate, rule));
        }
        let rest: Vec<usize> = live.iter().copied().filter(|q| !chain.contains(q)).collect();
        let mut from = chain.last().map_or(first, |&q| self.seen[q].range.end);
        for (order, &q) in rest.iter().enumerate() {
            let until = rest.get(order + 1).map_or(self.clause.end, |&next| self.seen[next].range.start);
            let one = self.single(from, q, until, found.last());
            from = self.seen[q].range.end;
            found.push(one);
        }
        Some(found)
    }

    fn name(&mut self, indicator: String, start: usize) {
        if !subject::is_attribute(&indicator, self.lexicon) {
            self.carried.owner = Some((indicator.clone(), start));
        }
        self.carried.named.push((indicator, start));
    }

    /// Start of a quote that takes in the clause of its subject, if that is near.
    fn reach_back(&self, subject: usize, own: usize) -> usize {
        const FARTHEST: usize = 60;
        if own - subject.min(own) <= FARTHEST {
            subject.min(own)
        } else {
            self.before.as_ref().map_or(own, |b| b.start.min(own).max(own.saturating_sub(FARTHEST)))
        }
    }

    /// Measure, sign and year of a number whose subject is known.
    fn finish(
        &mut self,
        q: usize,
        range: Range<usize>,
        indicator: String,
        predicate: Option<Predicate>,
        rule: &'static str,
    ) -> Measured {
        // 增长9%,力争达到10%: the second tier is of the same measure.
        let second_tier = rule == "number.carried"
            && self.carried.grew.as_deref() == Some(indicator.as_str())
            && holds_any(self.words(self.clause.start, self.seen[q].range.start), &["力争", "争取", "确保"]);
        let predicate = if second_tier { Some(Predicate::Rises) } else { predicate };
        // 比上年增加规模以上企业5家, 同比增收480万元: the change is told before the thing.
        let ahead = self.words(self.clause.start.max(range.start), self.seen[q].range.start);
        let compared = holds_any(
            ahead,
            &[
                "比上年增加",
                "比去年增加",
                "较上年增加",
                "较去年增加",
                "同比增收",
                "同比增加",
                "比上年净增",
                "较上年净增",
            ],
        );
        let predicate = if compared && self.seen[q].kind() != Some(UnitKind::Share) {
            Some(Predicate::Rises)
        } else {
            predicate
        };
        let number = &self.seen[q];
        let rate_name =
            ["增速", "增幅", "增长率", "降幅", "下降率", "涨幅"].iter().any(|w| indicator.ends_with(w))
                && !indicator.ends_with("自然增长率");
        let falls_by_name =
            ["降幅", "下降幅度", "下降率", "降低率", "减幅"].iter().any(|w| indicator.ends_with(w));
        let changed = matches!(predicate, Some(Predicate::Rises | Predicate::Falls));
        let measure = if number.rank {
            Measure::Rank
        } else {
            match number.kind() {
                Some(UnitKind::Points) => Measure::Growth,
                Some(UnitKind::Share) => {
                    if changed || rate_name || falls_by_name {
                        Measure::Growth
                    } else {
                        Measure::Ratio
                    }
                }
                Some(UnitKind::Fold) => {
                    if number.unit.as_ref().is_some_and(|u| u.name == "番") || changed {
                        Measure::Growth
                    } else {
                        Measure::Ratio
                    }
                }
                _ if changed => Measure::Growth,
                _ => Measure::Level,
            }
        };
        // 压缩会议经费三成, 压减“三公”经费5%: the verb of the fall opens the clause.
        let own_words = self.words(range.start.max(self.clause.start), number.range.start);
        let cut = number.kind() == Some(UnitKind::Share)
            && !matches!(predicate, Some(Predicate::Reaches | Predicate::Shares | Predicate::Rises))
            && holds_any(own_words, &["压缩", "压减", "缩减", "削减", "压降", "精简"]);
        // 减少化肥用量120吨: a fall told before the thing.
        let cut = cut || predicate.is_none() && !number.masked && starts_any(own_words, &["减少", "压减"]);
        let measure = if cut { Measure::Growth } else { measure };
        let negative =
            measure == Measure::Growth && (predicate == Some(Predicate::Falls) || falls_by_name || cut);
        let default = match self.look {
            Look::Back => self.years.review,
            Look::Ahead => self.years.plan,
        };
        let own = range.start.max(self.clause.start).min(number.range.start)..number.range.start;
        let time = period::set_by(self.chars, own).or(self.carried.time);
        let year = match time {
            Some(Time::Year(year)) => Some(year),
            Some(Time::Vague) if self.look == Look::Ahead => None,
            _ => default,
        };
        self.carried.grew =
            (measure == Measure::Growth && number.kind() == Some(UnitKind::Share)).then(|| indicator.clone());
        Measured { quantity: q, range, indicator, measure, negative, year, look: self.look, rule }
    }
}

/// The values of a number with the sign of its measure.
pub fn signed(number: &Seen, negative: bool) -> (Option<Decimal>, Option<Decimal>) {
    if negative { (number.high.map(|v| -v), number.low.map(|v| -v)) } else { (number.low, number.high) }
}
