//! Which part of a report a section belongs to, and what a title calls the whole.

use std::ops::Range;

use crate::fact::Part;

use super::Node;
use super::marker::han_digit;
use super::words::{
    ACHIEVED, AHEAD, AIMS, CLOSING, GENRE, LEADS_PLAN, MAIN_WORK, NOT_PLAN, OVERVIEW, PLAN, PROBLEMS,
    PROGRESS, RAISES, REPORTS, RESULTS, REVIEW, REVIEW_OPENS, SITUATION, SITUATION_OPENS, SOLVED, TO_COME,
    YEAR_WORK,
};
use crate::text::phrase::{Phrases, count};

/// What a title calls a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genre {
    /// 报告.
    Report,
    /// 计划, 打算, 安排, 思路.
    Plan,
    /// 要点.
    KeyPoints,
    /// 总结.
    Summary,
    /// No title, or one without such a word.
    Unknown,
}

/// The genre that a title names.
pub(super) fn genre(chars: &[char], title: Option<&Range<usize>>) -> Genre {
    let Some(title) = title else { return Genre::Unknown };
    let title: String = chars[title.clone()].iter().filter(|&&c| c != '\n').collect();
    GENRE.iter().find(|(word, _)| title.contains(word)).map_or(Genre::Unknown, |&(_, genre)| genre)
}

/// The genre that the words before the first heading announce, where no title does: 现将工作情况总结如下,
/// 2023年…工作的指导思想是.
pub(super) fn announced(chars: &[char], before: Range<usize>) -> Genre {
    /// Characters before the first heading in which that is told.
    const NEAR: usize = 60;
    // 我代表镇政府向大会作工作报告.
    if REPORTS.any_in(&chars[before.start.min(before.end)..before.end]) {
        return Genre::Report;
    }
    let near = &chars[before.end.saturating_sub(NEAR)..before.end];
    let Some(end) = near.windows(2).rposition(|pair| pair == ['如', '下']) else {
        return opened(&chars[before.start.min(before.end)..before.end]);
    };
    let clause = near[..end].rsplit(|&c| matches!(c, ',' | '。' | '\n')).next().unwrap_or(near);
    match (REVIEW.any_in(clause), PLAN.any_in(clause)) {
        (true, true) => Genre::Report,
        (true, false) => Genre::Summary,
        (false, true) => Genre::Plan,
        (false, false) => Genre::Unknown,
    }
}

/// The genre of a text that opens with its year: 2023年,全镇工作的总体要求是…, 2023年,…取得了新成绩.
fn opened(preamble: &[char]) -> Genre {
    /// Where the year stands.
    const OPENING: usize = 8;
    if years(&preamble[..preamble.len().min(OPENING)]).next().is_none() {
        return Genre::Unknown;
    }
    match (ACHIEVED.any_in(preamble), OVERVIEW.any_in(preamble)) {
        (true, false) => Genre::Summary,
        (false, true) => Genre::Plan,
        _ => Genre::Unknown,
    }
}

/// The genre of a text that neither a title nor its first words tell: one that only compares with the year before
/// looks back.
pub(super) fn voiced(text: &[char]) -> Genre {
    /// Characters that tell.
    const NEAR: usize = 800;
    /// Comparisons in them.
    const LEAST: usize = 3;
    let near = &text[..text.len().min(NEAR)];
    let compared = |pair: &&[char]| matches!(pair, ['比', '上'] | ['同', '比'] | ['较', '上']);
    let looks_back = near.windows(2).filter(compared).count() >= LEAST;
    if looks_back && !AHEAD.any_in(near) { Genre::Summary } else { Genre::Unknown }
}

