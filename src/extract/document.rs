//! Facts of the document as a whole: title, kind, whose report, which years, when published.

use std::ops::Range;

use rust_decimal::prelude::ToPrimitive;

use super::numeral;
use super::period::{self, Years};
use super::place;
use crate::fact::{DocumentFacts, DocumentKind, Part};
use crate::lexicon::Lexicon;
use crate::outline::{Genre, Outline, is_occasion};
use crate::text::landmark::Landmark;
use crate::text::phrase::{Phrases, holds, holds_any, starts};
use crate::text::{Normal, Text, is_han};

/// Reads what the document says of itself.
pub fn document(text: &Text, outline: &Outline, lexicon: &Lexicon) -> DocumentFacts {
    let chars = text.normal().chars();
    let title = outline.title.clone();
    let kind = kind(outline);
    let declared_year = declared_year(chars, outline, lexicon);
    let years = years(chars, outline, kind, declared_year, lexicon);
    let place = place::place(chars, outline, lexicon);
    let printed = |range: Range<usize>| {
        let quote = text.quote(text.normal().span(range.start, range.end)).unwrap_or_default();
        quote.split_whitespace().collect::<Vec<_>>().join("")
    };
    DocumentFacts {
        title: title.map(printed),
        kind,
        town: place.town,
        county: place.county,
        province: place.province,
        declared_year,
        review_year: years.review,
        plan_year: years.plan,
        published_on: published_on(text.normal(), outline, lexicon),
        script: text.script(),
    }
}

/// The title's word decides, unless the text looks back and ahead where the title names one only.
fn kind(outline: &Outline) -> DocumentKind {
    let top = outline.nodes.iter().filter(|n| n.level == 1);
    let looks_back = top.clone().any(|n| n.part == Part::Review);
    let looks_ahead = outline.nodes.iter().any(|n| n.part == Part::Plan);
    match outline.genre {
        Genre::Report => DocumentKind::Report,
        Genre::KeyPoints => DocumentKind::KeyPoints,
        Genre::Plan => DocumentKind::Plan,
        Genre::Summary if looks_ahead => DocumentKind::Report,
        Genre::Summary => DocumentKind::Summary,
        Genre::Unknown if looks_back && !looks_ahead => DocumentKind::Summary,
        Genre::Unknown if looks_back => DocumentKind::Report,
        Genre::Unknown if looks_ahead && outline.nodes.len() > 2 => DocumentKind::Plan,
        Genre::Unknown => DocumentKind::Other,
    }
}

/// Longest line that is a date and its brackets.
const LONGEST_DATE: usize = 16;
/// Longest line that names a meeting.
const LONGEST_OCCASION: usize = 60;

/// The year in the title, else that of the meeting named before the text begins.
fn declared_year(chars: &[char], outline: &Outline, lexicon: &Lexicon) -> Option<i32> {
    if let Some(title) = &outline.title {
        if let Some((first, _)) = period::span_in(&chars[title.clone()]) {
            return Some(first);
        }
        if let Some(&(_, year)) = period::years_in(chars, title.clone()).first() {
            return Some(year);
        }
        if chars[title.clone()].windows(2).any(|w| matches!(w, ['x' | 'X' | '*', '年'])) {
            return None;
        }
        if let Some(year) = bare_year(&chars[title.clone()]) {
            return Some(year);
        }
    }
    let mut occasion = false;
    front_lines(chars, outline).find_map(|line| {
        let words = &chars[line.clone()];
        // ——在某县第三届人民代表大会第一次会议上, and the date on a line of its own.
        let dated = occasion && line.len() <= LONGEST_DATE;
        // 在某镇第五届人民代表大会第二次会议上的政府工作报告, and the date after whoever reports.
        occasion |= is_occasion(words) || line.len() <= LONGEST_OCCASION && holds(words, "代表大会");
        // (2019年12月27日) under the name of whoever reports: the day of the report.
        let day =
            outline.title.is_some() && line.len() <= LONGEST_DATE && matches!(words, ['(', .., '日', ')']);
        let meeting = dated || day || lexicon.documents.occasions.any_in(words);
        let page = lexicon.documents.page_dates.at_start(words).is_some();
        let dates = period::years_in(chars, line);
        (meeting && !page).then(|| dates.first().map(|&(_, year)| year)).flatten()
    })
}

