//! Facts of the document as a whole: title, kind, whose report, which years, when published.

use std::collections::HashMap;
use std::ops::Range;

use super::period::{self, Years};
use crate::fact::{DocumentFacts, DocumentKind, Part};
use crate::lexicon::Lexicon;
use crate::outline::{Genre, Outline};
use crate::text::phrase::{holds_any, starts};
use crate::text::{Text, is_han};

/// Reads what the document says of itself.
pub fn document(text: &Text, outline: &Outline, lexicon: &Lexicon) -> DocumentFacts {
    let chars = text.normal().chars();
    let title = outline.title.clone();
    let kind = kind(outline);
    let declared_year = declared_year(chars, outline);
    let years = years(chars, outline, kind, declared_year);
    let place = place(chars, outline, lexicon);
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
        published_on: published_on(chars, outline),
        script: text.script(),
    }
}

/// The title's word decides, unless the text looks back and ahead where the title names one only.
fn kind(outline: &Outline) -> DocumentKind {
    let top = outline.nodes.iter().filter(|n| n.level == 1);
    let looks_back = top.clone().any(|n| n.part == Part::Review);
    let looks_ahead = top.clone().any(|n| n.part == Part::Plan);
    match outline.genre {
        Genre::Report => DocumentKind::Report,
        Genre::KeyPoints => DocumentKind::KeyPoints,
        Genre::Plan => DocumentKind::Plan,
        Genre::Summary if looks_ahead => DocumentKind::Report,
        Genre::Summary => DocumentKind::Summary,
        Genre::Unknown if looks_back => DocumentKind::Report,
        Genre::Unknown if looks_ahead && outline.nodes.len() > 2 => DocumentKind::Plan,
        Genre::Unknown => DocumentKind::Other,
    }
}

/// The year in the title, else that of the meeting named before the text begins.
fn declared_year(chars: &[char], outline: &Outline) -> Option<i32> {
    if let Some(title) = &outline.title {
        if let Some(&(_, year)) = period::years_in(chars, title.clone()).first() {
            return Some(year);
        }
        if chars[title.clone()].windows(2).any(|w| matches!(w, ['x' | 'X' | '*', '年'])) {
            return None;
        }
    }
    front_lines(chars, outline).find_map(|line| {
        let words: String = chars[line.clone()].iter().collect();
        let meeting = ["代表大会", "会议", "人代会", "政府工作报告"].iter().any(|w| words.contains(w));
        let place = ["时间", "发布", "来源"].iter().any(|w| words.starts_with(w));
        let dates = period::years_in(chars, line);
        (meeting && !place).then(|| dates.first().map(|&(_, year)| year)).flatten()
    })
}

/// Lines before the first heading.
fn front_lines<'a>(chars: &'a [char], outline: &Outline) -> impl Iterator<Item = Range<usize>> + 'a {
    let end = outline.nodes.first().map_or(chars.len(), |n| n.range.start).min(2_000).min(chars.len());
    let mut start = 0;
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
fn years(chars: &[char], outline: &Outline, kind: DocumentKind, declared: Option<i32>) -> Years {
    let has = |part: Part| outline.nodes.iter().any(|n| n.part == part);
    let review = match kind {
        DocumentKind::Plan | DocumentKind::KeyPoints => None,
        _ if !has(Part::Review) && kind != DocumentKind::Summary => None,
        _ => part_year(chars, outline, Part::Review),
    };
    let looks_ahead = has(Part::Plan)
        || matches!(kind, DocumentKind::Plan | DocumentKind::KeyPoints)
        || outline.nodes.iter().any(|n| n.level == 1 && n.part == Part::Overview);
    let plan = if looks_ahead { part_year(chars, outline, Part::Plan) } else { None };
    // `2010年工作总结和2011年工作安排` names both.
    let titled = outline.title.clone().map(|title| period::years_in(chars, title)).unwrap_or_default();
    let (review, plan) = match titled[..] {
        [(_, first), .., (_, last)] if last == first + 1 && has(Part::Review) => {
            (review.or(Some(first)), plan.or(Some(last)))
        }
        _ => (review, plan),
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
    let review = review.or(declared.filter(|_| half_year));
    let plan = plan.or(declared.filter(|_| half_year && looks_ahead));
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
        None if kind == DocumentKind::Summary => declared,
        None if has(Part::Review) => match plan_year {
            Some(plan) => Some(plan - 1),
            None => declared,
        },
        None => None,
    };
    Years { review: review_year, plan: plan_year }
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
        if let Some(&(at, year)) = period::years_in(chars, node.body.min(end)..end).first()
            && at <= node.body + 1
        {
            return Some(year);
        }
    }
    None
}

