//! Years: of the document, of its parts, of a clause.

use std::ops::Range;

use super::numeral;
use crate::fact::Part;
use crate::lexicon::Lexicon;
use crate::outline::Outline;
use crate::text::landmark::Landmark;
use crate::text::phrase::{ends_any, has_one, places_of, starts, starts_any};
use crate::text::{Normal, is_han};

/// The years that a reading is for; `None` where the text does not say or hides them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Years {
    /// The (last) year looked back on.
    pub review: Option<i32>,
    /// The (first) year planned for.
    pub plan: Option<i32>,
    /// The last year of the years to come, where the text says it: 今后五年,…到2011年….
    pub end: Option<i32>,
}

/// The years that each section is for: its heading's own, else its parent's, else the document's.
/// `places` are those of [`to_come`].
pub fn by_section(
    chars: &[char],
    outline: &Outline,
    document: Years,
    places: &[usize],
    lexicon: &Lexicon,
) -> Vec<Years> {
    let mut years: Vec<Years> = Vec::with_capacity(outline.nodes.len());
    for node in &outline.nodes {
        let mut own = node.parent.map_or(document, |parent| years[parent]);
        let named = years_in(chars, node.heading.clone());
        match node.part {
            Part::Review | Part::Problems => {
                if let Some(&(at, year)) = named.last()
                    && !chars[at..].iter().skip(5).take(2).any(|&c| c == '来')
                {
                    own.review = Some(year);
                }
            }
            _ => {
                let to_come = &lexicon.periods.to_come;
                let plan = plan_named(chars, node.heading.clone());
                let body = node.body.min(node.range.end)..node.range.end;
                let told = places.get(places.partition_point(|at| *at < body.start));
                let told = told.filter(|at| **at < body.end).map_or(body.start, |at| *at)..body.end;
                let own_end = || plan.or_else(|| final_year(chars, told.clone(), document.plan, lexicon));
                if to_come.any_in(&chars[node.heading.clone()]) {
                    own.end = own_end();
                    own.plan = named.first().map_or(own.end, |&(_, year)| Some(year));
                } else if let Some(year) = named.first().map(|&(_, year)| year).or(plan) {
                    own.plan = Some(year);
                }
                own.end = own.end.or_else(own_end);
            }
        }
        years.push(own);
    }
    years
}

/// Where a text speaks of years to come.
pub fn to_come(text: &Normal, lexicon: &Lexicon) -> Vec<usize> {
    let chars = text.chars();
    let places = text.landmarks().places(Landmark::ToCome, 0..chars.len());
    places.filter(|&at| lexicon.periods.to_come.at_start(&chars[at..]).is_some()).collect()
}

/// The last of the years to come that a whole text names, from the first of the places of [`to_come`] on.
pub fn last_to_come(chars: &[char], plan: Option<i32>, places: &[usize], lexicon: &Lexicon) -> Option<i32> {
    final_year(chars, *places.first()?..chars.len(), plan, lexicon)
}

/// The last year of a period near the start of a stretch: 到2011年, or without 到 a year later than the
/// next one that has something reached in it.
fn final_year(chars: &[char], range: Range<usize>, plan: Option<i32>, lexicon: &Lexicon) -> Option<i32> {
    const NEAR: usize = 300;
    /// Years of a period; what is farther off (到2035年) is another's.
    const LONGEST: i32 = 6;
    let end = (range.start + NEAR).min(range.end);
    let named = years_in(chars, range.start.min(end)..end);
    let by = |at: usize| at > 0 && matches!(chars[at - 1], '到' | '至');
    let reached = |at: usize| lexicon.periods.reached.at_start(&chars[(at + 5).min(end)..end]).is_some();
    let later = |year: i32| plan.is_some_and(|plan| year > plan + 1);
    let near = |year: i32| plan.is_none_or(|plan| year <= plan + LONGEST);
    let told = named.iter().filter(|&&(at, year)| by(at) || later(year) && reached(at));
    let first = told.clone().next().map(|&(_, year)| year);
    told.map(|&(_, year)| year).filter(|&year| near(year)).max().or(first)
}

