//! What stands on a line without a marker below the title: unmarked headings, and the notes at the end.

use std::collections::HashMap;
use std::ops::Range;

use crate::text::{Normal, is_han};

use super::fused;
use super::marker::{Marker, Style};
use super::part;
use super::title::Front;
use super::words::{FURNITURE, NOTES, OFFICES};

/// Where a text ends and the notes on its words begin, each with a number.
pub(super) fn notes(chars: &[char], lines: &[Range<usize>]) -> usize {
    let headed = |pair: &&[Range<usize>]| {
        let words = &chars[pair[0].clone()];
        let words = words.strip_suffix(&[':']).unwrap_or(words);
        let numbered = matches!(chars[pair[1].start], '[' | '(' | '【' | '①' | '“' | '0'..='9');
        numbered && NOTES.are(words)
    };
    lines.windows(2).find(headed).map_or(chars.len(), |pair| pair[0].start)
}

/// Longest unmarked heading that stands without a twin.
const SHORT_HEADING: usize = 24;
/// Longest unmarked heading that has twins: lines that begin alike.
const LONG_HEADING: usize = 80;
/// Longest unmarked line that names a part.
pub(super) const LONGEST_PART: usize = 20;
/// Characters that twins share.
const TWIN_OPENING: usize = 4;

/// Adds headings that have no marker but stand alone on their line.
pub(super) fn add_unmarked(
    text: &Normal,
    lines: &[Range<usize>],
    prose: &[bool],
    front: &Front,
    titles: &[Range<usize>],
    mut markers: Vec<Marker>,
) -> Vec<Marker> {
    let chars = text.chars();
    let candidates: Vec<(usize, &Range<usize>)> = lines
        .iter()
        .enumerate()
        .filter(|&(index, line)| {
            line.start >= front.body
                && prose[index]
                && line.len() <= LONG_HEADING
                && !holds_marker(line, &markers)
                && !titles.contains(line)
                && stands_alone(chars, line)
                && prose_follows(chars, lines, index, &markers)
        })
        .collect();
    let opening = |line: &Range<usize>| &chars[line.start..line.start + TWIN_OPENING.min(line.len())];
    // Where marked headings name the parts, a plain line is no part.
    let parts_unmarked = !markers.iter().any(|m| {
        matches!(m.style, Style::Chapter | Style::Han) && {
            let line = lines.partition_point(|line| line.end <= m.at);
            let words = &chars[m.at + m.len..lines.get(line).map_or(chars.len(), |line| line.end)];
            words.len() <= LONGEST_PART && part::is_part(words) || fused::part_end(words).is_some()
        }
    });
    let mut found: Vec<Marker> = Vec::new();
    let mut twins: HashMap<&[char], usize> = HashMap::new();
    // 坚持项目为先,发展动能增强。: couplets of one shape.
    let mut shapes: HashMap<(usize, usize), usize> = HashMap::new();
    for (_, line) in &candidates {
        *twins.entry(opening(line)).or_default() += 1;
        if let Some(shape) = couplet(&chars[(*line).clone()]) {
            *shapes.entry(shape).or_default() += 1;
        }
    }
    for &(index, line) in &candidates {
        let twins = twins.get(opening(line)).copied().unwrap_or(0);
        let ends_sentence = matches!(chars[line.end - 1], '。' | '!');
        // A short sentence that stands alone is a heading only over a paragraph.
        let over_prose = lines
            .get(index + 1)
            .is_none_or(|next| next.len() >= 30 && opens_with_marker(next.start, &markers).is_none());
        // Directly under a heading it is that heading's text.
        let under_heading = index > 0 && heading_alone(chars, &lines[index - 1], &markers);
        let short = line.len() <= if ends_sentence { 14 } else { SHORT_HEADING }
            && (!ends_sentence || over_prose && !under_heading)
            && !chars[line.clone()].contains(&',');
        let plain = line.len() <= SHORT_HEADING + 8 && !ends_sentence;
        let shaped =
            couplet(&chars[line.clone()]).and_then(|shape| shapes.get(&shape)).is_some_and(|&n| n > 1)
                && over_prose
                && !under_heading;
        // Sentences of figures begin alike wherever the same is told of two years.
        let figures = || {
            let pairs = &chars[line.clone()];
            pairs
                .windows(2)
                .any(|pair| pair[0].is_ascii_digit() && !pair[1].is_ascii_digit() && pair[1] != '年')
        };
        let twin = twins > 1 && line.len() > TWIN_OPENING && (!ends_sentence || over_prose && !figures());
        if short || plain || shaped || twin {
            let names_part =
                line.len() <= LONGEST_PART && !ends_sentence && part::names_part(&chars[line.clone()]);
            let style = if parts_unmarked && names_part { Style::PartLine } else { Style::Unmarked };
            found.push(Marker { at: line.start, len: 0, style, number: 0, opens_line: true });
        }
    }
    if parts_unmarked {
        found.extend(fused::parts(text, lines, front.body, &markers));
    }
    markers.extend(found);
    markers.sort_by_key(|m| m.at);
    markers
}

