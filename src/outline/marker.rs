//! Heading markers: what they look like, which of them are real.

use std::ops::Range;

use super::title::ends_at_meeting;
use super::words::{COUNTED, FUSED_PROBLEMS, NOT_COUNTED};
use crate::text::charset::CharSet;
use crate::text::is_han;
use crate::text::phrase::{ends_any, starts_any};

/// The look of a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// A heading without a marker that names a part: 上半年工作回顾.
    PartLine,
    /// 第一部分, 第一章.
    Chapter,
    /// 一、
    Han,
    /// (一)
    HanParen,
    /// `1.` `1、`
    Digit,
    /// `(1)` `1)`
    DigitParen,
    /// ①
    Circled,
    /// 第一,
    Ordinal,
    /// A heading without a marker, alone on its line.
    Unmarked,
    /// —— or ▲
    Dash,
    /// 一是, 一要.
    RunIn,
}

impl Style {
    /// Order of nesting: a marker closes every open one of its rank or deeper.
    pub(super) fn rank(self) -> u32 {
        match self {
            Style::PartLine | Style::Chapter => 0,
            Style::Han => 1,
            Style::HanParen => 2,
            Style::Digit => 3,
            Style::DigitParen => 4,
            Style::Circled => 5,
            Style::Ordinal => 6,
            Style::Unmarked => 7,
            Style::Dash => 8,
            Style::RunIn => 9,
        }
    }
}

/// A marker at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marker {
    /// First character.
    pub at: usize,
    /// Characters of the marker.
    pub len: usize,
    /// Its look.
    pub style: Style,
    /// Its number; 0 where it has none.
    pub number: u32,
    /// It stands at the start of a line.
    pub opens_line: bool,
}

/// What stands before a place in the same line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Before {
    /// Words: the marker would be fused with them.
    Word,
    /// A comma.
    Comma,
    /// The end of a sentence or of its first half.
    Stop,
    /// The start of the line.
    LineStart,
}

/// The markers of a text that are headings, in reading order.
pub(super) fn find(chars: &[char], lines: &[Range<usize>]) -> Vec<Marker> {
    let mut candidates = Vec::new();
    for line in lines {
        let mut at = line.start;
        while at < line.end {
            if let Some(marker) = candidate(chars, line, at) {
                candidates.push(marker);
                at += marker.0.len;
            } else {
                at += 1;
            }
        }
    }
    let opens_lines = |style: Style| candidates.iter().any(|(m, _)| m.style == style && m.opens_line);
    let by_line = [Style::Han, Style::HanParen, Style::Digit, Style::Circled].map(|s| (s, opens_lines(s)));
    let line_bound = |style: Style| by_line.iter().any(|&(s, bound)| s == style && bound);
    let mut sequences = Sequences::default();
    let mut found: Vec<Marker> = Vec::new();
    for &(marker, before) in &candidates {
        if !marker.opens_line && line_bound(marker.style) && !goes_on(chars, &found, &marker, before) {
            continue;
        }
        if sequences.accepts(chars, &marker, before) {
            sequences.take(chars, &marker);
            found.push(marker);
        }
    }
    drop_lone(&mut found);
    found
}

/// The next item of a list that its line has opened: 1.…。**2.**….
fn goes_on(chars: &[char], found: &[Marker], marker: &Marker, before: Before) -> bool {
    marker.style == Style::Digit
        && before == Before::Stop
        && found.iter().rev().find(|m| m.style == marker.style).is_some_and(|last| {
            last.number + 1 == marker.number && !chars[last.at..marker.at].contains(&'\n')
        })
}

/// `一是` alone, with no `二是` before the next heading, is an enumeration of one: kept only
/// where a second item follows. So is `第一,` where no `第二,` follows.
fn drop_lone(found: &mut Vec<Marker>) {
    let lone: Vec<bool> = (0..found.len())
        .map(|i| {
            let m = found[i];
            let second = |next: &Marker| next.style == m.style && next.number > 1;
            m.number == 1
                && match m.style {
                    Style::RunIn => !found.get(i + 1).is_some_and(second),
                    Style::Ordinal => !found[i + 1..].iter().any(second),
                    _ => false,
                }
        })
        .collect();
    let mut keep = lone.iter().map(|lone| !lone);
    found.retain(|_| keep.next().unwrap_or(true));
}

/// Numbers reached at each style, to tell an inline marker from a number in a sentence.
#[derive(Debug, Default)]
struct Sequences {
    last: [u32; 10],
    /// `是` or `要`: an enumeration keeps its word.
    run_in_word: Option<char>,
}

