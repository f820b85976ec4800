//! Numerals → exact values: Arabic, Han, mixed, masked.
//!
//! Works on normalised characters. A numeral is what stands before a unit: 36.5, 1,100万, 两千三百,
//! 25万6千, 百分之三, xx.x, 三五百.

use rust_decimal::Decimal;

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
    /// Written in Han digits only.
    pub han: bool,
    /// Only a multiplier, no digit: 百, 万, 亿.
    pub bare: bool,
    /// 余, 多, 几 or 来 stands inside or after it: 2700多, 十几, 20余.
    pub about: bool,
    /// Ends in 万 or 亿.
    pub scaled: bool,
}

/// A mask is as long as this at the most: longer runs are rules or leaders.
const LONGEST_MASK: usize = 12;

/// No number of a report has more characters; a longer run is a serial number or noise.
pub const LONGEST_RUN: usize = 28;

/// Reads the longest numeral that `rest` begins with.
pub fn numeral(rest: &[char]) -> Option<Numeral> {
    let first = *rest.first()?;
    if first.is_ascii_digit() || is_mask(first) {
        return arabic(rest);
    }
    if matches!(first, '数' | '几') {
        return vague(rest);
    }
    han(rest)
}

/// A character that redacts a digit.
pub fn is_mask(c: char) -> bool {
    matches!(c, 'x' | 'X' | '×' | '*' | '○' | '□' | '■' | '●' | '◯' | '△' | '＊')
}

/// A character that can open a numeral.
pub fn opens(c: char) -> bool {
    match c {
        '0'..='9' | '数' | '几' => true,
        '零' | '〇' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' => true,
        '壹' | '贰' | '叁' | '叄' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' => true,
        '十' | '百' | '千' | '万' | '亿' | '拾' | '佰' | '仟' => true,
        _ => is_mask(c),
    }
}

/// Digits, a decimal point, groups of three, OCR gaps and masks, then multipliers.
fn arabic(rest: &[char]) -> Option<Numeral> {
    let mut text = String::new();
    let mut masked = false;
    let mut point = false;
    let mut at = 0;
    while let Some(&c) = rest.get(at) {
        if at > LONGEST_RUN {
            return None;
        }
        let next = rest.get(at + 1).copied();
        if c.is_ascii_digit() {
            text.push(c);
        } else if is_mask(c) {
            // One kind of mask in one numeral; a Latin word is no mask.
            if masked && rest[at - 1] != c && rest[at - 1] != '.' && !rest[at - 1].is_ascii_digit() {
                break;
            }
            masked = true;
            text.push('0');
        } else if c == '.' && !point && at > 0 && next.is_some_and(|n| n.is_ascii_digit() || is_mask(n)) {
            point = true;
            text.push('.');
        } else if c == ',' && !point && groups(&rest[at..]) && at <= 3 {
            at += 1;
            for group in rest[at..].chunks(4) {
                text.extend(&group[..3]);
                at += 3;
                if !(group.get(3) == Some(&',') && groups(&rest[at..])) {
                    break;
                }
                at += 1;
            }
            continue;
        } else if c == ' ' && joins(&text, point, &rest[at + 1..]) {
        } else {
            break;
        }
        at += 1;
    }
    if text.is_empty() || (masked && at > LONGEST_MASK) {
        return None;
    }
    let mut value: Decimal = if masked { Decimal::ZERO } else { text.parse().ok()? };
    let mut scaled = false;
    let mut about = false;
    // 2.5万, 1万亿, 25万6千, 3万4000, 1千零1.
    let mut last_scale = Decimal::MAX;
    while let Some(&c) = rest.get(at) {
        let Some(scale) = multiplier(c) else {
            if matches!(c, '多' | '余' | '几' | '来') && !about {
                let after = rest.get(at + 1).copied();
                if after.and_then(multiplier).is_some_and(|m| m >= Decimal::from(10_000)) {
                    about = true;
                    at += 1;
                    continue;
                }
            }
            break;
        };
        if of_unit(c, rest.get(at + 1).copied()) {
            break;
        }
        // 十 after Arabic digits is a word of its own (3十字路口); 百/千 only as 5百, 3千.
        if scale == Decimal::from(10) {
            break;
        }
        value = value.checked_mul(scale)?;
        scaled |= scale >= Decimal::from(10_000);
        last_scale = last_scale.min(scale);
        at += 1;
        if masked {
            continue;
        }
        // A remainder below the scale: 25万6千, 3万4000.
        let zero = usize::from(matches!(rest.get(at), Some('零' | '〇')));
        if let Some((more, len)) = remainder(&rest[at + zero..], scale, zero > 0) {
            value = value.checked_add(more)?;
            at += zero + len;
        }
    }
    Some(Numeral { low: value, high: value, len: at, masked, han: false, bare: false, about, scaled })
}

