//! What a marker looks like where it stands.

use super::{Before, Style};
use crate::outline::part;
use crate::outline::plain::LONGEST_PART;
use crate::outline::title::ends_at_meeting;
use crate::outline::words::{COUNTED, NOT_COUNTED};
use crate::text::is_han;

/// Style, number and length of the marker that `rest` begins with.
pub(super) fn look(rest: &[char], opens_line: bool, before: Before) -> Option<(Style, u32, usize)> {
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
        // …。第二部分2024年工作安排….
        '第' => {
            let (number, len) = han_number(&rest[1..])?;
            let words = rest[1 + len..].strip_prefix(&['部', '分'])?;
            let name = &words[..words.len().min(LONGEST_PART)];
            let name = name.split(|c| matches!(c, ',' | '。' | ';' | ':')).next().unwrap_or(name);
            let named = part::names_part(name);
            named.then_some((Style::Chapter, number, 3 + len))
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
                    // 一、二、三 counts, 一、一九九八年工作 is a heading.
                    let year = || get(len + 5) == Some('年');
                    (han_digit(next).is_none() || opens_line || year()).then_some((
                        Style::Han,
                        number,
                        len + 1,
                    ))
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
    COUNTED.at_start(rest) && !NOT_COUNTED.at_start(rest)
}

/// Value and length of the ASCII digits that `rest` begins with; at most three.
fn digits(rest: &[char]) -> Option<(u32, usize)> {
    const MOST: usize = 3;
    let digits = rest.iter().take(MOST + 1).map_while(|c| c.to_digit(10));
    let (value, len) = digits.fold((0, 0), |(value, len), digit| (value * 10 + digit, len + 1));
    (1..=MOST).contains(&len).then_some((value, len))
}

/// Value of a Han digit, 十 included.
pub(in crate::outline) fn han_digit(c: char) -> Option<u32> {
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