/// What a stretch of text says of the time that its numbers are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// This year.
    Year(i32),
    /// A vague span: 尽快, 两至三年.
    Vague,
    /// The years to come, up to the last one that the text names: 今后五年.
    ToCome,
    /// So many years after the one planned for: 明后两年.
    After(i32),
}

impl Time {
    /// The year that a number is for which this time was set for.
    pub fn year(self, years: Years) -> Option<i32> {
        match self {
            Time::Year(year) => Some(year),
            Time::Vague => None,
            Time::ToCome => years.end,
            Time::After(more) => years.plan.map(|year| year + more),
        }
    }
}

/// A year as printed: `2023年`, `二〇二三年`, `2023` before 年度; the place covers the digits.
pub fn years_in(chars: &[char], range: Range<usize>) -> Vec<(usize, i32)> {
    let mut found = Vec::new();
    // Digits inside the range; the 年 of Arabic ones may be the character behind it.
    let with_next = chars.get(range.start..chars.len().min(range.end + 1)).unwrap_or_default();
    for end in places_of(with_next, ['年']).filter(|&end| end >= 4).map(|end| range.start + end) {
        let named = match four_digits(&chars[range.start..end]) {
            Some((digits, len)) => {
                let at = end - len;
                let alone = at == 0 || !chars[at - 1].is_ascii_digit();
                year(&digits).filter(|_| alone && matches!(digits[0], '1' | '2')).map(|year| (at, year))
            }
            None => han_year(&chars[end - 4..end]).filter(|_| end < range.end).map(|year| (end - 4, year)),
        };
        found.extend(named);
    }
    found
}

/// The first and the last year of a stretch of them: 2021-2025年, 2021年至2025年.
pub fn span_in(words: &[char]) -> Option<(i32, i32)> {
    words.windows(4).enumerate().find_map(|(at, digits)| {
        let first = year(digits).filter(|_| digits.iter().all(char::is_ascii_digit))?;
        let rest = &words[at + 4..];
        let rest = rest.strip_prefix(&['年']).unwrap_or(rest);
        let rest = rest
            .strip_prefix(&['-'])
            .or_else(|| rest.strip_prefix(&['—']))
            .or_else(|| rest.strip_prefix(&['至']))?;
        let rest = rest.strip_prefix(&['—']).unwrap_or(rest);
        let last = rest.get(..4).filter(|digits| digits.iter().all(char::is_ascii_digit)).and_then(year)?;
        (rest.get(4) == Some(&'年') && first < last).then_some((first, last))
    })
}

/// The four digits that a slice ends with and the characters that they take; OCR leaves blanks between
/// them (20 22年).
fn four_digits(before: &[char]) -> Option<([char; 4], usize)> {
    let mut digits = ['0'; 4];
    let mut start = before.len();
    for (order, digit) in digits.iter_mut().rev().enumerate() {
        start -= usize::from(order > 0 && before[..start].last() == Some(&' '));
        *digit = *before[..start].last().filter(|c| c.is_ascii_digit())?;
        start -= 1;
    }
    Some((digits, before.len() - start))
}

/// Four ASCII digits as a year of this or the last century.
fn year(digits: &[char]) -> Option<i32> {
    let value = digits.iter().filter_map(|c| c.to_digit(10)).fold(0, |n, d| n * 10 + d as i32);
    (1949..=2100).contains(&value).then_some(value)
}

/// Four Han digits as such a year: 二〇二三, 二○一○.
fn han_year(digits: &[char]) -> Option<i32> {
    let mut value = 0;
    for &c in digits {
        let digit = match c {
            '○' | 'O' | '0' => 0,
            _ => i32::try_from(numeral::digit(c)?).ok()?,
        };
        value = value * 10 + digit;
    }
    (1949..=2100).contains(&value).then_some(value)
}

/// The last year of a five-year plan by its name (十四五 → 2025); the tenth ended in 2005.
pub fn five_year_plan(words: &[char]) -> Option<i32> {
    match words {
        ['九', '五', ..] => Some(2000),
        ['十', '五', ..] => Some(2005),
        ['十', n, '五', ..] => {
            let n = "一二三四五六七".chars().position(|c| c == *n)? as i32;
            Some(2010 + 5 * n)
        }
        _ => None,
    }
}