impl Sequences {
    fn accepts(&self, chars: &[char], marker: &Marker, before: Before) -> bool {
        let last = self.last[marker.style.rank() as usize];
        let follows = marker.number == last + 1;
        if marker.opens_line {
            return match marker.style {
                Style::Ordinal => marker.number == 1 || follows,
                // 01 opens a list of numbers without a point; 10 goes on with it.
                Style::Digit if chars[marker.at + marker.len - 1].is_ascii_digit() => {
                    chars[marker.at] == '0' || follows && last > 0
                }
                _ => true,
            };
        }
        match marker.style {
            Style::RunIn => {
                let word = chars[marker.at + marker.len - 1];
                before >= Before::Comma
                    && (marker.number == 1
                        || (self.run_in_word == Some(word)
                            && last > 0
                            && marker.number.abs_diff(last + 1) <= 1))
            }
            Style::Han | Style::HanParen => (marker.number == 1 && before >= Before::Stop) || follows,
            Style::Digit => {
                let has_point = chars[marker.at + marker.len - 1].is_ascii_punctuation()
                    || chars[marker.at + marker.len - 1] == '、';
                if has_point {
                    marker.number == 1 || follows
                } else {
                    follows && marker.number > 1 && before >= Before::Stop
                }
            }
            Style::DigitParen | Style::Circled => before >= Before::Comma && (marker.number == 1 || follows),
            Style::PartLine | Style::Chapter | Style::Ordinal | Style::Dash | Style::Unmarked => false,
        }
    }

    fn take(&mut self, chars: &[char], marker: &Marker) {
        let rank = marker.style.rank() as usize;
        self.last[rank] = marker.number;
        for deeper in &mut self.last[rank + 1..] {
            *deeper = 0;
        }
        if marker.style == Style::RunIn {
            self.run_in_word = Some(chars[marker.at + marker.len - 1]);
        }
    }
}

/// Characters that open a marker.
#[rustfmt::skip]
const OPENING: &CharSet = &CharSet::of(&[
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '(', '第', '—', '-',
    '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十',
    '壹', '贰', '貳', '叁', '參', '肆', '伍', '陆', '陸', '【',
    '▲', '△', '●', '◆', '◇', '■', '★', '☆', '▶', '►', '※',
    '①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩', '⑪', '⑫', '⑬', '⑭', '⑮', '⑯', '⑰', '⑱', '⑲', '⑳',
]);

/// A marker that begins at `at`, if the characters look like one.
fn candidate(chars: &[char], line: &Range<usize>, at: usize) -> Option<(Marker, Before)> {
    if !OPENING.has(chars[at]) {
        return None;
    }
    let rest = &chars[at..line.end];
    // 存在的问题一是…: a heading of problems runs into its first item. A number in digits is told by its point.
    let of_problems = || !rest[0].is_ascii_digit() && ends_any(&chars[line.start..at], FUSED_PROBLEMS);
    let before = match at.checked_sub(1).filter(|_| at > line.start).map(|i| chars[i]) {
        None => Before::LineStart,
        Some('。' | ';' | ':' | '!' | '?' | '”' | '.' | '…') => Before::Stop,
        Some(',' | '、') => Before::Comma,
        Some(_) if of_problems() => Before::Comma,
        Some(_) => Before::Word,
    };
    let opens_line = before == Before::LineStart;
    let (style, number, len) = look(rest, opens_line, before)?;
    Some((Marker { at, len, style, number, opens_line }, before))
}

