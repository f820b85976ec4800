//! Numerals → exact values: Arabic, Han, mixed, masked.
//!
//! Works on normalised characters. A numeral is what stands before a unit: 36.5, 1,100万, 两千三百,
//! 25万6千, 一百点五, xx.x, 三五百.

use rust_decimal::Decimal;

use crate::text::charset::CharSet;
use crate::text::landmark::{MASKS, NUMERALS};

mod digits;
mod places;

use digits::digits;
use places::{MYRIAD, Places};

/// A numeral at the start of a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    /// Lower end; zero where masked.
    pub low: Decimal,
    /// Upper end; equal to the lower one but for pairs (三五百).
    pub high: Decimal,
    /// Characters taken.
    pub len: usize,
    /// Some of its digits are redacted.
    pub masked: bool,
    /// Its first digit is a Han digit.
    pub han: bool,
    /// Only a multiplier, no digit: 百, 万, 亿.
    pub bare: bool,
    /// 余, 多, 几 or 来 stands inside or after it: 2700多, 十几, 20余.
    pub about: bool,
    /// Ends in 万 or 亿.
    pub scaled: bool,
}

impl Numeral {
    /// A numeral that is exactly `value`.
    fn exactly(value: Decimal, len: usize) -> Numeral {
        Numeral {
            low: value,
            high: value,
            len,
            masked: false,
            han: true,
            bare: false,
            about: false,
            scaled: false,
        }
    }
}

/// No number of a report has more characters; a longer run is a serial number or noise.
pub const LONGEST_RUN: usize = 28;

/// Reads the longest numeral that `rest` begins with.
#[inline]
pub fn numeral(rest: &[char]) -> Option<Numeral> {
    // Asked at most places of a text, and nearly always in vain.
    let first = *rest.first()?;
    if opens(first) || matches!(first, '.' | '伍' | '参' | '兆') { opened_by(first, rest) } else { None }
}

fn opened_by(first: char, rest: &[char]) -> Option<Numeral> {
    if first.is_ascii_digit() || is_mask(first) || first == '.' {
        return arabic(rest);
    }
    match first {
        '数' | '几' => vague(rest),
        '伍' | '参' if !is_formal(rest) => None,
        '百' | '佰' | '千' | '仟' | '万' | '亿' => bare(rest).or_else(|| mixed(rest, None)),
        _ => han_digits(rest).unwrap_or_else(|| mixed(rest, None)),
    }
}

/// A character that redacts a digit.
pub fn is_mask(c: char) -> bool {
    opens(c) && MASKS.contains(&c)
}

/// Characters with which a number goes on behind a digit.
#[rustfmt::skip]
const FOLLOWING: &CharSet = &CharSet::of(&[
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '几', '余', '多', '来', '点',
    '零', '〇', '一', '二', '两', '三', '四', '五', '六', '七', '八', '九',
    '壹', '贰', '叁', '叄', '参', '肆', '伍', '陆', '柒', '捌', '玖',
    '十', '百', '千', '万', '亿', '兆', '拾', '佰', '仟', '廿', '卅',
]);

/// A character that can open a numeral.
pub fn opens(c: char) -> bool {
    NUMERALS.has(c)
}

/// 伍仟元: 伍 and 参 are digits only in front of the places and units of cheques (队伍, 参加).
pub fn is_formal(rest: &[char]) -> bool {
    matches!(rest, ['伍' | '参', '拾' | '佰' | '仟' | '万' | '亿' | '元' | '圆' | '角' | '分', ..])
}

/// Value of a Han digit, in the common and in the anti-forgery writing.
pub fn digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' | '叄' | '参' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// Value of a digit in either writing.
fn any_digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| digit(c))
}

fn multiplier(c: char) -> Option<Decimal> {
    Some(Decimal::from(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    }))
}

/// The place that `rest` begins with. 兆 is one between Han digits only: 百兆光纤 and 兆瓦 are none.
fn place(rest: &[char], digits: bool) -> Option<Decimal> {
    match rest {
        ['兆', next, ..] if digits && (digit(*next).is_some() || matches!(next, '元' | '亿')) => {
            Some(Decimal::from(1_000_000_000_000_u64))
        }
        [c, next, ..] if of_unit(*c, *next) => None,
        [c, ..] => multiplier(*c),
        [] => None,
    }
}