/// The last five-year plan named in a stretch, as the last year it covers.
pub fn plan_named(chars: &[char], range: Range<usize>) -> Option<i32> {
    if !has_one(&chars[range.clone()], ['五']) {
        return None;
    }
    range.clone().rev().find_map(|at| {
        let words = &chars[at..range.end];
        if words.first() == Some(&'九') && !matches!(at.checked_sub(1).map(|i| chars[i]), Some('“' | '"'))
        {
            return None;
        }
        if words.starts_with(&['十', '五']) && !matches!(at.checked_sub(1).map(|i| chars[i]), Some('“' | '"'))
        {
            return None;
        }
        five_year_plan(words)
    })
}

/// The time limit that a clause sets, as a place: 6月底前, 年内, 2025年12月, 三季度.
pub fn deadline(chars: &[char], clause: Range<usize>, lexicon: &Lexicon) -> Option<Range<usize>> {
    let text = &chars[clause.clone()];
    let limit = lexicon.periods.limits.find(text);
    let before = limit.map_or(text.len(), |(at, ..)| at);
    let dated = has_one(text, ['月']);
    let month = (0..if dated { before } else { 0 })
        .filter(|&at| text[at].is_ascii_digit())
        .find_map(|at| month(text, at).map(|len| at..at + len));
    let range = month.or_else(|| {
        let (at, len, ()) = limit?;
        // 2024年底, 三年内: the number belongs to the limit.
        let number = |until: usize| {
            let digits = text[..until].iter().rev();
            digits.take_while(|&&c| c.is_ascii_digit() || numeral::digit(c).is_some()).count()
        };
        // 2024年三季度: so does the year.
        let year = match text[..at] {
            [.., '年'] if number(at - 1) == 4 => 5,
            _ => 0,
        };
        Some(at - if text[at] == '年' { number(at) } else { year }..at + len)
    })?;
    Some(clause.start + range.start..clause.start + range.end)
}

/// Length of a month with its 底, 前 and day, and the year before it, at a place: 2025年6月底前.
fn month(text: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|i| text[i]);
    if before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '-' | '—' | '~' | '至' | '到' | '.')) {
        return None;
    }
    let digits = |from: usize| text[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut end = at;
    if digits(end) == 4 && text.get(end + 4) == Some(&'年') {
        end += 5;
    }
    let number = digits(end);
    if !(1..=2).contains(&number) || text.get(end + number) != Some(&'月') {
        return None;
    }
    end += number + 1;
    let day = digits(end);
    if day > 0 && text.get(end + day) == Some(&'日') {
        end += day + 1;
    }
    for tail in ["底前", "底", "份前", "份", "前", "之前", "初", "中旬", "下旬", "上旬"] {
        if starts(&text[end..], tail) {
            end += tail.chars().count();
            break;
        }
    }
    Some(end - at)
}

/// The time that a stretch before a number sets for it: 到2025年, “十二五”末的, 力争两至三年.
///
/// A year named only to compare with (比2010年, 与2015年相比) sets nothing.
pub fn set_by(chars: &[char], range: Range<usize>, lexicon: &Lexicon) -> Option<Time> {
    /// Words farther before a number do not set its time.
    const BEARING: usize = 120;
    let range = range.start.max(range.end.saturating_sub(BEARING))..range.end;
    let text = &chars[range.clone()];
    // Most stretches name no time at all.
    if has_one(text, ['年', '五', '尽']) { told_in(chars, range, lexicon) } else { None }
}

