//! Why a number measures nothing: it orders, dates, names or decorates.

use rust_decimal::Decimal;

use super::Seen;
use super::unit::is_year;
use crate::extract::numeral::{Numeral, digit, opens};
use crate::fact::{Comparator, LIST_MARKER, PART_OF_WORD};
use crate::lexicon::{Lexicon, Unit, UnitKind};
use crate::text::is_han;

/// The fate of a number that no unit follows.
pub const NO_UNIT: &str = "no unit";

const NAME: &str = "name";

/// Why a number measures nothing; `None` where it may measure.
pub fn no_measure(chars: &[char], found: &Seen, number: &Numeral, lexicon: &Lexicon) -> Option<&'static str> {
    let at = found.core.start;
    let end = found.core.end;
    let before = at.checked_sub(1).map(|i| chars[i]);
    let after = chars.get(end).copied();
    let digit = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
    let times = |sign: Option<char>| matches!(sign, Some('×' | '*'));
    if times(before) && at >= 2 && digit(chars.get(at - 2)) || times(after) && digit(chars.get(end + 1)) {
        return Some("dimension");
    }
    match before {
        Some('第') if after == Some('页') => return Some("page number"),
        Some('第') => return Some("ordinal"),
        // GDP19.9亿元: only what measures nothing is a name.
        Some(c)
            if c.is_ascii_alphabetic()
                && !found.masked
                && found.range.start == at
                && (number.bare || !matches!(found.kind(), Some(UnitKind::Money | UnitKind::Share))) =>
        {
            return Some(NAME);
        }
        Some('[' | '+' | '#' | '“' | '"') if found.unit.is_none() => {
            return bracketed(chars, found, number).or(Some(NAME));
        }
        Some('-') if at >= 2 && chars[at - 2].is_ascii_alphanumeric() && found.unit.is_none() => {
            return Some(NAME);
        }
        Some('至') if number.han && place_behind(chars, found, lexicon) => return Some(NAME),
        _ => {}
    }
    if let Some(reason) = bracketed(chars, found, number) {
        return Some(reason);
    }
    match &found.unit {
        None => without_unit(chars, found, number),
        Some(unit) => with_unit(chars, found, number, unit, lexicon),
    }
}

/// 东岗至二台坪: behind a place the name of another, not how many there are. 增加至三家村 counts.
fn place_behind(chars: &[char], found: &Seen, lexicon: &Lexicon) -> bool {
    let (at, end) = (found.core.start, found.core.end);
    let before = at.checked_sub(2).map(|i| chars[i]);
    let grows = |c| matches!(c, '加' | '增' | '高' | '少' | '减' | '降' | '短' | '大' | '升' | '展' | '达');
    before.is_some_and(|c| is_han(c) && digit(c).is_none() && !grows(c))
        && found.unit.as_ref().is_some_and(|unit| unit.kind == UnitKind::Count && unit.name != "个")
        && lexicon.names.sharing.at_start(&chars[end..]).is_some()
}

/// In brackets, or behind those of a document's year: (3), [12], 〔2021〕15号.
fn bracketed(chars: &[char], found: &Seen, number: &Numeral) -> Option<&'static str> {
    let (at, end) = (found.core.start, found.core.end);
    let before = at.checked_sub(1).map(|i| chars[i]);
    let after = chars.get(end).copied();
    if found.unit.as_ref().is_some_and(|unit| unit.name == "号")
        && matches!(before, Some('〕' | ']' | ')' | '】'))
        && at >= 2
        && chars[at - 2].is_ascii_digit()
    {
        return Some("document number");
    }
    if found.unit.is_some() {
        return None;
    }
    let opened = matches!(before, Some('〔' | '[' | '(' | '【'));
    let closed = matches!(after, Some('〕' | ']' | ')' | '】'));
    let year = number.len == 4 && is_year(number);
    if opened && closed && year && chars.get(end + 1).is_some_and(char::is_ascii_digit) {
        return Some("document number");
    }
    if before == Some('(') && after == Some(')') {
        let opens = at < 2 || matches!(chars[at - 2], '\n' | '。' | ';' | ':' | ',');
        return Some(if opens { LIST_MARKER } else { "footnote" });
    }
    (after == Some(']')).then_some("footnote")
}