/// The year of a title that leaves 年 off: 镇政府2017工作总结.
fn bare_year(title: &[char]) -> Option<i32> {
    let at = title.windows(4).position(|w| matches!(w, ['1', '9', _, _] | ['2', '0', _, _]))?;
    let digits = title[at..].iter().take_while(|c| c.is_ascii_digit()).count();
    let alone = digits == 4 && at.checked_sub(1).is_none_or(|before| is_han(title[before]));
    let named =
        alone && title.get(at + 4).is_some_and(|&c| is_han(c) && !matches!(c, '号' | '个' | '期' | '次'));
    let year = title[at..at + 4].iter().fold(0, |year, c| year * 10 + c.to_digit(10).unwrap_or(0));
    i32::try_from(year).ok().filter(|year| named && (1990..=2100).contains(year))
}

/// Lines before the first heading.
fn front_lines<'a>(chars: &'a [char], outline: &Outline) -> impl Iterator<Item = Range<usize>> + 'a {
    lines_in(chars, 0..front_end(chars, outline))
}

/// Where the lines before the first heading end.
fn front_end(chars: &[char], outline: &Outline) -> usize {
    outline.nodes.first().map_or(chars.len(), |n| n.range.start).min(2_000).min(chars.len())
}

/// The lines of a stretch of a text.
fn lines_in(chars: &[char], range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let Range { mut start, end } = range;
    std::iter::from_fn(move || {
        if start >= end {
            return None;
        }
        let len = chars[start..end].iter().position(|&c| c == '\n').unwrap_or(end - start);
        let line = start..start + len;
        start += len + 1;
        Some(line)
    })
}