/// 6千米, 1.2百分点: what looks like a multiplier belongs to the unit.
fn of_unit(c: char, next: Option<char>) -> bool {
    match c {
        '千' => matches!(next, Some('米' | '瓦' | '克' | '伏' | '分')),
        '百' => next == Some('分'),
        _ => false,
    }
}

/// `,` begins a group of exactly three digits.
fn groups(rest: &[char]) -> bool {
    rest.len() >= 4
        && rest[1..4].iter().all(char::is_ascii_digit)
        && !rest.get(4).is_some_and(|c| c.is_ascii_digit() || *c == '.' && rest.get(5).is_none())
}

/// A blank inside a number is an OCR gap, not the border of two numbers: the left part is no year
/// and the two make one plausible number (36.5 9, 1 2.7, 2 000).
fn joins(left: &str, point: bool, right: &[char]) -> bool {
    let run = right.iter().take_while(|c| c.is_ascii_digit()).count();
    if run == 0 || left.is_empty() {
        return false;
    }
    let after = right.get(run).copied();
    let right_point = after == Some('.') && right.get(run + 1).is_some_and(char::is_ascii_digit);
    let before_unit = after.is_some_and(|c| !c.is_ascii() || c == '%');
    // 2 0 0 0: every digit stands by itself.
    let spaced = run == 1 && after == Some(' ') && right.get(2).is_some_and(char::is_ascii_digit);
    if spaced && !point && left.len() <= 6 {
        return true;
    }
    match (point, right_point) {
        (true, true) => false,
        (true, false) => before_unit && run <= 2,
        (false, true) => left.len() <= 3,
        (false, false) => {
            before_unit && ((run == 3 && left.len() <= 3) || left.len() == 1 || run == 1 && left.len() <= 6)
        }
    }
}

/// What follows 万 or 亿 in one number: a smaller scaled number, or four digits.
fn remainder(rest: &[char], scale: Decimal, after_zero: bool) -> Option<(Decimal, usize)> {
    let run = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    if run == 0 || run > 4 {
        return None;
    }
    let value: Decimal = rest[..run].iter().collect::<String>().parse().ok()?;
    match rest.get(run).copied().and_then(multiplier) {
        Some(smaller) if smaller < scale && smaller > Decimal::from(10) => {
            Some((value.checked_mul(smaller)?, run + 1))
        }
        None if after_zero || (run >= 3 && scale == Decimal::from(10_000)) => Some((value, run)),
        _ => None,
    }
}

/// 数十, 几百, 数千万: about that many.
fn vague(rest: &[char]) -> Option<Numeral> {
    let (value, len) = multipliers(&rest[1..])?;
    Some(Numeral {
        low: value,
        high: value,
        len: len + 1,
        masked: false,
        han: true,
        bare: false,
        about: true,
        scaled: value >= Decimal::from(10_000),
    })
}