/// Style, number and length of the marker that `rest` begins with.
fn look(rest: &[char], opens_line: bool, before: Before) -> Option<(Style, u32, usize)> {
    let get = |i: usize| rest.get(i).copied();
    match rest[0] {
        '(' => {
            if let Some((number, len)) = han_number(&rest[1..]) {
                return (get(1 + len) == Some(')')).then_some((Style::HanParen, number, len + 2));
            }
            let (number, len) = digits(&rest[1..])?;
            let closed = get(1 + len) == Some(')');
            let words_follow = get(2 + len).is_some_and(|c| is_han(c) || c == '“');
            (closed && words_follow && number < 100).then_some((Style::DigitParen, number, len + 2))
        }
        '第' if opens_line => {
            let (number, len) = han_number(&rest[1..])?;
            let tail = &rest[1 + len..];
            if tail.first() == Some(&',') && tail.get(1).is_some_and(|&c| is_han(c) && c != '第') {
                return Some((Style::Ordinal, number, 2 + len));
            }
            let word = if tail.starts_with(&['部', '分']) {
                2
            } else if matches!(tail.first(), Some('章' | '篇')) {
                1
            } else {
                return None;
            };
            Some((Style::Chapter, number, 1 + len + word))
        }
        '—' | '-' if opens_line => {
            let len = rest.iter().take_while(|c| matches!(c, '—' | '-')).count();
            // ——在…会议上 stands under a title.
            let occasion = ends_at_meeting(rest);
            (len >= 2 && get(len).is_some_and(|c| is_han(c) || c == '“') && !occasion).then_some((
                Style::Dash,
                0,
                len,
            ))
        }
        '▲' | '△' | '●' | '◆' | '◇' | '■' | '★' | '☆' | '▶' | '►' | '※' => {
            (opens_line && heads_prose(&rest[1..])).then_some((Style::Dash, 0, 1))
        }
        // 壹、 stands over 一、.
        c @ ('壹' | '贰' | '貳' | '叁' | '參' | '肆' | '伍' | '陆' | '陸')
            if opens_line && get(1) == Some('、') =>
        {
            let number = match c {
                '壹' => 1,
                '贰' | '貳' => 2,
                '叁' | '參' => 3,
                '肆' => 4,
                '伍' => 5,
                _ => 6,
            };
            get(2).filter(|&c| is_han(c)).map(|_| (Style::Chapter, number, 2))
        }
        '【' => {
            /// Longest heading in 【】.
            const LONGEST: usize = 16;
            /// Text behind it at the least.
            const PROSE_AFTER: usize = 6;
            let close = rest.iter().take(LONGEST + 2).position(|&c| c == '】')?;
            // 【字体大中小】【打印】 is the page's.
            let prose = rest.len() > close + PROSE_AFTER && !rest[close + 1..].contains(&'【');
            let named = close > 2 && rest[1..close].iter().all(|&c| is_han(c));
            (opens_line && named && prose).then_some((Style::Dash, 0, 1))
        }
        c @ '①'..='⑳' => Some((Style::Circled, c as u32 - '①' as u32 + 1, 1)),
        c if c.is_ascii_digit() => {
            if !opens_line && before == Before::Word && !rest[0].is_ascii_digit() {
                return None;
            }
            let (number, len) = digits(rest)?;
            if number == 0 || number > 60 {
                return None;
            }
            let gap = usize::from(get(len) == Some(' '));
            match get(len + gap) {
                Some('.' | '、') => {
                    let next = get(len + gap + 1)?;
                    (!next.is_ascii_digit() && (is_han(next) || matches!(next, '“' | '*' | ' ' | '(')))
                        .then_some((Style::Digit, number, len + gap + 1))
                }
                Some(')') => get(len + gap + 1)
                    .filter(|&c| opens_line && is_han(c))
                    .map(|_| (Style::DigitParen, number, len + gap + 1)),
                // OCR lost the point: `2增强工业产业实力`.
                Some(c)
                    if opens_line
                        && len == 2
                        && is_han(c)
                        && rest.len() <= LONGEST_POINTLESS
                        && !counts(&rest[len..]) =>
                {
                    Some((Style::Digit, number, len))
                }
                Some(c)
                    if is_han(c) && !opens_line && before == Before::Stop && !counts(&rest[len + gap..]) =>
                {
                    Some((Style::Digit, number, len + gap))
                }
                _ => None,
            }
        }
        _ => {
            let (number, len) = han_number(rest)?;
            match get(len) {
                Some('、' | '.') => {
                    let next = get(len + 1)?;
                    (han_digit(next).is_none() || opens_line).then_some((Style::Han, number, len + 1))
                }
                Some('是' | '要') if number < 20 => {
                    get(len + 1).filter(|c| !matches!(c, '。' | ',')).map(|_| (Style::RunIn, number, len + 1))
                }
                _ => None,
            }
        }
    }
}

/// Longest line that a number without a point makes a heading: `01加强领导`.
const LONGEST_POINTLESS: usize = 40;

/// The words after a bullet are a short heading with its sentence closed and text behind it; an item
/// of a list is only itself.
fn heads_prose(words: &[char]) -> bool {
    const LONGEST: usize = 30;
    let Some(end) = words.iter().take(LONGEST).position(|c| matches!(c, '。' | ':')) else { return false };
    let heading = &words[..end];
    end >= 4
        && words.len() > end + 4
        && (is_han(heading[0]) || heading[0] == '“')
        && !heading.iter().any(|c| c.is_ascii_digit() || *c == ';')
}

/// The words after a number make it a quantity or a date, not a marker.
fn counts(rest: &[char]) -> bool {
    starts_any(rest, COUNTED) && !starts_any(rest, NOT_COUNTED)
}

/// Value and length of the ASCII digits that `rest` begins with; at most three.
fn digits(rest: &[char]) -> Option<(u32, usize)> {
    let len = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    if len == 0 || len > 3 {
        return None;
    }
    let value = rest[..len].iter().filter_map(|c| c.to_digit(10)).fold(0, |n, d| n * 10 + d);
    Some((value, len))
}

/// Value of a Han digit, 十 included.
pub(super) fn han_digit(c: char) -> Option<u32> {
    Some(match c {
        '零' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        _ => return None,
    })
}

/// Value and length of a Han numeral below one hundred at the start of `rest`.
fn han_number(rest: &[char]) -> Option<(u32, usize)> {
    let mut digits = [0; 3];
    let mut len = 0;
    for (place, &c) in digits.iter_mut().zip(rest) {
        match han_digit(c) {
            Some(digit) if digit > 0 => *place = digit,
            _ => break,
        }
        len += 1;
    }
    let value = match digits[..len] {
        [one] => one,
        [10, ones] if ones < 10 => 10 + ones,
        [tens, 10] if tens < 10 => tens * 10,
        [tens, 10, ones] if tens < 10 && ones < 10 => tens * 10 + ones,
        _ => return None,
    };
    Some((value, len))
}
