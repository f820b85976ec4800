//! Heading markers: what they look like, which of them are real.

mod look;

use std::ops::Range;

use super::fused;
use super::plain::LONGEST_PART;
use super::words::{FUSED_ENDS, FUSED_PROBLEMS};
use crate::text::Normal;
use crate::text::landmark::Landmark;
pub(super) use look::han_digit;

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
pub(super) fn find(text: &Normal, lines: &[Range<usize>]) -> Vec<Marker> {
    let chars = text.chars();
    let mut candidates = Vec::new();
    for line in lines {
        let mut end = line.start;
        for at in text.landmarks().places(Landmark::Marker, line.clone()) {
            if at >= end
                && let Some((marker, before)) = candidate(chars, line, at)
            {
                candidates.push((marker, before));
                end = at + marker.len;
            }
        }
    }
    // One alone opens its line also where all others have lost their breaks.
    let opens_lines =
        |style: Style| candidates.iter().filter(|(m, _)| m.style == style && m.opens_line).nth(1).is_some();
    let by_line = [Style::Chapter, Style::Han, Style::HanParen, Style::Digit, Style::Circled]
        .map(|s| (s, opens_lines(s)));
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
            Style::Han if before >= Before::Stop && marker.number > last => {
                let words = &chars[marker.at + marker.len..];
                // Where one is missing the name of a part is telling enough.
                marker.number == 1
                    || follows
                    || fused::part_end(&words[..words.len().min(LONGEST_PART * 2)]).is_some()
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
            Style::Chapter => marker.number == 1 || follows && before >= Before::Stop,
            Style::PartLine | Style::Ordinal | Style::Dash | Style::Unmarked => false,
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

/// A marker that begins at `at`, if the characters look like one.
fn candidate(chars: &[char], line: &Range<usize>, at: usize) -> Option<(Marker, Before)> {
    let (words, rest) = (&chars[line.start..at], &chars[at..line.end]);
    let before = match words.last() {
        None => Before::LineStart,
        Some('。' | ';' | ':' | '!' | '?' | '”' | '.' | '…') => Before::Stop,
        Some(',' | '、') => Before::Comma,
        Some(_) => Before::Word,
    };
    // 至2001、今年…, 二○○一、今年…: no marker begins within a number.
    let within = match words.last() {
        Some('〇' | '○') => han_digit(rest[0]).is_some(),
        last => rest[0].is_ascii_digit() && last.is_some_and(char::is_ascii_digit),
    };
    if within {
        return None;
    }
    let opens_line = before == Before::LineStart;
    let (style, number, len) = look::look(rest, opens_line, before)?;
    let before = if before == Before::Word { run_into(words, rest[0]) } else { before };
    Some((Marker { at, len, style, number, opens_line }, before))
}

/// What stands before a marker that has run into words.
fn run_into(words: &[char], opening: char) -> Before {
    // 2024年工作打算一、…: the name of a part runs into its first heading.
    if han_digit(opening).is_some() && FUSED_ENDS.at_end(words) {
        return Before::Stop;
    }
    // 存在的问题一是…: so does a heading of problems into its first item. A number in digits is told by its point.
    if !opening.is_ascii_digit() && FUSED_PROBLEMS.at_end(words) { Before::Comma } else { Before::Word }
}