/// A run of multipliers: 百, 万, 千万, 百亿.
fn multipliers(rest: &[char]) -> Option<(Decimal, usize)> {
    let mut value = Decimal::ONE;
    let mut len = 0;
    while let Some(scale) = rest.get(len).copied().and_then(multiplier).filter(|_| len < 8) {
        value = value.checked_mul(scale)?;
        len += 1;
    }
    (len > 0).then_some((value, len))
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

/// Han numerals: 两千三百, 一万零一十二, 一百七十八点六, 二〇二三, 三五百, 四十五六万, 十几, 百亿.
fn han(rest: &[char]) -> Option<Numeral> {
    let mut total = Decimal::ZERO; // what 亿 has closed
    let mut section = Decimal::ZERO; // what is below the next 万 or 亿
    let mut current: Option<Decimal> = None; // the last digit
    let mut spread = Decimal::ZERO; // what a pair adds at its upper end
    let mut spread_open = false;
    let mut about = false;
    let mut digits = 0;
    let mut plain_digits = String::new();
    let mut scales = 0;
    let mut scaled = false;
    let mut last_scale = Decimal::ONE;
    let mut at = 0;
    while let Some(&c) = rest.get(at) {
        if at > LONGEST_RUN {
            return None;
        }
        // 两万两: the last 两 is the unit.
        if c == '两' && at > 0 && rest.get(at + 1).copied().and_then(multiplier).is_none() {
            break;
        }
        if let Some(d) = digit(c) {
            plain_digits.push(char::from_digit(d, 10).unwrap_or('0'));
            let d = Decimal::from(d);
            match current {
                // A pair: 三五, 二三十.
                Some(before) if before > Decimal::ZERO && d > before && !spread_open && spread.is_zero() => {
                    spread = d - before;
                    spread_open = true;
                }
                Some(_) => {
                    current = Some(d);
                }
                None => current = Some(d),
            }
            digits += 1;
        } else if digits > 0 && of_unit(c, rest.get(at + 1).copied()) {
            break;
        } else if let Some(scale) = multiplier(c) {
            scales += 1;
            scaled |= scale >= Decimal::from(10_000);
            if scale >= Decimal::from(10_000) {
                let below = section.checked_add(current.unwrap_or(Decimal::ZERO))?;
                let below = if below.is_zero() {
                    if total.is_zero() { Decimal::ONE } else { Decimal::ZERO }
                } else {
                    below
                };
                if scale == Decimal::from(10_000) {
                    section = Decimal::ZERO;
                    total = total.checked_add(below.checked_mul(scale)?)?;
                } else {
                    // 一万五千亿: 亿 multiplies everything before it.
                    let open = if section.is_zero() && current.is_none() { Decimal::ZERO } else { below };
                    total = total
                        .checked_add(open)?
                        .checked_mul(scale)
                        .filter(|t| !t.is_zero())
                        .or_else(|| below.checked_mul(scale))?;
                    section = Decimal::ZERO;
                }
                spread = spread.checked_mul(scale)?;
                spread_open = false;
                current = None;
            } else {
                let factor = current.filter(|d| !d.is_zero()).unwrap_or(Decimal::ONE);
                section = section.checked_add(factor.checked_mul(scale)?)?;
                if spread_open {
                    spread = spread.checked_mul(scale)?;
                    spread_open = false;
                }
                current = None;
            }
            last_scale = scale;
        } else if c == '点' && at > 0 && rest.get(at + 1).copied().and_then(digit).is_some() {
            let fraction = rest[at + 1..].iter().map_while(|&c| digit(c));
            let mut place = Decimal::new(1, 1);
            let mut len = 0;
            // 一七二零点一: without multipliers the digits before the point are read one by one.
            let mut value = if scales == 0 {
                plain_digits.parse().ok()?
            } else {
                total.checked_add(section)?.checked_add(current.unwrap_or(Decimal::ZERO))?
            };
            for d in fraction {
                value = value.checked_add(Decimal::from(d).checked_mul(place)?)?;
                place = place.checked_mul(Decimal::new(1, 1))?;
                len += 1;
            }
            at += 1 + len;
            let mut after_scale = false;
            if let Some((scale, len)) = multipliers(&rest[at..]) {
                value = value.checked_mul(scale)?;
                at += len;
                after_scale = true;
            }
            return Some(Numeral {
                low: value,
                high: value,
                len: at,
                masked: false,
                han: true,
                bare: false,
                about: false,
                scaled: after_scale,
            });
        } else if matches!(c, '几' | '余' | '多' | '来') && scales > 0 {
            let more = rest.get(at + 1).copied().and_then(multiplier).is_some();
            if c == '几' || more {
                about = true;
            } else {
                break;
            }
        } else {
            break;
        }
        at += 1;
    }
    if at == 0 {
        return None;
    }
    // 二〇二三, 一一二: digits only are read one by one; 一一 alone is the end of a word (唯一一家).
    if scales == 0 && plain_digits.len() > 1 && (spread.is_zero() || plain_digits.len() > 2) {
        if plain_digits.len() == 2 {
            return None;
        }
        let value: Decimal = plain_digits.parse().ok()?;
        return Some(Numeral {
            low: value,
            high: value,
            len: at,
            masked: false,
            han: true,
            bare: false,
            about,
            scaled,
        });
    }
    // 三千五 is 3500, 一百二 is 120; after 十 and after 零 a digit is itself.
    let mut tail = current.unwrap_or(Decimal::ZERO);
    let step = last_scale / Decimal::from(10);
    if scales > 0
        && !tail.is_zero()
        && last_scale > Decimal::from(10)
        && !spread_open
        && at >= 2
        && rest[at - 1] != '零'
        && !matches!(rest.get(at.wrapping_sub(2)), Some('零' | '〇'))
    {
        tail = tail.checked_mul(step)?;
    } else if spread_open && scales > 0 && last_scale > Decimal::from(10) && at >= 3 {
        // 一万六七 is 16000 to 17000.
        tail = tail.checked_mul(step)?;
        spread = spread.checked_mul(step)?;
    }
    let low = total.checked_add(section)?.checked_add(tail)?;
    let high = low.checked_add(spread)?;
    Some(Numeral {
        low,
        high,
        len: at,
        masked: false,
        han: true,
        bare: digits == 0 && rest[0] != '十',
        about,
        scaled,
    })
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