/// 6千米, 1.2百分点: what looks like a multiplier belongs to the unit.
fn of_unit(c: char, next: char) -> bool {
    match c {
        '千' => matches!(next, '米' | '瓦' | '克' | '伏' | '分' | '卡' | '赫' | '帕'),
        '百' => next == '分',
        _ => false,
    }
}

/// Arabic digits, then places: 2.5万, 1万亿, 25万6千, 3万4000, 1千零1, 30w.
fn arabic(rest: &[char]) -> Option<Numeral> {
    let first = digits(rest)?;
    let plain = Numeral {
        low: first.value,
        high: first.value,
        len: first.len,
        masked: first.masked,
        han: false,
        bare: false,
        about: false,
        scaled: false,
    };
    let after = &rest[first.len..];
    // Most numbers end here.
    if !first.masked && after.first().is_none_or(|&next| !FOLLOWING.has(next) && !matches!(next, 'w' | 'k')) {
        return Some(plain);
    }
    match after {
        // 1点1; 9点30分 is a time of day.
        ['点', next, tail @ ..]
            if next.is_ascii_digit()
                && first.value.scale() == 0
                && !first.masked
                && !tail.first().is_some_and(|c| c.is_ascii_digit() || *c == '分') =>
        {
            Some(Numeral { han: false, ..fraction(first.value, rest, first.len)? })
        }
        // 10~15k元, 30w左右: as people type.
        [c @ ('w' | 'k'), tail @ ..] if !first.masked && types_scale(*c, tail) => {
            let scale = if *c == 'w' { MYRIAD } else { Decimal::ONE_THOUSAND };
            let value = first.value.checked_mul(scale)?;
            Some(Numeral { low: value, high: value, len: first.len + 1, scaled: *c == 'w', ..plain })
        }
        _ if first.masked => {
            let about = matches!(after, ['余' | '多' | '几', '万' | '亿', ..]);
            let from = usize::from(about);
            let scale = match &after[from..] {
                ['十', ..] => None,
                after => multipliers(after),
            };
            let len = first.len + scale.map_or(0, |(_, len)| from + len);
            Some(Numeral { len, about, scaled: scale.is_some_and(|(scale, _)| scale >= MYRIAD), ..plain })
        }
        _ => mixed(rest, Some(plain)),
    }
}

/// 15k元, 30w上下: a letter of kilowatts and metres is none.
fn types_scale(letter: char, tail: &[char]) -> bool {
    match tail.first() {
        Some('元') => true,
        Some(c) => letter == 'w' && matches!(c, '上' | '左' | '以' | '多' | '余' | '人' | ',' | '。'),
        None => letter == 'w',
    }
}

/// 数十, 几百, 数千万: about that many.
fn vague(rest: &[char]) -> Option<Numeral> {
    let (value, len) = multipliers(&rest[1..])?;
    Some(Numeral { about: true, scaled: value >= MYRIAD, ..Numeral::exactly(value, len + 1) })
}

/// 百, 千万, 百亿, 百余万 without a digit; `None` where a digit follows (百三).
fn bare(rest: &[char]) -> Option<Numeral> {
    let (mut value, mut len) = multipliers(rest)?;
    let mut about = false;
    if matches!(rest.get(len), Some('余' | '多' | '几'))
        && let Some((more, places)) = multipliers(&rest[len + 1..])
    {
        value = value.checked_mul(more)?;
        len += 1 + places;
        about = true;
    }
    // 千一百, 百三; 万一 is a word.
    let goes_on = len == 1
        && !about
        && matches!(rest[0], '百' | '佰' | '千' | '仟')
        && rest.get(1).copied().and_then(digit).is_some_and(|d| d > 0)
        && match rest.get(2) {
            Some(&c) => multiplier(c).is_some_and(|place| place < Decimal::ONE_THOUSAND) || !is_word(c),
            None => true,
        };
    (!goes_on).then_some(Numeral {
        bare: true,
        about,
        scaled: value >= MYRIAD,
        ..Numeral::exactly(value, len)
    })
}

