//! Every number of a text: its value, unit and comparing words, and, where it measures nothing, why.

use std::ops::Range;

use rust_decimal::Decimal;

use super::numeral::{self, LONGEST_RUN, Numeral, numeral};
use crate::fact::Comparator;
use crate::lexicon::{Lexicon, Unit, UnitKind};
use crate::text::landmark::Landmark;
use crate::text::{Normal, is_han};

mod bound;
mod carry;
mod fate;
mod fraction;
mod range;
mod rank;
mod unit;

/// A number with what belongs to it. Places are indices into the normalised characters.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// From the first comparing word to the last.
    pub range: Range<usize>,
    /// The numeral and its unit alone.
    pub core: Range<usize>,
    /// Lower end in the canonical unit; `None` where masked.
    pub low: Option<Decimal>,
    /// Upper end.
    pub high: Option<Decimal>,
    /// The unit, if one stands after the number.
    pub unit: Option<Unit>,
    /// How the number binds.
    pub comparator: Comparator,
    /// Some digits are redacted.
    pub masked: bool,
    /// It gives a place in an order.
    pub rank: bool,
    /// It is a multiplier without a digit (百亿, 过亿元).
    pub bare: bool,
    /// Ends in 万 or 亿: an amount even without a unit.
    pub scaled: bool,
    /// Why it measures nothing; `None` where it measures.
    pub reason: Option<&'static str>,
}

impl Seen {
    /// What its unit measures.
    pub fn kind(&self) -> Option<UnitKind> {
        self.unit.as_ref().map(|unit| unit.kind)
    }
}

/// Finds every number of a text, in reading order.
pub fn scan(text: &Normal, lexicon: &Lexicon) -> Vec<Seen> {
    let chars = text.chars();
    // Reports have a number for thirty characters or more.
    let mut seen: Vec<Seen> = Vec::with_capacity(chars.len() / 24);
    let mut end = 0;
    for at in text.landmarks().places(Landmark::Number, 0..chars.len()) {
        if at < end || !begins(chars, at) {
            continue;
        }
        match one(chars, at, lexicon) {
            Some(found) => {
                end = found.range.end;
                seen.push(found);
            }
            // What is no number as a whole is none in part: a serial number, a rule of crosses.
            None => {
                let run = chars[at..].iter().take_while(|c| numeral::opens(**c)).count();
                end = if run > LONGEST_RUN { at + run } else { at };
            }
        }
    }
    carry::over_lists(chars, &mut seen);
    seen
}

/// A number may begin here.
fn begins(chars: &[char], at: usize) -> bool {
    match chars[at] {
        '翻' | '半' | '首' => true,
        '伍' | '参' => numeral::is_formal(&chars[at..]),
        // -.5
        '.' => {
            chars.get(at + 1).is_some_and(char::is_ascii_digit)
                && at.checked_sub(1).is_none_or(|before| matches!(chars[before], '\n' | '-' | '('))
        }
        // 7×24: a sign, not a mask.
        '×' | '*' => {
            let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
            !(digit(at.checked_sub(1)) && digit(Some(at + 1)))
        }
        c => numeral::opens(c),
    }
}

/// The number at a place, if there is one.
fn one(chars: &[char], at: usize, lexicon: &Lexicon) -> Option<Seen> {
    match chars[at] {
        '翻' => return fraction::doubling(chars, at, lexicon),
        '半' => return fraction::half(chars, at, lexicon),
        '首' => return rank::first_place(chars, at, lexicon),
        _ => {}
    }
    let first = numeral(&chars[at..]);
    if let Some(mut found) = fraction::fraction(chars, at, first.as_ref(), lexicon) {
        found.reason = found.reason.or_else(|| fate::slogan(chars, &found));
        return Some(found);
    }
    let mut first = first?;
    if first.masked && !unit::follows_mask(chars, at, at + first.len, lexicon) {
        // 1.XX乡: what stands before the mask is a number of its own.
        let digits = chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        first = numeral(&chars[at..at + digits])?;
    }
    let mut found = read(chars, at, &first, lexicon);
    if !rank::rank(chars, &mut found, lexicon) {
        found.reason = fate::no_measure(chars, &found, &first, lexicon);
    }
    Some(found)
}

