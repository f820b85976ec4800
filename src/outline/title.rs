//! The lines before a text begins: its title, the occasion, what the page adds.

use std::ops::Range;

use crate::text::is_han;
use crate::text::phrase::{ends_any, find, holds_any, starts};

use super::marker::{Marker, Style};
use super::part;
use super::plain::{LONGEST_PART, holds_marker};
use super::words::{ADDRESSES, COVERING, EDITIONS, FURNITURE, OCCASIONS, SUBTITLES, TITLE_ENDS, TITLE_TAILS};

/// Title and furniture before the text begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Front {
    /// The title the text bears.
    pub title: Option<Range<usize>>,
    /// Where the text begins.
    pub body: usize,
}

/// A line longer than this is prose.
const LONGEST_TITLE: usize = 60;
/// Lines looked at for a title.
const FRONT_LINES: usize = 14;
/// A line of this many characters begins the text.
const PROSE: usize = 60;

/// Finds the title and the end of the front matter.
pub(super) fn front_matter(chars: &[char], lines: &[Range<usize>], markers: &[Marker]) -> Front {
    let first_marker = markers.iter().find(|m| m.style != Style::Dash).map_or(chars.len(), |m| m.at);
    let mut best: Option<(u32, Range<usize>)> = None;
    let mut body = lines.first().map_or(0, |line| line.start);
    for (index, line) in lines.iter().enumerate().take(FRONT_LINES) {
        if line.start >= first_marker {
            break;
        }
        let words = &chars[line.clone()];
        let ends_like_title = ends_any(words, TITLE_ENDS);
        // A slogan, and under it ——某镇2024年政府工作报告.
        if let Some((score, title)) = subtitle(chars, line).filter(|(score, _)| *score > FULL_TITLE) {
            best = Some((score, title));
            body = body.max(line.end);
            continue;
        }
        if best.is_none()
            && is_occasion(words)
            && let Some(title) = over_occasion(chars, &lines[..index])
        {
            best = Some((FULL_TITLE, title));
            body = body.max(line.end);
            continue;
        }
        // Under a title with a place and a year, 2021年工作总结 is the first part.
        let titled = best.as_ref().is_some_and(|(score, title)| {
            !ends_like_title
                || *score >= FULL_TITLE && !is_covering(&chars[title.clone()]) && !names_place(words)
        });
        if titled && line.len() <= LONGEST_PART && part::names_part(words) {
            break;
        }
        if let Some((score, title)) = title_in(chars, line)
            && best.as_ref().is_none_or(|(s, _)| score > *s)
        {
            best = Some((score, title.clone()));
            body = body.max(title.end);
        }
        // A sentence is the text's, unless the title is fused with it.
        if chars[line.clone()].contains(&'。') {
            break;
        }
        if line.len() < PROSE {
            body = body.max(line.end);
        }
    }
    if let Some(title) = covered(chars, lines, body, first_marker) {
        return Front { body: title.end, title: Some(title) };
    }
    Front { title: best.map(|(_, title)| title), body }
}

/// `——在某县第三届人民代表大会第一次会议上` under a title.
pub fn is_occasion(words: &[char]) -> bool {
    words.first() == Some(&'—') && ends_at_meeting(words)
}

/// Words end as the occasion of a report does.
pub(super) fn ends_at_meeting(words: &[char]) -> bool {
    ends_any(words, OCCASIONS)
}

/// The title that a line bears behind a dash.
fn subtitle(chars: &[char], line: &Range<usize>) -> Option<(u32, Range<usize>)> {
    let dashes = chars[line.clone()].iter().take_while(|&&c| c == '—').count();
    let title = line.start + dashes..line.end;
    if dashes == 0 || !ends_any(&chars[title.clone()], SUBTITLES) {
        return None;
    }
    title_in(chars, &title)
}

/// The lines over the one that names the occasion are the title, where they are as short as one.
fn over_occasion(chars: &[char], lines: &[Range<usize>]) -> Option<Range<usize>> {
    const MOST_LINES: usize = 3;
    const LONGEST_LINE: usize = 30;
    let of_title = |line: &&Range<usize>| {
        let words = &chars[(*line).clone()];
        line.len() <= LONGEST_LINE
            && words.iter().filter(|c| is_han(**c)).count() >= 4
            && !words.iter().any(|c| matches!(c, '。' | ':' | '>' | '|'))
            && !holds_any(words, FURNITURE)
    };
    let first = lines.iter().rev().take(MOST_LINES).take_while(of_title).last()?;
    Some(first.start..lines.last()?.end)
}

/// The title that a covering paper has announced (印发《…》的通知), where it stands on its own line
/// below the paper's text.
fn covered(chars: &[char], lines: &[Range<usize>], body: usize, first_marker: usize) -> Option<Range<usize>> {
    let first = lines.partition_point(|line| line.start < body);
    lines[first..].iter().take(FRONT_LINES).find_map(|line| {
        let words = &chars[line.clone()];
        let announced = line.start < first_marker
            && (SHORTEST_COVERED..=LONGEST_TITLE).contains(&line.len())
            && chars[..line.start].windows(words.len() + 2).any(|window| {
                window[0] == '《' && window[1..=words.len()] == *words && window[words.len() + 1] == '》'
            });
        announced.then(|| line.clone())
    })
}

