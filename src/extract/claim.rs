//! Numbers → goals and outcomes: what each measures, how, and for which year.

mod chain;
mod deed;
mod finish;
mod inserts;
mod single;

use std::borrow::Cow;
use std::ops::Range;

use super::clause::Sentence;
use super::dismissal;
use super::look::{self, Look};
use super::period::{self, Time, Years};
use super::quantity::Seen;
use super::subject;
use crate::fact::Measure;
use crate::lexicon::{Lexicon, UnitKind};

pub use finish::signed;

/// From where a sentence is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stance {
    /// Which way it looks.
    pub look: Look,
    /// The years that its section is for.
    pub years: Years,
    /// The next sentence goes on from it.
    pub followed: bool,
}

/// What one sentence hands on to the next that goes on from it, or to the numbers under it where it is a heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passed<'t> {
    /// The time that it has set.
    time: Option<Time>,
    /// What its numbers were of, with the place where that was named.
    owner: Option<Named<'t>>,
    /// A heading without numbers, whose words may name that.
    heading: Option<Range<usize>>,
    /// Its last clause looked ahead though the sentence looked back.
    turned: bool,
}

/// A number read as a goal or an outcome. Places are indices into the normalised characters.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured<'t> {
    /// Index of the number among those seen.
    pub quantity: usize,
    /// The clause that holds subject, number and unit.
    pub range: Range<usize>,
    /// What is measured.
    pub indicator: Wording<'t>,
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

/// Words as they stand in the text, or put together.
type Wording<'t> = Cow<'t, [char]>;

/// An indicator with the start of the clause that named it.
type Named<'t> = (Wording<'t>, usize);

/// What carries over from number to number inside one sentence.
#[derive(Debug, Default)]
struct Carried<'t> {
    /// Indicators so far.
    named: Vec<Named<'t>>,
    /// The last that is not a mere attribute (总投资, 产值).
    owner: Option<Named<'t>>,
    /// The owner is the topic of a clause without numbers.
    topic: bool,
    /// The indicators of the last chain, in order.
    chain: Vec<Named<'t>>,
    /// The indicator whose growth in per cent stood last.
    grew: Option<Wording<'t>>,
    /// The unit that counted the last indicator.
    unit: Option<UnitKind>,
    /// The time that the sentence has set.
    time: Option<Time>,
}

/// Reads the numbers of one sentence. `before` is what the sentence before has handed on, and then what this one
/// does; `seen` are all numbers of the text, `inside` those of the sentence.
pub fn measure<'t>(
    chars: &'t [char],
    sentence: &Sentence,
    stance: Stance,
    before: &mut Passed<'t>,
    seen: &mut [Seen],
    inside: Range<usize>,
    lexicon: &Lexicon,
) -> Vec<Measured<'t>> {
    let last = seen[inside.clone()].iter().rposition(|number| number.reason.is_none());
    let numbers = inside.start..last.map_or(inside.start, |last| inside.start + last + 1);
    // Most sentences have no number, and nothing goes on from them.
    if numbers.is_empty() && !stance.followed {
        let heading = sentence.heading.then(|| sentence.range.clone());
        *before = Passed { heading, ..Passed::default() };
        return Vec::new();
    }
    let Passed { time, mut owner, mut heading, mut turned } = std::mem::take(before);
    if !numbers.is_empty() {
        owner = owner.or_else(|| heading_topic(chars, heading.take()?, lexicon));
    } else if sentence.heading {
        (owner, heading) = (None, Some(sentence.range.clone()));
    }
    // What stands behind the last number matters only to what comes after this sentence.
    let hands_on = stance.followed || sentence.heading;
    let mut found = Vec::new();
    let mut carried = Carried { time, owner, ..Carried::default() };
    // Which way the clause before looked, and whether this one tells parts of what was told as done.
    let (mut last_look, mut parts) = (None, false);
    let mut reached = numbers.start;
    // From which clause on none had a number.
    let mut bare = 0;
    for (index, clause) in sentence.clauses.iter().enumerate() {
        if reached == numbers.end && !hands_on {
            break;
        }
        let inside = seen[reached..numbers.end].iter().take_while(|q| q.core.start < clause.end).count();
        let here = reached..reached + inside;
        reached = here.end;
        let look = if turned { Look::Ahead } else { stance.look };
        dismissal::dismiss(chars, sentence, clause, look, seen, here.clone(), lexicon);
        let live: Vec<usize> = here.filter(|&q| seen[q].reason.is_none()).collect();
        let first = live.first().map_or(clause.end, |&q| seen[q].range.start);
        let first = first.max(clause.start);
        // 2018年底前实现脱贫: the deadline of an event is no other's.
        let deadline = || {
            let limit = || lexicon.periods.limits.find(&chars[clause.clone()]);
            live.is_empty() && limit().is_some_and(|(at, len, ())| clause.len() > at + len + 2)
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
            continue;
        }
        carry_topic(chars, sentence, bare..index, &mut carried, lexicon);
        bare = index + 1;
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
            opening: clause.start..first,
            sentence: sentence.range.start,
            before: index.checked_sub(1).map(|last| sentence.clauses[last].clone()),
            look,
            years: stance.years,
            lexicon,
            seen,
            carried: &mut carried,
        };
        reader.read(&live, &mut found);
    }
    if hands_on && !numbers.is_empty() {
        carry_topic(chars, sentence, bare..sentence.clauses.len(), &mut carried, lexicon);
    }
    *before = Passed {
        time: carried.time.filter(|_| stance.followed),
        owner: carried.owner.filter(|_| hands_on),
        heading,
        turned: turned && stance.followed,
    };
    found
}

