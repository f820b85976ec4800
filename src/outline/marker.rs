//! Heading markers: what they look like, which of them are real.

use std::ops::Range;

use crate::text::charset::CharSet;
use crate::text::is_han;
use crate::text::phrase::ends_any;

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
    /// A heading without a marker, alone on its line.
    Unmarked,
    /// ——
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
            Style::Unmarked => 6,
            Style::Dash => 7,
            Style::RunIn => 8,
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
        if !marker.opens_line && line_bound(marker.style) {
            continue;
        }
        if sequences.accepts(chars, &marker, before) {
            sequences.take(chars, &marker);
            found.push(marker);
        }
    }
    drop_lone_run_ins(&mut found);
    found
}

/// `一是` alone, with no `二是` before the next heading, is an enumeration of one: kept only
/// where a second item follows.
fn drop_lone_run_ins(found: &mut Vec<Marker>) {
    let lone: Vec<bool> = (0..found.len())
        .map(|i| {
            let m = found[i];
            m.style == Style::RunIn
                && m.number == 1
                && !found.get(i + 1).is_some_and(|next| next.style == Style::RunIn && next.number > 1)
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
        if marker.opens_line {
            return true;
        }
        let last = self.last[marker.style.rank() as usize];
        let follows = marker.number == last + 1;
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
            Style::PartLine | Style::Chapter | Style::Dash | Style::Unmarked => false,
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
    '①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩', '⑪', '⑫', '⑬', '⑭', '⑮', '⑯', '⑰', '⑱', '⑲', '⑳',
]);

/// A marker that begins at `at`, if the characters look like one.
fn candidate(chars: &[char], line: &Range<usize>, at: usize) -> Option<(Marker, Before)> {
    if !OPENING.has(chars[at]) {
        return None;
    }
    let rest = &chars[at..line.end];
    // 存在的问题一是…: a heading of problems runs into its first item.
    let of_problems = |last: char| {
        matches!(last, '题' | '足' | '难' | '战')
            && ends_any(&chars[line.start..at], &["问题", "不足", "困难", "挑战"])
    };
    let before = match at.checked_sub(1).filter(|_| at > line.start).map(|i| chars[i]) {
        None => Before::LineStart,
        Some('。' | ';' | ':' | '!' | '?' | '”' | '.' | '…') => Before::Stop,
        Some(',' | '、') => Before::Comma,
        Some(last) if of_problems(last) => Before::Comma,
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
            (len >= 2 && get(len).is_some_and(is_han)).then_some((Style::Dash, 0, len))
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

/// The words after a number make it a quantity or a date, not a marker.
fn counts(rest: &[char]) -> bool {
    matches!(
        rest.first(),
        Some(
            '年' | '月'
                | '日'
                | '个'
                | '家'
                | '户'
                | '处'
                | '条'
                | '座'
                | '人'
                | '名'
                | '项'
                | '万'
                | '亿'
                | '亩'
                | '公'
                | '平'
                | '米'
                | '吨'
                | '次'
                | '场'
                | '件'
                | '起'
                | '台'
                | '所'
                | '村'
                | '镇'
                | '元'
                | '多'
                | '余'
                | '倍'
                | '成'
                | '号'
                | '级'
                | '位'
                | '支'
                | '类'
                | '套'
                | '栋'
                | '天'
                | '小'
                | '大'
        )
    ) && !rest.starts_with(&['大', '力'])
        && !rest.starts_with(&['公', '共'])
        && !rest.starts_with(&['平', '安'])
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

fn han_digit(c: char) -> Option<u32> {
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
    let len = rest.iter().take(3).take_while(|&&c| han_digit(c).is_some_and(|d| d > 0)).count();
    let value = match rest[..len].iter().filter_map(|&c| han_digit(c)).collect::<Vec<_>>()[..] {
        [one] => one,
        [10, ones] if ones < 10 => 10 + ones,
        [tens, 10] if tens < 10 => tens * 10,
        [tens, 10, ones] if tens < 10 && ones < 10 => tens * 10 + ones,
        _ => return None,
    };
    Some((value, len))
}