/// Gives every node its part: by its own words at the top, by its parent's below.
/// A title in the midst of them begins another text.
pub(super) fn assign(chars: &[char], genre: Genre, titles: &[Range<usize>], nodes: &mut [Node]) {
    // 工作总结 that opens with 主要工作 looks back there.
    let mut summary = genre == Genre::Summary;
    let planned = matches!(genre, Genre::Plan | Genre::KeyPoints);
    let later_plan = plans(chars, nodes, summary);
    let mut at_top = match genre {
        Genre::Plan | Genre::KeyPoints => Part::Plan,
        Genre::Summary => Part::Review,
        Genre::Report | Genre::Unknown => {
            if later_plan {
                Part::Review
            } else {
                Part::Plan
            }
        }
    };
    // The first heading follows none: 主要工作 there is the work done that a plan comes after.
    let mut before = None;
    let mut titles = titles.iter().peekable();
    for index in 0..nodes.len() {
        while let Some(title) = titles.next_if(|title| title.end <= nodes[index].range.start) {
            let genre = self::genre(chars, Some(title));
            if let Genre::Plan | Genre::KeyPoints | Genre::Summary = genre {
                summary = genre == Genre::Summary;
                at_top = if summary { Part::Review } else { Part::Plan };
                before = None;
            }
        }
        let part = match nodes[index].parent {
            None => {
                let own = told(chars, &nodes[index], before, summary);
                let result = || planned && means_results(&chars[nodes[index].heading.clone()]);
                at_top = match own.filter(|own| *own != Part::Review || !result()) {
                    // 2024年工作思路 behind what was done is all there is of a plan, where no other heading has it.
                    Some(Part::Overview)
                        if matches!(before, Some(Part::Review | Part::Problems))
                            && LEADS_PLAN.at_end(&chars[nodes[index].heading.clone()])
                            && !plans(chars, &nodes[index + 1..], summary) =>
                    {
                        Part::Plan
                    }
                    own => own.unwrap_or(at_top),
                };
                before = Some(at_top);
                at_top
            }
            Some(parent) if nodes[index].is_run_in() && nodes[index].number == 1 => {
                led(chars, nodes[index].range.start).unwrap_or(nodes[parent].part)
            }
            // The next items are of the first one's.
            Some(parent)
                if nodes[index].is_run_in()
                    && nodes[index - 1].is_run_in()
                    && nodes[index - 1].parent == Some(parent) =>
            {
                nodes[index - 1].part
            }
            // A long heading or an item of an enumeration is of its parent's part.
            Some(parent) if nodes[index].is_run_in() || nodes[index].heading.len() > 16 => nodes[parent].part,
            Some(parent) => match named(&chars[nodes[index].heading.clone()]) {
                Some(own @ (Part::Overview | Part::Problems)) => own,
                _ => nodes[parent].part,
            },
        };
        nodes[index].part = part;
    }
    if genre == Genre::Report
        && nodes.iter().all(|n| n.level > 1 || told(chars, n, None, summary).is_none())
        && let Some(at) = turn(chars, nodes)
    {
        for node in nodes {
            node.part = if node.range.start < at { Part::Review } else { Part::Plan };
        }
    } else if genre == Genre::Report
        && let Some(first) = nodes.first()
        && looks_back(&chars[..first.range.start])
        && nodes
            .iter()
            .all(|n| n.level > 1 || n.part == Part::Plan && told(chars, n, None, summary).is_none())
    {
        for node in nodes {
            node.part = Part::Review;
        }
    }
}

/// The last paragraph before the first heading looks back.
fn looks_back(before: &[char]) -> bool {
    /// Characters of it.
    const NEAR: usize = 240;
    REVIEW_OPENS.any_in(&before[before.len().saturating_sub(NEAR)..]) && !announces(before)
}

/// The last line before a heading announces what a year is to bring: 2021年,要抓好以下工作:.
fn announces(before: &[char]) -> bool {
    /// Where a line names the year.
    const OPENING: usize = 8;
    let before = before.strip_suffix(&['\n']).unwrap_or(before);
    let line = before.rsplit(|&c| c == '\n').next().unwrap_or(before);
    line.last() == Some(&':')
        && years(&line[..line.len().min(OPENING)]).next().is_some()
        && AIMS.any_in(line)
        && !REVIEW_OPENS.any_in(line)
}

/// A heading of a plan speaks of results that it means to have: 全力提升扶贫成效.
fn means_results(heading: &[char]) -> bool {
    RESULTS.at_end(heading) && RAISES.any_in(heading)
}

/// A heading at the top names a plan, behind what was done.
fn plans(chars: &[char], nodes: &[Node], looks_back: bool) -> bool {
    nodes.iter().any(|n| n.level == 1 && told(chars, n, Some(Part::Review), looks_back) == Some(Part::Plan))
}

/// The part that the words before an enumeration name in the midst of another: 存在的问题:一是…,
/// 下一步打算:…。一是….
fn led(chars: &[char], at: usize) -> Option<Part> {
    /// Words that name a part before a colon or a comma.
    const LONGEST: usize = 14;
    let before = chars[..at].strip_suffix(&['。']).unwrap_or(&chars[..at]);
    let lead = before.rsplit(|&c| matches!(c, '。' | '\n')).next().unwrap_or(before);
    let end = lead.iter().position(|&c| matches!(c, ':' | ',')).unwrap_or(lead.len());
    let name = &lead[..end];
    if name.len() <= LONGEST && LEADS_PLAN.at_end(name) {
        return Some(Part::Plan);
    }
    let told = lead.strip_suffix(&[':']).unwrap_or(lead);
    (PROBLEMS.at_end(told) && !SOLVED.any_in(told)).then_some(Part::Problems)
}

