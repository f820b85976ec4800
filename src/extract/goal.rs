//! Commitments without a measuring number: milestones and qualitative goals.

use std::ops::Range;

use super::claim::Measured;
use super::clause::Sentence;
use super::milestone::{dated_event, milestone, needs_subject, says_enough};
use super::numeral;
use super::period::{self, Years};
use super::subject;
use crate::fact::GoalKind;
use crate::lexicon::{Lexicon, UnitKind};
use crate::text::phrase::holds;

/// A commitment without a number. Places are indices into the normalised characters.
#[derive(Debug, Clone, PartialEq)]
pub struct Commitment<'a> {
    /// Milestone or qualitative.
    pub kind: GoalKind,
    /// Its words.
    pub range: Range<usize>,
    /// What it is about.
    pub indicator: Option<&'a [char]>,
    /// The year that it is for.
    pub year: Option<i32>,
    /// The rule that found it.
    pub rule: &'static str,
}

/// Adds to `found` the commitments of a sentence that looks ahead; `measured` are its numbers.
pub fn unmeasured<'a>(
    chars: &'a [char],
    sentence: &Sentence,
    run_in: bool,
    years: Years,
    measured: &[Measured],
    lexicon: &Lexicon,
    found: &mut Vec<Commitment<'a>>,
) {
    if sentence.heading && !run_in {
        return;
    }
    // 顺利脱贫摘帽,标志着…: the whole sentence reports.
    if holds(&chars[sentence.range.clone()], "标志着") {
        return;
    }
    let mut open: Option<Range<usize>> = None;
    for (index, clause) in sentence.clauses.iter().enumerate() {
        let words = &chars[clause.clone()];
        // Where the numbers of the clause end: an event behind them is one of its own. A number of a later
        // clause may only reach back for its subject.
        let (mut covered, mut counted) = (false, None);
        for one in measured.iter().map(|one| &one.range) {
            if one.start < clause.end && clause.start < one.end {
                covered = true;
                if one.end <= clause.end {
                    counted = counted.max(Some(one.end - clause.start));
                }
            }
        }
        let event = milestone(words, counted, lexicon).filter(|_| !reports(words, lexicon));
        if let Some(rule) = event {
            found.extend(open.take().map(|range| qualitative(chars, range, years, lexicon)));
            let bare = needs_subject(words, lexicon);
            let about = if bare { named_before(chars, sentence, index, lexicon) } else { index };
            let other = about != index;
            let about = sentence.clauses[about].clone();
            let topic = |range: Range<usize>| match rule {
                "milestone.event" => subject::event_topic(chars, range, lexicon),
                "milestone.passing" => subject::passing_topic(chars, range, lexicon),
                _ => subject::topic(chars, range, lexicon),
            };
            // 涉及楼栋63栋、居民2860户,9月底全部完工: numbers are no thing that comes to an end.
            let counts = |topic: &[char]| (other || topic.contains(&'、')) && counts_inside(topic, lexicon);
            let m = &lexicon.milestones;
            let is_event = |topic: &[char]| m.events.whole(topic) && !m.parts.whole(topic);
            let named = |topic: &[char]| !counts(topic) && !is_event(topic);
            let start = about.start;
            let mut from = start;
            for end in several(chars, clause, lexicon) {
                found.push(Commitment {
                    kind: GoalKind::Milestone,
                    range: from..end,
                    indicator: topic(from.max(about.start)..end),
                    year: year(chars, clause.clone(), years, lexicon),
                    rule,
                });
                from = end + 1;
            }
            found.push(Commitment {
                kind: GoalKind::Milestone,
                range: from..clause.end,
                indicator: topic(if from > start { from..clause.end } else { about.clone() })
                    .filter(|topic| named(topic)),
                year: year(chars, clause.clone(), years, lexicon),
                rule,
            });
        } else if covered || sentence.heading {
            found.extend(open.take().map(|range| qualitative(chars, range, years, lexicon)));
        } else if let Some(range) = &mut open {
            range.end = clause.end;
        } else if commits(words, lexicon) {
            open = Some(clause.clone());
        }
    }
    found.extend(open.take().map(|range| qualitative(chars, range, years, lexicon)));
}

