//! The lines before a text begins: its title, the occasion, what the page adds.

use std::ops::Range;

use crate::text::is_han;
use crate::text::phrase::{ends_any, holds_any, is, starts};

use super::fused;
use super::marker::{Marker, Style};
use super::part;
use super::plain::{LONGEST_PART, holds_marker};
use super::words::{
    ADDRESSES, COVERING, EDITIONS, FURNITURE, HANDS_ON, OCCASIONS, PAGE_SAYS, SUBTITLES, TITLE_ENDS,
    TITLE_GOES_ON, TITLE_OWNERS, TITLE_TAILS,
};

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

/// A title, and how telling it is.
#[derive(Debug, Clone)]
struct Titled {
    /// More for a place, a year, a line of its own.
    score: u32,
    range: Range<usize>,
    /// It stands in a paper that only brings the one which bears it.
    covering: bool,
}

/// Finds the title and the end of the front matter.
pub(super) fn front_matter(chars: &[char], lines: &[Range<usize>], markers: &[Marker]) -> Front {
    let first_marker = markers.iter().find(|m| m.style != Style::Dash).map_or(chars.len(), |m| m.at);
    let mut best: Option<Titled> = None;
    let mut body = lines.first().map_or(0, |line| line.start);
    for (index, line) in lines.iter().enumerate().take(FRONT_LINES) {
        if line.start >= first_marker {
            break;
        }
        // The second line of a title.
        if best.as_ref().is_some_and(|best| best.range.end >= line.end) {
            continue;
        }
        let words = &chars[line.clone()];
        let ends_like_title = TITLE_ENDS.at_end(words);
        // A slogan, and under it ——某镇2024年政府工作报告.
        if let Some(title) = subtitle(chars, line).filter(|title| title.score > FULL_TITLE) {
            best = Some(title);
            body = body.max(line.end);
            continue;
        }
        if best.is_none()
            && is_occasion(words)
            && let Some(range) = over_occasion(chars, &lines[..index])
        {
            best = Some(Titled { score: FULL_TITLE, range, covering: false });
            body = body.max(line.end);
            continue;
        }
        // Under a title with a place and a year, 2021年工作总结 is the first part.
        let titled = best.as_ref().is_some_and(|title| {
            !ends_like_title || title.score >= FULL_TITLE && !title.covering && !names_place(words)
        });
        if titled && line.len() <= LONGEST_PART && part::names_part(words) {
            break;
        }
        let two = lines.get(index + 1).filter(|next| next.start < first_marker);
        let midst = || in_midst(chars, line, first_marker);
        let fused = if line.len() > LONGEST_TITLE { midst() } else { None };
        if let Some(title) = two
            .and_then(|next| on_two_lines(chars, line, next))
            .or(fused)
            .or_else(|| title_in(chars, line))
            .or_else(midst)
            && best.as_ref().is_none_or(|best| title.score > best.score)
        {
            body = body.max(title.range.end);
            best = Some(title);
        }
        // A sentence is the text's, unless the title is fused with it, or the page tells of itself: 更新时间:…请阅读。
        let of_page = line.len() < PROSE && best.is_none() && PAGE_SAYS.any_in(words);
        if words.contains(&'。') && !of_page {
            break;
        }
        if line.len() < PROSE {
            body = body.max(line.end);
        }
    }
    // 云溪区2008年十项民心工作: a line over all others that has a place and a year.
    if best.is_none()
        && let Some(first) =
            lines.first().filter(|line| line.start < first_marker && plain_title(&chars[(*line).clone()]))
    {
        best = Some(Titled { score: FULL_TITLE, range: first.clone(), covering: false });
        body = body.max(first.end);
    }
    let title = best.as_ref().map(|best| best.range.clone());
    if let Some(title) = covered(chars, lines, body, first_marker, best) {
        return Front { body: title.end, title: Some(title) };
    }
    Front { title, body }
}

