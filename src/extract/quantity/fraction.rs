//! Numbers that are read as a whole: 百分之三, 三分之一, 3/4, 八成, 一半, 翻两番.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Seen, bound, unit};
use crate::extract::numeral::{Numeral, numeral};
use crate::fact::Comparator;
use crate::lexicon::{Lexicon, Unit, UnitKind};
use crate::text::is_han;
use crate::text::phrase::starts;

/// 翻一番, 翻两番, 翻番.
pub fn doubling(chars: &[char], at: usize, lexicon: &Lexicon) -> Option<Seen> {
    // 两个翻番 counts doublings that are named elsewhere.
    if at > 0 && chars[at - 1] == '个' {
        return None;
    }
    let (value, len) = match &chars[at + 1..] {
        ['番', ..] => (Decimal::ONE, 2),
        ['了', '番', ..] => (Decimal::ONE, 3),
        ['了', _, '番', ..] => (numeral(&chars[at + 2..])?.low, 4),
        ['一' | '二' | '两' | '三', '番', ..] => (numeral(&chars[at + 1..])?.low, 3),
        _ => return None,
    };
    // 翻了一番半.
    let more = chars.get(at + len) == Some(&'半');
    let (value, len) = if more { (value + Decimal::new(5, 1), len + 1) } else { (value, len) };
    Some(whole(chars, at..at + len, (value, value), unit::named("番", lexicon)?, lexicon))
}

/// 半年, 半成, 半数以上; 上半年 and 一多半 are words.
pub fn half(chars: &[char], at: usize, lexicon: &Lexicon) -> Option<Seen> {
    let rest = &chars[at + 1..];
    let before = at.checked_sub(1).map(|before| chars[before]);
    if before.is_some_and(|c| lexicon.numbers.not_half.at_end(&[c]).is_some()) {
        return None;
    }
    let half = Decimal::new(5, 1);
    if matches!(rest, ['成', ..]) && tenths_end(&rest[1..], lexicon) {
        let five = Decimal::from(5);
        return Some(whole(chars, at..at + 2, (five, five), unit::named("%", lexicon)?, lexicon));
    }
    if rest.first() == Some(&'数') {
        let fifty = Decimal::from(50);
        return Some(whole(chars, at..at + 2, (fifty, fifty), unit::named("%", lexicon)?, lexicon));
    }
    let (len, unit) = lexicon.units.at_start(rest)?;
    let thing = unit.name == "个";
    let measures =
        matches!(unit.kind, UnitKind::Duration | UnitKind::Length | UnitKind::Area | UnitKind::Amount);
    if !(thing || measures && unit.han) || lexicon.numbers.not_units.at_start(rest).is_some() {
        return None;
    }
    let mut found = whole(chars, at..at + 1 + len, (half, half), unit, lexicon);
    found.reason = thing.then_some("part of a thing");
    Some(found)
}

/// A fraction whose first numeral, if it has one of its own, is `first`.
pub fn fraction(chars: &[char], at: usize, first: Option<&Numeral>, lexicon: &Lexicon) -> Option<Seen> {
    let rest = &chars[at..];
    let percent = || unit::named("%", lexicon);
    let (low, high, end, unit) = match rest {
        ['百', '分', '之', ..] => {
            let (low, high, len) = parts(&rest[3..])?;
            (low, high, at + 3 + len, percent()?)
        }
        ['千', '分', '之', ..] => {
            let (low, high, len) = parts(&rest[3..])?;
            (low, high, at + 3 + len, unit::named("‰", lexicon)?)
        }
        ['一' | '1', '半', after @ ..]
            if !starts(after, "以下")
                && after.first().is_none_or(|c| !is_han(*c) || matches!(c, '以' | '的')) =>
        {
            // 一半以上的村.
            (Decimal::from(50), Decimal::from(50), at + 2, percent()?)
        }
        _ => {
            let whole = first?;
            let tail = &rest[whole.len..];
            match tail {
                ['分', '之', ..] if !whole.low.is_zero() => {
                    let part = numeral(&tail[2..])?;
                    let share = share(part.low, whole.low)?;
                    (share, share, at + whole.len + 2 + part.len, percent()?)
                }
                ['/', ..] => slashed(chars, at, whole, lexicon)?,
                ['成' | '至' | '到' | '-' | '—', ..] => {
                    let (low, high, len) = tenths(rest, whole, lexicon)?;
                    (low, high, at + len, percent()?)
                }
                _ => return None,
            }
        }
    };
    let sign = bound::minus(chars, at);
    let ends = if sign > 0 { (-high, -low) } else { (low, high) };
    let mut found = whole(chars, at..end, ends, unit, lexicon);
    found.range.start = found.range.start.min(at - sign);
    Some(found)
}

