//! Ranges: 3-5家, 6%-8%, 3至5个, 1万(含)-5万元, 两到三百.

use rust_decimal::Decimal;

use super::unit::{self, More};
use crate::extract::numeral::{Numeral, numeral};
use crate::lexicon::{Lexicon, Unit};
use crate::text::phrase::starts;

/// Both ends of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// The lower.
    pub low: Decimal,
    /// The upper; the same unless a range.
    pub high: Decimal,
}

/// What stands after a connector.
pub struct Second<'a> {
    /// Ends of the range as a whole.
    pub ends: Ends,
    /// Some of its digits are redacted.
    pub masked: bool,
    /// It ends in 万 or 亿.
    pub scaled: bool,
    /// Where its numeral ends.
    pub numeral_end: usize,
    /// Its unit, with the length.
    pub unit: Option<(usize, &'a Unit)>,
    /// Where all of it ends, where it goes on after the unit (五元七毛).
    pub whole_end: Option<usize>,
    /// Length of the word that closes the range: 之间.
    pub closing: usize,
}

/// The second number of the range whose first numeral, `first`, ends at `end`; `more` goes on after its unit.
pub fn second<'a>(
    chars: &[char],
    end: usize,
    first: &Numeral,
    first_unit: Option<(usize, &'a Unit)>,
    more: Option<&More<'a>>,
    lexicon: &'a Lexicon,
) -> Option<Second<'a>> {
    let mut low = first.low;
    let mut first_unit = first_unit;
    let mut connector_at = end + first_unit.map_or(0, |(len, _)| len);
    if let Some(more) = more.filter(|_| !first.masked) {
        low = low.checked_mul(more.times)?.checked_add(more.plus)?;
        connector_at += more.len;
        first_unit = Some((more.len, more.unit));
    }
    let inclusive = if starts(&chars[connector_at..], "(含)") { 3 } else { 0 };
    connector_at += inclusive;
    let (len, least_closing) = connector(&chars[connector_at..])?;
    let at = connector_at + len;
    let number = numeral(&chars[at..])?;
    let numeral_end = at + number.len;
    // 100与200间 counts no rooms, 6和8间 does.
    let between = least_closing == 1 && matches!(&chars[numeral_end..], ['间', ..]);
    let unit = unit::after(&chars[numeral_end..], &number, lexicon).filter(|_| !between);
    let after = numeral_end + unit.map_or(0, |(len, _)| len);
    let second_more = unit::goes_on(chars, after, &number, unit.map(|(_, unit)| unit), lexicon);
    let whole_end = second_more.as_ref().map(|more| after + more.len);
    let mut high = number.high;
    let mut unit = unit;
    if let Some(more) = &second_more {
        high = high.checked_mul(more.times)?.checked_add(more.plus)?;
        unit = Some((more.len, more.unit));
    }
    let closing = closing(&chars[whole_end.unwrap_or(after)..]);
    if closing < least_closing {
        return None;
    }
    if let (Some((_, a)), Some((_, b))) = (first_unit, unit)
        && a.name != b.name
    {
        return None;
    }
    // 5-8 alone may be a serial number or a date.
    let closed = least_closing > 0 || inclusive > 0;
    if unit.is_none() && number.scaled == first.scaled && !closed {
        return None;
    }
    if unit.is_some_and(|(_, unit)| unit.name == "年") && unit::is_year(&number) && !unit::is_year(first) {
        return None;
    }
    // 3-5万, 两到三百: the multiplier belongs to both ends.
    let masked = first.masked || number.masked;
    if !first.scaled && first_unit.is_none() && !masked {
        let factor = place(&number, &chars[at..numeral_end], first);
        if let Some(scaled) = low.checked_mul(factor)
            && scaled < high
        {
            low = scaled;
        }
    }
    let signed = if super::bound::minus(chars, end - first.len) > 0 { -low } else { low };
    if !masked && high <= signed {
        return None;
    }
    Some(Second {
        ends: Ends { low, high },
        masked,
        scaled: number.scaled,
        numeral_end,
        unit,
        whole_end,
        closing,
    })
}

/// A connector's length, and the least length of the word that must close the range: 与…间, 和…之间.
fn connector(rest: &[char]) -> Option<(usize, usize)> {
    let dash = |c: &&char| matches!(**c, '-' | '—' | '~');
    match rest.first()? {
        '-' | '—' | '~' => Some((rest.iter().take(2).take_while(dash).count(), 0)),
        '至' | '到' => Some((1, 0)),
        '与' => Some((1, 1)),
        '和' => Some((1, 2)),
        _ => None,
    }
}

/// Length of the words that close a range: 之间, 间.
fn closing(rest: &[char]) -> usize {
    match rest {
        ['之', '间', ..] => 2,
        ['间', next, ..] if crate::text::is_han(*next) => 0,
        ['间', ..] => 1,
        _ => 0,
    }
}

/// What the places at the end of the second numeral multiply: 万 in 3-5万, 百 in 两~3百.
fn place(second: &Numeral, written: &[char], first: &Numeral) -> Decimal {
    let digits = written.iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
    if digits > 0 {
        let plain = numeral(&written[..digits]).map(|plain| plain.low).filter(|plain| !plain.is_zero());
        return plain.and_then(|plain| second.low.checked_div(plain)).unwrap_or(Decimal::ONE);
    }
    // 八百到九百亿: the closing places belong to both, and 八到九百亿 shares 百 as well.
    let closing = trailing(written, |c| matches!(c, '万' | '亿'));
    let all = trailing(written, |c| matches!(c, '百' | '千' | '万' | '亿'));
    let single = first.len == 1 && written.len() == all.1 + 1;
    if single { all.0 } else { closing.0 }
}

/// The product of the places at the end, and how many they are.
fn trailing(written: &[char], is_place: impl Fn(char) -> bool) -> (Decimal, usize) {
    let places = written.iter().rev().take_while(|c| is_place(**c));
    places.fold((Decimal::ONE, 0), |(product, count), c| {
        let place = numeral(std::slice::from_ref(c)).map_or(Decimal::ONE, |place| place.low);
        (product.checked_mul(place).unwrap_or(product), count + 1)
    })
}