/// The years of the review and of the plan, from their headings, the words under them, and the title.
fn years(
    chars: &[char],
    outline: &Outline,
    kind: DocumentKind,
    declared: Option<i32>,
    lexicon: &Lexicon,
) -> Years {
    let has = |part: Part| outline.nodes.iter().any(|n| n.part == part);
    let review = match kind {
        DocumentKind::Plan | DocumentKind::KeyPoints => None,
        _ if !has(Part::Review) && kind != DocumentKind::Summary => None,
        _ => part_year(chars, outline, Part::Review),
    };
    // `2010年工作总结和2011年工作安排` names both.
    let titled = outline.title.clone().map(|title| period::years_in(chars, title)).unwrap_or_default();
    let ended = outline.title.clone().and_then(|title| period::plan_named(chars, title));
    let both = match titled[..] {
        [(_, first), .., (_, last)] if last == first + 1 => Some((first, last)),
        // “十三五”工作总结和2021年工作安排.
        [(_, last)] if kind == DocumentKind::Report && ended == Some(last - 1) => Some((last - 1, last)),
        _ if kind == DocumentKind::Report && outline.nodes.is_empty() => undivided(chars, outline, declared),
        _ => None,
    };
    let looks_ahead = both.is_some()
        || has(Part::Plan)
        || matches!(kind, DocumentKind::Plan | DocumentKind::KeyPoints)
        || outline.nodes.iter().any(|n| n.level == 1 && n.part == Part::Overview);
    let plan = if looks_ahead { part_year(chars, outline, Part::Plan) } else { None };
    // 2023年是…的关键之年: a plan without a title.
    let untitled = outline.title.is_none() && matches!(kind, DocumentKind::Plan | DocumentKind::KeyPoints);
    let plan = plan.or_else(|| opening_year(chars, outline).filter(|_| untitled));
    let (review, plan) = match both {
        Some((first, last)) => (review.or(Some(first)), plan.or(Some(last))),
        None => (review, plan),
    };
    let masked = part_masked(chars, outline);
    let declared_hidden = declared.is_none();
    let next = |year: Option<i32>| year.map(|y| y + 1);
    // 上半年工作回顾: the review is of the year that plans.
    let half_year = outline.nodes.iter().any(|n| {
        n.part == Part::Review
            && n.level == 1
            && holds_any(&chars[n.heading.clone()], &["半年", "今年", "季度"])
    });
    let half_year =
        half_year || outline.title.clone().is_some_and(|title| holds_any(&chars[title], &["半年", "季度"]));
    let looks_back = !matches!(kind, DocumentKind::Plan | DocumentKind::KeyPoints);
    // “十三五”规划实施情况总结.
    let review = review.or(ended.filter(|_| looks_back && !looks_ahead));
    // 2011年工作总结 with a word on what is to come looks back on 2011.
    let summary = outline.genre == Genre::Summary;
    let review = review.or(declared.filter(|_| (half_year || summary) && looks_back));
    let plan = plan.or(declared.filter(|_| half_year && looks_ahead));
    // 述职报告, and under the greeting 2018年,….
    let undated = review.or(plan).or(declared).is_none() && !masked && looks_back && has(Part::Review);
    let review = review.or_else(|| told_year(chars, outline).filter(|_| undated));
    let plan_year = match (plan, review) {
        _ if !looks_ahead => None,
        (Some(plan), _) => Some(plan),
        (None, _) if masked && declared_hidden => None,
        (None, Some(review)) if declared.is_none_or(|d| d == review) => next(Some(review)),
        (None, _) => declared,
    };
    let review_year = match review {
        Some(review) => Some(review),
        None if matches!(kind, DocumentKind::Plan | DocumentKind::KeyPoints) => None,
        None if masked && declared_hidden => None,
        // 2018年以来,…: the text has no title, and opens with the year.
        None if kind == DocumentKind::Summary => declared.or_else(|| opening_year(chars, outline)),
        None if has(Part::Review) => match plan_year {
            Some(plan) => Some(plan - 1),
            // 青枫镇2023年政府工作报告, and 一年来 before the first heading.
            None if outline.genre == Genre::Report && opens_back(chars, outline, lexicon) => {
                declared.map(|year| year - 1)
            }
            None => declared,
        },
        // 一年来,…, and under the first heading the work to come.
        None if kind == DocumentKind::Report && opens_back(chars, outline, lexicon) => {
            plan_year.map(|plan| plan - 1)
        }
        None => None,
    };
    Years { review: review_year, plan: plan_year, end: None }
}

/// The years of a report without headings: that of its title, and the one before or after it, whichever
/// the text names.
fn undivided(chars: &[char], outline: &Outline, declared: Option<i32>) -> Option<(i32, i32)> {
    let declared = declared?;
    let named = period::years_in(chars, outline.body.min(chars.len())..chars.len());
    let names = |wanted: i32| named.iter().any(|&(_, year)| year == wanted);
    if names(declared - 1) {
        Some((declared - 1, declared))
    } else {
        names(declared + 1).then_some((declared, declared + 1))
    }
}

/// The year that a text opens with.
fn opening_year(chars: &[char], outline: &Outline) -> Option<i32> {
    /// Characters of the text's first words.
    const OPENING: usize = 8;
    let opening = outline.body.min(chars.len())..(outline.body + OPENING).min(chars.len());
    period::years_in(chars, opening).first().map(|&(_, year)| year)
}

/// The year with which a line before the first heading opens.
fn told_year(chars: &[char], outline: &Outline) -> Option<i32> {
    front_lines(chars, outline).find_map(|line| match period::years_in(chars, line.clone()).first() {
        Some(&(at, year)) if at == line.start => Some(year),
        _ => None,
    })
}

/// The words before the first heading look back on a year.
fn opens_back(chars: &[char], outline: &Outline, lexicon: &Lexicon) -> bool {
    let end = outline.nodes.first().map_or(outline.body, |node| node.range.start).min(chars.len());
    lexicon.documents.looks_back.any_in(&chars[outline.body.min(end)..end])
}

/// The headings of a part hide their year (20xx年).
fn part_masked(chars: &[char], outline: &Outline) -> bool {
    outline.nodes.iter().filter(|n| n.level == 1).any(|n| {
        chars[n.heading.clone()].windows(2).any(|w| matches!(w, ['x' | 'X' | '*' | '×' | '○', '年']))
    })
}