/// 三, or 三至五 and 三至百分之五, after 百分之.
fn parts(rest: &[char]) -> Option<(Decimal, Decimal, usize)> {
    let part = numeral(rest)?;
    if let Some('至' | '到' | '-' | '—') = rest.get(part.len) {
        let from = part.len + 1;
        let again = if matches!(&rest[from..], ['百' | '千', '分', '之', ..]) { 3 } else { 0 };
        if let Some(upper) = numeral(&rest[from + again..])
            && upper.low > part.low
            && (again > 0 || !rest.get(from + upper.len).is_some_and(|c| is_han(*c)))
        {
            return Some((part.low, upper.high, from + again + upper.len));
        }
    }
    Some((part.low, part.high, part.len))
}

/// A part of a whole in per cent: exact where that ends, else to four places.
fn share(part: Decimal, whole: Decimal) -> Option<Decimal> {
    /// Places of a share that ends by itself, as 千万分之六 does.
    const EXACT: u32 = 12;
    let share = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?.normalize();
    Some(if share.scale() <= EXACT { share } else { share.round_dp(4) })
}

/// 3/4 of the land, 1/2kg. A day of the year (6/30) and a page (2/18) have larger lower halves.
fn slashed<'a>(
    chars: &[char],
    at: usize,
    upper: &Numeral,
    lexicon: &'a Lexicon,
) -> Option<(Decimal, Decimal, usize, &'a Unit)> {
    /// The largest whole that people write in figures.
    const LARGEST: u32 = 10;
    let from = at + upper.len + 1;
    let lower = numeral(&chars[from..])?;
    let end = from + lower.len;
    let parts = !upper.masked && !lower.masked && lower.low > upper.low && upper.low > Decimal::ZERO;
    let whole_numbers = upper.low.scale() == 0 && lower.low.scale() == 0;
    let apart = !at.checked_sub(1).is_some_and(|before| {
        chars[before] == '/' || chars[before] == '第' || chars[before].is_ascii_alphanumeric()
    });
    let small = upper.han || !whole_numbers || lower.low <= Decimal::from(LARGEST);
    if !(parts && small && apart) || matches!(chars.get(end), Some('/' | '页' | '日' | '号')) {
        return None;
    }
    match unit::after(&chars[end..], &lower, lexicon) {
        Some((len, unit)) if unit.kind != UnitKind::Name => {
            let value = upper.low.checked_div(lower.low)?;
            let value = if value.scale() <= 4 { value } else { value.round_dp(4) };
            Some((value, value, end + len, unit))
        }
        Some(_) => None,
        None => {
            let share = share(upper.low, lower.low)?;
            Some((share, share, end, unit::named("%", lexicon)?))
        }
    }
}

/// 八成, 九成五, 7.2成, 七至八成: per cent, and the characters taken.
fn tenths(rest: &[char], first: &Numeral, lexicon: &Lexicon) -> Option<(Decimal, Decimal, usize)> {
    let (mut high, mut len) = (first.high, first.len);
    if rest.get(len) != Some(&'成') {
        let second = numeral(&rest[len + 1..]).filter(|second| second.low > first.low)?;
        (high, len) = (second.high, len + 1 + second.len);
    }
    let after = rest.get(len..)?.strip_prefix(&['成'])?;
    if high > Decimal::TEN || first.masked {
        return None;
    }
    let (low, high) = (first.low.checked_mul(Decimal::TEN)?, high.checked_mul(Decimal::TEN)?);
    // 九成五 is 95 %.
    if low == high
        && first.len == 1
        && let Some(digit) = after.first().and_then(|c| "一二三四五六七八九".chars().position(|d| d == *c))
        && tenths_end(&after[1..], lexicon)
    {
        let value = low.checked_add(Decimal::from(digit as u32 + 1))?;
        return Some((value, value, len + 2));
    }
    tenths_end(after, lexicon).then_some((low, high, len + 1))
}

/// What stands after 成 leaves it a share: 八成以上, 三成农户; 三成立 is none.
fn tenths_end(after: &[char], lexicon: &Lexicon) -> bool {
    after.first().is_none_or(|c| !is_han(*c)) || lexicon.numbers.after_tenths.at_start(after).is_some()
}

/// A number that is read as a whole, with the comparing words around it.
fn whole(
    chars: &[char],
    core: Range<usize>,
    (low, high): (Decimal, Decimal),
    unit: &Unit,
    lexicon: &Lexicon,
) -> Seen {
    let mut comparator = if low == high { Comparator::Eq } else { Comparator::Range };
    let mut range = core.clone();
    if let Some((len, found)) = bound::before(chars, core.start, lexicon) {
        comparator = found;
        range.start -= len;
    }
    if let Some((len, &found)) = lexicon.comparators_after.at_start(&chars[core.end..]) {
        comparator = found;
        range.end += len;
    }
    Seen {
        range,
        core,
        low: Some(low.normalize()),
        high: Some(high.normalize()),
        unit: Some(unit.clone()),
        comparator,
        masked: false,
        rank: false,
        bare: false,
        scaled: false,
        reason: None,
    }
}