fn is_word(c: char) -> bool {
    crate::text::is_han(c) || c.is_ascii_alphanumeric()
}

/// A run of multipliers, all multiplied: 百, 万, 千万, 百亿.
fn multipliers(rest: &[char]) -> Option<(Decimal, usize)> {
    const MOST: usize = 8;
    let mut value = Decimal::ONE;
    let mut len = 0;
    while let Some(scale) = place(&rest[len..], false).filter(|_| len < MOST) {
        value = value.checked_mul(scale)?;
        len += 1;
    }
    (len > 0).then_some((value, len))
}

/// Han digits that are read one by one: 二〇二三, 一七二零点一. The outer `None` says that places
/// decide; two digits that are no pair (唯一一家) are no numeral.
fn han_digits(rest: &[char]) -> Option<Option<Numeral>> {
    let run = rest.iter().take(LONGEST_RUN).take_while(|c| digit(**c).is_some()).count();
    let point = matches!(&rest[run..], ['点', next, ..] if digit(*next).is_some());
    if run < 2 || (run == 2 && !point) && is_pair(rest) {
        return None;
    }
    if run == 2 && !point {
        // 一两 is one ounce, 零五 is five, and 两两 is a word.
        let one = rest[1] == '两' && rest[0] != '两' || digit(rest[0]) == Some(0);
        return (!one).then_some(None);
    }
    if rest[1] == '两' {
        return None;
    }
    let value = rest[..run].iter().try_fold(Decimal::ZERO, |value, c| {
        value.checked_mul(Decimal::TEN)?.checked_add(Decimal::from(digit(*c)?))
    });
    Some(value.and_then(
        |value| {
            if point { fraction(value, rest, run) } else { Some(Numeral::exactly(value, run)) }
        },
    ))
}

/// 三五, 二三: the second digit is larger. 一两 is a pair before a word (一两个), and one 两 at its end.
fn is_pair(rest: &[char]) -> bool {
    let (Some(low), Some(high)) = (rest.first().and_then(|c| digit(*c)), rest.get(1).and_then(|c| digit(*c)))
    else {
        return false;
    };
    let ounces = rest[1] == '两' && !(low == 1 && rest.get(2).is_some_and(|c| is_word(*c) && *c != '半'));
    0 < low && low < high && !ounces
}

/// 点 at `at` and the digits after it, then places: 一点五万. 九点三十分 is a time of day.
fn fraction(whole: Decimal, rest: &[char], at: usize) -> Option<Numeral> {
    let mut value = whole;
    let mut step = Decimal::ONE;
    let mut len = at + 1;
    for digit in rest[at + 1..].iter().map_while(|c| any_digit(*c)) {
        step = step.checked_div(Decimal::TEN)?;
        value = value.checked_add(Decimal::from(digit).checked_mul(step)?)?;
        len += 1;
    }
    if rest.get(len) == Some(&'十') {
        return Some(Numeral::exactly(whole, at));
    }
    let mut scaled = false;
    if let Some((scale, places)) = multipliers(&rest[len..]) {
        value = value.checked_mul(scale)?;
        len += places;
        scaled = true;
    }
    Some(Numeral { scaled, ..Numeral::exactly(value, len) })
}

