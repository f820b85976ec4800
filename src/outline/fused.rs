//! Texts that came without their line breaks: a title behind the words of a page, and parts whose names run into
//! the text.

use std::ops::Range;

use crate::text::landmark::Landmark;
use crate::text::phrase::count;
use crate::text::{Normal, is_han};

use super::marker::{Marker, Style, han_digit};
use super::part;
use super::plain::LONGEST_PART;
use super::words::{FUSED_ENDS, FUSED_OPENINGS, SEAMS};

/// A line of so many characters holds paragraphs that once stood apart.
const LONG_LINE: usize = 200;

/// Length of a part's name that runs into the text without a mark: `2021年工作计划2021年全镇…`.
pub(super) fn part_end(words: &[char]) -> Option<usize> {
    /// Characters that follow at the least; a year that the text begins with is telling enough.
    const REST: usize = 20;
    const REST_WITH_YEAR: usize = 5;
    let longest = words.len().saturating_sub(REST_WITH_YEAR).min(LONGEST_PART);
    (2..longest).find(|&end| {
        let rest = &words[end..];
        let least = || if rest.get(4) == Some(&'年') { REST_WITH_YEAR } else { REST };
        FUSED_OPENINGS.at_start(rest) && FUSED_ENDS.at_end(&words[..end]) && rest.len() > least()
    })
}

/// Whether a line holds several headings: the breaks between them are lost.
pub(super) fn holds_several(line: &Range<usize>, headings: &[Marker]) -> bool {
    /// So many are more than a slip.
    const SEVERAL: usize = 3;
    let from = headings.partition_point(|marker| marker.at < line.start);
    let inside = headings[from..].iter().take_while(|marker| marker.at < line.end);
    let block = |style| matches!(style, Style::Chapter | Style::Han | Style::HanParen | Style::Digit);
    inside.filter(|marker| block(marker.style)).nth(SEVERAL - 1).is_some()
}

/// Where the text begins that has run into the words of a heading, on a line that holds several: behind words that
/// may be a heading by themselves, at the latest behind their first clause.
pub(super) fn seam(words: &[char]) -> Option<usize> {
    /// A heading of fewer characters may be one.
    const LONGEST: usize = 20;
    /// Where its own words may end.
    const OWN: std::ops::RangeInclusive<usize> = 4..=24;
    if words.len() <= LONGEST {
        return None;
    }
    // 项目建设提速9个市县项目…: what is counted follows; 新增养老助餐点5处 goes on from its noun.
    let counts = |at: usize| {
        let digits = words[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        let counted = matches!(words.get(at + digits..), Some(['个' | '项' | '家' | '名', a, b, ..]) if is_han(*a) && is_han(*b));
        digits > 0 && counted && is_han(words[at - 1]) && words[at - 1] != '第'
    };
    // 完成老旧小区改造8个: what is done there is counted.
    let counted =
        |rest: &[char]| matches!(rest, ['改', '造', c, ..] | ['开', '发', c, ..] if c.is_ascii_digit());
    let opens = |&at: &usize| counts(at) || SEAMS.at_start(&words[at..]) && !counted(&words[at..]);
    let clause = || words.iter().position(|&c| c == ',').map(|at| at + 1);
    OWN.take_while(|&at| at + 2 < words.len()).find(opens).or_else(clause)
}

/// Names of parts at the beginning of a sentence in the midst of a long line, before a text of their own or the
/// first of its headings: …。**2021年工作计划**2021年全镇…, …。**下一步打算**一、….
pub(super) fn parts(text: &Normal, lines: &[Range<usize>], body: usize, markers: &[Marker]) -> Vec<Marker> {
    let chars = text.chars();
    let mut found = Vec::new();
    for line in lines.iter().filter(|line| line.len() >= LONG_LINE && line.end > body) {
        let from = line.start.max(body);
        let marks = text.landmarks().places(Landmark::Mark, from..line.end);
        let behind = marks.filter(|&at| matches!(chars[at], '。' | '!' | ':')).map(|at| at + 1);
        for at in [from].into_iter().chain(behind).filter(|&at| at < line.end) {
            let next = &markers[markers.partition_point(|marker| marker.at < at)..];
            let next = next.first().filter(|marker| marker.at < line.end);
            if next.is_some_and(|marker| marker.at == at) {
                continue;
            }
            let words = &chars[at..next.map_or(line.end, |marker| marker.at)];
            let headed = next.is_some_and(|marker| marker.number == 1) && words.len() <= LONGEST_PART;
            let name = part_end(words).or_else(|| headed.then_some(words.len()));
            let named = name.is_some_and(|len| {
                let name = &words[..len];
                name.iter().all(|&c| is_han(c) || c.is_ascii_digit()) && part::is_part(name)
            });
            if named {
                found.push(Marker { at, len: 0, style: Style::PartLine, number: 0, opens_line: true });
            }
        }
    }
    found
}

/// Where titles may begin in the midst of a line, behind the words of a page: at a year (首页**2021年某县政府工作报告**),
/// or at the place before it (发布**某镇2021年工作要点**).
pub(super) fn title_starts<'a>(chars: &'a [char], line: &Range<usize>) -> impl Iterator<Item = usize> + 'a {
    /// Characters of the line in which the title stands.
    const FRONT: usize = 400;
    let (start, end) = (line.start, line.end.min(line.start + FRONT));
    // Prose mentions other papers.
    let prose =
        chars[start..end].iter().position(|c| matches!(c, ',' | '。' | ';')).map_or(end, |at| start + at);
    (start + 4..prose).filter(|&at| chars[at] == '年').filter_map(move |at| {
        let year = at - 4;
        let digit = |&c: &char| c.is_ascii_digit() || han_digit(c).is_some() || matches!(c, '○' | '〇');
        if !chars[year..at].iter().all(digit) || !matches!(chars[year], '1' | '2' | '一' | '二') {
            return None;
        }
        Some(place_before(chars, start..year).unwrap_or(year))
    })
}

/// Where the name of a place begins that ends a stretch, its government or committee included.
fn place_before(chars: &[char], stretch: Range<usize>) -> Option<usize> {
    const OWNERS: &[&[char]] =
        &[&['人', '民', '政', '府'], &['委', '员', '会'], &['党', '委'], &['政', '府']];
    /// Characters of a name before 镇.
    const NAME: Range<usize> = 2..6;
    /// A text names its place again within so many.
    const NEAR: usize = 20_000;
    let words = &chars[stretch.clone()];
    let place = OWNERS.iter().find_map(|owner| words.strip_suffix(*owner)).unwrap_or(words);
    let suffix = match place {
        [.., '街', '道'] => 2,
        [.., '镇' | '乡' | '县' | '区' | '市' | '旗'] => 1,
        _ => return None,
    };
    let stem = &place[..place.len() - suffix];
    let own = stem.iter().rev().take_while(|c| is_han(**c)).count();
    let near = &chars[..chars.len().min(NEAR)];
    let often = |len: usize| count(near, &place[stem.len() - len..]);
    let shortest = NAME.start.min(own);
    // 划清波街道 stands once, 清波街道 again and again.
    let len = NAME.take_while(|&len| len <= own && 2 * often(len) > often(shortest)).last()?;
    let alone = often(shortest) < 2;
    let len = if alone { own } else { len };
    let before = stem.len() - len;
    let party = words[..before].ends_with(&['中', '共']);
    (len < NAME.end).then(|| stretch.start + before - if party { 2 } else { 0 })
}