/// A clause without numbers can name what the next ones are about: 加快产业园建设,年产值达到…, 固定资产投资:….
/// Of several, one after the other, the last that names anything does.
fn carry_topic<'t>(
    chars: &'t [char],
    sentence: &Sentence,
    bare: Range<usize>,
    carried: &mut Carried<'t>,
    lexicon: &Lexicon,
) {
    let topic = |clause: &Range<usize>| {
        let words = &chars[clause.clone()];
        let colon = chars.get(clause.end) == Some(&':');
        let named = if colon { series(words, lexicon) } else { None };
        let topic = named.or_else(|| subject::carried_topic(words, lexicon))?;
        Some((topic.into(), clause.start))
    };
    let opened = !bare.is_empty();
    if let Some(owner) = sentence.clauses[bare].iter().rev().find_map(topic) {
        carried.owner = Some(owner);
        carried.topic = true;
    } else if opened && carried.owner.as_ref().is_some_and(|&(_, start)| start < sentence.range.start) {
        // A sentence that opens with words of its own goes on from none.
        carried.owner = None;
    }
}

/// A heading that names a series is the subject of the number under it: 1.固定资产投资:12亿元.
fn heading_topic<'t>(chars: &'t [char], heading: Range<usize>, lexicon: &Lexicon) -> Option<Named<'t>> {
    let start = heading.start;
    series(&chars[heading], lexicon).map(|words| (words.into(), start))
}

/// Words that name what is measured and say nothing of it.
fn series<'a>(words: &'a [char], lexicon: &Lexicon) -> Option<&'a [char]> {
    const LONGEST_SERIES: usize = 24;
    let words = subject::clean(words, lexicon);
    let measured = || {
        lexicon.predicates.attributes.at_end(words).is_some() || lexicon.canonical_indicator(words).is_some()
    };
    ((2..=LONGEST_SERIES).contains(&words.len()) && measured()).then_some(words)
}

/// Reads the numbers of one clause in order.
struct Reader<'a, 't> {
    chars: &'t [char],
    clause: Range<usize>,
    /// Its words before the first number; the time that they set is the sentence's.
    opening: Range<usize>,
    /// Where its sentence begins.
    sentence: usize,
    before: Option<Range<usize>>,
    look: Look,
    years: Years,
    lexicon: &'a Lexicon,
    seen: &'a mut [Seen],
    carried: &'a mut Carried<'t>,
}

impl<'t> Reader<'_, 't> {
    /// Adds to `found` what the numbers `live` measure.
    fn read(&mut self, live: &[usize], found: &mut Vec<Measured<'t>>) {
        if self.chained(live, found) {
            return;
        }
        self.carried.chain.clear();
        let first = found.len();
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
                    self.name(subject.into(), from);
                }
                from = self.seen[q].range.end;
                continue;
            }
            let until = live.get(order + 1).map_or(self.clause.end, |&next| self.seen[next].range.start);
            let start = self.after_inserts(from, q);
            let one = self.single(start, q, until, found[first..].last());
            from = self.seen[q].range.end;
            found.push(one);
        }
    }

    /// The characters between two places; none where comparing words overlap.
    fn words(&self, from: usize, to: usize) -> &'t [char] {
        &self.chars[from.min(to)..to]
    }

    fn name(&mut self, indicator: Wording<'t>, start: usize) {
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
