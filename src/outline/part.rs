//! Which part of a report a section belongs to, and what a title calls the whole.

use std::ops::Range;

use crate::fact::Part;

use super::Node;
use super::marker::han_digit;
use crate::text::phrase::{ends_any, holds_any, is};

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

/// Words that name a genre, the more telling first.
const GENRE_WORDS: &[(&str, Genre)] = &[
    ("工作报告", Genre::Report),
    ("工作要点", Genre::KeyPoints),
    ("要点", Genre::KeyPoints),
    ("工作总结及", Genre::Report),
    ("工作总结和", Genre::Report),
    ("工作总结暨", Genre::Report),
    ("总结与", Genre::Report),
    ("情况及", Genre::Report),
    ("情况和", Genre::Report),
    ("工作总结", Genre::Summary),
    ("总结", Genre::Summary),
    ("工作计划", Genre::Plan),
    ("计划", Genre::Plan),
    ("打算", Genre::Plan),
    ("工作安排", Genre::Plan),
    ("安排意见", Genre::Plan),
    ("实施方案", Genre::Plan),
    ("工作方案", Genre::Plan),
    ("工作思路", Genre::Plan),
    ("工作意见", Genre::Plan),
    ("述职报告", Genre::Summary),
    ("情况汇报", Genre::Summary),
    ("情况的汇报", Genre::Summary),
    ("工作汇报", Genre::Summary),
    ("报告", Genre::Report),
];

/// The genre that a title names.
pub(super) fn genre(chars: &[char], title: Option<&Range<usize>>) -> Genre {
    let Some(title) = title else { return Genre::Unknown };
    let title: String = chars[title.clone()].iter().collect();
    GENRE_WORDS.iter().find(|(word, _)| title.contains(word)).map_or(Genre::Unknown, |&(_, genre)| genre)
}

const PROBLEMS: &[&str] = &["问题", "不足", "困难", "差距", "挑战", "短板"];
/// With one of these the problems are being solved: a task, not a complaint.
const SOLVED: &[&str] = &["解决", "破解", "整治", "整改", "化解", "补齐", "补短板", "应对", "攻克"];
const REVIEW: &[&str] = &[
    "回顾",
    "总结",
    "成就",
    "历程",
    "开展情况",
    "完成情况",
    "工作情况",
    "执行情况",
    "落实情况",
    "成绩",
    "成效",
    "过去五年",
    "过去的五年",
    "五年来",
    "一年来",
    "过去一年",
    "主要做法",
    "亮点工作",
    "进展情况",
];
const OVERVIEW: &[&str] =
    &["总体要求", "指导思想", "总体思路", "基本思路", "工作思路", "总体目标", "发展思路"];
/// The state of things, where a heading ends with it: 面临的形势; 生产形势喜人 reports.
const SITUATION: &[&str] = &["形势", "形势分析", "形势任务", "形势研判"];
const PLAN: &[&str] = &[
    "计划",
    "打算",
    "安排",
    "任务",
    "要点",
    "重点工作",
    "工作重点",
    "工作目标",
    "预期目标",
    "下一步",
    "下步",
    "目标",
    "举措",
    "建议",
    "今年工作",
    "明年",
    "今后",
    "展望",
    "谋划",
    "下半年",
    "保障措施",
    "组织保障",
    "工作措施",
    "工作要求",
];
const CLOSING: &[&str] = &["结束语", "结语"];