/// Digits with places: 两千三百, 一万零一十二, 三五百, 四十五六万, 十几, 100万三千. `first` is an
/// Arabic number that opens it.
fn mixed(rest: &[char], first: Option<Numeral>) -> Option<Numeral> {
    // So do most that begin in Han digits.
    if first.is_none()
        && let Some(value) = digit(*rest.first()?)
        && !rest.get(1).is_some_and(|&next| FOLLOWING.has(next))
    {
        return Some(Numeral::exactly(value.into(), 1));
    }
    let mut places = Places::default();
    let mut found = Numeral { han: first.is_none(), ..Numeral::exactly(Decimal::ZERO, 0) };
    let mut at = 0;
    if let Some(first) = first {
        places.wait(first.low, first.high);
        at = first.len;
    }
    // Where the coefficient begins that waits for its place.
    let mut waits_from = 0;
    while let Some(&c) = rest.get(at) {
        if at > LONGEST_RUN {
            return None;
        }
        let next = rest.get(at + 1).copied();
        if let Some(scale) = place(&rest[at..], found.han) {
            // 3十字路口, 100万百姓: after Arabic digits a place needs its own.
            let alone = !found.han
                && scale < MYRIAD
                && (!places.waits() || scale == Decimal::TEN && rest[at - 1].is_ascii_digit());
            let fits =
                !alone && if scale < MYRIAD { places.small(scale) } else { places.close(scale) }.is_some();
            if !fits {
                // 三十四十: what waits begins another number.
                if waits_from > 0 && places.waits() {
                    places.give_back();
                    at = waits_from;
                }
                break;
            }
            found.scaled |= scale >= MYRIAD;
            at += 1;
        } else if matches!(c, '廿' | '卅') && !places.waits() {
            let tens = Decimal::from(if c == '廿' { 2 } else { 3 });
            places.wait(tens, tens);
            places.small(Decimal::TEN)?;
            at += 1;
        } else if let Some(more) = coefficient(&rest[at..], &places, found.han) {
            if more.zero {
                places.zero();
            }
            places.wait(more.low, more.high);
            found.about |= more.about;
            waits_from = at;
            at += more.len;
            // 三五: a place or the end of the number.
            if more.closes {
                break;
            }
        } else if c == '点' && at > 0 && found.han && next.is_some_and(|next| any_digit(next).is_some()) {
            return fraction(places.whole()?, rest, at);
        } else if matches!(c, '几' | '余' | '多' | '来') && places.last().is_some() && !places.waits() {
            let more = next.is_some_and(|next| multiplier(next).is_some_and(|m| m >= MYRIAD));
            if !(more || c == '几' && found.han) {
                break;
            }
            found.about = true;
            at += 1;
        } else if matches!(c, '几' | '余' | '多' | '来')
            && first.is_some()
            && next.is_some_and(|next| multiplier(next).is_some_and(|m| m >= MYRIAD))
        {
            // 3000余万.
            found.about = true;
            at += 1;
        } else {
            break;
        }
    }
    if at == 0 {
        return None;
    }
    (found.low, found.high) = places.ends()?;
    found.len = at;
    Some(found)
}

/// A digit or a pair of digits inside a number.
struct Coefficient {
    low: Decimal,
    high: Decimal,
    len: usize,
    /// 零 stands before it.
    zero: bool,
    /// 几 stands in its place.
    about: bool,
    /// Nothing of the number can follow it.
    closes: bool,
}

/// The coefficient that stands next in a number; `han` where the number began in Han digits.
fn coefficient(rest: &[char], places: &Places, han: bool) -> Option<Coefficient> {
    if places.waits() {
        return None;
    }
    let zeros = rest.iter().take_while(|c| matches!(c, '零' | '〇')).count();
    let after = &rest[zeros..];
    let zero = zeros > 0;
    if zero && !after.first().is_some_and(|c| any_digit(*c).is_some() || place(after, han).is_some()) {
        // 零 alone, and 一百零几万.
        let vague = matches!(after.first(), Some('几')) && places.last().is_some();
        let starts = places.last().is_none();
        return (vague || starts).then_some(Coefficient {
            low: Decimal::ZERO,
            high: Decimal::ZERO,
            len: zeros + usize::from(vague),
            zero,
            about: vague,
            closes: false,
        });
    }
    let first = *after.first()?;
    if first.is_ascii_digit() {
        let (value, len, placed) = arabic_coefficient(after, places, zero)?;
        return Some(Coefficient {
            low: value,
            high: value,
            len: zeros + len,
            zero: !placed,
            about: false,
            closes: !placed,
        });
    }
    let Some(value) = digit(first) else {
        // 一万零百一十一: the place stands alone after a zero.
        return (zero && han).then_some(Coefficient {
            low: Decimal::ONE,
            high: Decimal::ONE,
            len: zeros,
            zero,
            about: false,
            closes: false,
        });
    };
    let low = Decimal::from(value);
    let placed = place(&after[1..], han).is_some();
    // 100万三千; 2亿一期工程.
    if !han && !placed {
        return None;
    }
    // 两万两: the last 两 is the unit.
    if first == '两' && !placed && (places.last().is_some() || zero) {
        return None;
    }
    if is_pair(after) && !(zero && places.last().is_some()) {
        let high = Decimal::from(digit(after[1])?);
        let closes = place(&after[2..], han).is_none();
        return Some(Coefficient { low, high, len: zeros + 2, zero, about: false, closes });
    }
    Some(Coefficient { low, high: low, len: zeros + 1, zero, about: false, closes: false })
}