/// A line without a mark that names a place and a year, as titles do which no word of theirs tells.
fn plain_title(line: &[char]) -> bool {
    /// Characters of such a line.
    const LINE: std::ops::RangeInclusive<usize> = 8..=32;
    let plain = |c: &char| is_han(*c) || c.is_ascii_digit() || matches!(c, '“' | '”');
    LINE.contains(&line.len())
        && line.iter().all(plain)
        && line.windows(5).any(|w| w[4] == '年' && w[..4].iter().all(char::is_ascii_digit))
        && line.iter().any(|c| matches!(c, '镇' | '乡' | '县' | '区' | '旗'))
        // The day of a meeting, or the meeting.
        && !line.contains(&'月')
        && !matches!(line, [.., '会', '议'] | [.., '大', '会'] | [.., '上'] | [.., '府', '工', '作'])
        && !part::names_part(line)
        && !FURNITURE.any_in(line)
}

/// `——在某县第三届人民代表大会第一次会议上` under a title.
pub fn is_occasion(words: &[char]) -> bool {
    words.first() == Some(&'—') && ends_at_meeting(words)
}

/// Words end as the occasion of a report does.
pub(super) fn ends_at_meeting(words: &[char]) -> bool {
    OCCASIONS.at_end(words)
}

/// The title that a line bears behind a dash.
fn subtitle(chars: &[char], line: &Range<usize>) -> Option<Titled> {
    let dashes = chars[line.clone()].iter().take_while(|&&c| c == '—').count();
    let title = line.start + dashes..line.end;
    if dashes == 0 || !SUBTITLES.at_end(&chars[title.clone()]) {
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
            && !FURNITURE.any_in(words)
    };
    let first = lines.iter().rev().take(MOST_LINES).take_while(of_title).last()?;
    Some(first.start..lines.last()?.end)
}

/// The title that a covering paper has announced (印发《…》的通知), where it stands on its own line
/// below the paper's text.
fn covered(
    chars: &[char],
    lines: &[Range<usize>],
    body: usize,
    first_marker: usize,
    covering: Option<Titled>,
) -> Option<Range<usize>> {
    let first = lines.partition_point(|line| line.start < body);
    let named = covering.filter(|title| title.covering).map(|title| &chars[title.range]);
    lines[first..].iter().take(FRONT_LINES).find_map(|line| {
        let words = &chars[line.clone()];
        let marked = || {
            chars[..line.start].windows(words.len() + 2).any(|window| {
                window[0] == '《' && window[1..=words.len()] == *words && window[words.len() + 1] == '》'
            })
        };
        let announced = line.start < first_marker
            && (SHORTEST_COVERED..=LONGEST_TITLE).contains(&line.len())
            && (named == Some(words) || marked());
        announced.then(|| line.clone())
    })
}

/// Shortest title in the marks 《》 that is looked for below.
const SHORTEST_COVERED: usize = 6;

/// Score of a title that holds a place and a year.
const FULL_TITLE: u32 = 5;

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
                && title_in(chars, line)
                    .is_some_and(|title| title.score > FULL_TITLE && title.range == **line)
        })
        .cloned()
        .collect()
}

/// The title that a line holds.
fn title_in(chars: &[char], line: &Range<usize>) -> Option<Titled> {
    let words = &chars[line.clone()];
    let covering = COVERING.at_end(words);
    let (score, own) = if covering && let Some(handed) = handed_on(words) {
        (score(&words[handed.clone()], true, true), handed)
    } else {
        let (plain, own) = borne(words)?;
        // 关于印发《…》的通知, and the text goes on.
        match handed_on(&words[own.clone()]).filter(|_| COVERING.at_end(&words[own.clone()])) {
            Some(handed) => (score(&words[handed.clone()], false, true), handed),
            None => (plain, own),
        }
    };
    Some(Titled { score, range: line.start + own.start..line.start + own.end, covering })
}