/// Gives every node its part: by its own words at the top, by its parent's below.
pub(super) fn assign(chars: &[char], genre: Genre, nodes: &mut [Node]) {
    // 工作总结 that opens with 主要工作 looks back there.
    let summary = genre == Genre::Summary;
    let later_plan =
        nodes.iter().any(|n| n.level == 1 && told(chars, n, Some(Part::Review), summary) == Some(Part::Plan));
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
    for index in 0..nodes.len() {
        let part = match nodes[index].parent {
            None => {
                at_top = told(chars, &nodes[index], before, summary).unwrap_or(at_top);
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
            Some(parent) => {
                let inherited = nodes[parent].part;
                match told(chars, &nodes[index], Some(inherited), summary) {
                    Some(own @ (Part::Overview | Part::Problems)) => own,
                    _ => inherited,
                }
            }
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
    }
}

/// The part that the words before an enumeration name in the midst of another: 存在的问题:一是…,
/// 下一步打算:…。一是….
fn led(chars: &[char], at: usize) -> Option<Part> {
    /// Words that name a part before a colon or a comma.
    const LONGEST: usize = 14;
    let line = chars[..at].iter().rposition(|&c| c == '\n').map_or(0, |end| end + 1);
    let lead = chars[line..at].strip_suffix(&['。']).unwrap_or(&chars[line..at]);
    let lead = lead.rsplit(|&c| c == '。').next().unwrap_or(lead);
    let end = lead.iter().position(|&c| matches!(c, ':' | ',')).unwrap_or(lead.len());
    let name = &lead[..end];
    let named = |words: &[&str]| name.len() <= LONGEST && ends_any(name, words);
    if named(LEADS_PLAN) {
        return Some(Part::Plan);
    }
    let told = lead.strip_suffix(&[':']).unwrap_or(lead);
    (ends_any(told, PROBLEMS) && !holds_any(told, SOLVED)).then_some(Part::Problems)
}

/// Words that name what is to come, in the midst of a text that looks back.
const LEADS_PLAN: &[&str] =
    &["工作打算", "工作计划", "工作安排", "工作思路", "下一步打算", "下步打算", "明年打算"];

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
        if later && nodes.iter().all(|n| n.range.start != line) && holds_any(aims, AIMS) {
            return Some(line);
        }
    }
    None
}

const AIMS: &[&str] = &["工作", "目标", "任务", "要求", "打算", "思路"];

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
    let complains = words.first() == Some(&'存') && ends_any(words, PROBLEMS);
    complains || [REVIEW, OVERVIEW, PLAN, &["主要工作"]].into_iter().any(|list| holds_any(words, list))
}

/// Whether words end as the name of a part does: 生态建设成效明显 only holds such a word.
pub(super) fn is_part(words: &[char]) -> bool {
    [REVIEW, OVERVIEW, PLAN, &["主要工作"]].into_iter().any(|list| ends_any(words, list))
}

/// The part that a heading's own words tell; in a text that `looks_back`, 主要工作 is work done. `before` is the part it would have without them.
fn told(chars: &[char], node: &Node, before: Option<Part>, looks_back: bool) -> Option<Part> {
    let heading = &chars[node.heading.clone()];
    let has = |words: &[&str]| holds_any(heading, words);
    if CLOSING.iter().any(|word| is(heading, word)) {
        return Some(Part::Closing);
    }
    // 存在的问题, 主要问题和不足.
    let complains = ends_any(heading, PROBLEMS)
        || (0..heading.len()).any(|at| heading[at] == '和' && ends_any(&heading[..at], PROBLEMS));
    if complains && !has(SOLVED) {
        return Some(Part::Problems);
    }
    // 重点工作进展 is no task.
    if has(REVIEW) || ends_any(heading, &["进展", "推进情况"]) {
        return Some(Part::Review);
    }
    if has(OVERVIEW) || ends_any(heading, SITUATION) || has(&["形势和", "形势与"]) {
        return Some(Part::Overview);
    }
    // 计划生育 is a task like others.
    let family = has(&["计划生育"]);
    if holds_any(heading, PLAN.iter().filter(|word| !(family && **word == "计划"))) {
        return Some(Part::Plan);
    }
    // 主要工作 looks back at first and, after a review, ahead.
    if has(&["主要工作", "年工作", "年政府工作"]) {
        return match before {
            Some(Part::Review | Part::Problems) if !looks_back => Some(Part::Plan),
            _ => before,
        };
    }
    None
}