/// `时间:2019-03-14`, `发布日期:2019年3月14日` near the top.
fn published_on(chars: &[char], outline: &Outline) -> Option<String> {
    const LABELS: &[&str] =
        &["时间:", "日期:", "发布时间", "发布日期", "发布于", "发稿", "发表于", "发表时间", "更新时间"];
    let foot = chars.len().saturating_sub(200)..chars.len();
    front_lines(chars, outline)
        .chain(std::iter::once(foot))
        .find_map(|line| {
            let words = &chars[line.clone()];
            LABELS.iter().find_map(|label| {
                let at = (0..words.len()).find(|&at| starts(&words[at..], label))?;
                let from = line.start + at + label.chars().count();
                date_in(&chars[from..(from + 16).min(line.end)])
            })
        })
        .or_else(|| front_lines(chars, outline).find_map(|line| stamped(&chars[line])))
}

/// A short line of a page that bears a date in figures (2021-07-27 17:49); a meeting's date is
/// written with 年, 月 and 日.
fn stamped(line: &[char]) -> Option<String> {
    const LONGEST: usize = 40;
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

/// Whose report it is.
#[derive(Debug, Default)]
struct Place {
    town: Option<String>,
    county: Option<String>,
    province: Option<String>,
}

/// Longest place name, its suffix included.
const LONGEST_NAME: usize = 8;

/// Reads the place from the title, from whoever reports, then from what the text calls itself.
fn place(chars: &[char], outline: &Outline, lexicon: &Lexicon) -> Place {
    let front_end = outline.nodes.first().map_or(chars.len(), |n| n.range.start).min(3_000).min(chars.len());
    let title = outline.title.clone().unwrap_or(0..0);
    let named = in_title(&chars[title])
        .or_else(|| reporter(&chars[..front_end]))
        .or_else(|| most_named(chars, lexicon));
    let mut place = Place { town: named.clone(), ..Place::default() };
    let front = &chars[..outline.body.min(front_end)];
    if let Some(town) = &named {
        place.province = before_suffix(front, &["省", "自治区"]);
        if !town.ends_with('县') && !town.ends_with('市') {
            place.county = before_suffix(front, &["县", "区"])
                .filter(|county| county != town && !town.contains(county.as_str()));
        }
        if town.ends_with('县') || town.ends_with('区') {
            place.county = Some(town.clone());
        }
    }
    place
}

/// The place that opens a title: 张庄镇2019年…, 2021年某县政府工作报告.
fn in_title(title: &[char]) -> Option<String> {
    let cut = ["人民政府", "政府", "工作", "上半年", "下半年", "党委", "办事处", "年度", "二〇", "二○"];
    let mut words: Vec<char> = title.to_vec();
    while let Some(&(at, _)) = period::years_in(&words, 0..words.len()).first() {
        if at == 0 {
            words.drain(..5);
        } else {
            words.truncate(at);
        }
    }
    let text: String = words.iter().filter(|c| **c != ' ').collect();
    // 中共某镇委员会 某镇人民政府…: the second body names the place.
    let text = text.rsplit("委员会").next().unwrap_or(&text);
    let end = cut.iter().filter_map(|w| text.find(w)).min().unwrap_or(text.len());
    let mut name: Vec<char> = text[..end].chars().collect();
    while matches!(name.first(), Some('年' | '度' | '关' | '于' | '在' | '-' | '—' | ':')) {
        name.remove(0);
    }
    last_place(&name)
}

/// The innermost place of a run of places (某省某市某县某镇 → 某镇).
fn last_place(name: &[char]) -> Option<String> {
    if !is_name(name) {
        return None;
    }
    let last = *name.last()?;
    let tail_len = if name.ends_with(&['街', '道']) { 2 } else { 1 };
    if !matches!(last, '镇' | '乡' | '县' | '市' | '区' | '旗' | '州' | '场' | '村') && tail_len == 1
    {
        return None;
    }
    let inner = &name[..name.len() - tail_len];
    let from = inner
        .iter()
        .enumerate()
        .skip(2)
        .filter(|&(at, &c)| matches!(c, '省' | '市' | '县' | '区' | '州' | '旗') && at + 1 < inner.len())
        .map(|(at, _)| at + 1)
        .next_back()
        .unwrap_or(0);
    let place = &name[from..];
    (2..=LONGEST_NAME).contains(&place.len()).then(|| place.iter().collect())
}

fn is_name(name: &[char]) -> bool {
    name.len() >= 2
        && name.iter().all(|&c| is_han(c))
        && !name
            .iter()
            .any(|c| matches!(c, '的' | '了' | '年' | '我' | '本' | '全' | '各' | '某' | '在' | '等'))
}

/// `我代表某县人民政府`, `某区人民政府区长`, `某县第十六届人民代表大会`.
fn reporter(front: &[char]) -> Option<String> {
    const AFTER: &[&[char]] =
        &[&['人', '民', '政', '府'], &['第'], &['政', '府', '向'], &['办', '事', '处'], &['人', '大']];
    const STARTS: &[&str] = &["代表", "在", "于", "日", "上", "\n", ",", " ", "《", "(", "向", "受"];
    let mut best: Option<String> = None;
    for at in 1..front.len() {
        let opens = AFTER.iter().any(|word| front[at..].starts_with(word));
        if !opens || !matches!(front[at - 1], '镇' | '乡' | '县' | '市' | '区' | '道' | '旗' | '州') {
            continue;
        }
        if front[at] == '第' && !front[at..].iter().take(14).collect::<String>().contains('届') {
            continue;
        }
        let from = at.saturating_sub(14);
        let window: String = front[from..at].iter().collect();
        let start = STARTS.iter().filter_map(|s| window.rfind(s).map(|i| i + s.len())).max().unwrap_or(0);
        let name: Vec<char> = window[start..].chars().collect();
        if let Some(place) = last_place(&name) {
            best = Some(place);
            break;
        }
    }
    best
}

/// The township or subdistrict that the text names most often, as a word of its own at least once.
fn most_named(chars: &[char], lexicon: &Lexicon) -> Option<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for at in 2..chars.len() {
        let end = match chars[at] {
            '镇' | '乡' => at + 1,
            '街' if chars.get(at + 1) == Some(&'道') => at + 2,
            _ => continue,
        };
        if matches!(
            chars[at - 1],
            '城' | '乡'
                | '村'
                | '集'
                | '建'
                | '重'
                | '名'
                | '强'
                | '新'
                | '小'
                | '大'
                | '下'
                | '返'
                | '水'
                | '老'
                | '古'
                | '本'
                | '全'
                | '我'
                | '各'
                | '该'
                | '区'
                | '县'
                | '市'
                | '家'
                | '故'
                | '回'
                | '入'
                | '色'
                | '心'
                | '范'
                | '型'
                | '业'
                | '点'
                | '化'
                | '态'
                | '明'
        ) {
            continue;
        }
        for len in 2..=3 {
            let Some(start) = at.checked_sub(len) else { break };
            let name = &chars[start..end];
            if !is_name(name)
                || name.iter().any(|c| "一二两三四五六七八九十个".contains(*c))
                || is_function(name[0])
            {
                continue;
            }
            let opened = start == 0 || !is_han(chars[start - 1]) || is_function(chars[start - 1]);
            if opened && !lexicon.is_common(&chars[start..at]) {
                let stem = chars.windows(len).filter(|w| *w == &chars[start..at]).count();
                counts.insert(name.iter().collect(), stem);
            }
        }
    }
    let mut names: Vec<(String, usize)> = counts.into_iter().filter(|&(_, n)| n >= 3).collect();
    names.sort_by(|a, b| {
        b.1.cmp(&a.1).then(b.0.chars().count().cmp(&a.0.chars().count())).then(a.0.cmp(&b.0))
    });
    names.into_iter().next().map(|(name, _)| name)
}