/// The whole title that a line bears behind other words, those of the page or of a paper that hands it on.
fn in_midst(chars: &[char], line: &Range<usize>, first_marker: usize) -> Option<Titled> {
    fused::title_starts(chars, line).take_while(|&start| start < first_marker).find_map(|start| {
        let before = &chars[line.start..start];
        // 《某镇工作要点》已经…: words that speak of a paper.
        let spoken_of = before.strip_suffix(&['《']).is_some_and(|before| !HANDS_ON.at_end(before));
        let (score, own) = borne(&chars[start..line.end])?;
        let range = start + own.start..start + own.end;
        let whole = score >= FULL_TITLE && names_place(&chars[range.clone()]);
        (whole && !spoken_of && !ADDRESSES.any_in(before)).then_some(Titled { score, range, covering: false })
    })
}

/// The title that runs over the end of a line: …工作总结及 / …工作安排, 某镇人民政府 / 2021年工作要点, …关于 / ….
fn on_two_lines(chars: &[char], line: &Range<usize>, next: &Range<usize>) -> Option<Titled> {
    /// Longest line of such a title.
    const LONGEST_LINE: usize = 40;
    let (first, second) = (&chars[line.clone()], &chars[next.clone()]);
    let plain = |words: &[char]| {
        words.len() <= LONGEST_LINE && !words.iter().any(|c| matches!(c, '。' | ':' | ',' | '>' | '|' | '—'))
    };
    if !plain(first) || !plain(second) {
        return None;
    }
    let joint = |c: Option<&char>| matches!(c, Some('和' | '及' | '与' | '暨'));
    let works = TITLE_ENDS.at_end(first) || ends_any(first, &["情况"]);
    let goes_on = first.contains(&'年')
        && (joint(first.last())
            || first.last() == Some(&'年') && names_place(first)
            || works && (joint(second.first()) || TITLE_GOES_ON.at_start(second)));
    let dated = matches!(second, ['1' | '2' | '一' | '二', _, _, _, '年', ..]);
    let hands_on = starts(second, "关于") || HANDS_ON.at_start(second);
    let owned = names_place(first) && (TITLE_OWNERS.at_end(first) || is_place(first)) && (dated || hands_on);
    // …人民政府关于 / 进一步加强…的通知: how red heads are set.
    let about = names_place(first) && ends_any(first, &["关于"]);
    if !goes_on && !owned && !about {
        return None;
    }
    let words: Vec<char> = first.iter().chain(second).copied().collect();
    let title = title_in(&words, &(0..words.len()))?;
    let Range { start, end } = title.range;
    let place = |at: usize| match at.checked_sub(first.len()) {
        Some(behind) => next.start + behind,
        None => line.start + at,
    };
    (end > first.len()).then(|| Titled { range: place(start)..place(end), ..title })
}

/// A line that is a place or an office, and no more: 云溪县, 云溪县水务局.
fn is_place(line: &[char]) -> bool {
    /// Characters of such a line.
    const PLACE: std::ops::RangeInclusive<usize> = 3..=16;
    PLACE.contains(&line.len())
        && line.iter().all(|&c| is_han(c) && !matches!(c, '的' | '和' | '年'))
        && matches!(line.last(), Some('镇' | '乡' | '县' | '市' | '区' | '旗' | '局'))
}

