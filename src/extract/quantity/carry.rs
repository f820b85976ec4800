//! A unit that stands once, at the end of a list: 分别增长3、5和7个百分点, 完成26.8、50.9亿元.

use rust_decimal::Decimal;

use super::Seen;
use super::fate::NO_UNIT;
use crate::extract::numeral::numeral;
use crate::fact::Comparator;

/// Gives numbers of a list without a unit the unit, and the 万 or 亿, of the number after them.
pub fn over_lists(chars: &[char], seen: &mut [Seen]) {
    for next in (1..seen.len()).rev() {
        let (before, from) = seen.split_at_mut(next);
        let (Some(number), Some(follower)) = (before.last_mut(), from.first()) else { continue };
        if !shares(chars, number, follower) {
            continue;
        }
        if !number.scaled && follower.scaled {
            let factor = places(chars, follower);
            let scaled = |value: Option<Decimal>| {
                value.and_then(|value| value.checked_mul(factor)).map(|value| value.normalize())
            };
            (number.low, number.high) = (scaled(number.low), scaled(number.high));
            number.scaled = true;
        }
        number.unit.clone_from(&follower.unit);
        number.reason = follower.reason;
    }
}

/// The two are neighbours in a list, and only the second has a unit.
fn shares(chars: &[char], number: &Seen, follower: &Seen) -> bool {
    // 1、2000亩: the marker of an item is no member of a list.
    let place = number.range.start.checked_sub(1).map(|before| chars[before]);
    if follower.reason.is_none()
        && place.is_none_or(|c| matches!(c, '\n' | '。' | ';' | ':'))
        && number.low.is_some_and(|low| low.is_integer())
    {
        return false;
    }
    // 上升1个和0.5个百分点: the first writes half of the unit.
    let named = |seen: &Seen, name: &str| seen.unit.as_ref().is_some_and(|unit| unit.name == name);
    let half = || named(number, "个") && named(follower, "个百分点");
    let open =
        (number.unit.is_none() || half()) && (number.reason == Some(NO_UNIT) || number.reason.is_none());
    let plain = |seen: &Seen| !seen.masked && !seen.rank && chars[seen.core.start].is_ascii_digit();
    open && plain(number)
        && plain(follower)
        && follower.unit.is_some()
        && follower.comparator != Comparator::Range
        && number.range.end + 1 == follower.range.start
        && matches!(chars[number.range.end], '、' | '和' | '与' | '及')
}

/// What the places of a number multiply: 亿 in 50.9亿.
fn places(chars: &[char], seen: &Seen) -> Decimal {
    let written = &chars[seen.core.clone()];
    let digits = written.iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
    let plain = numeral(&written[..digits]).map(|plain| plain.low).filter(|plain| !plain.is_zero());
    plain.zip(seen.low).and_then(|(plain, low)| low.checked_div(plain)).unwrap_or(Decimal::ONE)
}