/// The year of a part: in its top heading, else in the first words under it.
fn part_year(chars: &[char], outline: &Outline, part: Part) -> Option<i32> {
    const FIRST_WORDS: usize = 60;
    let tops = outline
        .nodes
        .iter()
        .filter(|n| n.part == part && n.parent.is_none_or(|p| outline.nodes[p].part != part));
    let tops: Vec<_> = tops.collect();
    for node in &tops {
        let named = period::years_in(chars, node.heading.clone());
        if let Some(&(_, year)) = if part == Part::Review { named.last() } else { named.first() } {
            return Some(year);
        }
        if part == Part::Review
            && let Some(year) = period::plan_named(chars, node.heading.clone())
        {
            return Some(year);
        }
    }
    // `2023年是…的关键之年`, `2022年,在…领导下`.
    for node in tops.iter().take(1) {
        let end = (node.body + FIRST_WORDS).min(node.range.end).min(chars.len());
        // 2003年以来: from then on, not then.
        let since = |at: usize| {
            starts(&chars[at..end], "年以来") || chars[at..end].iter().skip(5).take(2).eq(&['以', '来'])
        };
        if let Some(&(at, year)) = period::years_in(chars, node.body.min(end)..end).first()
            && at <= node.body + 1
            && !since(at)
            // 到2025年,…: by then, not then.
            && !(at > node.body && chars[at - 1] == '到')
        {
            return Some(year);
        }
    }
    None
}

/// `时间:2019-03-14`, `发布日期:2019年3月14日` near the top.
fn published_on(text: &Normal, outline: &Outline, lexicon: &Lexicon) -> Option<String> {
    let chars = text.chars();
    const LABELS: &[&str] =
        &["发布时间", "发布日期", "发布于", "发稿", "发表于", "发表时间", "更新时间", "时间:", "日期:"];
    let front = front_end(chars, outline);
    // The end of a text that is one line.
    let whole = !chars[front..].contains(&'\n');
    let end = chars.len().saturating_sub(200).max(front)..chars.len();
    front_lines(chars, outline)
        .chain(std::iter::once(end).filter(|_| whole))
        .find_map(|line| {
            let words = &chars[line.clone()];
            // Most lines hold no character that opens a label.
            let openings: Vec<usize> =
                (0..words.len()).filter(|&at| matches!(words[at], '时' | '日' | '发' | '更')).collect();
            LABELS.iter().find_map(|label| {
                let at = openings.iter().copied().find(|&at| starts(&words[at..], label))?;
                let from = line.start + at + label.chars().count();
                date_in(&chars[from..(from + 16).min(line.end)])
            })
        })
        .or_else(|| front_lines(chars, outline).find_map(|line| stamped(&chars[line])))
        .or_else(|| footed(text, front))
        .or_else(|| signed(chars, outline, lexicon))
}

/// The date on a line at the foot of a page: 责任编辑:… 发布时间:2018-03-02.
fn footed(text: &Normal, front: usize) -> Option<String> {
    const LABELS: &Phrases = &Phrases::of(&[
        &['发', '布', '时', '间'],
        &['发', '布', '日', '期'],
        &['发', '布', '于'],
        &['发', '稿'],
        &['发', '表', '时', '间'],
        &['更', '新', '时', '间'],
    ]);
    /// Longest such line.
    const LONGEST: usize = 60;
    let chars = text.chars();
    let mut ends = text.landmarks().places(Landmark::LineEnd, 0..chars.len()).chain([chars.len()]);
    let mut end = ends.next()?;
    ends.find_map(|next| {
        let line = end + 1..next;
        end = next;
        if line.len() > LONGEST || line.end <= front || chars[line.clone()].contains(&'。') {
            return None;
        }
        (line.start.max(front)..line.end).find_map(|at| {
            let label = LABELS.longest_at_start(&chars[at..]);
            let from = at + label;
            if label > 0 { date_in(&chars[from..(from + 16).min(line.end)]) } else { None }
        })
    })
}