/// Where the comma of a short line of two clauses stands, and its length: headings in couplets are of
/// one shape.
fn couplet(words: &[char]) -> Option<(usize, usize)> {
    let at = words.iter().position(|&c| c == ',')?;
    let one = words.len() <= SHORT_HEADING && !words[at + 1..].contains(&',');
    (one && words.last() == Some(&'。')).then_some((at, words.len()))
}

/// The marker at a place; markers stand in reading order.
fn opens_with_marker(at: usize, markers: &[Marker]) -> Option<&Marker> {
    markers.binary_search_by_key(&at, |m| m.at).ok().map(|index| &markers[index])
}

/// A line that a marked heading takes up whole.
fn heading_alone(chars: &[char], line: &Range<usize>, markers: &[Marker]) -> bool {
    opens_with_marker(line.start, markers).is_some() && !chars[line.clone()].contains(&'。')
}

pub(super) fn holds_marker(line: &Range<usize>, markers: &[Marker]) -> bool {
    let next = markers.partition_point(|m| m.at < line.start);
    markers.get(next).is_some_and(|m| m.at < line.end)
}

/// One sentence or none, no colon at the end, no furniture, some Han words.
fn stands_alone(chars: &[char], line: &Range<usize>) -> bool {
    let words = &chars[line.clone()];
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else { return false };
    if matches!(last, ':' | ',' | '、' | ';' | ')') || !(is_han(first) || matches!(first, '“' | '0'..='9'))
    {
        return false;
    }
    let inner = &words[..words.len() - 1];
    if inner.iter().any(|&c| matches!(c, '。' | '!' | '?' | '|' | ':' | '>')) {
        return false;
    }
    if words.iter().filter(|&&c| is_han(c)).count() < 4 {
        return false;
    }
    let is_date = words.last() == Some(&'日') && words[0].is_ascii_digit();
    !is_date && !OFFICES.at_end(words) && !FURNITURE.any_in(words)
}

/// A line that is a day and no more.
fn is_day(line: &[char]) -> bool {
    /// Longest such line.
    const LONGEST: usize = 14;
    line.len() <= LONGEST && line.last() == Some(&'日') && line.contains(&'年') && line.contains(&'月')
}

/// A heading is followed by prose or by a deeper heading, unless the text is cut off after it.
fn prose_follows(chars: &[char], lines: &[Range<usize>], index: usize, markers: &[Marker]) -> bool {
    match lines.get(index + 1) {
        None => chars.get(lines[index].end - 1) == Some(&'。'),
        Some(next) => {
            // An office and the day on which it signs.
            if is_day(&chars[next.clone()]) {
                return false;
            }
            // 上半年工作开展情况 over the shorter heading of its first section.
            let over_heading = next.len() <= SHORT_HEADING
                && part::names_part(&chars[lines[index].clone()])
                && lines.get(index + 2).is_some_and(|line| line.len() >= 30);
            over_heading
                || next.len() >= 30
                || opens_with_marker(next.start, markers).is_some()
                || next.len() > lines[index].len()
        }
    }
}