/// The title that a line bears, with a score.
fn borne(words: &[char]) -> Option<(u32, Range<usize>)> {
    let window = &words[..words.len().min(LONGEST_TITLE)];
    if window.iter().take(3).all(|&c| !is_han(c) && !c.is_ascii_alphanumeric()) || words[0] == '—' {
        return None;
    }
    let opened = window.iter().position(|&c| c == '《').unwrap_or(window.len());
    let ends = |(at, &c): (usize, &char)| matches!(c, '。' | ';' | '!') || c == '》' && at < opened;
    let sentence_end = window.iter().enumerate().position(ends).unwrap_or(window.len());
    let window = &window[..sentence_end];
    // …安排意见, …打算的报告.
    let tail = |end: usize| end + TITLE_TAILS.longest_at_start(&window[end..]);
    let mut end = tail(TITLE_ENDS.first_end(window)?);
    loop {
        let further = tail(continued(window, end));
        if further == end {
            break;
        }
        end = further;
    }
    let end = end + bracketed(&window[end..]);
    let head = &window[..end];
    if head.iter().any(|c| matches!(c, ',' | ':')) || ADDRESSES.any_in(head) {
        return None;
    }
    // 《某镇工作要点》已经…: words that speak of a paper.
    if head.contains(&'《') && !head.contains(&'》') {
        return None;
    }
    let whole = end == words.len() || file_ending(&words[end..]);
    let fused = !whole && words[end..].first().is_some_and(|c| c.is_ascii_digit() || is_han(*c));
    Some((score(head, whole && end == words.len(), !fused), 0..end))
}

/// How telling a title is.
fn score(title: &[char], whole: bool, apart: bool) -> u32 {
    let placed = holds_any(title, &["镇", "乡", "县", "区", "市", "街道"]);
    1 + u32::from(title.contains(&'年')) * 2 + u32::from(placed) * 2 + u32::from(whole) + u32::from(apart)
}

/// The title that a paper hands on: 关于印发《…》的通知, 批转…的通知.
fn handed_on(words: &[char]) -> Option<Range<usize>> {
    /// Shortest title of a paper.
    const SHORTEST: usize = 4;
    let at = HANDS_ON.first_end(words)?;
    let end = (at..words.len()).rev().find(|&end| starts(&words[end..], "的"))?;
    let own = match (words[at..end].first(), words[at..end].iter().position(|&c| c == '》')) {
        (Some('《'), Some(close)) => at + 1..at + close,
        _ => at..end,
    };
    (own.len() >= SHORTEST).then_some(own)
}

/// Length of a year in brackets that closes a line, or of an edition in brackets: (2011年), (摘要).
fn bracketed(rest: &[char]) -> usize {
    /// Characters of an edition.
    const LONGEST: usize = 10;
    if let ['(', year @ .., ')'] = rest
        && year.ends_with(&['年'])
        && year.len() == 5
    {
        return rest.len();
    }
    if !matches!(rest.first(), Some('(' | '[' | '【')) {
        return 0;
    }
    let close = rest.iter().take(LONGEST).position(|&c| matches!(c, ')' | ']' | '】'));
    let edition = |close: &usize| EDITIONS.are(&rest[1..*close]);
    close.filter(edition).map_or(0, |close| close + 1)
}

/// Carries a title that names two works (`…工作总结和…工作计划`, `…情况及…打算`) or what became of the first
/// (`…计划执行情况的报告`) to its end.
fn continued(window: &[char], end: usize) -> usize {
    let rest = &window[end..];
    let joined = matches!(rest.first(), Some('和' | '及' | '暨' | '与' | '、'));
    let goes_on = TITLE_GOES_ON.longest_at_start(rest);
    if !joined && goes_on == 0 {
        return end;
    }
    end + TITLE_ENDS.first_end(rest).unwrap_or(goes_on)
}

/// What is left of a line is a file ending, a copy number or a note in brackets.
fn file_ending(rest: &[char]) -> bool {
    /// Longer ones are words.
    const LONGEST: usize = 24;
    if rest.len() > LONGEST {
        return false;
    }
    let number = |c: &char| c.is_ascii_digit() || matches!(c, '(' | ')' | ' ');
    let from = rest.iter().position(|c| !number(c)).unwrap_or(rest.len());
    let closing = rest[from..].iter().rev().take_while(|c| matches!(c, ')' | '*' | '>')).count();
    let rest = &rest[from..rest.len() - closing];
    rest.is_empty()
        || [".doc", ".docx", ".txt", ".pdf", ".wps", ".html"].iter().any(|ending| is(rest, ending))
        || EDITIONS.are(rest)
}