/// A number whose numeral is `first`, with its unit, the end of its range and its comparing words.
fn read<'l>(chars: &[char], at: usize, first: &Numeral, lexicon: &'l Lexicon) -> Seen {
    let mut end = at + first.len;
    let mut value = range::Ends { low: first.low, high: first.high };
    let mut scaled = first.scaled;
    let mut masked = first.masked;
    let mut comparator = if first.about { Comparator::About } else { Comparator::Eq };
    let mut unit = unit::after(&chars[end..], first, lexicon);
    let mut is_range = first.low != first.high;
    let mut whole_end = None;
    let mut closing = 0;
    let goes_on = |at: usize, unit: Option<(usize, &'l Unit)>| {
        let len = unit.map_or(0, |(len, _)| len);
        unit::goes_on(chars, at + len, first, unit.map(|(_, unit)| unit), lexicon)
    };
    let mut more = goes_on(end, unit);
    if let Some(second) = range::second(chars, end, first, unit, more.as_ref(), lexicon) {
        value = second.ends;
        masked |= second.masked;
        scaled |= second.scaled;
        end = second.numeral_end;
        unit = second.unit.or(unit);
        whole_end = second.whole_end;
        closing = second.closing;
        is_range = true;
    }
    let mut core_end = end;
    // 20余公里, 2700多亩, 3个多: nearness inside the quantity.
    if let Some(&c) = chars.get(core_end)
        && matches!(c, '余' | '多' | '来')
    {
        let after = unit::after(&chars[core_end + 1..], first, lexicon);
        let ends = chars.get(core_end + 1).is_none_or(|c| !is_han(*c));
        if after.is_some() || (ends && (c != '来' || first.han)) || (unit.is_none() && scaled) {
            comparator = Comparator::About;
            core_end += 1;
            unit = after;
            more = goes_on(core_end, unit);
        }
    }
    let mut per = None;
    if let Some(whole_end) = whole_end {
        core_end = whole_end;
    } else {
        core_end += unit.map_or(0, |(len, _)| len);
        if let Some(more) = more
            && !is_range
            && !masked
            && let Some(sum) = value.low.checked_mul(more.times).and_then(|low| low.checked_add(more.plus))
        {
            value = range::Ends { low: sum, high: sum };
            core_end += more.len;
            unit = Some((more.len, more.unit));
        }
    }
    let mut unit = unit.map(|(_, unit)| unit);
    // 4万多群众 counts people.
    if unit.is_none() && lexicon.numbers.people.at_start(&chars[core_end..]).is_some() {
        unit = unit::named("人", lexicon);
    }
    if let Some(found) = unit {
        if matches!(chars.get(core_end), Some('余' | '多'))
            && lexicon.numbers.many.at_start(&chars[core_end..]).is_none()
        {
            comparator = Comparator::About;
            core_end += 1;
        }
        let rate = unit::rate(&chars[core_end..], found, lexicon);
        core_end += rate.len;
        per = rate.per;
    }
    let mut start = at;
    if unit.is_none()
        && let Some((len, currency)) = unit::currency_before(chars, at, lexicon)
    {
        unit = Some(currency);
        start -= len;
    }
    let mut whole = start..core_end;
    if is_range {
        comparator = Comparator::Range;
        whole.end += closing;
    } else {
        if let Some((len, found)) = bound::before(chars, start, lexicon) {
            comparator = found;
            whole.start = start - len;
        }
        if let Some((len, found)) = bound::after(chars, core_end, unit, lexicon) {
            if comparator == Comparator::Eq || found != Comparator::About {
                comparator = found;
            }
            whole.end = core_end + len;
        }
    }
    // 增长15.4%、-5.3%; 负3.9%: a sign, not the dash of a range.
    let sign = bound::minus(chars, at);
    if sign > 0 && !masked {
        value = if is_range {
            range::Ends { low: -value.low, high: value.high }
        } else {
            range::Ends { low: -value.high, high: -value.low }
        };
        whole.start = whole.start.min(at - sign);
    }
    let low = value.low.normalize();
    let high = if is_range { value.high.normalize() } else { low };
    Seen {
        range: whole,
        core: at..core_end,
        low: (!masked).then_some(low),
        high: (!masked).then_some(high),
        unit: per.or_else(|| unit.cloned()),
        comparator,
        masked,
        rank: false,
        bare: first.bare,
        scaled,
        reason: None,
    }
}