/// The clause whose thing an event without one is of: the one before, but for those that only tell its size
/// (总投资260万元、建筑面积1850平方米).
fn named_before(chars: &[char], sentence: &Sentence, event: usize, lexicon: &Lexicon) -> usize {
    let sizes = |index: usize| {
        let words = &chars[sentence.clauses[index].clone()];
        let number = words.iter().position(char::is_ascii_digit).unwrap_or(0);
        number > 0 && index > 0 && lexicon.milestones.extents.at_start(words).is_some()
            || subject::is_attribute(subject::clean(&words[..number], lexicon), lexicon)
            // 续建面粉厂,3月试机,5月投产: another event of the same thing.
            || number == 0 && index > 0 && dated_event(words, lexicon)
            // 硬化公路6公里,上半年开工,年底前通车.
            || index > 0
                && lexicon.milestones.events.at_end(words).is_some()
                && lexicon.milestones.leads.at_start(words).is_some()
                && needs_subject(words, lexicon)
    };
    let before = event.saturating_sub(1);
    (0..=before).rev().find(|&index| !sizes(index)).unwrap_or(before)
}

/// Words hold a number with what it counts: 楼栋63栋、居民.
fn counts_inside(words: &[char], lexicon: &Lexicon) -> bool {
    (1..words.len()).filter(|&at| words[at].is_ascii_digit() && !words[at - 1].is_ascii_digit()).any(|at| {
        let number = numeral::numeral(&words[at..]).map_or(0, |number| number.len);
        let unit = lexicon.units.at_start(&words[at + number..]).map(|(_, unit)| unit.kind);
        number > 0 && !matches!(unit, None | Some(UnitKind::Duration | UnitKind::Name | UnitKind::Age))
    })
}

/// Where the first events of a clause end that lists several: 确保甲项目5月投产、乙项目年底竣工.
fn several(chars: &[char], clause: &Range<usize>, lexicon: &Lexicon) -> Vec<usize> {
    /// Shortest thing with its time.
    const SHORTEST: usize = 4;
    let events = &lexicon.milestones.events;
    let words = &chars[clause.clone()];
    // 竣工、投产 are two events of one thing.
    let told = |item: &[char]| {
        lexicon.milestones.parts.at_end(item).is_some()
            || events
                .at_end(item)
                .is_some_and(|(len, ())| item.len() >= len + SHORTEST && !needs_subject(item, lexicon))
    };
    if !told(words.rsplit(|&c| c == '、').next().unwrap_or(words)) {
        return Vec::new();
    }
    let mut ends = Vec::new();
    let mut depth = 0i32;
    let mut from = 0;
    for (at, &c) in words.iter().enumerate() {
        match c {
            '“' | '(' => depth += 1,
            '”' | ')' => depth = (depth - 1).max(0),
            '、' if depth == 0 && told(&words[from..at]) => {
                ends.push(clause.start + at);
                from = at + 1;
            }
            _ => {}
        }
    }
    ends
}

fn qualitative<'a>(
    chars: &'a [char],
    range: Range<usize>,
    years: Years,
    lexicon: &Lexicon,
) -> Commitment<'a> {
    let first = chars[range.clone()]
        .iter()
        .position(|&c| matches!(c, ',' | ':'))
        .map_or(range.end, |len| range.start + len);
    Commitment {
        kind: GoalKind::Qualitative,
        indicator: subject::topic(chars, range.start..first, lexicon),
        year: year(chars, range.clone(), years, lexicon),
        range,
        rule: "commitment.verb",
    }
}

fn year(chars: &[char], range: Range<usize>, years: Years, lexicon: &Lexicon) -> Option<i32> {
    period::set_by(chars, range, lexicon).map_or(years.plan, |time| time.year(years))
}

/// The clause opens with a verb of doing, after its manners.
fn commits(words: &[char], lexicon: &Lexicon) -> bool {
    let mut rest = words;
    while let Some((len, ())) = lexicon.verbs.manners.at_start(rest) {
        if lexicon.verbs.actions.at_start(rest).is_some_and(|(verb, ())| verb > len) {
            break;
        }
        rest = &rest[len..];
    }
    // A verb of one character alone is too weak: 上, 办, 推.
    lexicon.verbs.actions.at_start(rest).is_some_and(|(len, ())| len > 1)
        && says_enough(rest)
        // 重点抓好以下五个方面的工作 announces commitments and is none.
        && !words.windows(2).any(|w| matches!(w, ['以' | '如', '下'] | ['上', '述']))
        && !holds(words, "个方面")
}

/// The clause says what has been done already.
fn reports(words: &[char], lexicon: &Lexicon) -> bool {
    // 去年 and 上年 alone may only compare.
    let past = (0..words.len())
        .any(|at| !matches!(words[at], '去' | '上') && lexicon.verbs.past.at_start(&words[at..]).is_some());
    past && !lexicon.verbs.aims.any_in(words)
}