fn without_unit(chars: &[char], found: &Seen, number: &Numeral) -> Option<&'static str> {
    let (at, end) = (found.core.start, found.core.end);
    let before = at.checked_sub(1).map(|i| chars[i]);
    let after = chars.get(end).copied();
    let bare_end = at + number.len;
    if chars.get(bare_end) == Some(&'年') {
        return Some("year");
    }
    if after == Some('页') && matches!(before, Some('共' | '/')) || alone_between_dashes(chars, found) {
        return Some("page number");
    }
    if before.is_none_or(|c| c == '\n') && matches!(after, Some('、' | '.' | ')')) {
        return Some(LIST_MARKER);
    }
    if after == Some('点') && !number.han && on_the_clock(&chars[end + 1..]) {
        return Some("date");
    }
    let latin = after.is_some_and(|c| c.is_ascii_alphabetic() || c == '+');
    let hour = chars.get(bare_end) == Some(&':') && chars.get(bare_end + 1).is_some_and(char::is_ascii_digit);
    if latin || hour {
        return Some(NAME);
    }
    if found.scaled && (!number.bare || found.comparator != Comparator::Eq) {
        return None;
    }
    if !number.han {
        return Some(NO_UNIT);
    }
    if number.bare && end - at > 1 {
        return Some(NAME);
    }
    // 十四五, 十二五: a plan's period.
    if let ['十', middle, '五'] = &chars[at..end]
        && digit(*middle).is_some()
    {
        return Some(NAME);
    }
    let len = end - at;
    let compared = found.comparator != Comparator::Eq && len > 1;
    let digits = chars[at..end].iter().filter(|c| digit(**c).is_some()).count();
    let placed = 0 < digits && digits < len && len > 2;
    Some(if compared || placed || apart(chars, found) { NO_UNIT } else { PART_OF_WORD })
}

/// 9点30分, 9点整, 9点前.
fn on_the_clock(after: &[char]) -> bool {
    after.first().is_none_or(|c| c.is_ascii_digit() || !is_han(*c) || matches!(c, '半' | '整' | '前' | '钟'))
}

/// No word goes on on either side: 负一, 三十四十, and a number alone.
fn apart(chars: &[char], found: &Seen) -> bool {
    let several = found.core.len() > 1;
    let is_word = |at: usize| {
        chars.get(at).is_some_and(|&c| {
            (is_han(c) || c.is_ascii_alphanumeric()) && !(several && (opens(c) && !c.is_ascii()))
        })
    };
    let before = found.range.start.checked_sub(1).is_some_and(is_word);
    !before && !is_word(found.range.end)
}

/// - 3 -, alone on its line.
fn alone_between_dashes(chars: &[char], found: &Seen) -> bool {
    let dash = |c: &char| matches!(c, '-' | '—');
    let before = chars[..found.core.start].iter().rev().take_while(|c| dash(c)).count();
    let after = chars[found.core.end..].iter().take_while(|c| dash(c)).count();
    let opens = found.core.start == before || chars[found.core.start - before - 1] == '\n';
    before > 0 && after > 0 && opens && chars.get(found.core.end + after).is_none_or(|c| *c == '\n')
}

