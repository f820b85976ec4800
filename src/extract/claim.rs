//! Numbers → goals and outcomes: what each measures, how, and for which year.

mod chain;
mod deed;
mod finish;
mod inserts;
mod single;

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