/// Shortest title in the marks 《》 that is looked for below.
const SHORTEST_COVERED: usize = 6;

/// Score of a title that holds a place and a year.
const FULL_TITLE: u32 = 5;

/// A paper that only brings another, whose title is still to come: …的通知.
fn is_covering(title: &[char]) -> bool {
    ends_any(title, COVERING)
}

fn names_place(words: &[char]) -> bool {
    words.iter().any(|c| matches!(c, '镇' | '乡' | '县' | '区' | '市' | '旗' | '木' | '街'))
}

/// Lines below the first heading that bear a whole title with a place and a year.
pub(super) fn later_titles(
    chars: &[char],
    lines: &[Range<usize>],
    front: &Front,
    markers: &[Marker],
) -> Vec<Range<usize>> {
    let Some(first) = markers.iter().find(|m| m.opens_line) else { return Vec::new() };
    let from = first.at.max(front.body);
    let start = lines.partition_point(|line| line.start < from);
    lines[start..]
        .iter()
        .filter(|line| line.len() <= LONGEST_TITLE && !holds_marker(line, markers))
        .filter(|line| {
            let words = &chars[(*line).clone()];
            !words.iter().any(|c| matches!(c, ':' | '。' | '>' | '《' | ',' | ';'))
                && names_place(words)
                && title_in(chars, line).is_some_and(|(score, title)| score > FULL_TITLE && title == **line)
        })
        .cloned()
        .collect()
}

/// The title that a line holds, with a score: a place and a year make it more telling.
fn title_in(chars: &[char], line: &Range<usize>) -> Option<(u32, Range<usize>)> {
    let words = &chars[line.clone()];
    let window = &words[..words.len().min(LONGEST_TITLE)];
    if window.iter().take(3).all(|&c| !is_han(c) && !c.is_ascii_alphanumeric()) {
        return None;
    }
    let sentence_end = window.iter().position(|&c| matches!(c, '。' | ';' | '!')).unwrap_or(window.len());
    let window = &window[..sentence_end];
    // The place where the first title word ends; a longer word that ends there too is the same place.
    let end = TITLE_ENDS
        .iter()
        .filter_map(|word| {
            let start = find(window, word)?;
            Some((start + word.chars().count(), start))
        })
        .min_by_key(|&(end, start)| (end, start))
        .map(|(end, _)| end)?;
    // `…工作总结和2023年工作计划`: the title goes on to the second word.
    // …工作安排意见, …工作打算的报告.
    let tail = |end: usize| {
        let tail = TITLE_TAILS.iter().find(|tail| starts(&window[end..], tail));
        end + tail.map_or(0, |tail| tail.chars().count())
    };
    let end = tail(continued(window, tail(end)));
    let end = end + dated(&window[end..]);
    let head = &window[..end];
    if head.iter().any(|c| matches!(c, ',' | ':')) {
        return None;
    }
    if holds_any(head, ADDRESSES) {
        return None;
    }
    let whole = end == words.len() || file_ending(&words[end..]);
    let fused = !whole && words[end..].first().is_some_and(|c| c.is_ascii_digit() || is_han(*c));
    let mut score = 1 + u32::from(head.contains(&'年')) * 2;
    score += u32::from(holds_any(head, &["镇", "乡", "县", "区", "市", "街道"])) * 2;
    score += u32::from(whole && end == words.len()) + u32::from(!fused);
    if words.first() == Some(&'—') {
        return None;
    }
    Some((score, line.start..line.start + end))
}

/// Length of a year in brackets that closes a line: (2011年).
fn dated(rest: &[char]) -> usize {
    match rest {
        ['(', year @ .., ')'] if year.ends_with(&['年']) && year.len() == 5 => rest.len(),
        _ => 0,
    }
}

/// Carries a title that names two works (`…工作总结和…工作计划`, `…情况及…打算`) to its end.
fn continued(window: &[char], end: usize) -> usize {
    let rest = &window[end..];
    if !matches!(rest.first(), Some('和' | '及' | '暨' | '与' | '、')) {
        return end;
    }
    TITLE_ENDS
        .iter()
        .filter_map(|word| find(rest, word).map(|at| at + word.chars().count()))
        .min()
        .map_or(end, |more| end + more)
}

/// What is left of a line is a file ending, a copy number or a note in brackets.
fn file_ending(rest: &[char]) -> bool {
    let rest: String = rest.iter().collect();
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | ' '));
    let rest = rest.trim_end_matches([')', '*', '>']);
    rest.is_empty()
        || matches!(rest, ".doc" | ".docx" | ".txt" | ".pdf" | ".wps" | ".html")
        || EDITIONS.contains(&rest)
}