fn with_unit(
    chars: &[char],
    found: &Seen,
    number: &Numeral,
    unit: &Unit,
    lexicon: &Lexicon,
) -> Option<&'static str> {
    let (at, end) = (found.core.start, found.core.end);
    match unit.kind {
        // 浏览次数:1284次, where the line went on: 浏览次数:1284字号:大.
        _ if at > 0 && chars[at - 1] == ':' && lexicon.numbers.visits.at_end(&chars[..at - 1]).is_some() => {
            Some("visits of a page")
        }
        UnitKind::Amount if unit.name == "分" && at > 0 && matches!(chars[at - 1], '点' | '时') => {
            Some("date")
        }
        UnitKind::Name => Some(if unit.date { "date" } else { NAME }),
        UnitKind::Duration if unit.name == "年" && is_year(number) => Some("year"),
        UnitKind::Count | UnitKind::Person | UnitKind::Times
            if number.han && is_one(number) && !counts_one(chars, at, unit, lexicon) =>
        {
            Some("indefinite one")
        }
        UnitKind::Count if in_short_quotes(chars, at, end) => Some("slogan"),
        // “四场硬仗”, “一元公交”.
        UnitKind::Times | UnitKind::Person | UnitKind::Money
            if number.han
                && at > 0
                && matches!(chars[at - 1], '“' | '‘')
                && in_short_quotes(chars, at, end) =>
        {
            Some("slogan")
        }
        UnitKind::Times if number.han && unit.name == "期" => Some(NAME),
        UnitKind::Times
            if (number.han || found.masked)
                && unit.name == "次"
                && lexicon.numbers.meetings.at_start(&chars[end..]).is_some() =>
        {
            Some("ordinal")
        }
        // 二次供水.
        UnitKind::Times
            if number.han
                && unit.name == "次"
                && lexicon.numbers.repeated.at_start(&chars[end..]).is_some() =>
        {
            Some(NAME)
        }
        UnitKind::Length
            if number.han
                && unit.name == "米"
                && found.low.is_some_and(|low| low < Decimal::TEN && low.is_integer()) =>
        {
            Some(NAME)
        }
        _ if number.bare && found.comparator == Comparator::Eq => Some(NAME),
        _ => None,
    }
}

fn is_one(number: &Numeral) -> bool {
    number.low == Decimal::ONE && number.high == Decimal::ONE && !number.bare
}

/// 新建一座, 建成一处: a count of one that a task can be checked by; elsewhere 一 is an article.
fn counts_one(chars: &[char], at: usize, unit: &Unit, lexicon: &Lexicon) -> bool {
    /// Words farther before a number have no bearing on it.
    const BEARING: usize = 24;
    if !unit.one {
        return false;
    }
    let numbers = &lexicon.numbers;
    if numbers.builds.at_end(&chars[at.saturating_sub(2)..at]).is_some() {
        return true;
    }
    // 每村至少建一个蔬菜小区.
    const BOUND: usize = 6;
    if lexicon.dismissals.bounds.any_in(&chars[at.saturating_sub(BOUND)..at]) {
        return true;
    }
    // 新建垃圾填埋场一座: the count stands at the end of the clause.
    let end = at + 1 + unit.name.chars().count();
    let closes = chars.get(end).is_none_or(|c| matches!(c, ',' | '。' | ';' | '、' | '\n'))
        && at.checked_sub(1).is_some_and(|before| is_han(chars[before]));
    let clause = chars[at.saturating_sub(BEARING)..at]
        .rsplit(|c| matches!(c, ',' | '。' | ';' | '\n'))
        .next()
        .unwrap_or(&[]);
    closes && (numbers.builds.any_in(clause) || numbers.gains.any_in(clause))
}

/// “六个百分之百”: a share in Hanzi that is counted itself.
pub fn slogan(chars: &[char], found: &Seen) -> Option<&'static str> {
    let (at, end) = (found.core.start, found.core.end);
    let counted = at > 0 && is_han(chars[at]) && chars[at - 1] == '个';
    (counted && in_short_quotes(chars, at, end)).then_some("slogan")
}

/// “四个不摘”, “两个维护”: a number inside a short quotation.
fn in_short_quotes(chars: &[char], at: usize, end: usize) -> bool {
    const LONGEST_SLOGAN: usize = 14;
    let from = at.saturating_sub(LONGEST_SLOGAN);
    let Some(open) = chars[from..at].iter().rposition(|&c| matches!(c, '“' | '‘' | '"')).map(|i| from + i)
    else {
        return false;
    };
    if chars[open..at].iter().any(|&c| matches!(c, '”' | '’' | '。')) {
        return false;
    }
    chars[end..]
        .iter()
        .take(LONGEST_SLOGAN)
        .position(|&c| matches!(c, '”' | '’' | '"'))
        .is_some_and(|len| end + len - open <= LONGEST_SLOGAN)
}