/// Where a report whose headings name no part turns to the next year: the line between two headings
/// that opens with a later year than the text begins with and speaks of its aims.
fn turn(chars: &[char], nodes: &[Node]) -> Option<usize> {
    /// Where a line names the year.
    const OPENING: usize = 8;
    /// Where it says what is to come.
    const AIMING: usize = 60;
    let (first, last) = (nodes.first()?.range.start, nodes.last()?.range.start);
    let begun = years(&chars[..first]).next()?;
    let mut line = first;
    while let Some(len) = chars[line..last].iter().position(|&c| c == '\n') {
        line += len + 1;
        let words = &chars[line..];
        let later = years(&words[..words.len().min(OPENING)]).next().is_some_and(|year| year > begun);
        let aims = &words[..words.len().min(AIMING)];
        if later && nodes.iter().all(|n| n.range.start != line) && AIMS.any_in(aims) {
            return Some(line);
        }
    }
    None
}

/// The years that words name, in order: 1998年, 一九九八年, 二○○三年.
fn years(words: &[char]) -> impl Iterator<Item = u32> + '_ {
    words.windows(5).filter(|w| w[4] == '年').filter_map(|w| {
        w[..4].iter().try_fold(0, |year, &c| {
            let digit = match c {
                '○' | '〇' => 0,
                _ => c.to_digit(10).or_else(|| han_digit(c).filter(|&digit| digit < 10))?,
            };
            Some(year * 10 + digit)
        })
    })
}

/// Whether words name a part of a report: 上半年工作回顾, 今后五年的奋斗目标.
pub(super) fn names_part(words: &[char]) -> bool {
    // 存在的主要问题.
    let complains = words.first() == Some(&'存') && PROBLEMS.at_end(words);
    complains || PARTS.iter().any(|part| part.any_in(words))
}

/// Whether words end as the name of a part does: 生态建设成效明显 only holds such a word.
pub(super) fn is_part(words: &[char]) -> bool {
    PARTS.iter().any(|part| part.at_end(words))
}

/// What the parts of a report are called.
const PARTS: [&Phrases; 4] = [REVIEW, OVERVIEW, PLAN, MAIN_WORK];

/// The part that a heading names, where that is no plan.
fn named(heading: &[char]) -> Option<Part> {
    if CLOSING.are(heading) {
        return Some(Part::Closing);
    }
    // 存在的问题, 主要问题和不足.
    let complains = PROBLEMS.at_end(heading)
        || (0..heading.len()).any(|at| heading[at] == '和' && PROBLEMS.at_end(&heading[..at]));
    if complains && !SOLVED.any_in(heading) {
        return Some(Part::Problems);
    }
    // 重点工作进展 is no task.
    if REVIEW.any_in(heading) || PROGRESS.at_end(heading) {
        return Some(Part::Review);
    }
    let overview = OVERVIEW.any_in(heading) || SITUATION.at_end(heading) || SITUATION_OPENS.any_in(heading);
    overview.then_some(Part::Overview)
}

/// The part that a heading's own words tell; in a text that `looks_back`, 主要工作 is work done, and
/// 重点工作全面落实 a result. `before` is the part it would have without them.
fn told(chars: &[char], node: &Node, before: Option<Part>, looks_back: bool) -> Option<Part> {
    let heading = &chars[node.heading.clone()];
    named(heading).or_else(|| meant(heading, before, looks_back))
}

/// The same of a heading that speaks of work, whose part depends on what stands around it.
fn meant(heading: &[char], before: Option<Part>, looks_back: bool) -> Option<Part> {
    let has = |words: &Phrases| words.any_in(heading);
    let holds = |words: &[char], word: &[char]| count(words, word) > 0;
    // 计划生育 is a task like others.
    let planned = match NOT_PLAN.iter().find(|task| holds(heading, task)) {
        _ if looks_back => has(TO_COME) || PLAN.at_end(heading),
        Some(task) => PLAN.iter().any(|word| !holds(task, word) && holds(heading, word)),
        None => has(PLAN),
    };
    if planned {
        return Some(Part::Plan);
    }
    // 主要工作 looks back at first and, after a review, ahead.
    if has(MAIN_WORK) || has(YEAR_WORK) {
        return match before {
            Some(Part::Review | Part::Problems) if !looks_back => Some(Part::Plan),
            _ => before,
        };
    }
    None
}