/// Characters that end the word before a name.
fn is_function(c: char) -> bool {
    matches!(
        c,
        '不' | '出'
            | '事'
            | '是'
            | '为'
            | '和'
            | '与'
            | '及'
            | '对'
            | '把'
            | '将'
            | '让'
            | '使'
            | '给'
            | '从'
            | '向'
            | '到'
            | '由'
            | '以'
            | '用'
            | '按'
            | '打'
            | '造'
            | '建'
            | '设'
            | '动'
            | '进'
            | '发'
            | '展'
            | '化'
            | '新'
            | '美'
            | '大'
            | '小'
            | '强'
            | '富'
            | '色'
            | '业'
            | '型'
            | '级'
    )
}

/// A name with one of the suffixes that opens a line or follows another place.
fn before_suffix(front: &[char], suffixes: &[&str]) -> Option<String> {
    for suffix in suffixes {
        let suffix: Vec<char> = suffix.chars().collect();
        for at in 2..front.len().saturating_sub(suffix.len()) {
            if !front[at..].starts_with(&suffix) {
                continue;
            }
            for len in 2..=4 {
                let Some(start) = at.checked_sub(len) else { break };
                let opened = start == 0
                    || matches!(front[start - 1], '\n' | '省' | '市' | ':' | ',' | '《' | ' ' | '表' | '在');
                let name = &front[start..at + suffix.len()];
                if opened
                    && is_name(name)
                    && !name.iter().take(len).any(|c| matches!(c, '县' | '区' | '市' | '省' | '镇' | '全'))
                {
                    return Some(name.iter().collect());
                }
            }
        }
    }
    None
}
