//! The form of a text that the reading works on.
//!
//! Half-width marks and digits, no white space but hard line ends and the blank between two
//! Latin words, no line ends that only wrap a paragraph. Every character knows the character
//! of the source that it stands for.

use unicode_normalization::UnicodeNormalization;

use super::{Span, is_han};

/// Normalised characters and the place in the source of each.
#[derive(Debug, Clone, Default)]
pub struct Normal {
    chars: Vec<char>,
    /// Index of the source character for each normalised one.
    source_at: Vec<u32>,
}

impl Normal {
    /// Normalises a text that has as many characters as the source.
    pub(super) fn of(source: &str) -> Normal {
        let mut normal = Normal::default();
        normal.chars.reserve(source.len() / 3);
        normal.source_at.reserve(source.len() / 3);
        let wrap = wrap_width(source);
        let mut gap = false;
        let mut line_width = 0usize;
        let mut chars = source.chars().enumerate().peekable();
        while let Some((at, c)) = chars.next() {
            // Exports leave line ends as the two characters `\` and `n`.
            let c = match c {
                '\\' => match chars.peek().map(|&(_, next)| next) {
                    Some('r') => {
                        chars.next();
                        ' '
                    }
                    Some('n') => {
                        chars.next();
                        '\n'
                    }
                    Some('t') => {
                        chars.next();
                        ' '
                    }
                    _ => c,
                },
                _ => c,
            };
            if c == '\n' || c == '\u{2028}' || c == '\u{2029}' {
                normal.end_line(at as u32, line_width, wrap, source_rest(&mut chars));
                gap = false;
                line_width = 0;
                continue;
            }
            if c.is_whitespace() || is_invisible(c) {
                gap = true;
                continue;
            }
            line_width += 1;
            if is_plain_han(c) {
                normal.push(c, at as u32);
                gap = false;
                continue;
            }
            let before = normal.chars.last().copied();
            let folded = fold(c);
            if gap
                && before.is_some_and(|b| b.is_ascii_alphanumeric())
                && folded.is_some_and(|f| f.is_ascii_alphanumeric())
            {
                normal.push(' ', at as u32);
            }
            gap = false;
            match folded {
                Some(one) => normal.push(one, at as u32),
                None => c.nfkc().filter(|k| !k.is_whitespace()).for_each(|k| normal.push(k, at as u32)),
            }
        }
        normal
    }

    fn push(&mut self, c: char, at: u32) {
        self.chars.push(c);
        self.source_at.push(at);
    }

    /// Ends a line unless the break only wraps a paragraph: after a comma, or at the width at
    /// which the whole text wraps, before a line that does not open with a marker.
    fn end_line(&mut self, at: u32, width: usize, wrap: Option<usize>, next: Option<char>) {
        let soft = match self.chars.last() {
            None | Some('\n') => return,
            Some('、' | ',') => true,
            Some('。' | '!' | '?' | ':' | ';' | '”' | '》') => false,
            Some(_) => {
                wrap.is_some_and(|w| width + 2 >= w)
                    && next.is_some_and(|c| !c.is_whitespace() && !opens_heading(c))
            }
        };
        if !soft {
            self.push('\n', at);
        }
    }

    /// The normalised characters.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The place in the source of a range of normalised characters.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let first = self.source_at.get(start).copied().unwrap_or(0);
        let last = end.checked_sub(1).and_then(|last| self.source_at.get(last)).copied();
        Span { start: first, end: last.map_or(first, |last| last + 1) }
    }
}

/// The character after a line end, without taking it.
fn source_rest<I: Iterator<Item = (usize, char)>>(chars: &mut std::iter::Peekable<I>) -> Option<char> {
    chars.peek().map(|&(_, c)| c)
}

fn is_plain_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}') || c.is_control()
}

/// The single character that stands for `c`; `None` where NFKC gives several.
fn fold(c: char) -> Option<char> {
    match c {
        '\u{21}'..='\u{7e}' => Some(c),
        // Full-width ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '﹣' => Some('-'),
        '\u{2015}' | '─' | '━' | '﹘' => Some('—'),
        '∶' | '︰' => Some(':'),
        '…' | '⋯' => Some('…'),
        // List markers: NFKC would leave a bare digit.
        '①'..='⑳' => Some(c),
        '„' | '‟' | '〝' => Some('“'),
        '〞' | '〟' => Some('”'),
        '「' | '『' => Some('“'),
        '」' | '』' => Some('”'),
        '﹑' => Some('、'),
        '﹒' => Some('.'),
        '﹪' => Some('%'),
        '〜' | '∼' => Some('~'),
        _ => {
            let mut folded = c.nfkc();
            match (folded.next(), folded.next()) {
                (Some(only), None) => Some(only),
                _ => None,
            }
        }
    }
}

/// A character that can open a heading or a list item.
fn opens_heading(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '第')
        || matches!(c, '(' | '（' | '—' | '-' | '●' | '■' | '◆' | '★')
        || c.is_ascii_digit()
        || matches!(c, '０'..='９')
}

/// Width, in characters, at which a text wraps its paragraphs; `None` where it does not wrap.
///
/// A wrapped text has many lines of nearly the same width that end in the middle of a sentence.
fn wrap_width(source: &str) -> Option<usize> {
    const LEAST_LINES: usize = 8;
    const SLACK: usize = 3;
    let widths: Vec<usize> = source
        .lines()
        .map(str::trim_end)
        .filter(|line| line.chars().next_back().is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric()))
        .map(|line| line.chars().filter(|c| !c.is_whitespace()).count())
        .filter(|&width| width >= 12)
        .collect();
    let widest = widths.iter().copied().max()?;
    let near = widths.iter().filter(|&&width| width + SLACK >= widest).count();
    (widths.len() >= LEAST_LINES && near * 2 >= widths.len() && widest <= 80).then_some(widest)
}