/// The date by which an office signs: on the last line of the text, or under its name before the text
/// that it hands on.
fn signed(chars: &[char], outline: &Outline, lexicon: &Lexicon) -> Option<String> {
    let text = chars.strip_suffix(&['\n']).unwrap_or(chars);
    let last = text.rsplit(|&c| c == '\n').next().unwrap_or(text);
    if last.len() == text.len() {
        return signed_behind(text, lexicon);
    }
    let mut office = false;
    calendar_day(last).or_else(|| printed_on(last)).or_else(|| {
        front_lines(chars, outline).find_map(|line| {
            let words = &chars[line];
            let day = calendar_day(words).filter(|_| office);
            office = lexicon.places.signers.at_end(words).is_some();
            day
        })
    })
}

/// The same behind the last sentence of a text that is one line: …。某镇人民政府2024年2月21日.
fn signed_behind(text: &[char], lexicon: &Lexicon) -> Option<String> {
    let tail = text.rsplit(|&c| c == '。').next().filter(|tail| tail.len() < text.len())?;
    let &(at, _) = period::years_in(tail, 0..tail.len()).last()?;
    let office = lexicon.places.signers.at_end(&tail[..at]).is_some();
    calendar_day(&tail[at..]).filter(|_| office)
}

/// The day on which an office prints a paper, at the end of its last line: 2018年12月10日印发.
fn printed_on(line: &[char]) -> Option<String> {
    let day = line.strip_suffix(&['印', '发'])?;
    let at = day.windows(5).rposition(|w| w[4] == '年' && w[..4].iter().all(char::is_ascii_digit))?;
    calendar_day(&day[at..])
}

/// A line that is a day and no more: 2018年12月10日, 二○○八年一月二十日.
fn calendar_day(line: &[char]) -> Option<String> {
    let line = line.strip_suffix(&['日']).filter(|line| line.len() <= LONGEST_DATE)?;
    let &(0, year) = period::years_in(line, 0..line.len()).first()? else { return None };
    let behind = line.iter().position(|&c| c == '年')? + 1;
    let mut parts = line[behind..].split(|&c| c == '月').map(|words| {
        let number = numeral::numeral(words).filter(|number| number.len == words.len())?;
        number.low.to_u32()
    });
    let (month, day) = (parts.next()??, parts.next()??);
    let date = chrono::NaiveDate::from_ymd_opt(year, month, day)?;
    (parts.next().is_none() && year >= 1990).then(|| date.format("%Y-%m-%d").to_string())
}

/// A short line of a page that bears a date in figures (2021-07-27 17:49); a meeting's date is
/// written with 年, 月 and 日.
fn stamped(line: &[char]) -> Option<String> {
    const LONGEST: usize = 40;
    // 2024年1月22日 09:12: only a page tells the time.
    let timed =
        line.windows(5).any(|w| w[2] == ':' && [w[0], w[1], w[3], w[4]].iter().all(char::is_ascii_digit));
    if let Some(&(at, _)) = period::years_in(line, 0..line.len()).first().filter(|_| timed)
        && line.len() <= LONGEST
    {
        return date_in(&line[at..(at + LONGEST_DATE).min(line.len())]);
    }
    let at = line
        .windows(5)
        .position(|w| w[..4].iter().all(char::is_ascii_digit) && matches!(w[4], '-' | '/' | '.'))?;
    (line.len() <= LONGEST).then(|| date_in(&line[at..(at + 10).min(line.len())])).flatten()
}

/// The first date in a stretch, as `YYYY-MM-DD`.
fn date_in(words: &[char]) -> Option<String> {
    let numbers: Vec<u32> = words
        .split(|c| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(|run| {
            run.iter()
                .filter_map(|c| c.to_digit(10))
                .fold(0u32, |n, d| n.saturating_mul(10).saturating_add(d))
        })
        .collect();
    let [year, month, day, ..] = numbers[..] else { return None };
    let date = chrono::NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    (1990..=2100).contains(&year).then(|| date.format("%Y-%m-%d").to_string())
}