/// Arabic digits inside a number, their length, and whether a place follows: 25万6千, 3万4000, 1千零1.
fn arabic_coefficient(rest: &[char], places: &Places, zero: bool) -> Option<(Decimal, usize, bool)> {
    let last = places.last()?;
    let run = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    if run > 4 {
        return None;
    }
    let value = digits(&rest[..run])?.value;
    match rest.get(run).copied().and_then(multiplier) {
        Some(smaller) if smaller > Decimal::TEN && (smaller < last || zero) => Some((value, run, true)),
        None if zero || (run >= 3 && last == MYRIAD) => Some((value, run, false)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, low: &str, high: &str) {
        let chars: Vec<char> = text.chars().collect();
        let found = numeral(&chars).unwrap_or_else(|| panic!("{text}: no numeral"));
        assert_eq!(
            (found.low.normalize().to_string(), found.high.normalize().to_string()),
            (low.into(), high.into()),
            "{text}"
        );
    }

    #[test]
    fn values() {
        for (text, value) in [
            ("6.2亿", "620000000"),
            ("5000万元", "50000000"),
            ("1,100万", "11000000"),
            ("25万6千", "256000"),
            ("3万4000", "34000"),
            ("1千零1", "1001"),
            ("36.5 9亿元", "3659000000"),
            ("1 2.7%", "12.7"),
            ("2 000亩", "2000"),
            ("两千三百", "2300"),
            ("一万零一十二", "10012"),
            ("一万零十二", "10012"),
            ("一万五千亿", "1500000000000"),
            ("二十万亿", "20000000000000"),
            ("一百七十八点六", "178.6"),
            ("百亿", "10000000000"),
            ("两处", "2"),
            ("十余", "10"),
            ("二〇二三年", "2023"),
            ("三千五", "3500"),
            ("1万亿", "1000000000000"),
            ("数十", "10"),
            ("三十四十", "30"),
            ("三十四百", "30"),
            ("一百零八七", "108"),
            ("四亿五千六百四十二万零一十五", "456420015"),
            ("五兆六十二亿四万五千二", "5006200045200"),
            ("一万零百一十一", "10111"),
            ("三十万多亿", "30000000000000"),
            ("2千零30万", "20300000"),
            ("100万三千", "1003000"),
            ("10万万", "1000000000"),
            ("百三", "130"),
            ("千一", "1100"),
            ("廿二", "22"),
            ("伍仟", "5000"),
            ("一千瓦", "1"),
            ("两万两", "20000"),
            ("零零点零零二八五", "0.00285"),
            ("30w左右", "300000"),
            ("1点1", "1.1"),
            ("3十字", "3"),
            ("100万百姓", "1000000"),
            ("2亿一期", "200000000"),
            ("九点三十分", "9"),
        ] {
            check(text, value, value);
        }
    }

    #[test]
    fn pairs() {
        check("三五百", "300", "500");
        check("四十五六万", "450000", "460000");
        check("二三十", "20", "30");
        check("两三年", "2", "3");
    }

    #[test]
    fn masks() {
        for (text, len) in [("xxxx万元", 5), ("xx.xx%", 5), ("*个", 1), ("○○亩", 2), ("x.xx万亩", 5)]
        {
            let chars: Vec<char> = text.chars().collect();
            let found = numeral(&chars).unwrap_or_else(|| panic!("{text}: no numeral"));
            assert!(found.masked, "{text}");
            assert_eq!(found.len, len, "{text}");
        }
    }
}