/// The same of a stretch that may name one.
#[inline(never)]
fn told_in(chars: &[char], range: Range<usize>, lexicon: &Lexicon) -> Option<Time> {
    let text = &chars[range.clone()];
    let mut time = None;
    for (at, year) in years_in(chars, range.clone()) {
        let before = at.checked_sub(1).map(|i| chars[i]);
        let compared = matches!(before, Some('比' | '较' | '与' | '同' | '自' | '是' | '过' | '由' | '从'));
        let of_plan = chars.get(at + 5) == Some(&'度') || chars[at..].iter().take(8).any(|&c| c == '届');
        // 恢复到2019年的96%, 为2017年末的88%和92%: what they are measured against.
        let against = match &chars[(at + 5).min(range.end)..range.end] {
            ['的', values @ ..]
            | ['末' | '底' | '初', '的', values @ ..]
            | ['同', '期', '的', values @ ..] => {
                values.iter().all(|&c| c.is_ascii_digit() || matches!(c, '.' | '%' | '、' | '和' | '及'))
            }
            _ => false,
        };
        // 2014年以来 opens a span that ends later.
        let since = starts_any(&chars[(at + 5).min(range.end)..range.end], &["以来", "来", "起"]);
        // 完成2018年高标准农田项目验收: a year's project.
        let verbs = &lexicon.verbs;
        let words = &chars[range.start..at];
        let acts = verbs.actions.at_end(words).filter(|&(len, ())| len > 1);
        let own = acts.is_some()
            && verbs.aims.at_end(words).is_none()
            && chars
                .get(at + 5)
                .is_some_and(|&c| is_han(c) && !matches!(c, '底' | '末' | '前' | '内' | '上' | '下' | '全'));
        if !compared && !against && !of_plan && !since && !own {
            time = Some(Time::Year(year));
        }
    }
    if time.is_none() && has_one(text, ['五']) {
        for at in range.clone() {
            let Some(year) = five_year_plan(&chars[at..range.end]) else { continue };
            let name = if chars[at + 1] == '五' { 2 } else { 3 };
            let quoted = matches!(at.checked_sub(1).map(|i| chars[i]), Some('“'));
            if !quoted && name == 2 {
                continue;
            }
            // 是“十一五”时期的2.6倍 only compares.
            let before = at.checked_sub(1 + usize::from(quoted)).map(|i| chars[i]);
            if matches!(before, Some('比' | '较' | '与' | '同' | '是' | '由' | '从')) {
                continue;
            }
            let mut after = at + name;
            if chars.get(after) == Some(&'”') {
                after += 1;
            }
            let tail = &chars[after.min(range.end)..range.end];
            let ends = starts_any(tail, &["末", "期末", "期间", "时期", "期", "规划期"]);
            if ends {
                time = Some(Time::Year(year));
            }
        }
    }
    if time.is_none() {
        time = vague(text);
    }
    time
}

/// A span of years without a date: 三年内, 力争用3年时间, 两至三年, 今后五年, 逐年.
fn vague(text: &[char]) -> Option<Time> {
    let counts = |c: char| c.is_ascii_digit() || matches!(c, '一' | '二' | '两' | '三' | '四' | '五' | '十');
    places_of(text, ['年', '尽']).find_map(|at| {
        let vague = |holds: bool| holds.then_some(Time::Vague);
        if text[at] == '尽' {
            return vague(text.get(at + 1) == Some(&'快'));
        }
        let inside = text.get(at + 1) == Some(&'内');
        match &text[..at] {
            [.., '今', '后', '几'] | [.., '未', '来', '几'] => return Some(Time::ToCome),
            [.., '逐'] => return Some(Time::Vague),
            [.., '几'] if inside => return Some(Time::Vague),
            _ => {}
        }
        let span =
            text[..at].iter().rev().take_while(|&&c| counts(c) || matches!(c, '至' | '到' | '-' | '—'));
        let start = at - span.count();
        let number = &text[start..at];
        // A year of four digits is a date; 十四五 is a plan.
        if number.is_empty() || number.len() > 3 || !counts(number[0]) {
            return None;
        }
        let before = &text[..start];
        if let ([.., '明', '后'], ['两' | '2' | '二']) = (before, number) {
            return Some(Time::After(2));
        }
        if ends_any(before, &["今后", "未来"]) {
            return Some(Time::ToCome);
        }
        let several = number.len() > 1;
        vague(
            starts_any(&text[at + 1..], &["内", "时间", "左右"])
                || ends_any(before, &["用", "经过", "力争"])
                || several
                    && (at + 1 == text.len() || starts_any(&text[at + 1..], &["达到", "实现", "完成"])),
        )
    })
}
